package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Attempts are all runs that were ever begun and are over, in the order of their
// beginnings: those whose results are in force, those that were run again since,
// and those that ended with the benchmark.
func (s *Store) Attempts(ctx context.Context) ([]bench.Result, error) {
	all, err := query(ctx, s.db, "SELECT record, NULL FROM attempts UNION ALL SELECT record, NULL FROM results")
	if err != nil {
		return nil, fmt.Errorf("results %s: %w", s.path, err)
	}
	slices.SortStableFunc(all, func(a, b bench.Result) int { return a.Started.Compare(b.Started) })
	return all, nil
}

// supersede takes a result out of force.
func supersede(ctx context.Context, tx *sql.Tx, key string) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO attempts (record) SELECT record FROM results WHERE key = ?", key); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM results WHERE key = ?", key)
	return err
}

// emptyQueue takes out what a benchmark that is gone has left: the next one makes
// the queue anew. Jobs that had begun are attempts, too.
func (s *Store) emptyQueue(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	begun, err := interrupted(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range begun {
		record, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO attempts (record) VALUES (?)", record); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM river_job"); err != nil {
		return err
	}
	return tx.Commit()
}

// interrupted are the jobs in the queue that were begun and not completed. When
// they ended is not known.
func interrupted(ctx context.Context, tx *sql.Tx) ([]bench.Result, error) {
	rows, err := tx.QueryContext(ctx, "SELECT json(args), attempted_at FROM river_job WHERE attempted_at IS NOT NULL AND state <> 'completed'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var results []bench.Result
	for rows.Next() {
		var args []byte
		var begun time.Time
		if err := rows.Scan(&args, &begun); err != nil {
			return nil, err
		}
		var job runJob
		if err := json.Unmarshal(args, &job); err != nil {
			return nil, fmt.Errorf("a job in the queue is not understood: %w", err)
		}
		results = append(results, bench.Result{Run: job.Run, Status: bench.Interrupted, Reason: "the benchmark ended before it", Started: begun})
	}
	return results, rows.Err()
}
