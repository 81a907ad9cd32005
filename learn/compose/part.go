// Package compose makes classifiers out of others: transformers before one, or
// several that vote. What they are made of is named in their parameters, so that
// a composite is text as every other contestant is: a line of a suite, the
// identity of a run.
package compose

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/learn"
)

// Part is a transformer or classifier by its name, with its parameters. In JSON
// it is an object with one member, {"PCA": {"n_components": 50}}; scikit-learn's
// names of the parts themselves, which decide nothing, are left out.
type Part struct {
	Name       string
	Parameters json.RawMessage
}

// UnmarshalJSON reads an object with one member.
func (p *Part) UnmarshalJSON(text []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil {
		return fmt.Errorf(`compose: %s, want {"Name": {parameters}}`, text)
	}
	if len(object) != 1 {
		return fmt.Errorf(`compose: a part %s with %d names, want {"Name": {parameters}}`, text, len(object))
	}
	for p.Name, p.Parameters = range object {
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (p Part) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]json.RawMessage{p.Name: p.Parameters})
}

// Maker makes the named learn.Transformer or learn.Classifier, with its
// parameters set from a JSON object.
type Maker func(name string, parameters []byte) (any, error)

func (m Maker) classifier(p Part) (learn.Classifier, error) {
	return made[learn.Classifier](m, p, "classifier")
}

func (m Maker) transformer(p Part) (learn.Transformer, error) {
	return made[learn.Transformer](m, p, "transformer")
}

func made[T any](m Maker, p Part, kind string) (part T, err error) {
	v, err := m(p.Name, p.Parameters)
	if err != nil {
		return part, err
	}
	part, ok := v.(T)
	if !ok {
		return part, fmt.Errorf("%s is no %s", p.Name, kind)
	}
	return part, nil
}

// probable returns an error unless the classifier gives probabilities: a
// pipeline does if its last step does.
func probable(c learn.Classifier, name string) error {
	if p, ok := c.(*Pipeline); ok {
		_, last, err := p.build()
		if err != nil {
			return err
		}
		return probable(last, p.Steps[len(p.Steps)-1].Name)
	}
	if _, ok := c.(learn.ProbabilityClassifier); !ok {
		return fmt.Errorf("%s gives no probabilities", name)
	}
	return nil
}

// warningsOf are those of a part, which its name begins.
func warningsOf(part any, name string) []string {
	w, ok := part.(learn.Warner)
	if !ok {
		return nil
	}
	var warnings []string
	for _, text := range w.Warnings() {
		if !strings.HasPrefix(text, name) {
			text = name + ": " + text
		}
		warnings = append(warnings, text)
	}
	return warnings
}

// stateful is what transformers and classifiers have in common.
type stateful interface {
	State() (learn.State, error)
	Restore(learn.State) error
}

// putState adds the state of a composite's part i to its own.
func putState(s learn.State, i int, part stateful) error {
	own, err := part.State()
	if err != nil {
		return err
	}
	for name, array := range own {
		s[prefix(i)+name] = array
	}
	return nil
}

// restorePart reads back what putState added.
func restorePart(s learn.State, i int, part stateful, name string) error {
	own := learn.State{}
	for _, key := range slices.Sorted(maps.Keys(s)) {
		if rest, ok := strings.CutPrefix(key, prefix(i)); ok {
			own[rest] = s[key]
		}
	}
	if err := part.Restore(own); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func prefix(i int) string { return fmt.Sprintf("%d.", i) }
