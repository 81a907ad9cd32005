// Package bench is the benchmark itself: suites of contestants, runs and their
// results, the child process that executes a run, and the tables that are read.
// It knows no technology: package queue brings runs to processors and keeps
// their results, cmd and web show them.
package bench

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Parameters are a classifier's parameters under scikit-learn's names. Values
// are what encoding/json makes of them.
type Parameters map[string]any

// JSON is the canonical text: one line, names sorted.
func (p Parameters) JSON() string {
	if len(p) == 0 {
		return "{}"
	}
	return compactJSON(p)
}

// String is the text of a run's identity: name=value joined by slashes, names
// sorted. A slash within a value becomes %2F, so that the parts stay apart.
func (p Parameters) String() string {
	parts := make([]string, 0, len(p))
	for _, name := range sortedKeys(p) {
		parts = append(parts, name+"="+strings.ReplaceAll(p.text(name), "/", "%2F"))
	}
	return strings.Join(parts, "/")
}

// text is a parameter's value: a string itself, all else as JSON.
func (p Parameters) text(name string) string {
	if value, ok := p[name].(string); ok {
		return value
	}
	return compactJSON(p[name])
}

// compactJSON panics on a value that cannot be JSON: parameters come from JSON
// or from code.
func compactJSON(v any) string {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("bench: %v", err))
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// Contestant is a classifier with parameters.
type Contestant struct {
	Name       string     `json:"name"` // scikit-learn's name of the family
	Parameters Parameters `json:"parameter"`
}

// String is the contestant's identity: KNeighborsClassifier/n_neighbors=5/p=2.
func (c Contestant) String() string {
	if len(c.Parameters) == 0 {
		return c.Name
	}
	return c.Name + "/" + c.Parameters.String()
}
