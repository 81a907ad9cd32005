package bench

import (
	"math"
	"testing"
)

// Wanted values are from scipy.stats.binomtest(k, n).proportion_ci(method="wilson").
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{0, 10, 0, 0.27753279986288926},
		{10, 10, 0.7224672001371109, 1},
		{8533, 10000, 0.846229855766208, 0.8600988109850718},
		{9986, 10000, 0.9976512388536363, 0.999165837971125},
		{1, 3, 0.06149194472039626, 0.7923403991979523},
		{5, 10, 0.236593090512564, 0.7634069094874361},
	} {
		low, high := Wilson(float64(c.k)/float64(c.n), c.n)
		if math.Abs(low-c.low) > 1e-12 || math.Abs(high-c.high) > 1e-12 {
			t.Errorf("Wilson(%d/%d) = %.15f, %.15f, want %.15f, %.15f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

func TestNextSeed(t *testing.T) {
	ok := func(accuracy float64) Result { return Result{Status: OK, Accuracy: accuracy} }
	for name, c := range map[string]struct {
		results map[uint64]Result
		repeats int
		seed    uint64
		more    bool
	}{
		"nothing done":         {nil, 5, 7, true},
		"one done":             {map[uint64]Result{7: ok(0.8)}, 5, 8, true},
		"one is all":           {map[uint64]Result{7: ok(0.8)}, 1, 0, false},
		"none wanted":          {nil, 0, 0, false},
		"seeds do not matter":  {map[uint64]Result{7: ok(0.8), 8: ok(0.8009)}, 5, 0, false},
		"seeds matter":         {map[uint64]Result{7: ok(0.8), 8: ok(0.8011)}, 5, 9, true},
		"only the first two":   {map[uint64]Result{7: ok(0.8), 8: ok(0.9), 9: ok(0.9)}, 5, 10, true},
		"first one lost":       {map[uint64]Result{8: ok(0.8)}, 5, 7, true},
		"failed":               {map[uint64]Result{7: {Status: Failed}}, 5, 0, false},
		"failed later":         {map[uint64]Result{7: ok(0.8), 8: {Status: Timeout}}, 5, 0, false},
		"other seeds are not":  {map[uint64]Result{1: ok(0.8), 2: ok(0.8)}, 5, 7, true},
		"all repeats are done": {map[uint64]Result{7: ok(0.8), 8: ok(0.9), 9: ok(0.7)}, 3, 0, false},
	} {
		seed, more := NextSeed(c.results, 7, c.repeats)
		if seed != c.seed || more != c.more {
			t.Errorf("%s: NextSeed = %d, %v, want %d, %v", name, seed, more, c.seed, c.more)
		}
	}
}
