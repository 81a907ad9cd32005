package build

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/libc"
	"modernc.org/sqlite" // the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// journal is what is known of each photograph, and a folder for what else is too
// much for memory.
type journal struct {
	*sql.DB
	dir string
}

// The states of a photograph.
const (
	listed    = iota // has to be converted
	converted        // has its pixels
	rejected         // for what it is
	duplicate        // rejected for what others are; judged anew by every build
)

const schema = `
CREATE TABLE IF NOT EXISTS settings (text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS photo (
	id      INTEGER PRIMARY KEY,
	path    TEXT NOT NULL UNIQUE,       -- below the folder of the photographs, with slashes
	label   TEXT NOT NULL,              -- the class's name
	product TEXT NOT NULL,              -- photographs of one product stay on one side
	size    INTEGER NOT NULL,           -- of the file, bytes
	changed INTEGER NOT NULL,           -- the file's time, ns
	listing INTEGER NOT NULL,           -- the last one that had it
	state   INTEGER NOT NULL,
	reason  TEXT NOT NULL DEFAULT '',
	detail  TEXT NOT NULL DEFAULT '',
	other   TEXT NOT NULL DEFAULT '',
	pixels  BLOB,                       -- 28 x 28
	digest  INTEGER NOT NULL DEFAULT 0, -- of the pixels
	hash    INTEGER NOT NULL DEFAULT 0, -- photo.Hash
	draw    INTEGER NOT NULL,           -- of the product, by the seed: who comes first into the test set
	place   INTEGER NOT NULL            -- of the photograph, by the seed: the order of the images
);
CREATE TABLE IF NOT EXISTS class (label TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS near (earlier INTEGER NOT NULL, later INTEGER NOT NULL); -- photographs that are near duplicates
CREATE TABLE IF NOT EXISTS testing (draw INTEGER PRIMARY KEY); -- the products on the side of the test set
CREATE INDEX IF NOT EXISTS photo_state ON photo (state, path);

-- The photographs that are in the data set as far as is known. What follows from their
-- labels and products is looked up: to store it would be to write every row once more.
CREATE VIEW IF NOT EXISTS kept AS SELECT id, path, product, pixels, digest, hash, draw, place,
	number AS class, draw IN testing AS test FROM photo CROSS JOIN class ON class.label = photo.label WHERE state = 1;`

// SQLite sorts what is long in temporary files, which it would map into memory as a
// whole. This switches the mapping off, so that a sort needs 1 MB and a buffer of 4 kB
// for every megabyte that is sorted: so only keys should be. It has to be said before
// the first database is opened.
func init() {
	tls := libc.NewTLS()
	defer tls.Close()
	args := libc.NewVaList(int64(0), int64(0)) // the default, the most
	defer libc.Xfree(tls, args)
	if code := sqlite3.Xsqlite3_config(tls, sqlite3.SQLITE_CONFIG_MMAP_SIZE, args); code != sqlite3.SQLITE_OK {
		panic(fmt.Sprintf("build: SQLite does not take a setting: code %d", code))
	}
}

// openJournal opens or makes the journal of a folder. What a crash of the machine
// takes away is done again, so nothing waits for the disk.
func openJournal(ctx context.Context, dir string) (*journal, error) {
	path := filepath.Join(dir, "journal.db")
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)",
		"cache_size(-1000)", // kB for each of the two or three connections; the system has a cache as well
		"temp_store(FILE)",
		// On the same disk, where there has to be room anyway.
		fmt.Sprintf("temp_store_directory('%s')", strings.ReplaceAll(dir, "'", "''"))}, "_txlock": {"immediate"}}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, schema); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &journal{db, dir}, nil
}

// place says where the fault is in an error of the database, such as a full disk.
func (j *journal) place(err error) error {
	if fault := new(sqlite.Error); errors.As(err, &fault) {
		return fmt.Errorf("%s: %w", j.dir, err)
	}
	return err
}

// keepFor empties a journal that was begun with other settings.
func (j *journal) keepFor(ctx context.Context, settings string) error {
	var have string
	err := j.QueryRowContext(ctx, "SELECT text FROM settings").Scan(&have)
	if err == nil && have == settings {
		return nil
	}
	if err != nil && err != sql.ErrNoRows {
		return err
	}
	for _, statement := range []string{"DELETE FROM photo", "DELETE FROM settings"} {
		if _, err := j.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	_, err = j.ExecContext(ctx, "INSERT INTO settings VALUES (?)", settings)
	return err
}

// number is the first column of the first row.
func (j *journal) number(ctx context.Context, query string, args ...any) (n int, err error) {
	err = j.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// counts are the rows of a query for a text and a number.
func (j *journal) counts(ctx context.Context, query string) (map[string]int, error) {
	counts := map[string]int{}
	err := j.each(ctx, query, nil, func(rows *sql.Rows) error {
		var key string
		var n int
		err := rows.Scan(&key, &n)
		counts[key] = n
		return err
	})
	return counts, err
}

// each calls use for every row.
func (j *journal) each(ctx context.Context, query string, args []any, use func(*sql.Rows) error) error {
	rows, err := j.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// batch is how many changes are in a transaction. SQLite keeps 8 bytes in memory for
// every 4 kB that a transaction has written.
const batch = 10_000

// change executes a statement many times. When it fails or is interrupted, the last
// of the calls have no effect: at most a batch.
func (j *journal) change(ctx context.Context, statement string, calls func(exec func(args ...any) (sql.Result, error)) error) error {
	var tx *sql.Tx
	var prepared *sql.Stmt
	n := 0
	begin := func() (err error) {
		if tx, err = j.BeginTx(ctx, nil); err == nil {
			prepared, err = tx.PrepareContext(ctx, statement)
		}
		return err
	}
	defer func() {
		if tx != nil {
			tx.Rollback()
		}
	}()
	if err := begin(); err != nil {
		return err
	}
	err := calls(func(args ...any) (sql.Result, error) {
		if n++; n%batch == 0 {
			if err := errors.Join(tx.Commit(), begin()); err != nil {
				return nil, err
			}
		}
		return prepared.ExecContext(ctx, args...)
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}
