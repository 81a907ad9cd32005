package queue

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/fmnist/fmnist/bench"
)

// keysIn are the keys of the results in a database file.
func keysIn(t *testing.T, path string) []string {
	t.Helper()
	store, err := OpenExisting(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	return keys(t, store)
}

// A disk that fills up ends the work with an error that says so, what was stored
// stays, and with room the work goes on.
func TestFullDisk(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("mount: %v", err)
	}
	defer unix.Unmount(dir, unix.MNT_DETACH)
	path := filepath.Join(dir, "results.db")
	p := newPlan(400, 1)
	stored := map[string]bool{}
	work := func() error {
		store, err := Open(t.Context(), path)
		if err != nil {
			return err
		}
		defer store.Close()
		plan := p.plan()
		plan.Jobs = 1
		plan.Stored = func(r bench.Result, _ bool) {
			if stored[r.Key()] {
				t.Errorf("%s was stored twice", r.Key())
			}
			stored[r.Key()] = true
		}
		plan.Execute = func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
			r, err := p.execute(ctx, run, limits)
			r.Predictions = make([]byte, 10_000)
			return r, err
		}
		return store.Work(t.Context(), plan)
	}
	err := work()
	if err == nil || !strings.Contains(err.Error(), "full") || !strings.Contains(err.Error(), path) {
		t.Fatalf("error %v, want one about a full disk that names the file", err)
	}
	told := len(stored)
	if told == 0 || told == 400 {
		t.Fatalf("%d results were stored before the disk was full", told)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	if got := keysIn(t, path); len(got) != told {
		t.Errorf("%d results are there, %d were reported as stored", len(got), told)
	}
	if err := work(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(allKeys(p), keysIn(t, path)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
