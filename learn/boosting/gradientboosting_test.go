package boosting

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for name, depth := range map[string]Limit{"depth 3": 3, "no limit": 0} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				g := NewGradientBoostingClassifier()
				g.NEstimators, g.MaxDepth = 10, depth
				return g
			})
		})
	}
}

func TestHistConformance(t *testing.T) {
	for name, stopping := range map[string]EarlyStopping{"early stopping": AlwaysStopping, "auto": AutoStopping} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				h := NewHistGradientBoostingClassifier()
				h.MaxIter, h.EarlyStopping = 20, stopping
				return h
			})
		})
	}
}
