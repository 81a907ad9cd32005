package queue

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// sqlite is a file. One process works on it at a time; readers are welcome.
type sqlite struct {
	sqliteConn
	db   *sql.DB
	lock *flock.Flock // held by the one process that may run jobs
}

var sqliteDialect = dialect{
	name:        "sqlite",
	now:         "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
	args:        "json(args)",
	attempted:   "CAST(unixepoch(attempted_at, 'subsec') * 1000 AS INTEGER)",
	attemptedBy: "attempted_by ->> 0",
}

// busyTimeout is how long another program, such as a backup, may hold the
// database. It is a variable for the tests.
var busyTimeout = time.Minute

func openSQLite(ctx context.Context, path string) (*sqlite, error) {
	pragmas := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(WAL)",
		"synchronous(FULL)", // a result that was reported is on the disk
		"foreign_keys(ON)",
	}, "_txlock": {"immediate"}}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // SQLite has one writer; a second connection would only wait for it
	s := &sqlite{sqliteConn{db}, db, flock.New(path + ".lock")}
	if err := s.migrate(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// migrate keeps the version of our tables in the database's user_version.
func (s *sqlite) migrate(ctx context.Context) error {
	version, _, err := one[int](ctx, s, "PRAGMA user_version")
	if err != nil {
		return err
	}
	return migrate(ctx, s, riversqlite.New(s.db), version, func(c conn, version int) error {
		_, err := c.exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

func (s *sqlite) dialect() *dialect { return &sqliteDialect }
func (s *sqlite) close() error      { return s.db.Close() }

func (s *sqlite) river(config *river.Config) (jobs, error) {
	config.FetchCooldown = time.Millisecond
	config.FetchPollInterval = 10 * time.Millisecond // how long a worker may stay idle: SQLite does not notify
	return newRiver(riversqlite.New(s.db), config)
}

func (s *sqlite) begin(ctx context.Context) (transaction, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return sqliteTx{sqliteConn{tx}, tx}, nil
}

// claim also reads the whole database, and returns an error where it is
// damaged: what is damaged must not be written to.
func (s *sqlite) claim(ctx context.Context) (release func(), err error) {
	locked, err := s.lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !locked {
		return nil, ErrLocked
	}
	release = func() { s.lock.Unlock() }
	verdict, _, err := one[string](ctx, s, "PRAGMA quick_check(1)")
	if err == nil && verdict != "ok" {
		err = fmt.Errorf("the database is damaged: %s", verdict)
	}
	if err != nil {
		release()
	}
	return release, err
}

// lasting writes what is there already. With a full disk River tries again for
// ever, and a benchmark would stand still.
func (s *sqlite) lasting(ctx context.Context) error {
	return within(ctx, s, func(tx transaction) error {
		version, _, err := one[int](ctx, tx, "PRAGMA user_version")
		if err != nil {
			return err
		}
		_, err = tx.exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

// passing is false: busyTimeout has gone by, or it is the disk.
func (s *sqlite) passing(error) bool { return false }

// sqliteConn is a database or a transaction.
type sqliteConn struct {
	c interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

// numbered turns placeholders into SQLite's ?1, ?2, ...
func numbered(statement string) string { return strings.ReplaceAll(statement, "$", "?") }

func (s sqliteConn) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	if len(args) > 0 { // a migration has none, and dollars of its own
		statement = numbered(statement)
	}
	result, err := s.c.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s sqliteConn) query(ctx context.Context, statement string, args ...any) (rows, error) {
	r, err := s.c.QueryContext(ctx, numbered(statement), args...)
	return sqliteRows{r}, err
}

type sqliteRows struct{ *sql.Rows }

// Close ends the reading; what was wrong is in Err.
func (r sqliteRows) Close() { r.Rows.Close() }

type sqliteTx struct {
	sqliteConn
	tx *sql.Tx
}

func (t sqliteTx) commit(context.Context) error { return t.tx.Commit() }
func (t sqliteTx) rollback()                    { t.tx.Rollback() }
func (t sqliteTx) raw() any                     { return t.tx }
