package boosting

import (
	"context"
	"math"
	"math/bits"

	"github.com/fmnist/fmnist/internal/parallel"
)

// cell sums residuals and hessians, both as whole numbers.
type cell struct {
	residuals packed
	hessians  int64
}

// cells sums those of a node's samples by the value of one feature.
type cells [256]cell

// add sums the residuals and hessians of samples, whose values are
// column[at[i]]. Every other sample goes to cells of its own, see
// histogram.add.
func (h *cells) add(other *cells, column []uint8, at []int32, samples []cell) {
	samples = samples[:len(at)]
	i := 0
	for ; i+2 <= len(at); i += 2 {
		a, b := &h[column[at[i]]], &other[column[at[i+1]]]
		a.residuals += samples[i].residuals
		a.hessians += samples[i].hessians
		b.residuals += samples[i+1].residuals
		b.hessians += samples[i+1].hessians
	}
	for ; i < len(at); i++ {
		a := &h[column[at[i]]]
		a.residuals += samples[i].residuals
		a.hessians += samples[i].hessians
	}
	for v := range other {
		h[v].residuals += other[v].residuals
		h[v].hessians += other[v].hessians
	}
	*other = cells{}
}

// subtract takes away the cells of some of the samples.
func (h *cells) subtract(some *cells) {
	for v := range h {
		h[v].residuals -= some[v].residuals
		h[v].hessians -= some[v].hessians
	}
}

// leafLimits end the growth of a tree.
type leafLimits struct {
	leaves  int // 0: no limit
	depth   int // 0: no limit
	minLeaf int // a split leaves as many samples on each side
	l2      float64
}

// minHessian is the least sum of hessians on a side of a split, as in
// scikit-learn.
const minHessian = 1e-3

// leafGrower grows regression trees best leaf first. It is the scratch space of
// one goroutine.
type leafGrower struct {
	ctx     context.Context
	limits  leafLimits
	table   *table
	present []valueSet // by feature: the values that occur
	shrink  float64

	packing   packing
	hessian   float64 // units in 1
	nodes     tree
	open      []openLeaf
	at, spill []int32
	samples   []cell
	spilled   []cell
	other     cells // zero between nodes
	spare     [][]cells
}

// openLeaf is a leaf with the split that it may get.
type openLeaf struct {
	at      []int32 // its samples in the table
	samples []cell
	total   cell
	slot    int32
	depth   int
	cells   []cells // of all features
	split   split   // its score is the gain
}

// valueSet is a set of bytes.
type valueSet [4]uint64

// midway is the threshold between v and the next larger value in the set.
func (s *valueSet) midway(v int) uint8 {
	for next := v + 1; next < 256; next++ {
		if s[next>>6]>>(next&63)&1 != 0 {
			return uint8((v + next) / 2)
		}
	}
	return uint8(v)
}

// presentValues is what values each feature of a table has.
func presentValues(ctx context.Context, t *table) ([]valueSet, error) {
	present := make([]valueSet, len(t.features))
	err := parallel.For(ctx, len(present), 16, func(lo, hi int) {
		for j := lo; j < hi; j++ {
			for _, v := range t.column(j) {
				present[j][v>>6] |= 1 << (v & 63)
			}
		}
	})
	return present, err
}

func newLeafGrower(ctx context.Context, t *table, present []valueSet, l leafLimits, shrink float64) *leafGrower {
	n := t.samples()
	return &leafGrower{
		ctx: ctx, limits: l, table: t, present: present, shrink: shrink,
		hessian: math.Ldexp(1, 60-bits.Len(uint(n))), // a hessian is at most a quarter
		at:      make([]int32, n), spill: make([]int32, n),
		samples: make([]cell, n), spilled: make([]cell, n),
	}
}

// grow grows a tree on the residuals and adds its values to the scores.
func (g *leafGrower) grow(residuals, scores []float64) tree {
	g.nodes, g.open = make(tree, 1), g.open[:0]
	g.packing = newPacking(residuals)
	root := openLeaf{at: g.at, samples: g.samples}
	for i, row := range g.table.rows {
		r := residuals[row]
		size := math.Abs(r)
		g.at[i] = int32(i)
		g.samples[i] = cell{g.packing.pack(r), int64(math.RoundToEven(size * (1 - size) * g.hessian))}
		root.total.residuals += g.samples[i].residuals
		root.total.hessians += g.samples[i].hessians
	}
	g.count(&root)
	g.search(&root)
	g.open = append(g.open, root)
	for g.ctx.Err() == nil && (g.limits.leaves == 0 || len(g.open) < g.limits.leaves) {
		best := 0
		for i := range g.open {
			if g.open[i].split.score > g.open[best].split.score {
				best = i
			}
		}
		if g.open[best].split.score <= 0 {
			break
		}
		g.divide(best)
	}
	for _, leaf := range g.open {
		g.close(leaf, scores)
	}
	return g.nodes
}

// close gives a leaf its value, adds that to the scores of its samples, and
// takes its cells back.
func (g *leafGrower) close(l openLeaf, scores []float64) {
	r, h := g.residuals(l.total), g.hessians(l.total)
	value := float32(g.shrink * r / (h + g.limits.l2 + 1e-15))
	g.nodes[l.slot].value = value
	for _, i := range l.at {
		scores[g.table.rows[i]] += float64(value)
	}
	g.release(l.cells)
}

func (g *leafGrower) residuals(c cell) float64 {
	return float64(g.packing.sum(c.residuals)) / g.packing.scale
}

