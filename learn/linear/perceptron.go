package linear

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// Perceptron fits a linear model for each class against the rest by
// Rosenblatt's rule: add every row that is labelled wrong. It is stochastic
// gradient descent on the loss max(0, -m) with steps of constant size.
type Perceptron struct {
	// Penalty is none, l2, l1 or elasticnet.
	Penalty      Penalty `json:"penalty"`
	Alpha        float64 `json:"alpha"`    // weight of the penalty
	L1Ratio      float64 `json:"l1_ratio"` // share of l1 in elasticnet
	FitIntercept bool    `json:"fit_intercept"`
	// MaxIter is the most epochs, Tol the improvement of the mean loss that
	// counts as one, and NIterNoChange how many epochs may pass without.
	MaxIter       int     `json:"max_iter"`
	Tol           float64 `json:"tol"`
	NIterNoChange int     `json:"n_iter_no_change"`
	Shuffle       bool    `json:"shuffle"`
	Eta0          float64 `json:"eta0"` // the step

	model
}

// NewPerceptron returns the classifier with scikit-learn's defaults.
func NewPerceptron() *Perceptron {
	return &Perceptron{
		Penalty: NoPenalty, Alpha: 1e-4, L1Ratio: 0.15, FitIntercept: true,
		MaxIter: 1000, Tol: 1e-3, NIterNoChange: 5, Shuffle: true, Eta0: 1,
	}
}

// Validate reports parameters out of their range.
func (c *Perceptron) Validate() error {
	if !(c.Eta0 > 0) || math.IsInf(c.Eta0, 1) {
		return fmt.Errorf("linear: Perceptron: eta0 %v, want more than 0", c.Eta0)
	}
	return validateDescent("Perceptron", c.Penalty, c.Alpha, c.L1Ratio, c.MaxIter, c.NIterNoChange, c.Tol)
}

// Fit runs the descent; a problem that does not stop within max_iter epochs is
// a warning.
func (c *Perceptron) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	p, err := newProblem(train)
	if err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	d := descent{
		loss:  perceptron,
		alpha: c.Alpha, l1Ratio: c.Penalty.share(c.L1Ratio), penalised: c.Penalty != NoPenalty,
		step:         constantSteps(c.Eta0),
		fitIntercept: c.FitIntercept, shuffle: c.Shuffle,
		maxIter: c.MaxIter, tol: c.Tol, patience: c.NIterNoChange,
	}
	c.model, err = d.fit(ctx, p, seed, "Perceptron")
	return err
}
