package queue

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/internal/postgrestest"
)

var (
	faultRounds = flag.Int("rounds", 3, "how many rounds TestLostWorkers makes")
	shortJobs   = flag.Int("short-jobs", 600, "how many jobs TestShortJobs works off")
)

// process is a worker in a process of its own.
type process struct {
	*exec.Cmd
	exited chan error
	killed bool

	mu    sync.Mutex
	lines []string
}

// startWorker starts one on the host; sleep is how long a run takes.
func startWorker(t *testing.T, host postgrestest.Host, database string, sleep time.Duration, more ...string) *process {
	t.Helper()
	p := &process{Cmd: host.Command(os.Args[0]), exited: make(chan error, 1)}
	p.Env = append(os.Environ(), append(more, serveVariable+"="+host.URL(database), sleepVariable+"="+sleep.String())...)
	p.Stderr = os.Stderr
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, lines.Text())
			p.mu.Unlock()
		}
		p.exited <- p.Wait()
	}()
	return p
}

// said are the ends of its lines that begin so.
func (p *process) said(begin string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, line := range p.lines {
		if rest, ok := strings.CutPrefix(line, begin+" "); ok {
			all = append(all, rest)
		}
	}
	return all
}

// drain ends the process as an operator does, and waits for it.
func (p *process) drain(t *testing.T) {
	t.Helper()
	p.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.exited:
		if err != nil {
			t.Errorf("a worker ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("a worker does not end")
	}
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 600 {
		if holds() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("in vain: %s", what)
}

// openShared opens a new database of the server.
func openShared(t *testing.T, server *postgrestest.Server) (store *Store, database string) {
	t.Helper()
	before := []time.Duration{beatEvery, deadAfter, statementTimeout, watchEvery, lookAfterEvery}
	beFast()
	t.Cleanup(func() {
		beatEvery, deadAfter, statementTimeout, watchEvery, lookAfterEvery = before[0], before[1], before[2], before[3], before[4]
	})
	database = server.NewDatabase()
	store, err := Open(t.Context(), server.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store, database
}

// waiting is the plan for others to work on.
func (p queuePlan) waiting() Plan {
	plan := p.plan()
	plan.Jobs, plan.Execute = 0, nil
	return plan
}

// A benchmark works on a shared database as on one of its own.
func TestWorkOnPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	store, _ := openShared(t, server)
	p := newPlan(7, 3)
	told := map[string]bool{}
	plan := p.plan()
	plan.Stored = func(r bench.Result, more bool) {
		if told[r.Key()] || more != (r.Seed < 7) {
			t.Errorf("%s: more is %v, told before: %v", r.Key(), more, told[r.Key()])
		}
		told[r.Key()] = true
	}
	if err := store.Work(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(allKeys(p), keys(t, store)); diff != "" || len(told) != 21 {
		t.Errorf("told of %d, stored (-want +got):\n%s", len(told), diff)
	}
	for key, n := range p.executed {
		if n != 1 {
			t.Errorf("%s ran %d times", key, n)
		}
	}
	results, err := store.Results(t.Context())
	want, _ := p.execute(t.Context(), results[0].Run, bench.Limits{})
	if diff := cmp.Diff(want, results[0]); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	again := newPlan(7, 4)
	if err := store.Work(t.Context(), again.plan()); err != nil || len(again.executed) != 7 {
		t.Errorf("a fourth repeat ran %d, error %v", len(again.executed), err)
	}
}

// What a benchmark gives up goes back, and is an attempt.
func TestInterruptedOnPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	store, _ := openShared(t, server)
	ctx, cancel := context.WithCancel(t.Context())
	plan := newPlan(3, 1).plan()
	plan.Execute = func(ctx context.Context, _ bench.Run, _ bench.Limits) (bench.Result, error) {
		cancel()
		<-ctx.Done()
		return bench.Result{}, ctx.Err()
	}
	plan.Jobs = 1
	if err := store.Work(ctx, plan); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	st, err := store.Status(t.Context())
	if err != nil || len(st.Queues) != 1 || st.Queues[0].Waiting != 3 || st.Queues[0].Running != 0 || st.Attempts != 1 || len(st.Workers) != 0 {
		t.Errorf("error %v, status %+v", err, st)
	}
	p := newPlan(3, 1)
	if err := store.Work(t.Context(), p.plan()); err != nil || len(p.executed) != 3 {
		t.Errorf("then %d ran, error %v", len(p.executed), err)
	}
}

// Two benchmarks may want the same at the same time.
func TestTwoBenchmarksOnPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	one, database := openShared(t, server)
	two, err := Open(t.Context(), server.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	p, q := newPlan(20, 2), newPlan(30, 3)
	p.delay, q.delay = 2*time.Millisecond, 2*time.Millisecond
	done := make(chan error, 1)
	go func() { done <- one.Work(t.Context(), p.plan()) }()
	if err := two.Work(t.Context(), q.plan()); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(allKeys(q), keys(t, two)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	if n := len(p.executed) + len(q.executed); n < 90 {
		t.Errorf("%d runs", n)
	}
}

// A worker takes the jobs it can do and no others, says why, and ends in order.
func TestWorkerRefusesAndDrains(t *testing.T) {
	server, hosts := postgrestest.Networks(t, 2)
	store, database := openShared(t, server)
	other := startWorker(t, hosts[0], database, time.Millisecond, programVariable+"=other")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	p := newPlan(4, 1)
	go func() { done <- store.Work(ctx, p.waiting()) }()
	eventually(t, "a refusal in the status", func() bool {
		st, err := store.Status(t.Context())
		return err == nil && len(st.Workers) == 2 && slices.ContainsFunc(st.Workers, func(w WorkerStatus) bool { return len(w.Refuses) == 1 })
	})
	if len(other.said("begun")) > 0 {
		t.Error("the other program has taken a job")
	}
	right := startWorker(t, hosts[1], database, 700*time.Millisecond)
	eventually(t, "a job that has begun", func() bool { return len(right.said("begun")) == 2 })
	right.drain(t)
	if begun, stored := right.said("begun"), right.said("stored"); len(begun) != 2 || len(stored) != 2 {
		t.Errorf("the worker that was drained began %v and stored %v", begun, stored)
	}
	last := startWorker(t, hosts[1], database, time.Millisecond)
	if err := <-done; err != nil {
		t.Error(err)
	}
	last.drain(t)
	other.drain(t)
	cancel()
	if st, err := store.Status(t.Context()); err != nil || len(st.Workers) != 0 || st.Results != 4 || st.Minute != 4 || st.Attempts != 0 {
		t.Errorf("error %v, status %+v", err, st)
	}
}

// A worker that was halted for too long loses its job. When it goes on while the
// next attempt is running, it must not write.
func TestLateTwin(t *testing.T) {
	server, hosts := postgrestest.Networks(t, 2)
	store, database := openShared(t, server)
	late := startWorker(t, hosts[0], database, 300*time.Millisecond)
	done := make(chan error, 1)
	p := newPlan(1, 1)
	go func() { done <- store.Work(t.Context(), p.waiting()) }()
	eventually(t, "a job that has begun", func() bool { return len(late.said("begun")) == 1 })
	late.Process.Signal(syscall.SIGSTOP)
	next := startWorker(t, hosts[1], database, 2*time.Second)
	eventually(t, "a second attempt", func() bool { return len(next.said("begun")) == 1 })
	late.Process.Signal(syscall.SIGCONT)
	eventually(t, "the end of the first attempt", func() bool { return len(late.said("executed"))+len(late.said("ended")) == 1 })
	if err := <-done; err != nil {
		t.Error(err)
	}
	results, err := store.Results(t.Context())
	if err != nil || len(results) != 1 || results[0].Machine != fmt.Sprint(next.Process.Pid) {
		t.Errorf("error %v, results %+v, want that of process %d", err, results, next.Process.Pid)
	}
	if stored := late.said("stored"); len(stored) != 0 {
		t.Errorf("the late worker has stored %v", stored)
	}
	attempts, err := store.Attempts(t.Context())
	if err != nil || len(attempts) != 2 || attempts[0].Status != bench.Interrupted || !strings.Contains(attempts[0].Reason, "was lost") {
		t.Errorf("error %v, attempts %+v", err, attempts)
	}
	late.drain(t)
	next.drain(t)
}

// lostWorkers counts what rounds of faults do.
type lostWorkers struct {
	t      *testing.T
	server *postgrestest.Server
	hosts  []postgrestest.Host
	random *rand.Rand

	results, lost, twice, again, interrupted int
	faults                                   map[string]int
}

// Workers are killed, cut off and halted, and the database is restarted: no
// result is lost, none is there twice, and every job is done.
func TestLostWorkers(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds a round")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	l := &lostWorkers{t: t, random: rand.New(rand.NewPCG(seed, 0)), faults: map[string]int{}}
	l.server, l.hosts = postgrestest.Networks(t, 3)
	for round := range *faultRounds {
		l.round(round)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d rounds, faults %v: %d results, %d lost, %d twice, %d attempts that were interrupted, %d runs executed again",
		*faultRounds, l.faults, l.results, l.lost, l.twice, l.interrupted, l.again)
}

func (l *lostWorkers) round(round int) {
	t := l.t
	store, database := openShared(t, l.server)
	p := newPlan(40, 2)
	var workers []*process
	for _, host := range l.hosts {
		workers = append(workers, startWorker(t, host, database, 80*time.Millisecond, jobsVariable+"=2"))
	}
	told := map[string]int{}
	plan := p.waiting()
	plan.Stored = func(r bench.Result, _ bool) { told[r.Key()]++ }
	done := make(chan error, 1)
	go func() { done <- store.Work(t.Context(), plan) }()
	eventually(t, "first results", func() bool { return len(workers[0].said("stored")) > 0 })
	workers = append(workers, l.fault(round, workers, database)...)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for _, w := range workers {
		if !w.killed {
			w.drain(t)
		}
	}
	l.count(store, p, told, workers)
	store.Close()
}

// fault does one thing to a worker and one to the database, in either order, and
// returns the workers that were started instead of others.
func (l *lostWorkers) fault(round int, workers []*process, database string) []*process {
	kind := []string{"killed", "cut off", "halted"}[round%3]
	restart := []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT}[round%2]
	i := l.random.IntN(len(workers))
	steps := []func(){
		func() {
			l.faults[kind]++
			switch kind {
			case "killed":
				workers[i].killed = true
				workers[i].Process.Kill()
			case "cut off":
				l.hosts[i].Cut()
			case "halted":
				workers[i].Process.Signal(syscall.SIGSTOP)
			}
		},
		func() {
			l.faults["database restarted"]++
			l.server.Stop(restart)
			time.Sleep(time.Duration(l.random.IntN(1000)) * time.Millisecond)
			l.server.Start()
		},
	}
	l.random.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
	for _, step := range steps {
		time.Sleep(time.Duration(l.random.IntN(300)) * time.Millisecond)
		step()
	}
	if kind == "killed" {
		return []*process{startWorker(l.t, l.hosts[i], database, 80*time.Millisecond, jobsVariable+"=2")}
	}
	time.Sleep(deadAfter + time.Duration(l.random.IntN(1000))*time.Millisecond)
	l.hosts[i].Join()
	workers[i].Process.Signal(syscall.SIGCONT)
	return nil
}

// count compares what is stored with what was wanted and with what was told.
func (l *lostWorkers) count(store *Store, p queuePlan, told map[string]int, workers []*process) {
	stored := keys(l.t, store)
	l.results += len(stored)
	if diff := cmp.Diff(allKeys(p), stored); diff != "" {
		l.t.Errorf("stored (-want +got):\n%s", diff)
	}
	times := map[string]int{}
	for _, w := range workers {
		for _, key := range w.said("stored") {
			times[key]++
			if !slices.Contains(stored, key) {
				l.lost++
				l.t.Errorf("%s was stored by a worker, and is lost", key)
			}
		}
	}
	for _, key := range stored {
		if told[key] != 1 || times[key] > 1 {
			l.twice++
			l.t.Errorf("%s: told of %d times, stored %d times", key, told[key], times[key])
		}
	}
	executed := 0
	for _, w := range workers {
		executed += len(w.said("executed"))
	}
	l.again += executed - len(stored)
	attempts, err := store.Attempts(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	l.interrupted += len(attempts) - len(stored)
	left, _, err := one[int](l.t.Context(), store.db, "SELECT count(*) FROM river_job WHERE state <> 'completed'")
	if err != nil || left != 0 {
		l.t.Errorf("error %v, %d jobs are left in the queue", err, left)
	}
}

// workOff works off n runs with so many workers and returns how long it took
// from the beginning of the first to the end of the last.
func workOff(t *testing.T, server *postgrestest.Server, hosts []postgrestest.Host, n int, sleep time.Duration, jobs int) (took, cpu time.Duration) {
	t.Helper()
	store, database := openShared(t, server)
	var workers []*process
	for _, host := range hosts {
		workers = append(workers, startWorker(t, host, database, sleep, fmt.Sprintf("%s=%d", jobsVariable, jobs)))
	}
	eventually(t, "all workers", func() bool {
		st, err := store.Status(t.Context())
		return err == nil && len(st.Workers) == len(hosts)
	})
	before := server.CPU()
	if err := store.Work(t.Context(), newPlan(n, 1).waiting()); err != nil {
		t.Fatal(err)
	}
	cpu = server.CPU() - before
	for _, w := range workers {
		w.drain(t)
	}
	results, err := store.Results(t.Context())
	if err != nil || len(results) != n {
		t.Fatalf("error %v, %d results, want %d", err, len(results), n)
	}
	first, last := results[0].Started, results[0].Done
	for _, r := range results {
		if r.Started.Before(first) {
			first = r.Started
		}
		if r.Done.After(last) {
			last = r.Done
		}
	}
	return last.Sub(first), cpu
}

// Three workers do three times as much as one.
func TestSpeedUp(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds")
	}
	server, hosts := postgrestest.Networks(t, 3)
	for range 2 { // others on the machine may disturb one
		alone, _ := workOff(t, server, hosts[:1], 30, 150*time.Millisecond, 1)
		three, _ := workOff(t, server, hosts, 30, 150*time.Millisecond, 1)
		share := alone.Seconds() / three.Seconds() / 3
		t.Logf("30 runs of 150 ms: one worker %v, three %v: %.3f of the ideal speed-up", alone, three, share)
		if share >= 0.9 {
			return
		}
	}
	t.Error("less than 0.9 of the ideal speed-up")
}

// Short runs are the queue's own cost.
func TestShortJobs(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds")
	}
	server, hosts := postgrestest.Networks(t, 3)
	took, cpu := workOff(t, server, hosts, *shortJobs, 20*time.Millisecond, 1)
	load := cpu.Seconds() / took.Seconds()
	t.Logf("%d runs of 20 ms with 3 workers: %v, %.0f a second; the server used %v, %.2f of a core",
		*shortJobs, took, float64(*shortJobs)/took.Seconds(), cpu, load)
	if load > 0.5 {
		t.Errorf("the server used %.2f of a core, want 0.5 at most", load)
	}
}

func TestControlOnPostgres(t *testing.T) {
	server := postgrestest.Start(t)
	store, database := openShared(t, server)
	other, err := Open(t.Context(), server.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	newControlled(t, store, other).whole()
}
