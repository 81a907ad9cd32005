package svm

import (
	"context"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
)

// symmetric is a symmetric matrix in float64, or its Cholesky factor, of which
// the upper triangle is kept. Rows and columns beyond its order pad it to
// whole tiles.
type symmetric struct {
	n, stride int
	values    []float64 // stride x stride
	a, b      []float64 // packed panels, see add
}

const (
	panelDepth = 128 // rows that are packed at once
	panelAlign = 24  // of the stride: whole tiles both ways
)

func newSymmetric(n int) *symmetric {
	stride := (n + panelAlign - 1) / panelAlign * panelAlign
	return &symmetric{
		n: n, stride: stride, values: make([]float64, stride*stride),
		a: make([]float64, panelDepth*stride), b: make([]float64, panelDepth*stride),
	}
}

func (s *symmetric) row(i int) []float64 { return s.values[i*s.stride:][:s.stride] }

// add adds the sum of e_i x_i x_i' over m rows x_i to the part of the matrix
// whose rows and columns are first or more, a multiple of panelAlign. read
// writes row i from column first on, zeros in the padding, and returns e_i.
//
// Panels of rows go through the tiles as in Goto and van de Geijn, "Anatomy of
// high-performance matrix multiplication" (ACM TOMS 34, 2008).
func (s *symmetric) add(ctx context.Context, first, m int, read func(i int, row []float64) float64) error {
	row := make([]float64, s.stride-first)
	for lo := 0; lo < m; lo += panelDepth {
		k := min(panelDepth, m-lo)
		for i := range k {
			e := read(lo+i, row)
			for j := 0; j < len(row); j += tileCols {
				copy(s.b[j*k+i*tileCols:][:tileCols], row[j:])
			}
			for j := 0; j < len(row); j += tileRows {
				for r, v := range row[j:][:tileRows] {
					s.a[j*k+i*tileRows+r] = e * v
				}
			}
		}
		if err := s.addPanels(ctx, first, k); err != nil {
			return err
		}
	}
	return nil
}

func (s *symmetric) addPanels(ctx context.Context, first, k int) error {
	return parallel.For(ctx, s.stride-first, 4*panelAlign, func(lo, hi int) {
		for j := lo; j < hi; j += tileCols {
			for i := 0; i < j+tileCols; i += tileRows {
				at := (first+i)*s.stride + first + j
				active.tile(k, s.a[i*k:], s.b[j*k:], s.values[at:], s.stride)
			}
		}
	})
}

// factorise replaces the matrix A by its factor U, A = U'U, and reports whether
// it was positive definite.
func (s *symmetric) factorise(ctx context.Context) (bool, error) {
	const width = 2 * panelAlign
	for lo := 0; lo < s.n; lo += width {
		hi := min(s.n, lo+width)
		for i := lo; i < hi; i++ {
			row := s.row(i)
			if !(row[i] > 0) {
				return false, ctx.Err()
			}
			scale := 1 / math.Sqrt(row[i])
			for j := i; j < s.n; j++ {
				row[j] *= scale
			}
			for below := i + 1; below < hi; below++ {
				c, target := row[below], s.row(below)
				for j := below; j < s.n; j++ {
					target[j] -= c * row[j]
				}
			}
		}
		if hi == s.n {
			break
		}
		err := s.add(ctx, hi, hi-lo, func(i int, x []float64) float64 {
			copy(x, s.row(lo + i)[hi:])
			return -1
		})
		if err != nil {
			return false, err
		}
	}
	return true, ctx.Err()
}

// solve replaces x by the solution of U'U y = x.
func (s *symmetric) solve(x []float64) {
	for i := range s.n {
		row := s.row(i)
		x[i] /= row[i]
		for j := i + 1; j < s.n; j++ {
			x[j] -= row[j] * x[i]
		}
	}
	for i := s.n - 1; i >= 0; i-- {
		row := s.row(i)
		for j := i + 1; j < s.n; j++ {
			x[i] -= row[j] * x[j]
		}
		x[i] /= row[i]
	}
}
