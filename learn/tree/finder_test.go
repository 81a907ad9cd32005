package tree

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/internal/simd"
)

// made is random data in which values and whole columns repeat, with weights.
func made(random *rand.Rand, n, d, classes int) (columns [][]uint8, samples []entry, counts []int32) {
	counts = make([]int32, classes)
	for range n {
		counts[random.IntN(classes)]++
	}
	for i := range n {
		samples = append(samples, newEntry(i, uint8(1+random.IntN(3))))
	}
	levels := 1 + random.IntN(255)
	for range d {
		column := make([]uint8, n)
		for i := range column {
			if random.IntN(3) > 0 {
				column[i] = uint8(random.IntN(levels + 1))
			}
		}
		columns = append(columns, column)
	}
	return columns, samples, counts
}

func TestSortedEqualsHistogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := rapid.IntRange(1, sortedSamples).Draw(t, "samples")
		classes := rapid.IntRange(1, 20).Draw(t, "classes")
		p := DefaultParams()
		p.Criterion = rapid.SampledFrom([]Criterion{Gini, Entropy}).Draw(t, "criterion")
		p.MinSamplesLeaf = rapid.IntRange(1, 3).Draw(t, "min_samples_leaf")
		columns, samples, counts := made(random, n, 4, classes)
		f := newFinder(p, classes, newImpurity(p.Criterion, 3*n), true)
		f.enter(samples, counts, 7)
		for _, column := range columns {
			a, b := f.searchSorted(column, 1), f.searchHistogram(column, 1)
			if a != b {
				t.Fatalf("sorting finds %+v, the histogram %+v", a, b)
			}
		}
	})
}

func TestSideBySideEqualsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := rapid.IntRange(laneSamples, 3000).Draw(t, "samples")
		classes := rapid.IntRange(1, 20).Draw(t, "classes")
		columns, samples, counts := made(random, n, rapid.IntRange(1, simd.Lanes).Draw(t, "features"), classes)
		features := make([]int32, len(columns))
		for i := range features {
			features[i] = int32(100 - i)
		}
		p := DefaultParams()
		f := newFinder(p, classes, newImpurity(p.Criterion, 3*n), true)
		f.enter(samples, counts, 7)
		if f.together != simd.Lanes {
			t.Fatalf("%d samples are not searched side by side", n)
		}
		for range 2 { // the second time on what the first left behind
			want := noSplit
			for i, column := range columns {
				if c := f.searchHistogram(column, 1); c.score > want.score {
					want = c
					want.feature = int(features[i])
				}
			}
			if got := f.searchLanes(columns, 1, features); got != want {
				t.Fatalf("side by side %+v, one by one %+v", got, want)
			}
		}
	})
}
