package idx

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// CreateFolder makes a folder that comes into being whole or not at all: fill
// writes into a folder of a temporary name beside it, which then gets its name.
// Something of that name is an error, unless it is an empty folder.
func CreateFolder(path string, fill func(dir string) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := vacant(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	dir := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()+".tmp")
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	defer os.RemoveAll(dir) // finds nothing after the renaming
	if err := fill(dir); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // it is empty
		return err
	}
	if err := os.Rename(dir, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// vacant returns an error unless a folder can get this name.
func vacant(path string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s: %w and is not empty", path, fs.ErrExist)
	}
	return nil
}
