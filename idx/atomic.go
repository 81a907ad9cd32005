package idx

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// File is a file that comes into being whole or not at all: it is written under
// a temporary name in the folder of its destination, and Commit gives it its
// name.
type File struct {
	*os.File
	path string
	done bool
}

// Create begins to write the file path. A file of that name stays what it is
// until Commit.
func Create(path string) (*File, error) {
	// Not os.CreateTemp, which keeps the file to its owner: the umask decides.
	name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()+".tmp")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &File{File: f, path: path}, nil
}

// Commit makes what was written durable and renames it to its destination.
// When that fails nothing is left behind.
func (f *File) Commit() error {
	defer f.Discard()
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.File.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), f.path); err != nil {
		return err
	}
	f.done = true
	return syncFolder(filepath.Dir(f.path))
}

// Discard closes and removes the temporary file. After Commit it does nothing,
// so it can be deferred.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	f.File.Close()
	os.Remove(f.Name())
}

// syncFolder makes a rename in a folder durable, where the system can do that.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
