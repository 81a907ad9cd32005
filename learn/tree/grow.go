package tree

import (
	"context"
	"math/bits"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// Grower grows classification trees on one data set; the trees of a forest
// share it. It is safe for use by several goroutines.
type Grower struct {
	data     *Data
	params   Params
	features int // tried at a node
	impurity impurity
}

// NewGrower prepares to grow trees of valid parameters on the data, each on
// samples of at most the given weight in all.
func NewGrower(data *Data, p Params, weight int) *Grower {
	return &Grower{
		data:     data,
		params:   p,
		features: p.MaxFeatures.count(data.features),
		impurity: newImpurity(p.Criterion, weight),
	}
}

// Grow grows a tree in the calling goroutine. weights are the samples', in the
// data's order (nil: one each); those of weight 0 are left out. It returns nil
// when ctx is done.
func (g *Grower) Grow(ctx context.Context, weights []uint8, seed uint64) *Tree {
	b := g.newBuilder(ctx, weights != nil)
	b.grow(g.root(weights, seed))
	if ctx.Err() != nil {
		return nil
	}
	return b.tree()
}

// GrowParallel is Grow on all cores, without weights: the features of big nodes
// are searched in parallel, then the subtrees below them are grown in parallel.
// The tree is the same.
func (g *Grower) GrowParallel(ctx context.Context, seed uint64) (*Tree, error) {
	top := g.newBuilder(ctx, false)
	top.parallel = true
	top.grow(g.root(nil, seed))
	parts := make([]*builder, len(top.deferred))
	err := parallel.Workers(ctx, len(parts), 1, func() func(lo, hi int) {
		var b *builder
		return func(i, _ int) {
			b = g.newBuilder(ctx, false)
			parts[i] = b
			b.grow(top.deferred[i])
		}
	})
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		top.graft(top.deferred[i].slot, part)
	}
	return top.tree(), nil
}

// root is the node of all samples of positive weight.
func (g *Grower) root(weights []uint8, seed uint64) task {
	t := task{seed: seed, samples: make([]entry, 0, g.data.samples), counts: make([]int32, g.data.classes)}
	for c := range t.counts {
		for i := int(g.data.starts[c]); i < int(g.data.starts[c+1]); i++ {
			weight := uint8(1)
			if weights != nil {
				weight = weights[i]
			}
			if weight > 0 {
				t.samples = append(t.samples, newEntry(i, weight))
				t.counts[c]++
			}
		}
	}
	return t
}

// task is a node to grow, with all below it. Its seed, and so all that is drawn
// for it, follows from its place in the tree alone.
type task struct {
	samples []entry // ordered by class
	counts  []int32 // how many of each class
	slot    int32   // of the node
	depth   int
	seed    uint64
}

// builder grows one tree, or a subtree, depth first.
type builder struct {
	*Grower
	ctx    context.Context
	finder *finder
	nodes  []node
	class  []uint8
	number []float32
	stack  []task
	spill  []entry // scratch of partition
	order  []int32 // scratch of searchSome
	byRow  bool    // samples are numbers of images, not of rows in columns

	// Of GrowParallel's top only:
	parallel bool
	deferred []task // subtrees for others to grow
}

func (g *Grower) newBuilder(ctx context.Context, weighted bool) *builder {
	b := &builder{
		Grower: g,
		ctx:    ctx,
		finder: newFinder(g.params, g.data.classes, g.impurity, weighted),
		nodes:  make([]node, 1),
		order:  make([]int32, g.data.features),
	}
	for i := range b.order {
		b.order[i] = int32(i)
	}
	return b
}

func (b *builder) tree() *Tree { return &Tree{nodes: b.nodes, class: b.class, number: b.number} }

// rowSamples is the size of a node from which down features are read from the
// images, not from the columns: in the images what is read of one sample is
// near, in the columns what is read of one feature.
const rowSamples = 1024

// grow grows the task's node, which becomes the builder's root, and all below
// it.
func (b *builder) grow(root task) {
	root.slot = 0
	b.stack = append(b.stack, root)
	b.growPending(0)
}

// growPending grows the tasks on the stack from the given height up.
func (b *builder) growPending(height int) {
	for len(b.stack) > height && b.ctx.Err() == nil {
		t := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		small := !b.byRow && len(t.samples) <= rowSamples
		switch {
		case small && b.parallel:
			b.deferred = append(b.deferred, t)
		case small:
			b.growByRow(t)
		default:
			b.split(t)
		}
	}
}

// growByRow grows a subtree on the images.
func (b *builder) growByRow(t task) {
	for i, e := range t.samples {
		t.samples[i] = newEntry(int(b.data.order[e.row()]), uint8(e.weight()))
	}
	b.byRow = true
	b.stack = append(b.stack, t)
	b.growPending(len(b.stack) - 1)
	b.byRow = false
}

// column is where finder finds a feature.
func (b *builder) column(feature int) (column []uint8, stride int) {
	if b.byRow {
		return b.data.pixels[feature:], b.data.features
	}
	return b.data.column(feature), 1
}

// split makes the task's node a leaf, or splits it and leaves its children on
// the stack.
func (b *builder) split(t task) {
	b.finder.enter(t.samples, t.counts, t.seed)
	p := b.params
	if p.MaxDepth > 0 && t.depth >= p.MaxDepth || len(t.samples) < max(p.MinSamplesSplit, 2*p.MinSamplesLeaf) || b.finder.pure() {
		b.leaf(t)
		return
	}
	b.finder.choose()
	best := b.search(t)
	if !best.valid() {
		b.leaf(t)
		return
	}
	left, right := b.partition(t, best)
	left.slot = int32(len(b.nodes))
	right.slot = left.slot + 1
	b.nodes = append(b.nodes, node{}, node{})
	b.nodes[t.slot] = node{child: left.slot, feature: uint16(best.feature), threshold: best.threshold}
	b.stack = append(b.stack, right, left)
}

