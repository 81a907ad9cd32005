package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLibrary(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "mine")
	newSet(1).write(t, dir, "")
	want, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	library := &Library{Getter: Getter{DataDir: root}, Folders: []string{dir}}
	found, err := library.Find(t.Context(), want.Digest)
	if err != nil || found.Digest != want.Digest {
		t.Fatalf("found %+v, error %v", found, err)
	}
	if again, err := library.Find(t.Context(), want.Digest); err != nil || again != found {
		t.Errorf("it was read again, error %v", err)
	}
	if _, err := library.Find(t.Context(), strings.Repeat("0", 64)); !errors.Is(err, ErrUnknown) {
		t.Errorf("of an unknown digest: error %v", err)
	}
	if err := found.Unchanged(); err != nil {
		t.Error(err)
	}
	labels := filepath.Join(dir, FileNames[trainLabels])
	text, err := os.ReadFile(labels)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)-1] ^= 1
	if err := os.WriteFile(labels, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := found.Unchanged(); !errors.Is(err, ErrDigest) {
		t.Errorf("of other labels: error %v", err)
	}
	other := &Library{Getter: Getter{DataDir: root}, Folders: []string{filepath.Join(root, "none")}}
	if _, err := other.Find(t.Context(), want.Digest); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("with a folder that is not there: error %v", err)
	}
}
