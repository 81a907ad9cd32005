package svm

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// options steer a solver.
type options struct {
	c         float64 // upper bound of a dual coefficient
	tol       float64
	shrinking bool
	maxSteps  int // pairs of coefficients changed, at most

}

// problem is the dual problem of telling two classes apart,
//
//	minimise over b   1/2 b'Kb - y'b
//	subject to        sum b = 0,  0 <= y_k b_k <= C
//
// where b_k is the label y_k, +1 for the first class and -1 for the second,
// times LIBSVM's alpha_k, and f = Kb - y is the gradient.
//
// A coefficient that may grow is up, one that may fall is low. The solution is
// reached when no pair of them would gain by moving towards each other: when
// the largest f of a low one exceeds the smallest f of an up one by no more
// than the tolerance.
type problem struct {
	train   *trainingSet
	matrix  matrix
	classes [2]int
	options

	n, first   int // images, and how many of them are of the first class
	beta, f    []float64
	upper      []float64 // of beta; the lower bound is upper - C
	inSet      []bool
	set        *workingSet
	steps      int
	patience   int // steps after which the matrix may leap
	converged  bool
	least, top float64 // smallest f of an up coefficient, largest of a low one
}

func newProblem(t *trainingSet, classes [2]int, o options, set *workingSet) *problem {
	p := &problem{train: t, classes: classes, options: o, first: t.count(classes[0])}
	p.n = p.first + t.count(classes[1])
	p.beta, p.f, p.upper = make([]float64, p.n), make([]float64, p.n), make([]float64, p.n)
	p.inSet = make([]bool, p.n)
	for k := range p.f {
		p.f[k] = -p.label(k)
		if k < p.first {
			p.upper[k] = o.c
		}
	}
	d := t.images.Features
	p.patience = max(leastPatience, p.n*d*d/4000)
	set.member = set.member[:0]
	p.set = set
	return p
}

// row is the place of the problem's image k in the gram's order.
func (p *problem) row(k int32) int32 {
	if int(k) < p.first {
		return int32(p.train.start[p.classes[0]]) + k
	}
	return int32(p.train.start[p.classes[1]]-p.first) + k
}

// label is +1 or -1.
func (p *problem) label(k int) float64 {
	if k < p.first {
		return 1
	}
	return -1
}

// rows are those of several images.
func (p *problem) rows(images []int32) []int32 {
	rows := make([]int32, len(images))
	for i, k := range images {
		rows[i] = p.row(k)
	}
	return rows
}

func (p *problem) isUp(k int32) bool  { return p.beta[k] < p.upper[k] }
func (p *problem) isLow(k int32) bool { return p.beta[k] > p.upper[k]-p.c }

// matrix is the kernel matrix of a problem: what the solver asks of it.
type matrix interface {
	// diagonal is the kernel of an image, by its row of the training set, with
	// itself.
	diagonal(row int32) float32
	// fill sets the kernel between the members of the working set from one on
	// and all members.
	fill(ctx context.Context, p *problem, from int) error
	// update adds to the gradient what changes of coefficients mean.
	update(ctx context.Context, p *problem, images []int32, changes []float64) error
	// leap may bring coefficients and gradient nearer to the solution by other
	// means than pairwise steps, which have taken long.
	leap(ctx context.Context, p *problem) error
}

// solve repeats: take the images that violate the optimality most into the
// working set, solve the problem restricted to it, bring the gradient of all
// images up to date.
//
// This is the decomposition of Joachims, "Making large-scale SVM learning
// practical" (1999), with working sets of thousands, as Wen et al.,
// "ThunderSVM" (JMLR 19, 2018), so that kernel rows are computed many at once.
func (p *problem) solve(ctx context.Context) (err error) {
	for {
		p.findBounds()
		if p.top-p.least <= p.tol {
			p.converged = true
			return nil
		}
		if p.steps >= p.maxSteps {
			return nil
		}
		if p.steps >= p.patience {
			p.patience = math.MaxInt
			if err := p.matrix.leap(ctx, p); err != nil {
				return err
			}
			continue
		}
		if err := p.renewSet(ctx); err != nil {
			return err
		}
		p.set.load(p.f, p.beta, p.upper, p.c)
		p.steps += p.set.optimise(max(p.tol, innerTolerance*(p.top-p.least)), p.maxSteps-p.steps)
		if err := p.store(ctx); err != nil {
			return err
		}
	}
}

const (
	// mostMembers is how large a working set may grow: 64 MB of kernel.
	mostMembers = 4096
	// leastPatience is how many pairwise steps a problem takes at least before
	// its matrix may leap.
	leastPatience = 100_000
	// innerTolerance is how far, of the violation there is, the problem of a
	// working set is solved.
	innerTolerance = 0.1
	// At most and at least so many images enter the working set at a time, and
	// in between 15 in a hundred of its size.
	fewestEntrants, mostEntrants, entrantsPerHundred = 64, 256, 15
)

