package queue

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/fmnist/fmnist/bench"
)

// Plan is what a benchmark wants done.
type Plan struct {
	Series  []bench.Run  // one a contestant and data set, with the seed of its first repeat
	Repeats int          // at most that many, see bench.NextSeed
	Limits  bench.Limits // of each run
	Jobs    int          // runs at the same time in this process; 0 leaves all to the workers of a shared database
	Worker  WorkerInfo   // what this process is, where it runs some

	// Execute runs one; its error means that the result is not known, as after
	// an interruption, and ends the work.
	Execute func(context.Context, bench.Run, bench.Limits) (bench.Result, error)
	// Started and Stored tell of progress, from several goroutines; more says
	// whether the series goes on. Started is of this process, Stored also of what
	// others have stored. Tell is told what else a person should know. They may
	// be nil.
	Started func(bench.Run)
	Stored  func(result bench.Result, more bool)
	Tell    func(string)
}

// ErrLocked is wrapped by Work's error when another process works on the same
// database, and it is not one to share.
var ErrLocked = errors.New("another benchmark is running on it")

// Missing are the runs that the plan wants next: for every series that is not
// at its end, the first that has no result.
func (s *Store) Missing(ctx context.Context, plan Plan) ([]bench.Run, error) {
	done, err := readOutcomes(ctx, s.db, selectOutcomes)
	return done.Missing(plan.Series, plan.Repeats), s.fault(err)
}

// Work has what is missing executed, here and, where the database is shared, by
// all its workers, and stores the results. When it returns nil, every series of
// the plan is at its end.
func (s *Store) Work(ctx context.Context, plan Plan) error {
	if plan.Jobs == 0 && !s.Shared() {
		return s.fault(errors.New("no jobs here, and no worker can join"))
	}
	release, err := s.db.claim(ctx)
	if err != nil {
		return s.fault(err)
	}
	defer release()
	missing, err := s.Missing(ctx, plan)
	if err != nil || len(missing) == 0 {
		return err
	}
	return s.fault(s.work(ctx, plan, missing))
}

func (s *Store) work(ctx context.Context, plan Plan, missing []bench.Run) (err error) {
	plan.Worker.Jobs = plan.Jobs
	m, err := s.join(ctx, plan.Worker, plan.Tell)
	if err != nil {
		return err
	}
	defer m.leave()
	w := newWorker(m, plan.Jobs)
	w.execute, w.started = plan.Execute, plan.Started
	b := &backlog{store: s, plan: plan, open: len(missing)}
	if s.Shared() {
		// Results of this process come back with those of the others.
		err = b.share(ctx, missing)
	} else {
		w.stored = func(job runJob, r bench.Result, more bool) error { return b.stored(ctx, w, job, r, more) }
		err = b.begin(ctx, missing)
	}
	if err != nil {
		return err
	}
	if plan.Jobs > 0 {
		if err := w.start(ctx, b.queue); err != nil {
			return err
		}
		defer func() { err = cmp.Or(err, w.abandon(ctx)) }()
	}
	if s.Shared() {
		return b.watch(ctx, w)
	}
	return w.wait(ctx)
}

// backlog is what of a plan is not yet done.
type backlog struct {
	store *Store
	plan  Plan
	queue string         // of its jobs
	known bench.Outcomes // that were told of, where the database is shared

	mu      sync.Mutex
	open    int      // series that are not at their end
	waiting []runJob // not yet in the queue
	queued  int      // of those that waited, in it and not done
}

// makeQueue names the queue of the plan's jobs, and says what a worker must have
// to work on them. Plans of the same needs share a queue.
func (b *backlog) makeQueue(ctx context.Context) error {
	needs, err := json.Marshal(bench.NeedsOf(b.plan.Series))
	if err != nil {
		return err
	}
	digest := sha256.Sum256(needs)
	b.queue = "run-" + hex.EncodeToString(digest[:8])
	_, err = b.store.db.exec(ctx, "INSERT INTO needs (queue, created, record) VALUES ($1, "+b.store.db.dialect().now+", $2) ON CONFLICT (queue) DO NOTHING",
		b.queue, string(needs))
	return err
}

// jobsOf are the jobs for the runs, first repeats first.
func (b *backlog) jobsOf(runs []bench.Run) []runJob {
	first := map[string]uint64{}
	for _, run := range b.plan.Series {
		first[run.Series()] = run.Seed
	}
	all := make([]runJob, len(runs))
	for i, run := range runs {
		all[i] = runJob{
			Key: run.Key(), Run: run, First: first[run.Series()], Repeats: b.plan.Repeats,
			Limits: b.plan.Limits, Queue: b.queue, Attempt: 1, Waited: true,
		}
	}
	slices.SortStableFunc(all, func(a, b runJob) int { return cmp.Compare(a.repeat(), b.repeat()) })
	return all
}

// begin makes the queue anew from the runs, for a process that is alone.
func (b *backlog) begin(ctx context.Context, missing []bench.Run) error {
	if err := b.makeQueue(ctx); err != nil {
		return err
	}
	// What is still in the queue belongs to a process that is gone.
	if err := b.store.emptyQueue(ctx); err != nil {
		return err
	}
	b.waiting = b.jobsOf(missing)
	return b.refill(ctx, 0)
}

