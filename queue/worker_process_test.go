package queue

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/fmnist/fmnist/bench"
)

const (
	serveVariable   = "FMNIST_TEST_SERVE"   // the database that this process is a worker of
	sleepVariable   = "FMNIST_TEST_SLEEP"   // how long a run takes
	jobsVariable    = "FMNIST_TEST_JOBS"    // runs at the same time
	programVariable = "FMNIST_TEST_PROGRAM" // the code it has
)

// beFast makes silence short, for tests.
func beFast() {
	beatEvery, deadAfter = 200*time.Millisecond, 1500*time.Millisecond
	statementTimeout, watchEvery, lookAfterEvery = time.Second, 50*time.Millisecond, 200*time.Millisecond
}

// serveOn is a worker whose runs sleep. It tells on standard output what it has
// executed and what it has stored.
func serveOn(url string) error {
	beFast()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	store, err := Open(ctx, url)
	if err != nil {
		return err
	}
	defer store.Close()
	sleep, err := time.ParseDuration(os.Getenv(sleepVariable))
	if err != nil {
		return err
	}
	jobs := 1
	fmt.Sscan(os.Getenv(jobsVariable), &jobs)
	return store.Serve(ctx, Service{
		Worker: WorkerInfo{Jobs: jobs, Version: "test"}, Grace: 10 * time.Second,
		Lacks: func(_ context.Context, needs bench.Needs) error {
			for _, wanted := range needs.Programs {
				if wanted.Program != os.Getenv(programVariable) {
					return fmt.Errorf("another program of %s", wanted.Name)
				}
			}
			return nil
		},
		Execute: func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
			fmt.Println("begun", run.Key())
			began := time.Now()
			if pause(ctx, sleep); ctx.Err() != nil {
				fmt.Println("ended", run.Key())
				return bench.Result{}, ctx.Err()
			}
			fmt.Println("executed", run.Key())
			r, err := newPlan(0, 0).execute(ctx, run, limits)
			r.Machine, r.Started, r.Done = fmt.Sprint(os.Getpid()), began, time.Now()
			return r, err
		},
		Stored: func(r bench.Result) { fmt.Println("stored", r.Key()) },
		Tell: func(text string) {
			if !strings.Contains(text, "answer") {
				fmt.Println(text)
			}
		},
	})
}
