// Package bayes holds the naive Bayes family.
package bayes

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// GaussianNB models each feature within a class as an independent normal
// distribution and labels an image with the class of largest
//
//	log P(c) - 1/2 sum_j [log(2 pi v_cj) + (x_j - m_cj)^2 / v_cj]
//
// where v_cj is the maximum-likelihood variance plus VarSmoothing times the
// largest variance of any feature (Zhang, "The optimality of naive Bayes",
// FLAIRS 2004; the smoothing is scikit-learn's). Sums of bytes are integers,
// so the fit is exact up to its last rounding, in any order of the images.
type GaussianNB struct {
	// Priors are the classes' probabilities; nil takes their shares of the
	// training set.
	Priors []float64 `json:"priors"`
	// VarSmoothing is the share of the largest variance added to every one.
	VarSmoothing float64 `json:"var_smoothing"`

	classes, features int
	// In units of pixels, not of scaled features: what scaling would multiply
	// into every class alike is left out, see smoothing.
	mean, precision []float64 // classes x features
	constant        []float64 // classes: log prior less half the log variances
}

// NewGaussianNB returns the classifier with scikit-learn's defaults.
func NewGaussianNB() *GaussianNB { return &GaussianNB{VarSmoothing: 1e-9} }

// Validate reports parameters out of their range.
func (g *GaussianNB) Validate() error {
	if !(g.VarSmoothing >= 0) || math.IsInf(g.VarSmoothing, 1) {
		return fmt.Errorf("bayes: GaussianNB: var_smoothing %v, want 0 or more", g.VarSmoothing)
	}
	if g.Priors == nil {
		return nil
	}
	sum := 0.0
	for _, p := range g.Priors {
		if !(p >= 0) {
			return fmt.Errorf("bayes: GaussianNB: prior %v, want 0 or more", p)
		}
		sum += p
	}
	if math.Abs(sum-1) > 1e-8 {
		return fmt.Errorf("bayes: GaussianNB: the priors add up to %v, want 1", sum)
	}
	return nil
}

// Fit computes the moments of every class and feature; it draws nothing from
// the seed.
func (g *GaussianNB) Fit(ctx context.Context, train learn.Set, _ uint64) error {
	if err := train.Check(); err != nil {
		return err
	}
	if g.Priors != nil && len(g.Priors) != train.Classes {
		return fmt.Errorf("bayes: GaussianNB: %d priors for %d classes", len(g.Priors), train.Classes)
	}
	m, err := classMoments(ctx, train)
	if err != nil {
		return err
	}
	g.classes, g.features = train.Classes, train.Features
	g.estimate(m, train)
	return nil
}

// moments are the sums of pixels and of their squares, classes x features.
type moments struct{ sum, squares []uint64 }

// classMoments splits the work by features, so that no two goroutines add to
// the same sum.
func classMoments(ctx context.Context, train learn.Set) (moments, error) {
	d := train.Features
	m := moments{make([]uint64, train.Classes*d), make([]uint64, train.Classes*d)}
	const chunk = 112 // two cache lines of bytes a row, seven chunks for 28x28
	err := parallel.For(ctx, d, chunk, func(lo, hi int) {
		for i, y := range train.Labels {
			row := train.Pixels[i*d+lo : i*d+hi]
			sum := m.sum[int(y)*d+lo:][:len(row)]
			squares := m.squares[int(y)*d+lo:][:len(row)]
			for j, p := range row {
				sum[j] += uint64(p)
				squares[j] += uint64(p) * uint64(p)
			}
		}
	})
	return m, err
}

func (g *GaussianNB) estimate(m moments, train learn.Set) {
	k, d := g.classes, g.features
	smoothing := g.smoothing(m, train)
	g.mean, g.precision = make([]float64, k*d), make([]float64, k*d)
	g.constant = make([]float64, k)
	for c, count := range train.ClassCounts() {
		if count == 0 {
			g.constant[c] = math.Inf(-1)
			continue
		}
		prior := float64(count) / float64(train.Len())
		if g.Priors != nil {
			prior = g.Priors[c]
		}
		g.constant[c] = math.Log(prior)
		for j := range d {
			mean, variance := normal(m.sum[c*d+j], m.squares[c*d+j], count)
			variance += smoothing[j]
			g.mean[c*d+j], g.precision[c*d+j] = mean, 0.5/variance
			g.constant[c] -= 0.5 * math.Log(variance)
		}
	}
}

