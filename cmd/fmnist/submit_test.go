package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

func TestSubmit(t *testing.T) {
	data, db := smallData(t, "one", 1), filepath.Join(t.TempDir(), "results.db")
	d, err := dataset.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	lines := ""
	for i, label := range d.Test.Labels {
		if i < 25 {
			label = (label + 1) % 10
		}
		lines += string('0'+rune(label)) + "\n"
	}
	file := filepath.Join(t.TempDir(), "predictions.txt")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	submit := func(args ...string) outcome {
		return verb(t.Context(), append([]string{"submit", file, "--data", data, "--db", db}, args...)...)
	}
	if o := submit("--name", "Mine", "--code", "https://example.org/mine"); o.code != 0 || !strings.Contains(o.stdout, "0.7500") || !strings.Contains(o.stdout, "not reproduced") {
		t.Fatalf("%+v", o)
	}
	if o := submit("--name", "Mine", "--code", "https://example.org/other"); o.code != 1 || !strings.Contains(o.stderr, "it is there already") {
		t.Errorf("a second time: %+v", o)
	}
	if o := submit("--name", "Mine 2", "--code", "example"); o.code != 1 || !strings.Contains(o.stderr, "https address") {
		t.Errorf("without an address: %+v", o)
	}
	if o := submit("--name", "Mine 2"); o.code != 2 {
		t.Errorf("without code: %+v", o)
	}
	shown := verb(t.Context(), "results", "--submitted", "--db", db, "--format", "json")
	var all []bench.Submission
	if err := json.Unmarshal([]byte(shown.stdout), &all); err != nil || len(all) != 51 {
		t.Fatalf("error %v, %d results from elsewhere: %s", err, len(all), shown.stderr)
	}
	if all[0].Name != "Mine" || !all[0].Scored || all[0].Reproduced || all[0].Accuracy != 0.75 {
		t.Errorf("%+v", all[0])
	}
	if !slices.ContainsFunc(all, func(s bench.Submission) bool { return s.Accuracy == 0.835 && !s.Scored }) {
		t.Error("the human baseline is missing")
	}
	if o := verb(t.Context(), "results", "--db", db); strings.Contains(o.stdout, "Mine") {
		t.Errorf("it is among the results that were run here: %s", o.stdout)
	}
}
