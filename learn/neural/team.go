package neural

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// team is goroutines that stay between loops. A minibatch is a few loops of
// some tens of microseconds each, which starting goroutines, or waking them
// through the scheduler, would dominate: members watch for the next loop a
// while before they sleep.
type team struct {
	job     atomic.Pointer[job] // the loop to work on, nil once closed
	asleep  atomic.Int32
	mu      sync.Mutex
	event   *sync.Cond // a job was published, or one has finished
	members sync.WaitGroup
}

// job is one loop. It is never reused: a member that comes late finds a loop
// of which nothing is left and touches nothing.
type job struct {
	n              int
	body           func(i int)
	next, finished atomic.Int64
}

// newTeam starts a team of the caller and up to size-1 others. It must be
// closed.
func newTeam(size int) *team {
	t := &team{}
	t.event = sync.NewCond(&t.mu)
	idle := &job{}
	t.job.Store(idle)
	for range size - 1 {
		t.members.Go(func() { t.member(idle) })
	}
	return t
}

// each calls body(0) to body(n-1), each once, and returns when all have
// returned. Which goroutine calls which is left to chance.
func (t *team) each(n int, body func(i int)) {
	j := &job{n: n, body: body}
	t.job.Store(j)
	t.wake()
	t.work(j)
	t.await(func() bool { return int(j.finished.Load()) == n })
}

// close sends the others home.
func (t *team) close() {
	t.job.Store(nil)
	t.wake()
	t.members.Wait()
}

func (t *team) member(last *job) {
	for {
		t.await(func() bool { return t.job.Load() != last })
		if last = t.job.Load(); last == nil {
			return
		}
		t.work(last)
	}
}

// work takes part in the loop until nothing is left to begin.
func (t *team) work(j *job) {
	for {
		i := int(j.next.Add(1)) - 1
		if i >= j.n {
			return
		}
		j.body(i)
		if int(j.finished.Add(1)) == j.n {
			t.wake()
		}
	}
}

// How long a goroutine watches before it sleeps: first without giving up the
// processor, then giving way to others, together about the length of a loop.
// Whoever it waits for may need this very core.
const (
	busySpins  = 4_000
	yieldSpins = 100
)

// await returns when ready holds. Who makes it hold calls wake afterwards.
func (t *team) await(ready func() bool) {
	for spins := range busySpins + yieldSpins {
		if ready() {
			return
		}
		if spins >= busySpins {
			runtime.Gosched()
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asleep.Add(1)
	defer t.asleep.Add(-1)
	for !ready() {
		t.event.Wait()
	}
}

// wake wakes all who sleep. The order of the atomic operations lets no one
// sleep through: await counts itself asleep before it looks a last time.
func (t *team) wake() {
	if t.asleep.Load() > 0 {
		t.mu.Lock()
		t.event.Broadcast()
		t.mu.Unlock()
	}
}
