package neural

import (
	"fmt"
	"testing"

	"github.com/fmnist/fmnist/learn"
)

// BenchmarkFit trains on the whole of Fashion-MNIST for ten epochs.
func BenchmarkFit(b *testing.B) {
	train, test := fashion(b)
	for _, hidden := range [][]int{{10}, {100}, {100, 10}} {
		b.Run(fmt.Sprint(hidden), func(b *testing.B) {
			m := NewMLPClassifier()
			m.HiddenLayerSizes, m.MaxIter = hidden, 10
			labels := make([]uint8, test.Len())
			for b.Loop() {
				if err := m.Fit(b.Context(), train, 0); err != nil {
					b.Fatal(err)
				}
			}
			if err := m.Predict(b.Context(), test.Images, labels); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(learn.Accuracy(labels, test.Labels), "accuracy")
		})
	}
}
