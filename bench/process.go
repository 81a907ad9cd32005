package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench/internal/sandbox"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/course"
)

// Runner executes runs, each in a child process of its own: what a run
// allocates, leaks or crashes is its own, and so are its processor cores where
// the system lets us choose. The zero limits are none. A Runner may be used from
// several goroutines.
type Runner struct {
	Command []string // a program and its arguments that end up in Serve
	Limits           // of runs that are given no others, see RunWithin
	Jobs    int      // runs at the same time, which share out the cores; 0: one
	Version string   // of the program, for the result
	Machine string   // DescribeMachine's, for the result

	// Externals are the external contestants by name. Their programs are handed
	// nothing but the files of the protocol. Where the system allows (Linux that
	// makes namespaces for us) they cannot reach anything else: not the test
	// labels, not the network, not other processes. Where it does not, every
	// result says so.
	Externals map[string]*External

	// Output, where it is set, is where what a run's process prints is written to
	// as well, while it runs.
	Output func(Run) io.Writer

	// Epoch, where it is set, is told of the epochs of fits that have any, while
	// they run.
	Epoch func(Run, course.Epoch)

	// Checkpoints, where it is set, is the folder in which fits of our own that
	// take long keep how far they are, so that a run which was interrupted goes on
	// from there. Command must take the flag --checkpoint and a file.
	Checkpoints string

	once  sync.Once
	slots chan []int // the cores of each job that does not run
	ext   externals
}

// Limits are what a run may use; zero is no limit.
type Limits struct {
	Timeout time.Duration `json:"timeout,omitempty"` // of the whole child, loading included
	Memory  int64         `json:"memory,omitempty"`  // resident bytes of the child and all it starts; enforced on Linux
}

// Run executes one run and scores its predictions. Whatever becomes of the
// child is a Result; the error is for a context that is done, or for what the
// run has nothing to do with, such as a full disk.
func (r *Runner) Run(ctx context.Context, run Run, data *dataset.Dataset) (Result, error) {
	return r.RunWithin(ctx, r.Limits, run, data)
}

// RunWithin is Run under limits other than the Runner's.
func (r *Runner) RunWithin(ctx context.Context, limits Limits, run Run, data *dataset.Dataset) (Result, error) {
	cores, err := r.takeCores(ctx, run.Threads)
	if err != nil {
		return Result{}, err
	}
	defer r.returnCores(cores)
	result := Result{
		Run: run, Version: r.Version, Machine: r.Machine, TestImages: len(data.Test.Labels),
		TimeLimit: limits.Timeout.Seconds(), MemoryLimit: limits.Memory, Started: time.Now(),
	}
	given := allowance{limits, cores.used}
	var outcome outcome
	if e := r.Externals[run.Name]; e != nil {
		var fault error
		if outcome, err, fault = r.external(ctx, e, run, data, given); fault != nil {
			return Result{}, fault
		}
	} else {
		outcome, err = r.family(ctx, run, data, given)
	}
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	r.endCheckpoint(run)
	result.Done = time.Now()
	result.take(outcome)
	if err == nil {
		err = checkPredictions(outcome.Predictions, data)
	}
	if err != nil {
		result.Status, result.Reason = statusOf(err), err.Error()
		return result, nil
	}
	result.Status = OK
	result.Predictions = outcome.Predictions
	result.Accuracy = learn.Accuracy(outcome.Predictions, data.Test.Labels)
	result.TimingDoubts = result.timingDoubts()
	return result, nil
}

// outcome is what a child answered, and what it used.
type outcome struct {
	answer
	used            sandbox.Usage
	seconds, others float64 // as sandbox.Clock has them
	output          string  // the end of what an external contestant printed
}

func (r *Result) take(o outcome) {
	r.Seconds, r.OthersShare = o.seconds, o.others
	r.CPUSeconds, r.PeakMemoryBytes = o.used.CPU.Seconds(), o.used.Peak
	r.FitSeconds, r.PredictSeconds = o.FitSeconds, o.PredictSeconds
	r.Warnings, r.Figures = o.Warnings, o.Figures
}

// jobCores are the cores of one of the jobs, and those of them that the run is
// to use.
type jobCores struct{ all, used []int }

// allowance is what a run is given of the machine.
type allowance struct {
	Limits
	cores []int
}

