package main

import (
	"strings"
	"testing"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/learn/course"
)

// Where there is no terminal, epochs have a line when there was none for a
// while; beside the bar stands the last of each run at work.
func TestRunProgressTellsOfEpochs(t *testing.T) {
	var out strings.Builder
	run := bench.Run{Contestant: bench.Contestant{Name: "Net"}, Dataset: "clothes"}
	r := &runProgress{out: &out, running: map[string]*running{}}
	r.epoch(run, course.Epoch{Number: 9, Of: 9})
	r.started(run)
	r.epoch(run, course.Epoch{Number: 1, Of: 9, Loss: 0.75})
	if out.Len() > 0 {
		t.Errorf("told at once: %q", out.String())
	}
	if s := r.status(); !strings.Contains(s, run.Key()+" for 0s, epoch 1 of 9: loss 0.7500") {
		t.Errorf("beside the bar: %q", s)
	}
	r.running[run.Key()].shown = time.Now().Add(-showEvery)
	held := 0.5
	r.epoch(run, course.Epoch{Number: 2, Of: 9, Loss: 0.25, Held: &held})
	r.epoch(run, course.Epoch{Number: 3, Of: 9, Loss: 0.125})
	if want := run.Key() + ": epoch 2 of 9: loss 0.2500, accuracy 0.5000 on what is held out, 0s\n"; out.String() != want {
		t.Errorf("told %q, want %q", out.String(), want)
	}
}
