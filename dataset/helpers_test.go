package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/fmnist/fmnist/idx"
)

// set is a data set to be written, right or wrong.
type set [numFiles]idx.Array[uint8]

// newSet is 200 + 100 images of 4x5 pixels with all ten labels.
func newSet(seed uint64) set {
	random := rand.New(rand.NewPCG(seed, 0))
	var s set
	for i, n := range []int{200, 200, 100, 100} {
		s[i] = idx.Array[uint8]{Dims: []int{n}, Data: make([]uint8, n)}
		for j := range s[i].Data {
			s[i].Data[j] = uint8((j + int(seed)) % 10)
		}
		if isImages(i) {
			s[i] = idx.Array[uint8]{Dims: []int{n, 4, 5}, Data: make([]uint8, n*4*5)}
			for j := range s[i].Data {
				s[i].Data[j] = uint8(random.Uint32())
			}
		}
	}
	return s
}

// content is a file of the set as it stands on disk.
func (s set) content(file int) []byte {
	return append(s[file].Header().Append(nil), s[file].Data...)
}

func (s set) digests() (digests [numFiles]string) {
	for i := range s {
		sum := sha256.Sum256(s.content(i))
		digests[i] = hex.EncodeToString(sum[:])
	}
	return digests
}

// write writes the four files into a folder, with the suffix behind their names.
func (s set) write(t *testing.T, dir, suffix string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, a := range s {
		if err := idx.WriteFile(filepath.Join(dir, FileNames[i]+suffix), a); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// enter puts the set into the catalogue for the time of the test.
func (s set) enter(t *testing.T, name string, sources ...Source) *Entry {
	t.Helper()
	e := &Entry{
		Name: name, Title: "The " + name + " set", Classes: numbered(10),
		Train: 200, Test: 100, Rows: 4, Cols: 5, SHA256: s.digests(), Sources: sources,
		Licence: "none", Citation: "nobody",
	}
	old := Catalogue
	Catalogue = append(Catalogue[:len(old):len(old)], e)
	t.Cleanup(func() { Catalogue = old })
	return e
}

// tree is every file below a folder but locks, with its length.
func tree(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	files := make(map[string]int64)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".lock" {
			return err
		}
		info, err := d.Info()
		name, _ := filepath.Rel(dir, path)
		files[name] = info.Size()
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

// cached is what tree finds when exactly the data set is in the cache.
func cached(t *testing.T, root string, e *Entry) map[string]int64 {
	t.Helper()
	files := make(map[string]int64)
	for i, name := range FileNames {
		files[filepath.Join(e.Name, name)] = e.Size(i)
	}
	path := filepath.Join(e.Name, provenanceFile)
	info, err := os.Stat(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	files[path] = info.Size()
	return files
}

// realData is the cache that FMNIST_DATA names, with both data sets.
func realData(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("not with -short")
	}
	root := os.Getenv("FMNIST_DATA")
	for _, name := range Names() {
		if root == "" || !isFolder(filepath.Join(root, name)) {
			t.Skipf("FMNIST_DATA (%q) has no %s", root, name)
		}
	}
	return root
}
