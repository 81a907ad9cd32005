package bench

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/jedib0t/go-pretty/v6/table"
)

// Estimate is what a series that is to be run will take, going by earlier
// results.
type Estimate struct {
	Run     Run     // the next
	Runs    int     // at most: repeats end early where seeds do not matter
	Seconds float64 // of each
	Memory  int64   // bytes
	Basis   string  // which results it goes by, empty where there are none
}

// bases are the results that an estimate may go by, the best first: those which
// have the same key as the run.
var bases = []struct {
	name string
	key  func(run Run, machine string) string
}{
	{"the same on this machine", func(run Run, machine string) string { return seriesOfAnyCode(run) + "\n" + machine }},
	{"the same on another machine", func(run Run, _ string) string { return seriesOfAnyCode(run) }},
	{"the same contestant under other conditions", func(run Run, _ string) string { return run.Contestant.String() + "\n" + run.Digest }},
	{"the same contestant on other data", func(run Run, _ string) string { return run.Contestant.String() }},
	{"other parameters", func(run Run, _ string) string { return run.Name + "\n" + run.Digest }},
	{"other parameters on other data", func(run Run, _ string) string { return run.Name }},
}

func seriesOfAnyCode(run Run) string {
	run.Program = ""
	return run.Series()
}

// Estimator knows what earlier results took.
type Estimator struct {
	machine string
	used    []map[string]*usage // by the keys of each of the bases
}

// usage is what some results took.
type usage struct{ seconds, memory []float64 }

// NewEstimator makes one for runs on the machine. It leaves out what failed or
// was skipped: that says nothing of how long a run takes that does not. Of a run
// that was stopped at a limit it takes what it used until then.
func NewEstimator(results []Result, machine string) *Estimator {
	e := &Estimator{machine: machine, used: make([]map[string]*usage, len(bases))}
	for i, basis := range bases {
		e.used[i] = map[string]*usage{}
		for _, r := range results {
			if r.Status == Failed || r.Status == Skipped {
				continue
			}
			key := basis.key(r.Run, r.Machine)
			if e.used[i][key] == nil {
				e.used[i][key] = new(usage)
			}
			e.used[i][key].add(r)
		}
	}
	return e
}

func (u *usage) add(r Result) {
	u.seconds = append(u.seconds, r.Seconds)
	u.memory = append(u.memory, float64(r.PeakMemoryBytes))
}

// Estimate goes by the medians of the results that are most like the run.
func (e *Estimator) Estimate(run Run, runs int) Estimate {
	estimate := Estimate{Run: run, Runs: runs}
	for i, basis := range bases {
		if u := e.used[i][basis.key(run, e.machine)]; u != nil {
			estimate.Seconds, estimate.Memory, estimate.Basis = median(u.seconds), int64(median(u.memory)), basis.name
			break
		}
	}
	return estimate
}

// WriteEstimates writes what is to be run, how long it will take with so many
// jobs at the same time, and how much memory it will need.
func WriteEstimates(w io.Writer, estimates []Estimate, jobs int) error {
	if len(estimates) == 0 {
		_, err := fmt.Fprintln(w, "nothing is missing")
		return err
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"contestant", "data", "runs", "s each", "memory", "going by"})
	t.SetColumnConfigs(rightAligned(3, 3))
	for _, e := range estimates {
		each, needs, basis := "?", "?", "nothing"
		if e.Basis != "" {
			each, needs, basis = fmt.Sprintf("%.2f", e.Seconds), humanize.IBytes(uint64(e.Memory)), e.Basis
		}
		t.AppendRow(table.Row{withScaling(e.Run.Contestant.String(), e.Run.Scaling), e.Run.Dataset, e.Runs, each, needs, basis})
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n", t.Render(), totalOf(estimates, jobs))
	return err
}

// totalOf is what all of it will take. Every job may be at its largest run.
func totalOf(estimates []Estimate, jobs int) string {
	var runs, unknown int
	var seconds, longest float64
	var memory int64
	for _, e := range estimates {
		runs += e.Runs
		if e.Basis == "" {
			unknown += e.Runs
		}
		seconds += e.Seconds * float64(e.Runs)
		longest, memory = max(longest, e.Seconds), max(memory, e.Memory)
	}
	took := time.Duration(max(longest, seconds/float64(jobs)) * float64(time.Second)).Round(time.Second)
	text := fmt.Sprintf("%d runs at most, %v with %d at the same time, up to %s of memory", runs, took, jobs, humanize.IBytes(uint64(memory)*uint64(jobs)))
	if unknown > 0 {
		text += fmt.Sprintf("; %d of the runs are not in that, there is nothing to go by", unknown)
	}
	return text
}
