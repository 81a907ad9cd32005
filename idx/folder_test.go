package idx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestCreateFolder(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a", "b")
	fill := func(dir string) error { return os.WriteFile(filepath.Join(dir, "file"), []byte("x"), 0o666) }
	failure := errors.New("no more")
	if err := CreateFolder(path, func(dir string) error { fill(dir); return failure }); err != failure {
		t.Fatalf("%v", err)
	}
	if entries, _ := os.ReadDir(filepath.Join(root, "a")); len(entries) != 0 {
		t.Errorf("a failure left %v", entries)
	}
	if err := os.Mkdir(path, 0o777); err != nil { // an empty folder is as good as none
		t.Fatal(err)
	}
	if err := CreateFolder(path, fill); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(filepath.Join(path, "file")); string(content) != "x" {
		t.Errorf("%q, %v", content, err)
	}
	if err := CreateFolder(path, fill); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a folder that has files: %v", err)
	}
	if err := CreateFolder(filepath.Join(path, "file"), fill); err == nil {
		t.Error("over a file: no error")
	}
	if entries, _ := os.ReadDir(filepath.Join(root, "a")); len(entries) != 1 {
		t.Errorf("left %v", entries)
	}
}
