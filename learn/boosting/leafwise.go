package boosting

import (
	"context"

	"github.com/fmnist/fmnist/internal/parallel"
)

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

// tiny keeps divisors above zero, as in scikit-learn.
const tiny = 1e-15

// leafGrower grows regression trees best leaf first. It is the scratch space of
// one goroutine.
type leafGrower struct {
	ctx     context.Context
	limits  leafLimits
	table   *table
	present []valueSet // by feature: the values that occur
	shrink  float64

	packing   gradientPacking
	nodes     tree
	open      []openLeaf
	residuals []float64 // by image
	at, spill []int32
	samples   []packed
	spilled   []packed
	counter   counter
	spare     [][]histogram
}

// openLeaf is a leaf with the split that it may get.
type openLeaf struct {
	at         []int32  // its samples in the table
	samples    []packed // of each
	total      packed
	slot       int32
	depth      int
	histograms []histogram // of all features
	split      split       // its score is the gain
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
		at: make([]int32, n), spill: make([]int32, n),
		samples: make([]packed, n), spilled: make([]packed, n),
	}
}

// grow grows a tree on the residuals and adds its values to the scores.
func (g *leafGrower) grow(residuals, scores []float64) tree {
	g.nodes, g.open, g.residuals = make(tree, 1), g.open[:0], residuals
	g.packing = newGradientPacking(residuals)
	root := openLeaf{at: g.at, samples: g.samples}
	for i, row := range g.table.rows {
		g.at[i], g.samples[i] = int32(i), g.packing.pack(residuals[row])
		root.total += g.samples[i]
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

// close gives a leaf its value, the Newton step from the scores; adds that to
// the scores of its samples; and takes its histograms back.
func (g *leafGrower) close(l openLeaf, scores []float64) {
	r, h := 0.0, g.limits.l2+tiny
	for _, i := range l.at {
		residual := g.residuals[g.table.rows[i]]
		r += residual
		h += hessian(residual)
	}
	value := float32(g.shrink * r / h)
	g.nodes[l.slot].value = value
	for _, i := range l.at {
		scores[g.table.rows[i]] += float64(value)
	}
	g.release(l.histograms)
}

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
		g.release(parent.histograms)
	} else {
		g.passHistograms(parent, &left, &right)
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
		right.total += c & -packed(goes)
	}
	copy(p.at[lefts:], g.spill[:rights])
	copy(p.samples[lefts:], g.spilled[:rights])
	left.total = p.total - right.total
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
	return len(l.at) >= 2*g.limits.minLeaf && g.packing.hessians(l.total) >= minHessian &&
		(g.limits.depth == 0 || l.depth < g.limits.depth)
}

// passHistograms counts the child with less samples; the other's histograms are
// what is left of the parent's.
func (g *leafGrower) passHistograms(p openLeaf, left, right *openLeaf) {
	small, large := left, right
	if len(small.at) > len(large.at) {
		small, large = right, left
	}
	g.count(small)
	if !g.splittable(large) {
		g.release(p.histograms)
		return
	}
	large.histograms = p.histograms
	for j := range large.histograms {
		large.histograms[j].subtract(&small.histograms[j])
	}
}

// count makes and fills a leaf's histograms.
func (g *leafGrower) count(l *openLeaf) {
	l.histograms = g.newHistograms()
	for j := range l.histograms {
		g.counter.count(&l.histograms[j], g.table.column(j), l.at, l.samples, l.total)
	}
}

// search finds a leaf's best split, of several with one gain that on the first
// feature. A leaf that may not be split gives its histograms back.
func (g *leafGrower) search(l *openLeaf) {
	l.split = noSplit
	if g.splittable(l) {
		for j := range l.histograms {
			if s := g.searchFeature(l, j); s.score > l.split.score {
				l.split = s
			}
		}
	}
	if l.split.score <= 0 {
		g.release(l.histograms)
		l.histograms = nil
	}
}

// searchFeature is the best split of a leaf on a feature. Its gain is that of
// XGBoost without its constant half (Chen, Guestrin, "XGBoost: a scalable tree
// boosting system", 2016, equation 7). The threshold lies midway to the next
// value that occurs in the training set.
func (g *leafGrower) searchFeature(l *openLeaf, j int) split {
	best, value := noSplit, 0
	count := len(l.at)
	r, h := g.packing.residuals(l.total), g.packing.hessians(l.total)
	l2 := g.limits.l2 + tiny
	whole := r * r / (h + l2)
	var left packed
	for v, x := range l.histograms[j] {
		if x == 0 {
			continue // a sum with a sample in it has a count
		}
		left += x
		n := g.packing.count(left)
		if n < g.limits.minLeaf {
			continue
		}
		if count-n < g.limits.minLeaf {
			break
		}
		rl, hl := g.packing.residuals(left), g.packing.hessians(left)
		rr, hr := r-rl, h-hl
		if gain := rl*rl/(hl+l2) + rr*rr/(hr+l2) - whole; gain > best.score && hl >= minHessian && hr >= minHessian {
			best.score, value = gain, v
		}
	}
	best.feature, best.threshold = j, g.present[j].midway(value)
	return best
}

func (g *leafGrower) newHistograms() []histogram {
	if last := len(g.spare) - 1; last >= 0 {
		h := g.spare[last]
		g.spare = g.spare[:last]
		clear(h)
		return h
	}
	return make([]histogram, len(g.table.features))
}

// release takes histograms back for another leaf.
func (g *leafGrower) release(h []histogram) {
	if h != nil {
		g.spare = append(g.spare, h)
	}
}
