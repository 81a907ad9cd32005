package ensemble

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
	"github.com/fmnist/fmnist/learn/tree"
)

func TestConformance(t *testing.T) {
	for name, construct := range map[string]func() *ForestClassifier{
		"random forest": NewRandomForestClassifier,
		"extra trees":   NewExtraTreesClassifier,
		"entropy": func() *ForestClassifier {
			f := NewRandomForestClassifier()
			f.Criterion, f.MaxFeatures = tree.Entropy, tree.AllFeatures
			return f
		},
	} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				f := construct()
				f.NEstimators = 10
				return f
			})
		})
	}
}
