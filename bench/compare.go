package bench

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/dataset"
)

// Comparison is two contestants on the same test images.
type Comparison struct {
	Dataset         string   `json:"dataset"`
	Digest          string   `json:"dataset_digest"`
	A               Side     `json:"a"`
	B               Side     `json:"b"`
	Difference      float64  `json:"difference"`          // accuracy of A minus that of B, means over repeats
	DifferenceRange Interval `json:"difference_interval"` // paired bootstrap over the test images
	McNemar         McNemar  `json:"mcnemar"`             // of the first repeat of each
	Verdict         string   `json:"verdict"`             // a, b, or ~ where the difference may be noise
	Times           Times    `json:"times"`
}

// Side is one of the two contestants. Class scores and confusion are of its
// first repeat.
type Side struct {
	Contestant   string        `json:"contestant"`
	Scaling      string        `json:"scaling"`
	Seed         uint64        `json:"seed"`
	Repeats      int           `json:"repeats"`
	Accuracy     float64       `json:"accuracy"`
	AccuracyLow  float64       `json:"accuracy_low"`
	AccuracyHigh float64       `json:"accuracy_high"`
	Classes      []ClassScores `json:"classes"`
	Confusion    [][]int       `json:"confusion"` // by true class, then by predicted class
}

// Times are ratios of median times, A over B, or why they are not compared.
type Times struct {
	Fit     float64  `json:"fit_ratio,omitempty"`
	Predict float64  `json:"predict_ratio,omitempty"`
	Refused string   `json:"refused,omitempty"`
	Doubts  []string `json:"doubts,omitempty"` // why a time may not be the contestant's own
}

// Compare compares two summaries of the data set. Both must have a repeat that
// is ok.
func Compare(a, b Summary, data *dataset.Dataset) (Comparison, error) {
	for _, s := range []Summary{a, b} {
		if err := s.comparable(data); err != nil {
			return Comparison{}, err
		}
	}
	truth := data.Test.Labels
	c := Comparison{
		Dataset: data.Name, Digest: data.Digest, A: side(a, data), B: side(b, data),
		Difference: a.Accuracy - b.Accuracy, Times: compareTimes(a, b), Verdict: "~",
		McNemar: mcNemarOf(rightBits(a, truth), rightBits(b, truth)),
	}
	differences := shareRight(a, truth)
	for i, share := range shareRight(b, truth) {
		differences[i] -= share
	}
	c.DifferenceRange.Low, c.DifferenceRange.High = BootstrapMean(differences, a.Seed)
	switch {
	case c.McNemar.P >= 1-confidence:
	case c.McNemar.OnlyA > c.McNemar.OnlyB:
		c.Verdict = "a"
	default:
		c.Verdict = "b"
	}
	return c, nil
}

// comparable returns an error unless the summary has predictions for the test
// images of the data set.
func (s Summary) comparable(data *dataset.Dataset) error {
	switch {
	case s.Digest != data.Digest:
		return fmt.Errorf("bench: the results of %s are of the data with digest %s, not %s", s.Contestant(), ShortDigest(s.Digest), ShortDigest(data.Digest))
	case len(s.Scores) == 0:
		return fmt.Errorf("bench: %s on %s has no predictions to compare: %s: %s", s.Contestant(), s.Dataset, s.Status, s.Reason)
	}
	for _, r := range s.good() {
		if len(r.Predictions) != len(data.Test.Labels) {
			return fmt.Errorf("bench: %s has %d predictions for %d test images", r.Key(), len(r.Predictions), len(data.Test.Labels))
		}
	}
	return nil
}

// good are the repeats that ended well, by seed.
func (s Summary) good() []Result {
	return slices.DeleteFunc(slices.Clone(s.results), func(r Result) bool { return r.Status != OK })
}

func side(s Summary, data *dataset.Dataset) Side {
	first := s.good()[0]
	confusion := Confusion(data.Test.Labels, first.Predictions, len(data.Classes))
	return Side{
		Contestant: s.Contestant().String(), Scaling: s.Scaling, Seed: first.Seed, Repeats: len(s.Scores),
		Accuracy: s.Accuracy, AccuracyLow: s.AccuracyLow, AccuracyHigh: s.AccuracyHigh,
		Classes: Scores(confusion, data.Classes), Confusion: confusion,
	}
}

// compareTimes refuses where something else than the contestants differs.
func compareTimes(a, b Summary) Times {
	machines := union(a.machines(), b.machines())
	switch {
	case len(machines) > 1:
		return Times{Refused: "measured on different machines: " + strings.Join(machines, "; ")}
	case a.Threads != b.Threads:
		return Times{Refused: fmt.Sprintf("measured with %d and with %d threads", a.Threads, b.Threads)}
	case b.FitSeconds <= 0 || b.PredictSeconds <= 0:
		return Times{Refused: "a time is zero"}
	}
	t := Times{Fit: a.FitSeconds / b.FitSeconds, Predict: a.PredictSeconds / b.PredictSeconds}
	for side, s := range map[string]Summary{"A": a, "B": b} {
		for _, doubt := range s.TimingDoubts {
			t.Doubts = append(t.Doubts, side+": "+doubt)
		}
	}
	slices.Sort(t.Doubts)
	return t
}

