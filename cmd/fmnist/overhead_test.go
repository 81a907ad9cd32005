package main

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"testing"
	"time"
)

var (
	trivial  = flag.Int("trivial", 100, "how many runs TestOverhead times")
	overhead = flag.Duration("overhead", 250*time.Millisecond, "what TestOverhead allows for a run")
)

// Runs of a contestant that does nothing are all overhead: the queue, the
// process, its cage, the data, the result. 50 ms are the bar where nothing else
// runs, see make test-long.
func TestOverhead(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs some seconds")
	}
	contestant := writeContestant(t, "trivial", labelsNothing)
	var values []int
	for i := range *trivial {
		values = append(values, i)
	}
	for name, suite := range map[string]any{
		"external": map[string]any{"contestants": map[string]any{contestant: []any{map[string]any{"i": values}}}},
		"built in": map[string]any{"classifiers": map[string]any{"GaussianNB": []any{map[string]any{"var_smoothing": values}}}},
	} {
		text, err := json.Marshal(suite)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		o := finish(t, program(t, "bench", "--suite", writeSuite(t, string(text)), "--data", smallData(t, "one", 1),
			"--repeats", "1", "--db", filepath.Join(t.TempDir(), "results.db")))
		if o.code != 0 {
			t.Fatalf("exit %d: %s", o.code, o.stderr)
		}
		each := time.Since(begin) / time.Duration(*trivial)
		t.Logf("%s: %d runs, %v each", name, *trivial, each)
		if each > *overhead {
			t.Errorf("%s: a run takes %v, want %v at most", name, each, *overhead)
		}
	}
}

// labelsNothing is a script that labels the 100 test images of smallData 0.
const labelsNothing = `{ printf '\0\0\10\1\0\0\0\144'; head -c 100 /dev/zero; } > "$FMNIST_PREDICTIONS"
`
