package tree

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Criterion names the impurity that splits are to decrease.
type Criterion string

// The criteria, under scikit-learn's names.
const (
	Gini    Criterion = "gini"     // 1 - sum of p_c^2
	Entropy Criterion = "entropy"  // - sum of p_c log2 p_c
	LogLoss Criterion = "log_loss" // another name of entropy
)

// Splitter names which thresholds of a feature are tried.
type Splitter string

// The splitters, under scikit-learn's names.
const (
	Best Splitter = "best" // every one
	// Random tries one, uniform between the node's least and largest value
	// (Geurts, Ernst, Wehenkel, "Extremely randomized trees", 2006).
	Random Splitter = "random"
)

// Params are what all classification trees have in common, under
// scikit-learn's names.
type Params struct {
	Criterion       Criterion   `json:"criterion"`         // gini, entropy or log_loss
	Splitter        Splitter    `json:"splitter"`          // best or random
	MaxDepth        int         `json:"max_depth"`         // 0 (null): until the leaves are pure
	MinSamplesSplit int         `json:"min_samples_split"` // fewer samples make a leaf
	MinSamplesLeaf  int         `json:"min_samples_leaf"`  // a split leaves as many on each side
	MaxFeatures     MaxFeatures `json:"max_features"`      // features tried at a node
}

// DefaultParams are scikit-learn's of a DecisionTreeClassifier.
func DefaultParams() Params {
	return Params{Criterion: Gini, Splitter: Best, MinSamplesSplit: 2, MinSamplesLeaf: 1}
}

// Validate reports parameters out of their range.
func (p Params) Validate() error {
	switch {
	case p.Criterion != Gini && p.Criterion != Entropy && p.Criterion != LogLoss:
		return fmt.Errorf("tree: criterion %q, want gini, entropy or log_loss", p.Criterion)
	case p.Splitter != Best && p.Splitter != Random:
		return fmt.Errorf("tree: splitter %q, want best or random", p.Splitter)
	case p.MaxDepth < 0:
		return fmt.Errorf("tree: max_depth %d, want 1 or more, or null", p.MaxDepth)
	case p.MinSamplesSplit < 2:
		return fmt.Errorf("tree: min_samples_split %d, want 2 or more", p.MinSamplesSplit)
	case p.MinSamplesLeaf < 1:
		return fmt.Errorf("tree: min_samples_leaf %d, want 1 or more", p.MinSamplesLeaf)
	case p.MaxFeatures.count(1) == 0:
		return fmt.Errorf("tree: max_features %q, want sqrt, log2, a number, a share or null", p.MaxFeatures)
	}
	return nil
}

// MaxFeatures is how many features a node tries: "sqrt" or "log2" of their
// number, a number ("28"), a share with a decimal point ("0.5"), or "" (null)
// for all.
type MaxFeatures string

// Features that a node tries.
const (
	AllFeatures  MaxFeatures = ""
	SqrtFeatures MaxFeatures = "sqrt"
	Log2Features MaxFeatures = "log2"
)

// UnmarshalJSON takes null as all features, whatever the default was, and
// numbers as they are written: 1 is one feature, 1.0 all of them.
func (m *MaxFeatures) UnmarshalJSON(text []byte) error {
	var number json.Number
	if err := json.Unmarshal(text, &number); err == nil && text[0] != '"' {
		*m = MaxFeatures(number) // of null, empty
		return nil
	}
	return json.Unmarshal(text, (*string)(m))
}

// MarshalJSON is the inverse of UnmarshalJSON.
func (m MaxFeatures) MarshalJSON() ([]byte, error) {
	if m == AllFeatures {
		return []byte("null"), nil
	}
	if m.number() > 0 {
		return json.Marshal(json.Number(m))
	}
	return json.Marshal(string(m))
}

func (m MaxFeatures) number() float64 {
	x, err := strconv.ParseFloat(string(m), 64)
	if err != nil || !(x > 0) || math.IsInf(x, 1) {
		return 0
	}
	return x
}

// count is how many of d features are tried, 0 if m says nothing that makes
// sense.
func (m MaxFeatures) count(d int) int {
	switch m {
	case AllFeatures:
		return d
	case SqrtFeatures:
		return max(1, int(math.Sqrt(float64(d))))
	case Log2Features:
		return max(1, int(math.Log2(float64(d))))
	}
	x := m.number()
	if k, err := strconv.Atoi(string(m)); err == nil {
		return max(0, min(k, d))
	}
	if x == 0 || x > 1 {
		return 0
	}
	return max(1, int(x*float64(d)))
}
