package svm

import (
	"context"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// machine is the fitted model: the union of all problems' support vectors,
// ordered by class, and their coefficients.
type machine struct {
	kernel  kernel
	classes []int // labels, ascending
	scaling learn.Scaling
	vectors scaledImages
	counts  []int // support vectors of each class
	// coef is vectors x (classes-1), as LIBSVM's sv_coef: the coefficients of a
	// vector in the problems of its class with each other class, ascending.
	coef []float64
	rho  []float64 // one a problem, in the order of pairsOf

	// Derived, see prepare.
	norms   []float32
	single  []float32 // coef
	weights []float32 // features x problems: the linear kernel's, or nil
}

// newMachine collects the support vectors of the solved problems.
func newMachine(ctx context.Context, t *trainingSet, k kernel, classes []int, solved []*problem) (*machine, error) {
	m := &machine{kernel: k, classes: classes, scaling: t.scaling}
	place := m.collect(t, solved)
	others := len(classes) - 1
	m.coef = make([]float64, m.vectors.Len()*others)
	for a := range classes {
		for b := a + 1; b < len(classes); b++ {
			p := solved[len(m.rho)]
			m.rho = append(m.rho, p.rho())
			for k, v := range p.beta {
				if v == 0 {
					continue
				}
				other := b - 1
				if k >= p.first {
					other = a
				}
				m.coef[place[p.row(int32(k))]*others+other] = v
			}
		}
	}
	return m, m.prepare(ctx)
}

// collect sets vectors and counts, and returns the place among the vectors of
// every row of the training set.
func (m *machine) collect(t *trainingSet, solved []*problem) []int {
	used := make([]bool, len(t.order))
	for _, p := range solved {
		for k, b := range p.beta {
			if b != 0 {
				used[p.row(int32(k))] = true
			}
		}
	}
	place := make([]int, len(t.order))
	var indices []int32
	m.counts = make([]int, len(m.classes))
	for c, class := range m.classes {
		for r := t.start[class]; r < t.start[class+1]; r++ {
			if used[r] {
				place[r] = len(indices)
				indices = append(indices, t.order[r])
				m.counts[c]++
			}
		}
	}
	m.vectors = t.images.pick(indices)
	return place
}

// prepare derives what predict needs.
func (m *machine) prepare(ctx context.Context) (err error) {
	if m.norms, err = m.vectors.squaredNorms(ctx); err != nil {
		return err
	}
	m.single = make([]float32, len(m.coef))
	for i, v := range m.coef {
		m.single[i] = float32(v)
	}
	if m.kernel.name == Linear && len(m.rho)*weightBytes <= m.vectors.Len() {
		return m.weigh(ctx)
	}
	return nil
}

// weightBytes is what a weight takes: with fewer vectors than that for every
// problem the vectors take less room than the weights they add up to.
const weightBytes = 4

// problem is the number of the problem of class a and its other'th other class.
func (m *machine) problem(a, other int) int {
	b := other
	if other >= a {
		b = other + 1
	}
	a, b = min(a, b), max(a, b)
	return a*len(m.classes) - a*(a+1)/2 + b - a - 1
}

// weigh adds up the support vectors of each problem of the linear kernel.
func (m *machine) weigh(ctx context.Context) error {
	problems, d := len(m.rho), m.vectors.Features
	m.weights = make([]float32, d*problems)
	return parallel.For(ctx, len(m.classes), 1, func(a, _ int) {
		for b := a + 1; b < len(m.classes); b++ {
			sum := make([]float64, d)
			m.addVectors(sum, a, b-1)
			m.addVectors(sum, b, a)
			for j, v := range sum {
				m.weights[j*problems+m.problem(a, b-1)] = float32(v)
			}
		}
	})
}

// addVectors adds the support vectors of a class, each times its coefficient in
// the problem with the other'th other class.
func (m *machine) addVectors(sum []float64, class, other int) {
	others := len(m.classes) - 1
	lo, hi := m.vectorsOf(class)
	for i := lo; i < hi; i++ {
		c := float64(m.single[i*others+other])
		if c == 0 {
			continue
		}
		for j, p := range m.vectors.Row(i) {
			sum[j] += c * m.scaling.At(j, p)
		}
	}
}

// vectorsOf is where a class's support vectors are, hi not among them.
func (m *machine) vectorsOf(class int) (lo, hi int) {
	for _, n := range m.counts[:class] {
		lo += n
	}
	return lo, lo + m.counts[class]
}

// atOnce is the number of images that are labelled together.
const atOnce = 480

func (m *machine) predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, m.vectors.Features); err != nil {
		return err
	}
	return parallel.Workers(ctx, images.Len(), atOnce, func() func(lo, hi int) {
		d := newDecider(m, min(atOnce, images.Len()))
		return func(lo, hi int) {
			d.decide(images.Slice(lo, hi))
			for i := range hi - lo {
				labels[lo+i] = d.vote(i)
			}
		}
	})
}

