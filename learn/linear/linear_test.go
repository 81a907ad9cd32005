package linear

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for _, c := range []struct{ name, parameters string }{
		{"LogisticRegression", `{}`},
		{"LogisticRegression", `{"penalty": "l1", "multi_class": "multinomial"}`},
		{"LogisticRegression", `{"penalty": "l1", "multi_class": "ovr", "C": 100}`},
		{"LogisticRegression", `{"penalty": null, "multi_class": "ovr", "solver": "liblinear"}`},
		{"LinearSVC", `{}`},
		{"LinearSVC", `{"loss": "hinge", "max_iter": 50}`},
		{"LinearSVC", `{"dual": false}`},
		{"LinearSVC", `{"penalty": "l1"}`},
		{"LinearSVC", `{"penalty": "l1", "loss": "hinge"}`},
		{"LinearSVC", `{"multi_class": "crammer_singer", "penalty": "l1", "loss": "hinge"}`},
		{"SGDClassifier", `{}`},
		{"SGDClassifier", `{"loss": "squared_hinge", "penalty": "l1"}`},
		{"SGDClassifier", `{"loss": "log", "penalty": "elasticnet"}`},
		{"SGDClassifier", `{"loss": "modified_huber", "penalty": null}`},
		{"Perceptron", `{}`},
		{"Perceptron", `{"penalty": "elasticnet", "eta0": 2}`},
		{"PassiveAggressiveClassifier", `{"C": 10}`},
		{"PassiveAggressiveClassifier", `{"loss": "squared_hinge"}`},
	} {
		t.Run(c.name+c.parameters, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				classifier := classifiers[c.name]()
				if err := learn.Configure(classifier, []byte(c.parameters)); err != nil {
					t.Fatal(err)
				}
				return classifier
			})
		})
	}
}

func TestParametersAreChecked(t *testing.T) {
	for name, all := range map[string][]string{
		"LogisticRegression": {`{"penalty": "elasticnet"}`, `{"C": 0}`, `{"multi_class": "one"}`, `{"solver": "x"}`,
			`{"tol": 0}`, `{"max_iter": 0}`},
		"LinearSVC": {`{"penalty": null}`, `{"loss": "log"}`, `{"multi_class": "auto"}`, `{"C": -1}`,
			`{"intercept_scaling": 0}`},
		"SGDClassifier": {`{"loss": "huber"}`, `{"penalty": "l3"}`, `{"alpha": 0}`, `{"learning_rate": "adaptive"}`,
			`{"learning_rate": "constant"}`, `{"l1_ratio": 2}`, `{"n_iter_no_change": 0}`, `{"max_iter": 0}`},
		"Perceptron":                  {`{"eta0": 0}`, `{"penalty": "l0"}`, `{"alpha": -1}`},
		"PassiveAggressiveClassifier": {`{"C": 0}`, `{"loss": "log"}`, `{"max_iter": -1}`},
	} {
		for _, parameters := range all {
			c := classifiers[name]()
			if err := learn.Configure(c, []byte(parameters)); err == nil {
				t.Errorf("%s accepts %s", name, parameters)
			}
			// The fields can also be set without Configure.
			if err := c.Fit(t.Context(), learntest.Blobs(20, 5, 2, 1), 1); err == nil {
				t.Errorf("%s fits with %s", name, parameters)
			}
		}
	}
}

// TestManyClasses has more classes than any kernel takes at once.
func TestManyClasses(t *testing.T) {
	set := learntest.Blobs(1200, 60, 23, 2)
	for name, construct := range classifiers {
		c := construct()
		if err := c.Fit(t.Context(), set, 1); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, set.Len())
		if err := c.Predict(t.Context(), set.Images, labels); err != nil {
			t.Fatal(err)
		}
		if a := learn.Accuracy(labels, set.Labels); a < 0.95 {
			t.Errorf("%s: accuracy %.3f on its training set", name, a)
		}
	}
}

// TestFeaturesAreLimited: positions of packed rows have two bytes.
func TestFeaturesAreLimited(t *testing.T) {
	const d = maxFeatures + 1
	set := learn.Set{Images: learn.Images{Pixels: make([]uint8, 2*d), Features: d}, Labels: []uint8{0, 1}, Classes: 2}
	if err := NewLinearSVC().Fit(t.Context(), set, 1); err == nil {
		t.Error("Fit of too many features succeeded")
	}
}
