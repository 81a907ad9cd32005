package study

import (
	"bytes"
	"context"
	"encoding/json"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// allPages are the pages of every study on small made data.
func allPages(t *testing.T) []*Page {
	t.Helper()
	ctx := context.Background()
	sets := []*dataset.Dataset{blobs(t, "fashion-like", 4, 400, 80, 150), blobs(t, "mnist-like", 4, 400, 80, 100)}
	comparisons := &Comparisons{Limit: NearLimit}
	var pages []*Page
	add := func(p *Page, err error) {
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	add(OnePixel(ctx, sets, nil))
	add(Transfer(ctx, []Field{field("a", 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2), field("b", 1, 0.9, 0.8, 0.6, 0.7, 0.5, 0.4, 0.3, 0.2)}, 0))
	add(Duplicates(ctx, sets, comparisons, nil))
	add(Labels(ctx, sets, LabelOptions{Model: Model{"LogisticRegression", "{}", learn.StandardScaling}, Folds: 3, Flip: 0.05}))
	add(Difficulty(ctx, sets, comparisons, 0, nil))
	return pages
}

var number = regexp.MustCompile(`[0-9][0-9.,]*`)

// TestReport writes the pages and checks, by what is in the folder alone, that
// every sentence stands on figures of its data file and that the report names no
// file that is not there.
func TestReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "report")
	for _, p := range allPages(t) {
		for range 2 { // into a new folder, and over an earlier page
			if err := p.Write(dir); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range Names {
		if b, err := os.ReadFile(filepath.Join(dir, name+".json")); err != nil || bytes.Contains(b, []byte("null")) {
			t.Errorf("%s.json: %v, or there is null in it", name, err)
		}
	}
	pages, err := ReadPages(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != len(Names) {
		t.Fatalf("%d pages, want %d", len(pages), len(Names))
	}
	for _, p := range pages {
		checkPage(t, p)
		for _, x := range p.Pictures {
			checkPicture(t, dir, x)
		}
	}
	report, err := os.ReadFile(filepath.Join(dir, ReportFile))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile(`\]\(<?([^)>]+)`).FindAllStringSubmatch(string(report), -1) {
		named[m[1]] = true
		if _, err := os.Stat(filepath.Join(dir, m[1])); err != nil {
			t.Errorf("the report names %v", err)
		}
	}
	for _, p := range pages {
		for _, file := range p.FileNames() {
			if !named[file] && !strings.HasSuffix(file, "-dark.png") {
				t.Errorf("the report does not name %s", file)
			}
		}
	}
}

func checkPage(t *testing.T, p *Page) {
	t.Helper()
	if len(p.Sentences) == 0 || len(p.Pictures) == 0 || len(p.Tables) == 0 {
		t.Errorf("%s: %d sentences, %d pictures, %d tables", p.Study, len(p.Sentences), len(p.Pictures), len(p.Tables))
	}
	if data, ok := p.Data.(*json.RawMessage); !ok || len(*data) < 10 {
		t.Errorf("%s: no data", p.Study)
	}
	for _, s := range p.Sentences {
		text := ""
		for _, x := range s.Parts {
			text += x.Text
			switch value, known := p.Figures[x.Figure]; {
			case x.Figure == "" && number.MatchString(x.Text):
				t.Errorf("%s: %q has a number that is no figure", p.Study, x.Text)
			case x.Figure != "" && !known:
				t.Errorf("%s: %q rests on the figure %q, which is not in the data file", p.Study, s.Text, x.Figure)
			case x.Figure != "" && !shows(x.Text, value):
				t.Errorf("%s: %q is not the figure %s, %v", p.Study, x.Text, x.Figure, value)
			}
		}
		if text != s.Text {
			t.Errorf("%s: the parts of %q are %q", p.Study, s.Text, text)
		}
	}
	for _, x := range p.Tables {
		if n := len(slices.Compact(slices.Sorted(slices.Values(x.Header)))); n < len(x.Header) {
			t.Errorf("%s: two columns have the same name: %q", x.File, x.Header)
		}
	}
}

// shows says whether a text is a figure, rounded to as many places as it has.
func shows(text string, figure any) bool {
	value, isNumber := figure.(float64)
	if !isNumber {
		return text == figure
	}
	digits, unit := strings.CutSuffix(strings.ReplaceAll(text, ",", ""), "%")
	if unit {
		value *= 100
	}
	got, err := strconv.ParseFloat(digits, 64)
	_, decimals, _ := strings.Cut(digits, ".")
	return err == nil && math.Abs(got-value) <= 0.5000001*math.Pow(10, -float64(len(decimals)))
}

// checkPicture looks at the ground of a picture for light pages and at that of
// its twin for dark ones.
func checkPicture(t *testing.T, dir string, x Picture) {
	t.Helper()
	for name, ground := range map[string]color.RGBA{x.File: light.ground, x.Dark: dark.ground} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if size := picture.Bounds().Size(); size.X != x.Width || size.Y != x.Height {
			t.Errorf("%s is %v, want %d x %d", name, size, x.Width, x.Height)
		}
		if got := color.RGBAModel.Convert(picture.At(0, 0)); got != ground {
			t.Errorf("%s has the ground %v, want %v", name, got, ground)
		}
	}
}

func TestShows(t *testing.T) {
	for _, c := range []struct {
		text   string
		figure any
		want   bool
	}{
		{"1,234", 1234.0, true}, {"1,234", 1235.0, false}, {"0.90", 0.9049, true}, {"0.90", 0.9051, false},
		{"5.1%", 0.0512, true}, {"5.1%", 0.0516, false}, {"Coat", "Coat", true}, {"Coat", "Bag", false}, {"many", 3.0, false},
	} {
		if got := shows(c.text, c.figure); got != c.want {
			t.Errorf("%s for %v: %t", c.text, c.figure, got)
		}
	}
}

func TestReadPagesRefuses(t *testing.T) {
	p := newPage("onepixel", "One pixel", "")
	p.set("n", 1)
	p.say("{n}.")
	p.Tables = []Table{{Name: "t", Header: []string{"split", "image"}, Rows: [][]string{{"train", "1"}}, Images: []int{1}}}
	dir := t.TempDir()
	if pages, err := ReadPages(filepath.Join(dir, "nowhere")); err != nil || len(pages) != 0 {
		t.Errorf("where there is no folder: %v, %v", pages, err)
	}
	empty := Mark(dir)
	if err := p.Write(dir); err != nil {
		t.Fatal(err)
	}
	if Mark(dir) == empty {
		t.Error("the mark does not change with the pages")
	}
	path := filepath.Join(dir, "onepixel.json")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, fault string }{
		{`{`, `[`, "onepixel.json"},
		{`"study": "onepixel"`, `"study": "transfer"`, `of the study "transfer"`},
		{`"onepixel-t.csv"`, `"../onepixel.json"`, "none of the study"},
		{`"onepixel-t.csv"`, `"onepixel/../../x"`, "none of the study"},
		{`"onepixel-t.csv"`, `""`, "none of the study"},
		{`"onepixel-t.csv"`, `"onepixel-u.csv"`, "onepixel-u.csv is not there"},
		{`"split",`, ``, "row 1 has 2 cells, want 1"},
		{`"images": [
    1`, `"images": [
    2`, "column 2 of 2"},
		{`"sentences": [`, `"nothing": [`, "no sentence"},
	} {
		bad := strings.Replace(string(good), c.from, c.to, 1)
		if bad == string(good) {
			t.Fatalf("there is no %s in %s", c.from, good)
		}
		if err := os.WriteFile(path, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadPages(dir); err == nil || !strings.Contains(err.Error(), c.fault) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s in place of %s: %v, want %q", c.to, c.from, err, c.fault)
		}
	}
}

func TestSay(t *testing.T) {
	p := newPage("onepixel", "", "")
	p.set("n", 12345)
	p.set("x", 0.98765)
	p.set("who", "Coat & Shirt")
	p.say("{n} of {who}: {x|2}, {x|1%}.")
	if got := p.Sentences[0].Text; got != "12,345 of Coat & Shirt: 0.99, 98.8%." {
		t.Errorf("%q", got)
	}
	for _, wrong := range []string{"no figure", "{unknown}"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q did not panic", wrong)
				}
			}()
			p.say(wrong)
		}()
	}
}
