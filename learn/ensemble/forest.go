// Package ensemble holds the classifiers that are many trees.
package ensemble

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/tree"
)

// ForestClassifier grows trees that differ by their random draws and labels an
// image with the class of the largest mean share over their leaves, the lowest
// on a tie. As RandomForestClassifier each tree sees a bootstrap sample and the
// best splits of a few random features (Breiman, "Random forests", 2001), as
// ExtraTreesClassifier all samples and random thresholds (Geurts, Ernst,
// Wehenkel, "Extremely randomized trees", 2006).
type ForestClassifier struct {
	tree.Params

	NEstimators int  `json:"n_estimators"` // trees
	Bootstrap   bool `json:"bootstrap"`    // each tree on as many samples, drawn with replacement

	trees             *tree.Forest
	features, classes int
}

// NewRandomForestClassifier returns the classifier with scikit-learn's defaults.
func NewRandomForestClassifier() *ForestClassifier {
	f := &ForestClassifier{Params: tree.DefaultParams(), NEstimators: 100, Bootstrap: true}
	f.MaxFeatures = tree.SqrtFeatures
	return f
}

// NewExtraTreesClassifier returns the classifier with scikit-learn's defaults.
func NewExtraTreesClassifier() *ForestClassifier {
	f := NewRandomForestClassifier()
	f.Splitter, f.Bootstrap = tree.Random, false
	return f
}

// Validate reports parameters out of their range.
func (f *ForestClassifier) Validate() error {
	if f.NEstimators < 1 {
		return fmt.Errorf("ensemble: n_estimators %d, want 1 or more", f.NEstimators)
	}
	return f.Params.Validate()
}

// Fit grows the trees, each in one goroutine.
func (f *ForestClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	data, err := tree.NewData(ctx, train)
	if err != nil {
		return err
	}
	grower := tree.NewGrower(data, f.Params, train.Len())
	trees := make([]*tree.Tree, f.NEstimators)
	err = parallel.For(ctx, len(trees), 1, func(i, _ int) {
		draw := rand.New(rand.NewPCG(seed, uint64(i)))
		var weights []uint8
		if f.Bootstrap {
			weights = bootstrap(draw, train.Len())
		}
		trees[i] = grower.Grow(ctx, weights, draw.Uint64())
	})
	if err != nil {
		return err
	}
	f.trees, f.features, f.classes = tree.Join(trees...), train.Features, train.Classes
	return nil
}

// bootstrap is how often each of n samples is drawn in n draws. That one is
// drawn 256 times does not happen.
func bootstrap(draw *rand.Rand, n int) []uint8 {
	weights := make([]uint8, n)
	for range n {
		weights[draw.IntN(n)]++
	}
	return weights
}

// predictBlock is how many images go through all trees together: enough for a
// tree to stay in cache while they pass, few enough for the images to.
const predictBlock = 256

// Predict labels the images.
func (f *ForestClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, f.features); err != nil {
		return err
	}
	return f.eachBlock(ctx, images, func(lo int, shares []float32) {
		for i := range len(shares) / f.classes {
			labels[lo+i] = uint8(learn.Argmax(shares[i*f.classes : (i+1)*f.classes]))
		}
	})
}

// PredictProba writes the mean class shares of each image.
func (f *ForestClassifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	columns, err := learn.CheckPredictProba(images, p, f.features, f.classes)
	if err != nil {
		return err
	}
	clear(p)
	return f.eachBlock(ctx, images, func(lo int, shares []float32) {
		for i, v := range shares {
			p[(lo+i/f.classes)*columns+i%f.classes] = v / float32(f.trees.Len())
		}
	})
}

// eachBlock calls use with the class shares, summed over the trees, of the
// images from lo on.
func (f *ForestClassifier) eachBlock(ctx context.Context, images learn.Images, use func(lo int, shares []float32)) error {
	return parallel.Workers(ctx, images.Len(), predictBlock, func() func(lo, hi int) {
		buffer := make([]float32, predictBlock*f.classes)
		return func(lo, hi int) {
			shares := buffer[:(hi-lo)*f.classes]
			clear(shares)
			for k := range f.trees.Len() {
				t := f.trees.Tree(k)
				t.AddAll(images, lo, shares, f.classes)
			}
			use(lo, shares)
		}
	})
}

// State returns the trees.
func (f *ForestClassifier) State() (learn.State, error) {
	if f.trees == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{}
	tree.PutShape(s, f.features, f.classes)
	f.trees.Put(s)
	return s, nil
}

// Restore sets the trees.
func (f *ForestClassifier) Restore(s learn.State) error {
	features, classes, err := tree.GetShape(s)
	if err != nil {
		return err
	}
	trees, err := tree.GetForest(s, features, classes)
	if err != nil {
		return err
	}
	f.trees, f.features, f.classes = trees, features, classes
	return nil
}
