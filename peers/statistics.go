package main

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

func mean(values []float64) float64 { return stat.Mean(values, nil) }

// median of at least one value.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// standardError is that of the difference of the means of two samples; a
// sample of one tells nothing and adds nothing.
func standardError(a, b []float64) float64 {
	variance := 0.0
	for _, sample := range [][]float64{a, b} {
		if n := len(sample); n > 1 {
			variance += stat.Variance(sample, nil) / float64(n)
		}
	}
	return math.Sqrt(variance)
}
