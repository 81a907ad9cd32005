package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"

	"github.com/fmnist/fmnist/bench"
)

// worker executes the jobs of one queue.
type worker struct {
	river.WorkerDefaults[runJob]
	member *member
	store  *Store
	jobs   int // at the same time
	client jobs

	execute func(context.Context, bench.Run, bench.Limits) (bench.Result, error)
	started func(bench.Run)                        // may be nil
	stored  func(runJob, bench.Result, bool) error // told whether the series goes on; may be nil

	ended  chan error  // the first error, or nil when no series is open
	faults chan string // what River has logged
}

func newWorker(m *member, jobs int) *worker {
	return &worker{member: m, store: m.store, jobs: jobs, ended: make(chan error, 1), faults: make(chan string, 1)}
}

// start begins to take jobs of the queue. They are not ended with the context,
// but by stop and abandon.
func (w *worker) start(ctx context.Context, queue string) error {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return err
	}
	var err error
	w.client, err = w.store.db.river(&river.Config{
		ID:                   w.member.id,
		Queues:               map[string]river.QueueConfig{queue: {MaxWorkers: w.jobs}},
		Workers:              workers,
		Logger:               slog.New(faultLog(w.faults)),
		JobTimeout:           -1,                // a run's limit is the child's, see bench.Runner
		RescueStuckJobsAfter: math.MaxInt64 / 4, // by River, that is: see member

		CompletedJobRetentionPeriod: time.Minute, // the results are elsewhere
	})
	if err != nil {
		return err
	}
	w.member.set(func(info *WorkerInfo) { info.Queue = queue })
	return w.client.Start(context.WithoutCancel(ctx))
}

// stop takes no more jobs and returns when those that are running have ended, or
// an error when the context ends before that.
func (w *worker) stop(ctx context.Context) error { return w.client.Stop(ctx) }

// stopTimeout is how long a job may take to notice that it is ended.
const stopTimeout = 5 * time.Second

// abandon ends the jobs that are running. The database must not be closed under
// them: it waits for them to notice. After a fault River still tries to write
// what does not matter any more.
func (w *worker) abandon(ctx context.Context) error {
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return w.client.StopAndCancel(stopping)
}

