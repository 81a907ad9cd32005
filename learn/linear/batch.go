package linear

import (
	"context"
	"fmt"
	"math"
	"slices"
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

// blockLoss replaces the decision values of some rows, row after row, by the
// derivatives of their losses, and adds up the losses: sums[k] gets those of
// output k, or sums[0] all of them. The rows are lo to hi-1 of the problem; it is
// also given the numbers of the binary problems that the outputs are.
type blockLoss func(values []float32, p *problem, lo, hi int, outputs []int, sums []float64)

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
	e, err := newEvaluation(ctx, o, p)
	if err != nil {
		return model{}, err
	}
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

// partRows is the rows whose gradients are added up in float32 before they go
// into a sum of float64.
const partRows = 2 * columnRows

// evaluation is the loss and gradient of the outputs that are still active.
type evaluation struct {
	o       *objective
	p       *problem
	rows    *packed
	columns *columns
	parts   []part
	w       folded
	outputs []int     // the active ones
	f       []float64 // of each
	g       []float64 // of each: features+1
}

// part is the sums over partRows rows.
type part struct {
	g     []float32 // outputs x stride: derivatives times pixels
	slope []float64 // derivatives
	loss  []float64
}

func newEvaluation(ctx context.Context, o *objective, p *problem) (*evaluation, error) {
	rows, err := pack(ctx, p.rows)
	if err != nil {
		return nil, err
	}
	columns, err := packColumns(ctx, &p.rows)
	if err != nil {
		return nil, err
	}
	e := &evaluation{
		o: o, p: p, rows: rows, columns: columns,
		parts: make([]part, (p.n+partRows-1)/partRows),
		w:     newFolded(o.outputs, &p.rows),
		f:     make([]float64, o.outputs),
		g:     make([]float64, o.outputs*(p.features+1)),
	}
	for i := range e.parts {
		e.parts[i] = part{make([]float32, o.outputs*p.stride), make([]float64, o.outputs), make([]float64, o.outputs)}
	}
	return e, nil
}

// at evaluates at the candidates of the minimisers of the active outputs.
func (e *evaluation) at(ctx context.Context, all []*minimizer, outputs []int) error {
	e.outputs = outputs
	e.w.n = len(outputs)
	w := make([]float32, e.p.features)
	for i, k := range outputs {
		x := e.candidate(all, k)
		for j := range w {
			w[j] = float32(x[j])
		}
		e.w.set(i, w, e.o.constant*x[len(w)])
	}
	err := parallel.Workers(ctx, e.p.n, partRows, func() func(lo, hi int) {
		values := make([]float32, columnRows*len(outputs))
		return func(lo, hi int) { e.part(&e.parts[lo/partRows], values, lo, hi) }
	})
	if err != nil {
		return err
	}
	err = parallel.For(ctx, len(outputs), 1, func(i, _ int) { e.reduce(i) })
	for i, k := range outputs {
		e.penalise(i, e.candidate(all, k))
	}
	return err
}

// candidate is the part of a minimiser's candidate that is output k's.
func (e *evaluation) candidate(all []*minimizer, k int) []float64 {
	d := e.p.features + 1
	if e.o.together {
		return all[0].candidate[k*d:][:d]
	}
	return all[k].candidate
}

// part adds up the rows lo to hi-1, a strip of columns at a time.
func (e *evaluation) part(part *part, values []float32, lo, hi int) {
	clear(part.g)
	clear(part.slope)
	clear(part.loss)
	n := len(e.outputs)
	for ; lo < hi; lo += columnRows {
		end := min(hi, lo+columnRows)
		values := values[:(end-lo)*n]
		e.values(values, lo, end)
		e.o.loss(values, e.p, lo, end, e.outputs, part.loss)
		e.columns.addTo(part.g, values, n, lo)
		for i := range end - lo {
			for k, v := range values[i*n:][:n] {
				part.slope[k] += float64(v)
			}
		}
	}
}

// values computes the decision values of the rows lo to hi-1, a group of
// outputs at a time: a group's weights stay in the first cache.
func (e *evaluation) values(values []float32, lo, hi int) {
	n := len(e.outputs)
	for k := 0; k < n; k += group {
		g := e.w.slice(k, min(n, k+group))
		for i := lo; i < hi; i++ {
			g.values(e.rows.packedRow(i), e.rows.packedRow(min(i+4, hi-1)), values[(i-lo)*n+k:])
		}
	}
}

// reduce adds up the parts of output i, in their order.
func (e *evaluation) reduce(i int) {
	d, stride := e.p.features, e.p.stride
	g := e.g[i*(d+1):][:d+1]
	clear(g)
	e.f[i] = 0
	for _, part := range e.parts {
		e.f[i] += part.loss[i]
		for j, v := range part.g[i*stride:][:d] {
			g[j] += float64(v)
		}
		g[d] += part.slope[i]
	}
	for j := range d {
		g[j] = g[j]*float64(e.p.scale[j]) + g[d]*float64(e.p.shift[j])
	}
	g[d] *= e.o.constant
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
func logisticLoss(values []float32, p *problem, lo, hi int, outputs []int, sums []float64) {
	n := len(outputs)
	e := make([]float32, len(values)) // exp(-|m|), and |m| is the value's size
	for i, v := range values {
		e[i] = -max(v, -v)
	}
	simd.Exp(e, e)
	for k, problem := range outputs {
		positive := p.positive(problem)
		var logs logarithms
		for i, class := range p.y[lo:hi] {
			v, e := values[i*n+k], e[i*n+k]
			slope := e / (1 + e)
			if (class == positive) == (v < 0) { // the margin is negative
				sums[k] += math.Abs(float64(v))
				slope = 1 / (1 + e)
			}
			if class == positive {
				slope = -slope
			}
			values[i*n+k] = slope
			logs.add(1 + float64(e))
		}
		sums[k] += logs.sum()
	}
}

// logarithms adds up logarithms of numbers from 1 to 256, many at a time.
type logarithms struct {
	product, done float64
	factors       int
}

func (l *logarithms) add(v float64) {
	if l.factors == 0 {
		l.product = 1
	}
	l.product *= v
	if l.factors++; l.factors == 100 { // 256^100 is still a float64
		l.done += math.Log(l.product)
		l.factors = 0
	}
}

func (l *logarithms) sum() float64 {
	if l.factors == 0 {
		return l.done
	}
	return l.done + math.Log(l.product)
}

// softmaxLoss is the negative log-likelihood of the labels under the softmax
// of the decision values.
func softmaxLoss(values []float32, p *problem, lo, hi int, outputs []int, sums []float64) {
	n := len(outputs)
	for i, class := range p.y[lo:hi] {
		row := values[i*n:][:n]
		largest := slices.Max(row)
		for k := range row {
			row[k] -= largest
		}
		sums[0] -= float64(row[class])
	}
	simd.Exp(values, values)
	var logs logarithms
	for i, class := range p.y[lo:hi] {
		row := values[i*n:][:n]
		sum := float32(0)
		for _, v := range row {
			sum += v
		}
		logs.add(float64(sum))
		for k := range row {
			row[k] /= sum
		}
		row[class]--
	}
	sums[0] += logs.sum()
}

// marginLosses is the given loss of the margin in every binary problem.
func marginLosses(loss marginLoss) blockLoss {
	return func(values []float32, p *problem, lo, hi int, outputs []int, sums []float64) {
		n := len(outputs)
		for k, problem := range outputs {
			positive := p.positive(problem)
			for i, class := range p.y[lo:hi] {
				sign := -1.0
				if class == positive {
					sign = 1
				}
				l, slope := loss(sign * float64(values[i*n+k]))
				sums[k] += l
				values[i*n+k] = float32(sign * slope)
			}
		}
	}
}
