package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
)

func TestDerive(t *testing.T) {
	from, cache := smallData(t, "small", 1), t.TempDir()
	var first string
	for range 2 { // the second time it is there already
		got := verb(t.Context(), "derive", from, "subset/per_class=20", "rotate/severity=2", "--seed", "4", "--data-dir", cache)
		if got.code != 0 || got.stderr != "" || first != "" && got.stdout != first {
			t.Fatalf("%+v", got)
		}
		first = got.stdout
	}
	const name = "small-subset-20_per_class-rotate-2-seed4"
	shown := verb(t.Context(), "info", "--json", name, "--data-dir", cache)
	var about dataset.Description
	if err := json.Unmarshal([]byte(shown.stdout), &about); err != nil {
		t.Fatal(err)
	}
	if about.Train.Images != 200 || about.Derived == nil || about.Derived.Seed != 4 || !strings.HasPrefix(about.Source, "derived from small") {
		t.Errorf("%+v", about)
	}
	if files, err := os.ReadDir(filepath.Join(cache, name)); err != nil || len(files) != 5 {
		t.Errorf("%v, %v", files, err)
	}
	out := filepath.Join(t.TempDir(), "out")
	if got := verb(t.Context(), "derive", from, "permuted_pixels", "--out", out, "--json"); got.code != 0 || !strings.Contains(got.stdout, `"steps"`) {
		t.Errorf("%+v", got)
	}
	if got := verb(t.Context(), "derive", from, "contrast/severity=1", "--out", out); got.code != 1 || !strings.Contains(got.stderr, "not empty") {
		t.Errorf("%+v", got)
	}
	if got := verb(t.Context(), "derive", from, "contrast/severity=9"); got.code != 2 {
		t.Errorf("%+v", got)
	}
	if got := verb(t.Context(), "derive", from, "subset/size=601"); got.code != 1 || !strings.Contains(got.stderr, "there are 600 images") {
		t.Errorf("%+v", got)
	}
}
