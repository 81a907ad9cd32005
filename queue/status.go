package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Status is what is going on in a database.
type Status struct {
	Workers  []WorkerStatus `json:"workers"` // in the order in which they came
	Queues   []QueueStatus  `json:"queues"`  // that have jobs, the oldest first
	Results  int64          `json:"results"`
	Attempts int64          `json:"attempts"`    // without a result in force
	Minute   int64          `json:"last_minute"` // results stored in it
	Hour     int64          `json:"last_hour"`
}

// WorkerStatus is what is known of a worker.
type WorkerStatus struct {
	ID string `json:"id"`
	WorkerInfo
	Running []string `json:"running"`        // keys of runs
	Since   float64  `json:"since_seconds"`  // it came
	Silent  float64  `json:"silent_seconds"` // it was last heard of
	Lost    bool     `json:"lost"`           // so long that others have its jobs
}

// QueueStatus is what a queue holds.
type QueueStatus struct {
	Queue   string      `json:"queue"`
	Needs   bench.Needs `json:"needs"` // what a worker must have
	Waiting int64       `json:"waiting"`
	Running int64       `json:"running"`
}

// Status reads what is going on now.
func (s *Store) Status(ctx context.Context) (st Status, err error) {
	if st.Workers, err = s.workers(ctx); err != nil {
		return st, s.fault(err)
	}
	if st.Queues, err = s.queues(ctx); err != nil {
		return st, s.fault(err)
	}
	now := s.db.dialect().now
	_, err = collect(ctx, s.db, func(scan func(...any) error) (none struct{}, err error) {
		return none, scan(&st.Results, &st.Attempts, &st.Minute, &st.Hour)
	}, `SELECT (SELECT count(*) FROM results), (SELECT count(*) FROM attempts),
		(SELECT count(*) FROM results WHERE stored > `+now+` - 60000),
		(SELECT count(*) FROM results WHERE stored > `+now+` - 3600000)`)
	return st, s.fault(err)
}

// Job is a run that waits or runs.
type Job struct {
	Key     string
	Worker  string    // its id in Status, "" for one that waits
	Begun   time.Time // zero for one that waits
	Attempt int       // 1 is the first
}

// Jobs are the runs that run, the oldest first, and the first of those that wait
// in the queues, at most so many of each.
func (s *Store) Jobs(ctx context.Context, limit int) (running, waiting []Job, err error) {
	scan := func(scan func(...any) error) (Job, error) {
		b, err := scanBegun(scan)
		j := Job{Key: b.Key, Worker: b.worker, Attempt: b.Attempt}
		if b.worker != "" {
			j.Begun = b.at
		}
		return j, err
	}
	running, err = collect(ctx, s.db, scan, s.selectJobs()+" WHERE state = 'running' ORDER BY id LIMIT $1", limit)
	if err != nil {
		return nil, nil, s.fault(err)
	}
	// One that was cancelled is still in the queue, and has its result.
	waiting, err = collect(ctx, s.db, scan, s.selectJobs()+` WHERE state = 'available'
		AND NOT EXISTS (SELECT 1 FROM results r WHERE r.key = args ->> 'key') ORDER BY queue, priority, scheduled_at, id LIMIT $1`, limit)
	return running, waiting, s.fault(err)
}

func (s *Store) workers(ctx context.Context) ([]WorkerStatus, error) {
	d := s.db.dialect()
	running, err := collect(ctx, s.db, scanBegun, s.selectBegun()+" AND state = 'running' ORDER BY id")
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.db, func(scan func(...any) error) (w WorkerStatus, err error) {
		var record []byte
		var since, silent int64
		if err := scan(&w.ID, &since, &silent, &record); err != nil {
			return w, err
		}
		w.Since, w.Silent = float64(since)/1e3, float64(silent)/1e3
		w.Lost = silent > deadAfter.Milliseconds()
		w.Running = []string{}
		for _, b := range running {
			if b.worker == w.ID {
				w.Running = append(w.Running, b.Key)
			}
		}
		return w, json.Unmarshal(record, &w.WorkerInfo)
	}, "SELECT id, "+d.now+" - started, "+d.now+" - beat, record FROM workers WHERE beat > "+d.now+fmt.Sprintf(" - %d", forgetAfter.Milliseconds())+" ORDER BY started, id")
}

func (s *Store) queues(ctx context.Context) ([]QueueStatus, error) {
	return collect(ctx, s.db, func(scan func(...any) error) (q QueueStatus, err error) {
		var record []byte
		if err := scan(&q.Queue, &record, &q.Waiting, &q.Running); err != nil {
			return q, err
		}
		return q, json.Unmarshal(record, &q.Needs)
	}, `SELECT n.queue, n.record, j.waiting, j.running FROM needs n JOIN (
			SELECT queue, sum(CASE WHEN state = 'running' THEN 0 ELSE 1 END) AS waiting, sum(CASE WHEN state = 'running' THEN 1 ELSE 0 END) AS running
			FROM river_job WHERE state IN ('available', 'running', 'scheduled', 'retryable', 'pending') GROUP BY queue
		) j ON j.queue = n.queue ORDER BY n.created, n.queue`)
}
