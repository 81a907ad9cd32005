// Package svm holds support vector machines with kernels.
package svm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// SVC is the C-support vector classifier of LIBSVM (Chang and Lin, "LIBSVM: a
// library for support vector machines", ACM TIST 2, 2011): for every two
// classes a problem of its own, see [problem] for what it minimises, and a
// vote among their decisions. It stops at LIBSVM's tolerance, so that it ends
// at LIBSVM's solution, but goes another way: working sets of thousands and
// kernel values from matrix products, in float32; gradients and coefficients
// are float64.
type SVC struct {
	// C bounds the dual coefficients: the cost of an image on the wrong side.
	C float64 `json:"C"`
	// Kernel is linear, rbf, poly or sigmoid.
	Kernel string `json:"kernel"`
	// Degree of the kernel poly.
	Degree int `json:"degree"`
	// Gamma is the factor of the kernels rbf, poly and sigmoid.
	Gamma Gamma `json:"gamma"`
	// Coef0 is the constant in the kernels poly and sigmoid.
	Coef0 float64 `json:"coef0"`
	// Shrinking leaves images whose coefficient is pressed against a bound out
	// of the working set.
	Shrinking bool `json:"shrinking"`
	// Tol is the violation of the optimality at which a problem is solved.
	Tol float64 `json:"tol"`
	// CacheSize is the memory for kernel values in megabytes (2^20 bytes).
	CacheSize float64 `json:"cache_size"`
	// MaxIter is the largest number of steps, two coefficients changed in each,
	// in one problem; -1 is a hundred million.
	MaxIter int `json:"max_iter"`

	machine  *machine
	problems []Problem
	warnings []string
}

// NewSVC returns the classifier with scikit-learn's defaults, but for
// CacheSize, which is 200 there.
func NewSVC() *SVC {
	return &SVC{
		C: 1, Kernel: RBF, Degree: 3, Gamma: GammaScale, Shrinking: true, Tol: 1e-3, CacheSize: 800, MaxIter: -1,
	}
}

// Gamma is a positive number, GammaScale or GammaAuto.
type Gamma float64

// With d features, GammaScale is 1/(d v), where v is the variance of all
// scaled features of all training images taken together, and GammaAuto is 1/d.
// In JSON they are "scale" and "auto".
const (
	GammaScale Gamma = -1
	GammaAuto  Gamma = -2
)

