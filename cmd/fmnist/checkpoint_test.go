package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/queue"
)

// killAtCheckpoint kills the program a moment after it has kept something in
// files of that pattern, and reports whether it was still at work.
func killAtCheckpoint(t *testing.T, cmd *exec.Cmd, pattern string, moment time.Duration) bool {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			return false
		case <-time.After(5 * time.Millisecond):
		}
		if found, err := filepath.Glob(pattern); err != nil {
			t.Fatal(err)
		} else if len(found) > 0 {
			time.Sleep(moment)
			cmd.Process.Kill()
			return <-ended != nil
		}
	}
}

// A fit that is killed again and again makes in the end the file of an unbroken
// one, byte for byte.
func TestKilledFitGoesOn(t *testing.T) {
	data, dir := smallData(t, "articles", 1), t.TempDir()
	fit := func(out string) *exec.Cmd {
		return program(t, "fit", "ConvNetClassifier", "--data", data, "--out", filepath.Join(dir, out), "--set", "architecture=tiny",
			"--set", "epochs=12", "--set", "batch_size=32", "--set", "shift=1", "--set", "ema_decay=0.9")
	}
	if o := finish(t, fit("unbroken")); o.code != 0 || !strings.Contains(o.stderr, "epoch 12 of 12: loss ") || strings.Contains(o.stderr, "goes on") {
		t.Fatalf("%+v", o)
	}
	kills := 0
	for kills < 2 && killAtCheckpoint(t, fit("killed"), filepath.Join(dir, "killed.checkpoint"), time.Duration(kills)*40*time.Millisecond) {
		kills++
	}
	last := finish(t, fit("killed"))
	if kills < 2 || last.code != 0 || !strings.Contains(last.stderr, "goes on from ") {
		t.Fatalf("killed %d times; in the end %+v", kills, last)
	}
	var models [2][]byte
	for i, name := range []string{"unbroken", "killed"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		models[i] = text
	}
	if !bytes.Equal(models[0], models[1]) {
		t.Error("the files differ")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.checkpoint")); err != nil || len(left) > 0 {
		t.Errorf("%v, %v is left", err, left)
	}
}

// A benchmark that is killed in the middle of a fit stores what an unbroken one
// does, and says of the times that they are of a part.
func TestKilledBenchmarkGoesOn(t *testing.T) {
	data, dir := smallData(t, "articles", 1), t.TempDir()
	suite := writeSuite(t, `{"classifiers": {"ConvNetClassifier": [{"architecture": ["tiny"], "epochs": [12], "batch_size": [32]}]}}`)
	run := func(db string) *exec.Cmd {
		return program(t, "bench", "--suite", suite, "--data", data, "--repeats", "1", "--db", filepath.Join(dir, db))
	}
	stored := func(db string) bench.Result {
		t.Helper()
		store, err := queue.OpenExisting(t.Context(), filepath.Join(dir, db))
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		results, err := store.Results(t.Context())
		if err != nil || len(results) != 1 || results[0].Status != bench.OK {
			t.Fatalf("error %v, results %+v", err, results)
		}
		return results[0]
	}
	if o := finish(t, run("unbroken.db")); o.code != 0 {
		t.Fatalf("%+v", o)
	}
	if !killAtCheckpoint(t, run("killed.db"), filepath.Join(dir, "killed.db.checkpoints", "*.checkpoint"), 0) {
		t.Fatal("it ended before it could be killed")
	}
	if o := finish(t, run("killed.db")); o.code != 0 || !strings.Contains(o.stderr, "times in doubt: the fit went on after ") {
		t.Fatalf("%+v", o)
	}
	want, got := stored("unbroken.db"), stored("killed.db")
	if !bytes.Equal(want.Predictions, got.Predictions) || want.Figures["final_loss"] != got.Figures["final_loss"] || got.Figures["resumed_epochs"] < 1 {
		t.Errorf("predictions or figures differ: %v, unbroken %v", got.Figures, want.Figures)
	}
	if _, err := os.Stat(filepath.Join(dir, "killed.db.checkpoints")); err == nil {
		t.Error("checkpoints are left")
	}
}
