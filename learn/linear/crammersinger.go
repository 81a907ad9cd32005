package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// crammerSinger is the multi-class support vector machine of Crammer and
// Singer ("On the algorithmic implementation of multiclass kernel-based vector
// machines", JMLR 2, 2001),
//
//	min_w 1/2 sum_m |w_m|^2 + C sum_i max_m [w_m·x_i - w_(y_i)·x_i + 1 (m != y_i)]
//
// solved by the sequential dual method of Keerthi et al. ("A sequential dual
// method for large scale multi-class linear SVMs", KDD 2008) with shrinking as
// in LIBLINEAR (Fan et al., JMLR 9, 2008, appendix E): for one row after
// another it minimises over the row's dual variables, one a class,
//
//	a_im <= C (m = y_i),  a_im <= 0 (m != y_i),  sum_m a_im = 0
//
// where w_m = sum_i a_im x_i. As for dual, every row has one more feature of
// constant value.
type crammerSinger struct {
	c        float64
	constant float64
	maxIter  int
	tol      float64
}

// singer is the solution on its way.
type singer struct {
	*crammerSinger
	p         *problem
	k         int
	q         []float64 // x·x of every row
	a         []float64 // rows x classes
	w         combinations
	intercept []float64 // the weights of the additional feature
	index     []int32   // the rows, those that are not shrunk first
	active    int
	classes   []uint8  // rows x classes: those that are not shrunk first
	alive     []uint16 // how many of a row's classes are not shrunk

	g, b, sorted []float64 // of the classes
}

func (c *crammerSinger) fit(ctx context.Context, p *problem, seed uint64, name string) (model, error) {
	packed, err := pack(ctx, p.rows)
	if err != nil {
		return model{}, err
	}
	norms, err := packed.squaredNorms(ctx)
	if err != nil {
		return model{}, err
	}
	s := c.newSinger(p, packed, norms)
	done, err := s.solve(ctx, rand.New(rand.NewPCG(seed, 0)))
	if err != nil {
		return model{}, err
	}
	m := newModel(p, s.k)
	for k := range s.k {
		s.w.unpack(k, 1, m.coef[k*p.features:][:p.features])
		m.intercept[k] = s.intercept[k] * c.constant
	}
	if !done {
		m.warnings = []string{fmt.Sprintf("%s: not converged after max_iter=%d passes", name, c.maxIter)}
	}
	return m, nil
}

func (c *crammerSinger) newSinger(p *problem, packed *packed, norms []float64) *singer {
	k := len(p.classes)
	s := &singer{
		crammerSinger: c, p: p, k: k, q: norms,
		a: make([]float64, p.n*k), w: packed.newCombinations(k), intercept: make([]float64, k),
		index: make([]int32, p.n), classes: make([]uint8, p.n*k), alive: make([]uint16, p.n),
	}
	for i := range s.index {
		s.index[i] = int32(i)
		s.q[i] += c.constant * c.constant
		for m := range k {
			s.classes[i*k+m] = uint8(m)
		}
	}
	scratch := make([]float64, 3*k)
	s.g, s.b, s.sorted = scratch[:k], scratch[k:2*k], scratch[2*k:]
	s.restore()
	return s
}

// restore makes all rows and all their classes active again.
func (s *singer) restore() {
	s.active = len(s.index)
	for i := range s.alive {
		s.alive[i] = uint16(s.k)
	}
}

// solve reports whether it has converged. It shrinks on the evidence of ever
// stricter tolerances, and trusts only a pass over everything.
func (s *singer) solve(ctx context.Context, random *rand.Rand) (bool, error) {
	tolerance, whole := max(10*s.tol, 1), true
	for range s.maxIter {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		shuffle(random, s.index[:s.active])
		violation := s.pass()
		switch {
		case violation >= tolerance:
			whole = false
		case violation < s.tol && whole:
			return true, nil
		default:
			s.restore()
			tolerance, whole = max(tolerance/2, s.tol), true
		}
	}
	return false, nil
}

