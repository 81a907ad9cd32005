package dataset

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/fmnist/fmnist/idx"
)

// TestFullDisk gets a data set of 4 MB into a file system of 1 MB, from a folder,
// from the web and from a package.
func TestFullDisk(t *testing.T) {
	s := newSet(1)
	s[trainImages] = idx.Array[uint8]{Dims: []int{200000, 4, 5}, Data: bytes.Repeat(s[trainImages].Data, 1000)}
	s[trainLabels] = idx.Array[uint8]{Dims: []int{200000}, Data: bytes.Repeat(s[trainLabels].Data, 1000)}
	good := s.write(t, t.TempDir(), "")
	server := newServer(t, s)
	server.pack = func(b []byte) []byte { return b } // so that the download is too long already
	for name, source := range map[string]Source{
		"folder":  Folder(good),
		"web":     server.source(),
		"package": debianOf(t, good),
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=1m"); err != nil {
				t.Skipf("cannot mount a small file system: %v", err)
			}
			defer syscall.Unmount(root, 0)
			asked := 0
			e := s.enter(t, "pets", source, failing{&asked})
			e.Train = 200000
			_, err := Getter{DataDir: root}.Get(t.Context(), e)
			if !strings.Contains(err.Error(), "no space left on device") {
				t.Errorf("%v, want %v", err, syscall.ENOSPC)
			}
			if name != "package" && (!errors.Is(err, syscall.ENOSPC) || asked != 0) {
				t.Errorf("%v, and the next source was asked %d times", err, asked)
			}
			if left := tree(t, root); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestNoPermission works in folders that it may not read or write, as a user for
// whom that counts.
func TestNoPermission(t *testing.T) {
	if os.Getuid() == 0 {
		asNobody(t)
		return
	}
	dir := os.Getenv("DATASET_TEST_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	s := newSet(1)
	good := s.write(t, filepath.Join(dir, "good"), "")
	e := s.enter(t, "pets", Folder(good))
	root := filepath.Join(dir, "cache")
	lock := func(path string, mode os.FileMode) {
		t.Helper()
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(root, 0o555); err != nil {
		t.Fatal(err)
	}
	_, err := Getter{DataDir: root}.Get(t.Context(), e)
	if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), root) {
		t.Errorf("a cache that cannot be written: %v", err)
	}
	if left := tree(t, root); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	// One that has the data need not be writable.
	lock(root, 0o755)
	s.write(t, filepath.Join(root, "pets"), "")
	lock(root, 0o555)
	if _, err := (Getter{DataDir: root}).Get(t.Context(), e); err != nil {
		t.Errorf("from a cache that cannot be written: %v", err)
	}
	lock(root, 0o755)
	file := filepath.Join(good, FileNames[testImages])
	lock(file, 0)
	if _, err := Open(good); !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), file) || len(Faults(err)) != 1 {
		t.Errorf("a file that cannot be read: %v", err)
	}
	lock(good, 0)
	if _, err := Open(good); !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), good) || len(Faults(err)) != 1 {
		t.Errorf("a folder that cannot be read: %v", err)
	}
	lock(good, 0o755)
}

// asNobody runs the test again as another user, since root may do everything.
func asNobody(t *testing.T) {
	dir, err := os.MkdirTemp("", "dataset-test")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	const nobody = 65534
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Skipf("cannot give a folder away: %v", err)
	}
	// Where go test puts its program, others may not go.
	program := filepath.Join(dir, "program")
	b, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, b, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestNoPermission$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "DATASET_TEST_DIR="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestNoPermission") {
		t.Errorf("%v\n%s", err, out)
	}
}