// takeCores waits for the cores of a job that has ended.
func (r *Runner) takeCores(ctx context.Context, threads int) (jobCores, error) {
	r.once.Do(func() {
		slots := sandbox.Slots(max(1, r.Jobs))
		r.slots = make(chan []int, len(slots))
		for _, slot := range slots {
			r.slots <- slot
		}
	})
	select {
	case slot := <-r.slots:
		return jobCores{all: slot, used: slot[:min(len(slot), max(1, threads))]}, nil
	case <-ctx.Done():
		return jobCores{}, ctx.Err()
	}
}

func (r *Runner) returnCores(cores jobCores) { r.slots <- cores.all }

// errSkipped is a run that nothing here can execute.
type errSkipped string

func (e errSkipped) Error() string { return string(e) }

func statusOf(err error) Status {
	var over *sandbox.Exceeded
	if errors.As(err, &over) && over.Limit == sandbox.Time {
		return Timeout
	}
	if errors.As(err, &over) && over.Limit == sandbox.Memory {
		return OOM
	}
	var skipped errSkipped
	if errors.As(err, &skipped) {
		return Skipped
	}
	return Failed
}

// checkPredictions returns an error unless they label every test image.
func checkPredictions(predictions []byte, data *dataset.Dataset) error {
	if len(predictions) != len(data.Test.Labels) {
		return fmt.Errorf("%d predictions for %d test images", len(predictions), len(data.Test.Labels))
	}
	for i, y := range predictions {
		if int(y) >= len(data.Classes) {
			return fmt.Errorf("prediction %d is %d, there are %d classes", i, y, len(data.Classes))
		}
	}
	return nil
}

// family runs a classifier of our own.
func (r *Runner) family(ctx context.Context, run Run, data *dataset.Dataset, given allowance) (outcome, error) {
	stderr := &bounded{limit: maxComplaint}
	var args []string
	if r.Checkpoints != "" {
		args = []string{"--checkpoint", r.checkpoint(run)}
	}
	o, err := r.child(ctx, request{Run: run, Dir: data.Dir}, sandbox.Spec{
		Args: args,
		Env:  append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(run.Threads)), Stderr: r.copied(run, stderr),
		Limits: sandbox.Limits{Timeout: given.Timeout, Memory: given.Memory, Cores: given.cores},
	})
	switch {
	case errors.As(err, new(*sandbox.Exceeded)):
		return o, err
	case err != nil:
		return o, fmt.Errorf("%w%s", err, complaint(stderr.kept.Bytes()))
	case o.Unknown:
		return o, errSkipped(o.Error)
	case o.Error != "":
		return o, errors.New(o.Error)
	}
	return o, nil
}

// copied is where the output of a run's process goes.
func (r *Runner) copied(run Run, kept io.Writer) io.Writer {
	if r.Output == nil {
		return kept
	}
	return io.MultiWriter(kept, r.Output(run))
}

// child starts the process, with the spec's arguments behind its own, hands it
// the request, waits, and reads its answer.
func (r *Runner) child(ctx context.Context, req request, spec sandbox.Spec) (o outcome, err error) {
	input, err := json.Marshal(req)
	if err != nil {
		return o, err
	}
	stdout := &listener{bounded: bounded{limit: maxAnswer}, told: r.tellOf(req.Run)}
	spec.Args = slices.Concat(r.Command, spec.Args)
	spec.Input, spec.Stdout = append(input, '\n'), stdout
	clock := sandbox.StartClock(spec.Cores)
	o.used, err = sandbox.Run(ctx, spec)
	o.seconds, o.others = clock.Stop(o.used.CPU)
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(stdout.kept.Bytes(), &o.answer); err != nil {
		return o, fmt.Errorf("the child's answer is not understood: %w", err)
	}
	o.used.Peak = max(o.used.Peak, o.PeakBytes)
	return o, nil
}

const (
	maxAnswer    = 64 << 20
	maxComplaint = 64 << 10
)

// bounded keeps the first limit bytes written to it and drops the rest: a
// child that writes for ever fills no memory. The buffer is not embedded, since
// io.Copy would use its ReadFrom, which knows no limit.
type bounded struct {
	kept  bytes.Buffer
	limit int
}

func (b *bounded) Write(p []byte) (int, error) {
	b.kept.Write(p[:min(len(p), max(0, b.limit-b.kept.Len()))])
	return len(p), nil
}

// complaint is the first line a child wrote to standard error, the one that
// says what happened in a Go panic and in most programs.
func complaint(stderr []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(stderr), []byte("\n"))
	if len(line) == 0 {
		return ""
	}
	return ": " + strings.ToValidUTF8(string(line[:min(len(line), 300)]), "?")
}
