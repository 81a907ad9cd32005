package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/fmnist/fmnist/idx"
)

// Getter brings known data sets into the cache.
type Getter struct {
	DataDir  string                    // as DataDir takes it
	From     string                    // a folder to try first, that has the files or a folder of the data set's name; may be empty
	Progress func(name string, s Step) // may be nil
}

// Get returns a data set from the cache, after it has brought it there from the
// first source that has it. Whatever the source, the content is checked against
// the digests of the catalogue, and nothing else gets into the cache.
//
// It is safe to get the same data set from several processes at once.
func (g Getter) Get(ctx context.Context, e *Entry) (*Dataset, error) {
	root, err := DataDir(g.DataDir)
	if err != nil {
		return nil, err
	}
	// The commands that fetch run in folders of their own.
	if root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	dir := filepath.Join(root, e.Name)
	if d, err := Open(dir); err == nil && d.Entry == e {
		return d, nil
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	unlock, err := g.lock(ctx, e, root)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d, err := Open(dir) // again: another process may have brought it
	switch {
	case err == nil && d.Entry == e:
		return d, nil
	case err == nil && d.foreign():
		return nil, fmt.Errorf("%s holds another data set (digest %s): move it away", dir, d.Digest)
	}
	return g.fetch(ctx, e, root)
}

// lock keeps other processes from getting the same data set. The file stays:
// to remove it would take the lock from who already waits for it.
func (g Getter) lock(ctx context.Context, e *Entry, root string) (unlock func(), err error) {
	l := flock.New(filepath.Join(root, "."+e.Name+".lock"), flock.SetPermissions(0o644))
	ok, err := l.TryLock()
	if err == nil && !ok {
		g.progress(e)(Step{Title: "wait for another fmnist"})
		_, err = l.TryLockContext(ctx, 100*time.Millisecond)
	}
	if err != nil {
		return nil, err
	}
	return func() { l.Unlock() }, nil
}

func (g Getter) progress(e *Entry) Progress {
	return func(s Step) {
		if g.Progress != nil {
			g.Progress(e.Name, s)
		}
	}
}

// foreign says whether a data set is whole but shares nothing with the
// catalogue: somebody's own data, not a damaged cache.
func (d *Dataset) foreign() bool {
	for _, f := range d.Files {
		if e, _ := identifyFile(f.SHA256); e != nil {
			return false
		}
	}
	return true
}

// fetch tries one source after the other.
func (g Getter) fetch(ctx context.Context, e *Entry, root string) (*Dataset, error) {
	sources := e.Sources
	if g.From != "" {
		given, err := givenFolder(g.From, e)
		if err != nil {
			return nil, err
		}
		sources = append([]Source{given}, sources...)
	}
	var misses []string
	for _, s := range sources {
		err := g.fetchFrom(ctx, e, s, root)
		var own cacheError
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.As(err, &own):
			return nil, own.error
		case err != nil:
			misses = append(misses, fmt.Sprintf("%v: %v", s, err))
			continue
		}
		os.RemoveAll(fetchFolder(e, root)) // what other sources have begun
		d, err := Open(filepath.Join(root, e.Name))
		if err == nil && g.From != "" && len(misses) > 0 {
			d.Warnings = append(d.Warnings, "not taken from the folder given: "+misses[0])
		}
		return d, err
	}
	return nil, fmt.Errorf("no source has it:\n  %s", strings.Join(misses, "\n  "))
}

// givenFolder is the folder of the data set's name below the one given, where
// there is one, else that itself.
func givenFolder(from string, e *Entry) (Folder, error) {
	from, err := filepath.Abs(from) // it goes into the provenance
	if err != nil {
		return "", err
	}
	if named := filepath.Join(from, e.Name); isFolder(named) {
		return Folder(named), nil
	}
	return Folder(from), nil
}

// fetchFolder is where the sources of a data set may write.
func fetchFolder(e *Entry, root string) string {
	return filepath.Join(root, "."+e.Name+".fetch")
}

