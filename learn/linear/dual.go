package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
)

// dual is coordinate descent on the duals of support vector machines (Hsieh et
// al., "A dual coordinate descent method for large-scale linear SVM", ICML
// 2008, algorithm 3). For each class against the rest it minimises
//
//	1/2 |w|^2 + C sum_i loss(y_i w·x_i)
//
// with the hinge loss or its square, by way of
//
//	min_a 1/2 |sum_i a_i y_i x_i|^2 + D/2 sum_i a_i^2 - sum_i a_i,  0 <= a_i <= U
//
// with D = 0 and U = C for the hinge, D = 1/2C and no U for its square. Every
// x_i has one more feature, of the same value in all, whose weight is the
// intercept; so the intercept is penalised like the other weights.
type dual struct {
	squared  bool
	c        float64
	constant float64 // the value of the additional feature; 0 is none
	maxIter  int
	tol      float64
}

// fit solves the problems side by side.
func (d *dual) fit(ctx context.Context, p *problem, seed uint64, name string) (model, error) {
	packed, err := pack(ctx, p.rows)
	if err != nil {
		return model{}, err
	}
	norms, err := packed.squaredNorms(ctx)
	if err != nil {
		return model{}, err
	}
	m := newModel(p, p.binary())
	unfinished := make([]bool, p.binary())
	err = parallel.For(ctx, p.binary(), 1, func(lo, _ int) {
		s := newDualSolver(d, p, packed, norms, lo, seed)
		unfinished[lo] = !s.solve(ctx)
		s.w.unpack(0, 1, m.coef[lo*p.features:][:p.features])
		m.intercept[lo] = s.intercept * d.constant
	})
	if err != nil {
		return model{}, err
	}
	if n := count(unfinished); n > 0 {
		m.warnings = []string{fmt.Sprintf(
			"%s: %d of %d problems had not converged after max_iter=%d passes", name, n, p.binary(), d.maxIter)}
	}
	return m, nil
}

func count(flags []bool) int {
	n := 0
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

// dualSolver is the solution of one problem on its way.
type dualSolver struct {
	*dual
	random    *rand.Rand
	rows      []dualRow
	upper     float64 // U
	diagonal  float64 // D
	w         combinations
	intercept float64 // the weight of the additional feature
	index     []int32 // the rows, those that are not shrunk first
	active    int
}

// dualRow is the state of a row, together in memory.
type dualRow struct {
	a    float64
	q    float32 // the diagonal of the quadratic form, without D
	sign float32 // y
}

func newDualSolver(d *dual, p *problem, packed *packed, norms []float64, class int, seed uint64) *dualSolver {
	s := &dualSolver{
		dual: d, random: rand.New(rand.NewPCG(seed, uint64(class))),
		rows:  make([]dualRow, p.n),
		upper: d.c, w: packed.newCombinations(1), index: make([]int32, p.n), active: p.n,
	}
	if d.squared {
		s.upper, s.diagonal = math.Inf(1), 0.5/d.c
	}
	for i := range s.rows {
		s.index[i] = int32(i)
		s.rows[i] = dualRow{q: float32(norms[i] + d.constant*d.constant), sign: -1}
		if p.y[i] == p.positive(class) {
			s.rows[i].sign = 1
		}
	}
	return s
}

// solve reports whether it has converged: a pass over all rows has found their
// projected gradients within tol of each other.
func (s *dualSolver) solve(ctx context.Context) bool {
	high, low := math.Inf(1), math.Inf(-1) // of the last pass: rows beyond are shrunk
	for n := range s.maxIter {
		if ctx.Err() != nil {
			return false
		}
		if n%refreshPasses == refreshPasses-1 {
			s.w.refresh(0, func(i int) float64 { return float64(s.rows[i].sign) * s.rows[i].a })
			s.active, high, low = len(s.index), math.Inf(1), math.Inf(-1)
		}
		largest, smallest := s.pass(high, low)
		if largest-smallest <= s.tol {
			if s.active == len(s.index) {
				return true
			}
			s.active, high, low = len(s.index), math.Inf(1), math.Inf(-1)
			continue
		}
		high, low = largest, smallest
		if high <= 0 {
			high = math.Inf(1)
		}
		if low >= 0 {
			low = math.Inf(-1)
		}
	}
	return false
}

// refreshPasses is after how many passes the weights are added up anew, lest
// the rounding of many small steps build up, and all rows made active, lest one
// that rounding has driven out stay out.
const refreshPasses = 50

// pass takes a step along the coordinate of every active row, in random order,
// and returns the largest and the smallest projected gradient. A row at a bound
// with a gradient beyond the given ones leaves the active rows.
func (s *dualSolver) pass(high, low float64) (largest, smallest float64) {
	largest, smallest = math.Inf(-1), math.Inf(1)
	shuffle(s.random, s.index[:s.active])
	const ahead = 3
	var product [group]float64
	for n := 0; n < s.active; n++ {
		i := int(s.index[n])
		next := s.w.p.packedRow(int(s.index[min(n+ahead, s.active-1)]))
		s.w.products(&s.w.p.refs[i], next, &product)
		row := &s.rows[i]
		a := row.a
		g := float64(row.sign)*(product[0]+s.intercept*s.constant) - 1 + a*s.diagonal
		switch {
		case a == 0 && g > high, a == s.upper && g < low:
			s.active--
			s.index[n], s.index[s.active] = s.index[s.active], s.index[n]
			n--
			continue
		case a == 0 && g > 0, a == s.upper && g < 0:
			largest, smallest = max(largest, 0), min(smallest, 0)
			continue
		}
		largest, smallest = max(largest, g), min(smallest, g)
		if math.Abs(g) > 1e-12 {
			s.step(i, g)
		}
	}
	return largest, smallest
}

// step minimises over coordinate i, where the gradient is g.
func (s *dualSolver) step(i int, g float64) {
	row := &s.rows[i]
	q := float64(row.q) + s.diagonal
	if q <= 0 { // a row of zeros under the hinge loss: the dual is linear
		q = math.SmallestNonzeroFloat32
	}
	a := min(max(row.a-g/q, 0), s.upper)
	change := (a - row.a) * float64(row.sign)
	row.a = a
	s.w.add(0, change, &s.w.p.refs[i])
	s.intercept += change * s.constant
}
