// Package tree grows decision trees on bytes. There are 256 values a pixel can
// have, so counting a node's samples by value finds exactly the split that
// sorting them would find, in one pass (CART: Breiman, Friedman, Olshen, Stone,
// "Classification and Regression Trees", 1984).
package tree

import (
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// Tree is a grown tree. A leaf gives numbers to some classes: of a
// classification tree the shares that they have of its samples, of a boosting
// tree the score that one class gains.
type Tree struct {
	nodes  []node    // children after their parents and next to each other
	class  []uint8   // of the leaves' numbers, leaf after leaf
	number []float32 // beside class
}

type node struct {
	child     int32  // the left child, the right one follows; of a leaf, its first number
	feature   uint16 // that is compared; of a leaf, how many numbers it has
	threshold uint8  // a sample goes left when its feature is at most that
	leaf      bool
}

// find is the leaf that an image falls into.
func (t *Tree) find(row []uint8) node {
	n := t.nodes[0]
	for !n.leaf {
		next := n.child
		if row[n.feature] > n.threshold {
			next++
		}
		n = t.nodes[next]
	}
	return n
}

// Add adds what the leaf of an image gives to each class to sum[class].
func (t *Tree) Add(row []uint8, sum []float32) { t.addLeaf(t.find(row), sum) }

func (t *Tree) addLeaf(leaf node, sum []float32) {
	lo, hi := int(leaf.child), int(leaf.child)+int(leaf.feature)
	number := t.number[lo:hi]
	for i, c := range t.class[lo:hi] {
		sum[c] += number[i]
	}
}

// abreast is how many images walk a tree together: while one waits for its
// node or its pixel, the others go on.
const abreast = 8

// AddAll adds what the leaves of images from to from+len(sums)/classes-1 give
// to each class to sums, image by image.
func (t *Tree) AddAll(images learn.Images, from int, sums []float32, classes int) {
	n := len(sums) / classes
	whole := n - n%abreast
	for i := 0; i < whole; i += abreast {
		for j, leaf := range t.findAbreast(images, from+i) {
			t.addLeaf(leaf, sums[(i+j)*classes:(i+j+1)*classes])
		}
	}
	for i := whole; i < n; i++ {
		t.Add(images.Row(from+i), sums[i*classes:(i+1)*classes])
	}
}

// findAbreast is find of as many images from one on.
func (t *Tree) findAbreast(images learn.Images, from int) (found [abreast]node) {
	pixels, stride := images.Pixels[from*images.Features:][:abreast*images.Features], images.Features
	for i := range found {
		found[i] = t.nodes[0]
	}
	for walking := true; walking; {
		walking = false
		for i := range found {
			n := found[i]
			if n.leaf {
				continue
			}
			value := pixels[i*stride+int(n.feature)]
			right := (uint32(n.threshold) - uint32(value)) >> 31 // a branch would be foreseen wrongly
			found[i] = t.nodes[n.child+int32(right)]
			walking = true
		}
	}
	return found
}

// Nodes is the number of nodes, leaves included.
func (t *Tree) Nodes() int { return len(t.nodes) }

// Depth is the number of splits on the longest path to a leaf.
func (t *Tree) Depth() int {
	depth, deepest := make([]int, len(t.nodes)), 0
	for i, n := range t.nodes {
		deepest = max(deepest, depth[i])
		if !n.leaf {
			depth[n.child], depth[n.child+1] = depth[i]+1, depth[i]+1
		}
	}
	return deepest
}

// PutShape writes what images a model is for into a state.
func PutShape(s learn.State, features, classes int) {
	s["shape"] = []int32{int32(features), int32(classes)}
}

// GetShape reads back what PutShape wrote.
func GetShape(s learn.State) (features, classes int, err error) {
	shape, err := learn.Get[[]int32](s, "shape", 2)
	if err != nil {
		return 0, 0, err
	}
	features, classes = int(shape[0]), int(shape[1])
	if features < 1 || features > maxFeatures || classes < 1 || classes > 256 {
		return 0, 0, fmt.Errorf("tree: a model of %d features and %d classes", features, classes)
	}
	return features, classes, nil
}

// Forest is trees in few arrays, as a state has them: a file of many small
// trees takes no more room in memory than on disk.
type Forest struct {
	all  Tree    // the nodes of all trees one after the other, and the leaves' numbers
	ends []int32 // where each tree's nodes end
}

// Join is the trees as a forest.
func Join(trees ...*Tree) *Forest {
	f := &Forest{ends: make([]int32, 0, len(trees))}
	all := &f.all
	for _, t := range trees {
		for _, n := range t.nodes {
			if n.leaf {
				n.child += int32(len(all.number))
			}
			all.nodes = append(all.nodes, n)
		}
		all.class, all.number = append(all.class, t.class...), append(all.number, t.number...)
		f.ends = append(f.ends, int32(len(all.nodes)))
	}
	return f
}

// Len is the number of trees.
func (f *Forest) Len() int { return len(f.ends) }

// Tree is tree i, in the forest's arrays.
func (f *Forest) Tree(i int) Tree {
	t, start := f.all, int32(0)
	if i > 0 {
		start = f.ends[i-1]
	}
	t.nodes = t.nodes[start:f.ends[i]]
	return t
}

// Put writes the trees into a state: the nodes of all one after the other and
// how many each tree has. The feature of a leaf is less the number of its
// classes, its child the first of them.
func (f *Forest) Put(s learn.State) {
	sizes, start := make([]int32, len(f.ends)), int32(0)
	for i, end := range f.ends {
		sizes[i], start = end-start, end
	}
	nodes := f.all.nodes
	feature, child, threshold := make([]int32, len(nodes)), make([]int32, len(nodes)), make([]uint8, len(nodes))
	for i, n := range nodes {
		feature[i], child[i], threshold[i] = int32(n.feature), n.child, n.threshold
		if n.leaf {
			feature[i] = -feature[i]
		}
	}
	s["tree.nodes"], s["node.feature"], s["node.child"] = sizes, feature, child
	s["node.threshold"], s["leaf.class"], s["leaf.number"] = threshold, f.all.class, f.all.number
}

// GetForest reads back what Put wrote. Whatever the state holds, the trees can
// be walked with images of that many features: children come after their
// parents, and what a node names exists.
func GetForest(s learn.State, features, classes int) (*Forest, error) {
	flat, err := getFlat(s)
	if err != nil {
		return nil, err
	}
	for i, c := range flat.class {
		if int(c) >= classes {
			return nil, fmt.Errorf("tree: number %d is of class %d of %d", i, c, classes)
		}
	}
	if len(flat.sizes) == 0 {
		return nil, errors.New("tree: the model holds no tree")
	}
	f := &Forest{
		ends: make([]int32, len(flat.sizes)),
		all:  Tree{nodes: make([]node, len(flat.feature)), class: flat.class, number: flat.number},
	}
	start := 0
	for i, size := range flat.sizes {
		if size < 1 || int(size) > len(flat.feature)-start {
			return nil, fmt.Errorf("tree: tree %d of %d nodes, %d are left", i, size, len(flat.feature)-start)
		}
		if err := flat.fill(f.all.nodes[start:][:size], start, features); err != nil {
			return nil, fmt.Errorf("tree: tree %d: %w", i, err)
		}
		start += int(size)
		f.ends[i] = int32(start)
	}
	return f, nil
}

// flatTrees are the arrays of a state, see Forest.Put.
type flatTrees struct {
	sizes, feature, child []int32
	threshold             []uint8
	class                 []uint8
	number                []float32
}

func getFlat(s learn.State) (f flatTrees, err error) {
	if f.sizes, err = learn.Get[[]int32](s, "tree.nodes", -1); err != nil {
		return f, err
	}
	if f.feature, err = learn.Get[[]int32](s, "node.feature", -1); err != nil {
		return f, err
	}
	if f.child, err = learn.Get[[]int32](s, "node.child", len(f.feature)); err != nil {
		return f, err
	}
	if f.threshold, err = learn.Get[[]uint8](s, "node.threshold", len(f.feature)); err != nil {
		return f, err
	}
	if f.class, err = learn.Get[[]uint8](s, "leaf.class", -1); err != nil {
		return f, err
	}
	f.number, err = learn.Get[[]float32](s, "leaf.number", len(f.class))
	return f, err
}

// fill sets the nodes of a tree from those of the state from start on.
func (f *flatTrees) fill(nodes []node, start, features int) error {
	for i := range nodes {
		feature, child := int(f.feature[start+i]), int(f.child[start+i])
		switch {
		case feature < 0 && (-feature > 256 || child < 0 || child > len(f.number)+feature):
			return fmt.Errorf("node %d is a leaf of numbers %d to %d of %d", i, child, child-feature-1, len(f.number))
		case feature >= features:
			return fmt.Errorf("node %d splits feature %d of %d", i, feature, features)
		case feature >= 0 && (child <= i || child+1 >= len(nodes)):
			return fmt.Errorf("node %d has child %d of %d nodes", i, child, len(nodes))
		}
		nodes[i] = node{child: int32(child), feature: uint16(max(feature, -feature)),
			threshold: f.threshold[start+i], leaf: feature < 0}
	}
	return nil
}
