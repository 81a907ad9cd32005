package linear

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// LogisticRegression fits the weights that make the labels most likely, less a
// penalty,
//
//	sum_i log(1 + exp(-y_i (w·x_i + b))) + |w|^2/2C or |w|_1/C
//
// for each class against the rest, or with the softmax over all classes in
// place of the logistic function. The intercept b is not penalised. Both are
// minimised by L-BFGS, with an l1 penalty by its variant OWL-QN, see
// minimizer; that takes the place of every solver of scikit-learn, which reach
// the same minimum.
type LogisticRegression struct {
	// Penalty is l2, l1 or none.
	Penalty Penalty `json:"penalty"`
	// C is the inverse of the penalty's weight.
	C float64 `json:"C"`
	// MultiClass is ovr, multinomial, or auto: ovr for two classes.
	MultiClass   string `json:"multi_class"`
	FitIntercept bool   `json:"fit_intercept"`
	// Solver takes scikit-learn's names, and none of them changes anything.
	Solver string `json:"solver"`
	// Tol ends the minimisation: without l1 at the largest entry of the
	// gradient, as scikit-learn's lbfgs, with l1 at the share of the first
	// gradient's sum, as liblinear.
	Tol     float64 `json:"tol"`
	MaxIter int     `json:"max_iter"`

	model
}

// NewLogisticRegression returns the classifier with scikit-learn's defaults.
func NewLogisticRegression() *LogisticRegression {
	return &LogisticRegression{
		Penalty: L2, C: 1, MultiClass: "auto", FitIntercept: true, Solver: "lbfgs", Tol: 1e-4, MaxIter: 100,
	}
}

// Validate reports parameters out of their range.
func (c *LogisticRegression) Validate() error {
	const name = "LogisticRegression"
	if err := oneOf(name, "penalty", c.Penalty, L1, L2, NoPenalty); err != nil {
		return err
	}
	if err := oneOf(name, "multi_class", c.MultiClass, "auto", "ovr", "multinomial"); err != nil {
		return err
	}
	if err := oneOf(name, "solver", c.Solver, "lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"); err != nil {
		return err
	}
	return validateSolver(name, c.C, c.MaxIter, c.Tol)
}

// PredictProba writes the softmax of each image's decision values, or where
// every class was fitted against the rest, the logistic function of each as a
// share of their sum.
func (c *LogisticRegression) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	columns, err := learn.CheckPredictProba(images, p, c.features, learn.Labels(c.classes))
	if err != nil {
		return err
	}
	together := c.together(len(c.classes))
	return c.eachValues(ctx, images, func(i int, values []float32) {
		shares := make([]float64, len(c.classes))
		for k, v := range values {
			shares[k] = float64(v)
		}
		switch {
		case len(values) == 1: // of the second class; the first one's is 0
			shares[0], shares[1] = 0, shares[0]
		case !together:
			for k, v := range shares {
				// The logarithm of the logistic function; min keeps exp finite.
				shares[k] = min(v, 0) - math.Log1p(math.Exp(-math.Abs(v)))
			}
		}
		learn.Softmax(shares)
		learn.SetProbabilities(p[i*columns:][:columns], c.classes, shares)
	})
}

// together reports whether one problem with a softmax is fitted for so many
// classes, not one problem for each.
func (c *LogisticRegression) together(classes int) bool {
	return c.MultiClass == "multinomial" || c.MultiClass == "auto" && classes > 2
}

func validateSolver(name string, c float64, maxIter int, tol float64) error {
	if !(c > 0) || math.IsInf(c, 1) {
		return fmt.Errorf("linear: %s: C %v, want more than 0", name, c)
	}
	if !(tol > 0) {
		return fmt.Errorf("linear: %s: tol %v, want more than 0", name, tol)
	}
	if maxIter < 1 {
		return fmt.Errorf("linear: %s: max_iter %d, want 1 or more", name, maxIter)
	}
	return nil
}

// Fit minimises the objective; it draws nothing from the seed. To stop at
// max_iter before the tolerance is reached is a warning.
func (c *LogisticRegression) Fit(ctx context.Context, train learn.Set, _ uint64) error {
	p, err := newProblem(train)
	if err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	o := objective{loss: logisticLoss, outputs: p.binary(), penalty: c.Penalty, c: c.C}
	if c.together(len(p.classes)) {
		o.loss, o.together, o.outputs = softmaxLoss, true, len(p.classes)
	}
	if c.FitIntercept {
		o.constant = 1
	}
	stop := stopRule{maxIter: c.MaxIter, largest: c.Tol}
	if c.Penalty == L1 {
		stop = stopRule{maxIter: c.MaxIter, relative: c.Tol * p.rarest()}
	}
	c.model, err = o.minimise(ctx, p, stop, "LogisticRegression")
	return err
}
