package tree

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for name, change := range map[string]func(*Classifier){
		"best":         func(*Classifier) {},
		"random":       func(c *Classifier) { c.Splitter = Random },
		"entropy":      func(c *Classifier) { c.Criterion = Entropy },
		"few features": func(c *Classifier) { c.MaxFeatures = SqrtFeatures },
		"extra":        func(c *Classifier) { *c = *NewExtraTreeClassifier() },
		"large leaves": func(c *Classifier) { c.MinSamplesLeaf = 5 },
	} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				c := NewDecisionTreeClassifier()
				change(c)
				return c
			})
		})
	}
}
