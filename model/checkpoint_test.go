package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

func TestCheckpoint(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "net.checkpoint")
	var failures []string
	checkpoint := func(fit string) *model.Checkpoint {
		return &model.Checkpoint{Path: path, Fit: fit, Failed: func(err error) { failures = append(failures, err.Error()) }}
	}
	kept := learn.State{"weights": []float32{1, 2.5}, "losses": []float64{0.25}}
	if s := checkpoint("a#0").Kept(); s != nil || failures != nil {
		t.Fatalf("nothing was kept and there is %v, %q", s, failures)
	}
	checkpoint("a#0").Keep(kept)
	if diff := cmp.Diff(kept, checkpoint("a#0").Kept()); diff != "" || failures != nil {
		t.Errorf("(-kept +found) %s, %q", diff, failures)
	}
	if s := checkpoint("a#1").Kept(); s != nil || len(failures) != 1 || !strings.Contains(failures[0], "another fit") {
		t.Errorf("another fit gets %v, %q", s, failures)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)-40] ^= 1
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if s := checkpoint("a#0").Kept(); s != nil || len(failures) != 2 || !strings.Contains(failures[1], "damaged") {
		t.Errorf("of a damaged file: %v, %q", s, failures)
	}
	c := checkpoint("a#0")
	for range 2 {
		if err := c.Remove(); err != nil {
			t.Error(err)
		}
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	failures = nil
	below := &model.Checkpoint{Path: filepath.Join(path, "x"), Failed: c.Failed}
	if below.Keep(kept); len(failures) != 1 {
		t.Errorf("a checkpoint below a file fails with %q", failures)
	}
}

// Epochs that take no longer than a checkpoint have none each: what it costs
// stays a small part.
func TestCheckpointsAreRare(t *testing.T) {
	c := &model.Checkpoint{Path: filepath.Join(t.TempDir(), "net.checkpoint"), Failed: func(err error) { t.Error(err) }}
	kept := 0
	var last float64
	for i := range 50 {
		c.Keep(learn.State{"losses": []float64{float64(i)}, "weights": make([]float32, 1<<16)})
		if losses, ok := c.Kept()["losses"].([]float64); ok && losses[0] != last || i == 0 {
			kept, last = kept+1, losses[0]
		}
	}
	if kept > 5 {
		t.Errorf("%d of 50 checkpoints were written without time between them", kept)
	}
}

// A path that is empty is no checkpoint at all.
func TestNoCheckpoint(t *testing.T) {
	c := &model.Checkpoint{Failed: func(err error) { t.Error(err) }}
	c.Keep(learn.State{"losses": []float64{1}})
	if s := c.Kept(); s != nil {
		t.Errorf("there is %v", s)
	}
}
