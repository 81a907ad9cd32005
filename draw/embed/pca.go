package embed

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// PCA is the leading principal components of images, pixels counted from 0 to 1.
type PCA struct {
	Mean      []float64 // the mean image
	Axes      Matrix    // orthonormal rows, the largest variance first
	Variances []float64 // along the axes
	Total     float64   // variance of all pixels together
}

const (
	// oversampling is how many directions more than components iterate. With the
	// 50 components that are usual they fill the kernels' tiles.
	oversampling = 14
	// powerIterations is how often they are multiplied by the covariance before the
	// axes are chosen. The 50 axes of Fashion-MNIST then have 86.253% of the
	// variance, as scikit-learn's after 7; the exact ones have 86.257%.
	powerIterations = 6
	// parts is how many sums over images are made side by side, on every machine,
	// so that rounding is the same.
	parts = 16
)

// NewPCA finds k principal components by the randomised method of Halko,
// Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53,
// 2011: the subspace iteration of algorithm 4.4 on the centred images, and the
// best axes within what it found. The images stay bytes; every iteration reads
// them once. Where scikit-learn's sign depends on the data, an axis here has its
// largest entry positive.
func NewPCA(ctx context.Context, images learn.Images, k int, seed uint64) (*PCA, error) {
	n, d := images.Len(), images.Features
	if n < 2 {
		return nil, errFew
	}
	if k < 1 || k > d {
		return nil, fmt.Errorf("embed: %d principal components of %d pixels", k, d)
	}
	p, err := newCentre(ctx, images)
	if err != nil {
		return nil, err
	}
	basis := orthonormal(randomMatrix(d, min(d, k+oversampling), seed))
	for range powerIterations {
		image, err := p.covariance(ctx, images, basis)
		if err != nil {
			return nil, err
		}
		basis = orthonormal(image)
	}
	image, err := p.covariance(ctx, images, basis)
	if err != nil {
		return nil, err
	}
	return p, p.setAxes(basis, image, k)
}

// newCentre is the PCA without axes.
func newCentre(ctx context.Context, images learn.Images) (*PCA, error) {
	n, d := images.Len(), images.Features
	sums, squares := make([][]uint64, parts), make([]uint64, parts)
	err := parallel.For(ctx, parts, 1, func(part, _ int) {
		sum := make([]uint64, d)
		for i := part * n / parts; i < (part+1)*n/parts; i++ {
			for j, v := range images.Row(i) {
				sum[j] += uint64(v)
				squares[part] += uint64(v) * uint64(v)
			}
		}
		sums[part] = sum
	})
	if err != nil {
		return nil, err
	}
	p := &PCA{Mean: make([]float64, d)}
	for part, sum := range sums {
		p.Total += float64(squares[part])
		for j, v := range sum {
			p.Mean[j] += float64(v)
		}
	}
	for j, sum := range p.Mean {
		p.Total -= sum * sum / float64(n)
		p.Mean[j] = sum / float64(n) / 255
	}
	p.Total /= float64(n-1) * 255 * 255
	return p, nil
}

// centred is the images less their mean, as a matrix.
func (p *PCA) centred(images learn.Images) simd.Matrix {
	scale, shift := make([]float32, len(p.Mean)), make([]float32, len(p.Mean))
	for j, mean := range p.Mean {
		scale[j], shift[j] = 1./255, float32(-mean)
	}
	return simd.Bytes(images.Pixels, images.Len(), images.Features, images.Features, scale, shift)
}

