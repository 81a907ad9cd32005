package learn

import (
	"context"
	"fmt"
	"math"
)

// ProbabilityClassifier is a classifier that says how likely each class is.
type ProbabilityClassifier interface {
	Classifier
	// PredictProba writes one row an image, images.Len() x classes: the
	// probability of each label, 0 for those that the training set did not have.
	// The number of columns is what makes p as long as that; it may be any that
	// has room for the labels of the training set. As Predict it may be called
	// from several goroutines at once.
	PredictProba(ctx context.Context, images Images, p []float32) error
}

// CheckPredictProba returns how many columns p has, or an error unless a model
// of the given number of features and the labels below classes can write the
// images' probabilities into it. Every PredictProba begins with it.
func CheckPredictProba(images Images, p []float32, features, classes int) (columns int, err error) {
	n := images.Len()
	if err := CheckPredict(images, make([]uint8, n), features); err != nil {
		return 0, err
	}
	if n == 0 && len(p) == 0 {
		return classes, nil
	}
	if n == 0 || len(p)%n != 0 || len(p)/n < classes {
		return 0, fmt.Errorf("learn: room for %d probabilities of %d images, want at least %d for each", len(p), n, classes)
	}
	return len(p) / n, nil
}

// Labels is how many labels there are up to the largest of the classes.
func Labels(classes []uint8) int {
	n := 0
	for _, c := range classes {
		n = max(n, int(c)+1)
	}
	return n
}

// Softmax turns the logarithms of numbers, of which one at least is finite,
// into these numbers' shares of their sum.
func Softmax(x []float64) {
	top, sum := math.Inf(-1), 0.0
	for _, v := range x {
		top = max(top, v)
	}
	for j, v := range x {
		x[j] = math.Exp(v - top)
		sum += x[j]
	}
	for j := range x {
		x[j] /= sum
	}
}

// Argmax is the lowest index of the largest value.
func Argmax[T float32 | float64](x []T) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// SetProbabilities writes one row: p[classes[k]] = shares[k], 0 elsewhere.
func SetProbabilities(p []float32, classes []uint8, shares []float64) {
	clear(p)
	for k, v := range shares {
		p[classes[k]] = float32(v)
	}
}
