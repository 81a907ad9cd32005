package linear

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// recorded is what testdata/make_sklearn.py wrote.
type recorded struct {
	Sets []struct {
		Classes, Features int
		Pixels, Labels    learntest.Bytes
	}
	Cases []recordedCase
}

type recordedCase struct {
	Set             int
	Name            string
	Parameters      json.RawMessage
	Coef, Intercept []float64
	Predictions     learntest.Bytes
}

func readRecorded(t *testing.T) (sets []learn.Set, cases []recordedCase) {
	t.Helper()
	var r recorded
	learntest.ReadJSON(t, "testdata/sklearn.json", &r)
	for _, s := range r.Sets {
		images := learn.Images{Pixels: s.Pixels, Features: s.Features}
		sets = append(sets, learn.Set{
			Images: images, Labels: s.Labels, Classes: s.Classes, Scaling: learn.Standardize(images),
		})
	}
	return sets, r.Cases
}

// classifiers are those of this package by scikit-learn's names.
var classifiers = map[string]func() learn.Classifier{
	"LogisticRegression":          func() learn.Classifier { return NewLogisticRegression() },
	"LinearSVC":                   func() learn.Classifier { return NewLinearSVC() },
	"SGDClassifier":               func() learn.Classifier { return NewSGDClassifier() },
	"Perceptron":                  func() learn.Classifier { return NewPerceptron() },
	"PassiveAggressiveClassifier": func() learn.Classifier { return NewPassiveAggressiveClassifier() },
}

func learned(c learn.Classifier) *model {
	switch c := c.(type) {
	case *LogisticRegression:
		return &c.model
	case *LinearSVC:
		return &c.model
	case *SGDClassifier:
		return &c.model
	case *Perceptron:
		return &c.model
	case *PassiveAggressiveClassifier:
		return &c.model
	}
	panic(fmt.Sprintf("no model in %T", c))
}

// tighten makes solvers that stop at a tolerance go as far as float32 lets
// them, and the others take the rows in the given order.
func tighten(c learn.Classifier) {
	switch c := c.(type) {
	case *LogisticRegression:
		c.Tol, c.MaxIter = 1e-9, 100000
	case *LinearSVC:
		c.Tol, c.MaxIter = 1e-5, 10000
		if c.MultiClass == "crammer_singer" { // a share of the objective, of which the weights' error is the root
			c.Tol = 1e-6
		}
	case *SGDClassifier:
		c.Shuffle = false
	case *Perceptron:
		c.Shuffle = false
	case *PassiveAggressiveClassifier:
		c.Shuffle = false
	}
}

// TestScikitLearn compares the weights learnt from small sets with those that
// scikit-learn learns: for the convex problems at the minimum, for stochastic
// descent after the same steps in the same order.
func TestScikitLearn(t *testing.T) {
	sets, cases := readRecorded(t)
	for _, want := range cases {
		t.Run(fmt.Sprintf("%d/%s/%s", want.Set, want.Name, want.Parameters), func(t *testing.T) {
			c := classifiers[want.Name]()
			if err := learn.Configure(c, want.Parameters); err != nil {
				t.Fatal(err)
			}
			tighten(c)
			if err := c.Fit(t.Context(), sets[want.Set], 1); err != nil {
				t.Fatal(err)
			}
			m := asRecorded(learned(c), len(want.Coef)/sets[want.Set].Features)
			size := 0.0
			for _, v := range append(want.Coef, want.Intercept...) {
				size = max(size, math.Abs(v))
			}
			for j, v := range want.Coef {
				if d := math.Abs(float64(m.coef[j]) - v); !(d <= 1e-3*max(size, 0.1)) {
					t.Errorf("coef[%d] = %g, want %g", j, m.coef[j], v)
				}
			}
			for k, v := range want.Intercept { // a single 0 without intercepts
				if d := math.Abs(m.intercept[k] - v); !(d <= 1e-3*max(size, 0.1)) {
					t.Errorf("intercept[%d] = %g, want %g", k, m.intercept[k], v)
				}
			}
			got := make([]uint8, len(want.Predictions))
			if err := c.Predict(t.Context(), sets[want.Set].Images, got); err != nil {
				t.Fatal(err)
			}
			for i, y := range want.Predictions {
				if got[i] != y {
					t.Errorf("image %d labelled %d, want %d", i, got[i], y)
				}
			}
		})
	}
}

// asRecorded is the model in scikit-learn's form: one weight vector for two
// classes where the method has two.
func asRecorded(m *model, outputs int) model {
	if len(m.intercept) == outputs {
		return *m
	}
	d := m.features
	single := model{features: d, coef: make([]float32, d)}
	for j := range d {
		single.coef[j] = m.coef[d+j] - m.coef[j]
	}
	single.intercept = []float64{m.intercept[1] - m.intercept[0]}
	return single
}
