package queue

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// controlled is a benchmark of three series that another process changes while it
// works. The first run hangs until it is ended, when it is executed first.
type controlled struct {
	*testing.T
	store, other *Store
	plan         Plan
	runs         []bench.Run
	p            queuePlan
	hung         bool
	last         func() // called by the third run
}

func newControlled(t *testing.T, store, other *Store) *controlled {
	before := lookAfterEvery
	lookAfterEvery = 20 * time.Millisecond
	t.Cleanup(func() { lookAfterEvery = before })
	c := &controlled{T: t, store: store, other: other, p: newPlan(3, 1)}
	c.plan = c.p.plan()
	c.plan.Jobs, c.runs = 1, c.plan.Series
	c.plan.Execute = c.execute
	return c
}

func (c *controlled) execute(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
	if run.Key() == c.runs[0].Key() && !c.hung {
		c.hung = true
		fmt.Fprintln(c.store.Output(run), "it hangs")
		<-ctx.Done()
		return bench.Result{}, ctx.Err()
	}
	if run.Key() == c.runs[2].Key() {
		c.last()
	}
	return c.p.execute(ctx, run, limits)
}

// jobs waits until so many run and wait.
func (c *controlled) jobs(running, waiting int) {
	c.Helper()
	for range 500 {
		r, w, err := c.other.Jobs(c.Context(), 10)
		if err != nil {
			c.Fatal(err)
		}
		if len(r) == running && len(w) == waiting {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.Fatalf("there are not %d jobs running and %d waiting", running, waiting)
}

func (c *controlled) log(key, want string) {
	c.Helper()
	text := ""
	for range 200 {
		l, err := c.other.Log(c.Context(), key)
		if err != nil {
			c.Fatal(err)
		}
		if text = fmt.Sprint(l); strings.Contains(text, want) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.Errorf("the log of %s is %s, want %q in it", key, text, want)
}

// whole cancels a run that runs and one that waits, and has the first run again
// before the benchmark is at its end.
func (c *controlled) whole() {
	c.last = func() {
		if err := c.other.Retry(c.Context(), c.runs[0].Series()); err != nil {
			c.Error(err)
		}
	}
	done := make(chan error, 1)
	go func() { done <- c.store.Work(c.Context(), c.plan) }()
	c.jobs(1, 2)
	c.log(c.runs[0].Key(), "it hangs")
	c.log(c.runs[0].Key(), "begun by")
	c.log(c.runs[1].Key(), "waits")
	for _, run := range c.runs[:2] {
		if err := c.other.Cancel(c.Context(), run.Key(), "not wanted"); err != nil {
			c.Fatal(err)
		}
	}
	if err := c.other.Cancel(c.Context(), "nobody", ""); !errors.Is(err, ErrNotQueued) {
		c.Errorf("a run that does not exist: %v", err)
	}
	select {
	case err := <-done:
		if err != nil {
			c.Fatal(err)
		}
	case <-time.After(20 * time.Second):
		c.Fatal("the benchmark does not end")
	}
	results, err := c.store.Results(c.Context())
	if err != nil {
		c.Fatal(err)
	}
	status := map[string]bench.Status{}
	for _, r := range results {
		status[r.Key()] = r.Status
	}
	for i, want := range []bench.Status{bench.OK, bench.Cancelled, bench.OK} {
		if got := status[c.runs[i].Key()]; got != want {
			c.Errorf("run %d is %s, want %s", i, got, want)
		}
	}
	c.log(c.runs[0].Key(), "cancelled: not wanted")
	c.log(c.runs[0].Key(), "ok: accuracy")
	if err := c.other.Retry(c.Context(), c.runs[0].Series()); !errors.Is(err, ErrEndedWell) {
		c.Errorf("a series that ended well: %v", err)
	}
}

func TestControl(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.db")
	var stores [2]*Store
	for i := range stores {
		var err error
		if stores[i], err = Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { stores[i].Close() })
	}
	newControlled(t, stores[0], stores[1]).whole()
}

// TestCancelThenRetryAtOnce is a retry before the worker has noticed.
func TestCancelThenRetryAtOnce(t *testing.T) {
	store := openTemp(t)
	c := newControlled(t, store, store)
	c.last = func() {}
	done := make(chan error, 1)
	go func() { done <- store.Work(t.Context(), c.plan) }()
	c.jobs(1, 2)
	if err := store.Cancel(t.Context(), c.runs[0].Key(), "not wanted"); err != nil {
		t.Fatal(err)
	}
	if err := store.Retry(t.Context(), c.runs[0].Series()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if results, err := store.Results(t.Context()); err != nil || len(results) != 3 {
		t.Errorf("%d results, error %v", len(results), err)
	}
}

func TestOutputKeepsTheEnd(t *testing.T) {
	store := openTemp(t)
	run := newPlan(1, 1).plan().Series[0]
	out := store.Output(run)
	for i := range 5000 {
		fmt.Fprintf(out, "line %d\x00\xff\n", i)
	}
	store.endOutput(t.Context(), run)
	l, err := store.Log(t.Context(), run.Key())
	if err != nil || len(l.Output) > tailBytes || !strings.HasPrefix(l.Output, "line ") || !strings.HasSuffix(l.Output, "line 4999??\n") {
		t.Errorf("error %v, %d bytes, begin %.30q", err, len(l.Output), l.Output)
	}
}