// pass minimises over the variables of each active row and returns the largest
// violation of the conditions of optimality.
func (s *singer) pass() (violation float64) {
	const ahead = 3
	for n := 0; n < s.active; n++ {
		i := int(s.index[n])
		if s.q[i] <= 0 {
			continue
		}
		s.gradients(i, int(s.index[min(n+ahead, s.active-1)]))
		least, most := s.extremes(i)
		if s.shrink(i, least); s.alive[i] <= 1 {
			s.active--
			s.index[n], s.index[s.active] = s.index[s.active], s.index[n]
			n--
			continue
		}
		if most-least > 1e-12 {
			violation = max(violation, most-least)
			s.minimise(i)
		}
	}
	return violation
}

// gradients sets g to w_m·x_i + 1 (m != y_i) for the row's active classes.
func (s *singer) gradients(i, next int) {
	var products [group]float64
	set := func(lo, hi int) {
		w := s.w.slice(lo, hi)
		w.products(&w.p.refs[i], w.p.packedRow(next), &products)
		for m := lo; m < hi; m++ {
			s.g[m] = products[m-lo] + s.intercept[m]*s.constant + 1
		}
	}
	if alive := s.classes[i*s.k:][:s.alive[i]]; len(alive) <= 3 {
		for _, m := range alive {
			set(int(m), int(m)+1)
		}
	} else {
		for m := 0; m < s.k; m += group {
			set(m, min(m+group, s.k))
		}
	}
	s.g[s.p.y[i]]--
}

// bound is the most that variable m of row i may be.
func (s *singer) bound(i int, m uint8) float64 {
	if m == s.p.y[i] {
		return s.c
	}
	return 0
}

// extremes is the smallest gradient of a variable below its bound, and the
// largest of any.
func (s *singer) extremes(i int) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, m := range s.classes[i*s.k:][:s.alive[i]] {
		if s.a[i*s.k+int(m)] < s.bound(i, m) {
			least = min(least, s.g[m])
		}
		most = max(most, s.g[m])
	}
	return least, most
}

// shrink leaves out the classes whose variables are at their bounds and want
// to go beyond.
func (s *singer) shrink(i int, least float64) {
	classes := s.classes[i*s.k:][:s.k]
	alive := int(s.alive[i])
	for n := alive - 1; n >= 0; n-- {
		m := classes[n]
		if s.a[i*s.k+int(m)] == s.bound(i, m) && s.g[m] < least {
			alive--
			classes[n], classes[alive] = classes[alive], classes[n]
		}
	}
	s.alive[i] = uint16(alive)
}

// minimise solves for the active variables of row i,
//
//	min_a sum_m q/2 a_m^2 + b_m a_m
//
// with their bounds and their sum. The solution is a_m = min(bound, (beta -
// b_m)/q); with d_m = b_m + q bound_m, beta follows from
// sum_m max(0, d_m - beta) = q C.
func (s *singer) minimise(i int) {
	alive, q := s.classes[i*s.k:][:s.alive[i]], s.q[i]
	sorted := s.sorted[:0]
	for _, m := range alive {
		s.b[m] = s.g[m] - q*s.a[i*s.k+int(m)]
		sorted = append(sorted, s.b[m]+q*s.bound(i, m))
	}
	slices.Sort(sorted)
	sum, beta := -q*s.c, math.Inf(-1)
	for n := len(sorted) - 1; n >= 0 && sorted[n] > beta; n-- {
		sum += sorted[n]
		beta = sum / float64(len(sorted)-n)
	}
	for _, m := range alive {
		a := min(s.bound(i, m), (beta-s.b[m])/q)
		change := a - s.a[i*s.k+int(m)]
		if math.Abs(change) < 1e-12 {
			continue
		}
		s.a[i*s.k+int(m)] = a
		s.w.add(int(m), change, &s.w.p.refs[i])
		s.intercept[m] += change * s.constant
	}
}
