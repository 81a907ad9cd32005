package queue

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/fmnist/fmnist/bench"
)

// Attempts are all runs that were ever begun and are over, in the order of their
// beginnings: those whose results are in force, those that were run again since,
// and those that ended with their benchmark or their worker.
func (s *Store) Attempts(ctx context.Context) ([]bench.Result, error) {
	all, err := query(ctx, s.db, "SELECT record, NULL FROM attempts UNION ALL SELECT record, NULL FROM results")
	slices.SortStableFunc(all, func(a, b bench.Result) int { return a.Started.Compare(b.Started) })
	return all, s.fault(err)
}

func insertAttempt(ctx context.Context, tx transaction, r bench.Result) error {
	record, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, "INSERT INTO attempts (record) VALUES ($1)", record)
	return err
}

// supersede takes a result out of force.
func supersede(ctx context.Context, tx transaction, key string) error {
	if _, err := tx.exec(ctx, "INSERT INTO attempts (record) SELECT record FROM results WHERE key = $1", key); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "DELETE FROM results WHERE key = $1", key)
	return err
}
