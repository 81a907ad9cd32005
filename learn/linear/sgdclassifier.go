package linear

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// SGDClassifier fits a linear model for each class against the rest by
// stochastic gradient descent.
type SGDClassifier struct {
	// Loss is hinge, squared_hinge, perceptron, log_loss (also log) or
	// modified_huber.
	Loss string `json:"loss"`
	// Penalty is l2, l1, elasticnet or none.
	Penalty Penalty `json:"penalty"`
	// Alpha is the weight of the penalty; it also sets optimal step sizes.
	Alpha float64 `json:"alpha"`
	// L1Ratio is the share of l1 in elasticnet.
	L1Ratio      float64 `json:"l1_ratio"`
	FitIntercept bool    `json:"fit_intercept"`
	// MaxIter is the most epochs, Tol the improvement of the mean loss that
	// counts as one, and NIterNoChange how many epochs may pass without.
	MaxIter       int     `json:"max_iter"`
	Tol           float64 `json:"tol"`
	NIterNoChange int     `json:"n_iter_no_change"`
	Shuffle       bool    `json:"shuffle"`
	// LearningRate is optimal, constant (eta0) or invscaling (eta0/t^power_t).
	LearningRate string  `json:"learning_rate"`
	Eta0         float64 `json:"eta0"`
	PowerT       float64 `json:"power_t"`

	model
}

// NewSGDClassifier returns the classifier with scikit-learn's defaults.
func NewSGDClassifier() *SGDClassifier {
	return &SGDClassifier{
		Loss: "hinge", Penalty: L2, Alpha: 1e-4, L1Ratio: 0.15, FitIntercept: true,
		MaxIter: 1000, Tol: 1e-3, NIterNoChange: 5, Shuffle: true,
		LearningRate: "optimal", Eta0: 0, PowerT: 0.5,
	}
}

var sgdLosses = map[string]marginLoss{
	"hinge":          hinge,
	"squared_hinge":  squaredHinge,
	"perceptron":     perceptron,
	"log_loss":       logistic,
	"log":            logistic,
	"modified_huber": modifiedHuber,
}

// Validate reports parameters out of their range.
func (c *SGDClassifier) Validate() error {
	const name = "SGDClassifier"
	if sgdLosses[c.Loss] == nil {
		return fmt.Errorf("linear: %s: loss %q, want one of hinge, squared_hinge, perceptron, log_loss, modified_huber", name, c.Loss)
	}
	if err := oneOf(name, "learning_rate", c.LearningRate, "optimal", "constant", "invscaling"); err != nil {
		return err
	}
	if c.LearningRate == "optimal" && !(c.Alpha > 0) {
		return fmt.Errorf("linear: %s: alpha %v, want more than 0 for the optimal learning rate", name, c.Alpha)
	}
	if c.LearningRate != "optimal" && !(c.Eta0 > 0) {
		return fmt.Errorf("linear: %s: eta0 %v, want more than 0", name, c.Eta0)
	}
	return validateDescent(name, c.Penalty, c.Alpha, c.L1Ratio, c.MaxIter, c.NIterNoChange, c.Tol)
}

// validateDescent checks the parameters that SGDClassifier and Perceptron
// share.
func validateDescent(name string, penalty Penalty, alpha, l1Ratio float64, maxIter, patience int, tol float64) error {
	if err := oneOf(name, "penalty", penalty, L1, L2, ElasticNet, NoPenalty); err != nil {
		return err
	}
	switch {
	case !(alpha >= 0) || math.IsInf(alpha, 1):
		return fmt.Errorf("linear: %s: alpha %v, want 0 or more", name, alpha)
	case !(l1Ratio >= 0 && l1Ratio <= 1):
		return fmt.Errorf("linear: %s: l1_ratio %v, want 0 to 1", name, l1Ratio)
	}
	return validateStop(name, maxIter, patience, tol)
}

func validateStop(name string, maxIter, patience int, tol float64) error {
	switch {
	case maxIter < 1:
		return fmt.Errorf("linear: %s: max_iter %d, want 1 or more", name, maxIter)
	case patience < 1:
		return fmt.Errorf("linear: %s: n_iter_no_change %d, want 1 or more", name, patience)
	case math.IsNaN(tol):
		return fmt.Errorf("linear: %s: tol is not a number", name)
	}
	return nil
}

// share is the part of l1 in the penalty.
func (p Penalty) share(l1Ratio float64) float64 {
	switch p {
	case L1:
		return 1
	case ElasticNet:
		return l1Ratio
	}
	return 0
}

// Fit runs the descent; a problem that does not stop within max_iter epochs is
// a warning.
func (c *SGDClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	p, err := newProblem(train)
	if err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	d := descent{
		loss:  sgdLosses[c.Loss],
		alpha: c.Alpha, l1Ratio: c.Penalty.share(c.L1Ratio), penalised: c.Penalty != NoPenalty,
		fitIntercept: c.FitIntercept, shuffle: c.Shuffle,
		maxIter: c.MaxIter, tol: c.Tol, patience: c.NIterNoChange,
	}
	switch c.LearningRate {
	case "optimal":
		d.step = optimalSteps(c.Alpha)
	case "constant":
		d.step = constantSteps(c.Eta0)
	case "invscaling":
		d.step = inverseSteps(c.Eta0, c.PowerT)
	}
	c.model, err = d.fit(ctx, p, seed, "SGDClassifier")
	return err
}
