package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// manifest names the files that Write has put into a folder, one a line. What
// is in it may be replaced and removed by the next Write, nothing else may.
const manifest = "fmnist-site.txt"

// Write puts the site into a folder. A folder that is neither empty nor a site
// of an earlier Write is an error: there is something in it that somebody wants.
// done is called after each file, from several goroutines; it may be nil.
func (s *Site) Write(ctx context.Context, dir string, done func(path string)) error {
	old, err := readManifest(dir)
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, kept := s.files[name]; !kept {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	paths := s.Paths()
	for _, name := range paths {
		if err := os.MkdirAll(filepath.Join(dir, path.Dir(name)), 0o755); err != nil {
			return err
		}
	}
	// First of all, so that an interrupted Write can be repeated.
	if err := os.WriteFile(filepath.Join(dir, manifest), []byte(strings.Join(paths, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, name := range paths {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			content, err := s.Read(name)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, name), content, 0o644)
			}
			if err == nil && done != nil {
				done(name)
			}
			return err
		})
	}
	return group.Wait()
}

// writers is how many files are made at the same time.
const writers = 8

// readManifest are the files of an earlier Write. Names that lead out of the
// folder were not written by it.
func readManifest(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: the folder holds other files, and no site: want an empty or a new folder", dir)
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range strings.Lines(string(text)) {
		if name = strings.TrimSuffix(name, "\n"); name != "" {
			if !filepath.IsLocal(name) {
				return nil, fmt.Errorf("%s: %q leads out of the folder", filepath.Join(dir, manifest), name)
			}
			names = append(names, name)
		}
	}
	return names, nil
}
