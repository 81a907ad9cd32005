package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Log is what is known of the way of a run.
type Log struct {
	Events []Event `json:"events"` // in their order
	Output string  `json:"output"` // the end of what its process has printed
}

// Event is something that happened to a run.
type Event struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Log reads what is known of a run: its attempts, whether it waits or runs, its
// result, and what its process has printed.
func (s *Store) Log(ctx context.Context, key string) (Log, error) {
	l, err := s.readLog(ctx, key)
	return l, s.fault(err)
}

// attemptsLooked is how many of the last attempts are looked through for those of
// one run.
const attemptsLooked = 10_000

func (s *Store) readLog(ctx context.Context, key string) (l Log, err error) {
	attempts, err := query(ctx, s.db, fmt.Sprintf("SELECT record, NULL FROM attempts ORDER BY id DESC LIMIT %d", attemptsLooked))
	if err != nil {
		return l, err
	}
	for i := len(attempts) - 1; i >= 0; i-- {
		if attempts[i].Key() == key {
			l.add(attempts[i])
		}
	}
	queued, err := collect(ctx, s.db, scanBegun, s.selectQueued()+" AND args ->> 'key' = $1", key)
	if err != nil {
		return l, err
	}
	results, err := query(ctx, s.db, "SELECT record, NULL FROM results WHERE key = $1", key)
	if err != nil {
		return l, err
	}
	for _, r := range results {
		l.add(r)
	}
	if len(results) == 0 && len(queued) > 0 {
		l.addQueued(queued[0])
	}
	l.Output, _, err = one[string](ctx, s.db, "SELECT text FROM outputs WHERE key = $1", key)
	return l, err
}

// add tells of an attempt that is over.
func (l *Log) add(r bench.Result) {
	l.event(r.Started, "begun"+on(r.Machine))
	end := r.Done
	if end.IsZero() { // nobody saw it
		end = r.Started
	}
	switch {
	case r.Status == bench.OK:
		l.event(end, fmt.Sprintf("ok: accuracy %.4f, fit %.2f s, predict %.2f s", r.Accuracy, r.FitSeconds, r.PredictSeconds))
	default:
		l.event(end, fmt.Sprintf("%s: %s", r.Status, r.Reason))
	}
	for _, w := range append(r.Warnings, r.TimingDoubts...) {
		l.event(end, "warning: "+w)
	}
}

func (l *Log) addQueued(b begun) {
	if b.worker == "" {
		l.event(time.Now(), "waits")
		return
	}
	l.event(b.at, fmt.Sprintf("begun by %s, attempt %d", b.worker, b.Attempt))
}

func (l *Log) event(at time.Time, text string) {
	l.Events = append(l.Events, Event{at.UTC(), text})
}

func on(machine string) string {
	if machine == "" {
		return ""
	}
	return " on " + machine
}

// outputs are the ends of what runs print, until they are in the database.
type outputs struct {
	mu    sync.Mutex
	tails map[string]*tail // by the run's key
}

// Output keeps the end of what the run's process prints, for Log. Those who read
// it elsewhere see it after lookAfterEvery. It never blocks for the database.
func (s *Store) Output(run bench.Run) io.Writer {
	s.outputs.mu.Lock()
	defer s.outputs.mu.Unlock()
	key := run.Key()
	if s.outputs.tails[key] == nil {
		s.outputs.tails[key] = new(tail)
	}
	return s.outputs.tails[key]
}

// tail is the end of a text.
type tail struct {
	mu      sync.Mutex
	text    []byte
	changed bool
}

const tailBytes = 16 << 10

// Write appends to the text and forgets its beginning.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if drop := len(t.text) - tailBytes; drop > 0 {
		t.text = t.text[:copy(t.text, t.text[drop:])]
	}
	t.changed = t.changed || len(p) > 0
	return len(p), nil
}

// take is the text, if there is more than the last time.
func (t *tail) take() (text string, changed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	changed, t.changed = t.changed, false
	if !changed {
		return "", false
	}
	kept := t.text
	if _, whole, cut := bytes.Cut(kept, []byte("\n")); cut && len(kept) == tailBytes {
		kept = whole
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(kept), "?"), "\x00", "?"), true // PostgreSQL takes no other
}

// writeOutputs makes known what the runs of this process have printed.
func (s *Store) writeOutputs(ctx context.Context) error {
	s.outputs.mu.Lock()
	texts := map[string]string{}
	for key, t := range s.outputs.tails {
		if text, changed := t.take(); changed {
			texts[key] = text
		}
	}
	s.outputs.mu.Unlock()
	for key, text := range texts {
		if err := s.writeOutput(ctx, key, text); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) writeOutput(ctx context.Context, key, text string) error {
	_, err := s.db.exec(ctx, "INSERT INTO outputs (key, text) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET text = excluded.text", key, text)
	return err
}

// endOutput is called when a run has ended. That its output cannot be written is
// no reason not to store its result.
func (s *Store) endOutput(ctx context.Context, run bench.Run) {
	key := run.Key()
	s.outputs.mu.Lock()
	t := s.outputs.tails[key]
	delete(s.outputs.tails, key)
	s.outputs.mu.Unlock()
	if t == nil {
		return
	}
	if text, changed := t.take(); changed {
		ctx, cancel := context.WithTimeout(ctx, statementTimeout)
		defer cancel()
		s.writeOutput(ctx, key, text)
	}
}

// workerInfo is what a worker says of itself; nothing of one that is not known.
func workerInfo(ctx context.Context, c conn, id string) (info WorkerInfo, err error) {
	record, found, err := one[[]byte](ctx, c, "SELECT record FROM workers WHERE id = $1", id)
	if err == nil && found {
		err = json.Unmarshal(record, &info)
	}
	return info, err
}