// smoothing is, for every feature, what to add to a variance of pixels. Scaling
// a feature by s turns its variance v+e into s^2 v + e = s^2 (v + e/s^2): the
// factor s^2 is the same in every class and cancels, the rest is done here.
func (g *GaussianNB) smoothing(m moments, train learn.Set) []float64 {
	d := g.features
	largest := 0.0
	squaredScale := make([]float64, d)
	for j := range d {
		var sum, squares uint64
		for c := range g.classes {
			sum += m.sum[c*d+j]
			squares += m.squares[c*d+j]
		}
		s := train.Scaling.At(j, 1) - train.Scaling.At(j, 0)
		squaredScale[j] = s * s
		_, variance := normal(sum, squares, train.Len())
		largest = max(largest, variance*squaredScale[j])
	}
	smoothing := make([]float64, d)
	for j := range d {
		// A constant feature under no smoothing would divide by zero.
		smoothing[j] = max(g.VarSmoothing*largest, math.SmallestNonzeroFloat32) / squaredScale[j]
	}
	return smoothing
}

// normal is the mean and population variance of count bytes from their sums.
func normal(sum, squares uint64, count int) (mean, variance float64) {
	n := float64(count)
	mean = float64(sum) / n
	return mean, max(0, (float64(squares)-mean*float64(sum))/n)
}

// Predict labels each image with its most probable class, the lowest on a tie.
func (g *GaussianNB) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, g.features); err != nil {
		return err
	}
	return g.eachJoint(ctx, images, func(i int, joint []float64) {
		best, label := math.Inf(-1), 0
		for c, v := range joint {
			if v > best {
				best, label = v, c
			}
		}
		labels[i] = uint8(label)
	})
}

// PredictProba writes P(c | x) of each image.
func (g *GaussianNB) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	columns, err := learn.CheckPredictProba(images, p, g.features, g.classes)
	if err != nil {
		return err
	}
	clear(p)
	return g.eachJoint(ctx, images, func(i int, joint []float64) {
		learn.Softmax(joint)
		for c, v := range joint {
			p[i*columns+c] = float32(v)
		}
	})
}

// eachJoint calls use, from several goroutines, with log P(c, x) of every image
// and class, see logJoint, which use may overwrite.
func (g *GaussianNB) eachJoint(ctx context.Context, images learn.Images, use func(i int, joint []float64)) error {
	return parallel.Workers(ctx, images.Len(), 64, func() func(lo, hi int) {
		x, joint := make([]float64, g.features), make([]float64, g.classes)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				for j, p := range images.Row(i) {
					x[j] = float64(p)
				}
				for c := range joint {
					joint[c] = g.logJoint(c, x)
				}
				use(i, joint)
			}
		}
	})
}

// logJoint is log P(c, x) up to a constant that all classes share.
func (g *GaussianNB) logJoint(c int, x []float64) float64 {
	mean := g.mean[c*g.features:][:len(x)]
	precision := g.precision[c*g.features:][:len(x)]
	even, odd := 0.0, 0.0 // two chains: one addition would wait for the last
	j := 0
	for ; j+1 < len(x); j += 2 {
		a, b := x[j]-mean[j], x[j+1]-mean[j+1]
		even += a * a * precision[j]
		odd += b * b * precision[j+1]
	}
	if j < len(x) {
		a := x[j] - mean[j]
		even += a * a * precision[j]
	}
	return g.constant[c] - (even + odd)
}

// State returns mean, precision (both classes x features) and constant.
func (g *GaussianNB) State() (learn.State, error) {
	if g.features == 0 {
		return nil, learn.ErrNotFitted
	}
	return learn.State{
		"mean":      g.mean,
		"precision": g.precision,
		"constant":  g.constant,
	}, nil
}

// Restore sets the fitted model.
func (g *GaussianNB) Restore(s learn.State) error {
	constant, err := learn.Get[[]float64](s, "constant", -1)
	if err != nil {
		return err
	}
	mean, err := learn.Get[[]float64](s, "mean", -1)
	if err != nil {
		return err
	}
	precision, err := learn.Get[[]float64](s, "precision", len(mean))
	if err != nil {
		return err
	}
	k := len(constant)
	if k == 0 || k > 256 || len(mean) == 0 || len(mean)%k != 0 {
		return fmt.Errorf("bayes: GaussianNB: %d means for %d classes", len(mean), k)
	}
	g.classes, g.features = k, len(mean)/k
	g.mean, g.precision, g.constant = mean, precision, constant
	return nil
}
