package bench

import (
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// TrainingSet is what a run with the named preprocessing and seed learns from:
// a fit of it with the seed is the run's. It takes the training images out of
// the data set, which are not needed twice.
func TrainingSet(data *dataset.Dataset, scaling string, seed uint64) (learn.Set, error) {
	return trainingSet(data, Run{Scaling: scaling, Seed: seed})
}
