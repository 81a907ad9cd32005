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

// forest is trees one after the other: many small ones take no more room than
// in a file.
type forest struct {
	nodes []node
	ends  []int32 // where each tree's nodes end
}

func (f *forest) add(trees []tree) {
	for _, t := range trees {
		f.nodes = append(f.nodes, t...)
		f.ends = append(f.ends, int32(len(f.nodes)))
	}
}

func (f *forest) len() int { return len(f.ends) }

func (f *forest) tree(i int) tree {
	start := int32(0)
	if i > 0 {
		start = f.ends[i-1]
	}
	return f.nodes[start:f.ends[i]]
}

// put writes the trees into a state.
func (f *forest) put(s learn.State) {
	var sizes, child, feature []int32
	var threshold []uint8
	var value []float32
	for i := range f.len() {
		sizes = append(sizes, int32(len(f.tree(i))))
	}
	for _, n := range f.nodes {
		child, feature = append(child, n.child), append(feature, int32(n.feature))
		threshold, value = append(threshold, n.threshold), append(value, n.value)
	}
	s["tree.nodes"], s["node.child"], s["node.feature"] = sizes, child, feature
	s["node.threshold"], s["node.value"] = threshold, value
}

// getForest reads back what put wrote. Whatever the state holds, the trees it
// returns can be walked with images of that many features.
func getForest(s learn.State, features int) (f forest, err error) {
	sizes, err := learn.Get[[]int32](s, "tree.nodes", -1)
	if err != nil {
		return f, err
	}
	if f.nodes, err = getNodes(s, features); err != nil {
		return f, err
	}
	f.ends = make([]int32, len(sizes))
	end := 0
	for i, size := range sizes {
		if size < 1 || int(size) > len(f.nodes)-end {
			return f, fmt.Errorf("boosting: tree %d of %d nodes, %d are left", i, size, len(f.nodes)-end)
		}
		end += int(size)
		f.ends[i] = int32(end)
		if err := f.tree(i).check(); err != nil {
			return f, fmt.Errorf("boosting: tree %d: %w", i, err)
		}
	}
	if left := len(f.nodes) - end; left > 0 {
		return f, fmt.Errorf("boosting: %d nodes beyond the last tree", left)
	}
	return f, nil
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
func checkShape(trees int, classes []uint8, prior []float64) error {
	switch {
	case len(classes) < 2:
		return errors.New("boosting: a model of less than two classes")
	case len(prior) != scores(len(classes)):
		return fmt.Errorf("boosting: %d starting scores for %d classes", len(prior), len(classes))
	case trees%len(prior) != 0:
		return fmt.Errorf("boosting: %d trees for %d scores", trees, len(prior))
	}
	return nil
}