// fetchFrom fetches from one source and installs what it has.
func (g Getter) fetchFrom(ctx context.Context, e *Entry, s Source, root string) error {
	// One folder a source: what a mirror has begun, another cannot continue.
	name := sha256.Sum256([]byte(s.String()))
	parent := fetchFolder(e, root)
	scratch := filepath.Join(parent, hex.EncodeToString(name[:4]))
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return cacheError{err}
	}
	defer os.Remove(parent) // goes through when nothing is left to resume
	from, err := s.Fetch(ctx, e, scratch, g.progress(e))
	if _, ok := s.(download); ok && err != nil && !errors.As(err, new(cacheError)) {
		os.Remove(scratch) // likewise
		return err
	}
	defer os.RemoveAll(scratch)
	if err != nil {
		return err
	}
	return install(ctx, e, s, from, filepath.Join(root, e.Name), g.progress(e))
}

// cacheError is a failure of the cache rather than of a source: another source
// would not help.
type cacheError struct{ error }

func (e cacheError) Unwrap() error { return e.error }

// install copies the four files into the folder dir of the cache, as plain IDX.
// None gets its name before all four are known to be right.
func install(ctx context.Context, e *Entry, s Source, from, dir string, progress Progress) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return cacheError{err}
	}
	defer func() {
		if err != nil {
			os.Remove(dir) // goes through when it is empty
		}
	}()
	sweep(dir)
	c := copier{ctx: ctx, entry: e, progress: progress}
	defer c.discard()
	for i := range numFiles {
		if err := c.copy(i, from, dir); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		if err := f.Commit(); err != nil {
			return cacheError{err}
		}
	}
	p := Provenance{Name: e.Name, Digest: e.Digest(), Source: s.String(), Obtained: time.Now().UTC().Truncate(time.Second)}
	if err := p.write(dir); err != nil {
		return cacheError{err}
	}
	return nil
}

// sweep removes what a process that was killed has left in the folder. The lock
// says that nobody else writes there.
func sweep(dir string) {
	for _, name := range FileNames {
		left, _ := filepath.Glob(filepath.Join(dir, "."+name+".*.tmp"))
		for _, path := range left {
			os.Remove(path)
		}
	}
}

// copier copies the files of a data set, decompressed, and checks them.
type copier struct {
	ctx      context.Context
	entry    *Entry
	progress Progress
	files    []*idx.File
	done     int64
}

func (c *copier) discard() {
	for _, f := range c.files {
		f.Discard()
	}
}

// copy copies one file. It is left to be committed.
func (c *copier) copy(i int, from, dir string) error {
	path, err := find(from, i)
	if err != nil {
		return err
	}
	r, err := idx.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	// Before a wrong file fills the disk.
	if size := int64(r.Header().Len()) + r.Header().DataSize(); size != c.entry.Size(i) {
		return fmt.Errorf("%s: %w: %v %v of %d bytes, want %d", path, ErrDigest, r.Header().Dims, r.Header().Type, size, c.entry.Size(i))
	}
	to, err := idx.Create(filepath.Join(dir, FileNames[i]))
	if err != nil {
		return cacheError{err}
	}
	c.files = append(c.files, to)
	h := sha256.New()
	w := io.MultiWriter(h, cacheWriter{to}, c)
	if _, err := w.Write(r.Header().Append(nil)); err != nil {
		return err
	}
	if _, err := io.CopyBuffer(w, r, make([]byte, 1<<20)); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != c.entry.SHA256[i] {
		return wrongContent(path, got, c.entry, i)
	}
	return nil
}

// Write counts what was copied, and stops when the context is done.
func (c *copier) Write(p []byte) (int, error) {
	var total int64
	for i := range numFiles {
		total += c.entry.Size(i)
	}
	c.done += int64(len(p))
	c.progress(Step{"copy and check", c.done, total})
	return len(p), c.ctx.Err()
}

// cacheWriter marks errors as those of the cache.
type cacheWriter struct{ io.Writer }

func (w cacheWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if err != nil {
		err = cacheError{err}
	}
	return n, err
}

// wrongContent says what the file is instead, where it is known.
func wrongContent(path, digest string, want *Entry, file int) error {
	what := ""
	if e, name := identifyFile(digest); e != nil {
		what = fmt.Sprintf(" (that is %s of %s)", name, e.Title)
	}
	return fmt.Errorf("%s: %w: SHA-256 %s%s, want %s", path, ErrDigest, digest, what, want.SHA256[file])
}
