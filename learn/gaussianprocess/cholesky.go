package gaussianprocess

import (
	"context"
	"errors"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// factor is the Cholesky factor L of a symmetric positive definite matrix,
// A = L * transpose(L), in float32.
type factor struct {
	n, stride int
	block     int // the width of the blocks that L is cut into
	// data holds L's rows below blocks of the diagonal; the blocks themselves
	// are replaced by their inverses, so that solving is products only.
	data  []float32
	least float64
	// logDiagonal is the sum of the logarithms of L's diagonal.
	logDiagonal float64
}

// Inverting the blocks of the diagonal is plain Go, so that a small matrix
// wants small ones; what follows each block is shared by the cores, so that a
// large matrix wants few.
const (
	smallBlock = 48
	largeBlock = 144
	largeOrder = 2048
)

var errNotPositive = errors.New("gaussianprocess: the matrix is not positive definite in float32")

// newMatrix is room for an n x n matrix: rows of an odd number of cache lines,
// so that a column does not fall into few sets of the cache, and as many more
// numbers as whole tiles of the last rows and columns reach.
func newMatrix(rows, cols int) (data []float32, stride int) {
	lines := roundUp(cols)/simd.PanelCols | 1
	stride = lines * simd.PanelCols
	return make([]float32, (rows+simd.PanelRows)*stride), stride
}

// roundUp is n up to whole panels of columns.
func roundUp(n int) int { return (n + simd.PanelCols - 1) / simd.PanelCols * simd.PanelCols }

// newFactor decomposes the n x n matrix, of which it reads the lower triangle
// and which it overwrites. It goes from left to right: a column of blocks takes
// all that the ones before it contribute in one product. No eigenvalue of the
// matrix may be below least: what is left on the diagonal would not be, either,
// were it not for rounding, and when half of it is gone newFactor gives up.
func newFactor(data []float32, n, stride int, least float64) (*factor, error) {
	f := &factor{n: n, stride: stride, data: data, block: smallBlock, least: least}
	if n >= largeOrder {
		f.block = largeBlock
	}
	for k := 0; k < n; k += f.block {
		width := min(f.block, n-k)
		column := data[k*stride+k:]
		if k > 0 {
			left := data[k*stride:]
			simd.ParallelGemm(-1, simd.Float32s(left, n-k, k, stride), simd.Float32s(left, width, k, stride).T(), 1, column, stride)
		}
		inverse, err := f.invertDiagonal(column, width)
		if err != nil {
			return nil, err
		}
		f.scaleBelow(k, width, inverse)
	}
	return f, nil
}

// invertDiagonal replaces a block of the diagonal by the inverse of its
// factor, which it also returns on its own, and adds to logDiagonal.
func (f *factor) invertDiagonal(block []float32, width int) ([]float32, error) {
	l := make([]float64, width*width)
	for i := range width {
		for j := range i + 1 {
			sum := float64(block[i*f.stride+j])
			for p := range j {
				sum -= l[i*width+p] * l[j*width+p]
			}
			if i > j {
				l[i*width+j] = sum / l[j*width+j]
				continue
			}
			if !(sum > f.least/2) {
				return nil, errNotPositive
			}
			l[i*width+i] = math.Sqrt(sum)
			f.logDiagonal += 0.5 * math.Log(sum)
		}
	}
	inverse := invertLower(l, width)
	for i := range width {
		copy(block[i*f.stride:], inverse[i*width:(i+1)*width])
	}
	return inverse, nil
}

// invertLower is the inverse of a lower triangular n x n matrix.
func invertLower(l []float64, n int) []float32 {
	x, inverse := make([]float64, n*n), make([]float32, n*n)
	for i := range n {
		row := x[i*n:][:i+1]
		for p := range i {
			factor := -l[i*n+p]
			for j, v := range x[p*n:][:p+1] {
				row[j] += factor * v
			}
		}
		row[i] = 1
		for j, v := range row {
			row[j] = v / l[i*n+i]
			inverse[i*n+j] = float32(row[j])
		}
	}
	return inverse
}

// scaleBelow multiplies the blocks below the diagonal by the transposed inverse
// from the right.
func (f *factor) scaleBelow(k, width int, inverse []float32) {
	const chunk = 384
	_ = parallel.For(context.Background(), f.n-k-width, chunk, func(lo, hi int) { // the context never ends
		rows := f.data[(k+width+lo)*f.stride+k:]
		before := make([]float32, (hi-lo)*width)
		for i := range hi - lo {
			copy(before[i*width:(i+1)*width], rows[i*f.stride:])
		}
		simd.Gemm(1, simd.Float32s(before, hi-lo, width, width), simd.Float32s(inverse, width, width, width).T(), 0, rows, f.stride)
	})
}

// solve replaces the n x width matrix x, width a multiple of 16, by the
// solution of A * solution = x.
func (f *factor) solve(x []float32, width int) {
	f.solveLower(x, width)
	for k := (f.n - 1) / f.block * f.block; k >= 0; k -= f.block {
		rows := min(f.block, f.n-k)
		f.subtract(x, k, rows, k+rows, f.n, 1, f.stride, width)
		f.replace(x, k, rows, 1, f.stride, width)
	}
}

// solveLower replaces x by the solution of L * solution = x.
func (f *factor) solveLower(x []float32, width int) {
	for k := 0; k < f.n; k += f.block {
		rows := min(f.block, f.n-k)
		f.subtract(x, k, rows, 0, k, f.stride, 1, width)
		f.replace(x, k, rows, f.stride, 1, width)
	}
}

// subtract takes from the rows k to k+rows-1 of x what the rows from to to-1
// contribute through L, or through its transpose, as the strides say.
func (f *factor) subtract(x []float32, k, rows, from, to, rowStride, colStride, width int) {
	if from == to {
		return
	}
	const chunk = 4 * simd.PanelRows
	_ = parallel.Workers(context.Background(), rows, chunk, func() func(lo, hi int) { // the context never ends
		product := make([]float32, chunk*simd.PanelCols)
		return func(lo, hi int) {
			for j := 0; j < width; j += simd.PanelCols {
				simd.PanelProduct(hi-lo, to-from, f.data[(k+lo)*rowStride+from*colStride:], rowStride, colStride,
					x[from*width+j:], width, product, simd.PanelCols, false)
				for i := range hi - lo {
					simd.Axpy(-1, product[i*simd.PanelCols:][:simd.PanelCols], x[(k+lo+i)*width+j:][:simd.PanelCols])
				}
			}
		}
	})
}

// replace multiplies the rows k to k+rows-1 of x by the inverse of a block of
// the diagonal, or by its transpose.
func (f *factor) replace(x []float32, k, rows, rowStride, colStride, width int) {
	product := make([]float32, (f.block+simd.PanelRows)*simd.PanelCols)
	for j := 0; j < width; j += simd.PanelCols {
		simd.PanelProduct(rows, rows, f.data[k*f.stride+k:], rowStride, colStride,
			x[k*width+j:], width, product, simd.PanelCols, false)
		for i := range rows {
			copy(x[(k+i)*width+j:][:simd.PanelCols], product[i*simd.PanelCols:])
		}
	}
}

// whitener multiplies rows by the transposed inverse of L from the right.
type whitener struct {
	*factor
	left    []*simd.Packed // transposes of the blocks left of the diagonal's
	inverse []*simd.Packed // and of the inverses of the diagonal's
}

func (f *factor) whitener() *whitener {
	w := &whitener{factor: f}
	for k := 0; k < f.n; k += f.block {
		width := min(f.block, f.n-k)
		rows := f.data[k*f.stride:]
		w.left = append(w.left, simd.Pack(simd.Float32s(rows, width, k, f.stride).T()))
		w.inverse = append(w.inverse, simd.Pack(simd.Float32s(rows[k:], width, width, f.stride).T()))
	}
	return w
}

// apply overwrites the rows x, row i beginning at x[i*stride], on the calling
// goroutine. before is room for rows times the width of a block.
func (w *whitener) apply(x []float32, rows, stride int, before []float32) {
	for b := range w.left {
		k := b * w.block
		width := w.inverse[b].Rows()
		if k > 0 {
			w.left[b].Gemm(-1, simd.Float32s(x, rows, k, stride), 1, x[k:], stride)
		}
		for i := range rows {
			copy(before[i*width:(i+1)*width], x[i*stride+k:])
		}
		w.inverse[b].Gemm(1, simd.Float32s(before, rows, width, width), 0, x[k:], stride)
	}
}

// unwhiten returns the solution of transpose(L) * solution = x for an n x width
// matrix x, computed in float64: where A is nearly singular the solution is
// large.
func (f *factor) unwhiten(x []float32, width int) []float32 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	solved := make([]float64, f.block*width)
	for k := (f.n - 1) / f.block * f.block; k >= 0; k -= f.block {
		rows := min(f.block, f.n-k)
		clear(solved)
		for r := range rows {
			for i, v := range f.data[(k+r)*f.stride+k:][:r+1] { // of the inverse
				addScaled(solved[i*width:][:width], float64(v), y[(k+r)*width:])
			}
		}
		copy(y[k*width:], solved[:rows*width])
		for r := range rows {
			for j, v := range f.data[(k+r)*f.stride:][:k] {
				addScaled(y[j*width:][:width], -float64(v), solved[r*width:])
			}
		}
	}
	solution := make([]float32, len(y))
	for i, v := range y {
		solution[i] = float32(v)
	}
	return solution
}

// addScaled adds alpha times x to y.
func addScaled(y []float64, alpha float64, x []float64) {
	for i, v := range x[:len(y)] {
		y[i] += alpha * v
	}
}
