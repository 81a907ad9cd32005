package queue

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// postgres is a database of a PostgreSQL server, for any number of processes.
type postgres struct {
	pgConn
	pool *pgxpool.Pool
}

var postgresDialect = dialect{
	name:        "postgres",
	shared:      true,
	now:         "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
	args:        "args",
	attempted:   "(extract(epoch FROM attempted_at) * 1000)::bigint",
	attemptedBy: "attempted_by[1]",
	forUpdate:   " FOR UPDATE",
	skipLocked:  " SKIP LOCKED",
}

// isPostgres reports whether the name of a database is the URL of a server's.
func isPostgres(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

// settings of each connection. A worker that was halted or cut off in the midst
// of a transaction must not keep its locks: others wait for them.
var settings = map[string]string{
	"application_name":                    "fmnist",
	"idle_in_transaction_session_timeout": "15s",
	"tcp_keepalives_idle":                 "10",
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "3",
	"tcp_user_timeout":                    "20s",
	"client_connection_check_interval":    "10s",
}

// openPostgres connects, and makes the tables where there are none and it may.
func openPostgres(ctx context.Context, url string, make bool) (*postgres, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err // pgx leaves the password out
	}
	for name, value := range settings {
		if _, given := config.ConnConfig.RuntimeParams[name]; !given {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	config.ConnConfig.OnNotice = func(*pgconn.PgConn, *pgconn.Notice) {} // "already exists, skipping"
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = statementTimeout
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	p := &postgres{pgConn{pool}, pool}
	if err := p.migrate(ctx, make); err != nil {
		pool.Close()
		return nil, err
	}
	return p, nil
}

// migrations of several processes that start at once wait for each other under
// this lock.
const migrationLock = 0x666d6e697374 // "fmnist"

func (p *postgres) migrate(ctx context.Context, make bool) error {
	lock, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lock.Release()
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return err
	}
	defer lock.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
	there, _, err := one[bool](ctx, p, "SELECT to_regclass('fmnist_version') IS NOT NULL")
	if err != nil {
		return err
	}
	if !there && !make {
		return errors.New("the database has no tables of fmnist: has a benchmark or a worker been started on it?")
	}
	if !there {
		if _, err := p.exec(ctx, "CREATE TABLE fmnist_version (version INTEGER NOT NULL); INSERT INTO fmnist_version VALUES (0)"); err != nil {
			return err
		}
	}
	version, _, err := one[int](ctx, p, "SELECT version FROM fmnist_version")
	if err != nil {
		return err
	}
	return migrate(ctx, p, riverpgxv5.New(p.pool), version, func(c conn, version int) error {
		_, err := c.exec(ctx, "UPDATE fmnist_version SET version = $1", version)
		return err
	})
}

func (p *postgres) dialect() *dialect { return &postgresDialect }

func (p *postgres) close() error {
	p.pool.Close()
	return nil
}

func (p *postgres) river(config *river.Config) (jobs, error) {
	config.FetchCooldown = 5 * time.Millisecond // the default of 100 is what a short job would wait
	config.FetchPollInterval = time.Second      // for jobs whose notification was lost
	return newRiver(riverpgxv5.New(p.pool), config)
}

func (p *postgres) begin(ctx context.Context) (transaction, error) {
	tx, err := p.pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	return pgTx{pgConn{tx}, tx}, nil
}

func (p *postgres) claim(context.Context) (release func(), err error) { return func() {}, nil }

// lasting is nil: a server comes back.
func (p *postgres) lasting(context.Context) error { return nil }

// passing are the faults of connections, and those of the server that do not
// blame the statement: classes 08 connection, 40 rollback, 53 resources, 55 and
// 57 operator, 58 system.
func (p *postgres) passing(err error) bool {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return strings.Contains("08 40 53 55 57 58", fault.Code[:min(2, len(fault.Code))])
	}
	var scan pgx.ScanArgError
	return !errors.As(err, &scan)
}

// pgConn is a database or a transaction.
type pgConn struct {
	c interface {
		Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
		Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	}
}

func (p pgConn) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	tag, err := p.c.Exec(ctx, statement, args...)
	return tag.RowsAffected(), err
}

func (p pgConn) query(ctx context.Context, statement string, args ...any) (rows, error) {
	return p.c.Query(ctx, statement, args...)
}

type pgTx struct {
	pgConn
	tx pgx.Tx
}

func (t pgTx) commit(ctx context.Context) error { return t.tx.Commit(ctx) }
func (t pgTx) raw() any                         { return t.tx }

func (t pgTx) rollback() {
	ctx, cancel := context.WithTimeout(context.Background(), statementTimeout)
	defer cancel()
	t.tx.Rollback(ctx)
}
