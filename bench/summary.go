package bench

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/gonum/stat"
)

// Summary is one contestant on one data set over all its repeats: a row of the
// report, and an object of the JSON form of the results.
type Summary struct {
	Dataset         string             `json:"dataset"`
	Digest          string             `json:"dataset_digest"`
	Scaling         string             `json:"scaling"`
	Name            string             `json:"name"`
	Parameters      Parameters         `json:"parameter"`
	Status          Status             `json:"status"` // of the first repeat that did not end well, else ok
	Reason          string             `json:"reason"`
	Accuracy        float64            `json:"accuracy"`      // mean over repeats; 0 where none is ok
	AccuracyLow     float64            `json:"accuracy_low"`  // Wilson's interval, see Wilson
	AccuracyHigh    float64            `json:"accuracy_high"` //
	Scores          []float64          `json:"scores"`        // one a repeat
	FitSeconds      float64            `json:"fit_seconds"`   // median
	PredictSeconds  float64            `json:"predict_seconds"`
	PeakMemoryBytes int64              `json:"peak_memory_bytes"` // the largest
	Seed            uint64             `json:"seed"`              // of the first repeat
	Repeats         int                `json:"repeats"`
	Threads         int                `json:"threads"`
	Program         string             `json:"program"` // digest of its code
	Version         string             `json:"version"` // of the first repeat, as is the machine
	Machine         string             `json:"machine"`
	Figures         map[string]float64 `json:"figures,omitempty"` // of the first repeat that ended well: what the solver reports
	Warnings        []string           `json:"warnings"`
	TimingDoubts    []string           `json:"timing_doubts"` // why the times may not be the contestant's own

	results []Result
}

// Contestant is the row's classifier and parameters.
func (s Summary) Contestant() Contestant { return Contestant{s.Name, s.Parameters} }

// Identity is all that decides the row's results but the data set and the seeds.
func (s Summary) Identity() string {
	return s.Contestant().String() + "+" + s.results[0].conditions()
}

// Started is when the first repeat began, Done when the last ended.
func (s Summary) Started() time.Time { return s.results[0].Started }

// Done is when the last repeat ended.
func (s Summary) Done() time.Time { return s.results[len(s.results)-1].Done }

// Runs are the results of its repeats, by seed.
func (s Summary) Runs() []Result { return s.results }

// First is the first repeat that ended well: the one whose predictions stand for
// the contestant where one is needed. ok is false where there is none.
func (s Summary) First() (first Result, ok bool) {
	if good := s.good(); len(good) > 0 {
		return good[0], true
	}
	return first, false
}

// TwoSigma is two standard deviations of the scores, which the original calls
// std_accuracy.
func (s Summary) TwoSigma() float64 {
	if len(s.Scores) == 0 {
		return 0
	}
	return 2 * stat.PopStdDev(s.Scores, nil)
}

// SecondsPerRepeat is the mean time of a repeat, loading and scoring included.
// Repeats of several contestants interleave, so their own times count, not the
// span from the first start to the last end.
func (s Summary) SecondsPerRepeat() float64 {
	seconds := 0.0
	for _, r := range s.results {
		seconds += r.Done.Sub(r.Started).Seconds()
	}
	return seconds / float64(len(s.results))
}

// Summarize groups results into one row a contestant and data set, in the
// order in which the series first appear.
func Summarize(results []Result) []Summary {
	var order []string
	series := map[string][]Result{}
	for _, r := range results {
		key := r.Series()
		if series[key] == nil {
			order = append(order, key)
		}
		series[key] = append(series[key], r)
	}
	summaries := make([]Summary, len(order))
	for i, key := range order {
		summaries[i] = summarize(series[key])
	}
	return summaries
}

// Newest keeps, of summaries that differ in the program only, the one whose
// results came last.
func Newest(summaries []Summary) []Summary {
	last := map[string]time.Time{}
	identity := func(s Summary) string {
		run := s.results[0].Run
		run.Program = ""
		return run.Series()
	}
	for _, s := range summaries {
		if s.Done().After(last[identity(s)]) {
			last[identity(s)] = s.Done()
		}
	}
	return slices.DeleteFunc(slices.Clone(summaries), func(s Summary) bool { return s.Done().Before(last[identity(s)]) })
}

func summarize(results []Result) Summary {
	slices.SortStableFunc(results, func(a, b Result) int { return cmp.Compare(a.Seed, b.Seed) })
	first := results[0]
	s := Summary{
		Dataset: first.Dataset, Digest: first.Digest, Scaling: first.Scaling,
		Name: first.Name, Parameters: first.Parameters,
		Status: OK, Scores: []float64{}, Warnings: []string{}, TimingDoubts: []string{},
		Seed: first.Seed, Repeats: len(results), Threads: first.Threads, Program: first.Program,
		Version: first.Version, Machine: first.Machine, results: results,
	}
	var fits, predictions []float64
	for _, r := range results {
		s.PeakMemoryBytes = max(s.PeakMemoryBytes, r.PeakMemoryBytes)
		if r.Status != OK {
			if s.Status == OK {
				s.Status, s.Reason = r.Status, r.Reason
			}
			continue
		}
		if len(s.Scores) == 0 {
			s.Figures = r.Figures
		}
		s.Scores = append(s.Scores, r.Accuracy)
		fits, predictions = append(fits, r.FitSeconds), append(predictions, r.PredictSeconds)
		s.Warnings = union(s.Warnings, r.Warnings)
		s.TimingDoubts = union(s.TimingDoubts, r.TimingDoubts)
	}
	if machines := s.machines(); len(machines) > 1 {
		s.TimingDoubts = union(s.TimingDoubts, []string{"measured on different machines: " + strings.Join(machines, "; ")})
	}
	if len(s.Scores) > 0 {
		s.Accuracy = stat.Mean(s.Scores, nil)
		s.AccuracyLow, s.AccuracyHigh = Wilson(s.Accuracy, first.TestImages)
		s.FitSeconds, s.PredictSeconds = median(fits), median(predictions)
	}
	return s
}

// machines are those that the repeats which ended well were measured on.
func (s Summary) machines() []string {
	var all []string
	for _, r := range s.good() {
		all = union(all, []string{r.Machine})
	}
	return all
}

// union adds to the list what it does not have.
func union(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