// leaf gives the node the classes' shares of its weight.
func (b *builder) leaf(t task) {
	present := b.finder.present
	b.nodes[t.slot] = node{leaf: true, child: int32(len(b.class)), feature: uint16(len(present))}
	for _, p := range present {
		b.class = append(b.class, p.class)
		b.number = append(b.number, float32(float64(p.total)/float64(b.finder.none.weightLeft)))
	}
}

// Streams of numbers drawn for a node; those of features come first.
const (
	drawFeatures = maxFeatures + iota
	drawChildren
)

// search tries random features, of splits with one score the first. As in
// scikit-learn, features that are constant in the node count as tried, but the
// search goes on until one is found that is not. A perfect split ends it.
func (b *builder) search(t task) candidate {
	if b.parallel && b.features == b.data.features {
		return b.searchParallel(t)
	}
	var draw rand.PCG
	draw.Seed(t.seed, drawFeatures)
	best, perfect := noSplit, b.finder.perfect()
	tried, next, together := 0, 1, b.finder.together()
	for ; tried < len(b.order) && (tried < b.features || !best.valid()) && best.score < perfect; tried += next {
		next = max(1, min(b.features-tried, together))
		for i := range next {
			b.shuffle(&draw, tried+i)
		}
		if c := b.searchGroup(b.finder, b.order[tried:tried+next]); c.score > best.score {
			best = c
		}
	}
	b.restoreOrder(tried)
	return best
}

// shuffle draws the feature that is tried next.
func (b *builder) shuffle(draw *rand.PCG, tried int) {
	skip, _ := bits.Mul64(draw.Uint64(), uint64(len(b.order)-tried))
	other := tried + int(skip)
	b.order[tried], b.order[other] = b.order[other], b.order[tried]
}

// restoreOrder undoes the first so many swaps of shuffle: what is drawn at a
// node must not depend on the nodes before.
func (b *builder) restoreOrder(tried int) {
	for i, j := range b.order[:tried] {
		b.order[i] = int32(i)
		if int(j) >= tried {
			b.order[j] = j
		}
	}
}

// searchGroup is the first of the best splits on so many features as finder
// takes together.
func (b *builder) searchGroup(f *finder, features []int32) candidate {
	columns, stride := f.columns[:len(features)], 0
	for i, feature := range features {
		columns[i], stride = b.column(int(feature))
	}
	return f.search(columns, stride, features)
}

// searchParallel is search of all features on all cores.
func (b *builder) searchParallel(t task) candidate {
	var draw rand.PCG
	draw.Seed(t.seed, drawFeatures)
	for i := range b.order {
		b.shuffle(&draw, i)
	}
	const chunk = simd.RowLanes
	found := make([]candidate, (b.features+chunk-1)/chunk)
	// An error means that ctx is done: the candidate will not be used.
	_ = parallel.Workers(b.ctx, b.features, chunk, func() func(lo, hi int) {
		f := newFinder(b.params, b.data.classes, b.impurity, false)
		f.enter(t.samples, t.counts, t.seed)
		f.choose()
		return func(lo, hi int) {
			best, next := noSplit, 0
			for i := lo; i < hi; i += next {
				next = min(hi-i, f.together())
				if c := b.searchGroup(f, b.order[i:i+next]); c.score > best.score {
					best = c
				}
			}
			found[lo/chunk] = best
		}
	})
	b.restoreOrder(len(b.order))
	best := noSplit
	for _, c := range found {
		if c.score > best.score {
			best = c
		}
	}
	return best
}

// partition puts the samples that go left before those that go right, each side
// in its order, and returns the children.
func (b *builder) partition(t task, c candidate) (left, right task) {
	counts := make([]int32, 2*len(t.counts))
	left, right = task{counts: counts[:len(t.counts)]}, task{counts: counts[len(t.counts):]}
	if cap(b.spill) < len(t.samples) {
		b.spill = make([]entry, len(t.samples))
	}
	column, stride := b.column(c.feature)
	spill := b.spill[:len(t.samples)]
	lefts, rights, start := 0, 0, 0
	for class, count := range t.counts {
		before := lefts
		for _, e := range t.samples[start : start+int(count)] {
			t.samples[lefts], spill[rights] = e, e
			goes := int((uint32(c.threshold) - uint32(column[e.row()*stride])) >> 31) // a branch would be foreseen wrongly
			lefts += 1 - goes
			rights += goes
		}
		left.counts[class] = int32(lefts - before)
		right.counts[class] = count - left.counts[class]
		start += int(count)
	}
	copy(t.samples[lefts:], spill[:rights])
	left.samples, right.samples = t.samples[:lefts], t.samples[lefts:]
	var draw rand.PCG
	draw.Seed(t.seed, drawChildren)
	left.seed, right.seed = draw.Uint64(), draw.Uint64()
	left.depth, right.depth = t.depth+1, t.depth+1
	return left, right
}

// graft puts a grown subtree at a slot.
func (b *builder) graft(slot int32, part *builder) {
	nodes, numbers := int32(len(b.nodes))-1, int32(len(b.number)) // the part's root moves to the slot
	for i, n := range part.nodes {
		if n.leaf {
			n.child += numbers
		} else {
			n.child += nodes
		}
		if i == 0 {
			b.nodes[slot] = n
		} else {
			b.nodes = append(b.nodes, n)
		}
	}
	b.class, b.number = append(b.class, part.class...), append(b.number, part.number...)
}