// covariance is the covariance of the images times the columns of basis. A
// block of images is multiplied twice while it is in the cache.
func (p *PCA) covariance(ctx context.Context, images learn.Images, basis Matrix) (Matrix, error) {
	const block = 480
	n, l := images.Len(), basis.Dims
	rows := p.centred(images)
	packed := simd.Pack(simd.Float32s(basis.Data, basis.Len(), l, l))
	sums := make([][]float32, parts)
	err := parallel.For(ctx, parts, 1, func(part, _ int) {
		sums[part] = make([]float32, len(basis.Data))
		projected := make([]float32, block*l)
		end := (part + 1) * n / parts
		for lo := part * n / parts; lo < end && ctx.Err() == nil; lo += block {
			some := rows.Slice(lo, min(end, lo+block))
			packed.Gemm(1, some, 0, projected, l)
			simd.Gemm(1/float32(n-1), some.T(), simd.Float32s(projected, some.Rows(), l, l), 1, sums[part], l)
		}
	})
	if err != nil {
		return Matrix{}, err
	}
	for _, sum := range sums[1:] {
		simd.Axpy(1, sum, sums[0])
	}
	return Matrix{sums[0], l}, nil
}

// setAxes takes the k best axes in the span of basis, given the covariance
// times basis.
func (p *PCA) setAxes(basis, image Matrix, k int) error {
	l := basis.Dims
	inner := make([]float32, l*l)
	b := simd.Float32s(basis.Data, basis.Len(), l, l)
	simd.Gemm(1, b.T(), simd.Float32s(image.Data, image.Len(), l, l), 0, inner, l)
	symmetric := mat.NewSymDense(l, nil)
	for i := range l {
		for j := i; j < l; j++ {
			symmetric.SetSym(i, j, float64(inner[i*l+j]+inner[j*l+i])/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return errors.New("embed: the covariance of the images has no eigenvectors")
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	chosen := make([]float32, k*l)
	for i := range k {
		p.Variances = append(p.Variances, max(0, values[l-1-i]))
		for j := range l {
			chosen[i*l+j] = float32(vectors.At(j, l-1-i))
		}
	}
	p.Axes = Matrix{make([]float32, k*basis.Len()), basis.Len()}
	simd.Gemm(1, simd.Float32s(chosen, k, l, l), b.T(), 0, p.Axes.Data, p.Axes.Dims)
	for i := range k {
		turn(p.Axes.Row(i))
	}
	return nil
}

// turn makes the largest entry positive.
func turn(axis []float32) {
	largest := float32(0)
	for _, v := range axis {
		if math.Abs(float64(v)) > math.Abs(float64(largest)) {
			largest = v
		}
	}
	if largest < 0 {
		for j := range axis {
			axis[j] = -axis[j]
		}
	}
}

// Explained is the part of all variance that the axes have.
func (p *PCA) Explained() float64 {
	sum := 0.0
	for _, v := range p.Variances {
		sum += v
	}
	if p.Total == 0 {
		return 0
	}
	return sum / p.Total
}

// Project is the images' coordinates along the axes.
func (p *PCA) Project(images learn.Images) Matrix {
	k := p.Axes.Len()
	m := Matrix{make([]float32, images.Len()*k), k}
	simd.ParallelGemm(1, p.centred(images), simd.Float32s(p.Axes.Data, k, p.Axes.Dims, p.Axes.Dims).T(), 0, m.Data, k)
	return m
}

// randomMatrix has independent normal numbers.
func randomMatrix(rows, cols int, seed uint64) Matrix {
	random := rand.New(rand.NewPCG(seed, 'P'))
	m := Matrix{make([]float32, rows*cols), cols}
	for i := range m.Data {
		m.Data[i] = float32(random.NormFloat64())
	}
	return m
}

// orthonormal is an orthonormal basis of the columns of m.
func orthonormal(m Matrix) Matrix {
	dense := mat.NewDense(m.Len(), m.Dims, nil)
	for i, v := range m.Data {
		dense.Set(i/m.Dims, i%m.Dims, float64(v))
	}
	var qr mat.QR
	qr.Factorize(dense)
	var q mat.Dense
	qr.QTo(&q)
	basis := Matrix{make([]float32, len(m.Data)), m.Dims}
	for i := range basis.Data {
		basis.Data[i] = float32(q.At(i/m.Dims, i%m.Dims))
	}
	return basis
}
