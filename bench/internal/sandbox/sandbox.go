// Package sandbox runs a program under limits and leaves nothing of it behind:
// neither processes, however they were started, nor a count of what they used
// that is lost because they were stopped.
//
// There are two sides. Run is the parent's: it starts a process, watches it, and
// stops it and all that it started. A program that is not trusted is started by
// a process in between, whose side is Cage.Run: it sees to it that the program
// reaches nothing but what it was given.
//
// What is enforced depends on the system. On Linux, where the kernel allows
// namespaces (to root, and in most distributions to everybody), everything is.
// Enforced says what holds here.
package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
)

// Spec is a program and its limits. The zero limits are none.
type Spec struct {
	Args  []string
	Env   []string
	Input []byte // written to standard input, which then stays open: its end tells the program that we are gone

	Stdout, Stderr io.Writer

	Supervisor bool // the program only looks after another, see Cage: limits are for what it starts
	Apart      bool // start a Cage that is Apart
	Limits
}

// Limits are what a program may use.
type Limits struct {
	Timeout   time.Duration // of the whole program
	Memory    int64         // resident bytes of all processes together
	Processes int           // processes and threads at the same time
	Folder    string        // the folder that Disk is about
	Disk      int64         // bytes in Folder
	Cores     []int         // that it runs on; nil: all
}

// Usage is what a program used, as far as the kernel tells; also of one that
// was stopped.
type Usage struct {
	CPU  time.Duration // user and system, of all processes
	Peak int64         // resident bytes of all processes together
}

// Exceeded is the error of a program that was stopped at a limit.
type Exceeded struct {
	Limit  Limit
	Reason string
}

// Limit is one of the limits.
type Limit string

// The limits at which a program is stopped.
const (
	Time      Limit = "time"
	Memory    Limit = "memory"
	Processes Limit = "processes"
	Disk      Limit = "disk"
)

func (e *Exceeded) Error() string { return e.Reason }

// child is a started process and what is known of what it used.
type child struct {
	cmd        *exec.Cmd
	lifeline   io.WriteCloser // its standard input
	supervisor bool
	apart      bool
	contained  bool          // the head of a PID namespace: all that it started dies with it
	cpu        time.Duration // seen so far
	peak       int64         // resident bytes seen so far
	inherited  int64         // the kernel counts the child's peak from ours on
}

// noNamespaces is set once the kernel has refused to make one.
var noNamespaces atomic.Bool

// Run starts the program and waits until it and all its processes are gone. The
// error is of starting it, how it ended, an Exceeded, or the context's.
func Run(ctx context.Context, spec Spec) (Usage, error) {
	contained := spec.Apart || !spec.Supervisor && !noNamespaces.Load()
	c, err := start(spec, contained)
	if contained && !spec.Apart && namespacesRefused(err) {
		noNamespaces.Store(true)
		c, err = start(spec, false)
	}
	if err != nil {
		return Usage{}, err
	}
	defer c.lifeline.Close()
	watched := c.watch(ctx, spec.Limits)
	_, sendErr := c.lifeline.Write(spec.Input)
	waitErr := c.cmd.Wait()
	limitErr := watched()
	c.sweep()
	switch {
	case ctx.Err() != nil:
		return c.used(), ctx.Err()
	case limitErr != nil:
		return c.used(), limitErr
	case waitErr != nil:
		return c.used(), waitErr
	case sendErr != nil && !errors.Is(sendErr, syscall.EPIPE): // what ended well need not have read all
		return c.used(), fmt.Errorf("the program's input: %w", sendErr)
	}
	return c.used(), nil
}

func start(spec Spec, contained bool) (*child, error) {
	cmd := exec.Command(spec.Args[0], spec.Args[1:]...)
	cmd.Env, cmd.Stdout, cmd.Stderr = spec.Env, spec.Stdout, spec.Stderr
	cmd.WaitDelay = time.Second // for pipes that what it started still holds
	cmd.SysProcAttr = attributes(contained, spec)
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, lifeline: lifeline, supervisor: spec.Supervisor, apart: spec.Apart, contained: contained, inherited: OwnPeak()}
	return c, startOn(spec.Cores, cmd)
}

// watch stops the process at a limit or when ctx is done. The function it
// returns ends the watch and returns the limit that was met, if any.
//
// The clock does not wait for the measurement: where a program has filled the
// machine with processes, that takes long.
func (c *child) watch(ctx context.Context, limits Limits) (end func() error) {
	watching, cancel := context.WithCancel(ctx)
	measured := make(chan error, 1)
	go func() { measured <- c.poll(watching, limits) }()
	timed := make(chan error, 1)
	go func() { timed <- c.time(watching, ctx, limits.Timeout) }()
	return func() error {
		cancel()
		return cmp.Or(<-measured, <-timed)
	}
}

func (c *child) time(watching, ctx context.Context, timeout time.Duration) error {
	var deadline <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		deadline = timer.C
	}
	select {
	case <-watching.Done():
		if ctx.Err() != nil {
			c.kill()
		}
		return nil
	case <-deadline:
		c.kill()
		return &Exceeded{Time, fmt.Sprintf("stopped after the time limit of %v", timeout)}
	}
}

const (
	pollInterval = 20 * time.Millisecond  // with a limit to keep
	idleInterval = 100 * time.Millisecond // only to know the peak
	slowInterval = 200 * time.Millisecond // between two looks at what costs more to know
)

func (c *child) poll(watching context.Context, limits Limits) error {
	interval := idleInterval
	if limits.Memory > 0 || limits.Processes > 0 {
		interval = pollInterval
	}
	poll := time.NewTicker(interval)
	defer poll.Stop()
	slow := time.NewTicker(slowInterval)
	defer slow.Stop()
	for {
		var err error
		select {
		case <-watching.Done():
			return nil
		case <-poll.C:
			err = c.check(limits)
		case <-slow.C:
			c.measureCPU()
			err = limits.checkDisk()
		}
		if err != nil {
			c.measureCPU()
			c.kill()
			return err
		}
	}
}

// check measures the processes and returns the limit they are over.
func (c *child) check(limits Limits) error {
	now := c.measure(limits)
	c.peak = max(c.peak, now.peak)
	switch {
	case limits.Memory > 0 && now.resident > limits.Memory:
		return &Exceeded{Memory, fmt.Sprintf("stopped at %d MB, over the memory limit of %d MB", now.resident>>20, limits.Memory>>20)}
	case limits.Processes > 0 && now.tasks > limits.Processes:
		return &Exceeded{Processes, fmt.Sprintf("stopped with more than %d processes and threads", limits.Processes)}
	}
	return nil
}

// sample is what the processes use at one moment.
type sample struct {
	resident int64 // bytes of all together
	peak     int64 // the most that resident is known to have been
	tasks    int   // processes and threads
}

func (l Limits) checkDisk() error {
	if l.Disk == 0 {
		return nil
	}
	var used int64
	err := filepath.WalkDir(l.Folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // it may be gone already
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			used += info.Size()
		}
		if used > l.Disk {
			return errOverDisk
		}
		return nil
	})
	if errors.Is(err, errOverDisk) {
		return &Exceeded{Disk, fmt.Sprintf("stopped after writing more than %d MB of files", l.Disk>>20)}
	}
	return nil
}

var errOverDisk = errors.New("over the limit")