// wait returns when the work is at its end, or with the first error.
//
// What River cannot do it tries again for ever, and only logs. So what it logs
// ends the work if it will last. River gets over the rest, such as a program that
// was halted for a while and finds all its time-outs passed.
func (w *worker) wait(ctx context.Context) error {
	for {
		select {
		case err := <-w.ended:
			if err != nil && ctx.Err() != nil {
				return ctx.Err() // the interruption is what it complains of
			}
			return err
		case fault := <-w.faults:
			if err := w.store.db.lasting(ctx); err != nil && ctx.Err() == nil {
				return fmt.Errorf("the queue of jobs: %w (%s)", err, fault)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
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

// end ends the work; only the first call counts.
func (w *worker) end(err error) error {
	select {
	case w.ended <- err:
	default:
	}
	return err
}

// Work executes one run and, in one transaction, stores its result, enqueues
// the series' next repeat and marks the job done.
func (w *worker) Work(ctx context.Context, job *river.Job[runJob]) error {
	defer w.endAtPanic()
	// What is known by the end must be stored although the work is being ended.
	lasting := context.WithoutCancel(ctx)
	ctx, release := w.member.hold(ctx, job.ID)
	defer release()
	if w.isDone(lasting, job.Args) {
		return w.lose(lasting, job.Args)
	}
	if w.started != nil {
		w.started(job.Args.Run)
	}
	result, err := w.execute(ctx, job.Args.Run, job.Args.Limits)
	w.store.endOutput(lasting, job.Args.Run)
	if errors.Is(context.Cause(ctx), errTaken) {
		return w.lose(lasting, job.Args) // the job is another's, which River finds out as well
	}
	if err != nil {
		w.giveBack(lasting, job, err)
		return w.end(err)
	}
	var done verdict
	err = w.store.persist(lasting, func(ctx context.Context) (err error) {
		done, err = w.commit(ctx, job, result)
		return err
	})
	if err != nil {
		return w.end(fmt.Errorf("the result of %s could not be stored: %w", job.Args.Key, err))
	}
	if done == superseded {
		return w.lose(lasting, job.Args)
	}
	return w.tell(job.Args, result, done == goesOn)
}

// tell passes on that a result was stored.
func (w *worker) tell(job runJob, r bench.Result, more bool) error {
	if w.stored == nil {
		return nil
	}
	if err := w.stored(job, r, more); err != nil {
		return w.end(err)
	}
	return nil
}

// lose is called for a job that needs no result any more, or none of this worker.
// On a shared database others know. A process that is alone counts what is left
// to do: the run was cancelled, and perhaps wanted again at once.
func (w *worker) lose(ctx context.Context, job runJob) error {
	if w.store.Shared() {
		return nil
	}
	stored, err := query(ctx, w.store.db, "SELECT record, predictions FROM results WHERE key = $1", job.Key)
	if err != nil {
		return w.end(err)
	}
	if len(stored) > 0 {
		return w.tell(job, stored[0], false)
	}
	job.Attempt++
	if err := w.store.enqueue(ctx, []runJob{job}); err != nil {
		return w.end(err)
	}
	return nil
}

// isDone reports whether the run has a result: it was cancelled while it waited,
// or the result came in while a benchmark was enqueueing what it lacked.
func (w *worker) isDone(ctx context.Context, job runJob) bool {
	_, done, err := one[int](ctx, w.store.db, "SELECT 1 FROM results WHERE key = $1", job.Key)
	return done && err == nil
}

// giveBack enqueues a job again that was begun and not executed. If that fails,
// it is found to be lost later.
func (w *worker) giveBack(ctx context.Context, job *river.Job[runJob], why error) {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	within(ctx, w.store.db, func(tx transaction) error {
		if mine, err := w.fence(ctx, tx, job); err != nil || !mine {
			return err
		}
		b := begun{runJob: job.Args, id: job.ID, at: *job.AttemptedAt, worker: w.member.id}
		return w.store.again(ctx, tx, b, fmt.Sprintf("attempt %d: %v", b.Attempt, why), false)
	})
}

// verdict is what became of a result.
type verdict int

const (
	superseded verdict = iota // the job was not this worker's any more
	goesOn                    // stored, and the series has a next repeat
	atEnd                     // stored, and it has none
)

// fence says whether the job is still the one that this worker was given, and
// keeps it so until the end of the transaction. A job that was taken away is
// gone: the next attempt is another job.
func (w *worker) fence(ctx context.Context, tx transaction, job *river.Job[runJob]) (mine bool, err error) {
	_, mine, err = one[int64](ctx, tx, "SELECT id FROM river_job WHERE id = $1 AND state = 'running'"+w.store.db.dialect().forUpdate, job.ID)
	return mine, err
}

func (w *worker) commit(ctx context.Context, job *river.Job[runJob], result bench.Result) (done verdict, err error) {
	err = within(ctx, w.store.db, func(tx transaction) error {
		mine, err := w.fence(ctx, tx, job)
		if err != nil || !mine {
			return err
		}
		if err := w.store.insertResult(ctx, tx, result); err != nil {
			return err
		}
		if done, err = w.enqueueNext(ctx, tx, job.Args, result); err != nil {
			return err
		}
		return w.client.complete(ctx, tx, job)
	})
	return done, err
}

func (w *worker) enqueueNext(ctx context.Context, tx transaction, job runJob, result bench.Result) (verdict, error) {
	known, err := outcomesOf(ctx, tx, result.Series())
	if err != nil {
		return superseded, err
	}
	next, more := known.Next(result.Run, job.First, job.Repeats)
	if !more {
		return atEnd, nil
	}
	return goesOn, w.store.add.insert(ctx, tx, []river.InsertManyParams{job.of(next).params()})
}
