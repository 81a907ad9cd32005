package boosting

import (
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// tree is a regression tree on bytes.
type tree []node

// node splits by a pixel, or is a leaf with a value.
type node struct {
	child     int32   // the left child, the right one follows; 0: a leaf
	feature   uint16  // the pixel that is compared
	threshold uint8   // an image goes left when its pixel is at most that
	value     float32 // of a leaf: what is added to the class's score
}

// value is that of the leaf which an image falls into.
func (t tree) value(row []uint8) float32 {
	n := &t[0]
	for n.child != 0 {
		next := n.child
		if row[n.feature] > n.threshold {
			next++
		}
		n = &t[next]
	}
	return n.value
}

// putTrees writes trees into a state, one after the other.
func putTrees(s learn.State, trees []tree) {
	var sizes, child, feature []int32
	var threshold []uint8
	var value []float32
	for _, t := range trees {
		sizes = append(sizes, int32(len(t)))
		for _, n := range t {
			child, feature = append(child, n.child), append(feature, int32(n.feature))
			threshold, value = append(threshold, n.threshold), append(value, n.value)
		}
	}
	s["tree.nodes"], s["node.child"], s["node.feature"] = sizes, child, feature
	s["node.threshold"], s["node.value"] = threshold, value
}

// getTrees reads back what putTrees wrote. Whatever the state holds, the trees
// it returns can be walked with images of that many features.
func getTrees(s learn.State, features int) ([]tree, error) {
	sizes, err := learn.Get[[]int32](s, "tree.nodes", -1)
	if err != nil {
		return nil, err
	}
	nodes, err := getNodes(s, features)
	if err != nil {
		return nil, err
	}
	trees := make([]tree, 0, len(sizes))
	for i, size := range sizes {
		if size < 1 || int(size) > len(nodes) {
			return nil, fmt.Errorf("boosting: tree %d of %d nodes, %d are left", i, size, len(nodes))
		}
		t := tree(nodes[:size:size])
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("boosting: tree %d: %w", i, err)
		}
		trees, nodes = append(trees, t), nodes[size:]
	}
	if len(nodes) > 0 {
		return nil, fmt.Errorf("boosting: %d nodes beyond the last tree", len(nodes))
	}
	return trees, nil
}

func getNodes(s learn.State, features int) ([]node, error) {
	child, err := learn.Get[[]int32](s, "node.child", -1)
	if err != nil {
		return nil, err
	}
	feature, err := learn.Get[[]int32](s, "node.feature", len(child))
	if err != nil {
		return nil, err
	}
	threshold, err := learn.Get[[]uint8](s, "node.threshold", len(child))
	if err != nil {
		return nil, err
	}
	value, err := learn.Get[[]float32](s, "node.value", len(child))
	if err != nil {
		return nil, err
	}
	nodes := make([]node, len(child))
	for i := range nodes {
		if feature[i] < 0 || int(feature[i]) >= features {
			return nil, fmt.Errorf("boosting: node %d splits feature %d of %d", i, feature[i], features)
		}
		nodes[i] = node{child: child[i], feature: uint16(feature[i]), threshold: threshold[i], value: value[i]}
	}
	return nodes, nil
}

// check returns an error unless children come after their parents and exist,
// so that every walk ends.
func (t tree) check() error {
	for i, n := range t {
		if n.child != 0 && (int(n.child) <= i || int(n.child) >= len(t)-1) {
			return fmt.Errorf("node %d has child %d of %d nodes", i, n.child, len(t))
		}
	}
	return nil
}

// checkShape returns an error unless trees, classes and starting scores belong
// together: scores in turn, one tree a stage and score.
func checkShape(trees []tree, classes []uint8, prior []float64) error {
	switch {
	case len(classes) < 2:
		return errors.New("boosting: a model of less than two classes")
	case len(prior) != scores(len(classes)):
		return fmt.Errorf("boosting: %d starting scores for %d classes", len(prior), len(classes))
	case len(trees)%len(prior) != 0:
		return fmt.Errorf("boosting: %d trees for %d scores", len(trees), len(prior))
	}
	return nil
}
