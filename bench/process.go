package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// Runner executes runs, each in a child process of its own: what a run
// allocates, leaks or crashes is its own, and its peak memory is the kernel's
// figure. The zero limits are none.
type Runner struct {
	Command []string      // a program and its arguments that end up in Serve
	Timeout time.Duration // of the whole child, loading included
	Memory  int64         // resident bytes; enforced on Linux
	Version string        // of the program, for the result
	Machine string        // DescribeMachine's, for the result
}

// Run executes one run and scores its predictions. Whatever becomes of the
// child is a Result; the error is for a context that is done, and for nothing
// else.
func (r Runner) Run(ctx context.Context, run Run, data *dataset.Dataset) (Result, error) {
	result := Result{
		Run: run, Version: r.Version, Machine: r.Machine,
		TestImages: len(data.Test.Labels), Started: time.Now(),
	}
	answer, usage, err := r.child(ctx, run, data.Dir)
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	result.Done = time.Now()
	result.CPUSeconds, result.PeakMemoryBytes = usage.cpuSeconds, usage.peakBytes
	result.FitSeconds, result.PredictSeconds = answer.FitSeconds, answer.PredictSeconds
	result.Warnings = answer.Warnings
	if err == nil {
		err = answer.check(data)
	}
	if err != nil {
		result.Status, result.Reason = statusOf(err), err.Error()
		return result, nil
	}
	result.Status = OK
	result.Predictions = answer.Predictions
	result.Accuracy = learn.Accuracy(answer.Predictions, data.Test.Labels)
	return result, nil
}

// errOverLimit is a child that was stopped, with the status it gets.
type errOverLimit struct {
	status Status
	reason string
}

func (e errOverLimit) Error() string { return e.reason }

// errSkipped is a run that nothing here can execute.
type errSkipped string

func (e errSkipped) Error() string { return string(e) }

func statusOf(err error) Status {
	var limit errOverLimit
	if errors.As(err, &limit) {
		return limit.status
	}
	var skipped errSkipped
	if errors.As(err, &skipped) {
		return Skipped
	}
	return Failed
}

// check returns an error unless the answer labels every test image.
func (a answer) check(data *dataset.Dataset) error {
	switch {
	case a.Unknown:
		return errSkipped(a.Error)
	case a.Error != "":
		return errors.New(a.Error)
	case len(a.Predictions) != len(data.Test.Labels):
		return fmt.Errorf("%d predictions for %d test images", len(a.Predictions), len(data.Test.Labels))
	}
	for i, y := range a.Predictions {
		if int(y) >= len(data.Classes) {
			return fmt.Errorf("prediction %d is %d, there are %d classes", i, y, len(data.Classes))
		}
	}
	return nil
}

// usage is what a child used, as the kernel counted it.
type usage struct {
	cpuSeconds float64
	peakBytes  int64
}

// child starts the process, hands it the request, waits, and reads its answer.
func (r Runner) child(ctx context.Context, run Run, dir string) (answer, usage, error) {
	cmd := exec.Command(r.Command[0], r.Command[1:]...)
	cmd.SysProcAttr = childAttributes()
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(run.Threads))
	stdout := &bounded{limit: maxAnswer}
	stderr := &bounded{limit: maxComplaint}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.WaitDelay = time.Second // for what the child started and left behind
	// The pipe stays open while the child lives: to the child, its end is the
	// parent's death.
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return answer{}, usage{}, err
	}
	defer lifeline.Close()
	if err := cmd.Start(); err != nil {
		return answer{}, usage{}, err
	}
	stopped := r.watch(ctx, cmd.Process.Pid)
	sendErr := json.NewEncoder(lifeline).Encode(request{Run: run, Dir: dir})
	waitErr := cmd.Wait()
	killGroup(cmd.Process.Pid)
	limit := stopped()
	used := usage{
		cpuSeconds: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		peakBytes:  peakMemory(cmd.ProcessState),
	}
	switch {
	case limit != nil:
		return answer{}, used, limit
	case waitErr != nil:
		return answer{}, used, fmt.Errorf("%w%s", waitErr, complaint(stderr.Bytes()))
	case sendErr != nil:
		return answer{}, used, fmt.Errorf("the child did not take its request: %w", sendErr)
	}
	var a answer
	if err := json.Unmarshal(stdout.Bytes(), &a); err != nil {
		return answer{}, used, fmt.Errorf("the child's answer is not understood: %w", err)
	}
	return a, used, nil
}

// watch kills the child's process group at a limit or when ctx is done. The
// function it returns ends the watch and tells which limit it was, if any.
func (r Runner) watch(ctx context.Context, pid int) (stop func() error) {
	watching, cancel := context.WithCancel(ctx)
	verdict := make(chan error, 1)
	go func() { verdict <- r.guard(watching, ctx, pid) }()
	return func() error {
		cancel()
		return <-verdict
	}
}

const memoryPollInterval = 20 * time.Millisecond

func (r Runner) guard(watching, ctx context.Context, pid int) error {
	var deadline, poll <-chan time.Time
	if r.Timeout > 0 {
		timer := time.NewTimer(r.Timeout)
		defer timer.Stop()
		deadline = timer.C
	}
	if r.Memory > 0 {
		ticker := time.NewTicker(memoryPollInterval)
		defer ticker.Stop()
		poll = ticker.C
	}
	for {
		select {
		case <-watching.Done():
			if ctx.Err() != nil {
				killGroup(pid)
			}
			return nil
		case <-deadline:
			killGroup(pid)
			return errOverLimit{Timeout, fmt.Sprintf("stopped after the time limit of %v", r.Timeout)}
		case <-poll:
			if used := residentMemory(pid); used > r.Memory {
				killGroup(pid)
				return errOverLimit{OOM, fmt.Sprintf("stopped at %d MB, over the memory limit of %d MB", used>>20, r.Memory>>20)}
			}
		}
	}
}

const (
	maxAnswer    = 64 << 20
	maxComplaint = 64 << 10
)

// bounded keeps the first limit bytes written to it and drops the rest: a
// child that writes for ever fills no memory.
type bounded struct {
	bytes.Buffer
	limit int
}

func (b *bounded) Write(p []byte) (int, error) {
	b.Buffer.Write(p[:min(len(p), max(0, b.limit-b.Len()))])
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