// UnmarshalJSON reads "scale", "auto" or a positive number.
func (g *Gamma) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"scale"`:
		*g = GammaScale
		return nil
	case `"auto"`:
		*g = GammaAuto
		return nil
	}
	var v float64
	if err := json.Unmarshal(text, &v); err != nil || !(v > 0) {
		return fmt.Errorf(`svm: gamma %s, want "scale", "auto" or a positive number`, text)
	}
	*g = Gamma(v)
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (g Gamma) MarshalJSON() ([]byte, error) {
	switch g {
	case GammaScale:
		return []byte(`"scale"`), nil
	case GammaAuto:
		return []byte(`"auto"`), nil
	}
	return json.Marshal(float64(g))
}

// value is gamma for a training set.
func (g Gamma) value(train learn.Set) float64 {
	switch g {
	case GammaScale:
		if v := variance(train); v > 0 {
			return 1 / (float64(train.Features) * v)
		}
		return 1
	case GammaAuto:
		return 1 / float64(train.Features)
	}
	return float64(g)
}

// variance is that of all scaled features taken as one sample.
func variance(train learn.Set) float64 {
	d := train.Features
	sum, squares := make([]uint64, d), make([]uint64, d)
	for i := range train.Len() {
		for j, p := range train.Row(i) {
			sum[j] += uint64(p)
			squares[j] += uint64(p) * uint64(p)
		}
	}
	n := float64(train.Len())
	mean, meanSquare := 0.0, 0.0
	for j := range d {
		shift := train.Scaling.At(j, 0)
		scale := train.Scaling.At(j, 1) - shift
		s, ss := float64(sum[j])/n, float64(squares[j])/n
		mean += scale*s + shift
		meanSquare += scale*scale*ss + 2*scale*shift*s + shift*shift
	}
	mean, meanSquare = mean/float64(d), meanSquare/float64(d)
	return meanSquare - mean*mean
}

// Validate reports parameters out of their range.
func (s *SVC) Validate() error {
	switch s.Kernel {
	case Linear, RBF, Poly, Sigmoid:
	default:
		return fmt.Errorf("svm: SVC: kernel %q, want linear, rbf, poly or sigmoid", s.Kernel)
	}
	for _, p := range []struct {
		name  string
		value float64
		ok    bool
	}{
		{"C", s.C, s.C > 0},
		{"degree", float64(s.Degree), s.Degree >= 0},
		{"gamma", float64(s.Gamma), s.Gamma > 0 || s.Gamma == GammaScale || s.Gamma == GammaAuto},
		{"coef0", s.Coef0, !math.IsNaN(s.Coef0)},
		{"tol", s.Tol, s.Tol > 0},
		{"cache_size", s.CacheSize, s.CacheSize > 0 && s.CacheSize < 1<<30},
		{"max_iter", float64(s.MaxIter), s.MaxIter >= -1},
	} {
		if !p.ok || math.IsInf(p.value, 0) {
			return fmt.Errorf("svm: SVC: %s %v is out of its range", p.name, p.value)
		}
	}
	return nil
}

// Problem is what became of the problem of two classes.
type Problem struct {
	Classes        [2]int  // labels, the lower first
	SupportVectors int     // images with a coefficient other than 0
	Bounded        int     // images with the coefficient C
	Objective      float64 // dual objective, negative, as LIBSVM's obj
	Rho            float64 // decision values are sum over i of y_i alpha_i K(x_i, x) - Rho
	Steps          int     // pairs of coefficients changed
	Converged      bool    // whether the tolerance was reached
}

// Problems of the last Fit, by classes.
func (s *SVC) Problems() []Problem { return s.problems }

// Figures of the last Fit: support_vectors is how many images are one in any
// problem, dual_objective the sum over the problems.
func (s *SVC) Figures() map[string]float64 {
	if s.problems == nil {
		return nil // not fitted, or restored
	}
	objective := 0.0
	for _, p := range s.problems {
		objective += p.Objective
	}
	return map[string]float64{"support_vectors": float64(s.machine.vectors.Len()), "dual_objective": objective}
}

// Warnings of the last Fit.
func (s *SVC) Warnings() []string { return s.warnings }

const defaultSteps = 100_000_000

func (s *SVC) options() options {
	o := options{c: s.C, tol: s.Tol, shrinking: s.Shrinking, maxSteps: s.MaxIter}
	if s.MaxIter < 0 {
		o.maxSteps = defaultSteps
	}
	return o
}

// Fit solves the problems of all pairs of classes, as many at a time as there
// are cores. It draws nothing from the seed.
func (s *SVC) Fit(ctx context.Context, train learn.Set, _ uint64) error {
	s.machine, s.problems, s.warnings = nil, nil, nil
	if err := train.Check(); err != nil {
		return err
	}
	if err := s.Validate(); err != nil {
		return err
	}
	classes := occurring(train)
	if len(classes) == 1 {
		return learn.ErrOneClass
	}
	t, err := newTrainingSet(ctx, train)
	if err != nil {
		return err
	}
	k := s.kernel(s.Gamma.value(train))
	solved, err := s.solve(ctx, t, k, pairsOf(classes))
	if err != nil {
		return err
	}
	for _, p := range solved {
		s.problems = append(s.problems, p.summary())
	}
	s.warn()
	s.machine, err = newMachine(ctx, t, k, classes, solved)
	return err
}

func (s *SVC) kernel(gamma float64) kernel {
	return kernel{name: s.Kernel, gamma: gamma, coef0: s.Coef0, degree: s.Degree}
}

// solve solves the problems in parallel. Each is a function of the training
// set alone, whatever else runs.
func (s *SVC) solve(ctx context.Context, t *trainingSet, k kernel, pairs [][2]int) ([]*problem, error) {
	var g *gram
	if k.name != Linear {
		var err error
		if g, err = newGram(ctx, t, k, int64(s.CacheSize*(1<<20))); err != nil {
			return nil, err
		}
	}
	members := 0
	for _, classes := range pairs {
		members = max(members, t.count(classes[0])+t.count(classes[1]))
	}
	solved := make([]*problem, len(pairs))
	errs := make([]error, len(pairs))
	err := parallel.Workers(ctx, len(pairs), 1, func() func(lo, hi int) {
		set := newWorkingSet(min(members, mostMembers))
		return func(lo, _ int) {
			p := newProblem(t, pairs[lo], s.options(), set)
			if p.matrix = g; g == nil {
				p.matrix = newLinearMatrix(t)
			}
			solved[lo], errs[lo] = p, p.solve(ctx)
		}
	})
	return solved, cmp.Or(err, errors.Join(errs...))
}

func (s *SVC) warn() {
	stopped, example := 0, Problem{}
	for _, p := range s.problems {
		if !p.Converged {
			stopped++
			example = p
		}
	}
	if stopped > 0 {
		s.warnings = append(s.warnings, fmt.Sprintf(
			"SVC: %d of %d one-vs-one problems did not reach the tolerance %v within %d steps, that of classes %d and %d among them",
			stopped, len(s.problems), s.Tol, s.options().maxSteps, example.Classes[0], example.Classes[1]))
	}
}

// occurring are the labels of the training set, ascending.
func occurring(train learn.Set) []int {
	var classes []int
	for c, n := range train.ClassCounts() {
		if n > 0 {
			classes = append(classes, c)
		}
	}
	return classes
}

// pairsOf are the pairs of classes in LIBSVM's order.
func pairsOf(classes []int) [][2]int {
	var pairs [][2]int
	for i, a := range classes {
		for _, b := range classes[i+1:] {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	return pairs
}

// Predict labels each image with the class of most votes, the lowest on a tie.
func (s *SVC) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if s.machine == nil {
		return learn.ErrNotFitted
	}
	return s.machine.predict(ctx, images, labels)
}
