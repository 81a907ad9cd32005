package idx_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/fmnist/fmnist/idx"
)

// TestFullDisk writes on a file system of 64 KB.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	defer syscall.Unmount(dir, 0)
	big := idx.Array[uint8]{Dims: []int{1 << 20}, Data: make([]uint8, 1<<20)}
	random := rand.New(rand.NewPCG(1, 2)) // so that gzip cannot save it
	for i := range big.Data {
		big.Data[i] = uint8(random.Uint32())
	}
	for _, name := range []string{"a", "a.gz"} {
		if err := idx.WriteFile(filepath.Join(dir, name), big); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v, want %v", name, err, syscall.ENOSPC)
		}
	}
	if left := names(t, dir); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestUmask lets the umask decide who may read the file.
func TestUmask(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	old := syscall.Umask(0o027)
	err := idx.WriteFile(path, sample)
	syscall.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v %v, want mode 0640", info.Mode(), err)
	}
}
