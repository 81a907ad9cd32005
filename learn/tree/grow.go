package tree

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
)

// Params are what all trees have in common, under scikit-learn's names.
type Params struct {
	Criterion       Criterion   `json:"criterion"`         // gini, entropy or log_loss
	Splitter        Splitter    `json:"splitter"`          // best or random
	MaxDepth        int         `json:"max_depth"`         // 0 (null): until the leaves are pure
	MinSamplesSplit int         `json:"min_samples_split"` // fewer samples make a leaf
	MinSamplesLeaf  int         `json:"min_samples_leaf"`  // a split leaves as many on each side
	MaxFeatures     MaxFeatures `json:"max_features"`      // features tried at a node
}

// MaxFeatures is "sqrt", "log2", or "" (null) for all features.
type MaxFeatures string

// Features that a node tries.
const (
	AllFeatures  MaxFeatures = ""
	SqrtFeatures MaxFeatures = "sqrt"
	Log2Features MaxFeatures = "log2"
)

// UnmarshalJSON takes null as all features, whatever the default was.
func (m *MaxFeatures) UnmarshalJSON(text []byte) error {
	*m = AllFeatures
	return json.Unmarshal(text, (*string)(m))
}

// count is how many of d features are tried.
func (m MaxFeatures) count(d int) int {
	switch m {
	case SqrtFeatures:
		return max(1, int(math.Sqrt(float64(d))))
	case Log2Features:
		return max(1, int(math.Log2(float64(d))))
	}
	return d
}

// Validate reports parameters out of their range.
func (p Params) Validate() error {
	switch {
	case p.Criterion != Gini && p.Criterion != Entropy && p.Criterion != LogLoss:
		return fmt.Errorf("tree: criterion %q, want gini, entropy or log_loss", p.Criterion)
	case p.Splitter != Best && p.Splitter != Random:
		return fmt.Errorf("tree: splitter %q, want best or random", p.Splitter)
	case p.MaxDepth < 0:
		return fmt.Errorf("tree: max_depth %d, want 1 or more, or null", p.MaxDepth)
	case p.MinSamplesSplit < 2:
		return fmt.Errorf("tree: min_samples_split %d, want 2 or more", p.MinSamplesSplit)
	case p.MinSamplesLeaf < 1:
		return fmt.Errorf("tree: min_samples_leaf %d, want 1 or more", p.MinSamplesLeaf)
	case p.MaxFeatures != AllFeatures && p.MaxFeatures != SqrtFeatures && p.MaxFeatures != Log2Features:
		return fmt.Errorf("tree: max_features %q, want sqrt, log2 or null", p.MaxFeatures)
	}
	return nil
}

// compactSizes are the sizes of nodes that are copied, with all below them,
// into a matrix of their own, so that what a node reads lies close together: in
// the third-level cache, then in the second.
var compactSizes = [...]int{8192, 512}

// Grower grows trees on one data set; the trees of a forest share it. It is
// safe for use by several goroutines.
type Grower struct {
	data     *Data
	params   Params
	features int // tried at a node
	impurity impurity
}

// NewGrower prepares to grow trees of checked parameters on the data, each on
// samples of the given weight in all, at most.
func NewGrower(data *Data, p Params, weight int) *Grower {
	return &Grower{
		data:     data,
		params:   p,
		features: p.MaxFeatures.count(data.features),
		impurity: newImpurity(p.Criterion, weight),
	}
}

// Grow grows a tree in the calling goroutine. weights are the samples' (nil:
// one each); those of weight 0 are left out. It returns nil when ctx is done.
func (g *Grower) Grow(ctx context.Context, weights []uint16, seed uint64) *Tree {
	b := g.newBuilder(ctx, g.data.columns)
	index, samples := g.samples(weights)
	b.grow(task{index: index, samples: samples, seed: seed})
	if ctx.Err() != nil {
		return nil
	}
	return &Tree{nodes: b.nodes, values: b.values, classes: g.data.classes}
}

// GrowParallel is Grow on all cores: the features of big nodes are searched in
// parallel, then the subtrees below them are grown in parallel. The tree is the
// same.
func (g *Grower) GrowParallel(ctx context.Context, weights []uint16, seed uint64) (*Tree, error) {
	top := g.newBuilder(ctx, g.data.columns)
	top.parallel = true
	index, samples := g.samples(weights)
	top.grow(task{index: index, samples: samples, seed: seed})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	parts := make([]*builder, len(top.deferred))
	err := parallel.Workers(ctx, len(parts), 1, func() func(lo, hi int) {
		var buffers [len(compactSizes)][]uint8
		return func(i, _ int) {
			parts[i] = g.newBuilder(ctx, g.data.columns)
			parts[i].buffers = buffers
			parts[i].grow(top.deferred[i])
			buffers = parts[i].buffers
		}
	})
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		top.graft(top.deferred[i].slot, part)
	}
	return &Tree{nodes: top.nodes, values: top.values, classes: g.data.classes}, nil
}

