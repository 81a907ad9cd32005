package queue

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/bench"
)

const crashVariable = "FMNIST_TEST_WORK"

// TestMain doubles as a process that works on a database until it is killed, and
// as a worker of a shared one.
func TestMain(m *testing.M) {
	if path := os.Getenv(crashVariable); path != "" {
		if err := workOn(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if url := os.Getenv(serveVariable); url != "" {
		if err := serveOn(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const crashSeries, crashRepeats = 40, 3

func crashPlan() queuePlan { return newPlan(crashSeries, crashRepeats) }

func workOn(path string) error {
	store, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	defer store.Close()
	p := crashPlan()
	p.delay = time.Millisecond
	return store.Work(context.Background(), p.plan())
}

// queuePlan is a plan whose runs take no time: accuracy differs by seed, so
// that every repeat is wanted.
type queuePlan struct {
	series, repeats int
	delay           time.Duration
	mu              *sync.Mutex
	executed        map[string]int
	fail            func(bench.Run) error
}

func newPlan(series, repeats int) queuePlan {
	return queuePlan{series: series, repeats: repeats, mu: new(sync.Mutex), executed: map[string]int{}}
}

func (p queuePlan) plan() Plan {
	plan := Plan{Repeats: p.repeats, Jobs: 3, Execute: p.execute}
	for i := range p.series {
		plan.Series = append(plan.Series, bench.Run{
			Contestant: bench.Contestant{Name: "A", Parameters: bench.Parameters{"x": float64(i)}},
			Dataset:    "d", Digest: "0123456789abcdef", Scaling: "standard", Seed: 5,
		})
	}
	return plan
}

func (p queuePlan) execute(_ context.Context, run bench.Run, _ bench.Limits) (bench.Result, error) {
	if p.fail != nil {
		if err := p.fail(run); err != nil {
			return bench.Result{}, err
		}
	}
	time.Sleep(p.delay)
	p.mu.Lock()
	p.executed[run.Key()]++
	p.mu.Unlock()
	return bench.Result{
		Run: run, Status: bench.OK, Accuracy: 0.5 + float64(run.Seed)/100, TestImages: 4,
		Predictions: []byte{1, 2, 3, byte(run.Seed)}, Started: time.Unix(1, 0), Done: time.Unix(2, 0),
	}, nil
}

func openTemp(t *testing.T) *Store {
	t.Helper()
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "results.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func keys(t *testing.T, store *Store) []string {
	t.Helper()
	results, err := store.Results(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range results {
		keys = append(keys, r.Key())
	}
	slices.Sort(keys)
	return keys
}

// allKeys are those of every repeat of the plan.
func allKeys(p queuePlan) []string {
	var keys []string
	for _, run := range p.plan().Series {
		for i := range p.repeats {
			run.Seed = 5 + uint64(i)
			keys = append(keys, run.Key())
		}
	}
	slices.Sort(keys)
	return keys
}

func TestWorkRunsEveryRepeatOnce(t *testing.T) {
	store, p := openTemp(t), newPlan(7, 3)
	var told []string
	plan := p.plan()
	plan.Stored = func(r bench.Result, more bool) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if more != (r.Seed < 7) {
			t.Errorf("%s: more is %v", r.Key(), more)
		}
		told = append(told, r.Key())
	}
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(allKeys(p), keys(t, store)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	slices.Sort(told)
	if diff := cmp.Diff(allKeys(p), told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	for key, n := range p.executed {
		if n != 1 {
			t.Errorf("%s ran %d times", key, n)
		}
	}
}

func TestResultsComeBackWhole(t *testing.T) {
	store, p := openTemp(t), newPlan(1, 1)
	if err := store.Work(t.Context(), p.plan()); err != nil {
		t.Fatal(err)
	}
	results, err := store.Results(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, error %v", len(results), err)
	}
	want, _ := p.execute(t.Context(), p.plan().Series[0], bench.Limits{})
	if diff := cmp.Diff(want, results[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWorkDoesOnlyWhatIsMissing(t *testing.T) {
	store := openTemp(t)
	if err := store.Work(t.Context(), newPlan(3, 2).plan()); err != nil {
		t.Fatal(err)
	}
	again := newPlan(4, 3)
	if err := store.Work(t.Context(), again.plan()); err != nil {
		t.Fatal(err)
	}
	if len(again.executed) != 3+3 { // a third repeat of three, all of the fourth
		t.Errorf("the second time ran %v", slices.Sorted(maps.Keys(again.executed)))
	}
	if diff := cmp.Diff(allKeys(again), keys(t, store)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	third := newPlan(4, 3)
	if err := store.Work(t.Context(), third.plan()); err != nil || len(third.executed) != 0 {
		t.Errorf("the third time ran %v, error %v", third.executed, err)
	}
}

// An interruption keeps what is stored, and the next Work goes on.
func TestWorkStopsAndGoesOn(t *testing.T) {
	store := openTemp(t)
	ctx, cancel := context.WithCancel(t.Context())
	stopped := newPlan(10, 2)
	stopped.fail = func(bench.Run) error {
		if len(stopped.executed) >= 5 {
			cancel()
		}
		return ctx.Err()
	}
	plan := stopped.plan()
	plan.Jobs = 1
	if err := store.Work(ctx, plan); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want the cancellation", err)
	}
	before := len(keys(t, store))
	if before != 5 {
		t.Errorf("%d results kept, want 5", before)
	}
	rest := newPlan(10, 2)
	if err := store.Work(t.Context(), rest.plan()); err != nil {
		t.Fatal(err)
	}
	if len(rest.executed) != 20-before {
		t.Errorf("%d runs after %d were kept, want %d", len(rest.executed), before, 20-before)
	}
	if diff := cmp.Diff(allKeys(rest), keys(t, store)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
}

// SIGKILL at any moment loses no stored result and repeats none: the database
// refuses a second result of the same run, so a repeat would fail.
func TestWorkSurvivesKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.db")
	kills := 0
	for round := 0; ; round++ {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashVariable+"="+path)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(100+30*round)*time.Millisecond, func() { cmd.Process.Kill() })
		err := cmd.Wait()
		kill.Stop()
		if err == nil {
			break
		}
		if kills++; kills > 60 {
			t.Fatal("the work does not come to its end between kills")
		}
	}
	if kills == 0 {
		t.Error("the work ended before the first kill: nothing was tested")
	}
	store, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if diff := cmp.Diff(allKeys(crashPlan()), keys(t, store)); diff != "" {
		t.Errorf("after %d kills (-want +got):\n%s", kills, diff)
	}
	t.Logf("%d kills, %d results, none lost, none twice", kills, crashSeries*crashRepeats)
}

func TestOneWorkerAtATime(t *testing.T) {
	store := openTemp(t)
	other, err := Open(t.Context(), store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	plan := newPlan(1, 1).plan()
	plan.Started = func(bench.Run) {
		if err := other.Work(t.Context(), newPlan(2, 1).plan()); !errors.Is(err, ErrLocked) {
			t.Errorf("a second worker got %v, want ErrLocked", err)
		}
	}
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
}

func TestForget(t *testing.T) {
	store := openTemp(t)
	p := newPlan(3, 1)
	plan := p.plan()
	good := plan.Execute
	plan.Execute = func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
		r, err := good(ctx, run, limits)
		r.Status = []bench.Status{bench.OK, bench.Failed, bench.Skipped}[int(run.Parameters["x"].(float64))]
		return r, err
	}
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	var series []string
	for _, run := range plan.Series {
		series = append(series, run.Series())
	}
	forget := func(series []string, status bench.Status) {
		if err := store.Forget(t.Context(), series, func(r bench.Result) bool { return r.Status == status }); err != nil {
			t.Fatal(err)
		}
	}
	forget(series, bench.Skipped)
	if got := keys(t, store); len(got) != 2 {
		t.Errorf("kept %v, want all but the skipped one", got)
	}
	forget(series[:1], bench.Failed)
	if got := keys(t, store); len(got) != 2 {
		t.Errorf("kept %v, another series was asked for", got)
	}
	if all, err := store.Attempts(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("error %v, %d attempts are known, want all 3", err, len(all))
	}
	forget(series, bench.OK)
	if got := keys(t, store); len(got) != 2 {
		t.Errorf("kept %v, one ended well", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	rubbish := filepath.Join(dir, "rubbish.db")
	if err := os.WriteFile(rubbish, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, fault := range map[string]string{
		rubbish:                               "not a database",
		"mysql://localhost/x":                 "want the path of a file",
		filepath.Join(rubbish, "x.db"):        "not a directory",
		filepath.Join(dir, "missing", "x.db"): "",
	} {
		store, err := Open(t.Context(), path)
		if fault == "" {
			if err != nil {
				t.Errorf("%s: %v", path, err)
			} else {
				store.Close()
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), fault) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v, want one about %q that names the file", path, err, fault)
		}
	}
	if after, _ := os.ReadFile(rubbish); len(after) != 20*500 {
		t.Errorf("what was there has now %d bytes", len(after))
	}
	if _, err := OpenExisting(t.Context(), filepath.Join(dir, "none.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a database that is not there: error %v", err)
	}
}

// A panic is an error, and not the end of a process that others use.
func TestWorkEndsAtAPanic(t *testing.T) {
	store, p := openTemp(t), newPlan(5, 1)
	p.fail = func(bench.Run) error { panic("on purpose") }
	if err := store.Work(t.Context(), p.plan()); err == nil || !strings.Contains(err.Error(), "on purpose") {
		t.Errorf("error %v", err)
	}
}

// Repeats come after all first runs, also with more series than the queue holds.
func TestRepeatsComeLast(t *testing.T) {
	store, p := openTemp(t), newPlan(3*inQueueAtOnce/2, 2)
	plan := p.plan()
	plan.Jobs = 1
	var seeds []uint64
	plan.Stored = func(r bench.Result, _ bool) { seeds = append(seeds, r.Seed) }
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(seeds) || len(seeds) != 3*inQueueAtOnce {
		t.Errorf("%d runs, seeds in the order %v", len(seeds), slices.Compact(seeds))
	}
}

// leastCompared is a time below which others on the machine decide on ratios.
const leastCompared = 5 * time.Millisecond

// What a job costs does not depend on how many wait.
func TestSchedulingIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds")
	}
	const measured = 500
	var alone time.Duration
	for _, n := range []int{1_000, 10_000, 100_000} {
		first, each := timeJobs(t, n, measured, measured)
		t.Logf("%d queued: the first is done after %v, then %v a job", n, first, each[0])
		if alone == 0 {
			alone = max(each[0], leastCompared)
		}
		if first > 5*time.Second || each[0] > 50*time.Millisecond || each[0] > 3*alone {
			t.Errorf("with %d in the queue a job takes %v, with 1,000 %v; the first was done after %v", n, each[0], alone, first)
		}
	}
}

var drained = flag.Int("drain", 2_000, "how many jobs TestDrain works off")

// The last of many jobs costs what the first did, though the results of all
// others are in the database by then.
func TestDrain(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds")
	}
	_, each := timeJobs(t, *drained, *drained-1, *drained/10)
	t.Logf("%d jobs, a job in each tenth of them: %v", *drained, each)
	if last := each[len(each)-1]; last > 50*time.Millisecond || last > 3*max(each[0], leastCompared) {
		t.Errorf("a job takes %v at the beginning and %v at the end", each[0], last)
	}
}

// timeJobs begins a plan of n series and returns how long it took to the end of
// the first job and then, in steps of so many jobs, how long each took.
func timeJobs(t *testing.T, n, measured, step int) (first time.Duration, each []time.Duration) {
	store, plan := openTemp(t), newPlan(n, 1).plan()
	plan.Jobs = 1
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begin, done := time.Now(), 0
	var last time.Time
	plan.Stored = func(bench.Result, bool) {
		switch done++; {
		case done == 1:
			last = time.Now()
			first = last.Sub(begin)
		case (done-1)%step == 0 || done-1 == measured:
			jobs := (done-2)%step + 1
			each = append(each, time.Since(last)/time.Duration(jobs))
			last = time.Now()
		}
		if done-1 == measured {
			cancel()
		}
	}
	if err := store.Work(ctx, plan); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if len(each) == 0 {
		t.Fatalf("%d of %d jobs were done", done, n)
	}
	return first, each
}
