package build

import (
	"context"
	"image"
	"math/bits"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/photo"
)

func TestCandidatesAreAllNearPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	hashes := make([]uint64, 600)
	for i := range hashes {
		hashes[i] = r.Uint64()
		if i%3 > 0 { // near the one before
			hashes[i] = hashes[i-1]
			for range r.IntN(12) {
				hashes[i] ^= 1 << r.IntN(64)
			}
		}
	}
	var want, got []pair
	for later := range hashes {
		for earlier := range later {
			if bits.OnesCount64(hashes[earlier]^hashes[later]) <= nearBits {
				want = append(want, pair{earlier, later})
			}
		}
	}
	err := candidates(context.Background(), hashes, func(p pair) error { got = append(got, p); return nil }, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b pair) int { return 1000*(a.later-b.later) + a.earlier - b.earlier })
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pair{})); diff != "" {
		t.Errorf("pairs: %.400s", diff)
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