// samples are the data's samples of positive weight.
func (g *Grower) samples(weights []uint16) ([]int32, []sample) {
	index, samples := make([]int32, 0, g.data.samples), make([]sample, 0, g.data.samples)
	for i, y := range g.data.labels {
		weight := 1
		if weights != nil {
			weight = int(weights[i])
		}
		if weight > 0 {
			index, samples = append(index, int32(i)), append(samples, newSample(y, weight))
		}
	}
	return index, samples
}

// task is a node to grow, with all below it. Its seed, and so all that is drawn
// for it, follows from its place in the tree alone.
type task struct {
	index   []int32 // rows of the builder's matrix
	samples []sample
	slot    int32 // of the node
	depth   int
	seed    uint64
}

// builder grows one tree, or a subtree, depth first.
type builder struct {
	*Grower
	ctx     context.Context
	matrix  matrix
	finder  *finder
	weights []int32 // of the node, by class
	nodes   []node
	values  []float32
	order   []int32 // scratch of drawFeatures
	spill   []int32 // scratch of partition
	spillS  []sample
	pcg     rand.PCG
	draw    *rand.Rand // on pcg
	stack   []task

	level   int                        // how many of compactSizes the matrix has gone through
	origin  []int32                    // of each row of a compact matrix, in the data
	origins [len(compactSizes)][]int32 // scratch of the compact matrices
	buffers [len(compactSizes)][]uint8

	// Of GrowParallel's top only:
	parallel bool   // search on all cores
	deferred []task // subtrees for others to grow
}

func (g *Grower) newBuilder(ctx context.Context, m matrix) *builder {
	b := &builder{
		Grower:  g,
		ctx:     ctx,
		matrix:  m,
		finder:  newFinder(g.params, g.data.classes, g.impurity),
		weights: make([]int32, g.data.classes),
		nodes:   make([]node, 1),
		order:   make([]int32, g.data.features),
	}
	for i := range b.order {
		b.order[i] = int32(i)
	}
	b.draw = rand.New(&b.pcg)
	return b
}

// grow grows the task's node, which becomes the builder's root, and all below
// it.
func (b *builder) grow(root task) {
	root.slot = 0
	b.stack = append(b.stack[:0], root)
	b.growPending(0)
}

// growPending grows the tasks on the stack from the given height up.
func (b *builder) growPending(height int) {
	for len(b.stack) > height && b.ctx.Err() == nil {
		t := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		small := b.level < len(compactSizes) && len(t.index) <= compactSizes[b.level]
		switch {
		case small && b.parallel:
			b.deferred = append(b.deferred, t)
		case small:
			b.growCompact(t)
		default:
			b.split(t)
		}
	}
}

// growCompact grows the subtree of a task on a compact copy of its samples.
func (b *builder) growCompact(t task) {
	whole, origin, level := b.matrix, b.origin, b.level
	local := append(b.origins[level][:0], t.index...)
	if origin != nil {
		for i, row := range t.index {
			local[i] = origin[row]
		}
	}
	if b.buffers[level] == nil {
		b.buffers[level] = make([]uint8, compactSizes[level]*b.data.features)
	}
	b.matrix = b.data.compact(local, b.buffers[level])
	for i := range t.index {
		t.index[i] = int32(i)
	}
	b.origins[level], b.origin, b.level = local, local, level+1
	b.stack = append(b.stack, t)
	b.growPending(len(b.stack) - 1)
	b.matrix, b.origin, b.level = whole, origin, level
}

// split makes the task's node a leaf, or splits it and leaves its children on
// the stack.
func (b *builder) split(t task) {
	classes := b.weigh(t.samples)
	p := b.params
	if classes <= 1 || p.MaxDepth > 0 && t.depth >= p.MaxDepth || len(t.index) < p.MinSamplesSplit || len(t.index) < 2*p.MinSamplesLeaf {
		b.leaf(t)
		return
	}
	best := b.search(t)
	if !best.valid() {
		b.leaf(t)
		return
	}
	left := b.partition(t, best)
	child := int32(len(b.nodes))
	b.nodes = append(b.nodes, node{}, node{})
	b.nodes[t.slot] = node{child: child, feature: uint16(best.feature), threshold: best.threshold}
	b.stack = append(b.stack,
		task{t.index[left:], t.samples[left:], child + 1, t.depth + 1, mix(t.seed, 1)},
		task{t.index[:left], t.samples[:left], child, t.depth + 1, mix(t.seed, 0)})
}

