package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/fmnist/fmnist/bench"
)

// Plan is what a benchmark wants done.
type Plan struct {
	Series  []bench.Run // one a contestant and data set, with the seed of its first repeat
	Repeats int         // at most that many, see bench.NextSeed
	Jobs    int         // runs at the same time

	// Execute runs one; its error means that the result is not known, as after
	// an interruption, and ends the work.
	Execute func(context.Context, bench.Run) (bench.Result, error)
	// Started and Stored tell of progress, from several goroutines; more says
	// whether the series goes on. They may be nil.
	Started func(bench.Run)
	Stored  func(result bench.Result, more bool)
}

// ErrLocked is wrapped by Work's error when another process works on the same
// database.
var ErrLocked = errors.New("another benchmark is running on it")

// Missing are the runs that the plan wants next: for every series that is not
// at its end, the first that has no result.
func (s *Store) Missing(ctx context.Context, plan Plan) ([]bench.Run, error) {
	var missing []bench.Run
	for _, run := range plan.Series {
		next, more, err := nextRun(ctx, s.db, run, run.Seed, plan.Repeats)
		if err != nil {
			return nil, fmt.Errorf("results %s: %w", s.path, err)
		}
		if more {
			missing = append(missing, next)
		}
	}
	return missing, nil
}

func nextRun(ctx context.Context, q querier, run bench.Run, first uint64, repeats int) (bench.Run, bool, error) {
	done, err := bySeed(ctx, q, run.Series())
	if err != nil {
		return run, false, err
	}
	seed, more := bench.NextSeed(done, first, repeats)
	run.Seed = seed
	return run, more, nil
}

// Work executes what is missing and stores the results. When it returns nil,
// every series of the plan is at its end.
func (s *Store) Work(ctx context.Context, plan Plan) error {
	locked, err := s.lock.TryLock()
	if err != nil {
		return fmt.Errorf("results %s: %w", s.path, err)
	}
	if !locked {
		return fmt.Errorf("results %s: %w", s.path, ErrLocked)
	}
	defer s.lock.Unlock()
	missing, err := s.Missing(ctx, plan)
	if err != nil || len(missing) == 0 {
		return err
	}
	if err := s.work(ctx, plan, missing); err != nil {
		return fmt.Errorf("results %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) work(ctx context.Context, plan Plan, missing []bench.Run) error {
	w := &worker{store: s, plan: plan, ended: make(chan error, 1)}
	w.first = map[string]uint64{}
	for _, run := range plan.Series {
		w.first[run.Series()] = run.Seed
	}
	w.open.Store(int64(len(missing)))
	client, err := w.client()
	if err != nil {
		return err
	}
	if err := s.enqueue(ctx, client, missing); err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return err
	}
	select {
	case err = <-w.ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	// The database must not be closed under a job: wait for the jobs to notice.
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(err, client.StopAndCancel(stopping))
}

// enqueue makes the queue anew: what is still in it belongs to a process that
// is gone, for we hold the lock.
func (s *Store) enqueue(ctx context.Context, client *river.Client[*sql.Tx], missing []bench.Run) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM river_job"); err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, len(missing))
	for i, run := range missing {
		jobs[i] = river.InsertManyParams{Args: runJob{run}}
	}
	if _, err := client.InsertManyTx(ctx, tx, jobs); err != nil {
		return err
	}
	return tx.Commit()
}

// runJob is a run as a River job.
type runJob struct {
	Run bench.Run `json:"run"`
}

// Kind is River's name for the type of job.
func (runJob) Kind() string { return "run" }

type worker struct {
	river.WorkerDefaults[runJob]
	store *Store
	plan  Plan
	first map[string]uint64 // seed of each series' first repeat
	open  atomic.Int64      // jobs that are enqueued and not done
	ended chan error        // the first error, or nil when no job is open
}

// pollInterval is how long a worker may stay idle with jobs in the queue:
// SQLite does not notify.
const pollInterval = 10 * time.Millisecond

func (w *worker) client() (*river.Client[*sql.Tx], error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return nil, err
	}
	return river.NewClient(riversqlite.New(w.store.db), &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: w.plan.Jobs}},
		Workers:           workers,
		Logger:            quiet,
		JobTimeout:        -1, // a run's limit is the child's, see bench.Runner
		MaxAttempts:       1,  // a run that fails is a result, not a retry
		FetchCooldown:     time.Millisecond,
		FetchPollInterval: pollInterval,
	})
}

// Work executes one run and, in one transaction, stores its result, enqueues
// the series' next repeat and marks the job done.
func (w *worker) Work(ctx context.Context, job *river.Job[runJob]) error {
	run := job.Args.Run
	if w.plan.Started != nil {
		w.plan.Started(run)
	}
	result, err := w.plan.Execute(ctx, run)
	if err != nil {
		return w.end(err)
	}
	more, err := w.commit(ctx, job, result)
	if err != nil {
		return w.end(fmt.Errorf("the result of %s could not be stored: %w", run.Key(), err))
	}
	if w.plan.Stored != nil {
		w.plan.Stored(result, more)
	}
	if !more && w.open.Add(-1) == 0 {
		w.end(nil)
	}
	return nil
}

// end ends the work; only the first call counts.
func (w *worker) end(err error) error {
	select {
	case w.ended <- err:
	default:
	}
	return err
}

func (w *worker) commit(ctx context.Context, job *river.Job[runJob], result bench.Result) (more bool, err error) {
	tx, err := w.store.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	if err := insertResult(ctx, tx, result); err != nil {
		return false, err
	}
	next, more, err := nextRun(ctx, tx, result.Run, w.first[result.Series()], w.plan.Repeats)
	if err != nil {
		return false, err
	}
	if more {
		client := river.ClientFromContext[*sql.Tx](ctx)
		if _, err := client.InsertTx(ctx, tx, runJob{next}, nil); err != nil {
			return false, err
		}
	}
	if _, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job); err != nil {
		return false, err
	}
	return more, tx.Commit()
}
