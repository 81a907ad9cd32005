package gaussianprocess

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// model is what Fit learns.
type model struct {
	classes      []uint8 // the label of each place
	problems     []problem
	kernel       Kernel
	scale, shift []float32
	inducing     *points
	a            []float32 // inducing images x problems up to whole panels
	variances    []variance

	stored    *stored // of a model that was restored
	preparing sync.Once
	packed    []*simd.Packed // the matrices of the variances, for products
}

// stored is the state that a model was restored from. What predictions read
// takes several times as much memory, so a file makes none of it before there
// are images to label.
type stored struct {
	pixels        []uint8 // of the inducing images
	coefficients  []float32
	sizes, places []int32
	factors       []float32
	problems      int
	multiClass    string
}

// newModel knows the problems, and returns the place of each image's class.
func newModel(train learn.Set, multiClass string) (*model, []uint8) {
	m := &model{}
	var places []uint8
	m.classes, places = train.PlaceClasses()
	m.problems = problemsOf(len(m.classes), multiClass)
	m.scale, m.shift = make([]float32, train.Features), make([]float32, train.Features)
	for j := range m.scale {
		m.scale[j] = 1
		if !train.Scaling.IsIdentity() {
			m.scale[j], m.shift[j] = float32(train.Scaling.Scale[j]), float32(train.Scaling.Shift[j])
		}
	}
	return m, places
}

// prediction is scratch space to label a block of images.
type prediction struct {
	*model
	k         []float32 // covariances with the inducing images
	stride    int
	latent    []float32 // means of the latent functions, rows x width
	width     int
	own       []float32
	product   []float32
	variances [][]float64 // of the latent functions, problems x rows
	scores    []float64   // classes
	votes     []float64
}

// Predict labels each image, with the lowest label on a tie.
func (g *GaussianProcessClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if g.model == nil {
		return learn.ErrNotFitted
	}
	if err := learn.CheckPredict(images, labels, len(g.model.scale)); err != nil {
		return err
	}
	if images.Len() == 0 {
		return ctx.Err()
	}
	g.model.prepare()
	return parallel.Workers(ctx, images.Len(), kernelRows, func() func(lo, hi int) {
		p := newPrediction(g.model)
		return func(lo, hi int) {
			p.compute(images.Slice(lo, hi))
			for i := lo; i < hi; i++ {
				labels[i] = g.model.classes[p.label(i-lo)]
			}
		}
	})
}

// prepare makes what predictions read, the first time that it is called.
func (m *model) prepare() {
	m.preparing.Do(func() {
		if m.stored != nil {
			m.unpack()
		}
		for _, v := range m.variances {
			n := len(v.points)
			m.packed = append(m.packed, simd.Pack(simd.Float32s(v.v, n, n, n).T()))
		}
	})
}

// unpack sets from what is stored all that Fit sets.
func (m *model) unpack() {
	s := m.stored
	m.problems = problemsOf(len(m.classes), s.multiClass)
	m.inducing = newPoints(learn.Images{Pixels: s.pixels, Features: len(m.scale)}, m.scale, m.shift)
	n, width := len(m.inducing.norms), roundUp(s.problems)
	m.a = make([]float32, n*width)
	for i := range n {
		copy(m.a[i*width:], s.coefficients[i*s.problems:][:s.problems])
	}
	places, factors := s.places, s.factors
	for _, size := range s.sizes {
		n := int(size)
		v := variance{points: places[:n], v: make([]float32, n*n)}
		for i := range n {
			factors = factors[copy(v.v[i*n:], factors[:i+1]):]
		}
		places = places[n:]
		m.variances = append(m.variances, v)
	}
}

func newPrediction(m *model) *prediction {
	p := &prediction{model: m, width: roundUp(len(m.problems))}
	p.k, p.stride = newMatrix(kernelRows, len(m.inducing.norms))
	p.latent = make([]float32, (kernelRows+simd.PanelRows)*p.width)
	most := 0
	for _, v := range m.variances {
		most = max(most, len(v.points))
		p.variances = append(p.variances, make([]float64, kernelRows))
	}
	p.own, p.product = make([]float32, kernelRows*most), make([]float32, kernelRows*most)
	p.scores, p.votes = make([]float64, len(m.classes)), make([]float64, len(m.classes))
	return p
}

// compute is the means and variances of all latent functions at up to
// kernelRows images.
func (p *prediction) compute(images learn.Images) {
	p.inducing.covariance(p.k, p.stride, images, p.kernel)
	for j := 0; j < p.width; j += simd.PanelCols {
		simd.PanelProduct(images.Len(), len(p.inducing.norms), p.k, p.stride, 1, p.a[j:], p.width, p.latent[j:], p.width, false)
	}
	for i := range p.problems {
		v := p.variances[i][:images.Len()]
		p.model.variances[i].reduction(v, p.packed[i], p.k, p.stride, p.own, p.product)
		for r := range v {
			v[r] = max(0, p.kernel.ConstantValue-v[r])
		}
	}
}

// probability is that of the problem's positive class for image i of those
// computed last.
func (p *prediction) probability(problem, i int) float64 {
	return averageSigmoid(float64(p.latent[i*p.width+problem]), p.variances[problem][i])
}