// decider computes decision values of up to most images.
type decider struct {
	*machine
	most   int
	values []float64 // problems x most: the decision values
	part   []float32 // of the same size
	votes  []int     // by class
}

func newDecider(m *machine, most int) *decider {
	size := len(m.rho) * most
	return &decider{m, most, make([]float64, size), make([]float32, size), make([]int, len(m.classes))}
}

// decide sets the decision values of the images. Kernel values of support
// vectors and images are made a tile at a time, and multiplied by the
// coefficients at once; the sums over tiles are float64.
func (d *decider) decide(images learn.Images) {
	problems := len(d.rho)
	for q, rho := range d.rho {
		for i := range images.Len() {
			d.values[q*d.most+i] = -rho
		}
	}
	x := d.vectors
	x.Images = images
	columns := simd.Pack(x.matrix().T())
	if d.weights != nil {
		weights := simd.Float32s(d.weights, x.Features, problems, problems)
		columns.Gemm(1, weights.T(), 0, d.part, d.most)
		for q := range problems {
			d.add(q, q, 0, images.Len())
		}
		return
	}
	norms := make([]float32, images.Len())
	x.setSquaredNorms(norms, 0, len(norms))
	columns.Tiles(1, d.vectors.matrix(), 0, images.Len(), func(t simd.Tile) {
		for i := range t.Rows {
			row := t.C[i*t.Stride:][:t.Cols]
			d.kernel.apply(row, row, d.norms[t.Row+i], norms[t.Col:])
		}
		first := 0
		for class, count := range d.counts {
			d.addClass(t, class, first, count)
			first += count
		}
	})
}

// addClass adds what those of a class's support vectors decide, the count from
// the first on, whose kernel values are in the tile.
func (d *decider) addClass(t simd.Tile, class, first, count int) {
	lo, hi := max(first, t.Row), min(first+count, t.Row+t.Rows)
	if lo >= hi {
		return
	}
	others := len(d.classes) - 1
	coef := simd.Float32s(d.single[lo*others:], hi-lo, others, others)
	kernels := simd.Float32s(t.C[(lo-t.Row)*t.Stride:], hi-lo, t.Cols, t.Stride)
	simd.Gemm(1, coef.T(), kernels, 0, d.part, d.most)
	for other := range others {
		d.add(d.problem(class, other), other, t.Col, t.Cols)
	}
}

// add adds the first n columns of a row of part to the decision values of a
// problem from image i on.
func (d *decider) add(problem, row, i, n int) {
	values := d.values[problem*d.most+i:][:n]
	for j, v := range d.part[row*d.most:][:n] {
		values[j] += float64(v)
	}
}

// vote is the label of the class that most problems decide for image i, the
// lowest on a tie.
func (d *decider) vote(i int) uint8 {
	clear(d.votes)
	for a := range d.classes {
		for b := a + 1; b < len(d.classes); b++ {
			winner := b
			if d.values[i] > 0 {
				winner = a
			}
			d.votes[winner]++
			i += d.most
		}
	}
	best := 0
	for c, v := range d.votes {
		if v > d.votes[best] {
			best = c
		}
	}
	return uint8(d.classes[best])
}
