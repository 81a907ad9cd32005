package neural

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	learntest.Run(t, func() learn.Classifier {
		m := NewMLPClassifier()
		m.HiddenLayerSizes = []int{20, 16}
		return m
	})
}
