package simd

import (
	"fmt"
	"math"
	"unsafe"
)

// Lanes is how many features a LaneHistogram holds side by side.
const Lanes = 8

// LaneHistogram holds the weights of the samples of two classes by value,
// feature and class. The last row is for no value and stays zero. Ten classes
// fit the first cache.
type LaneHistogram = [257][Lanes][2]uint16

// CountLanes adds the weight of each sample of a class, the first or the second
// of the histogram's, to the row of its value of each feature. A sample is its
// row in the upper 24 bits and its weight in the lower 8; its value of feature i
// is columns[i][row*stride], which the caller warrants to exist: it is not
// checked. Features beyond the given number of lanes may be counted or not.
// Eight features at once keep equal values of one, which zeros are half of the
// time, from waiting for each other, and need no branch that tells them apart.
func CountLanes[Sample ~uint32](h *LaneHistogram, which, lanes int, columns *[Lanes][]uint8, stride int, samples []Sample) {
	active.countLanes(h, which&1, lanes, columns, stride, unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)))
}

func countLanesGo(h *LaneHistogram, which, lanes int, columns *[Lanes][]uint8, stride int, samples []uint32) {
	for _, s := range samples {
		at, weight := int(s>>8)*stride, uint16(s&0xff)
		for lane, column := range columns[:lanes] {
			h[column[at]][lane][which] += weight
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

// MaxLaneWeight is the largest weight of a class in a LaneHistogram.
const MaxLaneWeight = 1<<15 - 1

// GiniSweep tries all thresholds on the histograms of pairs of classes and
// leaves in each row the sum of what was there and above. totals are the
// weights of the classes, at most MaxLaneWeight each and below 2^16 in all. Of
// thresholds with one score the lowest wins.
func GiniSweep(histograms []LaneHistogram, totals [][2]uint16) GiniSplits {
	sameLength("GiniSweep", len(histograms), len(totals))
	weight, heaviest := 0, uint16(0)
	for _, t := range totals {
		weight += int(t[0]) + int(t[1])
		heaviest = max(heaviest, t[0], t[1])
	}
	if weight >= 1<<16 || weight == 0 || heaviest > MaxLaneWeight {
		panic(fmt.Sprintf("simd: GiniSweep of weight %d, a class's %d", weight, heaviest))
	}
	var best [3][Lanes]float64
	for lane := range Lanes {
		best[0][lane], best[1][lane] = leastFraction, 1
	}
	active.giniSweep(histograms, totals, float64(weight), &best)
	s := GiniSplits{Above: best[2]}
	for lane := range Lanes {
		s.Score[lane] = best[0][lane] / best[1][lane]
		if s.Above[lane] == 0 {
			s.Score[lane] = math.Inf(-1)
		}
	}
	return s
}

// leastFraction is small enough to change no sum of whole numbers and large
// enough for its square not to vanish.
const leastFraction = 1e-100

// giniSweepGo keeps the best scores as fractions, so that it need not divide:
// best holds numerators, denominators and values. Numerators and denominators are whole
// numbers that float64 holds exactly. With leastFraction added to denominators
// and as the first numerator, 0/0 is no improvement.
func giniSweepGo(histograms []LaneHistogram, totals [][2]uint16, weight float64, best *[3][Lanes]float64) {
	for v := 255; v > 0; v-- {
		for lane := range Lanes {
			var left, right, moved uint32
			for pair := range histograms {
				h := &histograms[pair]
				for i := range h[v][lane] {
					h[v][lane][i] += h[v+1][lane][i]
					r := uint32(h[v][lane][i])
					l := uint32(totals[pair][i]) - r
					left += l * l
					right += r * r
					moved += r
				}
			}
			r := float64(moved)
			l := weight - r
			numerator, denominator := float64(left)*r+float64(right)*l, l*r+leastFraction
			if numerator*best[1][lane] >= best[0][lane]*denominator {
				best[0][lane], best[1][lane], best[2][lane] = numerator, denominator, float64(v)
			}
		}
	}
}
