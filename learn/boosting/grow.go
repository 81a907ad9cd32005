package boosting

import (
	"context"
	"math/bits"
	"math/rand/v2"
)

// limits end the growth of a branch.
type limits struct {
	depth    int // 0: none
	minSplit int // fewer samples make a leaf
	minLeaf  int // a split leaves as many on each side
}

// grower grows regression trees depth first. It is the scratch space of one
// goroutine.
type grower struct {
	ctx    context.Context
	limits limits
	table  *table // of all samples
	shrink float64

	searcher
	residuals []float64 // by image
	scores    []float64 // by image; what the leaves say is added
	nodes     tree
	draw      rand.PCG

	at, atSpill     []int32
	packed, spill   []packed
	counter         counter
	spareHistograms [][]histogram
	tables          []*table // of samples that have been copied to lie together
	depth           int      // how many of them are in use
}

func newGrower(ctx context.Context, t *table, l limits, shrink float64) *grower {
	n := t.samples()
	own := *t // but for its columns, which are read only
	own.order = nil
	return &grower{
		ctx: ctx, limits: l, table: &own, shrink: shrink,
		searcher: searcher{minLeaf: l.minLeaf},
		at:       make([]int32, n), atSpill: make([]int32, n),
		packed: make([]packed, n), spill: make([]packed, n),
	}
}

// branch is a node to grow with all below it.
type branch struct {
	table      *table
	at         []int32  // its samples in the table
	residuals  []packed // of each
	total      packed
	slot       int32
	depth      int
	histograms []histogram // of all features of the table; nil: not counted
}

// grow grows a tree on the residuals and adds its values to the scores. The
// draws follow from the seed and the tree's number.
func (g *grower) grow(residuals, scores []float64, seed, number uint64) tree {
	g.residuals, g.scores, g.nodes = residuals, scores, make(tree, 1)
	g.draw.Seed(seed, number)
	g.table.resetOrder()
	g.packing = newPacking(residuals)
	root := branch{table: g.table, at: g.at, residuals: g.packed}
	for i, row := range g.table.rows {
		g.at[i], g.packed[i] = int32(i), g.packing.pack(residuals[row])
		root.total += g.packed[i]
	}
	if len(g.at) >= histogramSamples {
		root.histograms = g.newHistograms()
		g.count(root)
	}
	g.branch(root)
	return g.nodes
}

const (
	// From so many samples on, a node's histograms are kept, and one child's
	// are the difference of its parent's and its sibling's.
	histogramSamples = 4096
	// When a node has less than one in so many samples of its table, they are
	// copied to lie together.
	sparseness = 4
)

// branch grows a node and all below it.
func (g *grower) branch(b branch) {
	if g.ctx.Err() != nil {
		g.release(b.histograms)
		return
	}
	if g.final(b) {
		g.release(b.histograms)
		g.leaf(b)
		return
	}
	if b.histograms == nil && len(b.at)*sparseness <= b.table.samples() {
		b.table = g.copyTable(b)
		defer func() { g.depth-- }()
		for i := range b.at {
			b.at[i] = int32(i)
		}
	}
	best := g.search(b)
	if best.score < 0 {
		g.release(b.histograms)
		g.leaf(b)
		return
	}
	g.nodes[b.slot] = node{
		child: int32(len(g.nodes)), feature: b.table.features[best.feature], threshold: best.threshold,
	}
	g.nodes = append(g.nodes, node{}, node{})
	left, right := g.partition(b, best)
	g.passHistograms(b, &left, &right)
	g.branch(left)
	g.branch(right)
}

// final reports whether a node is not to be split.
func (g *grower) final(b branch) bool {
	return g.limits.depth > 0 && b.depth >= g.limits.depth ||
		len(b.at) < max(g.limits.minSplit, 2*g.limits.minLeaf) || g.pure(b)
}

// pure reports whether the variance of a node's residuals is no more than the
// rounding of float64, as in scikit-learn.
func (g *grower) pure(b branch) bool {
	const epsilon = 0x1p-52
	mean := float64(g.packing.sum(b.total)) / float64(len(b.at))
	limit := epsilon * float64(len(b.at)) * g.packing.scale * g.packing.scale
	squares := 0.0
	for _, r := range b.residuals {
		d := float64(g.packing.sum(r)) - mean
		if squares += d * d; squares > limit {
			return false
		}
	}
	return true
}

// perfect is the score of a split into sides without variance, up to rounding.
func (g *grower) perfect(b branch) float64 {
	mean := float64(g.packing.sum(b.total)) / float64(len(b.at))
	squares := 0.0
	for _, r := range b.residuals {
		d := float64(g.packing.sum(r)) - mean
		squares += d * d
	}
	return squares * float64(len(b.at)) * (1 - 1e-12)
}

