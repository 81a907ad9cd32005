// Package gaussianprocess holds the Gaussian process classifier.
package gaussianprocess

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/fmnist/fmnist/learn"
)

// GaussianProcessClassifier puts a Gaussian process with the kernel
//
//	constant_value * exp(-|x-z|^2 / (2 length_scale^2))
//
// on the latent function of a logistic regression, in Laplace's approximation
// (Rasmussen and Williams, "Gaussian Processes for Machine Learning", MIT Press
// 2006, sections 3.4 and 3.5), as scikit-learn does, one binary problem a class
// or a pair of classes.
//
// The exact method takes memory in the square and time in the cube of the
// number of images. Here the latent functions are spanned by the kernel at
// NInducing of the images, a random share of every class, while the likelihood
// is that of all (the subset of regressors, section 8.3.1 there), which Newton's
// method with preconditioned conjugate gradients brings to its mode. With at most
// NInducing images to learn from, the span is all and the mode exact. See newton
// and variance for what is computed, and Warnings for what is approximated.
//
// Of one_vs_rest the class of largest averaged probability is the label; of
// one_vs_one the class of most votes, the averaged probabilities breaking ties.
type GaussianProcessClassifier struct {
	// MultiClass is one_vs_rest or one_vs_one. Two classes are one problem
	// either way.
	MultiClass string `json:"multi_class"`
	// Kernel, if it is given, is fixed for all problems. scikit-learn's
	// default is constant_value 1 and length_scale 1, also fixed; between
	// standardised images, whose distances are in the tens, that is zero, and
	// labels are left to chance. So null chooses both numbers from the data:
	// they maximise the marginal likelihood, added up over the problems, of
	// 1,000 images, half the median distance of two images being the first
	// length tried.
	Kernel *Kernel `json:"kernel"`
	// MaxIterPredict is the most Newton steps.
	MaxIterPredict int `json:"max_iter_predict"`
	// NInducing is the most images that span the latent functions. Memory
	// grows with it times the number of all images, 4 bytes each, time a
	// little faster.
	NInducing int `json:"n_inducing"`

	model    *model
	warnings []string
}

// NewGaussianProcessClassifier returns the classifier with scikit-learn's
// defaults, but for the kernel.
func NewGaussianProcessClassifier() *GaussianProcessClassifier {
	return &GaussianProcessClassifier{MultiClass: oneVsRest, MaxIterPredict: 100, NInducing: 6000}
}

const (
	oneVsRest = "one_vs_rest"
	oneVsOne  = "one_vs_one"
)

// sampleSize is the number of images that a kernel is chosen on.
const sampleSize = 1000

// Validate reports parameters out of their range.
func (g *GaussianProcessClassifier) Validate() error {
	switch {
	case g.MultiClass != oneVsRest && g.MultiClass != oneVsOne:
		return fmt.Errorf("gaussianprocess: multi_class %q, want %s or %s", g.MultiClass, oneVsRest, oneVsOne)
	case g.MaxIterPredict < 1:
		return fmt.Errorf("gaussianprocess: max_iter_predict %d, want 1 or more", g.MaxIterPredict)
	case g.NInducing < 1:
		return fmt.Errorf("gaussianprocess: n_inducing %d, want 1 or more", g.NInducing)
	case g.Kernel != nil:
		return g.Kernel.validate()
	}
	return nil
}

// Fit finds the posterior modes of all problems. The seed decides which images
// are inducing and on which the kernel is chosen.
func (g *GaussianProcessClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	if err := train.Check(); err != nil {
		return err
	}
	if err := g.Validate(); err != nil {
		return err
	}
	g.model, g.warnings = nil, nil
	m, places := newModel(train, g.MultiClass)
	if len(m.classes) < 2 {
		return learn.ErrOneClass
	}
	random := rand.New(rand.NewPCG(seed, 0))
	if err := g.setKernel(ctx, m, train, places, random); err != nil {
		return err
	}
	a := arrange(places, len(m.classes), min(g.NInducing, train.Len()), random)
	m.inducing = newPoints(gather(train.Images, a.inducing), m.scale, m.shift)
	s, err := newSparse(ctx, train.Images, a, m.inducing, m.kernel, m.problems)
	if err != nil {
		return err
	}
	tolerance := exactTolerance
	if s.m < s.n {
		tolerance = sparseTolerance
	}
	w, converged, err := posteriorMode(ctx, s, g.MaxIterPredict, tolerance)
	if err != nil {
		return err
	}
	m.a = s.l.unwhiten(w, s.width)
	if m.variances, err = s.variances(ctx, m.inducing, m.kernel); err != nil {
		return err
	}
	g.model = m
	g.warn(s, converged)
	return nil
}

// setKernel takes the kernel that is given, or chooses one.
func (g *GaussianProcessClassifier) setKernel(ctx context.Context, m *model, train learn.Set, places []uint8, random *rand.Rand) error {
	if g.Kernel != nil {
		m.kernel = *g.Kernel
		return nil
	}
	a := arrange(places, len(m.classes), min(sampleSize, train.Len()), random)
	classes := make([]uint8, len(a.inducing))
	for i, image := range a.inducing {
		classes[i] = places[image]
	}
	s, err := newSample(ctx, newPoints(gather(train.Images, a.inducing), m.scale, m.shift), classes, m.problems)
	if err != nil {
		return err
	}
	if m.kernel, err = s.choose(ctx); err != nil {
		return err
	}
	g.warnings = append(g.warnings, fmt.Sprintf(
		"the kernel %.4g * RBF(length_scale=%.4g) was chosen by the marginal likelihood of %d images",
		m.kernel.ConstantValue, m.kernel.LengthScale, len(classes)))
	return nil
}

// warn says what is approximated.
func (g *GaussianProcessClassifier) warn(s *sparse, converged bool) {
	if s.m < s.n {
		g.warnings = append(g.warnings, fmt.Sprintf(
			"approximation: the latent functions are spanned by the kernel at %d of the %d images", s.m, s.n))
	}
	if most := s.mostVariance(); s.participants() > most {
		g.warnings = append(g.warnings, fmt.Sprintf(
			"approximation: the variance of a latent function is what at most %d images leave of it", most))
	}
	if !converged {
		g.warnings = append(g.warnings, fmt.Sprintf("Newton's method did not converge in max_iter_predict %d steps", g.MaxIterPredict))
	}
}

// Warnings of the last Fit: which kernel was chosen, what was approximated, and
// whether the solver converged.
func (g *GaussianProcessClassifier) Warnings() []string { return g.warnings }
