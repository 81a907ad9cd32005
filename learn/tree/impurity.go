package tree

import "math"

// impurity scores splits. With w_c the weight of class c on a side and w the
// weight of the side, a side adds to the score
//
//	gini     sum_c w_c^2 / w
//	entropy  sum_c w_c log2 w_c - w log2 w
//
// which is the node's weight times the decrease of its impurity, up to a
// constant of the node. The sums over classes are kept in whole numbers while
// samples change sides, so that they do not depend on the order.
type impurity struct {
	table []int64 // entropy: w log2 w in units of 2^-32; nil for gini
}

// newImpurity is the criterion for nodes of at most the given weight.
func newImpurity(c Criterion, weight int) impurity {
	if c == Gini {
		return impurity{}
	}
	table := make([]int64, weight+1)
	for w := 2; w <= weight; w++ {
		table[w] = int64(math.Round(float64(w) * math.Log2(float64(w)) * (1 << 32)))
	}
	return impurity{table}
}

func (im impurity) term(w int64) int64 {
	if im.table != nil {
		return im.table[w]
	}
	return w * w
}

// sides are the two sides of a threshold: their sums over classes and their
// weights.
type sides struct {
	left, right             int64
	weightLeft, weightRight int64
}

// move takes weight w of a class from left to right; total is the class's on
// both sides, right what was on the right before.
func (s *sides) move(im impurity, total, right, w int64) {
	if im.table != nil {
		s.left -= im.table[total-right] - im.table[total-right-w]
		s.right += im.table[right+w] - im.table[right]
	} else {
		s.left -= w * (2*(total-right) - w)
		s.right += w * (2*right + w)
	}
	s.weightLeft -= w
	s.weightRight += w
}

func (s *sides) score(im impurity) float64 {
	if im.table != nil {
		return float64(s.left - im.table[s.weightLeft] + s.right - im.table[s.weightRight])
	}
	l, r := float64(s.weightLeft), float64(s.weightRight)
	return (float64(s.left)*r + float64(s.right)*l) / (l * r) // exact but for the division up to 2^53
}
