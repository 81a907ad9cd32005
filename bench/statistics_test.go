package bench

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// reference is testdata/statistics.json, see make_statistics.py beside it.
var reference struct {
	McNemar []McNemar
	Holm    []struct{ P, Adjusted []float64 }

	Bootstrap []struct {
		Counts    []int
		Low, High float64
		Error     float64 `json:"standard_error"`
	}
	Correlation []struct {
		X, Y              []float64
		Kendall, Spearman float64
		KendallInterval   [2]float64 `json:"kendall_interval"`
		SpearmanInterval  [2]float64 `json:"spearman_interval"`
	}
	Classes []struct {
		Truth, Predicted      []int
		Confusion             [][]int
		Precision, Recall, F1 []float64
		Support               []int
	}
}

func loadReference(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile("testdata/statistics.json")
	if err == nil {
		err = json.Unmarshal(text, &reference)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var almost = cmpopts.EquateApprox(1e-10, 1e-300)

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

func TestMcNemarIsStatsmodels(t *testing.T) {
	loadReference(t)
	for _, want := range reference.McNemar {
		if diff := cmp.Diff(want, NewMcNemar(want.OnlyA, want.OnlyB), almost); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if got, want := NewMcNemar(0, 0), (McNemar{P: 1, PChiSquare: 1}); got != want {
		t.Errorf("no difference at all: %+v, want %+v", got, want)
	}
}

func TestHolmIsStatsmodels(t *testing.T) {
	loadReference(t)
	for _, c := range reference.Holm {
		if diff := cmp.Diff(c.Adjusted, Holm(c.P), almost); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.P, diff)
		}
	}
}

// Both are random, so they agree within their own errors: an end of a
// percentile interval of 20,000 resamples has a standard error of about
// 0.019 standard errors of the mean, SciPy's of 50,000 one of 0.012.
func TestBootstrapIsSciPys(t *testing.T) {
	loadReference(t)
	for _, c := range reference.Bootstrap {
		var values []float64
		for i, n := range c.Counts {
			values = append(values, slices.Repeat([]float64{float64(i - 1)}, n)...)
		}
		low, high := BootstrapMean(values, 1)
		tolerance := 0.1*c.Error + 1.0/float64(len(values)) // means come in steps of 1/n
		if math.Abs(low-c.Low) > tolerance || math.Abs(high-c.High) > tolerance {
			t.Errorf("%v: %v to %v, SciPy has %v to %v, tolerance %v", c.Counts, low, high, c.Low, c.High, tolerance)
		}
		if again, _ := BootstrapMean(values, 1); again != low {
			t.Errorf("%v: the same seed gives %v and %v", c.Counts, low, again)
		}
	}
}

func TestBootstrapOfFewValues(t *testing.T) {
	for _, c := range []struct {
		values    []float64
		low, high float64
	}{
		{nil, 0, 0},
		{[]float64{0.5}, 0.5, 0.5},
		{slices.Repeat([]float64{-1}, 50), -1, -1},
		{[]float64{0, 1}, 0, 1},
	} {
		if low, high := BootstrapMean(c.values, 3); low != c.low || high != c.high {
			t.Errorf("%v: %v to %v, want %v to %v", c.values, low, high, c.low, c.high)
		}
	}
}

func TestCorrelationIsSciPys(t *testing.T) {
	loadReference(t)
	for _, c := range reference.Correlation {
		want := Correlation{
			Contestants: len(c.X), Kendall: c.Kendall, Spearman: c.Spearman,
			KendallRange:  &Interval{c.KendallInterval[0], c.KendallInterval[1]},
			SpearmanRange: &Interval{c.SpearmanInterval[0], c.SpearmanInterval[1]},
		}
		if diff := cmp.Diff(want, Correlate(c.X, c.Y), almost); diff != "" {
			t.Errorf("%d scores (-want +got):\n%s", len(c.X), diff)
		}
	}
}

func TestCorrelationAtItsEnds(t *testing.T) {
	rising, falling := []float64{1, 2, 3, 4, 5, 6}, []float64{6, 5, 4, 3, 2, 1}
	if c := Correlate(rising, rising); c.Kendall != 1 || c.Spearman != 1 || c.KendallRange != nil || c.SpearmanRange != nil {
		t.Errorf("equal lists: %+v, want 1, and no interval", c)
	}
	if c := Correlate(rising, falling); c.Kendall != -1 || math.Abs(c.Spearman+1) > 1e-12 {
		t.Errorf("opposite lists: %+v, want -1", c)
	}
	for _, short := range [][]float64{nil, {1}, {2, 2, 2}} {
		if c := Correlate(short, short); c.Kendall != 0 || c.Spearman != 0 || c.KendallRange != nil {
			t.Errorf("%v with itself: %+v, want 0: it has no order", short, c)
		}
	}
}

// A correlation does not depend on which list is called the first, nor on the
// order of contestants.
func TestCorrelationIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "n")
		score := rapid.Map(rapid.IntRange(0, 9), func(i int) float64 { return float64(i) }) // with ties
		x := rapid.SliceOfN(score, n, n).Draw(t, "x")
		y := rapid.SliceOfN(score, n, n).Draw(t, "y")
		forward, backward := Correlate(x, y), Correlate(y, x)
		slices.Reverse(x)
		slices.Reverse(y)
		reversed := Correlate(x, y)
		tolerance := cmpopts.EquateApprox(0, 1e-9)
		if diff := cmp.Diff(forward, backward, tolerance) + cmp.Diff(forward, reversed, tolerance); diff != "" {
			t.Fatal(diff)
		}
		if math.Abs(forward.Kendall) > 1+1e-12 || math.Abs(forward.Spearman) > 1+1e-12 {
			t.Fatalf("out of range: %+v", forward)
		}
	})
}

func TestScoresAreScikitLearns(t *testing.T) {
	loadReference(t)
	for _, c := range reference.Classes {
		names := make([]string, len(c.Support))
		confusion := Confusion(bytesOf(c.Truth), bytesOf(c.Predicted), len(names))
		if diff := cmp.Diff(c.Confusion, confusion); diff != "" {
			t.Errorf("confusion (-want +got):\n%s", diff)
		}
		for i, got := range Scores(confusion, names) {
			want := ClassScores{Support: c.Support[i], Precision: c.Precision[i], Recall: c.Recall[i], F1: c.F1[i]}
			if diff := cmp.Diff(want, got, almost); diff != "" {
				t.Errorf("class %d (-want +got):\n%s", i, diff)
			}
		}
	}
}

func bytesOf(values []int) []uint8 {
	b := make([]uint8, len(values))
	for i, v := range values {
		b[i] = uint8(v)
	}
	return b
}
