package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/queue"
)

// workerFlags are the flags of `fmnist worker`.
type workerFlags struct {
	db                string
	data, contestants []string
	jobs              int
	grace             time.Duration
}

func newWorker(a *app) *cobra.Command {
	var f workerFlags
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Work on the benchmarks of a database on another machine",
		Long: `Join the workers of a PostgreSQL database: execute runs that fmnist bench has
enqueued there, each in a process of its own, until a signal to end (SIGTERM,
Ctrl-C). Then no more is begun; what is running has --grace to finish, and is given
back after that.

Data sets are found by the digests of their contents and fetched if need be. A
worker whose code of a classifier differs from what a benchmark wants, or that
cannot get its data, takes none of its runs and says why (fmnist status). A worker
that was not heard of for half a minute loses its runs to the others.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runWorker(cmd, a, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.db, "db", "", "database to work for: postgres://user@host/name")
	flags.StringSliceVar(&f.data, "data", nil, "folders of data sets that the program does not know and may be asked for")
	flags.StringArrayVar(&f.contestants, "contestant", nil, "folder of an external contestant that may be asked for; may be repeated")
	flags.IntVar(&f.jobs, "jobs", 1, "runs at the same time")
	flags.DurationVar(&f.grace, "grace", time.Minute, "how long runs may go on after the signal to end")
	cmd.MarkFlagRequired("db")
	return cmd
}

func runWorker(cmd *cobra.Command, a *app, f workerFlags) error {
	if f.jobs < 1 || f.grace < 0 {
		return usagef("--jobs must be 1 or more, --grace 0 or more")
	}
	if !queue.IsShared(f.db) {
		return usagef("--db %s: a worker joins postgres://...; fmnist bench works on a file", f.db)
	}
	var suite bench.Suite
	for _, dir := range f.contestants {
		e, err := bench.LoadExternal(dir)
		if err == nil {
			err = suite.Add(e)
		}
		if err != nil {
			return err
		}
	}
	runner, err := newRunner(f.jobs, suite.Externals)
	if err != nil {
		return err
	}
	defer runner.Close()
	store, err := queue.Open(cmd.Context(), f.db)
	if err != nil {
		return err
	}
	defer store.Close()
	runner.Output = store.Output
	if runner.Checkpoints, err = checkpointsOf(a, f.db); err != nil {
		return err
	}
	log := &workerLog{cmd: cmd}
	log.tell("works for " + store.Path())
	library := &dataset.Library{Getter: dataset.Getter{DataDir: a.dataDir}, Folders: f.data}
	service := serviceOf(runner, library)
	service.Worker.Jobs, service.Grace = f.jobs, f.grace
	service.Started, service.Stored, service.Tell = log.started, log.stored, log.tell
	err = store.Serve(cmd.Context(), service)
	log.tell("ends")
	return err
}

// serviceOf offers what the runner and the library have.
func serviceOf(runner *bench.Runner, library *dataset.Library) queue.Service {
	return queue.Service{
		Worker: queue.WorkerInfo{Version: runner.Version, Machine: runner.Machine},
		Lacks: func(ctx context.Context, needs bench.Needs) error {
			if err := runner.OtherProgram(needs); err != nil {
				return err
			}
			for _, digest := range slices.Sorted(maps.Keys(needs.Data)) {
				if _, err := library.Find(ctx, digest); err != nil {
					return fmt.Errorf("no data %s: %w", needs.Data[digest], err)
				}
			}
			return nil
		},
		Execute: func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
			data, err := library.Find(ctx, run.Digest)
			if err != nil {
				return bench.Result{}, err
			}
			result, err := runner.RunWithin(ctx, limits, run, data)
			if err == nil && result.Status == bench.Failed {
				err = data.Unchanged() // else it says nothing of the contestant
			}
			return result, err
		},
	}
}

// workerLog tells what a worker does, one line each.
type workerLog struct{ cmd *cobra.Command }

func (l *workerLog) tell(text string) {
	fmt.Fprintf(l.cmd.ErrOrStderr(), "%s fmnist worker: %s\n", time.Now().Format(time.DateTime), text)
}

func (l *workerLog) started(run bench.Run) { l.tell("begins " + run.Key()) }

func (l *workerLog) stored(r bench.Result) {
	text := fmt.Sprintf("stored %s: %.4f in %.2f s", r.Key(), r.Accuracy, r.Seconds)
	if r.Status != bench.OK {
		text = fmt.Sprintf("stored %s: %s: %s", r.Key(), r.Status, r.Reason)
	}
	l.tell(text)
}
