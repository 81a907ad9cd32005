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
	"github.com/fmnist/fmnist/learn/compose"
	"github.com/fmnist/fmnist/learn/deep"
	"github.com/fmnist/fmnist/learn/ensemble"
	"github.com/fmnist/fmnist/learn/features"
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
	"ConvNetClassifier":              func() learn.Classifier { return deep.NewConvNetClassifier() },
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

// transformers make what can stand before a classifier in a Pipeline, by the
// names of scikit-learn and scikit-image.
var transformers = map[string]func() learn.Transformer{
	"HOG": func() learn.Transformer { return features.NewHOG() },
	"PCA": func() learn.Transformer { return features.NewPCA() },
}

// Composites are made of all the others, and so of the table that they are in.
func init() {
	constructors["Pipeline"] = func() learn.Classifier { return compose.NewPipeline(newPart) }
	constructors["VotingClassifier"] = func() learn.Classifier { return compose.NewVotingClassifier(newPart) }
}

// newPart is the named transformer or classifier.
func newPart(name string, parameters []byte) (any, error) {
	construct, ok := transformers[name]
	if !ok {
		return New(name, parameters)
	}
	t := construct()
	if err := learn.Configure(t, parameters); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// New is the named family's classifier with its parameters set from a JSON
// object, defaults where it is silent.
func New(name string, parameters []byte) (learn.Classifier, error) {
	c, err := Default(name)
	if err != nil {
		return nil, err
	}
	if err := learn.Configure(c, parameters); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// Default is the named family's classifier as it is without parameters, which a
// composite cannot be fitted with.
func Default(name string) (learn.Classifier, error) {
	construct, ok := constructors[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, ErrUnknown)
	}
	return construct(), nil
}

// Names are those that New knows, sorted.
func Names() []string { return slices.Sorted(maps.Keys(constructors)) }
