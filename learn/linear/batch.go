package linear

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// objective is what batch minimisation minimises,
//
//	sum_i loss(x_i·w + bias) + |w|_1/C or |w|^2/2C
//
// either for each of the problems of one class against the rest by itself, or
// over all classes together, when the loss needs all their decision values.
type objective struct {
	loss     blockLoss
	together bool
	outputs  int
	penalty  Penalty // L1, L2 or NoPenalty
	c        float64
	// constant is the value of one more feature, whose weight is the
	// intercept; 0 is none. It is penalised like the others if heavy.
	constant float64
	heavy    bool
}

// blockLoss replaces the products in a block, which are those of decision
// values, by the derivatives of the losses, after it has added the losses up:
// sums[k] gets those of output k, or sums[0] all of them. The outputs are the
// problems of the given numbers.
type blockLoss func(b *block, p *problem, first int, outputs []int, bias []float64, sums []float64)

// minimise solves for all weights at once: whatever problems are still
// running are evaluated in one pass over the data.
func (o *objective) minimise(ctx context.Context, p *problem, stop stopRule, name string) (model, error) {
	m := newModel(p, o.outputs)
	d := p.features + 1
	parts, size := o.outputs, d
	if o.together {
		parts, size = 1, o.outputs*d
	}
	all := make([]*minimizer, parts)
	for k := range all {
		all[k] = newMinimizer(size, o.l1(size, d), stop)
	}
	e := newEvaluation(o, p)
	for active := o.start(); len(active) > 0; {
		if err := e.at(ctx, all, active); err != nil {
			return model{}, err
		}
		active = e.tell(all, active)
	}
	states := map[verdict]int{}
	for k, part := range all {
		states[part.state]++
		for i := 0; i < size/d; i++ {
			o.store(&m, k+i, part.x[i*d:][:d])
		}
	}
	m.warnings = complaints(name, states, parts, stop)
	return m, nil
}

// start is the numbers of all outputs.
func (o *objective) start() []int {
	active := make([]int, o.outputs)
	for k := range active {
		active[k] = k
	}
	return active
}

// l1 is the weights of the absolute values, or nil; the last of every d
// variables is the intercept.
func (o *objective) l1(size, d int) []float64 {
	if o.penalty != L1 {
		return nil
	}
	l1 := make([]float64, size)
	for j := range l1 {
		if o.heavy || j%d != d-1 {
			l1[j] = 1 / o.c
		}
	}
	return l1
}

func (o *objective) store(m *model, k int, x []float64) {
	d := m.features
	for j, v := range x[:d] {
		m.coef[k*d+j] = float32(v)
	}
	m.intercept[k] = o.constant * x[d]
}

func complaints(name string, states map[verdict]int, parts int, stop stopRule) []string {
	var all []string
	say := func(n int, what string) {
		if n > 0 {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s: %d of %d problems %s", name, n, parts, what)))
		}
	}
	say(states[exhausted], fmt.Sprintf("had not converged after max_iter=%d iterations", stop.maxIter))
	return all
}

// passRows is the rows whose gradients are added up in float32 before they go
// into a sum of float64.
const passRows = 30 * blockRows

// evaluation is the loss and gradient of the outputs that are still active.
type evaluation struct {
	o       *objective
	p       *problem
	chunks  []partial
	w       weights
	bias    []float64
	outputs []int
	f       []float64
	g       []float64 // active outputs x (features+1)
}

// partial is the sums over passRows rows.
type partial struct {
	g    []float32 // groups x group x stride
	bias []float64 // sums of derivatives
	loss []float64
}

func newEvaluation(o *objective, p *problem) *evaluation {
	e := &evaluation{o: o, p: p, chunks: make([]partial, (p.n+passRows-1)/passRows)}
	e.w = newWeights(o.outputs, p.stride)
	for i := range e.chunks {
		e.chunks[i] = partial{
			g:    make([]float32, len(e.w.v)),
			bias: make([]float64, o.outputs),
			loss: make([]float64, o.outputs),
		}
	}
	e.bias, e.f = make([]float64, o.outputs), make([]float64, o.outputs)
	e.g = make([]float64, o.outputs*(p.features+1))
	return e
}

// at evaluates at the candidates of the minimisers of the active outputs.
func (e *evaluation) at(ctx context.Context, all []*minimizer, active []int) error {
	d := e.p.features + 1
	e.outputs = active
	e.w = e.w.first(len(active))
	for i, k := range active {
		x := e.candidate(all, k)
		row := e.w.row(i)
		for j, v := range x[:d-1] {
			row[j] = float32(v)
		}
		e.bias[i] = e.o.constant * x[d-1]
	}
	err := parallel.Workers(ctx, e.p.n, passRows, func() func(lo, hi int) {
		b := newBlock(e.p.stride, e.w)
		return func(lo, hi int) { e.chunk(&e.chunks[lo/passRows], b, lo, hi) }
	})
	if err != nil {
		return err
	}
	e.reduce()
	for i, k := range active {
		e.penalise(i, e.candidate(all, k))
	}
	return nil
}

