package convert

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// The official files were made by GNU gzip 1.x at level 6, whose deflate gives
// other bytes than zlib's or Go's. Their checksums are in programs everywhere,
// so GNU gzip is what makes them again; without it the files hold the same, but
// those programs refuse them.

// writeIDX writes the four files under their official names.
func writeIDX(ctx context.Context, d *dataset.Dataset, path string) (warnings []string, err error) {
	return warnings, idx.CreateFolder(path, func(dir string) error {
		for i, name := range dataset.FileNames {
			_, warning, err := WriteOfficial(ctx, d, i, filepath.Join(dir, name+".gz"))
			if err != nil {
				return err
			}
			if warning != "" {
				warnings = append(warnings, warning)
			}
		}
		return d.WriteClasses(dir)
	})
}

// WriteOfficial writes one of the four files, by its number in
// dataset.FileNames, compressed, atomically, and returns its MD5 in hexadecimal.
// Of a data set that the catalogue knows it is the file that was published, or
// the warning says why not.
func WriteOfficial(ctx context.Context, d *dataset.Dataset, file int, path string) (sum, warning string, err error) {
	f, err := idx.Create(path)
	if err != nil {
		return "", "", err
	}
	defer f.Discard()
	published := Published(d, file)
	h := md5.New()
	gnu, why := gnuGzip(ctx)
	if err := ctx.Err(); err != nil {
		return "", "", err
	}
	if gnu != "" {
		err = compressGNU(ctx, gnu, io.MultiWriter(f, h), d, file, published)
	} else {
		err = compressGo(io.MultiWriter(f, h), d, file, published)
	}
	if err != nil {
		return "", "", err
	}
	sum = sumOf(h)
	if published.MD5 != "" && published.MD5 != sum {
		if why == "" {
			why = gnu + " compresses otherwise than GNU gzip 1.x"
		}
		warning = fmt.Sprintf("%s holds the right content, but is not the published file byte for byte (MD5 %s, published %s): %s",
			filepath.Base(path), sum, published.MD5, why)
	}
	return sum, warning, f.Commit()
}

func sumOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// Published is what is known of the official file: of a data set that the
// catalogue does not know, a name for the header and no MD5.
func Published(d *dataset.Dataset, file int) dataset.Gzip {
	if d.Entry != nil && d.Entry.Official[file].MD5 != "" {
		return d.Entry.Official[file]
	}
	return dataset.Gzip{Name: dataset.FileNames[file]}
}

// gnuGzip is the path of GNU gzip, or the reason why there is none.
func gnuGzip(ctx context.Context) (path, why string) {
	path, err := exec.LookPath("gzip")
	if err != nil {
		return "", "that takes GNU gzip, and there is no gzip here"
	}
	out, err := exec.CommandContext(ctx, path, "--version").CombinedOutput()
	first, _, _ := strings.Cut(string(out), "\n")
	if err != nil || !strings.HasPrefix(first, "gzip 1.") {
		return "", fmt.Sprintf("that takes GNU gzip, and %s is another one (%.60q)", path, first)
	}
	return path, ""
}

// gzipHeader is the length of gzip's header without a name.
const gzipHeader = 10

// compressGNU lets gzip compress the content and puts the header of the official
// file in front: deflate, with a name, time, no extra flags, Unix.
func compressGNU(ctx context.Context, gzip string, w io.Writer, d *dataset.Dataset, file int, header dataset.Gzip) error {
	b := binary.LittleEndian.AppendUint32([]byte{0x1f, 0x8b, 8, 8}, header.Time)
	b = append(append(b, 0, 3), header.Name+"\x00"...)
	if _, err := w.Write(b); err != nil {
		return err
	}
	content, feed := io.Pipe()
	defer content.Close()
	go func() { feed.CloseWithError(d.Encode(feed, file)) }()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, gzip, "-6", "-n", "-c")
	cmd.Env = []string{"LC_ALL=C"} // and no GZIP, which holds options
	cmd.Stdin, cmd.Stdout, cmd.Stderr = content, &skipper{w, gzipHeader}, &stderr
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return errors.Join(ctx.Err(), fmt.Errorf("%s: %w %s", gzip, err, bytes.TrimSpace(stderr.Bytes())))
	}
	return nil
}

// skipper leaves out the first bytes.
type skipper struct {
	w    io.Writer
	left int
}

func (s *skipper) Write(p []byte) (int, error) {
	skip := min(s.left, len(p))
	s.left -= skip
	n, err := s.w.Write(p[skip:])
	return skip + n, err
}

// compressGo is for machines without GNU gzip.
func compressGo(w io.Writer, d *dataset.Dataset, file int, header dataset.Gzip) error {
	z, err := gzip.NewWriterLevel(w, 6)
	if err != nil {
		return err
	}
	z.Name, z.OS = header.Name, 3
	if header.Time != 0 {
		z.ModTime = time.Unix(int64(header.Time), 0)
	}
	if err := d.Encode(z, file); err != nil {
		return err
	}
	return z.Close()
}
