package features

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// PCA describes an image by its principal components: the coordinates of its
// scaled features, less their mean, along the orthonormal axes of the largest
// variances of the training set (Pearson, "On lines and planes of closest fit
// to systems of points in space", 1901; Jolliffe, "Principal component
// analysis", 2002), the largest first. The axes are the eigenvectors of the
// whole covariance matrix, which is added up in float32; where scikit-learn's
// sign depends on the data, an axis here has its largest entry positive.
type PCA struct {
	// NComponents is how many components to keep, at most as many as features;
	// 0, in JSON null, keeps all.
	NComponents int `json:"n_components"`
	// Whiten divides each component by its standard deviation. Where the
	// variance is below a millionth of the largest, so that all there is is
	// rounding, the component becomes 0.
	Whiten bool `json:"whiten"`

	*quantizer
}

// NewPCA returns the transformer with scikit-learn's defaults.
func NewPCA() *PCA { return &PCA{} }

// Validate reports parameters out of their range.
func (p *PCA) Validate() error {
	if p.NComponents < 0 {
		return fmt.Errorf("features: PCA: n_components %d, want 1 or more, or null", p.NComponents)
	}
	return nil
}

// Fit finds the axes.
func (p *PCA) Fit(ctx context.Context, train learn.Set) error {
	if err := train.Check(); err != nil {
		return err
	}
	if err := p.Validate(); err != nil {
		return err
	}
	if p.NComponents > train.Features {
		return fmt.Errorf("features: PCA: n_components %d of %d features", p.NComponents, train.Features)
	}
	f := centred(train)
	variances, axes, err := principalAxes(ctx, f.matrix(train.Images))
	if err != nil {
		return err
	}
	k := p.NComponents
	if k == 0 {
		k = train.Features
	}
	for i := range k {
		factor := 1.0
		if p.Whiten {
			factor = whitening(variances[i], variances[0])
		}
		f.axes = appendAxis(f.axes, axes, i, factor)
	}
	f.pack()
	p.quantizer, err = newQuantizer(ctx, f, train.Images)
	return err
}

func whitening(variance, largest float64) float64 {
	if variance <= 1e-6*largest {
		return 0
	}
	return 1 / math.Sqrt(variance)
}

// principalAxes are the eigenvalues and, as columns, the eigenvectors of the
// covariance of the rows, whose mean is 0, the largest first.
func principalAxes(ctx context.Context, rows simd.Matrix) (variances []float64, axes *mat.Dense, err error) {
	d := rows.Cols()
	covariance := make([]float32, d*d)
	simd.ParallelGemm(1/float32(max(1, rows.Rows()-1)), rows.T(), rows, 0, covariance, d)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	symmetric := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			symmetric.SetSym(i, j, float64(covariance[i*d+j]))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return nil, nil, errors.New("features: PCA: the covariance has no eigenvectors: its numbers may be too large")
	}
	ascending := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	axes = mat.NewDense(d, d, nil)
	for i := range d {
		variances = append(variances, ascending[d-1-i])
		axes.SetCol(i, mat.Col(nil, d-1-i, &vectors))
	}
	return variances, axes, nil
}

// appendAxis appends column i of the axes times the factor, with its largest
// entry positive.
func appendAxis(dst []float32, axes *mat.Dense, i int, factor float64) []float32 {
	axis := mat.Col(nil, i, axes)
	largest := 0.0
	for _, v := range axis {
		if math.Abs(v) > math.Abs(largest) {
			largest = v
		}
	}
	for _, v := range axis {
		dst = append(dst, float32(math.Copysign(factor, largest)*v))
	}
	return dst
}

// projection computes components.
type projection struct {
	scale, shift []float32           // what turns pixels into scaled features less their mean
	axes         []float32           // components x pixels
	packed       func() *simd.Packed // the axes for products, made when first called
}

// centred is the projection without axes.
func centred(train learn.Set) *projection {
	d := train.Features
	f := &projection{scale: make([]float32, d), shift: make([]float32, d)}
	sums := make([]uint64, d)
	for i := range train.Len() {
		for j, v := range train.Row(i) {
			sums[j] += uint64(v)
		}
	}
	for j, sum := range sums {
		scale := 1.0
		if !train.Scaling.IsIdentity() {
			scale = train.Scaling.Scale[j]
		}
		f.scale[j] = float32(scale)
		f.shift[j] = float32(-scale * float64(sum) / float64(train.Len()))
	}
	return f
}

// pack is put off to the first images: few axes take more room packed than in
// a file.
func (f *projection) pack() {
	f.packed = sync.OnceValue(func() *simd.Packed {
		d := len(f.scale)
		return simd.Pack(simd.Float32s(f.axes, f.width(), d, d).T())
	})
}

func (f *projection) matrix(images learn.Images) simd.Matrix {
	return simd.Bytes(images.Pixels, images.Len(), images.Features, images.Features, f.scale, f.shift)
}

func (f *projection) width() int { return len(f.axes) / len(f.scale) }

func (f *projection) newExtract() func(dst []float32, images learn.Images) {
	packed := f.packed()
	return func(dst []float32, images learn.Images) {
		packed.Gemm(1, f.matrix(images), 0, dst, f.width())
	}
}

// State returns the axes, components x features of what comes in, scale and
// shift, which turn that into scaled features less their mean, and the range of
// every component.
func (p *PCA) State() (learn.State, error) {
	if p.quantizer == nil {
		return nil, learn.ErrNotFitted
	}
	f := p.extractor.(*projection)
	s := learn.State{"axes": f.axes, "scale": f.scale, "shift": f.shift}
	p.put(s)
	return s, nil
}

// Restore sets the axes.
func (p *PCA) Restore(s learn.State) error {
	q, err := getQuantizer(s, func(pixels int) (extractor, error) { return getProjection(s, pixels) })
	if err != nil {
		return err
	}
	p.quantizer = q
	return nil
}

func getProjection(s learn.State, pixels int) (f *projection, err error) {
	f = &projection{}
	if f.scale, err = learn.Get[[]float32](s, "scale", pixels); err != nil {
		return nil, err
	}
	if f.shift, err = learn.Get[[]float32](s, "shift", pixels); err != nil {
		return nil, err
	}
	if f.axes, err = learn.Get[[]float32](s, "axes", -1); err != nil {
		return nil, err
	}
	if len(f.axes) == 0 || len(f.axes)%pixels != 0 {
		return nil, fmt.Errorf("features: PCA: axes of %d numbers for %d features", len(f.axes), pixels)
	}
	f.pack()
	return f, nil
}
