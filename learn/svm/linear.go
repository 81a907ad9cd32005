package svm

import (
	"context"

	"github.com/fmnist/fmnist/internal/simd"
)

// linearMatrix is the kernel matrix of a problem under the linear kernel, as
// the features of the images: the gradient follows from the weights,
//
//	w = sum over k of beta_k x_k,   f_k = <w, x_k> - y_k
//
// in float64. Rows of the matrix are never needed, and the float32 of the
// kernel between members of the working set does not show in the solution.
type linearMatrix struct {
	train *trainingSet
	w     []float64 // for scaled features
	bytes []float64 // w for pixels, see dots
}

func newLinearMatrix(t *trainingSet) *linearMatrix {
	d := t.images.Features
	return &linearMatrix{train: t, w: make([]float64, d), bytes: make([]float64, d)}
}

func (l *linearMatrix) diagonal(row int32) float32 { return l.train.norms[row] }

func (l *linearMatrix) fill(_ context.Context, p *problem, from int) error {
	s, n := p.set, p.set.len()
	if from == n {
		return nil
	}
	members := l.images(p.rows(s.member)).matrix()
	simd.ParallelGemm(1, members.Slice(from, n), members.T(), 0, s.k[from*s.stride:], s.stride)
	for i := from; i < n; i++ {
		s.k[i*s.stride+i] = s.diagonal[i]
	}
	s.mirror(from, n-from)
	return nil
}

// leap takes a point near the solution from the interior point method.
func (l *linearMatrix) leap(ctx context.Context, p *problem) error {
	return newInterior(p, l).solve(ctx)
}

// images are those of the given rows.
func (l *linearMatrix) images(rows []int32) scaledImages {
	indices := make([]int32, len(rows))
	for i, r := range rows {
		indices[i] = l.train.order[r]
	}
	return l.train.images.pick(indices)
}

func (l *linearMatrix) update(ctx context.Context, p *problem, images []int32, changes []float64) error {
	l.add(p, images, changes, l.w)
	return l.gradient(ctx, p)
}

// gradient sets f.
func (l *linearMatrix) gradient(ctx context.Context, p *problem) error {
	l.dots(p, l.w, p.f)
	for k := range p.f {
		p.f[k] -= p.label(k)
	}
	return ctx.Err()
}

// pixels are those of image k of the problem.
func (l *linearMatrix) pixels(p *problem, k int) []uint8 {
	return l.train.images.Row(int(l.train.order[p.row(int32(k))]))
}

// add adds to w the images, each times its coefficient.
func (l *linearMatrix) add(p *problem, images []int32, coefficients, w []float64) {
	sum := 0.0
	clear(l.bytes)
	for i, k := range images {
		sum += coefficients[i]
		active.axpyBytes(coefficients[i], l.pixels(p, int(k)), l.bytes)
	}
	for j, v := range l.bytes {
		shift := l.train.scaling.At(j, 0)
		w[j] += v*(l.train.scaling.At(j, 1)-shift) + sum*shift
	}
}

// dots sets out to the inner products of w with all images.
func (l *linearMatrix) dots(p *problem, w, out []float64) {
	constant := 0.0
	for j, v := range w {
		shift := l.train.scaling.At(j, 0)
		constant += v * shift
		l.bytes[j] = v * (l.train.scaling.At(j, 1) - shift)
	}
	for k := range out {
		out[k] = constant + active.dotBytes(l.bytes, l.pixels(p, k))
	}
}
