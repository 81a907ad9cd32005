// Package families is the table of all classifiers: the one place that knows
// them by name.
package families

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/bayes"
	"github.com/fmnist/fmnist/learn/boosting"
	"github.com/fmnist/fmnist/learn/ensemble"
	"github.com/fmnist/fmnist/learn/gaussianprocess"
	"github.com/fmnist/fmnist/learn/linear"
	"github.com/fmnist/fmnist/learn/neighbors"
	"github.com/fmnist/fmnist/learn/neural"
	"github.com/fmnist/fmnist/learn/svm"
	"github.com/fmnist/fmnist/learn/tree"
)

// ErrUnknown is wrapped by New's error for a name that no family has.
var ErrUnknown = errors.New("no such family")

// constructors make a classifier with scikit-learn's defaults, by
// scikit-learn's name.
var constructors = map[string]func() learn.Classifier{
	"DecisionTreeClassifier":         func() learn.Classifier { return tree.NewDecisionTreeClassifier() },
	"ExtraTreeClassifier":            func() learn.Classifier { return tree.NewExtraTreeClassifier() },
	"ExtraTreesClassifier":           func() learn.Classifier { return ensemble.NewExtraTreesClassifier() },
	"GaussianNB":                     func() learn.Classifier { return bayes.NewGaussianNB() },
	"GaussianProcessClassifier":      func() learn.Classifier { return gaussianprocess.NewGaussianProcessClassifier() },
	"GradientBoostingClassifier":     func() learn.Classifier { return boosting.NewGradientBoostingClassifier() },
	"HistGradientBoostingClassifier": func() learn.Classifier { return boosting.NewHistGradientBoostingClassifier() },
	"KNeighborsClassifier":           func() learn.Classifier { return neighbors.NewKNeighborsClassifier() },
	"LinearSVC":                      func() learn.Classifier { return linear.NewLinearSVC() },
	"LogisticRegression":             func() learn.Classifier { return linear.NewLogisticRegression() },
	"MLPClassifier":                  func() learn.Classifier { return neural.NewMLPClassifier() },
	"PassiveAggressiveClassifier":    func() learn.Classifier { return linear.NewPassiveAggressiveClassifier() },
	"Perceptron":                     func() learn.Classifier { return linear.NewPerceptron() },
	"RandomForestClassifier":         func() learn.Classifier { return ensemble.NewRandomForestClassifier() },
	"SVC":                            func() learn.Classifier { return svm.NewSVC() },
	"SGDClassifier":                  func() learn.Classifier { return linear.NewSGDClassifier() },
}

// New is the named family's classifier with its parameters set from a JSON
// object, defaults where it is silent.
func New(name string, parameters []byte) (learn.Classifier, error) {
	construct, ok := constructors[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, ErrUnknown)
	}
	c := construct()
	if err := learn.Configure(c, parameters); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// Names are those that New knows, sorted.
func Names() []string { return slices.Sorted(maps.Keys(constructors)) }
