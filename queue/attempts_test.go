package queue

import (
	"context"
	"errors"
	"testing"

	"github.com/fmnist/fmnist/bench"
)

// A run that ends with the benchmark is no result, but not forgotten either.
func TestInterruptedRunsAreAttempts(t *testing.T) {
	store, p := openTemp(t), newPlan(3, 1)
	ctx, cancel := context.WithCancel(t.Context())
	plan := p.plan()
	plan.Jobs = 1
	plan.Execute = func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
		if len(p.executed) == 1 {
			cancel()
			<-ctx.Done()
			return bench.Result{}, ctx.Err()
		}
		return p.execute(ctx, run, limits)
	}
	if err := store.Work(ctx, plan); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if err := store.Work(t.Context(), p.plan()); err != nil {
		t.Fatal(err)
	}
	attempts, err := store.Attempts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	count := map[bench.Status]int{}
	for _, r := range attempts {
		count[r.Status]++
		if r.Status == bench.Interrupted && (r.Started.IsZero() || r.Reason == "" || r.Key() != keys(t, store)[1]) {
			t.Errorf("interrupted: %+v", r)
		}
	}
	if count[bench.OK] != 3 || count[bench.Interrupted] != 1 {
		t.Errorf("attempts %v, want 3 that are ok and one interrupted", count)
	}
	if got := keys(t, store); len(got) != 3 {
		t.Errorf("results %v, want 3", got)
	}
}
