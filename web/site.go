// Package web is the results site: the benchmark's tables and pictures, a page
// for each contestant, the data sets image by image, the studies. A Site is a list of files
// that hold nothing but what is shown; Write puts them into a folder, from
// where they work on any web server and without one, and Server serves them
// while a benchmark is still running.
//
// The pages are one small program (app, in TypeScript) that is bundled into
// assets. It gets its data as scripts, not by requests, because a page that was
// opened from a folder may not make any.
package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// Site is what is shown of some results and data sets.
type Site struct {
	files  map[string]file
	packed map[string]file // those that every visitor asks for, compressed, once for all
}

// file makes the content of a file of the site when it is asked for.
type file func() ([]byte, error)

// Options are what a site says about itself.
type Options struct {
	Version string    // of the program
	Made    time.Time // when the results were read
	Live    bool      // the page may ask for news, see Server
	Token   string    // of who may change what runs, see Server; "": nobody
	Changes bool      // the page may offer it
	Source  string    // where the results are from, as a command's --db takes it
	Studies string    // folder that holds studies as study.Page.Write writes them; empty: none
	Mirror  string    // folder for the compressed files of the data sets that a Server offers; empty: it offers none
}

//go:embed assets
var assets embed.FS

// New is the site of results, in the order in which they are to appear, and of
// studies. Results of data that are not among the sets have no images, and nothing
// that needs the test labels.
func New(results []bench.Result, sets []*Images, o Options) (*Site, error) {
	bundle, err := bundle()
	if err != nil {
		return nil, err
	}
	s := &Site{files: maps.Clone(bundle.files), packed: maps.Clone(bundle.packed)}
	for _, set := range sets {
		if len(set.embeddings) == 0 {
			set.addPCA()
		}
		maps.Copy(s.files, set.files)
	}
	s.addResults(bench.Newest(bench.Summarize(results)), sets, o)
	return s, s.addStudies(o)
}

// bundle are the files of assets.
var bundle = sync.OnceValues(func() (b Site, err error) {
	b = Site{files: map[string]file{}, packed: map[string]file{}}
	embedded, err := fs.Sub(assets, "assets")
	if err != nil {
		return b, err
	}
	err = fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) != digestExt {
			b.add(name, func() ([]byte, error) { return fs.ReadFile(embedded, name) })
		}
		return err
	})
	return b, err
})

// add adds a file that many ask for.
func (s *Site) add(name string, content file) {
	content = sync.OnceValues(content)
	s.files[name] = content
	s.packed[name] = sync.OnceValues(func() ([]byte, error) { return compress(content) })
}

// compress makes a gzip file of a file's content.
func compress(f file) ([]byte, error) {
	content, err := f()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err = z.Write(content)
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

// digestExt is the extension of the file that tells whether the bundle is up to
// date; it is not part of the site.
const digestExt = ".sha256"

// Paths are the site's files, sorted, with forward slashes.
func (s *Site) Paths() []string { return slices.Sorted(maps.Keys(s.files)) }

// Read is the content of a file; fs.ErrNotExist where there is none.
func (s *Site) Read(path string) ([]byte, error) {
	content, ok := s.files[path]
	if !ok {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	return content()
}

// addScript adds a script that hands its data to the page under its own path.
func addScript(files map[string]file, path string, data func() (any, error)) {
	files[path] = func() ([]byte, error) {
		value, err := data()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		text, err := json.Marshal(value) // which escapes what would end a script
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, "fmnist.receive(%q, %s);\n", path, text)
		return b.Bytes(), nil
	}
}
