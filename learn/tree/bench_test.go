package tree

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func BenchmarkFit(b *testing.B) {
	train, test := learntest.Real(b, "fashion", "train"), learntest.Real(b, "fashion", "t10k")
	for name, c := range map[string]*Classifier{
		"DecisionTree/gini":    NewDecisionTreeClassifier(),
		"DecisionTree/entropy": {Params: Params{Criterion: Entropy, Splitter: Best, MinSamplesSplit: 2, MinSamplesLeaf: 1}},
		"DecisionTree/random":  {Params: Params{Criterion: Gini, Splitter: Random, MinSamplesSplit: 2, MinSamplesLeaf: 1}},
		"ExtraTree":            NewExtraTreeClassifier(),
	} {
		b.Run(name, func(b *testing.B) {
			labels := make([]uint8, test.Len())
			for b.Loop() {
				if err := c.Fit(b.Context(), train, 1); err != nil {
					b.Fatal(err)
				}
				if err := c.Predict(b.Context(), test.Images, labels); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(learn.Accuracy(labels, test.Labels), "accuracy")
			b.ReportMetric(float64(c.Tree().Nodes()), "nodes")
		})
	}
}
