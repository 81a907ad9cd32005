package svm

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// State returns the support vectors as bytes, ordered by class, their numbers
// by class, their coefficients in the order of LIBSVM's sv_coef, the constants
// rho, and the gamma that "scale" or "auto" stood for.
func (s *SVC) State() (learn.State, error) {
	m := s.machine
	if m == nil {
		return nil, learn.ErrNotFitted
	}
	state := learn.State{
		"classes":  int32s(m.classes),
		"counts":   int32s(m.counts),
		"features": []int32{int32(m.vectors.Features)},
		"vectors":  m.vectors.Pixels,
		"coef":     m.coef,
		"rho":      m.rho,
		"gamma":    []float64{m.kernel.gamma},
	}
	m.scaling.Put(state)
	return state, nil
}

func int32s(values []int) []int32 {
	r := make([]int32, len(values))
	for i, v := range values {
		r[i] = int32(v)
	}
	return r
}

// Restore sets the fitted model. Problems and Warnings are not part of it.
func (s *SVC) Restore(state learn.State) error {
	if err := s.Validate(); err != nil {
		return err
	}
	m := &machine{}
	if err := m.restoreClasses(state); err != nil {
		return err
	}
	if err := m.restoreVectors(state); err != nil {
		return err
	}
	gamma, err := learn.Get[[]float64](state, "gamma", 1)
	if err != nil {
		return err
	}
	m.kernel = s.kernel(gamma[0])
	if err := m.prepare(context.Background()); err != nil {
		return err
	}
	s.machine, s.problems, s.warnings = m, nil, nil
	return nil
}

func (m *machine) restoreClasses(state learn.State) error {
	classes, err := learn.Get[[]int32](state, "classes", -1)
	if err != nil {
		return err
	}
	counts, err := learn.Get[[]int32](state, "counts", len(classes))
	if err != nil {
		return err
	}
	if len(classes) < 2 {
		return fmt.Errorf("svm: SVC: %d classes, want two at least", len(classes))
	}
	for i, c := range classes {
		if c < 0 || c > 255 || i > 0 && c <= classes[i-1] {
			return fmt.Errorf("svm: SVC: classes %d are not labels in ascending order", classes)
		}
		if counts[i] < 0 {
			return fmt.Errorf("svm: SVC: class %d has %d support vectors", c, counts[i])
		}
		m.classes, m.counts = append(m.classes, int(c)), append(m.counts, int(counts[i]))
	}
	m.rho, err = learn.Get[[]float64](state, "rho", len(classes)*(len(classes)-1)/2)
	return err
}

func (m *machine) restoreVectors(state learn.State) error {
	features, err := learn.Get[[]int32](state, "features", 1)
	if err != nil {
		return err
	}
	vectors := 0
	for _, n := range m.counts {
		vectors += n
	}
	d := int(features[0])
	if d < 1 {
		return fmt.Errorf("svm: SVC: %d features", d)
	}
	pixels, err := learn.Get[[]uint8](state, "vectors", vectors*d)
	if err != nil {
		return err
	}
	if m.coef, err = learn.Get[[]float64](state, "coef", vectors*(len(m.classes)-1)); err != nil {
		return err
	}
	if m.scaling, err = learn.GetScaling(state, d); err != nil {
		return err
	}
	m.vectors = newScaledImages(learn.Images{Pixels: pixels, Features: d}, m.scaling)
	return nil
}
