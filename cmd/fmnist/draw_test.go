package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDraw(t *testing.T) {
	data, out := smallData(t, "small", 1), filepath.Join(t.TempDir(), "pictures")
	for args, files := range map[string][]string{
		"sprite": {"classes.png", "sprite.png", "tensors.tsv", "metadata.tsv"},
		"pca":    {"pca.png", "pca.svg", "pca.csv"},
	} {
		got := verb(t.Context(), "draw", args, data, "--out", out)
		if got.code != 0 {
			t.Fatalf("draw %s: %s", args, got.stderr)
		}
		for _, file := range files {
			path := filepath.Join(out, "small-"+file)
			if info, err := os.Stat(path); err != nil || info.Size() == 0 || !strings.Contains(got.stdout, path) {
				t.Errorf("draw %s: %s: %v; told:\n%s", args, file, err, got.stdout)
			}
		}
	}
	for args, want := range map[string]string{
		"sprite " + data + " --count 100000":      "fmnist: draw sprite: draw: a sprite of 100000 images",
		"pca " + data + " --split both":           `fmnist: draw pca: --split: draw: split "both"`,
		"gif":                                     "fmnist: draw gif: want either a data set or --db",
		"gif --db " + filepath.Join(out, "no.db"): "fmnist: draw gif: ",
	} {
		if got := verb(t.Context(), append([]string{"draw"}, strings.Fields(args)...)...); got.code == 0 || !strings.HasPrefix(got.stderr, want) {
			t.Errorf("draw %s: exit %d, %s", args, got.code, got.stderr)
		}
	}
}