// leaf makes a node a leaf, and adds its value to the scores of its samples.
func (g *grower) leaf(b branch) {
	value := g.leafValue(b)
	g.nodes[b.slot] = node{value: value}
	for _, i := range b.at {
		g.scores[b.table.rows[i]] += float64(value)
	}
}

// leafValue is the Newton step of the deviance from the leaf's scores
// (Friedman 2001, equation 32), shrunk.
func (g *grower) leafValue(b branch) float32 {
	numerator, denominator := 0.0, 0.0
	for _, i := range b.at {
		r := g.residuals[b.table.rows[i]]
		numerator += r
		denominator += hessian(r)
	}
	if denominator < 1e-150 {
		return 0
	}
	return float32(g.shrink * numerator / denominator)
}

// copyTable copies a node's samples to lie together.
func (g *grower) copyTable(b branch) *table {
	if g.depth == len(g.tables) {
		g.tables = append(g.tables, &table{})
	}
	t := g.tables[g.depth]
	g.depth++
	t.take(b.table, b.at)
	return t
}

// search is the best split of a node. It tries the features in random order and
// keeps the first of several with one score: where many features separate a
// node's few samples, later trees shall not choose as this one does. A perfect
// split ends it.
func (g *grower) search(b branch) split {
	g.enter(b.total)
	best, perfect, order := noSplit, g.perfect(b), b.table.order
	for tried := range order {
		skip, _ := bits.Mul64(g.draw.Uint64(), uint64(len(order)-tried))
		other := tried + int(skip)
		order[tried], order[other] = order[other], order[tried]
		if s := g.searchFeature(b, int(order[tried])); s.score > best.score {
			best = s
			if best.score >= perfect {
				break
			}
		}
	}
	return best
}

// searchFeature is the best split of a node on a feature.
func (g *grower) searchFeature(b branch, j int) (s split) {
	switch {
	case b.histograms != nil:
		s = g.searchHistogram(&b.histograms[j])
	case len(b.at) > fewSamples:
		g.counter.count(&g.scratch, b.table.column(j), b.at, b.residuals, b.total)
		s = g.searchHistogram(&g.scratch)
		clear(g.scratch[:])
	default:
		s = g.searchFew(b.table.column(j), b.at, b.residuals)
	}
	s.feature = j
	return s
}

// fewSamples is the size up to which noting the values that occur is cheaper
// than looking at all 256.
const fewSamples = 512

// partition puts the samples that go left before those that go right, each side
// in its order, and returns the children.
func (g *grower) partition(b branch, s split) (left, right branch) {
	column := b.table.column(s.feature)
	lefts, rights := 0, 0
	left, right = branch{table: b.table, depth: b.depth + 1}, branch{table: b.table, depth: b.depth + 1}
	for i, a := range b.at {
		r := b.residuals[i]
		b.at[lefts], b.residuals[lefts] = a, r
		g.atSpill[rights], g.spill[rights] = a, r
		goes := int((uint32(s.threshold) - uint32(column[a])) >> 31) // a branch would be foreseen wrongly
		lefts += 1 - goes
		rights += goes
		right.total += r & -packed(goes)
	}
	left.total = b.total - right.total
	copy(b.at[lefts:], g.atSpill[:rights])
	copy(b.residuals[lefts:], g.spill[:rights])
	left.at, left.residuals = b.at[:lefts], b.residuals[:lefts]
	right.at, right.residuals = b.at[lefts:], b.residuals[lefts:]
	left.slot = g.nodes[b.slot].child
	right.slot = left.slot + 1
	return left, right
}

// passHistograms gives the children histograms where they are worth keeping:
// those of the one with less samples are counted, and what is left of the
// parent's when they are taken away is the other's.
func (g *grower) passHistograms(b branch, left, right *branch) {
	small, large := left, right
	if len(small.at) > len(large.at) {
		small, large = right, left
	}
	if b.histograms == nil || len(large.at) < histogramSamples || g.final(*large) {
		g.release(b.histograms)
		return
	}
	small.histograms, large.histograms = g.newHistograms(), b.histograms
	g.count(*small)
	for j := range large.histograms {
		large.histograms[j].subtract(&small.histograms[j])
	}
}

// count fills a node's histograms, which are zero.
func (g *grower) count(b branch) {
	for j := range b.histograms {
		g.counter.count(&b.histograms[j], b.table.column(j), b.at, b.residuals, b.total)
	}
}

func (g *grower) newHistograms() []histogram {
	if last := len(g.spareHistograms) - 1; last >= 0 {
		h := g.spareHistograms[last]
		g.spareHistograms = g.spareHistograms[:last]
		clear(h)
		return h
	}
	return make([]histogram, len(g.table.features))
}

// release takes histograms back for another node.
func (g *grower) release(h []histogram) {
	if h != nil {
		g.spareHistograms = append(g.spareHistograms, h)
	}
}
