package build

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// journal is what is known of each photograph.
type journal struct{ *sql.DB }

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
	place   INTEGER NOT NULL,           -- of the photograph, by the seed: the order of the images
	class   INTEGER NOT NULL DEFAULT 0, -- the label's number
	test    INTEGER NOT NULL DEFAULT 0  -- 1 on the side of the test set
);
CREATE TABLE IF NOT EXISTS class (label TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS testing (draw INTEGER PRIMARY KEY); -- the products on the side of the test set
CREATE INDEX IF NOT EXISTS photo_state ON photo (state, path);`

// openJournal opens or makes a journal. What a crash of the machine takes away is
// done again, so nothing waits for the disk.
func openJournal(ctx context.Context, path string) (*journal, error) {
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)", "temp_store(FILE)"}, "_txlock": {"immediate"}}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, schema); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &journal{db}, nil
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

// change executes a statement many times in one transaction.
func (j *journal) change(ctx context.Context, statement string, calls func(exec func(args ...any) (sql.Result, error)) error) error {
	tx, err := j.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	prepared, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	if err := calls(func(args ...any) (sql.Result, error) { return prepared.ExecContext(ctx, args...) }); err != nil {
		return err
	}
	return tx.Commit()
}
