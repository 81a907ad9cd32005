package study

import (
	"math"
	"slices"
)

const (
	discarded   = 0.1 // share of the largest ratios that TwoNN leaves out, as in the paper
	leastRatios = 10  // fewer of them make no estimate
)

// twoNN estimates the intrinsic dimension by the two nearest neighbours (Facco,
// d'Errico, Rodriguez, Laio, "Estimating the intrinsic dimension of datasets by
// a minimal neighborhood information", Scientific Reports 7, 2017). Where points
// lie with locally uniform density on a manifold of dimension d, the ratio mu of
// the distances to the second and to the first neighbour has the distribution
//
//	F(mu) = 1 - mu^-d, so that -log(1 - F(mu)) = d log mu
//
// and d is the slope of the line through the origin that fits the empirical
// distribution, without the largest tenth of the ratios. Images with an equal
// one have no ratio and are left out; ok is false where too few remain.
func twoNN(nearest []nearestTwo) (dimension float64, ok bool) {
	var logs []float64
	for _, n := range nearest {
		if n[0].Squared > 0 && n[1].Squared < noNeighbour.Squared {
			logs = append(logs, math.Log(float64(n[1].Squared)/float64(n[0].Squared))/2)
		}
	}
	if len(logs) < leastRatios {
		return 0, false
	}
	slices.Sort(logs)
	xy, xx := 0.0, 0.0
	for i, x := range logs[:int((1-discarded)*float64(len(logs)))] {
		y := -math.Log(1 - float64(i+1)/float64(len(logs)))
		xy += x * y
		xx += x * x
	}
	if xx == 0 {
		return 0, false
	}
	return xy / xx, true
}
