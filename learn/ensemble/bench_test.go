package ensemble

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func BenchmarkFit(b *testing.B) {
	train, test := learntest.Real(b, "fashion", "train"), learntest.Real(b, "fashion", "t10k")
	for name, f := range map[string]*ForestClassifier{
		"RandomForest": NewRandomForestClassifier(),
		"ExtraTrees":   NewExtraTreesClassifier(),
	} {
		b.Run(name, func(b *testing.B) {
			labels := make([]uint8, test.Len())
			for b.Loop() {
				if err := f.Fit(b.Context(), train, 1); err != nil {
					b.Fatal(err)
				}
				if err := f.Predict(b.Context(), test.Images, labels); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(learn.Accuracy(labels, test.Labels), "accuracy")
		})
	}
}
