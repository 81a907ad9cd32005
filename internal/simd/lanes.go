package simd

import (
	"fmt"
	"math"
	"unsafe"
)

// Lanes is how many features a LaneHistogram holds side by side.
const Lanes = 8

// LaneHistogram holds the weights of the samples of one class by value and
// feature. The last row is for no value and stays zero.
type LaneHistogram = [257][Lanes]uint32

// CountLanes adds the weight of each sample to the row of its value of each
// feature. A sample is its row in the upper 24 bits and its weight in the
// lower 8; its value of feature i is columns[i][row*stride], which the caller
// warrants to exist: it is not checked. Eight features at once keep equal
// values of one, which zeros are half of the time, from waiting for each
// other, and need no branch that tells them apart.
func CountLanes[Sample ~uint32](h *LaneHistogram, columns *[Lanes][]uint8, stride int, samples []Sample) {
	active.countLanes(h, columns, stride, unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)))
}

func countLanesGo(h *LaneHistogram, columns *[Lanes][]uint8, stride int, samples []uint32) {
	for _, s := range samples {
		at, weight := int(s>>8)*stride, s&0xff
		for lane, column := range columns {
			h[column[at]][lane] += weight
		}
	}
}

// GiniSplits are the best thresholds of Lanes features.
type GiniSplits struct {
	// Score is the sum over both sides of the squares of the classes' weights
	// over the side's weight; the larger it is, the purer are the sides. It is
	// -Inf where all samples have one value.
	Score [Lanes]float64
	// Above is the least value that goes to the right.
	Above [Lanes]float64
}

// GiniSweep tries all thresholds on the histograms of the classes and leaves
// in each row the sum of what was there and above. totals are the weights of
// the classes, below 2^16 in all. Of thresholds with one score the lowest wins.
func GiniSweep(histograms []LaneHistogram, totals []uint32) GiniSplits {
	sameLength("GiniSweep", len(histograms), len(totals))
	weight := 0.0
	for _, t := range totals {
		weight += float64(t)
	}
	if weight >= 1<<16 || weight == 0 {
		panic(fmt.Sprintf("simd: GiniSweep of weight %g", weight))
	}
	var s GiniSplits
	for i := range s.Score {
		s.Score[i] = math.Inf(-1)
	}
	active.giniSweep(histograms, totals, weight, &s.Score, &s.Above)
	return s
}

func giniSweepGo(histograms []LaneHistogram, totals []uint32, weight float64, best, above *[Lanes]float64) {
	for v := 255; v > 0; v-- {
		for lane := range Lanes {
			var left, right, moved uint32
			for c := range histograms {
				h := &histograms[c]
				h[v][lane] += h[v+1][lane]
				r := h[v][lane]
				l := totals[c] - r
				left += l * l
				right += r * r
				moved += r
			}
			r := float64(moved)
			l := weight - r
			if score := (float64(left)*r + float64(right)*l) / (l * r); score >= best[lane] {
				best[lane], above[lane] = score, float64(v)
			}
		}
	}
}