// weigh sums the samples' weights by class and returns how many classes there
// are.
func (b *builder) weigh(samples []sample) (classes int) {
	clear(b.weights)
	for _, s := range samples {
		b.weights[s.class()] += s.weight()
	}
	for _, w := range b.weights {
		if w > 0 {
			classes++
		}
	}
	return classes
}

// leaf makes the task's node, which has just been weighed, a leaf.
func (b *builder) leaf(t task) {
	b.nodes[t.slot] = node{leaf: true, child: int32(len(b.values) / b.data.classes)}
	sum := 0.0
	for _, w := range b.weights {
		sum += float64(w)
	}
	for _, w := range b.weights {
		b.values = append(b.values, float32(float64(w)/sum))
	}
}

// featureStream sets the draws of features apart from the thresholds'.
const featureStream = 0x6665617475726573

// search is the best split over the features tried. As in scikit-learn, features
// that are constant in the node count as tried, but the search goes on until
// one is found that is not.
func (b *builder) search(t task) candidate {
	if b.features == b.data.features && b.parallel {
		return b.searchParallel(t)
	}
	b.finder.enter(t.samples, b.weights)
	if b.features == b.data.features {
		return b.searchAll(b.finder, t, 0, b.features)
	}
	b.pcg.Seed(t.seed, featureStream)
	best := noSplit
	tried := 0
	for ; tried < len(b.order) && (tried < b.features || !best.valid()); tried++ {
		other := tried + b.draw.IntN(len(b.order)-tried)
		b.order[tried], b.order[other] = b.order[other], b.order[tried]
		c := b.finder.search(b.matrix, t.index, int(b.order[tried]), t.seed)
		if c.better(best) {
			best = c
		}
	}
	b.restoreOrder(tried)
	return best
}

// restoreOrder undoes the first so many swaps of search: what is drawn at a
// node must not depend on the nodes before.
func (b *builder) restoreOrder(tried int) {
	for i, j := range b.order[:tried] {
		b.order[i] = int32(i)
		if int(j) >= tried {
			b.order[j] = j
		}
	}
}

// searchAll is the best split over features lo to hi-1.
func (b *builder) searchAll(f *finder, t task, lo, hi int) candidate {
	best := noSplit
	for j := lo; j < hi; j++ {
		if c := f.search(b.matrix, t.index, j, t.seed); c.better(best) {
			best = c
		}
	}
	return best
}

// featureChunk is how many features a goroutine takes at a time.
const featureChunk = 16

func (b *builder) searchParallel(t task) candidate {
	found := make([]candidate, (b.features+featureChunk-1)/featureChunk)
	// An error means that ctx is done: the candidate will not be used.
	_ = parallel.Workers(b.ctx, b.features, featureChunk, func() func(lo, hi int) {
		f := newFinder(b.params, b.data.classes, b.impurity)
		f.enter(t.samples, b.weights)
		return func(lo, hi int) { found[lo/featureChunk] = b.searchAll(f, t, lo, hi) }
	})
	best := noSplit
	for _, c := range found {
		if c.better(best) {
			best = c
		}
	}
	return best
}

// partition puts the samples that go left before those that go right, each side
// in its order, and returns how many go left.
func (b *builder) partition(t task, c candidate) int {
	column := b.matrix.data[c.feature*b.matrix.column:]
	b.spill, b.spillS = b.spill[:0], b.spillS[:0]
	left := 0
	for i, row := range t.index {
		if column[int(row)*b.matrix.row] <= c.threshold {
			t.index[left], t.samples[left] = row, t.samples[i]
			left++
		} else {
			b.spill, b.spillS = append(b.spill, row), append(b.spillS, t.samples[i])
		}
	}
	copy(t.index[left:], b.spill)
	copy(t.samples[left:], b.spillS)
	return left
}

// graft puts a grown subtree at a slot.
func (b *builder) graft(slot int32, part *builder) {
	nodes, leaves := int32(len(b.nodes))-1, int32(len(b.values)/b.data.classes) // the part's root moves to the slot
	for i, n := range part.nodes {
		if n.leaf {
			n.child += leaves
		} else {
			n.child += nodes
		}
		if i == 0 {
			b.nodes[slot] = n
		} else {
			b.nodes = append(b.nodes, n)
		}
	}
	b.values = append(b.values, part.values...)
}
