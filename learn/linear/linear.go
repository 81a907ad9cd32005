// Package linear holds the classifiers that label an image by the largest of
// linear functions of its features: logistic regression, support vector
// machines without a kernel, and the perceptron's relatives.
//
// They share the model, the rows they read (bytes, scaled to float32 a row at
// a time, in cache when they are used) and two engines: stochastic gradient
// descent over single rows and minimisation over the whole set at once.
package linear

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// Penalty is a norm of the weights that is kept small.
type Penalty string

// The penalties; not every classifier takes every one.
const (
	L1         Penalty = "l1"         // the sum of absolute weights
	L2         Penalty = "l2"         // half the sum of squared weights
	ElasticNet Penalty = "elasticnet" // a mixture of both
	NoPenalty  Penalty = "none"       // in JSON also null
)

// UnmarshalJSON takes null for NoPenalty, as scikit-learn takes None.
func (p *Penalty) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*p = NoPenalty
		return nil
	}
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	*p = Penalty(s)
	return nil
}

// oneOf returns an error that names the parameter unless value is among those
// allowed.
func oneOf[S ~string](classifier, name string, value S, allowed ...S) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("linear: %s: %s %q, want one of %q", classifier, name, value, allowed)
}

// model is what every classifier here learns: a decision value for each of
// the classes seen, or one for both when there are two.
type model struct {
	classes   []uint8   // the labels seen in training, ascending
	features  int       // of an image
	coef      []float32 // outputs x features, for scaled features
	intercept []float64 // outputs
	scaling   learn.Scaling
	warnings  []string
}

// newModel is a model of zeros for the classes of p with the given number of
// outputs.
func newModel(p *problem, outputs int) model {
	return model{
		classes:   p.classes,
		features:  p.features,
		coef:      make([]float32, outputs*p.features),
		intercept: make([]float64, outputs),
		scaling:   p.scaling,
	}
}

// Predict labels each image with the class of the largest decision value, the
// lowest on a tie.
func (m *model) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, m.features); err != nil {
		return err
	}
	return m.eachValues(ctx, images, func(i int, values []float32) {
		labels[i] = m.classes[winner(values)]
	})
}

// eachValues calls use, from several goroutines, with every image's decision
// values.
func (m *model) eachValues(ctx context.Context, images learn.Images, use func(i int, values []float32)) error {
	if images.Len() == 0 {
		return ctx.Err()
	}
	r := newRows(images, m.scaling)
	f := newFolded(len(m.intercept), &r)
	for k := range m.intercept {
		f.set(k, m.coef[k*m.features:][:m.features], m.intercept[k])
	}
	return parallel.Workers(ctx, r.n, 64, func() func(lo, hi int) {
		row, values := make([]uint8, packedOctet*fullTurns(r.stride/8)), make([]float32, f.n)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				packed := packRow(row, r.row(i))
				for k := 0; k < f.n; k += group {
					f.slice(k, min(f.n, k+group)).values(packed, nil, values[k:])
				}
				use(i, values)
			}
		}
	})
}

// winner is the index of the class with the given decision values.
func winner(values []float32) int {
	if len(values) == 1 {
		if values[0] > 0 {
			return 1
		}
		return 0
	}
	return learn.Argmax(values)
}

// Warnings of the last Fit.
func (m *model) Warnings() []string { return m.warnings }

// State returns coef (outputs x features, for scaled features), intercept,
// the classes that the outputs stand for, and the scaling.
func (m *model) State() (learn.State, error) {
	if m.features == 0 {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{"classes": m.classes, "coef": m.coef, "intercept": m.intercept}
	m.scaling.Put(s)
	return s, nil
}

// Restore sets the fitted model.
func (m *model) Restore(s learn.State) error {
	classes, err := learn.Get[[]uint8](s, "classes", -1)
	if err != nil {
		return err
	}
	intercept, err := learn.Get[[]float64](s, "intercept", -1)
	if err != nil {
		return err
	}
	coef, err := learn.Get[[]float32](s, "coef", -1)
	if err != nil {
		return err
	}
	k := len(intercept)
	if len(classes) < 2 || k != len(classes) && (k != 1 || len(classes) != 2) {
		return fmt.Errorf("linear: %d decision values for %d classes", k, len(classes))
	}
	if len(coef) == 0 || len(coef)%k != 0 {
		return fmt.Errorf("linear: %d weights for %d decision values", len(coef), k)
	}
	scaling, err := learn.GetScaling(s, len(coef)/k)
	if err != nil {
		return err
	}
	*m = model{classes: classes, features: len(coef) / k, coef: coef, intercept: intercept, scaling: scaling}
	return nil
}

// problem is a training set as the solvers take it.
type problem struct {
	rows
	classes []uint8 // the labels that occur, ascending: two or more
	y       []uint8 // of every row, the index into classes
	scaling learn.Scaling
}

// What two and four bytes can number in units of eight.
const (
	maxFeatures = 8 << 16
	maxPixels   = 8 << 32
)

// newProblem checks the set and leaves out the classes that do not occur.
func newProblem(train learn.Set) (*problem, error) {
	if err := train.Check(); err != nil {
		return nil, err
	}
	if train.Features > maxFeatures || uint64(train.Len()) > maxPixels/uint64((train.Features+7)&^7) {
		return nil, fmt.Errorf("linear: %d images of %d features are too many", train.Len(), train.Features)
	}
	p := &problem{
		rows:    newRows(train.Images, train.Scaling),
		y:       make([]uint8, train.Len()),
		scaling: train.Scaling,
	}
	var index [256]uint8
	for label, count := range train.ClassCounts() {
		if count > 0 {
			index[label] = uint8(len(p.classes))
			p.classes = append(p.classes, uint8(label))
		}
	}
	if len(p.classes) < 2 {
		return nil, learn.ErrOneClass
	}
	for i, label := range train.Labels {
		p.y[i] = index[label]
	}
	return p, nil
}

// binary is the number of problems of one class against the rest: two classes
// make only one.
func (p *problem) binary() int {
	if len(p.classes) == 2 {
		return 1
	}
	return len(p.classes)
}

// positive is the index of the class that has the label +1 in binary problem
// k; the rest has -1.
func (p *problem) positive(k int) uint8 {
	if len(p.classes) == 2 {
		return 1
	}
	return uint8(k)
}

var errDiverged = errors.New("the weights have grown beyond all bounds; scaled features might help")

// rarest is the share that the smallest class has of the rows.
func (p *problem) rarest() float64 {
	counts := make([]int, len(p.classes))
	for _, y := range p.y {
		counts[y]++
	}
	return float64(slices.Min(counts)) / float64(p.n)
}
