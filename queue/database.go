package queue

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
)

// database is all that SQLite and PostgreSQL differ in; everything else in this
// package is the same for both.
//
// Statements have PostgreSQL's placeholders $1, $2, ...
type database interface {
	conn
	begin(ctx context.Context) (transaction, error)
	river(*river.Config) (jobs, error)
	dialect() *dialect
	close() error

	// claim makes the caller the only one that works on the database where it
	// must be that, after which nothing in the queue is anybody else's.
	claim(ctx context.Context) (release func(), err error)
	// lasting returns an error where what River complains of will not pass.
	lasting(ctx context.Context) error
	// passing reports whether the fault of a statement may be gone when it is
	// tried again, as after a restart of the server.
	passing(err error) bool
}

// conn is a database or a transaction.
type conn interface {
	exec(ctx context.Context, statement string, args ...any) (affected int64, err error)
	query(ctx context.Context, statement string, args ...any) (rows, error)
}

// transaction is one of either database.
type transaction interface {
	conn
	commit(ctx context.Context) error
	rollback() // without effect after commit
	raw() any  // River's type of it
}

type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// dialect are the words in which statements differ.
type dialect struct {
	name        string
	shared      bool   // several processes may work on it, and listen for jobs
	now         string // the database's clock in milliseconds since 1970
	args        string // the arguments of a row of river_job, as the text of JSON
	attempted   string // when it was begun, in milliseconds since 1970
	attemptedBy string // the worker that has it; River's jobs have one attempt here, see runJob
	forUpdate   string // closes a SELECT of rows that are changed next
	skipLocked  string // closes forUpdate where rows that others change are left out
}

// jobs is River without the type of its transactions.
type jobs interface {
	Start(context.Context) error
	Stop(context.Context) error
	StopAndCancel(context.Context) error
	// insert adds those whose run is not in the queue.
	insert(context.Context, transaction, []river.InsertManyParams) error
	// complete marks a job done that River has begun in this context.
	complete(context.Context, transaction, *river.Job[runJob]) error
}

// riverJobs is River on the driver D with transactions T.
type riverJobs[D riverdriver.Driver[T], T any] struct{ *river.Client[T] }

func newRiver[D riverdriver.Driver[T], T any](driver D, config *river.Config) (jobs, error) {
	client, err := river.NewClient(driver, config)
	return riverJobs[D, T]{client}, err
}

func (r riverJobs[D, T]) insert(ctx context.Context, tx transaction, all []river.InsertManyParams) error {
	_, err := r.InsertManyTx(ctx, tx.raw().(T), all)
	return err
}

func (r riverJobs[D, T]) complete(ctx context.Context, tx transaction, job *river.Job[runJob]) error {
	_, err := river.JobCompleteTx[D](ctx, tx.raw().(T), job)
	return err
}

//go:embed migrations/*/*.sql
var migrations embed.FS

// migrate brings River's tables and then ours up to date. version is that of
// ours, as many of the dialect's migrations as were applied, and setVersion
// writes it.
func migrate[T any](ctx context.Context, db database, driver riverdriver.Driver[T], version int, setVersion func(conn, int) error) error {
	files, err := migrations.ReadDir("migrations/" + db.dialect().name)
	if err != nil {
		return err
	}
	if version > len(files) {
		return errors.New("the database was written by a newer version of this program")
	}
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	for i, file := range files[version:] {
		name := "migrations/" + db.dialect().name + "/" + file.Name()
		if err := apply(ctx, db, name, func(c conn) error { return setVersion(c, version+i+1) }); err != nil {
			return fmt.Errorf("migration %s: %w", file.Name(), err)
		}
	}
	return nil
}

func apply(ctx context.Context, db database, file string, then func(conn) error) error {
	statements, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	return within(ctx, db, func(tx transaction) error {
		if _, err := tx.exec(ctx, string(statements)); err != nil {
			return err
		}
		return then(tx)
	})
}

// within does something in one transaction.
func within(ctx context.Context, db database, do func(transaction) error) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.commit(ctx)
}

// collect reads all rows that the statement returns.
func collect[T any](ctx context.Context, c conn, scan func(scan func(...any) error) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := c.query(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// one reads a row of one value.
func one[T any](ctx context.Context, c conn, statement string, args ...any) (value T, found bool, err error) {
	all, err := collect(ctx, c, func(scan func(...any) error) (v T, err error) { return v, scan(&v) }, statement, args...)
	if len(all) == 0 {
		return value, false, err
	}
	return all[0], true, err
}
