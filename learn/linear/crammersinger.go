package linear

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// crammerSinger is the multi-class support vector machine of Crammer and
// Singer ("On the algorithmic implementation of multiclass kernel-based vector
// machines", JMLR 2, 2001),
//
//	min_w 1/2 sum_m |w_m|^2 + C sum_i (max_m z_im - w_(y_i)·x_i),  z_im = w_m·x_i + 1 (m != y_i)
//
// where every row has one more feature of constant value. Its dual is over
// shares p_i of a row in the classes, not negative and with the sum 1:
//
//	max_p C sum_i (1 - p_(i y_i)) - 1/2 sum_m |w_m(p)|^2,  w_m(p) = C sum_i (1 (m = y_i) - p_im) x_i
//
// LIBLINEAR goes from row to row of the dual, which takes tens of thousands of
// passes: its rows are far from orthogonal, and C times as many rows leave the
// penalty too little weight to make up for it. Here the dual is solved by the
// method of multipliers (Rockafellar, "Augmented Lagrangians and applications
// of the proximal point algorithm in convex programming", Mathematics of
// Operations Research 1, 1976): with shares q that are known, the largest z_im
// is replaced by
//
//	max_p p·z_i - corner/2 |p - q_i|^2
//
// which is smooth in w, and after some steps down in w the p of the maximum
// become the next q. At the solution p = q, and nothing is left of the
// rounding. The steps are those of L-BFGS from the inverse of a whitening,
// without which they would be as many as the passes above.
//
// What is between primal and dual is |w - w(p)|^2/2, from steps that are left to
// be made, and C sum_i (max_m z_im - p_i·z_i), from shares that are not the last
// ones. Where the first has become small beside the second, the shares are
// changed at once. Sharper corners change them faster, but take more steps: the
// corners are such that some steps, and not too many, are enough.
//
// A large C is approached from a small one, where a share moves little: the
// w(p) of one C is that of the next, too, when what rows have in other classes
// is divided by the ratio of the two; and with corners as much wider, the steps
// down begin where they ended.
type crammerSinger struct {
	c        float64
	constant float64
	maxIter  int     // passes over the rows for every C on the way
	tol      float64 // the gap between primal and dual, as a share of the primal
}

const (
	firstCorner = 1.0 // in units of the margin
	singerSteps = 30  // of L-BFGS between two changes of the shares, at most
	singerFew   = 10  // passes that allow sharper corners
	singerWiden = 1.5 // the corners, when singerSteps were not enough
	singerPairs = 30  // that L-BFGS remembers
	singerSmall = 0.1 // is what share of the gap
	singerRatio = 10  // of one C to the next, at most
	singerRough = 0.1 // is enough in place of tol for a C on the way
)

// singer is the solution on its way.
type singer struct {
	*crammerSinger
	c      float64 // on the way to crammerSinger.c
	ratio  float64 // to the next
	p      *problem
	o      *objective
	e      *evaluation
	m      *minimizer
	white  *whitening
	corner float64
	weight float64   // that white is made for
	shares []float32 // q, rows x classes; less 1 in the own class, where little is missing when C is large
	passes int       // for this c

	best         []float64 // the w of the least primal
	upper, lower float64   // that primal, and the largest dual
	gap          float64   // between primal and dual after the last round
}

func (c *crammerSinger) fit(ctx context.Context, p *problem, name string) (model, error) {
	s, err := c.newSinger(ctx, p)
	if err != nil {
		return model{}, err
	}
	for !s.done() {
		if err := s.round(ctx); err != nil {
			return model{}, err
		}
	}
	m := newModel(p, s.o.outputs)
	d := p.features + 1
	for k := range s.o.outputs {
		s.o.store(&m, k, s.best[k*d:][:d])
	}
	if !s.near(s.tol) {
		m.warnings = []string{fmt.Sprintf("%s: not converged after max_iter=%d passes", name, c.maxIter)}
	}
	return m, nil
}

