// Package model is what remains of a fit: a classifier with the names of its
// classes, the shape of its images and where it came from, in memory or in a
// file.
//
//	m, err := model.Fit(ctx, "SVC", []byte(`{"C": 10}`), train, seed)
//	m.Classes = classes
//	err = m.Save("svc.fmnist")
//	...
//	m, err = model.Load("svc.fmnist")
//	predictions, err := m.Predict(ctx, images)
//
// A file holds numbers and names, see [File]; reading one executes nothing that
// is in it. A family of one's own is saved and read by File, which knows arrays
// and no families.
package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

// Model is a fitted classifier with what its users want to know of it.
type Model struct {
	Header
	Preprocessing learn.Scaling // of the training set; the classifier has what it needs of it
	Classifier    learn.Classifier

	probabilities bool
	state         learn.State // of a model that was read: what the file holds
}

// Fit makes a model of the named family. parameters is a JSON object with
// scikit-learn's names, defaults stand where it is silent. Classes are numbered
// and images taken for square, where they can be: set the fields of Header to
// what is known better.
func Fit(ctx context.Context, family string, parameters []byte, train learn.Set, seed uint64) (*Model, error) {
	c, err := families.New(family, parameters)
	if err != nil {
		return nil, err
	}
	if err := c.Fit(ctx, train, seed); err != nil {
		return nil, fmt.Errorf("%s: %w", family, err)
	}
	all, err := json.Marshal(c) // those not given as well: defaults may change
	if err != nil {
		return nil, fmt.Errorf("%s: parameters: %w", family, err)
	}
	h := Header{Family: family, Parameters: all, Seed: seed, Rows: 1, Cols: train.Features}
	if side := int(math.Sqrt(float64(train.Features))); side*side == train.Features {
		h.Rows, h.Cols = side, side
	}
	for y := range train.Classes {
		h.Classes = append(h.Classes, fmt.Sprint(y))
	}
	if w, ok := c.(learn.Warner); ok {
		h.Warnings = w.Warnings()
	}
	m := &Model{Header: h, Preprocessing: train.Scaling, Classifier: c}
	return m, m.probe(ctx)
}

// Restore is the model of the file, in whose arrays it stays. What takes more
// memory than the file, such as weights rearranged for products, is made when
// there are images to label.
func (f *File) Restore() (*Model, error) {
	c, err := families.New(f.Family, f.Parameters)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	if err := c.Restore(f.State); err != nil {
		return nil, fmt.Errorf("model: %s: %w", f.Family, err)
	}
	m := &Model{Header: f.Header, Preprocessing: f.Preprocessing, Classifier: c, state: f.State}
	return m, m.probe(context.Background())
}

// probe labels no image, which shows whether the classifier takes images of the
// model's shape and gives probabilities.
func (m *Model) probe(ctx context.Context) error {
	none := learn.Images{Features: m.Features()}
	if err := m.Classifier.Predict(ctx, none, nil); err != nil {
		return fmt.Errorf("model: %s for images of %dx%d: %w", m.Family, m.Rows, m.Cols, err)
	}
	p, ok := m.Classifier.(learn.ProbabilityClassifier)
	m.probabilities = ok && p.PredictProba(ctx, none, nil) == nil
	return nil
}

// File is the model as a file holds it. One that was read stays the same arrays.
func (m *Model) File() (*File, error) {
	s := m.state
	if s == nil {
		var err error
		if s, err = m.Classifier.State(); err != nil {
			return nil, err
		}
	}
	return &File{Header: m.Header, Preprocessing: m.Preprocessing, State: s}, nil
}

// Save writes the model to a file, which comes into being whole or not at all.
func (m *Model) Save(path string) error {
	f, err := m.File()
	if err != nil {
		return err
	}
	return f.Save(path)
}

// Load reads what Save wrote.
func Load(path string) (*Model, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	m, err := f.Restore()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Prediction is what a model says of an image.
type Prediction struct {
	Label         uint8     `json:"label"`
	Class         string    `json:"class"`
	Probabilities []float32 `json:"probabilities,omitempty"` // of every class; nil where the family gives none
}

// errLabel is the error of a model whose arrays do not belong to its classes.
var errLabel = errors.New("model: it gives labels beyond its classes")

// Predict labels images. It may be called from several goroutines at once.
func (m *Model) Predict(ctx context.Context, images learn.Images) ([]Prediction, error) {
	labels := make([]uint8, images.Len())
	if err := m.Classifier.Predict(ctx, images, labels); err != nil {
		return nil, err
	}
	k := len(m.Classes)
	var p []float32
	if m.probabilities {
		p = make([]float32, len(labels)*k)
		if err := m.Classifier.(learn.ProbabilityClassifier).PredictProba(ctx, images, p); err != nil {
			return nil, err
		}
	}
	all := make([]Prediction, len(labels))
	for i, y := range labels {
		if int(y) >= k {
			return nil, errLabel
		}
		all[i] = Prediction{Label: y, Class: m.Classes[y]}
		if p != nil {
			all[i].Probabilities = p[i*k : (i+1)*k : (i+1)*k]
		}
	}
	return all, nil
}