// label is the place of the class of image i of those computed last.
func (p *prediction) label(i int) int {
	if p.problems[0].negative == rest {
		for c := range p.problems {
			p.scores[c] = p.probability(c, i)
		}
	} else {
		p.countVotes(i)
	}
	best := 0
	for c, v := range p.scores {
		if v > p.scores[best] {
			best = c
		}
	}
	return best
}

// countVotes sets the scores to the numbers of pairs won, plus less than a
// third by the probabilities, as scikit-learn does.
func (p *prediction) countVotes(i int) {
	clear(p.scores)
	clear(p.votes)
	for j, pair := range p.problems {
		v := p.probability(j, i)
		p.scores[pair.positive] += v
		p.scores[pair.negative] -= v
		if p.latent[i*p.width+j] > 0 {
			p.votes[pair.positive]++
		} else {
			p.votes[pair.negative]++
		}
	}
	for c, v := range p.scores {
		p.scores[c] = p.votes[c] + v/(3*(math.Abs(v)+1))
	}
}

// State returns classes (the label of each place), kernel (its constant and
// length scale), scale and shift (of the features), inducing (the images'
// pixels), coefficients (inducing images x problems), and of the problems'
// variances, one behind another: variance.sizes, variance.points (places among
// the inducing images) and variance.factors (rows of triangles).
func (g *GaussianProcessClassifier) State() (learn.State, error) {
	m := g.model
	if m == nil {
		return nil, learn.ErrNotFitted
	}
	if m.stored != nil {
		return m.state(m.stored), nil
	}
	problems, width := len(m.problems), roundUp(len(m.problems))
	var coefficients, factors []float32
	for i := range m.inducing.norms {
		coefficients = append(coefficients, m.a[i*width:][:problems]...)
	}
	var sizes, places []int32
	for _, v := range m.variances {
		n := len(v.points)
		sizes = append(sizes, int32(n))
		places = append(places, v.points...)
		for i := range n {
			factors = append(factors, v.v[i*n:][:i+1]...)
		}
	}
	return m.state(&stored{
		pixels: m.inducing.images.Pixels, coefficients: coefficients, sizes: sizes, places: places, factors: factors,
	}), nil
}

func (m *model) state(s *stored) learn.State {
	return learn.State{
		"classes": m.classes, "kernel": []float64{m.kernel.ConstantValue, m.kernel.LengthScale},
		"scale": m.scale, "shift": m.shift, "inducing": s.pixels, "coefficients": s.coefficients,
		"variance.sizes": s.sizes, "variance.points": s.places, "variance.factors": s.factors,
	}
}

// Restore sets the fitted model.
func (g *GaussianProcessClassifier) Restore(s learn.State) error {
	if err := g.Validate(); err != nil {
		return err
	}
	m := &model{stored: &stored{multiClass: g.MultiClass}}
	if err := m.restoreKernel(s); err != nil {
		return err
	}
	if err := m.restoreInducing(s); err != nil {
		return err
	}
	if err := m.restoreVariances(s); err != nil {
		return err
	}
	g.model = m
	return nil
}

func (m *model) restoreKernel(s learn.State) (err error) {
	if m.classes, err = learn.Get[[]uint8](s, "classes", -1); err != nil {
		return err
	}
	if n := len(m.classes); n < 2 || n > 256 {
		return fmt.Errorf("gaussianprocess: a model of %d classes", n)
	}
	m.stored.problems = problemCount(len(m.classes), m.stored.multiClass)
	kernel, err := learn.Get[[]float64](s, "kernel", 2)
	if err != nil {
		return err
	}
	m.kernel = Kernel{kernel[0], kernel[1]}
	return m.kernel.validate()
}

func (m *model) restoreInducing(s learn.State) (err error) {
	if m.scale, err = learn.Get[[]float32](s, "scale", -1); err != nil {
		return err
	}
	d := len(m.scale)
	if m.shift, err = learn.Get[[]float32](s, "shift", d); err != nil {
		return err
	}
	t := m.stored
	if t.pixels, err = learn.Get[[]uint8](s, "inducing", -1); err != nil {
		return err
	}
	if d == 0 || len(t.pixels) == 0 || len(t.pixels)%d != 0 {
		return fmt.Errorf("gaussianprocess: %d pixels of inducing images of %d features", len(t.pixels), d)
	}
	t.coefficients, err = learn.Get[[]float32](s, "coefficients", len(t.pixels)/d*t.problems)
	return err
}

func (m *model) restoreVariances(s learn.State) (err error) {
	t := m.stored
	if t.sizes, err = learn.Get[[]int32](s, "variance.sizes", t.problems); err != nil {
		return err
	}
	if t.places, err = learn.Get[[]int32](s, "variance.points", -1); err != nil {
		return err
	}
	if t.factors, err = learn.Get[[]float32](s, "variance.factors", -1); err != nil {
		return err
	}
	places, factors := len(t.places), len(t.factors)
	for _, size := range t.sizes {
		n := int(size)
		if n < 0 || n > places || n*(n+1)/2 > factors {
			return errors.New("gaussianprocess: the variances are cut short")
		}
		places, factors = places-n, factors-n*(n+1)/2
	}
	images := len(t.pixels) / len(m.scale)
	for _, place := range t.places {
		if place < 0 || int(place) >= images {
			return fmt.Errorf("gaussianprocess: a variance from inducing image %d of %d", place, images)
		}
	}
	return nil
}
