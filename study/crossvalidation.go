package study

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

// Model is a classifier by its family's name, with parameters as a JSON object,
// defaults where it is silent, and the preprocessing of its pixels.
type Model struct {
	Family     string
	Parameters string
	Scaling    string // as learn.NewScaling takes it
}

// New is the classifier, not yet fitted.
func (m Model) New() (learn.Classifier, error) {
	return families.New(m.Family, []byte(m.Parameters))
}

// String is what the page calls the model.
func (m Model) String() string {
	if m.Parameters == "" || m.Parameters == "{}" {
		return m.Family
	}
	return m.Family + " " + m.Parameters
}

// name is what sentences call the model.
func (m Model) name() string {
	if m == LabelModel {
		return "logistic regression on gradients"
	}
	return m.String()
}

// outOfSample is, for every image, the probability of every class by a model
// that has not seen the image: folds models, each fitted on all folds but one.
// The folds are stratified, so that each has its share of every class, and drawn
// by the seed. The result has images x classes entries.
func outOfSample(ctx context.Context, m Model, set learn.Set, folds int, seed uint64, progress func(string)) ([]float32, error) {
	if err := set.Check(); err != nil {
		return nil, err
	}
	if folds < 2 || folds > set.Len() {
		return nil, fmt.Errorf("study: %d folds of %d images, want 2 or more, each with an image", folds, set.Len())
	}
	fold := stratify(set, folds, seed)
	all := make([]float32, set.Len()*set.Classes)
	for f := range folds {
		progress(fmt.Sprintf("%s, fold %d of %d", m.Family, f+1, folds))
		if err := predictFold(ctx, m, set, fold, f, seed, all); err != nil {
			return nil, fmt.Errorf("study: %s, fold %d: %w", m, f+1, err)
		}
	}
	return all, nil
}

// stratify is the fold of every image: those of a class are shuffled and dealt
// out, the next class going on where the last one ended.
func stratify(set learn.Set, folds int, seed uint64) []int {
	random := rand.New(rand.NewPCG(seed, 0x666f6c64))
	fold, next := make([]int, set.Len()), 0
	for class := range set.Classes {
		var of []int
		for i, y := range set.Labels {
			if int(y) == class {
				of = append(of, i)
			}
		}
		random.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
		for _, i := range of {
			fold[i] = next % folds
			next++
		}
	}
	return fold
}

// predictFold writes the probabilities of the images of one fold.
func predictFold(ctx context.Context, m Model, set learn.Set, fold []int, f int, seed uint64, all []float32) error {
	var rest, held []int
	for i, of := range fold {
		if of == f {
			held = append(held, i)
		} else {
			rest = append(rest, i)
		}
	}
	c, err := m.New()
	if err != nil {
		return err
	}
	proba, ok := c.(learn.ProbabilityClassifier)
	if !ok {
		return fmt.Errorf("the family gives no probabilities")
	}
	train := selected(set, rest)
	if train.Scaling, err = learn.NewScaling(m.Scaling, train.Images); err != nil {
		return err
	}
	if err := c.Fit(ctx, train, seed); err != nil {
		return err
	}
	p := make([]float32, len(held)*set.Classes)
	if err := proba.PredictProba(ctx, selected(set, held).Images, p); err != nil {
		return err
	}
	for k, i := range held {
		copy(all[i*set.Classes:][:set.Classes], p[k*set.Classes:])
	}
	return nil
}

// selected is a copy of the images of those indices with their labels.
func selected(set learn.Set, indices []int) learn.Set {
	of := learn.Set{Classes: set.Classes, Labels: make([]uint8, len(indices))}
	of.Features, of.Pixels = set.Features, make([]uint8, 0, len(indices)*set.Features)
	for k, i := range indices {
		of.Labels[k] = set.Labels[i]
		of.Pixels = append(of.Pixels, set.Row(i)...)
	}
	return of
}
