package neighbors

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// bruteForce is the definition: all distances between scaled features, sorted,
// the lower index first among equals.
func bruteForce(train learn.Images, scaling learn.Scaling, p int, query []uint8, k int) []neighbor {
	all := make([]neighbor, train.Len())
	for i := range all {
		sum := 0.0
		for j, pixel := range train.Row(i) {
			d := scaling.At(j, query[j]) - scaling.At(j, pixel)
			if p == 1 {
				sum += math.Abs(d)
			} else {
				sum += float64(d * d)
			}
		}
		all[i] = neighbor{sum, int32(i)}
	}
	slices.SortStableFunc(all, func(a, b neighbor) int {
		switch {
		case a.distance < b.distance:
			return -1
		case a.distance > b.distance:
			return 1
		}
		return 0
	})
	return all[:min(k, len(all))]
}

// found is what the search finds for each query.
func found(t testing.TB, x *index, queries learn.Images, k int) [][]neighbor {
	t.Helper()
	all := make([][]neighbor, queries.Len())
	err := x.search(t.Context(), queries, k, func() func(int, []neighbor) {
		return func(i int, found []neighbor) { all[i] = slices.Clone(found) }
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkSearch compares the search, with and without filter, with brute force.
func checkSearch(t *testing.T, train, queries learn.Images, scaling learn.Scaling, k int) {
	t.Helper()
	for p := 1; p <= 2; p++ {
		x := &index{train: train, scaling: scaling, p: p}
		if err := x.setUnits(); err != nil {
			t.Fatal(err)
		}
		plain := found(t, x, queries, k)
		if err := x.addFilter(t.Context()); err != nil {
			t.Fatal(err)
		}
		filtered := found(t, x, queries, k)
		for i := range queries.Len() {
			want := bruteForce(train, scaling, p, queries.Row(i), k)
			if !slices.Equal(plain[i], want) {
				t.Fatalf("p %d, query %d without filter: %s", p, i, cmp.Diff(fmt.Sprint(want), fmt.Sprint(plain[i])))
			}
			if !slices.Equal(filtered[i], want) {
				t.Fatalf("p %d, query %d: %s", p, i, cmp.Diff(fmt.Sprint(want), fmt.Sprint(filtered[i])))
			}
		}
	}
}

func images(n, d int, pixel func(i, j int) uint8) learn.Images {
	x := learn.Images{Pixels: make([]uint8, n*d), Features: d}
	for i := range n {
		for j := range d {
			x.Row(i)[j] = pixel(i, j)
		}
	}
	return x
}

// TestSearch compares with brute force on data made to be difficult.
func TestSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	any := func(i, j int) uint8 { return uint8(r.UintN(256)) }
	pattern := make([]uint8, 200)
	for j := range pattern {
		pattern[j] = uint8(r.UintN(256))
	}
	for name, c := range map[string]struct {
		queries, n, d, k int
		pixel            func(i, j int) uint8
	}{
		"random":            {queryBlock + 5, 500, 50, 5, any},
		"few features":      {24, 900, 3, 7, any},
		"one feature":       {24, 700, 1, 4, any},
		"many ties":         {24, 800, 40, 5, func(i, j int) uint8 { return uint8(r.UintN(2)) }},
		"ties of two sizes": {24, 800, 6, 9, func(i, j int) uint8 { return uint8(100 + r.UintN(3)) }},
		"duplicates":        {24, 900, 30, 6, func(i, j int) uint8 { return uint8(i % 7 * j) }},
		"all the same":      {24, 300, 20, 5, func(i, j int) uint8 { return pattern[j] }},
		"near a pattern":    {24, 700, 200, 5, func(i, j int) uint8 { return pattern[j] ^ uint8(r.UintN(2)) }},
		"one pixel":         {24, 600, 100, 3, func(i, j int) uint8 { return pattern[j] ^ uint8(1/(1+(i-j)*(i-j))) }},
		"mostly constant":   {24, 700, 90, 5, func(i, j int) uint8 { return uint8(j%10/9) * uint8(r.UintN(256)) }},
		"rare pixels":       {24, 700, 90, 5, func(i, j int) uint8 { return uint8(r.UintN(50)/49) * uint8(r.UintN(256)) }},
		"as many as there":  {24, 480, 10, 480, any},
		"more than there":   {24, 100, 10, 200, any},
		"more than a tile":  {24, 700, 10, 500, any},
	} {
		t.Run(name, func(t *testing.T) {
			train := images(c.n, c.d, c.pixel)
			queries := images(c.queries, c.d, func(i, j int) uint8 {
				if i%2 == 0 {
					return train.Row(i % c.n)[j]
				}
				return c.pixel(i, j)
			})
			for scaling, s := range scalings(r, train) {
				t.Run(scaling, func(t *testing.T) { checkSearch(t, train, queries, s, c.k) })
			}
		})
	}
}

// scalings are ordinary ones, and some that ask the most of the bounds.
func scalings(r *rand.Rand, train learn.Images) map[string]learn.Scaling {
	d := train.Features
	made := func(scale, shift func(j int) float64) learn.Scaling {
		s := learn.Scaling{Scale: make([]float64, d), Shift: make([]float64, d)}
		for j := range d {
			s.Scale[j], s.Shift[j] = scale(j), shift(j)
		}
		return s
	}
	none := func(int) float64 { return 0 }
	third := func(int) float64 { return 1.0 / 3 }
	return map[string]learn.Scaling{
		"none":        {},
		"standard":    learn.Standardize(train),
		"minmax":      learn.MinMax(train),
		"zero":        made(none, none),
		"negative":    made(func(j int) float64 { return -third(j) }, third),
		"ratios":      made(func(j int) float64 { return math.Exp(r.NormFloat64() * 20) }, none),
		"wide ratios": made(func(j int) float64 { return math.Pow(10, float64(r.IntN(200)-100)) }, none),
		"tiny":        made(func(j int) float64 { return 1e-100 * r.Float64() }, none),
		"huge":        made(func(j int) float64 { return 1e100 * r.Float64() }, none),
		"large shift": made(third, func(int) float64 { return 1e12 }),
		"huge shift":  made(third, func(int) float64 { return 1e16 }),
	}
}

func TestScalingOutOfRange(t *testing.T) {
	train := images(10, 4, func(i, j int) uint8 { return uint8(i) })
	for _, s := range []float64{1e200, 1e-200, 1e308} {
		scaling := learn.Scaling{Scale: []float64{s, s, s, s}, Shift: make([]float64, 4)}
		if _, err := newIndex(t.Context(), train, scaling, 2); err == nil {
			t.Errorf("a scale of %g is accepted", s)
		}
	}
}

// realData is a data set of the cache that FMNIST_DATA names.
func realData(t testing.TB, name, kind string) learn.Images {
	t.Helper()
	dir := os.Getenv("FMNIST_DATA")
	if dir == "" {
		t.Skip("FMNIST_DATA names no cache with the real data")
	}
	file, err := os.ReadFile(filepath.Join(dir, name, kind+"-images-idx3-ubyte"))
	if err != nil {
		t.Skip(err)
	}
	return learn.Images{Pixels: file[16:], Features: 784}
}

// TestSearchRealData compares the neighbours of some test images in the whole
// training set with brute force.
func TestSearchRealData(t *testing.T) {
	if testing.Short() {
		t.Skip("searches the whole data sets")
	}
	for _, name := range []string{"fashion", "mnist"} {
		train, test := realData(t, name, "train"), realData(t, name, "t10k")
		for scaling, s := range map[string]learn.Scaling{"none": {}, "standard": learn.Standardize(train)} {
			for p := 1; p <= 2; p++ {
				t.Run(fmt.Sprintf("%s/%s/p=%d", name, scaling, p), func(t *testing.T) {
					checkRealData(t, train, test.Slice(100, 106), s, p)
				})
			}
		}
	}
}

func checkRealData(t *testing.T, train, queries learn.Images, scaling learn.Scaling, p int) {
	x, err := newIndex(t.Context(), train, scaling, p)
	if err != nil {
		t.Fatal(err)
	}
	got := found(t, x, queries, 5)
	err = parallel.For(t.Context(), queries.Len(), 1, func(i, _ int) {
		if want := bruteForce(train, scaling, p, queries.Row(i), 5); !slices.Equal(got[i], want) {
			t.Errorf("image %d: got %v, want %v", i, got[i], want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, name := range []string{"fashion", "mnist"} {
		train, test := realData(b, name, "train"), realData(b, name, "t10k")
		scaling := learn.Standardize(train)
		for p := 1; p <= 2; p++ {
			b.Run(fmt.Sprintf("fit/%s/p=%d", name, p), func(b *testing.B) {
				for b.Loop() {
					if _, err := newIndex(context.Background(), train, scaling, p); err != nil {
						b.Fatal(err)
					}
				}
			})
			x, err := newIndex(context.Background(), train, scaling, p)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("predict/%s/p=%d", name, p), func(b *testing.B) {
				for b.Loop() {
					found(b, x, test, 5)
				}
			})
		}
	}
}
