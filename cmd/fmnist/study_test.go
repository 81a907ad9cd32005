package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
)

// TestStudies makes the report without results, and applies its corrections.
func TestStudies(t *testing.T) {
	data, dir := smallData(t, "small", 1), t.TempDir()
	t.Chdir(dir) // where there is neither a database nor a folder results
	o := verb(t.Context(), "study", "all", "--data", data, "--out", "report")
	if o.code != 0 || !strings.Contains(o.stderr, "without transfer") || !strings.Contains(o.stdout, "0 exact duplicates") {
		t.Fatalf("exit %d\n%s\n%s", o.code, o.stderr, o.stdout)
	}
	for _, name := range []string{"report.md", "onepixel.json", "duplicates-small.png", "labels-small.csv", "difficulty-curves-dark.png"} {
		if _, err := os.Stat(filepath.Join("report", name)); err != nil {
			t.Error(err)
		}
	}
	o = verb(t.Context(), "study", "correct", filepath.Join("report", "labels-small-corrections.json"), data, "--out", "corrected")
	if o.code != 0 {
		t.Fatalf("exit %d\n%s", o.code, o.stderr)
	}
	corrected, err := dataset.Open("corrected")
	if err != nil {
		t.Fatal(err)
	}
	if corrected.Origin == nil || corrected.Origin.Derived == nil || !strings.Contains(corrected.Origin.Derived.Command, "study correct") {
		t.Errorf("it is made by %+v", corrected.Origin)
	}
}

func TestStudyRefuses(t *testing.T) {
	data := smallData(t, "small", 1)
	t.Chdir(t.TempDir())
	for _, c := range []struct{ args, fault string }{
		{"study transfer --data " + data, "no such file"},
		{"study transfer --results nowhere.jsonl --data " + data, "nowhere.jsonl"},
		{"study labels --family Unknown --data " + data, "no such family"},
		{"study labels --parameters {] --data " + data, "parameters"},
		{"study labels --folds 1 --data " + data, "folds"},
		{"study duplicates --near 1 --data " + data, "below 1"},
		{"study correct nowhere.json " + data + " --out x", "nowhere.json"},
	} {
		o := verb(t.Context(), strings.Fields(c.args)...)
		if o.code != 1 || !strings.Contains(o.stderr, c.fault) {
			t.Errorf("%s: exit %d: %s", c.args, o.code, o.stderr)
		}
		if o := verb(t.Context(), "study", "onepixel", "--near", "0.1"); o.code != 2 {
			t.Errorf("a flag of another study: exit %d", o.code)
		}
	}
}
