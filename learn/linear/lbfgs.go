package linear

import (
	"math"
	"slices"
)

// minimizer finds the x that minimises f(x) + l1 |x|_1 for a smooth convex f
// that it does not call but asks for: evaluate f and its gradient at the
// candidate and tell. So one pass over the data can serve many of them.
//
// It is L-BFGS (Liu and Nocedal, "On the limited memory BFGS method for large
// scale optimization", Mathematical Programming 45, 1989) with a backtracking
// line search; with l1 > 0 it is OWL-QN (Andrew and Gao, "Scalable training of
// L1-regularized log-linear models", ICML 2007).
type minimizer struct {
	l1   []float64 // weight of every |x[j]|, or nil
	stop stopRule
	// precondition, unless nil, multiplies by what takes the place of the
	// inverse of the Hessian where nothing is known of it.
	precondition func(v []float64)

	x, g       []float64 // the best point so far and the gradient of f there
	f          float64   // f + l1 |x|_1 there
	candidate  []float64
	slope      []float64 // the gradient, or with l1 its least element, at x
	direction  []float64
	step       float64
	halvings   int
	iterations int
	memory     []correction // at most so many, the latest last
	most       int
	state      verdict
	first      float64 // the size of the slope at the first point
}

// correction is a step and the change of the gradient along it.
type correction struct {
	s, y []float64
	rho  float64 // 1/(s·y)
}

// stopRule is when a minimizer is content.
type stopRule struct {
	maxIter  int
	largest  float64 // content when no entry of the slope is larger than this,
	relative float64 // or when the sum of its entries is this share of the first
}

// verdict is what has become of a minimisation.
type verdict int

const (
	running verdict = iota
	converged
	exhausted // by the limit of iterations
	stuck     // no step along the direction is an improvement
)

const (
	memorySize  = 10
	maxHalvings = 20
	sufficient  = 1e-4   // of the decrease that the slope promises
	negligible  = 2.2e-9 // relative decrease of f, scipy's default
)

// newMinimizer starts at zero.
func newMinimizer(n int, l1 []float64, stop stopRule) *minimizer {
	v := func() []float64 { return make([]float64, n) }
	return &minimizer{
		l1: l1, stop: stop, f: math.Inf(1), most: memorySize,
		x: v(), g: v(), candidate: v(), slope: v(), direction: v(),
	}
}

// restart begins again at the best point, with another f that is much the
// same: what is known of the curvature is kept.
func (m *minimizer) restart() {
	m.f, m.iterations, m.state = math.Inf(1), 0, running
	copy(m.candidate, m.x)
}

// forget drops what is known of the curvature.
func (m *minimizer) forget() { m.memory = m.memory[:0] }

// tell takes f and its gradient at the candidate. As long as the state is
// running there is a next candidate then.
func (m *minimizer) tell(f float64, g []float64) {
	f += m.penalty(m.candidate)
	if m.iterations == 0 && math.IsInf(m.f, 1) {
		m.accept(f, g)
		m.first = m.size()
		if m.content(m.first) {
			m.state = converged
			return
		}
		m.search()
		return
	}
	if !(f <= m.f+sufficient*m.promise()) {
		m.backtrack()
		return
	}
	decrease := m.f - f
	m.remember(g)
	m.accept(f, g)
	m.iterations++
	switch {
	case m.content(m.size()), decrease <= negligible*max(math.Abs(f), math.Abs(f+decrease), 1):
		m.state = converged
	case m.iterations >= m.stop.maxIter:
		m.state = exhausted
	default:
		m.search()
	}
}

// size is the slope's largest entry or, if that is what the rule wants, the
// sum of its entries.
func (m *minimizer) size() float64 {
	var sum, largest float64
	for _, v := range m.slope {
		sum += math.Abs(v)
		largest = max(largest, math.Abs(v))
	}
	if m.stop.relative > 0 {
		return sum
	}
	return largest
}

func (m *minimizer) content(size float64) bool {
	return size <= m.stop.largest || size <= m.stop.relative*m.first
}

func (m *minimizer) penalty(x []float64) float64 {
	sum := 0.0
	for j, l := range m.l1 {
		sum += l * math.Abs(x[j])
	}
	return sum
}

// accept makes the candidate the current point.
func (m *minimizer) accept(f float64, g []float64) {
	m.f = f
	copy(m.x, m.candidate)
	copy(m.g, g)
	copy(m.slope, g)
	for j, l := range m.l1 {
		m.slope[j] = leastSlope(m.x[j], g[j], l)
	}
}

