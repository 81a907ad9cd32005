package neighbors

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
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

// newPrepared is an index that can be searched.
func newPrepared(t testing.TB, train learn.Images, scaling learn.Scaling, p int) *index {
	t.Helper()
	x, err := newIndex(train, scaling, p)
	if err == nil {
		err = x.prepare(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// checkSearch compares the search, with and without filter, with brute force.
func checkSearch(t *testing.T, train, queries learn.Images, scaling learn.Scaling, k int) {
	t.Helper()
	for p := 1; p <= 2; p++ {
		x := &index{train: train, scaling: scaling, p: p}
		x.setUnits()
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

// dataset is made data: some images and a number of neighbours to look for.
type dataset struct {
	queries, n, d, k int
	pixel            func(i, j int) uint8
}

// images are the data's training images, and test images, half of them training images
// and half others.
func (c dataset) images() (train, test learn.Images) {
	train = images(c.n, c.d, c.pixel)
	return train, images(c.queries, c.d, func(i, j int) uint8 {
		if i%2 == 0 {
			return train.Row(i % c.n)[j]
		}
		return c.pixel(i, j)
	})
}

// datasets are made to be difficult.
func datasets(r *rand.Rand) map[string]dataset {
	any := func(i, j int) uint8 { return uint8(r.UintN(256)) }
	pattern := make([]uint8, 200)
	for j := range pattern {
		pattern[j] = uint8(r.UintN(256))
	}
	return map[string]dataset{
		"random":            {queryBlock + 5, 500, 50, 5, any},
		"more than axes":    {12, 400, 170, 5, func(i, j int) uint8 { return uint8(r.IntN(1 + 255*(i%20+1)/20)) }},
		"few features":      {12, 600, 3, 7, any},
		"one feature":       {12, 400, 1, 4, any},
		"many ties":         {12, 500, 40, 5, func(i, j int) uint8 { return uint8(r.UintN(2)) }},
		"ties of two sizes": {12, 500, 6, 9, func(i, j int) uint8 { return uint8(100 + r.UintN(3)) }},
		"duplicates":        {12, 600, 30, 6, func(i, j int) uint8 { return uint8(i % 7 * j) }},
		"all the same":      {12, 300, 20, 5, func(i, j int) uint8 { return pattern[j] }},
		"near a pattern":    {12, 400, 200, 5, func(i, j int) uint8 { return pattern[j] ^ uint8(r.UintN(2)) }},
		"one pixel":         {12, 600, 100, 3, func(i, j int) uint8 { return pattern[j] ^ uint8(1/(1+(i-j)*(i-j))) }},
		"mostly constant":   {12, 400, 90, 5, func(i, j int) uint8 { return uint8(j%10/9) * uint8(r.UintN(256)) }},
		"rare pixels":       {12, 400, 160, 5, func(i, j int) uint8 { return uint8(r.UintN(50)/49) * uint8(r.UintN(256)) }},
		"single pixels":     {12, 600, 200, 4, func(i, j int) uint8 { return uint8(1/(1+(i%200-j)*(i%200-j))) * uint8(1+r.UintN(255)) }},
		"as many as there":  {12, 300, 10, 300, any},
		"more than there":   {12, 100, 10, 200, any},
		"more than a tile":  {12, 600, 10, 300, any},
	}
}

// TestSearch compares with brute force.
func TestSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range datasets(r) {
		train, test := c.images()
		for scaling, s := range scalings(r, train) {
			t.Run(name+"/"+scaling, func(t *testing.T) { checkSearch(t, train, test, s, c.k) })
		}
	}
}

// TestFilters wants no score below the limit that goes with the very distance
// of the two images, for every pair.
func TestFilters(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, c := range datasets(r) {
		train, test := c.images()
		for scaling, s := range scalings(r, train) {
			for p := 1; p <= 2; p++ {
				t.Run(fmt.Sprintf("%s/%s/p=%d", name, scaling, p), func(t *testing.T) {
					checkFilter(t, train, test.Slice(0, 12), s, p)
				})
			}
		}
	}
}

func checkFilter(t *testing.T, train, queries learn.Images, scaling learn.Scaling, p int) {
	x := &index{train: train, scaling: scaling, p: p}
	x.setUnits()
	if err := x.addFilter(t.Context()); err != nil {
		t.Fatal(err)
	}
	scorer, seen := x.filter.newScorer(), make([]int, train.Len())
	scorer.begin(queries)
	scorer.tiles(func(tile simd.Tile) {
		for i := range tile.Rows {
			for j, score := range tile.C[i*tile.Stride:][:tile.Cols] {
				col := int32(tile.Col + j)
				image := scorer.image(col)
				seen[image]++
				distance := x.ideal(queries.Row(tile.Row+i), train.Row(int(image)))
				if limit := scorer.limit(tile.Row+i, col/simd.TileCols, distance); !(score >= limit) {
					t.Fatalf("query %d scores image %d, at distance %g, %g, below the limit %g", tile.Row+i, image, distance, score, limit)
				}
			}
		}
	})
	if slices.Min(seen) != queries.Len() || slices.Max(seen) != queries.Len() {
		t.Fatal("not every image was scored once for every query")
	}
}

// ideal is the distance to the power p, in the filters' units.
func (x *index) ideal(a, b []uint8) float64 {
	sum := 0.0
	for j, s := range x.scale {
		d := s * math.Abs(float64(a[j])-float64(b[j]))
		if x.p == 2 {
			d *= d
		}
		sum += d
	}
	return sum
}

// TestFiltersRuleOut wants them to be of use: few images of a pattern with
// noise on top can be near others.
func TestFiltersRuleOut(t *testing.T) {
	set := learntest.Blobs(3000, 100, 6, 1)
	for p := 1; p <= 2; p++ {
		x := newPrepared(t, set.Images, set.Scaling, p)
		s := newSearcher(x, 5)
		s.block(t.Context(), set.Slice(0, queryBlock))
		for i, q := range s.queries {
			if len(q.waiting) > 100 || len(q.finalists) > 100 {
				t.Errorf("p %d, query %d: %d waited and %d came to the finals", p, i, len(q.waiting), len(q.finalists))
			}
		}
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
		if _, err := newIndex(train, scaling, 2); err == nil {
			t.Errorf("a scale of %g is accepted", s)
		}
	}
}

// TestSearchRealData compares the neighbours of some test images in the whole
// training set with brute force.
func TestSearchRealData(t *testing.T) {
	if testing.Short() {
		t.Skip("searches the whole data sets")
	}
	for _, name := range []string{"fashion", "mnist"} {
		train, test := learntest.Real(t, name, "train").Images, learntest.Real(t, name, "t10k").Images
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
	x := newPrepared(t, train, scaling, p)
	got := found(t, x, queries, 5)
	err := parallel.For(t.Context(), queries.Len(), 1, func(i, _ int) {
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
		train, test := learntest.Real(b, name, "train").Images, learntest.Real(b, name, "t10k").Images
		scaling := learn.Standardize(train)
		for p := 1; p <= 2; p++ {
			b.Run(fmt.Sprintf("fit/%s/p=%d", name, p), func(b *testing.B) {
				for b.Loop() {
					newPrepared(b, train, scaling, p)
				}
			})
			x := newPrepared(b, train, scaling, p)
			b.Run(fmt.Sprintf("predict/%s/p=%d", name, p), func(b *testing.B) {
				for b.Loop() {
					found(b, x, test, 5)
				}
			})
		}
	}
}
