package gaussianprocess

import (
	"context"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// sample is a few labelled images on which kernels are compared by their
// marginal likelihood, computed exactly.
type sample struct {
	problems []problem
	classes  []uint8 // of each image
	norms    []float64
	products []float32 // n x n inner products
	stride   int
	latent   [][]float64 // of each problem, at the mode for the last kernel accepted
}

func newSample(ctx context.Context, p *points, classes []uint8, problems []problem) (*sample, error) {
	s := &sample{problems: problems, classes: classes, norms: p.norms, latent: make([][]float64, len(problems))}
	n := len(classes)
	s.products, s.stride = newMatrix(n, n)
	return s, parallel.For(ctx, n, kernelRows, func(lo, hi int) {
		p.products(s.products[lo*s.stride:], s.stride, p.images.Slice(lo, hi))
	})
}

// medianDistance is the median distance of two different images, 1 if that is
// 0.
func (s *sample) medianDistance() float64 {
	var squares []float64
	for i := range s.norms {
		for j := range i {
			squares = append(squares, s.norms[i]+s.norms[j]-2*float64(s.products[i*s.stride+j]))
		}
	}
	if len(squares) == 0 {
		return 1
	}
	slices.Sort(squares)
	if median := squares[len(squares)/2]; median > 0 {
		return math.Sqrt(median)
	}
	return 1
}

// choose looks for the kernel of largest marginal likelihood, summed over the
// problems, by compass search (Kolda, Lewis and Torczon, SIAM Review 45, 2003,
// section 1.1) on the logarithms of its two parameters: it moves to the best
// of four neighbours, or halves the distance to them when none is better. It
// begins with half the median distance for a length.
func (s *sample) choose(ctx context.Context) (Kernel, error) {
	best := Kernel{ConstantValue: 16, LengthScale: 0.5 * s.medianDistance()}
	highest, err := s.marginal(ctx, best, true)
	if err != nil {
		return Kernel{}, err
	}
	for constant, length := 4.0, math.Sqrt2; constant > 1.5; {
		moved := best
		for _, k := range []Kernel{
			{best.ConstantValue * constant, best.LengthScale}, {best.ConstantValue / constant, best.LengthScale},
			{best.ConstantValue, best.LengthScale * length}, {best.ConstantValue, best.LengthScale / length},
		} {
			v, err := s.marginal(ctx, k, false)
			if err != nil {
				return Kernel{}, err
			}
			if v > highest {
				highest, moved = v, k
			}
		}
		if moved == best {
			constant, length = math.Sqrt(constant), math.Sqrt(length)
			continue
		}
		best = moved
		if _, err := s.marginal(ctx, best, true); err != nil {
			return Kernel{}, err
		}
	}
	return best, nil
}

// enoughRise is far below the differences between kernels that matter.
const enoughRise = 1e-2

// marginal is the sum over the problems of the logarithm of the marginal
// likelihood under the kernel, in Laplace's approximation. If keep is true,
// later calls begin at this kernel's modes.
func (s *sample) marginal(ctx context.Context, k Kernel, keep bool) (float64, error) {
	gram, err := s.gram(ctx, k)
	if err != nil {
		return 0, err
	}
	values, errs := make([]float64, len(s.problems)), make([]error, len(s.problems))
	err = parallel.For(ctx, len(s.problems), 1, func(p, _ int) {
		l := s.newLaplace(s.problems[p], gram)
		if len(l.rows) == 0 {
			return
		}
		start := s.latent[p]
		if start == nil {
			start = make([]float64, len(l.rows))
		}
		var mode []float64
		values[p], mode, errs[p] = l.marginal(start, enoughRise)
		if keep {
			s.latent[p] = mode
		}
	})
	if err != nil {
		return 0, err
	}
	total := 0.0
	for p, v := range values {
		if errs[p] != nil {
			return 0, errs[p]
		}
		total += v
	}
	return total, nil
}

func (s *sample) gram(ctx context.Context, k Kernel) ([]float32, error) {
	n := len(s.norms)
	gram := make([]float32, len(s.products))
	return gram, parallel.For(ctx, n, kernelRows, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			row := gram[i*s.stride:][:n]
			copy(row, s.products[i*s.stride:])
			k.fromProducts(row, s.norms[i], s.norms)
		}
	})
}

// laplace is Laplace's approximation of one problem, exact in all else
// (Rasmussen and Williams, algorithm 3.1).
type laplace struct {
	rows   []int     // the images that take part
	target []float64 // 1 or 0
	k      [][]float32
	// b, of the given stride, is where each step's matrix is decomposed.
	b      []float32
	stride int
}

func (s *sample) newLaplace(p problem, gram []float32) *laplace {
	l := &laplace{}
	for i, c := range s.classes {
		if p.involves(int(c)) {
			l.rows = append(l.rows, i)
			l.target = append(l.target, float64(p.target(int(c))))
		}
	}
	for _, i := range l.rows {
		row := make([]float32, len(l.rows))
		for j, other := range l.rows {
			row[j] = gram[i*s.stride+other]
		}
		l.k = append(l.k, row)
	}
	l.b, l.stride = newMatrix(len(l.rows), len(l.rows))
	return l
}

// marginal climbs by Newton's method from the latent values f to the mode,
// until a step adds less than enough to the logarithm of the marginal
// likelihood, and returns that and the mode.
func (l *laplace) marginal(f []float64, enough float64) (value float64, mode []float64, err error) {
	value = math.Inf(-1)
	const most = 100
	for range most {
		v, next, err := l.step(f)
		if err != nil {
			return 0, nil, err
		}
		rise := v - value
		value, f = v, next
		if rise < enough {
			break
		}
	}
	return value, f, nil
}

// step is lines 4 to 10 of algorithm 3.1.
func (l *laplace) step(f []float64) (value float64, next []float64, err error) {
	n := len(f)
	roots, b := make([]float64, n), make([]float64, n)
	for i, v := range f {
		pi := sigmoid(v)
		w := pi * (1 - pi)
		roots[i] = math.Sqrt(w)
		b[i] = w*v + l.target[i] - pi
	}
	factor, err := l.factor(roots)
	if err != nil {
		return 0, nil, err
	}
	x := make([]float32, n*simd.PanelCols)
	for i, v := range l.times(b) {
		x[i*simd.PanelCols] = float32(roots[i] * v)
	}
	factor.solve(x, simd.PanelCols)
	a := b
	for i := range a {
		a[i] -= roots[i] * float64(x[i*simd.PanelCols])
	}
	next = l.times(a)
	value = -factor.logDiagonal
	for i, v := range next {
		value -= 0.5*a[i]*v + softplus(v) - l.target[i]*v
	}
	return value, next, nil
}

// factor decomposes I + R K R, R the diagonal matrix of roots.
func (l *laplace) factor(roots []float64) (*factor, error) {
	for i, row := range l.k {
		for j, v := range row[:i+1] {
			l.b[i*l.stride+j] = float32(roots[i] * float64(v) * roots[j])
		}
		l.b[i*l.stride+i]++
	}
	return newFactor(l.b, len(roots), l.stride, 1)
}

// times is K x.
func (l *laplace) times(x []float64) []float64 {
	y := make([]float64, len(x))
	for i, row := range l.k {
		even, odd := 0.0, 0.0 // two chains: one addition would wait for the last
		j := 0
		for ; j+1 < len(row); j += 2 {
			even += float64(row[j]) * x[j]
			odd += float64(row[j+1]) * x[j+1]
		}
		if j < len(row) {
			even += float64(row[j]) * x[j]
		}
		y[i] = even + odd
	}
	return y
}
