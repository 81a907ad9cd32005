package bench

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/dataset"
)

// threeClasses is a data set of 60 test images, of which only the labels matter.
func threeClasses() *dataset.Dataset {
	labels := make([]uint8, 60)
	for i := range labels {
		labels[i] = uint8(i % 3)
	}
	return &dataset.Dataset{
		Name: "three", Digest: strings.Repeat("3", 64), Classes: []string{"cat", "dog", "cow"},
		Test: dataset.Split{Labels: labels},
	}
}

// wrongOn is a result that labels the given images wrong, with the next class.
func wrongOn(data *dataset.Dataset, name string, seed uint64, wrong func(i int) bool) Result {
	r := Result{
		Run: Run{Contestant: Contestant{Name: name}, Dataset: data.Name, Digest: data.Digest, Scaling: "standard",
			Threads: 2, Program: "9b01c2d3", Seed: seed},
		Status: OK, TestImages: len(data.Test.Labels), FitSeconds: 2, PredictSeconds: 0.5, Machine: "a machine",
	}
	right := 0
	for i, y := range data.Test.Labels {
		if wrong(i) {
			y = (y + 1) % uint8(len(data.Classes))
		} else {
			right++
		}
		r.Predictions = append(r.Predictions, y)
	}
	r.Accuracy = float64(right) / float64(len(data.Test.Labels))
	return r
}

func firstN(n int) func(int) bool { return func(i int) bool { return i < n } }

func mustCompare(t *testing.T, data *dataset.Dataset, a, b []Result) Comparison {
	t.Helper()
	c, err := Compare(Summarize(a)[0], Summarize(b)[0], data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompare(t *testing.T) {
	data := threeClasses()
	good := []Result{wrongOn(data, "Good", 0, firstN(3))}
	bad := []Result{wrongOn(data, "Bad", 0, func(i int) bool { return i == 0 || i >= 40 })}
	bad[0].FitSeconds = 4
	c := mustCompare(t, data, good, bad)
	if c.McNemar.OnlyA != 20 || c.McNemar.OnlyB != 2 || c.Verdict != "a" {
		t.Errorf("McNemar %+v, verdict %s: want 20, 2, a", c.McNemar, c.Verdict)
	}
	if want := 18.0 / 60; abs(c.Difference-want) > 1e-12 || c.DifferenceRange.Low > want || c.DifferenceRange.High < want {
		t.Errorf("difference %v, interval %v, want %v within", c.Difference, c.DifferenceRange, want)
	}
	if diff := cmp.Diff(Times{Fit: 0.5, Predict: 1}, c.Times); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]int{{19, 1, 0}, {0, 19, 1}, {1, 0, 19}}, c.A.Confusion); diff != "" {
		t.Errorf("confusion of A (-want +got):\n%s", diff)
	}
	if back := mustCompare(t, data, bad, good); back.Verdict != "b" || back.Difference != -c.Difference {
		t.Errorf("the other way round: %s, %v", back.Verdict, back.Difference)
	}
	same := mustCompare(t, data, good, []Result{wrongOn(data, "Other", 0, func(i int) bool { return i < 2 })})
	if same.Verdict != "~" || same.McNemar.P != 1 {
		t.Errorf("one image of 60 is a difference: %+v", same.McNemar)
	}
}

// The difference is of the means over repeats; tests pair the first ones that
// ended well.
func TestCompareRepeats(t *testing.T) {
	data := threeClasses()
	failed := wrongOn(data, "A", 0, firstN(0))
	failed.Status = Timeout
	a := []Result{failed, wrongOn(data, "A", 1, firstN(10)), wrongOn(data, "A", 2, firstN(20))}
	b := []Result{wrongOn(data, "B", 0, firstN(15))}
	c := mustCompare(t, data, a, b)
	if c.A.Seed != 1 || c.A.Repeats != 2 || c.McNemar.OnlyA != 5 || c.McNemar.OnlyB != 0 {
		t.Errorf("seed %d, %d repeats, %+v: want 1, 2, and 5 images", c.A.Seed, c.A.Repeats, c.McNemar)
	}
	if abs(c.Difference) > 1e-12 {
		t.Errorf("difference %v of equal means", c.Difference)
	}
}

