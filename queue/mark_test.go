package queue

import (
	"context"
	"testing"

	"github.com/fmnist/fmnist/bench"
)

func TestMarkChangesWithTheResults(t *testing.T) {
	store, plan := openTemp(t), newPlan(1, 1).plan()
	plan.Execute = func(_ context.Context, run bench.Run, _ bench.Limits) (bench.Result, error) {
		return bench.Result{Run: run, Status: bench.Failed}, nil
	}
	mark := func() string {
		t.Helper()
		m, err := store.Mark(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	empty := mark()
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	full := mark()
	if full == empty || full != mark() {
		t.Errorf("mark %q without a result, %q and then %q with one", empty, full, mark())
	}
	all := func(bench.Result) bool { return true }
	if err := store.Forget(t.Context(), []string{plan.Series[0].Series()}, all); err != nil {
		t.Fatal(err)
	}
	if less := mark(); less == full || less == empty {
		t.Errorf("mark %q after the result was taken out, %q before, %q before there was one", less, full, empty)
	}
}