func (g *leafGrower) hessians(c cell) float64 { return float64(c.hessians) / g.hessian }

// divide splits a leaf, whose place the left child takes.
func (g *leafGrower) divide(i int) {
	parent := g.open[i]
	feature := parent.split.feature
	g.nodes[parent.slot] = node{
		child: int32(len(g.nodes)), feature: g.table.features[feature], threshold: parent.split.threshold,
	}
	g.nodes = append(g.nodes, node{}, node{})
	left, right := g.partition(parent)
	last := g.limits.leaves > 0 && len(g.open)+1 >= g.limits.leaves
	if last || !g.splittable(&left) && !g.splittable(&right) {
		g.release(parent.cells)
	} else {
		g.passCells(parent, &left, &right)
		g.search(&left)
		g.search(&right)
	}
	g.open[i] = left
	g.open = append(g.open, right)
}

// partition puts the samples that go left before those that go right, each side
// in its order, and returns the children.
func (g *leafGrower) partition(p openLeaf) (left, right openLeaf) {
	column := g.table.column(p.split.feature)
	lefts, rights := 0, 0
	for i, a := range p.at {
		c := p.samples[i]
		p.at[lefts], p.samples[lefts] = a, c
		g.spill[rights], g.spilled[rights] = a, c
		goes := int((uint32(p.split.threshold) - uint32(column[a])) >> 31) // a branch would be foreseen wrongly
		lefts += 1 - goes
		rights += goes
		right.total.residuals += c.residuals & -packed(goes)
		right.total.hessians += c.hessians & -int64(goes)
	}
	copy(p.at[lefts:], g.spill[:rights])
	copy(p.samples[lefts:], g.spilled[:rights])
	left.total = cell{p.total.residuals - right.total.residuals, p.total.hessians - right.total.hessians}
	left.at, left.samples = p.at[:lefts], p.samples[:lefts]
	right.at, right.samples = p.at[lefts:], p.samples[lefts:]
	left.slot = g.nodes[p.slot].child
	right.slot = left.slot + 1
	left.depth, right.depth = p.depth+1, p.depth+1
	left.split, right.split = noSplit, noSplit
	return left, right
}

// splittable reports whether a leaf may be split at all.
func (g *leafGrower) splittable(l *openLeaf) bool {
	return len(l.at) >= 2*g.limits.minLeaf && g.hessians(l.total) >= minHessian &&
		(g.limits.depth == 0 || l.depth < g.limits.depth)
}

// passCells counts the child with less samples; the other's cells are what is
// left of the parent's.
func (g *leafGrower) passCells(p openLeaf, left, right *openLeaf) {
	small, large := left, right
	if len(small.at) > len(large.at) {
		small, large = right, left
	}
	g.count(small)
	if !g.splittable(large) {
		g.release(p.cells)
		return
	}
	large.cells = p.cells
	for j := range large.cells {
		large.cells[j].subtract(&small.cells[j])
	}
}

// count makes and fills a leaf's cells.
func (g *leafGrower) count(l *openLeaf) {
	l.cells = g.newCells()
	for j := range l.cells {
		l.cells[j].add(&g.other, g.table.column(j), l.at, l.samples)
	}
}

// search finds a leaf's best split, of several with one gain that on the first
// feature. A leaf that may not be split gives its cells back.
func (g *leafGrower) search(l *openLeaf) {
	l.split = noSplit
	if g.splittable(l) {
		for j := range l.cells {
			if s := g.searchFeature(l, j); s.score > l.split.score {
				l.split = s
			}
		}
	}
	if l.split.score <= 0 {
		g.release(l.cells)
		l.cells = nil
	}
}

// searchFeature is the best split of a leaf on a feature. Its gain is that of
// XGBoost without its constant half (Chen, Guestrin, "XGBoost: a scalable tree
// boosting system", 2016, equation 7). The threshold lies midway to the next
// value that occurs in the training set.
func (g *leafGrower) searchFeature(l *openLeaf, j int) split {
	best, value := noSplit, 0
	count := len(l.at)
	r, h := g.residuals(l.total), g.hessians(l.total)
	l2 := g.limits.l2 + 1e-15
	whole := r * r / (h + l2)
	rUnit, hUnit := 1/g.packing.scale, 1/g.hessian
	var left cell
	for v := range l.cells[j] {
		c := &l.cells[j][v]
		if c.residuals == 0 {
			continue // a sum with a sample in it has a count
		}
		left.residuals += c.residuals
		left.hessians += c.hessians
		n := g.packing.count(left.residuals)
		if n < g.limits.minLeaf {
			continue
		}
		if count-n < g.limits.minLeaf {
			break
		}
		rl, hl := float64(g.packing.sum(left.residuals))*rUnit, float64(left.hessians)*hUnit
		rr, hr := r-rl, h-hl
		if gain := rl*rl/(hl+l2) + rr*rr/(hr+l2) - whole; gain > best.score && hl >= minHessian && hr >= minHessian {
			best.score, value = gain, v
		}
	}
	best.feature, best.threshold = j, g.present[j].midway(value)
	return best
}

func (g *leafGrower) newCells() []cells {
	if last := len(g.spare) - 1; last >= 0 {
		c := g.spare[last]
		g.spare = g.spare[:last]
		clear(c)
		return c
	}
	return make([]cells, len(g.table.features))
}

// release takes cells back for another leaf.
func (g *leafGrower) release(c []cells) {
	if c != nil {
		g.spare = append(g.spare, c)
	}
}
