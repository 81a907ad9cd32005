package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/bench"
)

// TestBundleIsCurrent computes the digest that build.mjs has written, of the
// sources as they are now.
func TestBundleIsCurrent(t *testing.T) {
	files := []string{"build.mjs", "package-lock.json"}
	sources, err := os.ReadDir("app/src")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		files = append(files, "src/"+s.Name())
	}
	slices.Sort(files)
	h := sha256.New()
	for _, name := range files {
		text, err := os.ReadFile("app/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(h, "%s\n%s\n", name, text)
	}
	bundled, err := os.ReadFile("assets/sources.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(bundled)) != hex.EncodeToString(h.Sum(nil)) {
		t.Error("web/assets is not the bundle of web/app: make web")
	}
}

// TestEveryFileIsThere reads every file of the site, and looks for those that
// the pages derive from the overview.
func TestEveryFileIsThere(t *testing.T) {
	site, data := testSite(t)
	for _, path := range site.Paths() {
		content, err := site.Read(path)
		if err != nil || len(content) == 0 {
			t.Errorf("%s: %d bytes, %v", path, len(content), err)
		}
	}
	view := received[overview](t, site, resultsPath)
	if len(view.Rows) != 8 || len(view.Datasets) != 2 {
		t.Fatalf("%d rows on %d data sets, want 8 on 2", len(view.Rows), len(view.Datasets))
	}
	want := []string{"index.html", "app.js", "scatter.js", "app.css", "icon.svg", "LICENCES.txt", "results.csv", "results.json", "results.jsonl", "results.md"}
	for _, r := range view.Rows {
		want = append(want, "data/rows/"+r.ID+".js")
	}
	for i, set := range view.Datasets {
		for _, name := range []string{"labels-train.js", "labels-test.js", "misses.js", "means.png", "votes-0.js", "votes-2.js", "neighbours-0.js", "neighbours-2.js", "train-0-1.png", "train-9-0.png", "test-9-0.png", "embedding-0.js"} {
			want = append(want, set.Folder+name)
		}
		if diff := cmp.Diff(data[i].Classes, set.Classes); diff != "" {
			t.Errorf("%s: classes (-want +got):\n%s", set.Name, diff)
		}
	}
	for _, path := range want {
		if _, err := site.Read(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := site.Read("sources.sha256"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("sources.sha256: %v, want it left out", err)
	}
}

// TestPageLoadsNothingFromElsewhere looks at what the page and its style sheet
// refer to.
func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	site, _ := testSite(t)
	page, err := site.Read("index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(string(page), -1) {
		if _, err := site.Read(m[1]); err != nil {
			t.Errorf("index.html refers to %v", err)
		}
	}
	style, err := site.Read("app.css")
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`@import|url\([^)]*`).Find(style); m != nil {
		t.Errorf("app.css refers to %s", m)
	}
	if regexp.MustCompile(`(?i)<script>|<style|\son\w+=|javascript:`).Match(page) {
		t.Error("index.html has script or style of its own, which the policy forbids")
	}
}

func TestDataCannotEndTheScript(t *testing.T) {
	site, _ := testSite(t)
	for _, path := range site.Paths() {
		if !strings.HasSuffix(path, ".js") || path == "app.js" || path == "scatter.js" {
			continue
		}
		content, err := site.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("<")) {
			t.Errorf("%s has an unescaped <", path)
		}
	}
}

func TestDetail(t *testing.T) {
	site, data := testSite(t)
	view := received[overview](t, site, resultsPath)
	results := madeResults(data...)
	for i, r := range view.Rows {
		d := received[detail](t, site, rowPath(r.ID))
		if results[i].Status != bench.OK {
			if d.Confusion != nil || r.Reason != "it said <no>" {
				t.Errorf("%s: %+v", r.Series, d)
			}
			continue
		}
		confusion := bench.Confusion(data[i/4].Test.Labels, results[i].Predictions, 10)
		if diff := cmp.Diff(confusion, d.Confusion); diff != "" {
			t.Errorf("%s: confusion (-want +got):\n%s", r.Series, diff)
		}
		if !bytes.Equal(d.Predictions, results[i].Predictions) || len(d.Runs) != 1 || r.Accuracy != results[i].Accuracy {
			t.Errorf("%s: predictions, runs or accuracy are not the result's", r.Series)
		}
	}
}

