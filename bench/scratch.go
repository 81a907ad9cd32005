package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// scratch is the folder of a Runner for what external contestants get and make.
// It is locked as long as the Runner lives: the next one removes those that
// nobody holds, which a process that was killed has left.
type scratch struct {
	dir  string
	lock *flock.Flock

	mu    sync.Mutex
	views map[string]*view
	idle  []string // keys of the views that nobody uses, the longest unused first
}

const (
	scratchPattern = "fmnist-scratch-"
	scratchLock    = "lock"
	idleViews      = 2 // kept for the next run
)

// newScratch makes a folder and holds its lock. Between the two another process
// may take it for abandoned and remove it; then it makes another.
func newScratch() (*scratch, error) {
	removeAbandoned(os.TempDir())
	for {
		dir, err := os.MkdirTemp("", scratchPattern)
		if err != nil {
			return nil, err
		}
		held, lock, err := holdScratch(dir)
		if err != nil {
			return nil, err
		}
		if held {
			return &scratch{dir: dir, lock: lock, views: map[string]*view{}}, nil
		}
	}
}

// holdScratch takes the lock of a new folder, unless somebody else was faster,
// and reports whether the folder is still there for it.
func holdScratch(dir string) (held bool, lock *flock.Flock, err error) {
	lock = flock.New(filepath.Join(dir, scratchLock))
	locked, err := lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil, nil
	case err != nil || !locked:
		return false, nil, err
	}
	// Contestants of root are other users, who have to find what is theirs.
	err = os.Chmod(dir, 0o711)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil, lock.Unlock()
	}
	return err == nil, lock, err
}

func (s *scratch) close() error {
	return errors.Join(os.RemoveAll(s.dir), s.lock.Unlock())
}

// removeAbandoned removes the scratch folders of processes that are gone. One
// without a lock file is just being made.
func removeAbandoned(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, scratchPattern+"*", scratchLock))
	for _, path := range locks {
		lock := flock.New(path, flock.SetFlag(os.O_RDONLY)) // and not O_CREATE, which would fill it again
		if locked, err := lock.TryLock(); err == nil && locked {
			_ = os.RemoveAll(filepath.Dir(path)) // not ours to complain about
			_ = lock.Unlock()
		}
	}
}

// view is a folder with what a contestant may see of a data set: images and
// labels to train on, in the seed's order, and images to label.
type view struct {
	dir   string
	once  sync.Once
	err   error
	users int
}

func (v *view) trainImages() string { return filepath.Join(v.dir, dataset.FileNames[0]) }
func (v *view) trainLabels() string { return filepath.Join(v.dir, dataset.FileNames[1]) }
func (v *view) testImages() string  { return filepath.Join(v.dir, dataset.FileNames[2]) }

// view returns the data set's view of a seed, and writes it where it is not
// there yet. It stays until it is released.
func (s *scratch) view(data *dataset.Dataset, seed uint64) (*view, error) {
	key := fmt.Sprintf("data-%s-%d", ShortDigest(data.Digest), seed)
	s.mu.Lock()
	v := s.views[key]
	if v == nil {
		v = &view{dir: filepath.Join(s.dir, key)}
		s.views[key] = v
	}
	v.users++
	for i, other := range s.idle {
		if other == key {
			s.idle = append(s.idle[:i:i], s.idle[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	v.once.Do(func() { v.err = v.write(data, seed) })
	if v.err != nil {
		return nil, errors.Join(v.err, s.release(v))
	}
	return v, nil
}

// release gives a view back. The last few stay for the next run; one that could
// not be written does not.
func (s *scratch) release(v *view) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v.users--
	if v.users > 0 {
		return nil
	}
	key := filepath.Base(v.dir)
	if v.err == nil {
		s.idle = append(s.idle, key)
		if len(s.idle) <= idleViews {
			return nil
		}
		key, s.idle = s.idle[0], s.idle[1:]
	}
	dir := s.views[key].dir
	delete(s.views, key)
	return os.RemoveAll(dir)
}

func (v *view) write(data *dataset.Dataset, seed uint64) error {
	if err := os.Mkdir(v.dir, 0o755); err != nil {
		return err
	}
	images, labels := shuffled(data, seed)
	n, rows, cols := len(labels), data.Rows, data.Cols
	return errors.Join(
		writeIDX(v.trainImages(), images, n, rows, cols),
		writeIDX(v.trainLabels(), labels, n),
		writeIDX(v.testImages(), data.Test.Images, len(data.Test.Labels), rows, cols),
	)
}

// writeIDX writes a file that need not outlive a power cut.
func writeIDX(path string, elements []byte, dims ...int) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	w, err := idx.NewWriter(f, idx.Header{Type: idx.Uint8, Dims: dims})
	if err == nil {
		err = errors.Join(idx.Encode(w, elements), w.Close())
	}
	return errors.Join(err, f.Close())
}