func TestCompareRefuses(t *testing.T) {
	data := threeClasses()
	good := wrongOn(data, "Good", 0, firstN(3))
	for name, c := range map[string]struct {
		change func(*Result)
		fault  string
	}{
		"other data":      {func(r *Result) { r.Digest = "9999" }, "digest 9999"},
		"no predictions":  {func(r *Result) { r.Status, r.Reason = Failed, "it crashed" }, "it crashed"},
		"too few of them": {func(r *Result) { r.Predictions = r.Predictions[1:] }, "59 predictions for 60"},
	} {
		other := good
		c.change(&other)
		if _, err := Compare(Summarize([]Result{good})[0], Summarize([]Result{other})[0], data); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: error %v, want one about %q", name, err, c.fault)
		}
	}
	elsewhere, slower := good, good
	elsewhere.Machine, slower.Threads = "another machine", 1
	elsewhereToo := elsewhere
	elsewhereToo.Seed++
	for _, other := range [][]Result{{elsewhere}, {slower}, {good, elsewhereToo}} {
		c := mustCompare(t, data, []Result{good}, other)
		if c.Times.Refused == "" || c.Times.Fit != 0 {
			t.Errorf("times of unlike conditions are compared: %+v", c.Times)
		}
	}
}

func TestCompareTellsDoubts(t *testing.T) {
	data := threeClasses()
	good := wrongOn(data, "Good", 0, firstN(3))
	doubtful := good
	doubtful.TimingDoubts = []string{"others used 50% of the run's cores"}
	c := mustCompare(t, data, []Result{good}, []Result{doubtful})
	var out bytes.Buffer
	if err := WriteComparison(&out, c); err != nil || !strings.Contains(out.String(), "in doubt, B: others used 50%") {
		t.Errorf("error %v, the doubt is not told:\n%s", err, out.String())
	}
}

// Twelve contestants in three clear groups: ranks are tied within a group and
// not between.
func TestRank(t *testing.T) {
	data := &dataset.Dataset{Name: "many", Digest: "ab", Classes: []string{"0", "1"}, Test: dataset.Split{Labels: make([]uint8, 2000)}}
	random := rand.New(rand.NewPCG(1, 2))
	var results []Result
	for i := range 12 {
		share := []float64{0.1, 0.2, 0.4}[i%3]
		results = append(results, wrongOn(data, string(rune('A'+i)), 0, func(int) bool { return random.Float64() < share }))
	}
	ranking := Rank(Summarize(results), data)
	for i, row := range ranking.Rows {
		if want := i/4*4 + 1; row.Best != want || row.Worst != want+3 {
			t.Errorf("%s with accuracy %.4f has ranks %d to %d, want %d to %d", row.Contestant, row.Accuracy, row.Best, row.Worst, want, want+3)
		}
	}
	if c := CorrelateRankings(ranking, ranking); c.Kendall != 1 || c.Contestants != 12 {
		t.Errorf("a ranking with itself: %+v", c)
	}
}

func TestComparisonText(t *testing.T) {
	data := threeClasses()
	good := []Result{wrongOn(data, "Good", 0, firstN(3))}
	bad := []Result{wrongOn(data, "Bad", 0, func(i int) bool { return i == 0 || i >= 40 })}
	var out bytes.Buffer
	if err := WriteComparison(&out, mustCompare(t, data, good, bad)); err != nil {
		t.Fatal(err)
	}
	rankings := []Ranking{Rank(Summarize(append(good, bad...)), data), {Dataset: "other", Rows: []Ranked{{1, 1, "Good", "standard", 0.9, 0.8, 0.95}}}}
	if err := WriteRankings(&out, rankings); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "compare.txt")
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestComparisonJSON(t *testing.T) {
	data := threeClasses()
	r := []Result{wrongOn(data, "A", 0, firstN(3))}
	text, err := json.Marshal(mustCompare(t, data, r, r))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"p_exact":1`, `"difference_interval":{"low":0,"high":0}`, `"verdict":"~"`, `"class":"cat"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("lacks %s:\n%s", want, text)
		}
	}
}
