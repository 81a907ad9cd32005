package tree

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// Classifier is a single decision tree, which labels an image with the class
// that most of its leaf's training samples have, the lowest on a tie. As
// DecisionTreeClassifier it tries all features at a node, as
// ExtraTreeClassifier a random few with one random threshold each.
type Classifier struct {
	Params

	tree     *Tree
	features int
}

// NewDecisionTreeClassifier returns the classifier with scikit-learn's defaults.
func NewDecisionTreeClassifier() *Classifier {
	return &Classifier{Params: DefaultParams()}
}

// NewExtraTreeClassifier returns the classifier with scikit-learn's defaults.
func NewExtraTreeClassifier() *Classifier {
	c := NewDecisionTreeClassifier()
	c.Splitter, c.MaxFeatures = Random, SqrtFeatures
	return c
}

// DefaultParams are scikit-learn's of a DecisionTreeClassifier.
func DefaultParams() Params {
	return Params{Criterion: Gini, Splitter: Best, MinSamplesSplit: 2, MinSamplesLeaf: 1}
}

// CheckFeatures returns an error for images that trees cannot be grown on.
func CheckFeatures(set learn.Set) error {
	if err := set.Check(); err != nil {
		return err
	}
	if set.Features > maxFeatures {
		return fmt.Errorf("tree: images of %d features, at most %d", set.Features, maxFeatures)
	}
	return nil
}

// Fit grows the tree. Preprocessing does not change it: a threshold moves with
// its feature's scale.
func (c *Classifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	if err := CheckFeatures(train); err != nil {
		return err
	}
	data, err := NewData(ctx, train)
	if err != nil {
		return err
	}
	t, err := NewGrower(data, c.Params, train.Len()).GrowParallel(ctx, nil, seed)
	if err != nil {
		return err
	}
	c.tree, c.features = t, train.Features
	return nil
}

// Predict labels the images.
func (c *Classifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, c.features); err != nil {
		return err
	}
	return parallel.For(ctx, images.Len(), 1024, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			labels[i] = argmax(c.tree.Leaf(images.Row(i)))
		}
	})
}

// Tree is the grown tree, nil before Fit.
func (c *Classifier) Tree() *Tree { return c.tree }

// State returns the tree.
func (c *Classifier) State() (learn.State, error) {
	if c.tree == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{}
	PutTrees(s, []*Tree{c.tree}, c.features, c.tree.classes)
	return s, nil
}

// Restore sets the tree.
func (c *Classifier) Restore(s learn.State) error {
	trees, features, _, err := GetTrees(s)
	if err != nil {
		return err
	}
	if len(trees) != 1 {
		return fmt.Errorf("tree: %d trees, want one", len(trees))
	}
	c.tree, c.features = trees[0], features
	return nil
}