// inQueueAtOnce is how many jobs River is given at a time: enough to never wait
// for more, and so few that it finds the next one at once however many there
// are, which with SQLite it would not.
const inQueueAtOnce = 256

// refill notes that so many of those that waited are done, and gives River more
// when half of what it had is.
func (b *backlog) refill(ctx context.Context, left int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queued -= left
	if len(b.waiting) == 0 || b.queued > inQueueAtOnce/2 {
		return nil
	}
	batch := b.waiting[:min(len(b.waiting), inQueueAtOnce-b.queued)]
	if err := b.store.enqueue(ctx, batch); err != nil {
		return err
	}
	b.waiting = b.waiting[len(batch):]
	b.queued += len(batch)
	return nil
}

// enqueue adds the jobs whose runs are not in the queue.
func (s *Store) enqueue(ctx context.Context, all []runJob) error {
	const atOnce = 2000
	for batch := range slices.Chunk(all, atOnce) {
		params := make([]river.InsertManyParams, len(batch))
		for i, j := range batch {
			params[i] = j.params()
		}
		if err := within(ctx, s.db, func(tx transaction) error { return s.add.insert(ctx, tx, params) }); err != nil {
			return err
		}
	}
	return nil
}

// stored notes a result of a process that is alone.
func (b *backlog) stored(ctx context.Context, w *worker, job runJob, r bench.Result, more bool) error {
	if b.plan.Stored != nil {
		b.plan.Stored(r, more)
	}
	if !more && b.isLast() {
		return b.finish(ctx, w)
	}
	if !job.Waited {
		return nil
	}
	if err := b.refill(ctx, 1); err != nil {
		return fmt.Errorf("the queue of jobs: %w", err)
	}
	return nil
}

// finish ends the work of a process that is alone, unless results were taken out
// of force meanwhile: see Retry.
func (b *backlog) finish(ctx context.Context, w *worker) error {
	again, err := b.store.Missing(ctx, b.plan)
	if err != nil || len(again) == 0 {
		return w.end(err)
	}
	b.mu.Lock()
	b.open = len(again)
	b.mu.Unlock()
	return b.store.enqueue(ctx, b.jobsOf(again))
}

// isLast notes that a series is at its end, and says whether it was the last.
func (b *backlog) isLast() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
	return b.open == 0
}

// share enqueues the runs among the jobs of others.
func (b *backlog) share(ctx context.Context, missing []bench.Run) error {
	return b.store.persist(ctx, func(ctx context.Context) (err error) {
		if err := b.makeQueue(ctx); err != nil {
			return err
		}
		if b.known, err = readOutcomes(ctx, b.store.db, selectOutcomes); err != nil {
			return err
		}
		return b.store.enqueue(ctx, b.jobsOf(missing))
	})
}

// watchEvery is how often a shared database is asked for new results. It is a
// variable for the tests.
var watchEvery = time.Second

// watch tells of results as they come in, whoever stored them, until none of the
// plan is missing. A worker of this process may be among those that work.
func (b *backlog) watch(ctx context.Context, w *worker) error {
	for {
		var missing []bench.Run
		var took time.Duration
		err := b.store.persist(ctx, func(ctx context.Context) (err error) {
			begin := time.Now()
			missing, err = b.look(ctx)
			took = time.Since(begin)
			return err
		})
		if err != nil || len(missing) == 0 {
			return err
		}
		// Many results take long to read, and the server has better things to do.
		select {
		case err := <-w.ended:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(watchEvery, min(20*took, 30*watchEvery))):
		}
	}
}

// look tells of what has come in, and returns what is missing.
func (b *backlog) look(ctx context.Context) (missing []bench.Run, err error) {
	now, err := readOutcomes(ctx, b.store.db, selectOutcomes)
	if err != nil {
		return nil, err
	}
	for _, run := range b.plan.Series {
		for _, seed := range slices.Sorted(maps.Keys(now[run.Series()])) {
			if err := b.tellOf(ctx, run, seed); err != nil {
				return nil, err
			}
		}
	}
	missing = now.Missing(b.plan.Series, b.plan.Repeats)
	if len(missing) == 0 {
		return nil, nil
	}
	// A run that is missing and not in the queue was enqueued by a benchmark that
	// wanted fewer repeats.
	_, busy, err := one[int](ctx, b.store.db, "SELECT 1 FROM river_job WHERE queue = $1 AND state IN ('available', 'running') LIMIT 1", b.queue)
	if err == nil && !busy {
		err = b.store.enqueue(ctx, b.jobsOf(missing))
	}
	return missing, err
}

// tellOf tells of a result, unless it is known; run is the first of its series.
func (b *backlog) tellOf(ctx context.Context, run bench.Run, seed uint64) error {
	series, first := run.Series(), run.Seed
	if _, known := b.known[series][seed]; known || seed < first || seed >= first+uint64(b.plan.Repeats) {
		return nil
	}
	run.Seed = seed
	stored, err := query(ctx, b.store.db, "SELECT record, predictions FROM results WHERE key = $1", run.Key())
	if err != nil || len(stored) == 0 {
		return err
	}
	b.known.Add(series, seed, stored[0].Status, stored[0].Accuracy)
	if b.plan.Stored != nil {
		_, more := b.known.Next(run, first, b.plan.Repeats) // as it was then
		b.plan.Stored(stored[0], more)
	}
	return nil
}
