package linear

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// LinearSVC is the support vector machine without a kernel. For each class
// against the rest it minimises
//
//	|w|^2/2 or |w|_1 + C sum_i loss(y_i w·x_i)
//
// where the loss is the hinge or its square and every x_i has one more feature
// of the value intercept_scaling, whose weight makes the intercept. Which
// solver does it follows from the parameters:
//
//	crammer_singer          the method of multipliers, see crammerSinger;
//	                        penalty and loss are not used, as in scikit-learn
//	l2                      coordinate descent on the dual, see dual; without
//	                        dual, the squared hinge by L-BFGS, see minimizer
//	l1, squared_hinge       OWL-QN, see minimizer
//	l1, hinge               likewise, the corner of the hinge rounded off: a
//	                        parabola between the margins 1 and 1-cornerWidth
//
// LIBLINEAR, and scikit-learn with it, has no solver for l1 with the hinge,
// none on the dual for l1 with its square, and none but that for l2 with the
// hinge; here the parameter dual is taken for what is possible.
type LinearSVC struct {
	Penalty Penalty `json:"penalty"` // l2 or l1
	Loss    string  `json:"loss"`    // squared_hinge or hinge
	Dual    bool    `json:"dual"`
	// Tol ends the minimisation: on the dual at a violation of the conditions
	// of optimality, in the primal at the share of the first gradient's sum,
	// both as in liblinear; for crammer_singer at a gap between primal and
	// dual of that share of the primal.
	Tol              float64 `json:"tol"`
	C                float64 `json:"C"`           // weight of the losses
	MultiClass       string  `json:"multi_class"` // ovr or crammer_singer
	FitIntercept     bool    `json:"fit_intercept"`
	InterceptScaling float64 `json:"intercept_scaling"`
	// MaxIter bounds the passes over the rows; for crammer_singer those for each
	// C on the way to the given one, where liblinear makes up to 100,000 of its
	// own whatever it is told.
	MaxIter int `json:"max_iter"`

	model
}

// cornerWidth is the width of the parabola that makes the hinge smooth.
const cornerWidth = 0.1

// roundedHinge is the hinge with its corner replaced by a parabola; it is
// below the hinge by at most cornerWidth/2.
func roundedHinge(m float64) (loss, slope float64) {
	switch gap := 1 - m; {
	case gap <= 0:
		return 0, 0
	case gap < cornerWidth:
		return gap * gap / (2 * cornerWidth), -gap / cornerWidth
	default:
		return gap - cornerWidth/2, -1
	}
}

// NewLinearSVC returns the classifier with scikit-learn's defaults.
func NewLinearSVC() *LinearSVC {
	return &LinearSVC{
		Penalty: L2, Loss: "squared_hinge", Dual: true, Tol: 1e-4, C: 1, MultiClass: "ovr",
		FitIntercept: true, InterceptScaling: 1, MaxIter: 1000,
	}
}

// Validate reports parameters out of their range.
func (c *LinearSVC) Validate() error {
	const name = "LinearSVC"
	if err := oneOf(name, "penalty", c.Penalty, L1, L2); err != nil {
		return err
	}
	if err := oneOf(name, "loss", c.Loss, "hinge", "squared_hinge"); err != nil {
		return err
	}
	if err := oneOf(name, "multi_class", c.MultiClass, "ovr", "crammer_singer"); err != nil {
		return err
	}
	if c.FitIntercept && !(c.InterceptScaling > 0) || math.IsInf(c.InterceptScaling, 1) {
		return fmt.Errorf("linear: %s: intercept_scaling %v, want more than 0", name, c.InterceptScaling)
	}
	return validateSolver(name, c.C, c.MaxIter, c.Tol)
}

// Fit minimises the objective. The seed sets the order in which the dual's
// coordinates are visited, and nothing else. To stop at max_iter before the
// tolerance is reached is a warning.
func (c *LinearSVC) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	p, err := newProblem(train)
	if err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	const name = "LinearSVC"
	constant := 0.0
	if c.FitIntercept {
		constant = c.InterceptScaling
	}
	squared := c.Loss == "squared_hinge"
	switch {
	case c.MultiClass == "crammer_singer":
		s := crammerSinger{c: c.C, constant: constant, maxIter: c.MaxIter, tol: c.Tol}
		c.model, err = s.fit(ctx, p, name)
	case c.Penalty == L2 && (c.Dual || !squared):
		d := dual{squared: squared, c: c.C, constant: constant, maxIter: c.MaxIter, tol: c.Tol}
		c.model, err = d.fit(ctx, p, seed, name)
	default:
		loss := marginLosses(roundedHinge)
		if squared {
			loss = marginLosses(squaredHinge)
		}
		o := objective{loss: loss, outputs: p.binary(), penalty: c.Penalty, c: c.C, constant: constant, heavy: true}
		c.model, err = o.minimise(ctx, p, stopRule{maxIter: c.MaxIter, relative: c.Tol * p.rarest()}, name)
	}
	return err
}
