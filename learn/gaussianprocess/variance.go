package gaussianprocess

import (
	"context"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// variance is what it takes to compute the posterior variance of a problem's
// latent function at x,
//
//	k(x,x) - |V k(x)|^2,
//
// where k(x) is the covariances with s images and V the s x s lower triangular
// matrix L^-1 W^1/2 of Rasmussen and Williams, algorithm 3.2: L is the Cholesky
// factor of I + W^1/2 K W^1/2, and W the likelihood's second derivative at the
// mode. The s images are among the inducing ones that take part in the
// problem: when all images do and all are inducing the variance is exact,
// otherwise it is what these s alone would leave.
type variance struct {
	points []int32 // places among the inducing images
	v      []float32
}

// varianceElements bounds the elements of all problems' matrices together.
const varianceElements = 1 << 24

// mostVariance is the most images that one problem's variance comes from.
func (s *sparse) mostVariance() int {
	return int(math.Sqrt(float64(varianceElements / len(s.problems))))
}

// participants is the most inducing images that take part in one problem.
func (s *sparse) participants() int {
	most := 0
	for _, p := range s.problems {
		most = max(most, len(s.inducingOf(p)))
	}
	return most
}

// variances computes those of all problems from the images' weights that the
// last evaluation left in the segments.
func (s *sparse) variances(ctx context.Context, inducing *points, kernel Kernel) ([]variance, error) {
	all := make([]variance, len(s.problems))
	for p, problem := range s.problems {
		chosen := choose(s.inducingOf(problem), s.mostVariance())
		for _, c := range chosen {
			all[p].points = append(all[p].points, int32(c.place))
		}
		var err error
		if all[p].v, err = s.varianceMatrix(ctx, p, chosen, inducing, kernel); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// inducingRow is an inducing image: its place among them and its row of F.
type inducingRow struct{ place, row int }

// inducingOf is the inducing images that take part in the problem.
func (s *sparse) inducingOf(p problem) []inducingRow {
	var all []inducingRow
	for _, g := range s.groups {
		if p.involves(g.class) {
			for i := range g.inducing {
				all = append(all, inducingRow{g.first + i, g.lo + i})
			}
		}
	}
	return all
}

// choose picks at most so many of the images, evenly.
func choose(all []inducingRow, most int) []inducingRow {
	if len(all) <= most {
		return all
	}
	chosen := make([]inducingRow, most)
	for i := range chosen {
		chosen[i] = all[i*len(all)/most]
	}
	return chosen
}

// varianceMatrix is V.
func (s *sparse) varianceMatrix(ctx context.Context, p int, chosen []inducingRow, inducing *points, kernel Kernel) ([]float32, error) {
	n := len(chosen)
	roots, places := make([]float32, n), make([]int, n)
	for i, c := range chosen {
		roots[i], places[i] = float32(math.Sqrt(float64(s.weight(p, c.row)))), c.place
	}
	own := newPoints(gather(inducing.images, places), inducing.scale, inducing.shift)
	b, stride := newMatrix(n, n)
	err := parallel.For(ctx, n, kernelRows, func(lo, hi int) {
		own.covariance(b[lo*stride:], stride, own.images.Slice(lo, hi), kernel)
		for i := lo; i < hi; i++ {
			for j, r := range roots {
				b[i*stride+j] *= roots[i] * r
			}
			b[i*stride+i]++
		}
	})
	if err != nil {
		return nil, err
	}
	f, err := newFactor(b, n, stride, 1)
	if err != nil {
		return nil, err
	}
	width := roundUp(n)
	v := make([]float32, n*width)
	for i, r := range roots {
		v[i*width+i] = r
	}
	f.solveLower(v, width)
	for i := range n { // close the gaps between the rows
		copy(v[i*n:(i+1)*n], v[i*width:])
	}
	return v[:n*n], nil
}

// weight is the second derivative for a row of F in problem p.
func (s *sparse) weight(p, row int) float32 {
	for i := range s.segments {
		seg := &s.segments[i]
		if row < seg.lo || row >= seg.hi {
			continue
		}
		for slot, q := range seg.group.slots {
			if q == p {
				return seg.weights[(row-seg.lo)*seg.group.width+slot]
			}
		}
	}
	panic("gaussianprocess: the row takes no part in the problem")
}

// reduction writes |V k|^2 for rows of covariances with all inducing images.
func (v *variance) reduction(dst []float64, packed *simd.Packed, k []float32, stride int, own, product []float32) {
	n := len(v.points)
	for i := range dst {
		row := k[i*stride:]
		for j, place := range v.points {
			own[i*n+j] = row[place]
		}
	}
	packed.Gemm(1, simd.Float32s(own, len(dst), n, n), 0, product, n)
	for i := range dst {
		dst[i] = squaredNorm(product[i*n : (i+1)*n])
	}
}
