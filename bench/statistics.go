package bench

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wilson is the 95% score interval of a proportion of n trials (Wilson,
// "Probable inference, the law of succession, and statistical inference", JASA
// 1927): what the accuracy of a contestant on endlessly many such test images
// is likely to be. Repeats do not narrow it, they see the same test images.
func Wilson(share float64, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	z := distuv.UnitNormal.Quantile(0.975)
	trials := float64(n)
	centre := share + z*z/(2*trials)
	spread := z * math.Sqrt(share*(1-share)/trials+z*z/(4*trials*trials))
	scale := 1 + z*z/trials
	return max(0, (centre-spread)/scale), min(1, (centre+spread)/scale)
}

// median of at least one value.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
