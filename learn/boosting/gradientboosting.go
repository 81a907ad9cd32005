// Package boosting holds the classifiers that add up regression trees, each
// fitted to what those before left unexplained. Pixels are bytes, so that sums
// by value find exactly the splits that sorting would.
package boosting

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fmnist/fmnist/learn"
)

// GradientBoostingClassifier minimises the multinomial deviance
//
//	sum over images of -log p_y,  p_k = exp(F_k) / sum over c of exp(F_c),
//
// of scores F that start at the logarithms of the classes' shares. A stage adds
// one regression tree a class, fitted to the residuals [y = k] - p_k by least
// squares; each leaf's value is one Newton step, shrunk by the learning rate.
// This is algorithm 6 (L_K TreeBoost) of Friedman, "Greedy function
// approximation: a gradient boosting machine", Annals of Statistics 29, 2001;
// of two classes there is one score (algorithm 5), as in scikit-learn. The
// seed decides between features that improve a node equally.
type GradientBoostingClassifier struct {
	Loss            string  `json:"loss"` // log_loss, or its old name deviance
	LearningRate    float64 `json:"learning_rate"`
	NEstimators     int     `json:"n_estimators"` // stages
	Criterion       string  `json:"criterion"`    // friedman_mse or squared_error, which choose the same split
	MinSamplesSplit int     `json:"min_samples_split"`
	MinSamplesLeaf  int     `json:"min_samples_leaf"`
	MaxDepth        Limit   `json:"max_depth"` // until the leaves are pure, where there is none

	model
}

// NewGradientBoostingClassifier returns the classifier with scikit-learn's
// defaults.
func NewGradientBoostingClassifier() *GradientBoostingClassifier {
	return &GradientBoostingClassifier{
		Loss: "log_loss", LearningRate: 0.1, NEstimators: 100, Criterion: "friedman_mse",
		MinSamplesSplit: 2, MinSamplesLeaf: 1, MaxDepth: 3,
	}
}

// Validate reports parameters out of their range.
func (g *GradientBoostingClassifier) Validate() error {
	switch {
	case g.Loss != "log_loss" && g.Loss != "deviance":
		return fmt.Errorf("boosting: loss %q, want log_loss or deviance", g.Loss)
	case !(g.LearningRate >= 0) || math.IsInf(g.LearningRate, 1):
		return fmt.Errorf("boosting: learning_rate %g, want 0 or more", g.LearningRate)
	case g.NEstimators < 1:
		return fmt.Errorf("boosting: n_estimators %d, want 1 or more", g.NEstimators)
	case g.Criterion != "friedman_mse" && g.Criterion != "squared_error":
		return fmt.Errorf("boosting: criterion %q, want friedman_mse or squared_error", g.Criterion)
	case g.MinSamplesSplit < 2:
		return fmt.Errorf("boosting: min_samples_split %d, want 2 or more", g.MinSamplesSplit)
	case g.MinSamplesLeaf < 1:
		return fmt.Errorf("boosting: min_samples_leaf %d, want 1 or more", g.MinSamplesLeaf)
	case g.MaxDepth < 0:
		return fmt.Errorf("boosting: max_depth %d, want 1 or more, or null", g.MaxDepth)
	}
	return nil
}

// Fit adds stage after stage, the trees of one in parallel. Preprocessing does
// not change them: a threshold moves with its feature's scale.
func (g *GradientBoostingClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	m, err := newModel(train)
	if err != nil {
		return err
	}
	t, err := newTable(ctx, train.Images, slices.Concat(byClass(train)...))
	if err != nil {
		return err
	}
	s := newScoring(m, train.Labels)
	growers := newPool(func() *grower { return newGrower(ctx, t, g.limits(), g.shrinkage(len(m.prior))) })
	for range g.NEstimators {
		first := m.trees.len()
		stage, err := s.stage(ctx, func(k int) tree {
			grower := growers.take()
			defer growers.give(grower)
			return grower.grow(s.residuals[k], s.scores[k], seed, uint64(first+k))
		})
		if err != nil {
			return err
		}
		m.trees.add(stage)
	}
	g.model = m
	return nil
}

func (g *GradientBoostingClassifier) limits() limits {
	return limits{depth: int(g.MaxDepth), minSplit: g.MinSamplesSplit, minLeaf: g.MinSamplesLeaf}
}

// shrinkage is the factor of the leaves' Newton steps.
func (g *GradientBoostingClassifier) shrinkage(scores int) float64 {
	if scores == 1 {
		return g.LearningRate
	}
	return g.LearningRate * float64(scores-1) / float64(scores)
}
