package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Service is what a worker offers to the benchmarks of a shared database.
type Service struct {
	Worker WorkerInfo    // Jobs: runs at the same time
	Grace  time.Duration // how long running jobs may go on after the context is done

	// Lacks returns an error where the process cannot do such work; it may fetch
	// what it needs.
	Lacks func(context.Context, bench.Needs) error
	// Execute, Started and Tell are as in Plan.
	Execute func(context.Context, bench.Run, bench.Limits) (bench.Result, error)
	Started func(bench.Run)
	Stored  func(bench.Result)
	Tell    func(string)
}

// lookEvery is how often a worker looks for a queue that it is to work on, and
// refusedFor how long it leaves alone one that it could not work on.
const (
	lookEvery  = time.Second
	refusedFor = time.Minute
)

// Serve works on the jobs of all benchmarks that use the database, one queue at a
// time, until the context is done. Then it takes no more jobs, waits for those
// that are running for as long as Grace allows, and gives back the others.
func (s *Store) Serve(ctx context.Context, service Service) error {
	if !s.Shared() {
		return s.fault(errors.New("workers join a shared database, postgres://...; fmnist bench works on this one"))
	}
	m, err := s.join(ctx, service.Worker, service.Tell)
	if err != nil {
		return s.fault(err)
	}
	defer m.leave()
	v := &server{store: s, member: m, service: service, refused: map[string]time.Time{}}
	return s.fault(v.serve(ctx))
}

// server is a worker that serves all benchmarks.
type server struct {
	store   *Store
	member  *member
	service Service
	queue   string               // it works on, "" for none
	worker  *worker              // that does, nil for none
	refused map[string]time.Time // when it was found that it cannot work on a queue
}

func (v *server) serve(ctx context.Context) error {
	for {
		var ended <-chan error
		if v.worker != nil {
			ended = v.worker.ended
		}
		next, err := v.next(ctx)
		if err == nil && next != v.queue {
			err = v.change(ctx, next)
		}
		if ctx.Err() != nil {
			return v.drain()
		}
		v.member.hear(err)
		select {
		case <-ctx.Done():
			return v.drain()
		case err := <-ended:
			v.drain()
			return err
		case <-time.After(lookEvery):
		}
	}
}

// next is the queue to work on: the present one for as long as it has jobs, else
// the oldest that has and that can be worked on here, else the present one.
func (v *server) next(ctx context.Context) (string, error) {
	type candidate struct {
		queue string
		needs bench.Needs
	}
	limited, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	all, err := collect(limited, v.store.db, func(scan func(...any) error) (c candidate, err error) {
		var record []byte
		if err := scan(&c.queue, &record); err != nil {
			return c, err
		}
		return c, json.Unmarshal(record, &c.needs)
	}, `SELECT queue, record FROM needs n
		WHERE EXISTS (SELECT 1 FROM river_job j WHERE j.state = 'available' AND j.queue = n.queue) ORDER BY queue <> $1, created`, v.queue)
	if err != nil {
		return "", err
	}
	for _, c := range all {
		if c.queue == v.queue || v.accepts(ctx, c.queue, c.needs) {
			return c.queue, nil
		}
	}
	return v.queue, nil
}

// accepts reports whether the queue can be worked on, and tells of it where not.
func (v *server) accepts(ctx context.Context, queue string, needs bench.Needs) bool {
	if at, refused := v.refused[queue]; refused && time.Since(at) < refusedFor {
		return false
	}
	err := v.service.Lacks(ctx, needs)
	if ctx.Err() != nil {
		return false
	}
	_, before := v.refused[queue]
	delete(v.refused, queue)
	if err != nil {
		v.refused[queue] = time.Now()
	}
	v.member.set(func(info *WorkerInfo) {
		refuses := map[string]string{}
		for other, reason := range info.Refuses {
			if other != queue {
				refuses[other] = reason
			}
		}
		if err != nil {
			refuses[queue] = err.Error()
		}
		info.Refuses = refuses // a new one: beats read it
	})
	if err != nil && !before {
		v.member.say(fmt.Sprintf("takes no jobs of queue %s: %v", queue, err))
	}
	return err == nil
}

// change works on another queue, when the jobs of the present one have ended.
func (v *server) change(ctx context.Context, queue string) error {
	if v.worker != nil {
		if err := v.worker.stop(ctx); err != nil {
			return err
		}
	}
	v.queue = ""
	v.worker = newWorker(v.member, v.service.Worker.Jobs)
	v.worker.execute, v.worker.started = v.service.Execute, v.service.Started
	v.worker.stored = func(_ runJob, r bench.Result, _ bool) error {
		if v.service.Stored != nil {
			v.service.Stored(r)
		}
		return nil
	}
	if err := v.worker.start(ctx, queue); err != nil {
		v.worker = nil
		return err
	}
	v.queue = queue
	return nil
}

// drain ends the service.
func (v *server) drain() error {
	if v.worker == nil {
		return nil
	}
	v.member.set(func(info *WorkerInfo) { info.State = "draining" })
	ctx, cancel := context.WithTimeout(context.Background(), v.service.Grace)
	defer cancel()
	if v.service.Grace > 0 && v.worker.stop(ctx) == nil {
		return nil
	}
	v.worker.abandon(context.Background())
	return nil
}
