package build

import (
	"cmp"
	"context"
	"errors"
	"image"
	"io/fs"
	"math/bits"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fmnist/fmnist/photo"
)

func TestHashTableFindsAllNearPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	table, err := newHashTable(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	// Every other hash has the same first band: these are several blocks.
	hashes := make([]hashed, 3*blockHashes)
	for i := range hashes {
		hashes[i] = hashed{r.Uint64() &^ uint64(i%2*(bandValues-1)), int64(7 * i)}
		if i%3 > 0 { // near one before
			hashes[i].hash = hashes[r.IntN(i)].hash
			for range r.IntN(12) {
				hashes[i].hash ^= 1 << r.IntN(64)
			}
		}
		if err := table.add(hashes[i]); err != nil {
			t.Fatal(err)
		}
	}
	var want, got []pair
	for i, later := range hashes {
		for _, earlier := range hashes[:i] {
			if bits.OnesCount64(earlier.hash^later.hash) <= nearBits {
				want = append(want, pair{earlier.id, later.id})
			}
		}
	}
	err = table.pairs(context.Background(), func(p pair) error { got = append(got, p); return nil }, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b pair) int { return cmp.Or(cmp.Compare(a.later, b.later), cmp.Compare(a.earlier, b.earlier)) })
	if !slices.Equal(want, got) {
		t.Errorf("%d pairs, want %d", len(got), len(want))
	}
}

func TestHashTableTellsOfFaults(t *testing.T) {
	fill := func() *hashTable {
		table, err := newHashTable(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for i := range int64(5000) {
			if err := table.add(hashed{uint64(i % 3), i}); err != nil {
				t.Fatal(err)
			}
		}
		return table
	}
	full, table := errors.New("full"), fill()
	defer table.Close()
	if err := table.pairs(context.Background(), func(pair) error { return full }, func(int) {}); err != full {
		t.Errorf("error %v, want that of found", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := table.pairs(ctx, func(pair) error { cancel(); return nil }, func(int) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the cancellation", err)
	}
	table = fill()
	table.sorted.Close()
	if err := table.pairs(context.Background(), func(pair) error { return nil }, func(int) {}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("error %v, want that of the file", err)
	}
}

// picture is a picture of package photo's tests.
func picture(t testing.TB, name string) image.Image {
	t.Helper()
	file, err := os.ReadFile("../photo/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := photo.Decode(file, photo.Ground)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNearDuplicatesAndConflicts(t *testing.T) {
	photos := shop(t, map[string]int{"boots": 12, "coats": 12})
	at := func(name string) string { return filepath.Join(photos, filepath.FromSlash(name)) }
	save(t, at("boots/003.jpg"), picture(t, "00.png"))
	save(t, at("boots/005.jpg"), picture(t, "12.png"))
	save(t, at("boots/x-lossless.png"), picture(t, "00.png"))
	save(t, at("coats/z-wrong.png"), picture(t, "12.png"))
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, Options{Photos: photos, Out: out})
	got := map[string]rejectedLine{}
	for _, r := range lines[rejectedLine](t, filepath.Join(out, rejectedFile)) {
		got[r.Path] = r
	}
	for path, want := range map[string]struct {
		reason Reason
		other  string
	}{
		"boots/x-lossless.png": {NearDuplicate, "boots/003.jpg"},
		"boots/005.jpg":        {LabelConflict, "coats/z-wrong.png"},
		"coats/z-wrong.png":    {LabelConflict, "boots/005.jpg"},
	} {
		if r := got[path]; r.Reason != want.reason || r.Other != want.other {
			t.Errorf("%s: %+v, want %v of %s", path, r, want.reason, want.other)
		}
	}
	if len(got) != 3 {
		t.Errorf("%d photographs are rejected, want 3: %v", len(got), got)
	}
	if got["boots/x-lossless.png"].Split == "" {
		t.Error("the report does not say on which side the original is")
	}
}
