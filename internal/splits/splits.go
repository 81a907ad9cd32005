// Package splits finds the best splits of the small nodes of decision trees,
// by Gini's impurity. Sets of up to 64 samples are words, bit i for sample i.
// Those whose value reaches a threshold are one word, and to count those of a
// class is to count the bits of two words' common set. Nothing is sorted, and
// the time goes by the samples instead of by the 256 values that a pixel can
// have. Most nodes of a grown tree are that small.
//
// Every kernel has a twin in plain Go, which is its specification, runs where
// the processor lacks AVX-512 with counts of bits, or in a build with the tag
// noasm, and gives the same result.
package splits

import (
	"fmt"
	"math"
	"math/bits"
	"unsafe"
)

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg splits

// Limits of a Node.
const (
	Samples  = 64
	Features = 32 // searched at once
)

// kernels is one implementation of everything that exists in assembly.
type kernels struct {
	name    string
	gather  func(values [][Samples]uint8, columns *[Features][]uint8, stride int, samples []uint32)
	bestCut func(values [][Samples]uint8, n *Node) (score float64, key uint64)
}

var goKernels = kernels{"go", gatherGo, bestCutGo}

// active is the fastest implementation that this processor runs.
var active = fastest()

func fastest() kernels {
	all := available()
	return all[len(all)-1]
}

// Fast reports whether there is assembly for this processor. Without, sorting
// a node's samples is faster than this package.
func Fast() bool { return active.name != goKernels.name }

// Node is a node of up to Samples samples, in groups of one class each. The
// zero Node has none.
type Node struct {
	samples int
	planes  int      // how many bits the weights have
	sets    []uint64 // class by class, the samples whose weight has a bit, the highest bit first
	totals  []uint64 // the classes' weights
	weight  uint64   // their sum
	squares uint64   // the sum of their squares

	values [Features][Samples]uint8 // of the features that are searched
}

// Enter makes n the node of the samples, whose weights are in the low bytes and
// are not 0. ends are where the classes end, ascending.
func Enter[Sample ~uint32](n *Node, samples []Sample, ends []int32) {
	if len(samples) > Samples || len(ends) == 0 || int(ends[len(ends)-1]) != len(samples) {
		panic(fmt.Sprintf("splits: Enter of %d samples in %d classes", len(samples), len(ends)))
	}
	var all Sample
	for _, s := range samples {
		all |= s
	}
	n.samples, n.planes = len(samples), bits.Len8(uint8(all))
	n.sets, n.totals, n.weight, n.squares = n.sets[:0], n.totals[:0], 0, 0
	start := int32(0)
	for _, end := range ends {
		class := samples[start:end]
		total := uint64(0)
		for plane := n.planes - 1; plane >= 0; plane-- {
			set := uint64(0)
			for i, s := range class {
				set |= uint64(s>>plane&1) << (int(start) + i)
			}
			n.sets = append(n.sets, set)
			total += uint64(bits.OnesCount64(set)) << plane
		}
		n.totals = append(n.totals, total)
		n.weight += total
		n.squares += total * total
		start = end
	}
}

// Split is the best split of a node.
type Split struct {
	// Score is the sum over both sides of the squares of the classes' weights
	// over the side's weight; the larger it is, the purer are the sides. It is
	// -Inf where all features have one value only.
	Score float64
	// Feature is the first that has it.
	Feature int
	// Below and Above are neighbours among the feature's values, the lowest
	// that have it: what is up to Below goes left.
	Below, Above uint8
}

// Best tries all thresholds of up to Features features. The value of feature i
// for a sample is columns[i][row*stride], with the row in the sample's upper 24
// bits, which the caller warrants to exist: it is not checked. The samples are
// those that the node was entered with.
func Best[Sample ~uint32](n *Node, columns *[Features][]uint8, features, stride int, samples []Sample) Split {
	if len(samples) != n.samples {
		panic(fmt.Sprintf("splits: Best of %d samples in a node of %d", len(samples), n.samples))
	}
	values := n.values[:features]
	active.gather(values, columns, stride, unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)))
	score, key := active.bestCut(values, n)
	s := Split{Score: score, Feature: int(key >> 8), Above: uint8(key)}
	if !math.IsInf(score, -1) {
		for _, v := range values[s.Feature][:n.samples] {
			if v < s.Above {
				s.Below = max(s.Below, v)
			}
		}
	}
	return s
}

// gatherGo copies the features' values, as Best has them.
func gatherGo(values [][Samples]uint8, columns *[Features][]uint8, stride int, samples []uint32) {
	for i, s := range samples {
		at := int(s>>8) * stride
		for feature := range values {
			values[feature][i] = columns[feature][at]
		}
	}
}

// bestCutGo is the best score of the node on the values, and the least key, the
// feature above the low byte and in it the least value that goes right, with
// that score. Everything but the quotient is a whole number that float64 holds
// exactly. What has nothing on one side is no split.
func bestCutGo(values [][Samples]uint8, n *Node) (score float64, key uint64) {
	score = math.Inf(-1)
	for feature := range values {
		column := values[feature][:n.samples]
		for _, above := range column {
			if s, k := n.score(column, above), uint64(feature)<<8|uint64(above); s > score || s == score && k < key {
				score, key = s, k
			}
		}
	}
	return score, key
}

// score is of the threshold just below above, NaN if all samples are there.
func (n *Node) score(column []uint8, above uint8) float64 {
	set := uint64(0)
	for i, v := range column {
		if v >= above {
			set |= 1 << i
		}
	}
	var left, right, moved uint64
	for class, total := range n.totals {
		r := uint64(0)
		for _, plane := range n.sets[class*n.planes:][:n.planes] {
			r = 2*r + uint64(bits.OnesCount64(set&plane))
		}
		left += (total - r) * (total - r)
		right += r * r
		moved += r
	}
	l, r := float64(n.weight-moved), float64(moved)
	return (float64(left)*r + float64(right)*l) / (l * r)
}
