// Package queue brings runs to the processes that execute them and keeps what
// became of them: River jobs and a table of results in one database, which is a
// file of SQLite for the processes of one machine, or PostgreSQL for those of
// many. The table of results is the truth, and the queue of jobs is made from it:
// whatever moment a process is killed at, no finished run is lost or repeated.
//
// store, attempts, submission, log and status are for all who read; control is
// for who changes what is worked on; work and worker execute jobs; member tells the living from the dead; database, sqlite and
// postgres are what the two databases differ in.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/fmnist/fmnist/bench"
)

// Store is an open database of results. It may be used from several goroutines.
type Store struct {
	db   database
	name string // for people: a path, or a URL without its password
	add  jobs   // River without workers

	outputs outputs // of runs that this process executes
}

// Open opens the database, and makes it if it does not exist: the path of a file,
// or postgres://user@host/name, where tables are made and not the database.
func Open(ctx context.Context, db string) (*Store, error) {
	if isPostgres(db) {
		p, err := openPostgres(ctx, db, true)
		return newStore(p, hidePassword(db), err)
	}
	if strings.Contains(db, "://") {
		return nil, fmt.Errorf("results %s: want the path of a file, or postgres://host/name", db)
	}
	if err := os.MkdirAll(filepath.Dir(db), 0o755); err != nil {
		return nil, fmt.Errorf("results %s: %w", db, err)
	}
	s, err := openSQLite(ctx, db)
	return newStore(s, db, err)
}

// OpenExisting is Open for those who only read: a database that is not there
// is an error, not a new one.
func OpenExisting(ctx context.Context, db string) (*Store, error) {
	if isPostgres(db) {
		p, err := openPostgres(ctx, db, false)
		return newStore(p, hidePassword(db), err)
	}
	if _, err := os.Stat(db); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return Open(ctx, db)
}

func newStore(db database, name string, err error) (*Store, error) {
	if err != nil {
		return nil, fmt.Errorf("results %s: %w", name, err)
	}
	add, err := db.river(&river.Config{Logger: quiet})
	if err != nil {
		db.close()
		return nil, fmt.Errorf("results %s: %w", name, err)
	}
	return &Store{db: db, name: name, add: add, outputs: outputs{tails: map[string]*tail{}}}, nil
}

func hidePassword(db string) string {
	u, err := url.Parse(db)
	if err != nil {
		return "postgres://..."
	}
	return u.Redacted()
}

// Close closes the database.
func (s *Store) Close() error { return s.db.close() }

// Path is the database's file, or its URL without the password.
func (s *Store) Path() string { return s.name }

// IsShared reports whether workers on other machines can join the database.
func IsShared(db string) bool { return isPostgres(db) }

// Shared reports whether workers on other machines can join.
func (s *Store) Shared() bool { return s.db.dialect().shared }

// fault names the database in an error.
func (s *Store) fault(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("results %s: %w", s.name, err)
}

// statementTimeout is how long a server may be silent before a statement is
// given up and tried again. It is a variable for the tests.
var statementTimeout = 10 * time.Second

// retryEvery is the pause before something is tried again.
const retryEvery = 500 * time.Millisecond

// persist tries again for as long as the fault may pass, as while a server is
// restarted.
func (s *Store) persist(ctx context.Context, do func(context.Context) error) error {
	for {
		limited, cancel := ctx, context.CancelFunc(func() {})
		if s.Shared() {
			limited, cancel = context.WithTimeout(ctx, statementTimeout)
		}
		err := do(limited)
		cancel()
		if err == nil || ctx.Err() != nil || !s.db.passing(err) {
			return err
		}
		pause(ctx, retryEvery)
	}
}

// pause waits, unless the context ends before.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// insertResult stores a result within a transaction, unless its run has one.
func (s *Store) insertResult(ctx context.Context, tx transaction, r bench.Result) error {
	record, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO results (key, series, seed, status, accuracy, record, predictions, stored)
		VALUES ($1, $2, $3, $4, $5, $6, $7, `+s.db.dialect().now+`) ON CONFLICT (key) DO NOTHING`,
		r.Key(), r.Series(), int64(r.Seed), string(r.Status), r.Accuracy, record, r.Predictions)
	return err
}

// Results are all stored results in the order in which their runs were done.
func (s *Store) Results(ctx context.Context) ([]bench.Result, error) {
	results, err := query(ctx, s.db, "SELECT record, predictions FROM results ORDER BY id")
	return results, s.fault(err)
}

func query(ctx context.Context, c conn, statement string, args ...any) ([]bench.Result, error) {
	return collect(ctx, c, func(scan func(...any) error) (r bench.Result, err error) {
		var record []byte
		if err := scan(&record, &r.Predictions); err != nil {
			return r, err
		}
		if err := json.Unmarshal(record, &r); err != nil {
			return r, fmt.Errorf("a stored result is not understood: %w", err)
		}
		return r, nil
	}, statement, args...)
}

const selectOutcomes = "SELECT series, seed, status, accuracy FROM results"

// outcomesOf are those of one series. It must not look at all the others.
func outcomesOf(ctx context.Context, c conn, series string) (bench.Outcomes, error) {
	return readOutcomes(ctx, c, selectOutcomes+" WHERE series = $1", series)
}

func readOutcomes(ctx context.Context, c conn, statement string, args ...any) (bench.Outcomes, error) {
	all := bench.Outcomes{}
	_, err := collect(ctx, c, func(scan func(...any) error) (none struct{}, err error) {
		var series, status string
		var seed int64
		var accuracy float64
		if err := scan(&series, &seed, &status, &accuracy); err != nil {
			return none, err
		}
		all.Add(series, uint64(seed), bench.Status(status), accuracy)
		return none, nil
	}, statement, args...)
	return all, err
}

// Forget takes the results of the series out of force that did not end well and
// that forget says to, so that the next Work runs them again. They stay among
// the Attempts.
func (s *Store) Forget(ctx context.Context, series []string, forget func(bench.Result) bool) error {
	wanted := map[string]bool{}
	for _, key := range series {
		wanted[key] = true
	}
	return s.fault(within(ctx, s.db, func(tx transaction) error {
		bad, err := query(ctx, tx, "SELECT record, NULL FROM results WHERE status <> $1", string(bench.OK))
		if err != nil {
			return err
		}
		for _, r := range bad {
			if !wanted[r.Series()] || !forget(r) {
				continue
			}
			if err := supersede(ctx, tx, r.Key()); err != nil {
				return err
			}
		}
		return nil
	}))
}

// quiet drops River's log where its errors are returned.
var quiet = slog.New(slog.DiscardHandler)
