package boosting

import (
	"context"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
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

	packing   simd.NewtonPacking
	sweep     simd.Sweep
	nodes     tree
	open      []openLeaf
	residuals []float64 // by image
	at, spill []int32
	samples   []packed
	spilled   []packed
	pool      histogramPool
}

// openLeaf is a leaf with the split that it may get.
type openLeaf struct {
	at         []int32  // its samples in the table
	samples    []packed // of each
	total      packed
	slot       int32
	depth      int
	histograms histograms
	split      split // its score is the gain
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
			p := place{band: j / simd.Lanes, lane: j % simd.Lanes}
			for _, cell := range t.band(p.band) {
				v := p.of(cell)
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
		pool: histogramPool{bands: len(t.bands)},
	}
}

// grow grows a tree on the residuals and adds its values to the scores.
func (g *leafGrower) grow(residuals, scores []float64) tree {
	g.nodes, g.open, g.residuals = make(tree, 1), g.open[:0], residuals
	g.packing = newNewtonPacking(residuals)
	root := openLeaf{at: g.at, samples: g.samples}
	for i, row := range g.table.rows {
		g.at[i], g.samples[i] = int32(i), packNewton(g.packing, residuals[row])
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
	g.pool.give(l.histograms)
}

// divide splits a leaf, whose place the left child takes.
func (g *leafGrower) divide(i int) {
	parent := g.open[i]
	g.nodes[parent.slot] = node{
		child: int32(len(g.nodes)), feature: g.table.feature(parent.split.place), threshold: parent.split.threshold,
	}
	g.nodes = append(g.nodes, node{}, node{})
	left, right := g.partition(parent)
	last := g.limits.leaves > 0 && len(g.open)+1 >= g.limits.leaves
	if last || !g.splittable(&left) && !g.splittable(&right) {
		g.pool.give(parent.histograms)
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
	band := g.table.band(p.split.place.band)
	lefts, rights := 0, 0
	for i, a := range p.at {
		c := p.samples[i]
		p.at[lefts], p.samples[lefts] = a, c
		g.spill[rights], g.spilled[rights] = a, c
		goes := int((uint32(p.split.threshold) - uint32(p.split.place.of(band[a]))) >> 31) // a branch would be foreseen wrongly
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
	return len(l.at) >= 2*g.limits.minLeaf && g.packing.Hessians(int64(l.total)) >= minHessian &&
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
		g.pool.give(p.histograms)
		return
	}
	large.histograms = p.histograms
	large.histograms.subtract(small.histograms)
}

// count makes and fills a leaf's histograms.
func (g *leafGrower) count(l *openLeaf) {
	l.histograms = g.pool.take()
	l.histograms.count(g.table, l.at, l.samples)
}

// search finds a leaf's best split, of several with one gain that on the first
// feature. A leaf that may not be split gives its histograms back.
//
// The gain is that of XGBoost without its constant half (Chen, Guestrin,
// "XGBoost: a scalable tree boosting system", 2016, equation 7). The threshold
// lies midway to the next value that occurs in the training set.
func (g *leafGrower) search(l *openLeaf) {
	l.split = noSplit
	if g.splittable(l) {
		l2 := g.limits.l2 + tiny
		r := g.packing.Residuals(int64(l.total))
		whole := r * r / (g.packing.Hessians(int64(l.total)) + l2)
		g.sweep = simd.NewNewtonSweep(int64(l.total), g.packing, g.limits.minLeaf, minHessian, l2)
		for band := range l.histograms {
			h := &l.histograms[band]
			splits := g.sweep.Splits(h)
			for lane, score := range splits.Score {
				if score-whole > max(l.split.score, 0) {
					below, _ := h.Around(lane, int(splits.Above[lane]))
					l.split = split{score: score - whole, place: place{band, lane}}
					l.split.threshold = g.present[band*simd.Lanes+lane].midway(below)
				}
			}
		}
	}
	if l.split.score <= 0 {
		g.pool.give(l.histograms)
		l.histograms = nil
	}
}
