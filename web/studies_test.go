package web

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/study"
)

// TestStudiesOfTheSite compares what the pages have with the data files.
func TestStudiesOfTheSite(t *testing.T) {
	dir, data := t.TempDir(), smallSet(t, "clothes")
	writeStudies(t, dir, data)
	site, err := New(nil, nil, Options{Studies: dir, Source: "a b.db"})
	if err != nil {
		t.Fatal(err)
	}
	all := received[studies](t, site, studiesPath)
	if got := strings.Join(all.Missing, " "); got != "transfer labels difficulty" || all.Fault != "" {
		t.Errorf("missing %q, fault %q", got, all.Fault)
	}
	if want := "fmnist study all --db 'a b.db' --out " + shellQuote(dir); all.Command != want {
		t.Errorf("command %q, want %q", all.Command, want)
	}
	pages, err := study.ReadPages(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pages {
		shown := all.Pages[i]
		if shown.Study != p.Study || shown.Data != nil || len(shown.Figures) != len(p.Figures) || len(shown.Tables) != len(p.Tables) {
			t.Errorf("%s: the page is not that of the data file", p.Study)
		}
		for k, table := range p.Tables {
			if n := len(table.Rows); shown.Tables[k].All != n || len(shown.Tables[k].Rows) != min(n, mostRows) {
				t.Errorf("%s: %d of %d rows, want the first %d of %d", table.File, len(shown.Tables[k].Rows), shown.Tables[k].All, mostRows, n)
			}
		}
		for _, name := range p.FileNames() {
			want, _ := os.ReadFile(filepath.Join(dir, name))
			if got, err := site.Read(all.Folder + name); err != nil || string(got) != string(want) {
				t.Errorf("%s: %v, or another content", name, err)
			}
		}
	}
}

// TestStudiesThatCannotBeRead keep no results from being shown, and are no site.
func TestStudiesThatCannotBeRead(t *testing.T) {
	dir, data := t.TempDir(), smallSet(t, "clothes")
	if err := os.WriteFile(filepath.Join(dir, "labels.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := New(madeResults(data), nil, Options{Studies: dir}); err == nil || !strings.Contains(err.Error(), "labels.json") {
		t.Errorf("the site of files: %v", err)
	}
	site, err := New(madeResults(data), nil, Options{Studies: dir, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	if all := received[studies](t, site, studiesPath); !strings.Contains(all.Fault, "labels.json") || len(all.Pages) != 0 {
		t.Errorf("%+v", all)
	}
}

// TestStudiesComeIn opens the page before there are studies, and follows it to
// what they are about.
func TestStudiesComeIn(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	server, live := testServer(t, &memory{results: madeResults(data)}, data)
	b.screen(375, "dark")
	b.open(live + "/#/studies")
	b.must(`document.querySelector("pre").textContent`, "fmnist study all --db a.db --out "+shellQuote(server.options.Studies))
	b.accessible("no studies")
	writeStudies(t, server.options.Studies, data)
	b.wait(`document.querySelectorAll(".studies li").length === 2`)
	b.must(`/transfer, labels, difficulty/.test(document.querySelector(".note").textContent)`, true)
	for _, name := range []string{"onepixel", "duplicates"} {
		picture := readStudy(t, server.options.Studies, name).Pictures[0]
		b.wait(shows(picture.Dark, picture.Width))
	}
	eval[any](b, `document.querySelector(".studies li:last-child a").click()`)
	b.wait(`document.querySelector("h1")?.textContent === "Duplicates"`)
	b.must(`document.activeElement.id`, "main")
	p := readStudy(t, server.options.Studies, "duplicates")
	b.must(`document.querySelector(".answer").textContent`, p.Sentences[0].Text)
	b.must(`[...document.querySelectorAll(".findings li")].map(l => l.textContent)`, textsOf(p.Sentences[1:]))
	b.must(`[...document.querySelectorAll("main data")].every(d => d.title.endsWith(": " + d.value))`, true)
	pairs := p.Tables[1]
	if len(pairs.Rows) <= pairs.Shown || len(pairs.Rows) > mostRows {
		t.Fatalf("%d pairs, which is no test of a long table", len(pairs.Rows))
	}
	table := `[...document.querySelectorAll(".rows")][1]`
	b.must(table+`.querySelectorAll("tbody tr").length`, pairs.Shown)
	eval[any](b, table+`.querySelector("button").click()`)
	b.wait(table + `.querySelectorAll("tbody tr").length === ` + jsonOf(t, len(pairs.Rows)))
	b.must(`[...`+table+`.querySelectorAll("tbody tr")].map(tr => [...tr.cells].map(c => c.textContent.trim()))`, pairs.Rows)
	b.screen(1280, "light")
	b.wait(shows(p.Pictures[0].File, p.Pictures[0].Width))
	for _, link := range eval[[]string](b, `[...document.querySelectorAll("a[download]")].map(a => a.getAttribute("href"))`) {
		if status := eval[int](b, `fetch(`+jsonOf(t, link)+`).then(r => r.status)`); status != 200 {
			t.Errorf("%s: status %d", link, status)
		}
	}
	eval[any](b, table+`.querySelector(".illustrated").click()`)
	b.wait(`document.querySelector("h1 small")?.textContent.includes("` + pairs.Rows[0][0] + ` image ` + pairs.Rows[0][1] + `")`)
	b.quiet()
}

// shows is the condition that a picture of that width is loaded.
func shows(file string, width int) string {
	return fmt.Sprintf(`(() => {
		const picture = [...document.images].find(i => i.currentSrc.endsWith(%q));
		picture?.scrollIntoView();
		return picture?.naturalWidth === %d;
	})()`, "/"+file, width)
}

func readStudy(t *testing.T, dir, name string) *study.Page {
	t.Helper()
	pages, err := study.ReadPages(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if p.Study == name {
			return p
		}
	}
	t.Fatalf("%s has no study %s", dir, name)
	return nil
}

func textsOf(sentences []study.Sentence) []string {
	var texts []string
	for _, s := range sentences {
		texts = append(texts, s.Text)
	}
	return texts
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
