package main

import (
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// TestFitPredict fits, looks into the model, and labels images from every kind
// of file.
func TestFitPredict(t *testing.T) {
	data, dir := smallData(t, "articles", 1), t.TempDir()
	path := filepath.Join(dir, "m.fmnist")
	fitted := verb(t.Context(), "fit", "RandomForestClassifier", "--set", "n_estimators=20", "--set", "criterion=entropy",
		"--data", data, "--seed", "4", "--out", path)
	if fitted.code != 0 || fitted.stderr != "" || !strings.Contains(fitted.stdout, "fitted on 600 images of articles") {
		t.Fatalf("%+v", fitted)
	}
	var info modelInfo
	shown := verb(t.Context(), "model", "info", "--json", path)
	if err := json.Unmarshal([]byte(shown.stdout), &info); err != nil {
		t.Fatalf("%v: %+v", err, shown)
	}
	if info.Family != "RandomForestClassifier" || info.Seed != 4 || info.Scaling != "standard" || info.Data != "articles" ||
		!strings.Contains(string(info.Parameters), `"criterion": "entropy"`) || len(info.Arrays) == 0 {
		t.Errorf("%+v", info)
	}
	if shown := verb(t.Context(), "model", "info", path); shown.code != 0 || !strings.Contains(shown.stdout, "node.threshold") {
		t.Errorf("%+v", shown)
	}
	test := filepath.Join(data, dataset.FileNames[2])
	picture := firstAsPNG(t, test)
	labelled := verb(t.Context(), "predict", path, picture, test)
	lines := strings.Split(strings.TrimSpace(labelled.stdout), "\n")
	if labelled.code != 0 || len(lines) != 101 {
		t.Fatalf("%d lines: %+v", len(lines), labelled)
	}
	one, first := strings.Split(lines[0], "\t"), strings.Split(lines[1], "\t")
	if one[0] != picture || first[0] != test+"[0]" || strings.Join(one[1:], " ") != strings.Join(first[1:], " ") || len(one) != 4 {
		t.Errorf("%q, and of the IDX file %q", one, first)
	}
	var all []predicted
	asJSON := verb(t.Context(), "predict", "--json", path, test)
	if err := json.Unmarshal([]byte(asJSON.stdout), &all); err != nil || len(all) != 100 || len(all[99].Probabilities) != 10 || all[99].Index != 99 {
		t.Errorf("%v: %d predictions", err, len(all))
	}
}

// firstAsPNG is the first image of an IDX file as a picture.
func firstAsPNG(t *testing.T, file string) string {
	t.Helper()
	a, err := idx.ReadFile[uint8](file)
	if err != nil {
		t.Fatal(err)
	}
	picture := image.NewGray(image.Rect(0, 0, a.Dims[2], a.Dims[1]))
	copy(picture.Pix, a.Data)
	path := filepath.Join(t.TempDir(), "first.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestModelMisuse(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("no model ", 20)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"fit", "SVC"}, 2, `"out" not set`},
		{[]string{"fit", "SVC", "--set", "C", "--out", text}, 2, "want name=value"},
		{[]string{"fit", "Oracle", "--data", ramps(t), "--out", text}, 1, "no such family"},
		{[]string{"fit", "SVC", "--set", "cc=1", "--data", ramps(t), "--out", text}, 1, "unknown field"},
		{[]string{"predict", text}, 2, "requires at least 2"},
		{[]string{"predict", text, text}, 1, "not a model file"},
		{[]string{"model", "info", filepath.Join(dir, "none")}, 1, "no such file"},
		{[]string{"model", "onnx", text, "--out", filepath.Join(dir, "o")}, 1, "not a model file"},
	} {
		if got := verb(t.Context(), c.args...); got.code != c.code || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%q: %+v", c.args, got)
		}
	}
}
