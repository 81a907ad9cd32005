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

	tree              *Tree
	features, classes int
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

// Fit grows the tree. Preprocessing does not change it: a threshold moves with
// its feature's scale.
func (c *Classifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	data, err := NewData(ctx, train)
	if err != nil {
		return err
	}
	t, err := NewGrower(data, c.Params, train.Len()).GrowParallel(ctx, seed)
	if err != nil {
		return err
	}
	c.tree, c.features, c.classes = t, train.Features, train.Classes
	return nil
}

// Predict labels the images.
func (c *Classifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, c.features); err != nil {
		return err
	}
	return parallel.Workers(ctx, images.Len(), 1024, func() func(lo, hi int) {
		shares := make([]float32, c.classes)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				clear(shares)
				c.tree.Add(images.Row(i), shares)
				labels[i] = uint8(learn.Argmax(shares))
			}
		}
	})
}

// PredictProba writes the shares that the classes have of each image's leaf.
func (c *Classifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	columns, err := learn.CheckPredictProba(images, p, c.features, c.classes)
	if err != nil {
		return err
	}
	clear(p)
	return parallel.For(ctx, images.Len(), 1024, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			c.tree.Add(images.Row(i), p[i*columns:][:columns])
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
	PutShape(s, c.features, c.classes)
	Join(c.tree).Put(s)
	return s, nil
}

// Restore sets the tree.
func (c *Classifier) Restore(s learn.State) error {
	features, classes, err := GetShape(s)
	if err != nil {
		return err
	}
	forest, err := GetForest(s, features, classes)
	if err != nil {
		return err
	}
	if n := forest.Len(); n != 1 {
		return fmt.Errorf("tree: %d trees, want one", n)
	}
	t := forest.Tree(0)
	c.tree, c.features, c.classes = &t, features, classes
	return nil
}
