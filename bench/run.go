package bench

import (
	"fmt"
	"time"
)

// Run is one fit and one prediction. Its fields are all that decides what comes
// out of it, so that a result is never taken for another: they are the unit of
// work and of resuming. What only describes a result, such as the machine, is in
// Result.
type Run struct {
	Contestant
	Dataset string `json:"dataset"`        // what the content was recognised as, or the folder's name
	Digest  string `json:"dataset_digest"` // which content: the name alone proves nothing
	Scaling string `json:"scaling"`        // learn.StandardScaling, ...
	Threads int    `json:"threads"`        // processor cores it may use
	Program string `json:"program"`        // digest of the code: see FamilyProgram
	Seed    uint64 `json:"seed"`           // shuffles the training set and seeds the fit
}

// Key is the run's identity as text, unique to the run:
// GaussianNB/var_smoothing=0.1@fashion.3f2a9b71c0d4+standard+2threads+9b01c2d3#0.
// The data set is named by the first twelve digits of its content digest.
func (r Run) Key() string {
	return fmt.Sprintf("%s#%d", r.Series(), r.Seed)
}

// Series is the identity of a run and its repeats: all but the seed.
func (r Run) Series() string {
	return fmt.Sprintf("%s@%s.%s+%s", r.Contestant, r.Dataset, ShortDigest(r.Digest), r.conditions())
}

// conditions are what the run's identity has beyond contestant and data set.
func (r Run) conditions() string {
	return fmt.Sprintf("%s+%dthreads+%s", r.Scaling, r.Threads, r.Program)
}

// ShortDigest is as much of a content digest as tells data sets apart to a reader.
func ShortDigest(digest string) string {
	return digest[:min(12, len(digest))]
}

// Status is what became of a run.
type Status string

// The statuses of a run. Each of them is a result: no run ends without a row.
const (
	OK      Status = "ok"
	Failed  Status = "failed"  // an error, a crash, predictions that make no sense
	Timeout Status = "timeout" // stopped at the time limit
	OOM     Status = "oom"     // stopped at the memory limit
	Skipped Status = "skipped" // nothing here can run this contestant

	Cancelled Status = "cancelled" // somebody did not want it any more

	// Interrupted is an attempt that ended with the benchmark. It is not a result.
	Interrupted Status = "interrupted"
)

// Result is what became of one run.
type Result struct {
	Run
	Status          Status             `json:"status"`
	Reason          string             `json:"reason,omitempty"` // why the status is not ok
	Accuracy        float64            `json:"accuracy"`         // share of test images labelled right, 0 to 1
	Predictions     []byte             `json:"-"`                // one label a test image; stored beside the record
	TestImages      int                `json:"test_images"`
	FitSeconds      float64            `json:"fit_seconds"`     // wall clock, monotonic
	PredictSeconds  float64            `json:"predict_seconds"` // the same
	Seconds         float64            `json:"seconds"`         // of the whole child, loading included
	CPUSeconds      float64            `json:"cpu_seconds"`     // of the whole child and all that it started
	OthersShare     float64            `json:"others_share"`    // of the time of the run's cores that others used, 0 to 1
	PeakMemoryBytes int64              `json:"peak_memory_bytes"`
	TimeLimit       float64            `json:"time_limit,omitempty"`   // seconds, 0 for none
	MemoryLimit     int64              `json:"memory_limit,omitempty"` // bytes, 0 for none
	Figures         map[string]float64 `json:"figures,omitempty"`      // what the solver reports, see learn.Measurer
	Warnings        []string           `json:"warnings,omitempty"`
	TimingDoubts    []string           `json:"timing_doubts,omitempty"` // why the times may not be the contestant's own
	Version         string             `json:"version"`                 // of the program
	Machine         string             `json:"machine"`
	Started         time.Time          `json:"started"`
	Done            time.Time          `json:"done"`
}

// WithinLimits reports whether a run that was stopped at a limit has more room
// under these.
func (r Result) WithinLimits(timeout time.Duration, memory int64) bool {
	switch r.Status {
	case Timeout:
		return timeout == 0 || timeout.Seconds() > r.TimeLimit
	case OOM:
		return memory == 0 || memory > r.MemoryLimit
	}
	return false
}

const (
	leastTimed   = 0.5  // seconds below which times are too coarse to be doubted
	mostOthers   = 0.1  // share of others above which a machine is called busy
	leastAtWork  = 0.8  // of one core, below which a run has waited
	mostOverused = 1.15 // of its threads, above which a run had more
)

// timingDoubts are the reasons not to trust the run's times.
func (r Result) timingDoubts() []string {
	var doubts []string
	if n := r.Figures["resumed_epochs"]; n > 0 {
		doubts = append(doubts, fmt.Sprintf("the fit went on after %.0f epochs of an interrupted one: the times are of the rest", n))
	}
	if r.Seconds < leastTimed {
		return doubts
	}
	if r.OthersShare > mostOthers {
		doubts = append(doubts, fmt.Sprintf("others used %.0f%% of the run's cores", 100*r.OthersShare))
	}
	if r.CPUSeconds < leastAtWork*r.Seconds*(1-r.OthersShare) {
		doubts = append(doubts, fmt.Sprintf("only %.1f s of processor time in %.1f s: it waited for something else", r.CPUSeconds, r.Seconds))
	}
	if r.CPUSeconds > mostOverused*r.Seconds*float64(r.Threads) {
		doubts = append(doubts, fmt.Sprintf("%.1f s of processor time in %.1f s on %d threads: it used more than it was given", r.CPUSeconds, r.Seconds, r.Threads))
	}
	return doubts
}

// invariance is the original runner's: a contestant whose first two scores
// differ by less does not depend on the order of the training set, and is not
// repeated further.
const invariance = 1e-3

// Outcomes are the status and accuracy of results, by series and seed: all that
// decides on the next repeat.
type Outcomes map[string]map[uint64]Result

// Add adds a result.
func (o Outcomes) Add(series string, seed uint64, status Status, accuracy float64) {
	if o[series] == nil {
		o[series] = map[uint64]Result{}
	}
	o[series][seed] = Result{Status: status, Accuracy: accuracy}
}

// Next is the next repeat of the run's series, if there is one; first is the
// seed of its first, and see NextSeed.
func (o Outcomes) Next(run Run, first uint64, repeats int) (next Run, more bool) {
	run.Seed, more = NextSeed(o[run.Series()], first, repeats)
	return run, more
}

// Missing are, of series with the seeds of their first repeats, the next repeat
// of each that is not at its end.
func (o Outcomes) Missing(series []Run, repeats int) []Run {
	var missing []Run
	for _, run := range series {
		if next, more := o.Next(run, run.Seed, repeats); more {
			missing = append(missing, next)
		}
	}
	return missing
}

// NextSeed is the seed of the series' next run when seeds first, first+1, ...
// stand for its repeats, and whether there is one. results are those of the
// series so far, by seed. A series ends after the given number of repeats, when
// the first two scores show it does not depend on the seed, or when a run did
// not end well: repeating it would only fail again.
func NextSeed(results map[uint64]Result, first uint64, repeats int) (seed uint64, more bool) {
	for i := range uint64(repeats) {
		r, done := results[first+i]
		if !done {
			return first + i, true
		}
		if r.Status != OK {
			return 0, false
		}
		if i == 1 && abs(results[first].Accuracy-r.Accuracy) < invariance {
			return 0, false
		}
	}
	return 0, false
}

func abs(x float64) float64 { return max(x, -x) }
