package boosting

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/fmnist/fmnist/learn"
)

// HistGradientBoostingClassifier minimises the multinomial deviance as
// GradientBoostingClassifier does, but grows each tree where it gains most, leaf
// by leaf, to a number of leaves, and chooses splits and values by the second
// order of the loss (Ke et al., "LightGBM: a highly efficient gradient boosting
// decision tree", 2017; Chen, Guestrin, "XGBoost", 2016). Every value of a
// pixel is a bin of its own: max_bins below 255 is refused, and a pixel with
// 256 values has 256 bins.
type HistGradientBoostingClassifier struct {
	Loss               string        `json:"loss"` // log_loss
	LearningRate       float64       `json:"learning_rate"`
	MaxIter            int           `json:"max_iter"`       // stages
	MaxLeafNodes       Limit         `json:"max_leaf_nodes"` // of a tree
	MaxDepth           Limit         `json:"max_depth"`      // of a tree
	MinSamplesLeaf     int           `json:"min_samples_leaf"`
	L2Regularization   float64       `json:"l2_regularization"`
	MaxBins            int           `json:"max_bins"` // 255
	EarlyStopping      EarlyStopping `json:"early_stopping"`
	ValidationFraction float64       `json:"validation_fraction"` // of each class, held out for early stopping
	NIterNoChange      int           `json:"n_iter_no_change"`    // stages without an improvement that end it
	Tol                float64       `json:"tol"`                 // what counts as improvement of the loss

	model
}

// NewHistGradientBoostingClassifier returns the classifier with scikit-learn's
// defaults.
func NewHistGradientBoostingClassifier() *HistGradientBoostingClassifier {
	return &HistGradientBoostingClassifier{
		Loss: "log_loss", LearningRate: 0.1, MaxIter: 100, MaxLeafNodes: 31, MinSamplesLeaf: 20, MaxBins: 255,
		EarlyStopping: AutoStopping, ValidationFraction: 0.1, NIterNoChange: 10, Tol: 1e-7,
	}
}

// EarlyStopping says whether to stop when a held-out part of the training set
// no longer gains.
type EarlyStopping string

// When to stop early.
const (
	AutoStopping   EarlyStopping = "auto" // with more than 10,000 images
	AlwaysStopping EarlyStopping = "true"
	NeverStopping  EarlyStopping = "false"
)

// UnmarshalJSON takes "auto", true and false.
func (e *EarlyStopping) UnmarshalJSON(text []byte) error {
	if string(text) == "true" || string(text) == "false" {
		*e = EarlyStopping(text)
		return nil
	}
	return json.Unmarshal(text, (*string)(e))
}

// MarshalJSON is the inverse of UnmarshalJSON.
func (e EarlyStopping) MarshalJSON() ([]byte, error) {
	if e == AlwaysStopping || e == NeverStopping {
		return []byte(e), nil
	}
	return json.Marshal(string(e))
}

// Validate reports parameters out of their range.
func (g *HistGradientBoostingClassifier) Validate() error {
	switch {
	case g.Loss != "log_loss":
		return fmt.Errorf("boosting: loss %q, want log_loss", g.Loss)
	case !(g.LearningRate >= 0) || math.IsInf(g.LearningRate, 1):
		return fmt.Errorf("boosting: learning_rate %g, want 0 or more", g.LearningRate)
	case g.MaxIter < 1:
		return fmt.Errorf("boosting: max_iter %d, want 1 or more", g.MaxIter)
	case g.MaxLeafNodes < 0 || g.MaxLeafNodes == 1:
		return fmt.Errorf("boosting: max_leaf_nodes %d, want 2 or more, or null", g.MaxLeafNodes)
	case g.MaxDepth < 0:
		return fmt.Errorf("boosting: max_depth %d, want 1 or more, or null", g.MaxDepth)
	case g.MinSamplesLeaf < 1:
		return fmt.Errorf("boosting: min_samples_leaf %d, want 1 or more", g.MinSamplesLeaf)
	case !(g.L2Regularization >= 0) || math.IsInf(g.L2Regularization, 1):
		return fmt.Errorf("boosting: l2_regularization %g, want 0 or more", g.L2Regularization)
	case g.MaxBins != 255:
		return fmt.Errorf("boosting: max_bins %d, want 255: every value of a pixel is a bin", g.MaxBins)
	}
	return g.validateStopping()
}

