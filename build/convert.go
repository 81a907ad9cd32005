package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/fmnist/fmnist/photo"
)

// page is how many photographs are stored in a transaction.
const page = 256

// maxFile is the longest file that is read.
const maxFile = 256 << 20

// result is what became of a photograph.
type result struct {
	id     int64
	path   string
	reject rejection
	pixels []uint8
	hash   uint64
}

// convert converts every photograph that is listed, on all cores, and stores those
// that are done page by page meanwhile. What is done when ctx ends is kept.
func (b *builder) convert(whole context.Context) error {
	ctx, stop := context.WithCancel(whole)
	defer stop()
	todo, done := make(chan result, page), make(chan result, page)
	fed := make(chan error, 1)
	go func() {
		defer close(todo)
		fed <- b.feed(ctx, todo)
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var file []byte // each worker reads into its own buffer
			for r := range todo {
				if ctx.Err() == nil {
					file = r.convert(b.root(), b.Resize, file)
					done <- r
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(done)
	}()
	err := b.collect(ctx, done)
	stop()
	for range done { // of no use any more, but the workers have to end
	}
	return cmp.Or(err, <-fed, whole.Err())
}

// feed sends all photographs that have to be converted, in the order of their paths.
func (b *builder) feed(ctx context.Context, todo chan<- result) error {
	for after := ""; ; {
		results, err := b.next(ctx, after)
		if err != nil || len(results) == 0 {
			return err
		}
		for _, r := range results {
			select {
			case todo <- r:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		after = results[len(results)-1].path
	}
}

// collect stores what is done.
func (b *builder) collect(ctx context.Context, done <-chan result) error {
	total, err := b.number(ctx, "SELECT count(*) FROM photo WHERE state IN (0, 1, 2, 3)")
	if err != nil {
		return err
	}
	left, err := b.number(ctx, "SELECT count(*) FROM photo WHERE state = 0")
	if err != nil {
		return err
	}
	var results []result
	store := func() error {
		err := b.store(context.WithoutCancel(ctx), results)
		left -= len(results)
		results = results[:0]
		b.tell("convert", total-left, total)
		return err
	}
	for r := range done {
		if results = append(results, r); len(results) == page {
			if err := store(); err != nil {
				return err
			}
		}
	}
	if len(results) > 0 {
		return store()
	}
	return nil
}

// next are the next photographs to convert after a path.
func (b *builder) next(ctx context.Context, after string) ([]result, error) {
	var results []result
	err := b.each(ctx, "SELECT id, path FROM photo WHERE state = 0 AND path > ? ORDER BY path LIMIT ?", []any{after, page}, func(rows *sql.Rows) error {
		var r result
		err := rows.Scan(&r.id, &r.path)
		results = append(results, r)
		return err
	})
	return results, err
}

func (b *builder) store(ctx context.Context, results []result) error {
	const set = "UPDATE photo SET state = ?2, reason = ?3, detail = ?4, other = '', pixels = ?5, digest = ?6, hash = ?7 WHERE id = ?1"
	return b.change(ctx, set, func(exec func(...any) (sql.Result, error)) error {
		for _, r := range results {
			state := converted
			if r.reject.reason != "" {
				state = rejected
			}
			sum := sha256.Sum256(r.pixels)
			digest := int64(binary.BigEndian.Uint64(sum[:8]))
			if _, err := exec(r.id, state, string(r.reject.reason), r.reject.detail, r.pixels, digest, int64(r.hash)); err != nil {
				return err
			}
		}
		return nil
	})
}

// convert reads and converts the photograph. It returns the buffer that it read
// the file into, for the next.
func (r *result) convert(root string, resize photo.Resize, buffer []byte) []byte {
	file, err := readFile(filepath.Join(root, filepath.FromSlash(r.path)), buffer)
	if err != nil {
		r.reject = rejection{reason: reasonFor(err), detail: plain(err)}
		return file
	}
	p, err := photo.Decode(file, photo.Ground)
	if err == nil {
		p, err = photo.Trim(p)
	}
	if err != nil {
		r.reject = rejection{reason: reasonFor(err), detail: err.Error()}
		return file
	}
	if w, h := p.Width(), p.Height(); max(w, h) < photo.Size {
		r.reject = rejection{reason: TooSmall, detail: fmt.Sprintf("%d x %d pixels after trimming, want %d on the longest edge", w, h, photo.Size)}
		return file
	}
	r.pixels = photo.Convert(p, resize).Pix
	if r.reject = useless(r.pixels); r.reject.reason != "" {
		r.pixels = nil
		return file
	}
	r.hash = photo.Hash(p)
	return file
}

// reasonFor is the reason that an error is.
func reasonFor(err error) Reason {
	switch {
	case errors.Is(err, photo.ErrTooLarge):
		return TooLarge
	case errors.Is(err, photo.ErrBlank):
		return Blank
	}
	return Unreadable
}

// readFile reads a file into the buffer, or into a larger one.
func readFile(name string, buffer []byte) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return buffer, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return buffer, err
	}
	if !info.Mode().IsRegular() {
		return buffer, fmt.Errorf("not a file any more: %v", info.Mode().Type())
	}
	if info.Size() > maxFile {
		return buffer, fmt.Errorf("%w: a file of %d bytes, at most %d are read", photo.ErrTooLarge, info.Size(), maxFile)
	}
	buffer = slices.Grow(buffer[:0], int(info.Size()))[:info.Size()]
	n, err := io.ReadFull(f, buffer)
	if err == io.ErrUnexpectedEOF || err == io.EOF { // it was cut while it was read
		return buffer[:n], nil
	}
	return buffer, err
}

// useless says why an image of the data set would be of no use.
func useless(pixels []uint8) rejection {
	sorted := slices.Clone(pixels)
	slices.Sort(sorted)
	filled := 0
	for _, v := range pixels {
		if v > groundLevel {
			filled++
		}
	}
	part := float64(filled) / float64(len(pixels))
	contrast := sorted[len(sorted)*95/100]
	switch {
	case sorted[len(sorted)-1] < leastContrast:
		return rejection{reason: LowContrast, detail: fmt.Sprintf("no value above %d of 255", sorted[len(sorted)-1])}
	case part < leastFilled:
		return rejection{reason: NearlyEmpty, detail: fmt.Sprintf("%.1f%% of the pixels differ from the ground, want %.0f%%", 100*part, 100*leastFilled)}
	case contrast < leastContrast:
		return rejection{reason: LowContrast, detail: fmt.Sprintf("19 of 20 values are %d of 255 or less, want %d", contrast, leastContrast)}
	}
	return rejection{}
}
