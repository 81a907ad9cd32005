package bench

import (
	"errors"
	"fmt"
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

func newScratch() (*scratch, error) {
	removeAbandoned(os.TempDir())
	dir, err := os.MkdirTemp("", scratchPattern)
	if err != nil {
		return nil, err
	}
	// Contestants of root are other users, who have to find what is theirs.
	if err := os.Chmod(dir, 0o711); err != nil {
		return nil, err
	}
	s := &scratch{dir: dir, lock: flock.New(filepath.Join(dir, scratchLock)), views: map[string]*view{}}
	if locked, err := s.lock.TryLock(); err != nil || !locked {
		return nil, errors.Join(err, fmt.Errorf("%s is locked", dir))
	}
	return s, nil
}

func (s *scratch) close() error {
	return errors.Join(os.RemoveAll(s.dir), s.lock.Unlock())
}

// removeAbandoned removes the scratch folders of processes that are gone. One
// without a lock file is just being made.
func removeAbandoned(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, scratchPattern+"*", scratchLock))
	for _, path := range locks {
		lock := flock.New(path)
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
