package tree

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/internal/splits"
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
		f.enterSorted()
		for _, column := range columns {
			a, b := f.searchSorted(column, 1), f.searchHistogram(column, 1)
			if a != b {
				t.Fatalf("sorting finds %+v, the histogram %+v", a, b)
			}
		}
	})
}

// ofOneByOne is the first of the best splits of features that are searched one
// by one.
func ofOneByOne(f *finder, columns [][]uint8, features []int32) candidate {
	best := noSplit
	for i, column := range columns {
		if c := f.searchHistogram(column, 1); c.score > best.score {
			best = c
			best.feature = int(features[i])
		}
	}
	return best
}

func TestSideBySideEqualsOneByOne(t *testing.T) {
	for name, c := range map[string]struct {
		least, most, features int
		suits                 func(*finder) bool
		enter                 func(*finder)
		search                func(*finder, [][]uint8, int, []int32) candidate
	}{
		"lanes": {laneSamples, 3000, simd.Lanes, (*finder).suitsLanes, func(*finder) {}, (*finder).searchLanes},
		"sets":  {1, splits.Samples, splits.Features, (*finder).fitsSets, (*finder).enterSets, (*finder).searchSets},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
				n := rapid.IntRange(c.least, c.most).Draw(t, "samples")
				classes := rapid.IntRange(1, 20).Draw(t, "classes")
				columns, samples, counts := made(random, n, rapid.IntRange(1, c.features).Draw(t, "features"), classes)
				features := make([]int32, len(columns))
				for i := range features {
					features[i] = int32(100 - i)
				}
				p := DefaultParams()
				f := newFinder(p, classes, newImpurity(p.Criterion, 3*n), true)
				f.enter(samples, counts, 7)
				if !c.suits(f) {
					t.Fatalf("%d samples are not searched by %s", n, name)
				}
				c.enter(f)
				for range 2 { // the second time on what the first left behind
					want := ofOneByOne(f, columns, features)
					if got := c.search(f, columns, 1, features); got.score != want.score || got.score > noSplit.score && got != want {
						t.Fatalf("side by side %+v, one by one %+v", got, want)
					}
				}
			})
		})
	}
}