// leastSlope is the subgradient of f + l|x| of least size.
func leastSlope(x, g, l float64) float64 {
	switch {
	case x > 0 || x == 0 && g+l < 0:
		return g + l
	case x < 0 || x == 0 && g-l > 0:
		return g - l
	}
	return 0
}

// remember keeps the step to the candidate, unless rounding has made a saddle
// of the function.
func (m *minimizer) remember(g []float64) {
	var c correction
	if len(m.memory) == m.most {
		c = m.memory[0]
		m.memory = append(m.memory[:0], m.memory[1:]...)
	} else {
		c = correction{s: make([]float64, len(m.x)), y: make([]float64, len(m.x))}
	}
	for j := range c.s {
		c.s[j] = m.candidate[j] - m.x[j]
		c.y[j] = g[j] - m.g[j]
	}
	sy := dot64(c.s, c.y)
	if sy <= 1e-12*math.Sqrt(dot64(c.s, c.s)*dot64(c.y, c.y)) {
		return
	}
	c.rho = 1 / sy
	m.memory = append(m.memory, c)
}

// search sets the direction by the two-loop recursion and the first candidate
// along it.
func (m *minimizer) search() {
	d := m.direction
	for j, v := range m.slope {
		d[j] = -v
	}
	alpha := make([]float64, len(m.memory))
	for i := len(m.memory) - 1; i >= 0; i-- {
		c := &m.memory[i]
		alpha[i] = c.rho * dot64(c.s, d)
		axpy64(-alpha[i], c.y, d)
	}
	scale := 1.0
	if n := len(m.memory); n > 0 {
		c := &m.memory[n-1]
		y := c.y
		if m.precondition != nil {
			y = slices.Clone(y)
			m.precondition(y)
		}
		scale = 1 / (c.rho * dot64(c.y, y))
	}
	if m.precondition != nil {
		m.precondition(d)
	}
	for j := range d {
		d[j] *= scale
	}
	for i := range m.memory {
		c := &m.memory[i]
		axpy64(alpha[i]-c.rho*dot64(c.y, d), c.s, d)
	}
	if m.l1 != nil {
		for j, v := range m.slope {
			if m.l1[j] > 0 && d[j]*v >= 0 { // not downhill in this orthant
				d[j] = 0
			}
		}
	}
	m.step, m.halvings = 1, 0
	if len(m.memory) == 0 && m.precondition == nil {
		m.step = min(1, 1/math.Sqrt(dot64(m.slope, m.slope)))
	}
	m.propose()
}

// propose sets the candidate one step along the direction. With l1, a
// coordinate does not pass through zero, where the slope is another.
func (m *minimizer) propose() {
	for j := range m.candidate {
		m.candidate[j] = m.x[j] + m.step*m.direction[j]
	}
	for j := range m.l1 {
		orthant := m.x[j]
		if orthant == 0 {
			orthant = -m.slope[j]
		}
		if m.l1[j] > 0 && m.candidate[j]*orthant < 0 {
			m.candidate[j] = 0
		}
	}
}

// promise is the change of f that the slope leads to expect at the candidate.
func (m *minimizer) promise() float64 {
	sum := 0.0
	for j, v := range m.slope {
		sum += v * (m.candidate[j] - m.x[j])
	}
	return sum
}

// backtrack halves the step; when that does not help, it forgets the curvature
// and tries the slope itself, and then gives up.
func (m *minimizer) backtrack() {
	m.halvings++
	switch {
	case m.halvings < maxHalvings:
		m.step /= 2
		m.propose()
	case len(m.memory) > 0:
		m.forget()
		m.search()
	default:
		m.state = stuck
	}
}

// dot64 is x·y, of the length of x. It keeps four sums: one alone would wait for
// each of its additions.
func dot64(x, y []float64) float64 {
	var a, b, c, d float64
	y = y[:len(x)]
	for len(x) >= 4 && len(y) >= 4 {
		a += x[0] * y[0]
		b += x[1] * y[1]
		c += x[2] * y[2]
		d += x[3] * y[3]
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		a += v * y[i]
	}
	return a + b + (c + d)
}

// axpy64 adds alpha x to the beginning of y.
func axpy64(alpha float64, x, y []float64) {
	for i, v := range x {
		y[i] += alpha * v
	}
}
