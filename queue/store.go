// Package queue brings runs to the processes that execute them and keeps what
// became of them: River jobs and a table of results in one SQLite database. The
// table of results is the truth. The queue of jobs is made anew from it
// whenever a benchmark starts, so whatever moment the last one was killed at,
// no finished run is lost or repeated.
package queue

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/fmnist/fmnist/bench"
)

// Store is an open database of results.
type Store struct {
	db   *sql.DB
	path string
	lock *flock.Flock // held by the one process that may run jobs, see Work
}

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the database file, and makes it if it does not exist.
func Open(ctx context.Context, path string) (*Store, error) {
	if strings.Contains(path, "://") {
		return nil, fmt.Errorf("results %s: want the path of a file", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("results %s: %w", path, err)
	}
	return open(ctx, path)
}

// OpenExisting is Open for those who only read: a database that is not there
// is an error, not a new one.
func OpenExisting(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return open(ctx, path)
}

// busyTimeout is how long another program, such as a backup, may hold the
// database. It is a variable for the tests.
var busyTimeout = time.Minute

func open(ctx context.Context, path string) (*Store, error) {
	pragmas := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(WAL)",
		"synchronous(FULL)", // a result that was reported is on the disk
		"foreign_keys(ON)",
	}, "_txlock": {"immediate"}}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("results %s: %w", path, err)
	}
	db.SetMaxOpenConns(1) // SQLite has one writer; a second connection would only wait for it
	s := &Store{db: db, path: path, lock: flock.New(path + ".lock")}
	if err := s.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("results %s: %w", path, err)
	}
	return s, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Path is the database's file.
func (s *Store) Path() string { return s.path }

// migrate brings River's tables and ours up to date. The number of our
// migrations that were applied is the database's user_version.
func (s *Store) migrate(ctx context.Context) error {
	migrator, err := rivermigrate.New(riversqlite.New(s.db), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	var applied int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&applied); err != nil {
		return err
	}
	if applied > len(files) {
		return errors.New("the database was written by a newer version of this program")
	}
	for i, file := range files[applied:] {
		if err := s.apply(ctx, file.Name(), applied+i+1); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) apply(ctx context.Context, file string, version int) error {
	statements, err := migrations.ReadFile("migrations/" + file)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
		return fmt.Errorf("migration %s: %w", file, err)
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// insertResult stores a result within a transaction.
func insertResult(ctx context.Context, tx *sql.Tx, r bench.Result) error {
	record, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO results (key, series, seed, status, accuracy, record, predictions) VALUES (?, ?, ?, ?, ?, ?, ?)",
		r.Key(), r.Series(), int64(r.Seed), string(r.Status), r.Accuracy, record, r.Predictions)
	return err
}

// Results are all stored results in the order in which their runs were done.
func (s *Store) Results(ctx context.Context) ([]bench.Result, error) {
	results, err := query(ctx, s.db, "SELECT record, predictions FROM results ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("results %s: %w", s.path, err)
	}
	return results, nil
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func query(ctx context.Context, q querier, statement string, args ...any) ([]bench.Result, error) {
	rows, err := q.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var results []bench.Result
	for rows.Next() {
		var r bench.Result
		var record []byte
		if err := rows.Scan(&record, &r.Predictions); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(record, &r); err != nil {
			return nil, fmt.Errorf("a stored result is not understood: %w", err)
		}
		results = append(results, r)
	}
	return results, rows.Err()
}

const selectOutcomes = "SELECT series, seed, status, accuracy FROM results"

// outcomesOf are those of one series. It must not look at all the others.
func outcomesOf(ctx context.Context, q querier, series string) (bench.Outcomes, error) {
	return readOutcomes(ctx, q, selectOutcomes+" WHERE series = ?", series)
}

func readOutcomes(ctx context.Context, q querier, statement string, args ...any) (bench.Outcomes, error) {
	rows, err := q.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := bench.Outcomes{}
	for rows.Next() {
		var series, status string
		var seed int64
		var accuracy float64
		if err := rows.Scan(&series, &seed, &status, &accuracy); err != nil {
			return nil, err
		}
		all.Add(series, uint64(seed), bench.Status(status), accuracy)
	}
	return all, rows.Err()
}

// Forget takes the results of the series out of force that did not end well and
// that forget says to, so that the next Work runs them again. They stay among
// the Attempts.
func (s *Store) Forget(ctx context.Context, series []string, forget func(bench.Result) bool) error {
	if err := s.forget(ctx, series, forget); err != nil {
		return fmt.Errorf("results %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) forget(ctx context.Context, series []string, forget func(bench.Result) bool) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	bad, err := query(ctx, tx, "SELECT record, NULL FROM results WHERE status <> ?", string(bench.OK))
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, key := range series {
		wanted[key] = true
	}
	for _, r := range bad {
		if !wanted[r.Series()] || !forget(r) {
			continue
		}
		if err := supersede(ctx, tx, r.Key()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// quiet drops River's log where its errors are returned.
var quiet = slog.New(slog.DiscardHandler)

// check reads the whole database and returns an error where it is damaged. What
// is damaged must not be written to.
func (s *Store) check(ctx context.Context) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the database is damaged: %s", verdict)
	}
	return nil
}

// tryWrite writes what is there already, and returns an error where that cannot
// be done.
func (s *Store) tryWrite(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}
