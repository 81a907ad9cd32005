package compose

import (
	"context"
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// Pipeline hands images through transformers to a classifier, each fitted on
// what the one before it makes of the training set.
type Pipeline struct {
	// Steps are the transformers in their order, and at the end the classifier.
	Steps []Part `json:"steps"`

	maker        Maker
	kept         kept[steps]
	transformers []learn.Transformer
	classifier   learn.Classifier
	warnings     []string
}

// steps are what a pipeline is made of.
type steps struct {
	transformers []learn.Transformer
	last         learn.Classifier
}

// NewPipeline returns a pipeline without steps.
func NewPipeline(maker Maker) *Pipeline { return &Pipeline{maker: maker} }

// Validate reports steps that do not exist, are no transformer or no
// classifier where one is wanted, or have wrong parameters.
func (p *Pipeline) Validate() error {
	_, err := p.kept.get(p.Steps, p.build)
	return err
}

// build makes the steps, unfitted.
func (p *Pipeline) build() (s steps, err error) {
	if len(p.Steps) == 0 {
		return s, errors.New("compose: Pipeline: no steps")
	}
	end := len(p.Steps) - 1
	for _, step := range p.Steps[:end] {
		t, err := p.maker.transformer(step)
		if err != nil {
			return s, fmt.Errorf("compose: Pipeline: %w", err)
		}
		s.transformers = append(s.transformers, t)
	}
	if s.last, err = p.maker.classifier(p.Steps[end]); err != nil {
		return s, fmt.Errorf("compose: Pipeline: %w", err)
	}
	return s, nil
}

// Parts are the steps, none where they are wrong.
func (p *Pipeline) Parts() []any {
	s, err := p.kept.get(p.Steps, p.build)
	if err != nil {
		return nil
	}
	return append(anySlice(s.transformers), s.last)
}

// Fit fits the steps; the classifier gets the seed.
func (p *Pipeline) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	p.transformers, p.classifier, p.warnings = nil, nil, nil
	if err := train.Check(); err != nil {
		return err
	}
	s, err := p.kept.take(p.Steps, p.build)
	if err != nil {
		return err
	}
	for i, t := range s.transformers {
		if err := t.Fit(ctx, train); err != nil {
			return fmt.Errorf("%s: %w", p.Steps[i].Name, err)
		}
		if train.Images, err = t.Transform(ctx, train.Images); err != nil {
			return fmt.Errorf("%s: %w", p.Steps[i].Name, err)
		}
		train.Scaling = t.Scaling()
	}
	name := p.Steps[len(p.Steps)-1].Name
	if err := s.last.Fit(ctx, train, seed); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.transformers, p.classifier, p.warnings = s.transformers, s.last, warningsOf(s.last, name)
	return nil
}

// Warnings are the classifier's.
func (p *Pipeline) Warnings() []string { return p.warnings }

// transform hands the images through the transformers.
func (p *Pipeline) transform(ctx context.Context, images learn.Images) (learn.Images, error) {
	if p.classifier == nil {
		return images, learn.ErrNotFitted
	}
	for i, t := range p.transformers {
		var err error
		if images, err = t.Transform(ctx, images); err != nil {
			return images, fmt.Errorf("%s: %w", p.Steps[i].Name, err)
		}
	}
	return images, nil
}

// Predict labels the images.
func (p *Pipeline) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	images, err := p.transform(ctx, images)
	if err != nil {
		return err
	}
	return p.classifier.Predict(ctx, images, labels)
}

// PredictProba writes the classifier's probabilities; it fails where that gives
// none.
func (p *Pipeline) PredictProba(ctx context.Context, images learn.Images, probabilities []float32) error {
	images, err := p.transform(ctx, images)
	if err != nil {
		return err
	}
	c, ok := p.classifier.(learn.ProbabilityClassifier)
	if !ok {
		return fmt.Errorf("compose: Pipeline: %s gives no probabilities", p.Steps[len(p.Steps)-1].Name)
	}
	return c.PredictProba(ctx, images, probabilities)
}

// State returns the states of the steps, the names of step i behind "i.".
func (p *Pipeline) State() (learn.State, error) {
	if p.classifier == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{}
	for i, t := range p.transformers {
		if err := putState(s, i, t); err != nil {
			return nil, err
		}
	}
	return s, putState(s, len(p.transformers), p.classifier)
}

// Restore sets the fitted steps.
func (p *Pipeline) Restore(state learn.State) error {
	s, err := p.kept.take(p.Steps, p.build)
	if err != nil {
		return err
	}
	parts := newPartStates(state)
	for i, t := range s.transformers {
		if err := parts.restore(i, t, p.Steps[i].Name); err != nil {
			return err
		}
	}
	end := len(s.transformers)
	if err := parts.restore(end, s.last, p.Steps[end].Name); err != nil {
		return err
	}
	p.transformers, p.classifier, p.warnings = s.transformers, s.last, nil
	return nil
}

func anySlice[T any](parts []T) []any {
	all := make([]any, len(parts))
	for i, p := range parts {
		all[i] = p
	}
	return all
}
