package queue

import (
	"context"
	"errors"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Errors of requests that have nothing to change.
var (
	ErrNotQueued = errors.New("the run neither waits nor runs")
	ErrEndedWell = errors.New("no run of the series has ended badly")
)

// Cancel ends a run that waits or runs, whichever process has it: its result is
// that it was cancelled, for that reason. So its series is at its end, and no
// benchmark begins the run again before Retry, or bench --retry.
//
// The result is all that tells the others, and the same in both databases. A
// worker finds within lookAfterEvery that a job it executes is gone, and ends the
// run's process; it finds that a job has a result before it begins it.
func (s *Store) Cancel(ctx context.Context, key, reason string) error {
	return s.fault(within(ctx, s.db, func(tx transaction) error {
		found, err := collect(ctx, tx, scanBegun, s.selectQueued()+" AND args ->> 'key' = $1"+s.db.dialect().forUpdate, key)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrNotQueued
		}
		return s.cancel(ctx, tx, found[0], reason)
	}))
}

// selectQueued begins the statement that reads jobs which wait or run.
func (s *Store) selectQueued() string {
	return s.selectJobs() + " WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled')"
}

func (s *Store) cancel(ctx context.Context, tx transaction, b begun, reason string) error {
	r := bench.Result{
		Run: b.Run, Status: bench.Cancelled, Reason: reason, Started: b.at, Done: time.Now(),
		TimeLimit: b.Limits.Timeout.Seconds(), MemoryLimit: b.Limits.Memory,
	}
	if b.worker == "" {
		r.Started = r.Done
		return s.insertResult(ctx, tx, r)
	}
	info, err := workerInfo(ctx, tx, b.worker)
	if err != nil {
		return err
	}
	r.Version, r.Machine = info.Version, info.Machine
	if _, err := tx.exec(ctx, "DELETE FROM river_job WHERE id = $1", b.id); err != nil {
		return err
	}
	return s.insertResult(ctx, tx, r)
}

// Retry takes the results of a series that did not end well out of force, so that
// their runs are wanted again: by a benchmark that is at work and has them in its
// plan, when it has done the rest, or else by the next.
func (s *Store) Retry(ctx context.Context, series string) error {
	found := false
	err := s.Forget(ctx, []string{series}, func(bench.Result) bool {
		found = true
		return true
	})
	if err == nil && !found {
		err = s.fault(ErrEndedWell)
	}
	return err
}
