package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

// tried are the classifiers that visitors can try, those first that are fitted
// soonest.
var tried = []bench.Contestant{
	{Name: "KNeighborsClassifier", Parameters: bench.Parameters{"n_neighbors": 5}},
	{Name: "RandomForestClassifier", Parameters: bench.Parameters{"n_estimators": 100}},
	{Name: "MLPClassifier", Parameters: bench.Parameters{"hidden_layer_sizes": []any{100}, "max_iter": 20}},
}

// models are classifiers of one data set. They are fitted in the background, one
// after another, from the first question on: who only looks at results costs a
// benchmark beside nothing.
type models struct {
	data *dataset.Dataset
	once sync.Once

	mu     sync.Mutex
	fitted []model
}

// model is a classifier that is fitted, or will be.
type model struct {
	classifier learn.Classifier // nil until it is
	said
}

// said is what a model says about an image.
type said struct {
	Name          string           `json:"name"`
	Parameters    bench.Parameters `json:"parameter"`
	State         string           `json:"state"` // waits, fits, ready, failed
	Fault         string           `json:"fault,omitempty"`
	FitSeconds    float64          `json:"fit_seconds,omitempty"`
	Label         int              `json:"label"`
	Probabilities []float32        `json:"probabilities,omitempty"` // of each class, where it has them
}

const (
	stateWaits  = "waits"
	stateFits   = "fits"
	stateReady  = "ready"
	stateFailed = "failed"
)

func newModels(data *dataset.Dataset) *models {
	m := &models{data: data}
	for _, c := range tried {
		m.fitted = append(m.fitted, model{said: said{Name: c.Name, Parameters: c.Parameters, State: stateWaits}})
	}
	return m
}

// say is what each of the models says about an image; fits end with lasting.
func (m *models) say(lasting, ctx context.Context, pixels []byte) []said {
	m.once.Do(func() { go m.fit(lasting) })
	m.mu.Lock()
	now := append([]model(nil), m.fitted...)
	m.mu.Unlock()
	all := make([]said, len(now))
	for i, f := range now {
		all[i] = f.said
		if f.State == stateReady {
			all[i].label(ctx, f.classifier, learn.Images{Pixels: pixels, Features: len(pixels)}, len(m.data.Classes))
		}
	}
	return all
}

func (s *said) label(ctx context.Context, classifier learn.Classifier, image learn.Images, classes int) {
	labels := make([]uint8, 1)
	err := classifier.Predict(ctx, image, labels)
	if p, ok := classifier.(learn.ProbabilityClassifier); ok && err == nil {
		s.Probabilities = make([]float32, classes)
		err = p.PredictProba(ctx, image, s.Probabilities)
	}
	s.Label = int(labels[0])
	if err != nil {
		s.State, s.Fault = stateFailed, err.Error()
	}
}

func (m *models) fit(ctx context.Context) {
	images := learn.Images{Pixels: m.data.Train.Images, Features: m.data.Rows * m.data.Cols}
	scaling, fault := learn.NewScaling(learn.StandardScaling, images)
	train := learn.Set{Images: images, Labels: m.data.Train.Labels, Classes: len(m.data.Classes), Scaling: scaling}
	for i, c := range tried {
		m.set(i, func(f *model) { f.State = stateFits })
		begin := time.Now()
		classifier, err := learn.Classifier(nil), fault
		if err == nil {
			classifier, err = fitOne(ctx, c, train)
		}
		m.set(i, func(f *model) {
			f.State, f.classifier, f.FitSeconds = stateReady, classifier, time.Since(begin).Seconds()
			if err != nil {
				f.State, f.Fault = stateFailed, err.Error()
			}
		})
	}
}

func (m *models) set(i int, change func(*model)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.fitted[i])
}

// fitOne also takes a panic of a classifier for a failure: it is not in a process
// of its own here.
func fitOne(ctx context.Context, c bench.Contestant, train learn.Set) (classifier learn.Classifier, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%s: %v", c.Name, fault)
		}
	}()
	classifier, err = families.New(c.Name, []byte(c.Parameters.JSON()))
	if err != nil {
		return nil, err
	}
	const seed = 0
	return classifier, classifier.Fit(ctx, train, seed)
}