// shareRight is the share of repeats in which each test image is labelled right.
func shareRight(s Summary, truth []uint8) []float64 {
	repeats := s.good()
	shares := make([]float64, len(truth))
	for _, r := range repeats {
		for i, y := range truth {
			if r.Predictions[i] == y {
				shares[i]++
			}
		}
	}
	for i := range shares {
		shares[i] /= float64(len(repeats))
	}
	return shares
}

// rightBits has a bit set for every test image that the first repeat labels
// right.
func rightBits(s Summary, truth []uint8) []uint64 {
	set := make([]uint64, (len(truth)+63)/64)
	for i, y := range s.good()[0].Predictions {
		if y == truth[i] {
			set[i/64] |= 1 << (i % 64)
		}
	}
	return set
}

func mcNemarOf(a, b []uint64) McNemar {
	onlyA, onlyB := 0, 0
	for i := range a {
		onlyA += bits.OnesCount64(a[i] &^ b[i])
		onlyB += bits.OnesCount64(b[i] &^ a[i])
	}
	return NewMcNemar(onlyA, onlyB)
}

// Ranking is the contestants on one data set, best first.
type Ranking struct {
	Dataset string   `json:"dataset"`
	Digest  string   `json:"dataset_digest"`
	Rows    []Ranked `json:"rows"`
}

// Ranked is a contestant with the ranks it may have: Best is one more than the
// number of contestants that are better than it, Worst counts from the end.
// Contestants of the same Best are tied.
type Ranked struct {
	Best         int     `json:"best"`
	Worst        int     `json:"worst"`
	Contestant   string  `json:"contestant"`
	Scaling      string  `json:"scaling"`
	Accuracy     float64 `json:"accuracy"`
	AccuracyLow  float64 `json:"accuracy_low"`
	AccuracyHigh float64 `json:"accuracy_high"`
}

// Rank ranks the summaries of the data set that have predictions. One
// contestant is better than another where the exact McNemar test of their first
// repeats says so at 5% after Holm's correction for all pairs; so with a
// probability of 95% every contestant's true rank is between Best and Worst
// (Mogstad, Romano, Shaikh, Wilhelm, "Inference for ranks", Review of Economic
// Studies 2024). What the tests see is the chance in the choice of test images,
// not that in the training.
func Rank(summaries []Summary, data *dataset.Dataset) Ranking {
	summaries = slices.DeleteFunc(slices.Clone(summaries), func(s Summary) bool { return s.comparable(data) != nil })
	slices.SortStableFunc(summaries, func(a, b Summary) int { return cmp.Compare(b.Accuracy, a.Accuracy) })
	ranking := Ranking{Dataset: data.Name, Digest: data.Digest, Rows: make([]Ranked, len(summaries))}
	for i, s := range summaries {
		ranking.Rows[i] = Ranked{
			Best: 1, Worst: len(summaries), Contestant: s.Contestant().String(), Scaling: s.Scaling,
			Accuracy: s.Accuracy, AccuracyLow: s.AccuracyLow, AccuracyHigh: s.AccuracyHigh,
		}
	}
	for _, p := range differing(summaries, data.Test.Labels) {
		ranking.Rows[p.better].Worst--
		ranking.Rows[p.worse].Best++
	}
	return ranking
}

// pair is two summaries by their index.
type pair struct{ better, worse int }

// differing are the pairs of summaries whose difference is not noise.
func differing(summaries []Summary, truth []uint8) []pair {
	right := make([][]uint64, len(summaries))
	for i, s := range summaries {
		right[i] = rightBits(s, truth)
	}
	var pairs []pair
	var p []float64
	for i := range right {
		for j := range i {
			test := mcNemarOf(right[i], right[j])
			if test.OnlyA > test.OnlyB {
				pairs = append(pairs, pair{i, j})
			} else {
				pairs = append(pairs, pair{j, i})
			}
			p = append(p, test.P)
		}
	}
	var kept []pair
	for i, adjusted := range Holm(p) {
		if adjusted < 1-confidence {
			kept = append(kept, pairs[i])
		}
	}
	return kept
}

// CorrelateRankings compares the accuracies of the contestants that both
// rankings have.
func CorrelateRankings(a, b Ranking) Correlation {
	type identity struct{ contestant, scaling string }
	inA := map[identity]float64{}
	for _, row := range a.Rows {
		inA[identity{row.Contestant, row.Scaling}] = row.Accuracy
	}
	var first, second []float64
	for _, row := range b.Rows {
		if accuracy, both := inA[identity{row.Contestant, row.Scaling}]; both {
			first, second = append(first, accuracy), append(second, row.Accuracy)
		}
	}
	return Correlate(first, second)
}