// candidate is the part of a minimiser's candidate that is output k's.
func (e *evaluation) candidate(all []*minimizer, k int) []float64 {
	d := e.p.features + 1
	if e.o.together {
		return all[0].candidate[k*d:][:d]
	}
	return all[k].candidate
}

// chunk adds up the rows lo to hi-1.
func (e *evaluation) chunk(part *partial, b *block, lo, hi int) {
	clear(part.g)
	clear(part.bias)
	clear(part.loss)
	for i := lo; i < hi; i += blockRows {
		b.decode(&e.p.rows, i, min(hi, i+blockRows))
		b.products(e.w)
		e.o.loss(b, e.p, i, e.outputs, e.bias, part.loss)
		for g := range e.w.groups() {
			slopes := b.group(g)[:b.n*group]
			size := group * e.p.stride
			active.outer(b.z, slopes, part.g[g*size:][:size], e.p.stride)
			for k := g * group; k < min(len(e.outputs), (g+1)*group); k++ {
				for r := range b.n {
					part.bias[k] += float64(b.product(r, k))
				}
			}
		}
	}
}

// reduce adds the chunks up, in their order.
func (e *evaluation) reduce() {
	d, stride := e.p.features, e.p.stride
	clear(e.f)
	clear(e.g)
	for _, part := range e.chunks {
		for k := range e.outputs {
			e.f[k] += part.loss[k]
			g := e.g[k*(d+1):][:d+1]
			for j, v := range part.g[k*stride:][:d] {
				g[j] += float64(v)
			}
			g[d] += e.o.constant * part.bias[k]
		}
	}
}

// penalise adds the l2 penalty of x to the loss and the gradient of active
// output i.
func (e *evaluation) penalise(i int, x []float64) {
	if e.o.penalty != L2 {
		return
	}
	n := len(x)
	if !e.o.heavy {
		n--
	}
	e.f[i] += dot64(x[:n], x[:n]) / (2 * e.o.c)
	axpy64(1/e.o.c, x[:n], e.g[i*len(x):][:n])
}

// tell passes the results on and returns the outputs that are still active.
func (e *evaluation) tell(all []*minimizer, active []int) []int {
	d := e.p.features + 1
	if e.o.together {
		f := 0.0
		for _, v := range e.f {
			f += v
		}
		if all[0].tell(f, e.g); all[0].state != running {
			return nil
		}
		return active
	}
	left := active[:0]
	for i, k := range active {
		if all[k].tell(e.f[i], e.g[i*d:][:d]); all[k].state == running {
			left = append(left, k)
		}
	}
	return left
}

// logisticLoss is log(1+exp(-m)) of the margin m in every binary problem.
func logisticLoss(b *block, p *problem, first int, outputs []int, bias, sums []float64) {
	y := p.y[first:][:b.n]
	for k, problem := range outputs {
		positive := p.positive(problem)
		product := 1.0 // of the 1+exp(-|m|): one logarithm for all
		for i := range b.n {
			at := b.index(i, k)
			sign := -1.0
			if y[i] == positive {
				sign = 1
			}
			m := sign * (float64(b.out[at]) + bias[k])
			e := math.Exp(-math.Abs(m))
			product *= 1 + e
			slope := e / (1 + e)
			if m < 0 {
				sums[k] -= m
				slope = 1 / (1 + e)
			}
			b.out[at] = float32(-sign * slope)
		}
		sums[k] += math.Log(product)
	}
}

// softmaxLoss is the negative log-likelihood of the labels under the softmax
// of the decision values.
func softmaxLoss(b *block, p *problem, first int, outputs []int, bias, sums []float64) {
	k := len(outputs)
	for i := range b.n {
		largest := math.Inf(-1)
		for c := range k {
			largest = max(largest, float64(b.product(i, c))+bias[c])
		}
		for c := range k {
			at := b.index(i, c)
			v := float64(b.out[at]) + bias[c] - largest
			if c == int(p.y[first+i]) {
				sums[0] -= v
			}
			b.out[at] = float32(v)
		}
	}
	simd.Exp(b.out, b.out)
	product := 1.0 // of sums between 1 and 256: one logarithm for all
	for i := range b.n {
		sum := float32(0)
		for c := range k {
			sum += b.product(i, c)
		}
		product *= float64(sum)
		for c := range k {
			b.out[b.index(i, c)] /= sum
		}
		b.out[b.index(i, int(p.y[first+i]))]--
	}
	sums[0] += math.Log(product)
}

// marginLosses is the given loss of the margin in every binary problem.
func marginLosses(loss marginLoss) blockLoss {
	return func(b *block, p *problem, first int, outputs []int, bias, sums []float64) {
		y := p.y[first:][:b.n]
		for k, problem := range outputs {
			positive := p.positive(problem)
			for i := range b.n {
				at := b.index(i, k)
				sign := -1.0
				if y[i] == positive {
					sign = 1
				}
				l, slope := loss(sign * (float64(b.out[at]) + bias[k]))
				sums[k] += l
				b.out[at] = float32(sign * slope)
			}
		}
	}
}
