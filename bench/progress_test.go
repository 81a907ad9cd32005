package bench

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn/course"
)

// What a child tells of its epochs arrives however its output is cut, and does
// not get into its answer.
func TestListener(t *testing.T) {
	var said bytes.Buffer
	held := 0.75
	want := []course.Epoch{{Number: 1, Of: 2, Loss: 0.5}, {Number: 2, Of: 2, Loss: 0.25, Held: &held}}
	for _, e := range want {
		if err := TellEpoch(&said, e); err != nil {
			t.Fatal(err)
		}
	}
	const answer = `{"predictions":"AAAA"}` + "\n"
	said.WriteString(answer)
	for size := 1; size <= said.Len(); size++ {
		var told []course.Epoch
		l := &listener{bounded: bounded{limit: 1 << 10}, told: func(e course.Epoch) { told = append(told, e) }}
		for rest := said.Bytes(); len(rest) > 0; rest = rest[min(size, len(rest)):] {
			if _, err := l.Write(rest[:min(size, len(rest))]); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, told); diff != "" || l.kept.String() != answer {
			t.Fatalf("in pieces of %d (-told +heard) %s, and the answer is %q", size, diff, l.kept.String())
		}
	}
}

// A run's epochs go to those who want them, and into its output; its checkpoint
// is what the child is told, and is gone at the end, with those abandoned.
func TestEpochsAndCheckpoints(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "checkpoints")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	old, other := filepath.Join(dir, "old.checkpoint"), filepath.Join(dir, "other.checkpoint")
	for _, path := range []string{old, other} {
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * abandonedAfter)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	var told []course.Epoch
	var printed strings.Builder
	runChild(t, "keep a checkpoint", func(r *Runner, run *Run) {
		r.Checkpoints = dir
		r.Epoch = func(of Run, e course.Epoch) {
			told = append(told, e)
			if _, err := os.Stat(r.checkpoint(of)); err != nil {
				t.Error(err)
			}
		}
		r.Output = func(Run) io.Writer { return &printed }
	})
	if want := []course.Epoch{{Number: 3, Of: 4, Loss: 0.5}}; !cmp.Equal(want, told) {
		t.Errorf("told of %+v, want %+v", told, want)
	}
	if printed.String() != "epoch 3 of 4: loss 0.5000\n" {
		t.Errorf("printed %q", printed.String())
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || !cmp.Equal(left, []string{other}) {
		t.Errorf("%v, %v is left of the checkpoints, want %s", err, left, other)
	}
}

func TestTimesOfAResumedFitAreInDoubt(t *testing.T) {
	r := Result{Figures: map[string]float64{"resumed_epochs": 3}}
	if doubts := r.timingDoubts(); len(doubts) != 1 || !strings.Contains(doubts[0], "after 3 epochs") {
		t.Errorf("doubts %q", doubts)
	}
}
