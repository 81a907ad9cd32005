package boosting

import (
	"fmt"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func benchmarkFit(b *testing.B, c learn.Classifier) {
	train, test := learntest.Real(b, "fashion", "train"), learntest.Real(b, "fashion", "t10k")
	labels := make([]uint8, test.Len())
	for b.Loop() {
		if err := c.Fit(b.Context(), train, 0); err != nil {
			b.Fatal(err)
		}
		if err := c.Predict(b.Context(), test.Images, labels); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(learn.Accuracy(labels, test.Labels), "accuracy")
}

func BenchmarkGradientBoosting(b *testing.B) {
	for _, depth := range []Limit{3, 10, 50} {
		b.Run(fmt.Sprintf("depth=%d", depth), func(b *testing.B) {
			g := NewGradientBoostingClassifier()
			g.NEstimators, g.MaxDepth = 10, depth
			benchmarkFit(b, g)
		})
	}
}

func BenchmarkHistGradientBoosting(b *testing.B) {
	for _, stages := range []int{10, 100} {
		b.Run(fmt.Sprintf("stages=%d", stages), func(b *testing.B) {
			h := NewHistGradientBoostingClassifier()
			h.MaxIter = stages
			benchmarkFit(b, h)
		})
	}
}
