package dataset

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataDir(t *testing.T) {
	t.Setenv("FMNIST_DATA", "")
	t.Setenv("XDG_CACHE_HOME", "/var/cache/me")
	t.Setenv("HOME", "/home/me")
	for _, c := range []struct{ given, env, want string }{
		{"given", "env", "given"},
		{"", "env", "env"},
	} {
		t.Setenv("FMNIST_DATA", c.env)
		if got, err := DataDir(c.given); got != c.want || err != nil {
			t.Errorf("%q %v, want %q", got, err, c.want)
		}
	}
	t.Setenv("FMNIST_DATA", "")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := DataDir(""); got != filepath.Join(cache, "fmnist") || err != nil {
		t.Errorf("%q %v, want fmnist in %q", got, err, cache)
	}
}

func TestResolve(t *testing.T) {
	root := t.TempDir()
	t.Chdir(t.TempDir())
	known, own := newSet(1), newSet(2)
	e := known.enter(t, "pets")
	e.Aliases = []string{"cats-and-dogs"}
	known.write(t, filepath.Join(root, "pets"), "")
	own.write(t, filepath.Join(root, "mine"), "")
	own.write(t, "here", "")
	own.write(t, "pets", "")
	newSet(4).enter(t, "absent")
	for _, c := range []struct {
		arg  string
		want string // digest
		err  error
	}{
		{"pets", e.Digest(), nil},
		{"PETS", e.Digest(), nil},
		{"cats-and-dogs", e.Digest(), nil},
		{"mine", ContentDigest(own.digests()), nil},
		{"here", ContentDigest(own.digests()), nil},
		{"./pets", ContentDigest(own.digests()), nil},
		{filepath.Join(root, "pets"), e.Digest(), nil},
		{"absent", "", ErrNotCached},
		{"nothing", "", ErrUnknown},
		{"./nothing", "", os.ErrNotExist},
		{"", "", os.ErrNotExist},
	} {
		d, err := Resolve(t.Context(), c.arg, root)
		if !errors.Is(err, c.err) || err == nil && d.Digest != c.want {
			t.Errorf("%q: %v %v, want %s %v", c.arg, d, err, c.want, c.err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Resolve(done, "pets", root); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

func TestVerify(t *testing.T) {
	root := t.TempDir()
	known, other := newSet(1), newSet(2)
	known.enter(t, "pets")
	other.enter(t, "cars")
	bent := known
	bent[testImages] = newSet(3)[testImages]
	for _, c := range []struct {
		folder string
		holds  set
		faults []string
	}{
		{"pets", known, nil},
		{"mine", newSet(4), nil},
		{"elsewhere/pets", other, []string{"is called pets but holds cars"}},
		{"bent/pets", bent, []string{"t10k-images-idx3-ubyte: wrong content: SHA-256 " + bent.digests()[testImages] + ", want " + known.digests()[testImages]}},
		{"mixed/pets", set{known[0], other[1], known[2], other[3]}, []string{"that is train-labels-idx1-ubyte of The cars set", "that is t10k-labels"}},
	} {
		dir := c.holds.write(t, filepath.Join(root, c.folder), "")
		d, faults := Verify(t.Context(), dir, root)
		if len(faults) != len(c.faults) || d == nil {
			t.Errorf("%s: %q, want %q", c.folder, faults, c.faults)
			continue
		}
		for i, want := range c.faults {
			if !strings.Contains(faults[i].Error(), want) {
				t.Errorf("%s: %q, want %q", c.folder, faults[i], want)
			}
		}
	}
	if _, faults := Verify(t.Context(), filepath.Join(root, "none"), root); len(faults) != 1 {
		t.Errorf("%q", faults)
	}
}
