package study

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// compareDescending orders numbers, the largest first.
func compareDescending(a, b float64) int { return cmp.Compare(b, a) }

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// median of at least one value.
func median(values []float64) float64 { return quantile(0.5, values) }

// quantile of at least one value, between the two nearest in rank.
func quantile(at float64, values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	place := at * float64(len(sorted)-1)
	low := int(math.Floor(place))
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (place-float64(low))*(sorted[high]-sorted[low])
}

// line fits y = intercept + slope*x by least squares, with the standard error
// of the slope and the share of the variance explained. It takes three points.
func line(x, y []float64) (intercept, slope, slopeError, r2 float64) {
	intercept, slope = stat.LinearRegression(x, y, nil, false)
	r2 = stat.RSquared(x, y, nil, intercept, slope)
	mean, spread, residual := stat.Mean(x, nil), 0.0, 0.0
	for i := range x {
		spread += (x[i] - mean) * (x[i] - mean)
		d := y[i] - intercept - slope*x[i]
		residual += d * d
	}
	return intercept, slope, math.Sqrt(residual / float64(len(x)-2) / spread), r2
}
