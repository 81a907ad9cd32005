package learn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func randomImages(t *rapid.T) Images {
	n, d := rapid.IntRange(1, 30).Draw(t, "n"), rapid.IntRange(1, 8).Draw(t, "d")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	x := Images{Pixels: make([]uint8, n*d), Features: d}
	for i := range x.Pixels {
		x.Pixels[i] = uint8(random.IntN(256) * random.IntN(2))
	}
	return x
}

// column is feature j of every image, scaled.
func column(x Images, s Scaling, j int) []float64 {
	values := make([]float64, x.Len())
	for i := range values {
		values[i] = s.At(j, x.Row(i)[j])
	}
	return values
}

func moments(values []float64) (mean, variance float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean) / float64(len(values))
	}
	return mean, variance
}

func TestStandardizeGivesMeanZeroVarianceOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := randomImages(t)
		s := Standardize(x)
		for j := range x.Features {
			mean, variance := moments(column(x, s, j))
			_, raw := moments(column(x, Scaling{}, j))
			want := 1.0
			if raw == 0 {
				want = 0 // a constant feature is only centred
			}
			if math.Abs(mean) > 1e-9 || math.Abs(variance-want) > 1e-9 {
				t.Errorf("feature %d: mean %g, variance %g, want 0 and %g", j, mean, variance, want)
			}
		}
	})
}

func TestMinMaxSpansZeroToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := randomImages(t)
		s := MinMax(x)
		for j := range x.Features {
			low, high := math.Inf(1), math.Inf(-1)
			for _, v := range column(x, s, j) {
				low, high = min(low, v), max(high, v)
			}
			if math.Abs(low) > 1e-12 || high != 0 && math.Abs(high-1) > 1e-12 {
				t.Errorf("feature %d spans %g to %g", j, low, high)
			}
		}
	})
}

func TestApplyIsAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := randomImages(t)
		for _, s := range []Scaling{{}, Standardize(x), MinMax(x)} {
			got := make([]float32, x.Features)
			s.Apply(got, x.Row(0))
			for j, v := range got {
				if want := float32(s.At(j, x.Row(0)[j])); v != want {
					t.Errorf("feature %d: %v, want %v", j, v, want)
				}
			}
		}
	})
}

func TestScalingSurvivesItsState(t *testing.T) {
	x := Images{Pixels: []uint8{1, 2, 3, 4, 5, 6}, Features: 3}
	for _, want := range []Scaling{{}, Standardize(x)} {
		state := State{}
		want.Put(state)
		got, err := GetScaling(state, 3)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	broken := State{"scaling.scale": []float64{1, math.NaN(), 1}, "scaling.shift": []float64{0, 0, 0}}
	if _, err := GetScaling(broken, 3); err == nil {
		t.Error("a scaling that is not a number was taken")
	}
}

func TestGetChecks(t *testing.T) {
	state := State{"a": []float64{1, 2}}
	for name, c := range map[string]struct {
		get   func() error
		fault string
	}{
		"there":        {func() error { _, err := Get[[]float64](state, "a", 2); return err }, ""},
		"any length":   {func() error { _, err := Get[[]float64](state, "a", -1); return err }, ""},
		"other length": {func() error { _, err := Get[[]float64](state, "a", 3); return err }, "2 elements, want 3"},
		"other type":   {func() error { _, err := Get[[]uint8](state, "a", 2); return err }, "holds []float64"},
		"not there":    {func() error { _, err := Get[[]uint8](state, "b", 2); return err }, `no array "b"`},
	} {
		err := c.get()
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: error %v, want %q", name, err, c.fault)
		}
	}
}
