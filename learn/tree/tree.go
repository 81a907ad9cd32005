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
func (t *Tree) Add(row []uint8, sum []float32) {
	leaf := t.find(row)
	lo, hi := int(leaf.child), int(leaf.child)+int(leaf.feature)
	number := t.number[lo:hi]
	for i, c := range t.class[lo:hi] {
		sum[c] += number[i]
	}
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

// PutTrees writes trees into a state, one after the other.
func PutTrees(s learn.State, trees []*Tree) {
	var flat flatTrees
	for _, t := range trees {
		flat.append(t)
	}
	s["tree.nodes"], s["node.feature"], s["node.child"] = flat.sizes, flat.feature, flat.child
	s["node.threshold"], s["leaf.class"], s["leaf.number"] = flat.threshold, flat.class, flat.number
}

// GetTrees reads back what PutTrees wrote. Whatever the state holds, the trees
// it returns can be walked with images of that many features: children come
// after their parents, and what a node names exists.
func GetTrees(s learn.State, features, classes int) ([]*Tree, error) {
	flat, err := getFlat(s)
	if err != nil {
		return nil, err
	}
	for i, c := range flat.class {
		if int(c) >= classes {
			return nil, fmt.Errorf("tree: number %d is of class %d of %d", i, c, classes)
		}
	}
	trees := make([]*Tree, 0, len(flat.sizes))
	start := 0
	for i, size := range flat.sizes {
		if size < 1 || int(size) > len(flat.feature)-start {
			return nil, fmt.Errorf("tree: tree %d of %d nodes, %d are left", i, size, len(flat.feature)-start)
		}
		t, err := flat.tree(start, int(size), features)
		if err != nil {
			return nil, fmt.Errorf("tree: tree %d: %w", i, err)
		}
		trees = append(trees, t)
		start += int(size)
	}
	if len(trees) == 0 {
		return nil, errors.New("tree: the model holds no tree")
	}
	return trees, nil
}

// flatTrees are the arrays of a state: the nodes of all trees one after the
// other and how many each has. The feature of a leaf is less the number of its
// classes, its child the first of them.
type flatTrees struct {
	sizes, feature, child []int32
	threshold             []uint8
	class                 []uint8
	number                []float32
}

func (f *flatTrees) append(t *Tree) {
	f.sizes = append(f.sizes, int32(len(t.nodes)))
	for _, n := range t.nodes {
		feature, child := int32(n.feature), n.child
		if n.leaf {
			feature, child = -feature, child+int32(len(f.number))
		}
		f.feature, f.child = append(f.feature, feature), append(f.child, child)
		f.threshold = append(f.threshold, n.threshold)
	}
	f.class, f.number = append(f.class, t.class...), append(f.number, t.number...)
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

// tree makes the tree of size nodes from start on. Its leaves stay in the
// arrays of all trees.
func (f *flatTrees) tree(start, size, features int) (*Tree, error) {
	t := &Tree{nodes: make([]node, size), class: f.class, number: f.number}
	for i := range t.nodes {
		feature, child := int(f.feature[start+i]), int(f.child[start+i])
		switch {
		case feature < 0 && (-feature > 256 || child < 0 || child > len(f.number)+feature):
			return nil, fmt.Errorf("node %d is a leaf of numbers %d to %d of %d", i, child, child-feature-1, len(f.number))
		case feature >= features:
			return nil, fmt.Errorf("node %d splits feature %d of %d", i, feature, features)
		case feature >= 0 && (child <= i || child+1 >= size):
			return nil, fmt.Errorf("node %d has child %d of %d nodes", i, child, size)
		}
		t.nodes[i] = node{child: int32(child), feature: uint16(max(feature, -feature)),
			threshold: f.threshold[start+i], leaf: feature < 0}
	}
	return t, nil
}
