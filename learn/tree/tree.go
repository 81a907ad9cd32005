// Package tree grows decision trees on bytes. There are 256 values a pixel can
// have, so a histogram of a node's samples finds exactly the split that sorting
// them would find, in one pass (CART: Breiman, Friedman, Olshen, Stone,
// "Classification and Regression Trees", 1984).
package tree

import (
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// Tree is a grown tree. Its nodes are in one array, children after their
// parents and next to each other.
type Tree struct {
	nodes   []node
	values  []float32 // leaves x classes: the class shares of each leaf's samples
	classes int
}

type node struct {
	child     int32 // the left child, the right one follows; of a leaf, its row in values
	feature   uint16
	threshold uint8 // a sample goes left when its feature is at most that
	leaf      bool
}

// Leaf is the class shares of the leaf that an image falls into. It aliases the
// tree.
func (t *Tree) Leaf(row []uint8) []float32 {
	n := t.nodes[0]
	for !n.leaf {
		next := n.child
		if row[n.feature] > n.threshold {
			next++
		}
		n = t.nodes[next]
	}
	start := int(n.child) * t.classes
	return t.values[start : start+t.classes]
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

// argmax is the lowest class with the largest share.
func argmax(shares []float32) uint8 {
	best := 0
	for c, v := range shares {
		if v > shares[best] {
			best = c
		}
	}
	return uint8(best)
}

// PutTrees writes trees of one forest into a state: the nodes of all trees one
// after the other, and how many each has.
func PutTrees(s learn.State, trees []*Tree, features, classes int) {
	sizes := make([]int32, len(trees))
	var children, featureOf []int32
	var thresholds []uint8
	var values []float32
	for i, t := range trees {
		sizes[i] = int32(len(t.nodes))
		leaves := int32(len(values) / classes)
		for _, n := range t.nodes {
			feature, child := int32(n.feature), n.child
			if n.leaf {
				feature, child = -1, child+leaves
			}
			featureOf, children, thresholds = append(featureOf, feature), append(children, child), append(thresholds, n.threshold)
		}
		values = append(values, t.values...)
	}
	s["shape"] = []int32{int32(features), int32(classes)}
	s["tree.nodes"], s["node.feature"], s["node.child"] = sizes, featureOf, children
	s["node.threshold"], s["leaf.value"] = thresholds, values
}

// GetTrees reads back what PutTrees wrote. Whatever the state holds, the trees
// it returns can be walked: children come after their parents, and features and
// leaves exist.
func GetTrees(s learn.State) (trees []*Tree, features, classes int, err error) {
	shape, err := learn.Get[[]int32](s, "shape", 2)
	if err != nil {
		return nil, 0, 0, err
	}
	features, classes = int(shape[0]), int(shape[1])
	if features < 1 || features > maxFeatures || classes < 1 || classes > 256 {
		return nil, 0, 0, fmt.Errorf("tree: %d features and %d classes", features, classes)
	}
	flat, err := getNodes(s)
	if err != nil {
		return nil, 0, 0, err
	}
	if len(flat.values)%classes != 0 {
		return nil, 0, 0, fmt.Errorf("tree: %d leaf values for %d classes", len(flat.values), classes)
	}
	for start := 0; len(flat.sizes) > 0; flat.sizes = flat.sizes[1:] {
		size := int(flat.sizes[0])
		if size < 1 || size > len(flat.feature)-start {
			return nil, 0, 0, fmt.Errorf("tree: tree %d of %d nodes, %d are left", len(trees), size, len(flat.feature)-start)
		}
		t, err := flat.tree(start, size, features, classes)
		if err != nil {
			return nil, 0, 0, fmt.Errorf("tree: tree %d: %w", len(trees), err)
		}
		trees = append(trees, t)
		start += size
	}
	if len(trees) == 0 {
		return nil, 0, 0, errors.New("tree: the model holds no tree")
	}
	return trees, features, classes, nil
}

// flatNodes are the arrays of a state.
type flatNodes struct {
	sizes, feature, child []int32
	threshold             []uint8
	values                []float32
}

func getNodes(s learn.State) (f flatNodes, err error) {
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
	f.values, err = learn.Get[[]float32](s, "leaf.value", -1)
	return f, err
}

// tree makes the tree of size nodes from start on. Its leaves stay in the
// values of the whole forest.
func (f flatNodes) tree(start, size, features, classes int) (*Tree, error) {
	t := &Tree{nodes: make([]node, size), values: f.values, classes: classes}
	for i := range t.nodes {
		feature, child := f.feature[start+i], f.child[start+i]
		n := node{child: child, feature: uint16(feature), threshold: f.threshold[start+i], leaf: feature == -1}
		switch {
		case n.leaf && (child < 0 || int(child) >= len(f.values)/classes):
			return nil, fmt.Errorf("node %d is leaf %d of %d", i, child, len(f.values)/classes)
		case !n.leaf && (feature < 0 || int(feature) >= features):
			return nil, fmt.Errorf("node %d splits feature %d of %d", i, feature, features)
		case !n.leaf && (int(child) <= i || int(child)+1 >= size):
			return nil, fmt.Errorf("node %d has child %d of %d nodes", i, child, size)
		}
		t.nodes[i] = n
	}
	return t, nil
}
