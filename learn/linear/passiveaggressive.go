package linear

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// PassiveAggressiveClassifier fits a linear model for each class against the
// rest: a row with a margin below 1 moves the weights as little as gives it
// that margin, though no further than C rows' worth (Crammer et al., "Online
// passive-aggressive algorithms", JMLR 7, 2006).
type PassiveAggressiveClassifier struct {
	C            float64 `json:"C"` // the longest step
	FitIntercept bool    `json:"fit_intercept"`
	// MaxIter is the most epochs, Tol the improvement of the mean loss that
	// counts as one, and NIterNoChange how many epochs may pass without.
	MaxIter       int     `json:"max_iter"`
	Tol           float64 `json:"tol"`
	NIterNoChange int     `json:"n_iter_no_change"`
	Shuffle       bool    `json:"shuffle"`
	// Loss is hinge for the steps of PA-I, squared_hinge for those of PA-II.
	Loss string `json:"loss"`

	model
}

// NewPassiveAggressiveClassifier returns the classifier with scikit-learn's
// defaults.
func NewPassiveAggressiveClassifier() *PassiveAggressiveClassifier {
	return &PassiveAggressiveClassifier{
		C: 1, FitIntercept: true, MaxIter: 1000, Tol: 1e-3, NIterNoChange: 5, Shuffle: true, Loss: "hinge",
	}
}

// Validate reports parameters out of their range.
func (c *PassiveAggressiveClassifier) Validate() error {
	const name = "PassiveAggressiveClassifier"
	if !(c.C > 0) || math.IsInf(c.C, 1) {
		return fmt.Errorf("linear: %s: C %v, want more than 0", name, c.C)
	}
	if err := oneOf(name, "loss", c.Loss, "hinge", "squared_hinge"); err != nil {
		return err
	}
	return validateStop(name, c.MaxIter, c.NIterNoChange, c.Tol)
}

// Fit runs the descent; a problem that does not stop within max_iter epochs is
// a warning.
func (c *PassiveAggressiveClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	p, err := newProblem(train)
	if err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	d := descent{
		loss:       hinge,
		aggressive: c.C, damped: c.Loss == "squared_hinge",
		fitIntercept: c.FitIntercept, shuffle: c.Shuffle,
		maxIter: c.MaxIter, tol: c.Tol, patience: c.NIterNoChange,
	}
	c.model, err = d.fit(ctx, p, seed, "PassiveAggressiveClassifier")
	return err
}
