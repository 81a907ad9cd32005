package web

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench"
	formats "github.com/fmnist/fmnist/convert"
	"github.com/fmnist/fmnist/dataset"
)

// mirror serves the four files of each data set under their official names, such
// as /data/fashion/train-images-idx3-ubyte.gz. A file is made when it is asked
// for the first time, and kept.
type mirror struct {
	dir  string // of the files, each data set's in a folder named by its digest
	sets map[string]*dataset.Dataset

	mu   sync.Mutex
	sums map[string]string // MD5 of the files that are ready, by path
}

// newMirror knows each data set by its name and by the first digits of its digest.
func newMirror(dir string, images []*Images) *mirror {
	m := &mirror{dir: dir, sets: map[string]*dataset.Dataset{}, sums: map[string]string{}}
	for _, x := range images {
		if m.sets[x.data.Name] == nil {
			m.sets[x.data.Name] = x.data
		}
		m.sets[bench.ShortDigest(x.data.Digest)] = x.data
	}
	return m
}

// register adds the mirror's addresses.
func (m *mirror) register(mux *http.ServeMux) {
	for file, name := range dataset.FileNames {
		mux.HandleFunc("GET /data/{set}/"+name+".gz", func(w http.ResponseWriter, r *http.Request) { m.serve(w, r, file) })
	}
}

func (m *mirror) serve(w http.ResponseWriter, r *http.Request, file int) {
	d := m.find(r.PathValue("set"))
	if d == nil {
		http.NotFound(w, r)
		return
	}
	path, sum, err := m.ready(r.Context(), d, file)
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		if r.Context().Err() == nil {
			slog.Error("a file of the mirror cannot be made", "set", d.Name, "file", dataset.FileNames[file], "error", err)
		}
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/gzip")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", `"`+sum+`"`)
	http.ServeContent(w, r, filepath.Base(path), time.Unix(int64(formats.Published(d, file).Time), 0), f)
}

// find is the data set of that name or alias, or nil.
func (m *mirror) find(name string) *dataset.Dataset {
	if d := m.sets[name]; d != nil {
		return d
	}
	if e := dataset.Lookup(name); e != nil {
		return m.sets[e.Name]
	}
	return nil
}

// ready makes the file unless it is there. One that is there but not as it was
// published is made again, once: it may be from before there was GNU gzip.
func (m *mirror) ready(ctx context.Context, d *dataset.Dataset, file int) (path, sum string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	path = filepath.Join(m.dir, d.Digest, dataset.FileNames[file]+".gz")
	if sum = m.sums[path]; sum != "" {
		return path, sum, nil
	}
	published := formats.Published(d, file).MD5
	if sum, err = md5Sum(path); err != nil || published != "" && sum != published {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return "", "", err
		}
		var warning string
		if sum, warning, err = formats.WriteOfficial(ctx, d, file, path); err != nil {
			return "", "", err
		}
		if warning != "" {
			slog.Warn("mirror: " + warning)
		}
	}
	m.sums[path] = sum
	return path, sum, nil
}

func md5Sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := md5.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}
