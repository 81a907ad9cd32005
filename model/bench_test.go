package model_test

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

// BenchmarkPredict labels images of Fashion-MNIST: one at a time, whose time is
// what a caller waits for, and all 10,000 at once.
func BenchmarkPredict(b *testing.B) {
	all, test := fashion(b, 60000, 10000)
	for _, c := range []struct {
		name, family, parameters string
		train                    int // images: what a network costs does not depend on them
	}{
		{"forest", "RandomForestClassifier", `{"n_estimators": 100}`, 60000},
		{"two-conv", "ConvNetClassifier", `{"epochs": 1}`, 2000},
		{"svc", "SVC", `{"C": 10}`, 60000},
	} {
		set := all
		set.Images, set.Labels = all.Slice(0, c.train), all.Labels[:c.train]
		m, err := model.Fit(b.Context(), c.family, []byte(c.parameters), set, 1)
		if err != nil {
			b.Fatal(err)
		}
		label := func(images learn.Images) func(b *testing.B) {
			labels := make([]uint8, images.Len())
			return func(b *testing.B) {
				for b.Loop() {
					if err := m.Classifier.Predict(b.Context(), images, labels); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
		b.Run(c.name+"/one", label(test.Slice(0, 1)))
		b.Run(c.name+"/10000", label(test))
	}
}
