package idx_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/idx"
)

var sample = idx.Array[uint8]{Dims: []int{2, 3}, Data: []uint8{1, 2, 3, 4, 5, 6}}

// names are the files of a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "a.gz"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("older and longer than what is to come, and not IDX"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := idx.WriteFile(path, sample); err != nil {
			t.Fatal(err)
		}
		got, err := idx.ReadFile[uint8](path)
		if diff := cmp.Diff(sample, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "a")); !bytes.Equal(b, plain) {
		t.Errorf("plain file % x, want % x", b, plain)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "a.gz")); !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		t.Errorf("a.gz is not gzip: % x", b)
	}
	if diff := cmp.Diff([]string{"a", "a.gz"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestWriteFailure fails in every way that the data themselves can bring about,
// and finds the older file as it was and nothing beside it.
func TestWriteFailure(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := idx.WriteFile(path, sample); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		array idx.Array[uint8]
		want  error
	}{
		{idx.Array[uint8]{Dims: []int{2, 3}, Data: make([]uint8, 5)}, idx.ErrShort},
		{idx.Array[uint8]{Dims: []int{2, 3}, Data: make([]uint8, 7)}, idx.ErrTrailing},
		{idx.Array[uint8]{Data: make([]uint8, 1)}, idx.ErrDimensions},
		{idx.Array[uint8]{Dims: make([]int, 256)}, idx.ErrDimensions},
		{idx.Array[uint8]{Dims: []int{-1}}, idx.ErrDimensions},
		{idx.Array[uint8]{Dims: []int{1 << 32}}, idx.ErrDimensions},
		{idx.Array[uint8]{Dims: []int{1 << 31, 1 << 31, 2}}, idx.ErrTooLarge},
	} {
		if err := idx.WriteFile(path, c.array); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.array.Dims, err, c.want)
		}
		if got, err := idx.ReadFile[uint8](path); err != nil || !cmp.Equal(got, sample) {
			t.Errorf("%v: the older file is gone: %v %v", c.array.Dims, got, err)
		}
	}
	if diff := cmp.Diff([]string{"a"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestWriterType(t *testing.T) {
	w, err := idx.NewWriter(new(bytes.Buffer), sample.Header())
	if err != nil {
		t.Fatal(err)
	}
	if err := idx.Encode(w, make([]int8, 6)); !errors.Is(err, idx.ErrElement) {
		t.Errorf("%v, want %v", err, idx.ErrElement)
	}
}
