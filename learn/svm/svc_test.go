package svm

import (
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for _, kernel := range []string{Linear, RBF, Poly, Sigmoid} {
		t.Run(kernel, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				s := NewSVC()
				s.Kernel = kernel
				return s
			})
		})
	}
}
