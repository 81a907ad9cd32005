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
	dense   []float32 // vectors x problems: coef, with zeros for other problems
	weights []float32 // features x problems: the linear kernel's
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
	problems, others := len(m.rho), len(m.classes)-1
	m.dense = make([]float32, m.vectors.Len()*problems)
	i := 0
	for a, count := range m.counts {
		for range count {
			for other := range others {
				m.dense[i*problems+m.problem(a, other)] = float32(m.coef[i*others+other])
			}
			i++
		}
	}
	if m.kernel.name == Linear {
		return m.weigh(ctx)
	}
	return nil
}

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
	return parallel.For(ctx, problems, 1, func(q, _ int) {
		sum := make([]float64, d)
		for i := range m.vectors.Len() {
			c := float64(m.dense[i*problems+q])
			if c == 0 {
				continue
			}
			for j, p := range m.vectors.Row(i) {
				sum[j] += c * m.scaling.At(j, p)
			}
		}
		for j, v := range sum {
			m.weights[j*problems+q] = float32(v)
		}
	})
}

// atOnce is the number of images that are labelled together.
const atOnce = 480

func (m *machine) predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, m.vectors.Features); err != nil {
		return err
	}
	return parallel.Workers(ctx, images.Len(), atOnce, func() func(lo, hi int) {
		d := newDecider(m)
		return func(lo, hi int) {
			d.decide(images.Slice(lo, hi))
			for i := range hi - lo {
				labels[lo+i] = d.vote(i)
			}
		}
	})
}

// decider computes decision values of up to atOnce images.
type decider struct {
	*machine
	values []float64 // problems x atOnce: the decision values
	part   []float32 // of the same size
	votes  []int     // by class
}

func newDecider(m *machine) *decider {
	size := len(m.rho) * atOnce
	return &decider{m, make([]float64, size), make([]float32, size), make([]int, len(m.classes))}
}

// decide sets the decision values of the images. Kernel values of support
// vectors and images are made a tile at a time, and multiplied by the
// coefficients at once; the sums over tiles are float64.
func (d *decider) decide(images learn.Images) {
	problems := len(d.rho)
	for q, rho := range d.rho {
		for i := range images.Len() {
			d.values[q*atOnce+i] = -rho
		}
	}
	x := d.vectors
	x.Images = images
	columns := simd.Pack(x.matrix().T())
	if d.kernel.name == Linear {
		weights := simd.Float32s(d.weights, x.Features, problems, problems)
		columns.Gemm(1, weights.T(), 0, d.part, atOnce)
		d.add(0, images.Len())
		return
	}
	norms := make([]float32, images.Len())
	x.setSquaredNorms(norms, 0, len(norms))
	columns.Tiles(1, d.vectors.matrix(), 0, images.Len(), func(t simd.Tile) {
		for i := range t.Rows {
			row := t.C[i*t.Stride:][:t.Cols]
			d.kernel.apply(row, row, d.norms[t.Row+i], norms[t.Col:])
		}
		coef := simd.Float32s(d.dense[t.Row*problems:], t.Rows, problems, problems)
		simd.Gemm(1, coef.T(), simd.Float32s(t.C, t.Rows, t.Cols, t.Stride), 0, d.part, atOnce)
		d.add(t.Col, t.Cols)
	})
}

// add adds the first n columns of part to the decision values from image i on.
func (d *decider) add(i, n int) {
	for q := range d.rho {
		row := d.values[q*atOnce+i:][:n]
		for j, v := range d.part[q*atOnce:][:n] {
			row[j] += float64(v)
		}
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
			i += atOnce
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