// newSinger begins at weights of zero, and with the shares of rows that are
// all right. Its first C is the one with which a row that has no share in its
// own class moves the value there by about the margin, or c if that is less.
func (c *crammerSinger) newSinger(ctx context.Context, p *problem) (*singer, error) {
	k := len(p.classes)
	s := &singer{
		crammerSinger: c, p: p, corner: firstCorner,
		o:      &objective{together: true, outputs: k, penalty: L2, constant: c.constant, heavy: true},
		shares: make([]float32, p.n*k),
		best:   make([]float64, k*(p.features+1)),
	}
	var err error
	if s.e, err = newEvaluation(ctx, s.o, p); err != nil {
		return nil, err
	}
	s.white = newWhitening(p, c.constant, 0)
	first := min(c.c, 1/s.white.trace())
	s.ratio = math.Pow(c.c/first, 1/max(1, math.Ceil(math.Log(c.c/first)/math.Log(singerRatio))))
	s.begin(first)
	s.gap = first * float64(p.n) // between all losses and no share
	if err := s.whiten(ctx, float64(p.n)/2); err != nil {
		return nil, err
	}
	s.m = newMinimizer(len(s.best), nil, stopRule{maxIter: singerSteps})
	s.m.most = singerPairs
	// When it is cancelled, the next evaluation says so.
	s.m.precondition = func(v []float64) { s.white.solve(ctx, v) }
	return s, nil
}

// whiten sets the Hessian's approximation: rows with shares in several classes
// curve the function, by 1/corner each.
func (s *singer) whiten(ctx context.Context, weight float64) error {
	s.weight = weight
	return s.white.factor(ctx, 1/s.c, weight/s.corner)
}

// begin sets a C, for which no bounds are known.
func (s *singer) begin(c float64) {
	s.c, s.o.c = c, c
	s.passes = 0
	s.upper, s.lower = math.Inf(1), math.Inf(-1)
}

// next goes on to a larger C.
func (s *singer) next(ctx context.Context) error {
	c := s.c * s.ratio
	if c > s.crammerSinger.c/math.Sqrt(s.ratio) {
		c = s.crammerSinger.c // without rounding
	}
	for i := range s.shares {
		s.shares[i] *= float32(s.c / c)
	}
	s.corner *= c / s.c
	s.m.forget()
	s.begin(c)
	return s.whiten(ctx, s.weight)
}

// last reports whether this is the C that is wanted.
func (s *singer) last() bool { return s.c == s.crammerSinger.c }

// near reports whether primal and dual are that near, as a share of the primal.
func (s *singer) near(gap float64) bool {
	return !math.IsInf(s.upper, 1) && s.upper-s.lower <= gap*s.upper
}

// done reports whether all is done that may be.
func (s *singer) done() bool { return s.last() && (s.near(s.tol) || s.passes >= s.maxIter) }

// round goes some steps down and changes the shares, and when that is enough for
// a C on the way, it goes on to the next.
func (s *singer) round(ctx context.Context) error {
	if !s.last() && (s.near(singerRough) || s.passes >= s.maxIter) {
		if err := s.next(ctx); err != nil {
			return err
		}
	}
	corner, gap := s.corner, s.gap
	steps, err := s.descend(ctx)
	if err != nil {
		return err
	}
	if err := s.evaluate(ctx, s.advance); err != nil {
		return err
	}
	s.judge()
	switch {
	case s.distance(s.e.g) >= singerSmall*gap:
		s.corner *= singerWiden
	case steps <= singerFew:
		s.corner /= 2
	}
	weight := s.shared()
	if s.corner != corner || weight < s.weight/2 || weight > 2*s.weight {
		return s.whiten(ctx, weight)
	}
	return nil
}

// descend goes down until what is left to go is small beside the gap that was
// found last, and returns the number of passes.
func (s *singer) descend(ctx context.Context) (int, error) {
	first := s.passes
	s.m.restart()
	for s.m.state == running && s.passes < s.maxIter-1 {
		if err := s.evaluate(ctx, s.rounded); err != nil {
			return 0, err
		}
		if s.m.tell(s.value(), s.e.g); s.distance(s.m.g) < singerSmall*s.gap {
			break
		}
	}
	s.m.restart()
	return s.passes - first, nil
}

