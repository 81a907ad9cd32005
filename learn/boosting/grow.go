package boosting

import (
	"context"
	"math/bits"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/simd"
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

	at, atSpill   []int32
	packed, spill []packed
	order         []int32 // in which a node's bands are searched
	histograms    histogramPool
	tables        []*table // of samples that have been copied to lie together
	depth         int      // how many of them are in use
}

func newGrower(ctx context.Context, t *table, l limits, shrink float64) *grower {
	n := t.samples()
	return &grower{
		ctx: ctx, limits: l, table: t, shrink: shrink,
		searcher: searcher{minLeaf: l.minLeaf},
		at:       make([]int32, n), atSpill: make([]int32, n),
		packed: make([]packed, n), spill: make([]packed, n),
		order: make([]int32, len(t.bands)), histograms: histogramPool{bands: len(t.bands)},
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
	histograms histograms // nil: not counted
}

// grow grows a tree on the residuals and adds its values to the scores. The
// draws follow from the seed and the tree's number.
func (g *grower) grow(residuals, scores []float64, seed, number uint64) tree {
	g.residuals, g.scores, g.nodes = residuals, scores, make(tree, 1)
	g.draw.Seed(seed, number)
	g.packing = newPacking(residuals)
	root := branch{table: g.table, at: g.at, residuals: g.packed}
	for i, row := range g.table.rows {
		g.at[i], g.packed[i] = int32(i), g.packing.pack(residuals[row])
		root.total += g.packed[i]
	}
	if len(g.at) >= histogramSamples {
		root.histograms = g.histograms.take()
		root.histograms.count(root.table, root.at, root.residuals)
	}
	g.branch(root)
	return g.nodes
}

const (
	// From so many samples on, a node's histograms are kept, and one child's
	// are the difference of its parent's and its sibling's.
	histogramSamples = 1024
	// When a node has less than one in so many samples of its table, they are
	// copied to lie together.
	sparseness = 4
)

// branch grows a node and all below it.
func (g *grower) branch(b branch) {
	if g.ctx.Err() != nil {
		g.histograms.give(b.histograms)
		return
	}
	if g.final(b) {
		g.histograms.give(b.histograms)
		g.leaf(b)
		return
	}
	if len(b.at)*sparseness <= b.table.samples() {
		b.table = g.copyTable(b)
		defer func() { g.depth-- }()
		for i := range b.at {
			b.at[i] = int32(i)
		}
	}
	best := g.search(b)
	if best.score < 0 {
		g.histograms.give(b.histograms)
		g.leaf(b)
		return
	}
	g.nodes[b.slot] = node{
		child: int32(len(g.nodes)), feature: b.table.feature(best.place), threshold: best.threshold,
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

// search is the best split of a node. It tries the bands in random order, each
// from a random feature on, and keeps the first of several with one score: where
// many features separate a node's few samples, later trees shall not choose as
// this one does. A perfect split ends it.
func (g *grower) search(b branch) split {
	g.enter(b.total)
	best, perfect, order := noSplit, g.perfect(b), g.order[:len(b.table.bands)]
	for i := range order {
		order[i] = int32(i)
	}
	for tried := range order {
		skip, rest := bits.Mul64(g.draw.Uint64(), uint64(len(order)-tried))
		other := tried + int(skip)
		order[tried], order[other] = order[other], order[tried]
		if s := g.searchBand(b, int(order[tried]), rest); s.score > best.score {
			best = s
			if best.score >= perfect {
				break
			}
		}
	}
	return best
}

// searchBand is the best split of a node on a band. The draw, of 64 bits, says
// with which of its features it begins.
func (g *grower) searchBand(b branch, band int, draw uint64) (s split) {
	lanes := b.table.laneCount(band)
	first, _ := bits.Mul64(draw, uint64(lanes))
	switch {
	case b.histograms != nil:
		s = g.searchHistogram(&b.histograms[b.table.bands[band]], int(first))
	case len(b.at) > fewSamples:
		simd.CountBand(&g.scratch, b.table.band(band), b.at, b.residuals)
		s = g.searchHistogram(&g.scratch, int(first))
		clear(g.scratch[:])
	default:
		s = noSplit
		for i := range lanes {
			lane := (int(first) + i) % lanes
			if f := g.searchFew(b.table.band(band), lane, b.at, b.residuals); f.score > s.score {
				s = f
			}
		}
	}
	s.place.band = band
	return s
}

// fewSamples is the size up to which noting the values that occur is cheaper
// than looking at all 256.
const fewSamples = 48

// partition puts the samples that go left before those that go right, each side
// in its order, and returns the children.
func (g *grower) partition(b branch, s split) (left, right branch) {
	band := b.table.band(s.place.band)
	lefts, rights := 0, 0
	left, right = branch{table: b.table, depth: b.depth + 1}, branch{table: b.table, depth: b.depth + 1}
	for i, a := range b.at {
		r := b.residuals[i]
		b.at[lefts], b.residuals[lefts] = a, r
		g.atSpill[rights], g.spill[rights] = a, r
		goes := int((uint32(s.threshold) - uint32(s.place.of(band[a]))) >> 31) // a branch would be foreseen wrongly
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
		g.histograms.give(b.histograms)
		return
	}
	small.histograms, large.histograms = g.histograms.take(), b.histograms
	small.histograms.count(small.table, small.at, small.residuals)
	large.histograms.subtract(small.histograms)
}
