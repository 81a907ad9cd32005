package bench

import (
	"bytes"
	"strings"
	"testing"
)

func TestEstimateGoesByTheClosest(t *testing.T) {
	make := func(name string, parameter float64, digest, machine string, threads int, seconds float64) Result {
		return Result{
			Run: Run{Contestant: Contestant{name, Parameters{"x": parameter}}, Dataset: digest, Digest: digest, Scaling: "standard",
				Threads: threads, Program: "11111111"},
			Status: OK, Machine: machine, Seconds: seconds, PeakMemoryBytes: int64(seconds) << 20,
		}
	}
	run := make("A", 1, "d", "", 2, 0).Run
	run.Program = "22222222"
	results := []Result{
		make("A", 9, "e", "here", 2, 6), make("A", 9, "d", "here", 2, 5), make("A", 1, "e", "here", 2, 4),
		make("A", 1, "d", "here", 1, 3), make("A", 1, "d", "there", 2, 2), make("A", 1, "d", "here", 2, 1),
		make("B", 1, "d", "here", 2, 9),
	}
	skipped, failed := results[5], results[5]
	skipped.Status, skipped.Seconds = Skipped, 0
	failed.Status, failed.Seconds = Failed, 0.1
	for n := len(results) - 1; n >= 1; n-- { // without the best one after the other
		e := NewEstimator(append(results[:n-1:n-1], results[6], skipped, failed), "here").Estimate(run, 2)
		if want := float64(7 - n + 1); n > 1 && e.Seconds != want {
			t.Errorf("of %d results it takes %v s by %q, want %v", n, e.Seconds, e.Basis, want)
		}
	}
	if e := NewEstimator(results[6:], "here").Estimate(run, 2); e.Basis != "" {
		t.Errorf("goes by %q", e.Basis)
	}
}

func TestWriteEstimates(t *testing.T) {
	run := Run{Contestant: Contestant{Name: "A"}, Dataset: "d", Scaling: "standard"}
	var out bytes.Buffer
	err := WriteEstimates(&out, []Estimate{{run, 2, 30, 1 << 30, "the same on this machine"}, {run, 1, 60, 2 << 30, "other parameters"}, {run, 5, 0, 0, ""}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"8 runs at most, 1m0s with 2 at the same time, up to 4.0 GiB of memory; 5 of the runs are not in that", "30.00", "?"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q:\n%s", want, out.String())
		}
	}
}
