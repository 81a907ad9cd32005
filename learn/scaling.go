package learn

import (
	"fmt"
	"math"
)

// Scaling is the preprocessing of pixels, one multiply and add a feature:
// feature j of a row is Scale[j]*pixel + Shift[j]. The zero Scaling leaves
// pixels as they are.
type Scaling struct {
	Scale, Shift []float64 // Features each, or nil
}

// Names of the preprocessings, as they stand in a run's identity.
const (
	NoScaling       = "none"
	StandardScaling = "standard"
	MinMaxScaling   = "minmax"
)

// NewScaling is the named preprocessing fitted on images.
func NewScaling(name string, images Images) (Scaling, error) {
	switch name {
	case NoScaling:
		return Scaling{}, nil
	case StandardScaling:
		return Standardize(images), nil
	case MinMaxScaling:
		return MinMax(images), nil
	}
	return Scaling{}, fmt.Errorf("learn: scaling %q, want %s, %s or %s", name, StandardScaling, NoScaling, MinMaxScaling)
}

// Standardize is scikit-learn's StandardScaler: every feature to mean 0 and
// variance 1 (of the population, not the sample); a constant feature is only
// centred. Sums of bytes are integers, so mean and variance are exact up to
// their last rounding.
func Standardize(images Images) Scaling {
	d, n := images.Features, float64(images.Len())
	sum, squares := make([]uint64, d), make([]uint64, d)
	for i := range images.Len() {
		for j, p := range images.Row(i) {
			sum[j] += uint64(p)
			squares[j] += uint64(p) * uint64(p)
		}
	}
	s := newScaling(d)
	for j := range d {
		mean := float64(sum[j]) / n
		deviation := math.Sqrt((float64(squares[j]) - mean*float64(sum[j])) / n)
		if float64(squares[j])*n == float64(sum[j])*float64(sum[j]) {
			deviation = 1
		}
		s.Scale[j], s.Shift[j] = 1/deviation, -mean/deviation
	}
	return s
}

// MinMax is scikit-learn's MinMaxScaler: every feature to the range 0 to 1; a
// constant feature to 0.
func MinMax(images Images) Scaling {
	d := images.Features
	low, high := make([]uint8, d), make([]uint8, d)
	for i := range images.Len() {
		for j, p := range images.Row(i) {
			if i == 0 || p < low[j] {
				low[j] = p
			}
			high[j] = max(high[j], p)
		}
	}
	s := newScaling(d)
	for j := range d {
		span := max(1, float64(high[j])-float64(low[j]))
		s.Scale[j], s.Shift[j] = 1/span, -float64(low[j])/span
	}
	return s
}

func newScaling(d int) Scaling {
	return Scaling{Scale: make([]float64, d), Shift: make([]float64, d)}
}

// IsIdentity reports whether the scaling leaves pixels as they are.
func (s Scaling) IsIdentity() bool { return s.Scale == nil }

// At is the value of feature j for a pixel.
func (s Scaling) At(j int, pixel uint8) float64 {
	if s.Scale == nil {
		return float64(pixel)
	}
	return s.Scale[j]*float64(pixel) + s.Shift[j]
}

// Apply writes the scaled features of one image into dst.
func (s Scaling) Apply(dst []float32, row []uint8) {
	if s.Scale == nil {
		for j, p := range row {
			dst[j] = float32(p)
		}
		return
	}
	for j, p := range row {
		dst[j] = float32(s.Scale[j]*float64(p) + s.Shift[j])
	}
}

func (s Scaling) check(features int) error {
	if len(s.Scale) != len(s.Shift) || s.Scale != nil && len(s.Scale) != features {
		return fmt.Errorf("learn: a scaling of %d scales and %d shifts for %d features", len(s.Scale), len(s.Shift), features)
	}
	for j := range s.Scale {
		if math.IsNaN(s.Scale[j]+s.Shift[j]) || math.IsInf(s.Scale[j]+s.Shift[j], 0) {
			return fmt.Errorf("learn: the scaling of feature %d is not finite", j)
		}
	}
	return nil
}
