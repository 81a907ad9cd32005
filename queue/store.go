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
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

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

func open(ctx context.Context, path string) (*Store, error) {
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)",
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
	_, err = tx.ExecContext(ctx, "INSERT INTO results (key, series, seed, status, record, predictions) VALUES (?, ?, ?, ?, ?, ?)",
		r.Key(), r.Series(), int64(r.Seed), string(r.Status), record, r.Predictions)
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

// bySeed are the stored results of one series.
func bySeed(ctx context.Context, q querier, series string) (map[uint64]bench.Result, error) {
	results, err := query(ctx, q, "SELECT record, predictions FROM results WHERE series = ?", series)
	if err != nil {
		return nil, err
	}
	seeds := map[uint64]bench.Result{}
	for _, r := range results {
		seeds[r.Seed] = r
	}
	return seeds, nil
}

// Forget deletes the results of the series that have one of the statuses, so
// that the next Work runs them again.
func (s *Store) Forget(ctx context.Context, series []string, statuses ...bench.Status) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("results %s: %w", s.path, err)
	}
	defer tx.Rollback()
	for _, key := range series {
		for _, status := range statuses {
			if _, err := tx.ExecContext(ctx, "DELETE FROM results WHERE series = ? AND status = ?", key, string(status)); err != nil {
				return fmt.Errorf("results %s: %w", s.path, err)
			}
		}
	}
	return tx.Commit()
}

// quiet drops River's log: what matters reaches the caller as an error.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