// TestWithoutData is a site of results whose data are not here.
func TestWithoutData(t *testing.T) {
	results := madeResults(smallSet(t, "clothes"))
	site, err := New(results, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	view := received[overview](t, site, resultsPath)
	if len(view.Datasets) != 1 || view.Datasets[0].Folder != "" || view.Datasets[0].Name != "clothes" {
		t.Errorf("data sets %+v", view.Datasets)
	}
	if d := received[detail](t, site, rowPath(view.Rows[0].ID)); d.Confusion != nil || len(d.Runs) != 1 {
		t.Errorf("detail %+v", d)
	}
}

func TestVotes(t *testing.T) {
	site, data := testSite(t)
	results := madeResults(data...)[:4]
	folder := received[overview](t, site, resultsPath).Datasets[0].Folder
	chunk := received[struct {
		Rows  []string
		Votes [][]byte
	}](t, site, folder+"votes-2.js")
	if len(chunk.Rows) != 3 || !bytes.Equal(chunk.Votes[1], results[1].Predictions[2*perChunk:]) {
		t.Errorf("votes of %v are not those of the results", chunk.Rows)
	}
	misses := received[struct {
		Contestants int
		Misses      []int
	}](t, site, folder+"misses.js")
	wrong := 0
	for _, r := range results[:3] {
		if r.Predictions[255] != data[0].Test.Labels[255] {
			wrong++
		}
	}
	if misses.Contestants != 3 || len(misses.Misses) != testSize || misses.Misses[255] != wrong {
		t.Errorf("%d of %d are wrong on image 255, want %d of 3", misses.Misses[255], misses.Contestants, wrong)
	}
}

func TestSheets(t *testing.T) {
	site, data := testSite(t)
	folder := received[overview](t, site, resultsPath).Datasets[0].Folder
	content, err := site.Read(folder + "train-0-1.png")
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	// Of class 0, the images 0 to 540 and then every tenth.
	members := byClass(data[0].Train.Labels, 10)[0]
	for _, at := range []int{0, 26, len(members) - perSheet - 1} {
		i := members[perSheet+at]
		for y := range 6 {
			for x := range 6 {
				got, _, _, _ := sheet.At(at%sheetCols*6+x, at/sheetCols*6+y).RGBA()
				if want := data[0].Train.Images[i*36+y*6+x]; byte(got) != want {
					t.Fatalf("pixel %d, %d of image %d is %d, want %d", x, y, i, byte(got), want)
				}
			}
		}
	}
}

func TestNearestIsBruteForce(t *testing.T) {
	d := smallSet(t, "clothes")
	found := NewImages(d).nearest(0, 20)
	for q := range found {
		distances := make([]float64, d.Train.Len())
		for i := range distances {
			for j := range 36 {
				difference := float64(d.Test.Images[q*36+j]) - float64(d.Train.Images[i*36+j])
				distances[i] += difference * difference
			}
			distances[i] = math.Sqrt(distances[i])
		}
		sorted := slices.Sorted(slices.Values(distances))
		for rank, n := range found[q] {
			if n.Distance != sorted[rank] || distances[n.Index] != n.Distance {
				t.Errorf("image %d, neighbour %d: %+v, want the distance %v", q, rank, n, sorted[rank])
			}
		}
	}
}

func TestReproduce(t *testing.T) {
	d := smallSet(t, "it's here")
	ours := madeResult(d, "GaussianNB", bench.Parameters{"priors": []any{0.1, 0.9}}, 0.5)
	theirs := madeResult(d, "mine", nil, 0.5)
	for _, c := range []struct {
		result bench.Result
		want   string
	}{
		{ours, `fmnist bench --suite FILE --only '^GaussianNB/priors=\[0\.1,0\.9\]$' --data 'it'\''s here' --threads 2 --seed 0 --repeats 1 --scaling standard`},
		{theirs, `fmnist bench --suite none --contestant FOLDER --only '^mine$' --data 'it'\''s here' --threads 2 --seed 0 --repeats 1`},
	} {
		if got := reproduce(bench.Summarize([]bench.Result{c.result})[0]); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestWrite(t *testing.T) {
	site, _ := testSite(t)
	dir := filepath.Join(t.TempDir(), "site")
	for range 2 { // into a new folder, and over a site
		if err := site.Write(t.Context(), dir, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range site.Paths() {
		want, _ := site.Read(path)
		if got, err := os.ReadFile(filepath.Join(dir, path)); err != nil || path != resultsPath && !bytes.Equal(got, want) {
			t.Errorf("%s: %v, or another content", path, err)
		}
	}
	old := filepath.Join(dir, "data", "rows")
	empty, err := New(nil, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(old); len(left) > 0 {
		t.Errorf("%d rows of the earlier site are left", len(left))
	}
}

func TestWriteLeavesForeignFilesAlone(t *testing.T) {
	site, _ := testSite(t)
	home, outside := t.TempDir(), filepath.Join(t.TempDir(), "precious")
	precious := filepath.Join(home, "thesis.tex")
	for _, path := range []string{precious, outside} {
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := site.Write(t.Context(), home, nil); err == nil {
		t.Error("a folder that holds other files is written to")
	}
	if err := os.WriteFile(filepath.Join(home, manifest), []byte("../"+filepath.Base(filepath.Dir(outside))+"/precious\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := site.Write(t.Context(), home, nil); err == nil {
		t.Error("a list that leads out of the folder is taken")
	}
	for _, path := range []string{precious, outside} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}
