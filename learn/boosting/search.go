package boosting

import "math/bits"

// split is a threshold on a feature of a table.
type split struct {
	score     float64 // the larger the better; negative: there is none
	feature   int     // its place in the table
	threshold uint8
}

var noSplit = split{score: -1}

// histogram sums a node's residuals by the value of one feature.
type histogram [256]packed

// counter fills histograms. Neighbouring samples go to histograms of their own:
// an addition to a number that was just written waits for it.
type counter [3]histogram // zero between calls

// count sums the residuals of samples, whose values are column[at[i]], in h,
// which is zero. Half of all pixels are zero, and of four neighbours in a node
// often all: what belongs to that value is what the others leave of the total.
func (c *counter) count(h *histogram, column []uint8, at []int32, residuals []packed, total packed) {
	h1, h2, h3 := &c[0], &c[1], &c[2]
	residuals = residuals[:len(at)]
	i := 0
	for ; i+4 <= len(at); i += 4 {
		a := at[i : i+4 : i+4]
		v0, v1, v2, v3 := column[a[0]], column[a[1]], column[a[2]], column[a[3]]
		if v0|v1|v2|v3 == 0 {
			continue
		}
		r := residuals[i : i+4 : i+4]
		h[v0] += r[0]
		h1[v1] += r[1]
		h2[v2] += r[2]
		h3[v3] += r[3]
	}
	for ; i < len(at); i++ {
		h[column[at[i]]] += residuals[i]
	}
	for v := 1; v < len(h); v++ {
		h[v] += h1[v] + h2[v] + h3[v]
		total -= h[v]
	}
	h[0] = total
	*c = counter{}
}

// subtract takes away the sums of some of the samples.
func (h *histogram) subtract(some *histogram) {
	for v := range h {
		h[v] -= some[v]
	}
}

// searcher finds the split of a node that lowers the squared error most.
type searcher struct {
	packing packing
	minLeaf int

	total packed // of the node that is searched
	sum   int64
	count int

	scratch histogram // zero between searches
}

func (s *searcher) enter(total packed) {
	s.total, s.sum, s.count = total, s.packing.sum(total), s.packing.count(total)
}

// sweep is a threshold on its way up.
type sweep struct {
	left     packed
	previous int // the largest value on the left; -1: none
	best     split
}

// pass puts the samples of value v, whose residuals sum to x, on the left,
// after a look at the threshold below. It lies midway between the values, which
// may be rounded down, and of several with one score the lowest is kept.
//
// The score is Friedman's improvement (Friedman, "Greedy function
// approximation: a gradient boosting machine", 2001, equation 35),
// nl nr / n (mean l - mean r)^2, times the node's constant n = nl + nr. What is
// squared for it is a whole number: that splits with the same sides, on
// whichever side they are, have the same score does not depend on rounding.
func (s *searcher) pass(w *sweep, v int, x packed) {
	if left := s.packing.count(w.left); left >= s.minLeaf && s.count-left >= s.minLeaf {
		d := float64(int64(s.count)*s.packing.sum(w.left) - int64(left)*s.sum)
		if score := d * d / (float64(left) * float64(s.count-left)); score > w.best.score {
			w.best.score, w.best.threshold = score, uint8((w.previous+v)/2)
		}
	}
	w.left += x
	w.previous = v
}

// searchHistogram is the best split on a feature by its histogram.
func (s *searcher) searchHistogram(h *histogram) split {
	w := sweep{best: noSplit}
	for v := range h {
		if h[v] == 0 {
			continue // a sum with a sample in it has a count
		}
		s.pass(&w, v, h[v])
		if s.packing.count(w.left) == s.count {
			break
		}
	}
	return w.best
}

// searchFew is the best split on a feature of few samples: it notes which
// values occur and visits no others.
func (s *searcher) searchFew(column []uint8, at []int32, residuals []packed) split {
	h := &s.scratch
	var occurs [4]uint64
	residuals = residuals[:len(at)]
	for i, a := range at {
		v := column[a]
		h[v] += residuals[i]
		occurs[v>>6] |= 1 << (v & 63)
	}
	w := sweep{best: noSplit}
	for k, word := range occurs {
		for ; word != 0; word &= word - 1 {
			v := k<<6 | bits.TrailingZeros64(word)
			s.pass(&w, v, h[v])
			h[v] = 0
		}
	}
	return w.best
}
