package learn

import (
	"fmt"
	"maps"
	"slices"
)

// State is a fitted model as named, flat arrays: []uint8, []int32, []uint64,
// []float32 or []float64. Scalars are arrays of one. It is all that a file
// format has to carry, and reading one never executes anything.
type State map[string]any

// Array is one of the element types a State holds.
type Array interface {
	[]uint8 | []int32 | []uint64 | []float32 | []float64
}

// Get is the named array, which must have the given length (any, if negative).
func Get[A Array](s State, name string, length int) (A, error) {
	v, ok := s[name]
	if !ok {
		return nil, fmt.Errorf("learn: the model has no array %q, it has %q", name, slices.Sorted(maps.Keys(s)))
	}
	a, ok := v.(A)
	if !ok {
		return nil, fmt.Errorf("learn: array %q holds %T, want %T", name, v, a)
	}
	if n := arrayLen(a); length >= 0 && n != length {
		return nil, fmt.Errorf("learn: array %q has %d elements, want %d", name, n, length)
	}
	return a, nil
}

func arrayLen(v any) int {
	switch a := v.(type) {
	case []uint8:
		return len(a)
	case []int32:
		return len(a)
	case []uint64:
		return len(a)
	case []float32:
		return len(a)
	case []float64:
		return len(a)
	}
	return -1
}

// Put adds the scaling to the state.
func (s Scaling) Put(state State) {
	state["scaling.scale"], state["scaling.shift"] = s.Scale, s.Shift
}

// GetScaling reads back what Put wrote, for the given number of features.
func GetScaling(state State, features int) (Scaling, error) {
	scale, err := Get[[]float64](state, "scaling.scale", -1)
	if err != nil {
		return Scaling{}, err
	}
	shift, err := Get[[]float64](state, "scaling.shift", len(scale))
	if err != nil {
		return Scaling{}, err
	}
	if len(scale) == 0 {
		return Scaling{}, nil
	}
	s := Scaling{Scale: scale, Shift: shift}
	return s, s.check(features)
}
