package study

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

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

// TestReport writes the report and checks that every sentence stands on figures
// of its data file, that every file a page names is there, and that a page loads
// nothing.
func TestReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "report")
	for _, p := range allPages(t) {
		if err := p.Write(dir); err != nil {
			t.Fatal(err)
		}
		if err := p.Write(dir); err != nil {
			t.Fatalf("a second time: %v", err)
		}
		checkPage(t, dir, p)
	}
	for _, name := range append([]string{"index"}, Names...) {
		checkLinks(t, dir, name+".html")
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(index), "\n## "); n != len(Names) {
		t.Errorf("%d studies in the index, want %d", n, len(Names))
	}
}

func checkPage(t *testing.T, dir string, p *Page) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, p.Study+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var written Page
	if err := json.Unmarshal(b, &written); err != nil {
		t.Fatal(err)
	}
	if len(written.Sentences) == 0 || len(written.Pictures) == 0 || len(written.Tables) == 0 {
		t.Errorf("%s: %d sentences, %d pictures, %d tables", p.Study, len(written.Sentences), len(written.Pictures), len(written.Tables))
	}
	for k, s := range written.Sentences {
		for _, f := range s.Figures {
			if _, ok := written.Figures[f]; !ok {
				t.Errorf("%s: %q rests on the figure %q, which is not in the data file", p.Study, s.Text, f)
			}
		}
		// What is no figure has no number.
		for _, x := range p.Sentences[k].parts {
			if x.Figure == "" && number.MatchString(x.Text) {
				t.Errorf("%s: %q has a number that is no figure", p.Study, x.Text)
			}
		}
	}
}

// checkLinks parses a page strictly enough to find what it refers to.
func checkLinks(t *testing.T, dir, name string) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains([]string{"script", "link", "iframe", "object"}, n.Data) {
			t.Errorf("%s has an element %s", name, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/png;base64,"):
				t.Errorf("%s loads %s", name, a.Val)
			case a.Key == "href":
				if _, err := os.Stat(filepath.Join(dir, a.Val)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
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