func (p *problem) findBounds() {
	p.least, p.top = math.Inf(1), math.Inf(-1)
	for k, f := range p.f {
		if p.isUp(int32(k)) {
			p.least = min(p.least, f)
		}
		if p.isLow(int32(k)) {
			p.top = max(p.top, f)
		}
	}
}

// renewSet drops the members that cannot be part of a violating pair and takes
// in the images that violate most, half of them up and half low.
func (p *problem) renewSet(ctx context.Context) error {
	s := p.set
	if p.shrinking {
		for _, k := range s.member {
			p.inSet[k] = !p.idle(k)
		}
		s.keep(p.inSet)
	}
	entrants := p.violators()
	p.makeRoom(len(entrants))
	from := s.len()
	for _, k := range entrants {
		p.inSet[k] = true
		s.add(k, p.matrix.diagonal(p.row(k)))
	}
	return p.matrix.fill(ctx, p, from)
}

// makeRoom drops the members that violate least, until n more fit in.
func (p *problem) makeRoom(n int) {
	s := p.set
	excess := s.len() + n - s.capacity
	if excess <= 0 {
		return
	}
	violation := func(k int32) float64 {
		v := math.Inf(-1)
		if p.isUp(k) {
			v = p.top - p.f[k]
		}
		if p.isLow(k) {
			v = max(v, p.f[k]-p.least)
		}
		return v
	}
	members := slices.Clone(s.member)
	slices.SortFunc(members, func(a, b int32) int {
		return cmp.Or(cmp.Compare(violation(a), violation(b)), cmp.Compare(a, b))
	})
	for _, k := range members[:excess] {
		p.inSet[k] = false
	}
	s.keep(p.inSet)
}

// idle reports whether a coefficient is at a bound and pressed against it, the
// condition under which LIBSVM shrinks it away (Fan, Chen and Lin, JMLR 6,
// 2005; Chang and Lin, "LIBSVM", 2011, section 5.1).
func (p *problem) idle(k int32) bool {
	return !p.isUp(k) && p.f[k] < p.least || !p.isLow(k) && p.f[k] > p.top
}

// violators are the images outside of the working set that may enter it.
func (p *problem) violators() []int32 {
	var up, low []int32
	for k, f := range p.f {
		if p.inSet[k] {
			continue
		}
		if p.isUp(int32(k)) && f < p.top-p.tol {
			up = append(up, int32(k))
		}
		if p.isLow(int32(k)) && f > p.least+p.tol {
			low = append(low, int32(k))
		}
	}
	byF := func(a, b int32) int { return cmp.Or(cmp.Compare(p.f[a], p.f[b]), cmp.Compare(a, b)) }
	slices.SortFunc(up, byF)
	slices.SortFunc(low, func(a, b int32) int { return cmp.Or(cmp.Compare(p.f[b], p.f[a]), cmp.Compare(a, b)) })
	half := min(p.set.capacity/2, mostEntrants, max(fewestEntrants, p.set.len()*entrantsPerHundred/100)) / 2
	entrants := slices.Concat(up[:min(half, len(up))], low[:min(half, len(low))])
	slices.Sort(entrants) // an image can be both
	return slices.Compact(entrants)
}

func (p *problem) summary() Problem {
	r := Problem{Classes: p.classes, Rho: p.rho(), Steps: p.steps, Converged: p.converged}
	for k, b := range p.beta {
		if b == 0 {
			continue
		}
		r.SupportVectors++
		if b == p.c || b == -p.c {
			r.Bounded++
		}
		r.Objective += b * (p.f[k] - p.label(k)) / 2
	}
	return r
}

// rho is the mean gradient of the free images, or where none is free the
// middle of what the bounds allow.
func (p *problem) rho() float64 {
	sum, free := 0.0, 0
	for k, f := range p.f {
		if p.isUp(int32(k)) && p.isLow(int32(k)) {
			sum += f
			free++
		}
	}
	if free > 0 {
		return sum / float64(free)
	}
	return (p.least + p.top) / 2
}

// store takes over the coefficients of the working set and adds what their
// changes mean to the gradient of all images.
func (p *problem) store(ctx context.Context) error {
	var images []int32
	var changes []float64
	for i, k := range p.set.member {
		if d := p.set.beta[i] - p.beta[k]; d != 0 {
			images, changes = append(images, k), append(changes, d)
			p.beta[k] = p.set.beta[i]
		}
	}
	return p.matrix.update(ctx, p, images, changes)
}
