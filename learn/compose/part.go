// Package compose makes classifiers out of others: transformers before one, or
// several that vote. What they are made of is named in their parameters, so that
// a composite is text as every other contestant is: a line of a suite, the
// identity of a run.
package compose

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
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

func (p Part) equal(q Part) bool { return p.Name == q.Name && bytes.Equal(p.Parameters, q.Parameters) }

// kept are a composite's parts, unfitted, that were made to see whether they can
// be: Fit and Restore take them, or composites of composites would make all that
// is in them once more at every level.
type kept[T any] struct {
	of    []Part
	parts T
}

// get makes the parts, unless those kept are of the same description.
func (k *kept[T]) get(of []Part, build func() (T, error)) (T, error) {
	if len(k.of) > 0 && slices.EqualFunc(k.of, of, Part.equal) {
		return k.parts, nil
	}
	parts, err := build()
	*k = kept[T]{}
	if err == nil {
		*k = kept[T]{slices.Clone(of), parts}
	}
	return parts, err
}

// take is get for one who changes the parts.
func (k *kept[T]) take(of []Part, build func() (T, error)) (T, error) {
	parts, err := k.get(of, build)
	*k = kept[T]{}
	return parts, err
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
		s, err := p.kept.get(p.Steps, p.build)
		if err != nil {
			return err
		}
		return probable(s.last, p.Steps[len(p.Steps)-1].Name)
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

// partStates are the states that putState added, by the parts' numbers.
type partStates map[string]learn.State

func newPartStates(s learn.State) partStates {
	parts := partStates{}
	for name, array := range s {
		number, rest, ok := strings.Cut(name, ".")
		if !ok {
			continue
		}
		if parts[number] == nil {
			parts[number] = learn.State{}
		}
		parts[number][rest] = array
	}
	return parts
}

// restore reads back what putState added for part i.
func (s partStates) restore(i int, part stateful, name string) error {
	if err := part.Restore(s[strconv.Itoa(i)]); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func prefix(i int) string { return fmt.Sprintf("%d.", i) }
