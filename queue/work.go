package queue

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
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
	done, err := readOutcomes(ctx, s.db, selectOutcomes)
	if err != nil {
		return nil, fmt.Errorf("results %s: %w", s.path, err)
	}
	return done.Missing(plan.Series, plan.Repeats), nil
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
	if err := s.check(ctx); err != nil {
		return fmt.Errorf("results %s: %w", s.path, err)
	}
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
	w := &worker{store: s, plan: plan, waiting: missing, ended: make(chan error, 1), faults: make(chan string, 1)}
	w.first = map[string]uint64{}
	for _, run := range plan.Series {
		w.first[run.Series()] = run.Seed
	}
	slices.SortStableFunc(w.waiting, func(a, b bench.Run) int { return cmp.Compare(w.repeat(a), w.repeat(b)) })
	w.open.Store(int64(len(missing)))
	client, err := w.client()
	if err != nil {
		return err
	}
	// What is still in the queue belongs to a process that is gone, for we hold
	// the lock.
	if err := s.emptyQueue(ctx); err != nil {
		return err
	}
	if err := w.refill(ctx, client, 0); err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return err
	}
	err = w.wait(ctx)
	// The database must not be closed under a job: wait for the jobs to notice.
	// After a fault River still tries to write what does not matter any more.
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return cmp.Or(err, client.StopAndCancel(stopping))
}

const stopTimeout = 5 * time.Second

// wait returns when no series is open, or with the first error.
//
// What River cannot do it tries again for ever, and only logs: with a full disk
// a benchmark would stand still. So what it logs ends the work if nothing can be
// written. River gets over the rest, such as a program that was halted for a
// while and finds all its time-outs passed.
func (w *worker) wait(ctx context.Context) error {
	for {
		select {
		case err := <-w.ended:
			if err != nil && ctx.Err() != nil {
				return ctx.Err() // the interruption is what it complains of
			}
			return err
		case fault := <-w.faults:
			if err := w.store.tryWrite(ctx); err != nil && ctx.Err() == nil {
				return fmt.Errorf("the queue of jobs: %w (%s)", err, fault)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// inQueue is how many jobs River is given at a time: enough to never wait for
// more, and so few that the first run starts at once however many there are.
const inQueue = 256

// refill notes that so many of those that waited are done, and gives River more
// when half of what it had is.
func (w *worker) refill(ctx context.Context, client *river.Client[*sql.Tx], left int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queued -= left
	if len(w.waiting) == 0 || w.queued > inQueue/2 {
		return nil
	}
	batch := w.waiting[:min(len(w.waiting), inQueue-w.queued)]
	jobs := make([]river.InsertManyParams, len(batch))
	for i, run := range batch {
		jobs[i] = river.InsertManyParams{Args: runJob{run, true}, InsertOpts: w.options(run)}
	}
	if _, err := client.InsertMany(ctx, jobs); err != nil {
		return err
	}
	w.waiting = w.waiting[len(batch):]
	w.queued += len(batch)
	return nil
}

// options give repeats a lower priority: all first ones come first, and then all
// second ones, so that a disturbance of the machine does not hit all repeats of
// one contestant.
func (w *worker) options(run bench.Run) *river.InsertOpts {
	const lowest = 4
	return &river.InsertOpts{Priority: 1 + int(min(w.repeat(run), lowest-1))}
}

// repeat is the run's number among those of its series, from 0.
func (w *worker) repeat(run bench.Run) uint64 { return run.Seed - w.first[run.Series()] }

// runJob is a run as a River job.
type runJob struct {
	Run    bench.Run `json:"run"`
	Waited bool      `json:"waited"` // it was missing from the start, and is not the next repeat of one that was
}

// Kind is River's name for the type of job.
func (runJob) Kind() string { return "run" }

type worker struct {
	river.WorkerDefaults[runJob]
	store *Store
	plan  Plan
	first map[string]uint64 // seed of each series' first repeat
	open  atomic.Int64      // series that are not at their end
	ended chan error        // the first error, or nil when no series is open

	faults chan string // what River has logged

	mu      sync.Mutex
	waiting []bench.Run // not yet in the queue
	queued  int         // of those that waited, in it and not done
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
		Logger:            slog.New(faultLog(w.faults)),
		JobTimeout:        -1, // a run's limit is the child's, see bench.Runner
		MaxAttempts:       1,  // a run that fails is a result, not a retry
		FetchCooldown:     time.Millisecond,
		FetchPollInterval: pollInterval,

		CompletedJobRetentionPeriod: time.Minute, // the results are elsewhere
	})
}

// faultLog is River's log, of which errors matter. They come in crowds: one is
// enough.
type faultLog chan<- string

// Enabled is true of errors.
func (f faultLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle passes the record on, unless another waits.
func (f faultLog) Handle(_ context.Context, record slog.Record) error {
	text := record.Message
	record.Attrs(func(a slog.Attr) bool {
		text += fmt.Sprintf(" %s=%v", a.Key, a.Value)
		return true
	})
	select {
	case f <- text:
	default:
	}
	return nil
}

// WithAttrs changes nothing: River's attributes are of its parts, not of what happened.
func (f faultLog) WithAttrs([]slog.Attr) slog.Handler { return f }

// WithGroup changes nothing.
func (f faultLog) WithGroup(string) slog.Handler { return f }

// endAtPanic is deferred: River would recover from the panic, and the work wait
// for ever.
func (w *worker) endAtPanic() {
	if value := recover(); value != nil {
		w.end(fmt.Errorf("panic: %v\n%s", value, debug.Stack()))
	}
}

// Work executes one run and, in one transaction, stores its result, enqueues
// the series' next repeat and marks the job done.
func (w *worker) Work(ctx context.Context, job *river.Job[runJob]) error {
	defer w.endAtPanic()
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
		return w.end(nil)
	}
	if !job.Args.Waited {
		return nil
	}
	if err := w.refill(ctx, river.ClientFromContext[*sql.Tx](ctx), 1); err != nil {
		return w.end(fmt.Errorf("the queue of jobs: %w", err))
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
	done, err := outcomesOf(ctx, tx, result.Series())
	if err != nil {
		return false, err
	}
	next, more := done.Next(result.Run, w.first[result.Series()], w.plan.Repeats)
	if more {
		client := river.ClientFromContext[*sql.Tx](ctx)
		if _, err := client.InsertTx(ctx, tx, runJob{Run: next}, w.options(next)); err != nil {
			return false, err
		}
	}
	if _, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job); err != nil {
		return false, err
	}
	return more, tx.Commit()
}
