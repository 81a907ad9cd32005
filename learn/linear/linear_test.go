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
