package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/fmnist/fmnist/bench"
)

// runJob is one attempt at a run, as a River job. An attempt that is taken from
// its worker is deleted, and the next one is a job of its own: so the worker,
// when it comes back after all, finds that it has no job any more, and whatever
// it or River then say of the old one changes nothing.
type runJob struct {
	Key     string       `json:"key" river:"unique"` // the run's: no run is in the queue twice
	Run     bench.Run    `json:"run"`
	First   uint64       `json:"first"`   // seed of the first repeat of the series
	Repeats int          `json:"repeats"` // at most that many, see bench.NextSeed
	Limits  bench.Limits `json:"limits"`
	Queue   string       `json:"queue"`
	Attempt int          `json:"attempt"`        // 1 is the first
	Lost    int          `json:"lost,omitempty"` // workers that died of it, or with it

	// Waited is of those that were missing from the start, and not of the next
	// repeat of one that was. See worker.refill.
	Waited bool `json:"waited"`
}

// Kind is River's name for the type of job.
func (runJob) Kind() string { return "run" }

// repeat is the run's number among those of its series, from 0.
func (j runJob) repeat() uint64 { return j.Run.Seed - j.First }

// of is the job for another run of the same series.
func (j runJob) of(run bench.Run) runJob {
	j.Key, j.Run, j.Attempt, j.Lost, j.Waited = run.Key(), run, 1, 0, false
	return j
}

// inQueue are River's states of a job that is not over.
var inQueue = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// params give repeats a lower priority: all first ones come first, and then all
// second ones, so that a disturbance of the machine does not hit all repeats of
// one contestant.
func (j runJob) params() river.InsertManyParams {
	const lowest = 4
	return river.InsertManyParams{Args: j, InsertOpts: &river.InsertOpts{
		Queue:       j.Queue,
		Priority:    1 + int(min(j.repeat(), lowest-1)),
		MaxAttempts: 1, // a run that fails is a result, not a retry
		UniqueOpts:  river.UniqueOpts{ByArgs: true, ByState: inQueue},
	}}
}

// begun is a job that a worker has; one that waits has no worker.
type begun struct {
	runJob
	id     int64
	at     time.Time
	worker string
}

// selectJobs begins the statement that reads jobs.
func (s *Store) selectJobs() string {
	d := s.db.dialect()
	return fmt.Sprintf("SELECT id, %s, coalesce(%s, 0), coalesce(%s, '') FROM river_job", d.args, d.attempted, d.attemptedBy)
}

// selectBegun begins the statement that reads jobs which were begun.
func (s *Store) selectBegun() string { return s.selectJobs() + " WHERE attempted_at IS NOT NULL" }

func scanBegun(scan func(...any) error) (b begun, err error) {
	var args []byte
	var milliseconds int64
	if err := scan(&b.id, &args, &milliseconds, &b.worker); err != nil {
		return b, err
	}
	b.at = time.UnixMilli(milliseconds).UTC()
	if err := json.Unmarshal(args, &b.runJob); err != nil {
		return b, fmt.Errorf("a job in the queue is not understood: %w", err)
	}
	return b, nil
}

// interrupted is the attempt that ends without a result. When it ended is not
// known.
func (b begun) interrupted(reason string) bench.Result {
	return bench.Result{Run: b.Run, Status: bench.Interrupted, Reason: reason, Started: b.at}
}

// remove ends an attempt without a result.
func (b begun) remove(ctx context.Context, tx transaction, reason string) error {
	if _, err := tx.exec(ctx, "DELETE FROM river_job WHERE id = $1", b.id); err != nil {
		return err
	}
	return insertAttempt(ctx, tx, b.interrupted(reason))
}

// mostLost is how many workers may be lost with the same run before it is taken
// to be the reason.
const mostLost = 10

// again ends an attempt whose worker was lost, or gave it back, and enqueues the
// next.
func (s *Store) again(ctx context.Context, tx transaction, b begun, reason string, lost bool) error {
	if err := b.remove(ctx, tx, reason); err != nil {
		return err
	}
	next := b.runJob
	next.Attempt++
	if lost {
		next.Lost++
	}
	if next.Lost < mostLost {
		return s.add.insert(ctx, tx, []river.InsertManyParams{next.params()})
	}
	return s.insertResult(ctx, tx, bench.Result{
		Run: b.Run, Status: bench.Failed, Reason: fmt.Sprintf("%d workers were lost while they ran it", next.Lost),
		Started: b.at, Done: time.Now(), TimeLimit: b.Limits.Timeout.Seconds(), MemoryLimit: b.Limits.Memory,
	})
}

// emptyQueue takes out what a benchmark that is gone has left: the next one makes
// the queue anew. Jobs that had begun are attempts, too.
func (s *Store) emptyQueue(ctx context.Context) error {
	return within(ctx, s.db, func(tx transaction) error {
		left, err := collect(ctx, tx, scanBegun, s.selectBegun()+" AND state <> 'completed'")
		if err != nil {
			return err
		}
		for _, b := range left {
			if err := b.remove(ctx, tx, "the benchmark ended before it"); err != nil {
				return err
			}
		}
		_, err = tx.exec(ctx, "DELETE FROM river_job")
		return err
	})
}
