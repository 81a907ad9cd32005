package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/learn/course"
	"github.com/fmnist/fmnist/queue"
)

// runProgress tells how far a benchmark has come: one line a finished run, and
// on a terminal, below them, a bar with what runs now.
type runProgress struct {
	mu      sync.Mutex
	out     io.Writer
	p       *mpb.Progress // nil where out is no terminal
	bar     *mpb.Bar
	plan    queue.Plan
	first   map[string]uint64   // seed of each series' first repeat
	running map[string]*running // by key
	begun   time.Time
	done    int // runs stored
	left    int // runs still to do, at most: repeats may end early
}

func newRunProgress(cmd *cobra.Command, plan queue.Plan, missing []bench.Run) *runProgress {
	r := &runProgress{
		out: cmd.ErrOrStderr(), plan: plan, begun: time.Now(),
		first: map[string]uint64{}, running: map[string]*running{},
	}
	for _, run := range plan.Series {
		r.first[run.Series()] = run.Seed
	}
	for _, run := range missing {
		r.left += r.repeatsFrom(run)
	}
	fmt.Fprintf(r.out, "%d rows wanted (a contestant on a data set), %d complete already, at most %d runs to do\n",
		len(plan.Series), len(plan.Series)-len(missing), r.left)
	if f, ok := r.out.(*os.File); ok && r.left > 0 && term.IsTerminal(int(f.Fd())) {
		r.p = mpb.New(mpb.WithOutput(f), mpb.WithWidth(20), mpb.WithRefreshRate(200*time.Millisecond))
		r.bar = r.p.AddBar(int64(r.left), mpb.BarRemoveOnComplete(),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return r.status() })))
		r.out = r.p
	}
	return r
}

// repeatsFrom is the number of runs of the series from this one on, at most.
func (r *runProgress) repeatsFrom(run bench.Run) int {
	return r.plan.Repeats - int(run.Seed-r.first[run.Series()])
}

func (r *runProgress) started(run bench.Run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[run.Key()] = &running{since: time.Now(), shown: time.Now()}
}

// running is a run at work.
type running struct {
	since time.Time
	epoch string    // the last, if there are any
	shown time.Time // when the last line about it was written
}

// showEvery is how often there may be a line about a run at work.
const showEvery = 10 * time.Second

// epoch tells of an epoch beside the bar, or else in a line of its own.
func (r *runProgress) epoch(run bench.Run, e course.Epoch) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.running[run.Key()]
	if at == nil {
		return // it has just ended for us
	}
	at.epoch = ", " + e.String()
	if r.p == nil && time.Since(at.shown) >= showEvery {
		at.shown = time.Now()
		fmt.Fprintf(r.out, "%s: %v, %v\n", run.Key(), e, time.Since(at.since).Round(time.Second))
	}
}

func (r *runProgress) stored(result bench.Result, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, result.Key())
	r.done++
	if more {
		r.left--
	} else {
		r.left = max(0, r.left-r.repeatsFrom(result.Run)) // more is done where something was run again
	}
	fmt.Fprintln(r.out, r.line(result))
	if r.bar != nil {
		r.bar.SetTotal(int64(r.done+r.left), false)
		r.bar.SetCurrent(int64(r.done))
	}
}

// tell shows what else happens.
func (r *runProgress) tell(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintln(r.out, text)
}

func (r *runProgress) line(result bench.Result) string {
	head := fmt.Sprintf("[%d/%d] %s#%d on %s: ", r.done, r.done+r.left, result.Contestant, result.Seed, result.Dataset)
	if result.Status != bench.OK {
		return head + fmt.Sprintf("%s: %s%s", result.Status, result.Reason, r.estimate())
	}
	doubts := ""
	if len(result.TimingDoubts) > 0 {
		doubts = ", times in doubt: " + strings.Join(result.TimingDoubts, "; ")
	}
	return head + fmt.Sprintf("%.4f, fit %.2f s, predict %.2f s, %d MB%s%s",
		result.Accuracy, result.FitSeconds, result.PredictSeconds, result.PeakMemoryBytes>>20, doubts, r.estimate())
}

// estimate is the time left if the runs to come take as long as those so far.
func (r *runProgress) estimate() string {
	if r.done == 0 || r.left == 0 {
		return ""
	}
	left := time.Since(r.begun) / time.Duration(r.done) * time.Duration(r.left)
	return fmt.Sprintf(" (about %v left)", left.Round(time.Second))
}

// status is the line beside the bar.
func (r *runProgress) status() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := fmt.Sprintf(" %d/%d%s", r.done, r.done+r.left, r.estimate())
	for key, at := range r.running {
		text += fmt.Sprintf("  %s for %v%s", key, time.Since(at.since).Round(time.Second), at.epoch)
	}
	return text
}

// close removes the bar.
func (r *runProgress) close() {
	if r.p != nil {
		r.bar.Abort(true)
		r.p.Wait()
	}
}
