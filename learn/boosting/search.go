package boosting

import (
	"math/bits"

	"github.com/fmnist/fmnist/internal/simd"
)

// split is a threshold on a feature of a table.
type split struct {
	score     float64 // the larger the better; negative: there is none
	place     place
	threshold uint8
}

var noSplit = split{score: -1}

// searcher finds the split of a node that lowers the squared error most.
type searcher struct {
	packing packing
	minLeaf int

	sum   int64 // of the node that is searched
	count int
	sweep simd.Sweep

	scratch simd.BandHistogram // zero between searches
	few     [256]packed        // likewise
}

func (s *searcher) enter(total packed) {
	s.sum, s.count = s.packing.sum(total), s.packing.count(total)
	s.sweep = simd.NewMeanSweep(int64(total), s.packing.countBits, s.minLeaf)
}

// searchHistogram is the best split on the features of a band, of several with
// one score the first, where first is the first of the lanes. A threshold lies
// midway between values that occur, which may be rounded down.
func (s *searcher) searchHistogram(h *simd.BandHistogram, first int) split {
	best, splits := noSplit, s.sweep.Splits(h)
	for i := range simd.Lanes {
		if lane := (first + i) % simd.Lanes; splits.Score[lane] > best.score {
			best.score, best.place.lane = splits.Score[lane], lane
		}
	}
	if best.score >= 0 {
		below, above := h.Around(best.place.lane, int(splits.Above[best.place.lane]))
		best.threshold = uint8((below + above) / 2)
	}
	return best
}

// pass is a threshold on its way up over the values of few samples.
type pass struct {
	left     packed
	previous int // the largest value on the left; -1: none
	best     split
}

// move puts the samples of value v, whose residuals sum to x, on the left,
// after a look at the threshold below. The score is that of simd.NewMeanSweep,
// Friedman's improvement (Friedman, "Greedy function approximation: a gradient
// boosting machine", 2001, equation 35) times the square of the node's samples.
func (s *searcher) move(p *pass, v int, x packed) {
	if left := s.packing.count(p.left); left >= s.minLeaf && s.count-left >= s.minLeaf {
		d := float64(int64(s.count)*s.packing.sum(p.left) - int64(left)*s.sum)
		if score := d * d / (float64(left) * float64(s.count-left)); score > p.best.score {
			p.best.score, p.best.threshold = score, uint8((p.previous+v)/2)
		}
	}
	p.left += x
	p.previous = v
}

// searchFew is the best split on a feature of few samples: it notes which
// values occur and visits no others.
func (s *searcher) searchFew(band []uint64, lane int, at []int32, residuals []packed) split {
	var occurs [4]uint64
	residuals = residuals[:len(at)]
	for i, a := range at {
		v := uint8(band[a] >> (8 * lane))
		s.few[v] += residuals[i]
		occurs[v>>6] |= 1 << (v & 63)
	}
	p := pass{best: noSplit}
	for k, word := range occurs {
		for ; word != 0; word &= word - 1 {
			v := k<<6 | bits.TrailingZeros64(word)
			s.move(&p, v, s.few[v])
			s.few[v] = 0
		}
	}
	p.best.place.lane = lane
	return p.best
}
