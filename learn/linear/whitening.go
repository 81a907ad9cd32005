package linear

import (
	"context"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// whitening is an approximation of the Hessian of a sum over rows of losses of
// linear functions, the same for every output: a multiple of the second
// moments of the features, the constant with them, and the penalty's,
//
//	M = ridge I + weight/n sum_i x_i x_i'
//
// Of M it keeps blocks along the diagonal, as triangular factors. The features
// of Fashion-MNIST are one block.
type whitening struct {
	size, block int         // features, all and of a block
	moments     [][]float64 // of every block, the lower triangle
	factors     [][]float64 // likewise
}

const (
	widestBlock   = 1024
	whitenedTotal = 1 << 22 // entries of all blocks, about
	momentRows    = 1 << 14 // as many at most are enough for moments
)

// newWhitening takes the moments of the rows. A block of 0 is as many features
// as time and memory allow.
func newWhitening(p *problem, constant float64, block int) *whitening {
	w := &whitening{size: p.features + 1, block: block}
	if block == 0 {
		w.block = max(8, min(widestBlock, whitenedTotal/w.size))
	}
	for lo := 0; lo < w.size; lo += w.block {
		b := min(w.block, w.size-lo)
		w.moments = append(w.moments, moments(p, lo, b, constant))
		w.factors = append(w.factors, make([]float64, b*b))
	}
	return w
}

// moments is the mean products of the b features from lo on, the last of all
// of which is the constant.
func moments(p *problem, lo, b int, constant float64) []float64 {
	step := (p.n + momentRows - 1) / momentRows
	n := (p.n + step - 1) / step
	pixels := min(b, p.features-lo)
	all := make([]float64, b*b)
	if pixels > 0 {
		x := simd.Bytes(p.pixels[lo:], n, pixels, step*p.stride, p.scale[lo:lo+pixels], p.shift[lo:lo+pixels])
		products := make([]float32, pixels*pixels)
		simd.ParallelGemm(1/float32(n), x.T(), x, 0, products, pixels)
		for i := range pixels {
			for j, v := range products[i*pixels:][:i+1] {
				all[i*b+j] = float64(v)
			}
		}
	}
	if pixels < b {
		last := all[(b-1)*b:]
		for i := range n {
			for j, x := range p.row(i * step)[lo : lo+pixels] {
				last[j] += float64(x) / float64(n)
			}
		}
		for j := range pixels {
			last[j] = constant * (last[j]*float64(p.scale[lo+j]) + float64(p.shift[lo+j]))
		}
		last[b-1] = constant * constant
	}
	return all
}

// trace is that of the second moments: a row's mean square.
func (w *whitening) trace() (sum float64) {
	for i, m := range w.moments {
		b := min(w.block, w.size-i*w.block)
		for j := range b {
			sum += m[j*b+j]
		}
	}
	return sum
}

// factor sets M.
func (w *whitening) factor(ctx context.Context, ridge, weight float64) error {
	return parallel.For(ctx, len(w.moments), 1, func(i, _ int) {
		cholesky(w.factors[i], w.moments[i], min(w.block, w.size-i*w.block), ridge, weight)
	})
}

// cholesky sets the lower triangle l such that l l' = ridge I + weight m. The
// rounding of m may have made that indefinite by a little.
func cholesky(l, m []float64, n int, ridge, weight float64) {
	for i := range n {
		row := l[i*n:][:i+1]
		for j := range i {
			other := l[j*n:][:j+1]
			row[j] = (weight*m[i*n+j] - dot64(row[:j], other)) / other[j]
		}
		diagonal := ridge + weight*m[i*n+i]
		row[i] = math.Sqrt(max(diagonal-dot64(row[:i], row), 1e-6*diagonal))
	}
}

// solve replaces v, the features of one output after those of another, by
// M^-1 v.
func (w *whitening) solve(ctx context.Context, v []float64) error {
	return parallel.For(ctx, len(v)/w.size, 1, func(k, _ int) {
		v := v[k*w.size:][:w.size]
		for i, l := range w.factors {
			lo := i * w.block
			solveFactored(l, v[lo:min(lo+w.block, w.size)])
		}
	})
}

// solveFactored replaces v by (l l')^-1 v.
func solveFactored(l, v []float64) {
	n := len(v)
	for i := range v {
		row := l[i*n:][:i+1]
		v[i] = (v[i] - dot64(row[:i], v)) / row[i]
	}
	for i := n - 1; i >= 0; i-- {
		row := l[i*n:][:i+1]
		v[i] /= row[i]
		axpy64(-v[i], row[:i], v)
	}
}