// distance is |w - w(p)|^2/2 for the given gradient, which is (w - w(p))/C.
func (s *singer) distance(g []float64) float64 { return s.c * s.c * dot64(g, g) / 2 }

// evaluate makes a pass over the rows at the minimiser's candidate.
func (s *singer) evaluate(ctx context.Context, loss blockLoss) error {
	s.passes++
	s.o.loss = loss
	return s.e.at(ctx, []*minimizer{s.m}, s.o.start())
}

// value is the objective of the last pass, divided by C.
func (s *singer) value() (f float64) {
	for _, v := range s.e.f {
		f += v
	}
	return f
}

// judge takes the values of primal and dual after a pass with advance.
func (s *singer) judge() {
	primal := s.c * s.value()
	if primal < s.upper {
		s.upper = primal
		copy(s.best, s.m.x)
	}
	k, dual := s.o.outputs, 0.0
	for i, y := range s.p.y {
		dual -= s.c * float64(s.shares[i*k+int(y)])
	}
	for j, g := range s.e.g {
		w := s.m.x[j] - s.c*g
		dual -= w * w / 2
	}
	s.lower = max(s.lower, dual)
	s.gap = primal - dual
}

// shared is the number of classes in which rows have shares, one a row not
// counted, for the average class.
func (s *singer) shared() float64 {
	n, k := 0, s.o.outputs
	for i, y := range s.p.y {
		q := s.shares[i*k:][:k]
		for _, share := range q {
			if share > 0 {
				n++
			}
		}
		if q[y] == -1 {
			n--
		}
	}
	return float64(n) / float64(s.o.outputs)
}

// rounded is the loss with rounded corners.
func (s *singer) rounded(z []float32, p *problem, lo, hi int, _ []int, sums []float64) {
	s.eachRow(z, lo, hi, func(z, q []float32, y uint8, p []float64) {
		loss := 0.0
		for m, share := range p {
			change := share - float64(q[m])
			loss += share*float64(z[m]) - s.corner/2*change*change
			z[m] = float32(share)
		}
		sums[0] += loss
	})
}

// advance is the loss itself, with the derivatives of the rounded one, whose
// shares it keeps.
func (s *singer) advance(z []float32, p *problem, lo, hi int, _ []int, sums []float64) {
	s.eachRow(z, lo, hi, func(z, q []float32, y uint8, p []float64) {
		sums[0] += float64(slices.Max(z)) - float64(z[y])
		for m, share := range p {
			q[m] = float32(share)
		}
		copy(z, q)
	})
}

// eachRow calls row for each of the rows lo to hi-1, with z_i, which it has to
// replace by the derivatives, and with q_i and the p_i of the rounded maximum,
// both less 1 in the row's own class: the latter are the derivatives.
func (s *singer) eachRow(z []float32, lo, hi int, row func(z, q []float32, y uint8, p []float64)) {
	k := s.o.outputs
	p := make([]float64, k)
	for i := lo; i < hi; i++ {
		z, q, y := z[(i-lo)*k:][:k], s.shares[i*k:][:k], s.p.y[i]
		for m := range z {
			if m != int(y) {
				z[m]++
			}
			p[m] = float64(q[m]) + float64(z[m])/s.corner
		}
		p[y]++
		theta := simplexThreshold(p)
		for m, v := range p {
			p[m] = max(v-theta, 0)
		}
		p[y]--
		row(z, q, y, p)
	}
}

// simplexThreshold is the theta with sum_m max(v_m - theta, 0) = 1, which
// projects v onto the simplex (Michelot, "A finite algorithm for finding the
// projection of a point onto the canonical simplex of R^n", Journal of
// Optimization Theory and Applications 50, 1986).
func simplexThreshold(v []float64) float64 {
	theta := math.Inf(-1)
	for _, x := range v {
		theta = max(theta, x-1)
	}
	for {
		n, sum := 0, -1.0
		for _, x := range v {
			if x > theta {
				n++
				sum += x
			}
		}
		next := sum / float64(n)
		if !(next > theta) {
			return theta
		}
		theta = next
	}
}
