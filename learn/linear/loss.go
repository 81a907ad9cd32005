package linear

import "math"

// marginLoss is a loss of a binary problem as a function of the margin, the
// decision value times the label +1 or -1, and the loss's derivative.
type marginLoss func(margin float64) (loss, slope float64)

// hinge is max(0, 1-m), as support vector machines have it. At the corner it
// takes the slope to the left.
func hinge(m float64) (loss, slope float64) {
	if m <= 1 {
		return 1 - m, -1
	}
	return 0, 0
}

// perceptron is max(0, -m): only wrong labels count, and undecided ones.
func perceptron(m float64) (loss, slope float64) {
	if m <= 0 {
		return -m, -1
	}
	return 0, 0
}

// squaredHinge is max(0, 1-m)^2.
func squaredHinge(m float64) (loss, slope float64) {
	if m < 1 {
		return (1 - m) * (1 - m), -2 * (1 - m)
	}
	return 0, 0
}

// modifiedHuber is the squared hinge, continued as a straight line below a
// margin of -1 (Zhang, "Solving large scale linear prediction problems using
// stochastic gradient descent algorithms", ICML 2004).
func modifiedHuber(m float64) (loss, slope float64) {
	switch {
	case m >= 1:
		return 0, 0
	case m >= -1:
		return (1 - m) * (1 - m), -2 * (1 - m)
	}
	return -4 * m, -4
}

// lossless is a margin from which on logistic is zero: exp(-40), 4e-18, is lost
// beside any loss or step that is not. Most margins are beyond, in stochastic
// gradient descent with its large first steps, and cost no exponential.
const lossless = 40

// logistic is log(1+exp(-m)), the negative log-likelihood of logistic
// regression.
func logistic(m float64) (loss, slope float64) {
	switch {
	case m >= lossless:
		return 0, 0
	case m <= -lossless:
		return -m, -1
	}
	e := math.Exp(-math.Abs(m))
	if m >= 0 {
		return math.Log1p(e), -e / (1 + e)
	}
	return math.Log1p(e) - m, -1 / (1 + e)
}