func (g *HistGradientBoostingClassifier) validateStopping() error {
	switch {
	case g.EarlyStopping != AutoStopping && g.EarlyStopping != AlwaysStopping && g.EarlyStopping != NeverStopping:
		return fmt.Errorf("boosting: early_stopping %q, want auto, true or false", g.EarlyStopping)
	case !(g.ValidationFraction > 0 && g.ValidationFraction < 1):
		return fmt.Errorf("boosting: validation_fraction %g, want between 0 and 1", g.ValidationFraction)
	case g.NIterNoChange < 1:
		return fmt.Errorf("boosting: n_iter_no_change %d, want 1 or more", g.NIterNoChange)
	case !(g.Tol >= 0):
		return fmt.Errorf("boosting: tol %g, want 0 or more", g.Tol)
	}
	return nil
}

// Fit adds stage after stage, the trees of one in parallel. Preprocessing does
// not change them. The seed draws what is held out for early stopping.
func (g *HistGradientBoostingClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	m, err := newModel(train)
	if err != nil {
		return err
	}
	rows, held := g.holdOut(train, seed)
	t, err := newTable(ctx, train.Images, rows)
	if err != nil {
		return err
	}
	present, err := presentValues(ctx, t)
	if err != nil {
		return err
	}
	s := newScoring(m, train.Labels)
	growers := newPool(func() *leafGrower {
		return newLeafGrower(ctx, t, present, g.limits(), g.LearningRate)
	})
	losses := []float64{s.loss(held)}
	for m.trees.len() < g.MaxIter*len(m.prior) && !g.converged(losses) {
		stage, err := s.stage(ctx, func(k int) tree {
			grower := growers.take()
			defer growers.give(grower)
			grown := grower.grow(s.residuals[k], s.scores[k])
			for _, i := range held {
				s.scores[k][i] += float64(grown.value(train.Row(int(i))))
			}
			return grown
		})
		if err != nil {
			return err
		}
		m.trees.add(stage)
		losses = append(losses, s.loss(held))
	}
	g.model = m
	return nil
}

func (g *HistGradientBoostingClassifier) limits() leafLimits {
	return leafLimits{
		leaves: int(g.MaxLeafNodes), depth: int(g.MaxDepth), minLeaf: g.MinSamplesLeaf, l2: g.L2Regularization,
	}
}

// holdOut draws the images that are held out, the same share of each class,
// and returns those to learn from and those, class by class. It holds none out
// where there is to be no early stopping.
func (g *HistGradientBoostingClassifier) holdOut(train learn.Set, seed uint64) (rows, held []int32) {
	const autoImages = 10000
	stopping := g.EarlyStopping == AlwaysStopping || g.EarlyStopping == AutoStopping && train.Len() > autoImages
	draw := rand.New(rand.NewPCG(seed, 0))
	for _, of := range byClass(train) {
		out := 0
		if stopping {
			draw.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
			out = min(int(math.Round(g.ValidationFraction*float64(len(of)))), max(0, len(of)-1))
		}
		held, rows = append(held, of[:out]...), append(rows, of[out:]...)
	}
	return rows, held
}

// converged reports whether none of the last losses is below the one before
// them. Without held-out images losses are not numbers, and never converge.
func (g *HistGradientBoostingClassifier) converged(losses []float64) bool {
	before := len(losses) - 1 - g.NIterNoChange
	if before < 0 || math.IsNaN(losses[before]) {
		return false
	}
	return slices.Min(losses[before+1:]) >= losses[before]-g.Tol
}
