package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// lookAfterEvery is how often a worker looks whether it still has the jobs that it
// holds: how long a cancelled run goes on. It is a variable for the tests.
var lookAfterEvery = 2 * time.Second

// How long a worker may be silent. River's own rescue goes by how long a job
// runs, which says nothing where runs take seconds or days; so each worker says
// every beatEvery that it lives and which jobs it holds, and one that was not
// heard of for deadAfter loses them to the others. They are variables for the
// tests.
var (
	beatEvery = 5 * time.Second
	deadAfter = 30 * time.Second
)

// forgetAfter is how long a worker that is lost is remembered.
const forgetAfter = time.Hour

// WorkerInfo is what a worker says of itself.
type WorkerInfo struct {
	Name    string            `json:"name"` // of its host
	Process int               `json:"process"`
	Version string            `json:"version"` // of the program
	Machine string            `json:"machine"`
	Jobs    int               `json:"jobs"`              // runs at the same time, at most
	Queue   string            `json:"queue,omitempty"`   // it works on
	Refuses map[string]string `json:"refuses,omitempty"` // queues that it does not work on, and why
	State   string            `json:"state,omitempty"`   // "draining" where it takes no more
}

// errTaken ends a run whose job was taken from this worker.
var errTaken = errors.New("the job was given to another worker")

// member is a process among those that work on a database.
type member struct {
	store *Store
	id    string
	tell  func(string) // what a person should know; may be nil

	mu     sync.Mutex
	info   WorkerInfo
	held   map[int64]context.CancelCauseFunc // ends the run of a job, by the job's id
	silent error                             // why the last beat did not come through
	stop   context.CancelFunc
	over   sync.WaitGroup
}

// join makes the process known as a worker. The first beat must come through.
func (s *Store) join(ctx context.Context, info WorkerInfo, tell func(string)) (*member, error) {
	info.Name, _ = os.Hostname()
	info.Process = os.Getpid()
	m := &member{
		store: s, info: info, tell: tell, held: map[int64]context.CancelCauseFunc{},
		id: fmt.Sprintf("%s-%d-%s", cmp.Or(info.Name, "unknown"), info.Process, uuid.NewString()[:8]),
	}
	if err := m.beat(ctx); err != nil {
		return nil, err
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	m.repeat(beating, beatEvery, func() { m.hear(m.beat(beating)) })
	m.repeat(beating, lookAfterEvery, func() { m.lookAfterJobs(beating) }) // the beat tells where the database is away
	return m, nil
}

// repeat does something until the context ends.
func (m *member) repeat(ctx context.Context, every time.Duration, do func()) {
	m.over.Go(func() {
		for {
			if pause(ctx, every); ctx.Err() != nil {
				return
			}
			do()
		}
	})
}

// leave takes the worker off the list. It must not hold jobs any more.
func (m *member) leave() {
	m.stop()
	m.over.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), statementTimeout)
	defer cancel()
	m.store.db.exec(ctx, "DELETE FROM workers WHERE id = $1", m.id) // else it is found to be lost
}

// hear tells when the database ceases to answer, and when it answers again.
func (m *member) hear(err error) {
	m.mu.Lock()
	before := m.silent
	m.silent = err
	m.mu.Unlock()
	switch {
	case err != nil && before == nil:
		m.say(fmt.Sprintf("the database does not answer, trying again: %v", err))
	case err == nil && before != nil:
		m.say("the database answers again")
	}
}

func (m *member) say(text string) {
	if m.tell != nil {
		m.tell(text)
	}
}

// set changes what the worker says of itself.
func (m *member) set(change func(*WorkerInfo)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.info)
}

// hold notes that the worker has a job, until release. The context ends when the
// job is taken away.
func (m *member) hold(ctx context.Context, job int64) (held context.Context, release func()) {
	held, cancel := context.WithCancelCause(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held[job] = cancel
	return held, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.held, job)
		cancel(nil)
	}
}

// beat says that the worker lives, and takes from others that do not.
func (m *member) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	m.mu.Lock()
	held := slices.Sorted(maps.Keys(m.held))
	record, err := json.Marshal(m.info)
	m.mu.Unlock()
	if err != nil {
		return err
	}
	now := m.store.db.dialect().now
	if _, err := m.store.db.exec(ctx, fmt.Sprintf(`INSERT INTO workers (id, started, beat, jobs, record) VALUES ($1, %s, %s, $2, $3)
		ON CONFLICT (id) DO UPDATE SET beat = excluded.beat, jobs = excluded.jobs, record = excluded.record`, now, now),
		m.id, idList(held), string(record)); err != nil {
		return err
	}
	return m.store.takeFromDead(ctx)
}

// lookAfterJobs ends runs that were taken from the worker, and makes known what
// the others have printed.
func (m *member) lookAfterJobs(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	m.mu.Lock()
	held := slices.Sorted(maps.Keys(m.held))
	m.mu.Unlock()
	if err := m.letGo(ctx, held); err != nil {
		return err
	}
	return m.store.writeOutputs(ctx)
}

// idList is ",1,2,": each id between commas, so that LIKE finds it.
func idList(ids []int64) string {
	list := ","
	for _, id := range ids {
		list += fmt.Sprintf("%d,", id)
	}
	return list
}

// letGo ends the runs of jobs that the worker holds and has no more.
func (m *member) letGo(ctx context.Context, held []int64) error {
	if len(held) == 0 {
		return nil
	}
	mine, err := collect(ctx, m.store.db, func(scan func(...any) error) (id int64, err error) { return id, scan(&id) },
		"SELECT id FROM river_job WHERE state = 'running' AND id IN ("+strings.Trim(idList(held), ",")+")")
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range held {
		if cancel := m.held[id]; cancel != nil && !slices.Contains(mine, id) {
			cancel(errTaken)
		}
	}
	return nil
}

// takeFromDead enqueues again the jobs that nobody holds: those of workers that
// were not heard of for deadAfter, and those that were handed out while the
// connection broke, so that their worker never learned of them.
func (s *Store) takeFromDead(ctx context.Context) error {
	d := s.db.dialect()
	silence := deadAfter.Milliseconds()
	return within(ctx, s.db, func(tx transaction) error {
		lost, err := collect(ctx, tx, scanBegun, fmt.Sprintf(`%s AND state = 'running' AND %s < %s - %d AND NOT EXISTS (
			SELECT 1 FROM workers w WHERE w.id = %s AND w.beat > %s - %d AND w.jobs LIKE '%%,' || river_job.id || ',%%')%s`,
			s.selectBegun(), d.attempted, d.now, silence, d.attemptedBy, d.now, silence, d.forUpdate+d.skipLocked))
		if err != nil {
			return err
		}
		for _, b := range lost {
			reason := fmt.Sprintf("attempt %d: the worker %s was lost", b.Attempt, b.worker)
			if err := s.again(ctx, tx, b, reason, true); err != nil {
				return err
			}
		}
		_, err = tx.exec(ctx, fmt.Sprintf("DELETE FROM workers WHERE beat < %s - %d", d.now, forgetAfter.Milliseconds()))
		return err
	})
}
