package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

// browser is a headless Chromium with one tab, which all browser tests share.
type browser struct {
	*testing.T
	ctx context.Context

	mu       sync.Mutex
	messages []string // errors and warnings of the console since the last open
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is not started in short runs")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: make browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true)) // WebGL without a graphics card
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute) // a busy machine needs it
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	go func() {
		for m, err := range chromedp.Console(ctx) {
			if err != nil {
				return
			}
			b.mu.Lock()
			// That the picture of a WebGL canvas is slow to take is the tests' own doing.
			if (m.IsException() || m.Type == "error" || m.Type == "warning") && !strings.Contains(m.String(), "GPU stall due to ReadPixels") {
				b.messages = append(b.messages, m.String())
			}
			b.mu.Unlock()
		}
	}()
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// screen sets the size and the colours that pages are asked for.
func (b *browser) screen(width int64, colours string) {
	b.Helper()
	b.do(chromedp.EmulateViewport(width, 800))
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.Fatal(err)
	}
}

// open loads a page of the site whole and waits for what it is about.
func (b *browser) open(address string) {
	b.Helper()
	b.do(chromedp.Navigate("about:blank"))
	b.mu.Lock()
	b.messages = nil
	b.mu.Unlock()
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelector("h1") && !/Loading…/.test(document.body.textContent)`)
}

// wait waits until a condition holds.
func (b *browser) wait(condition string) {
	b.Helper()
	for range 200 {
		if eval[bool](b, "!!("+condition+")") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Fatalf("this does not come to hold: %s\nthe page is: %.2000s", condition, eval[string](b, "document.body.innerText"))
}

// quiet is an error where the console has a complaint.
func (b *browser) quiet() {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		b.Errorf("the console says %s", m)
	}
}

func eval[T any](b *browser, expression string) T {
	b.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return value
}

// must evaluates an expression and compares its value.
func (b *browser) must(expression string, want any) {
	b.Helper()
	got := eval[json.RawMessage](b, expression)
	wanted, err := json.Marshal(want)
	if err != nil {
		b.Fatal(err)
	}
	var x, y any
	json.Unmarshal(got, &x)
	json.Unmarshal(wanted, &y)
	if fmt.Sprint(x) != fmt.Sprint(y) {
		b.Errorf("%s is %s, want %s", expression, got, wanted)
	}
}

// pages are places of the site of madeResults.
func pages(t *testing.T, site *Site) []string {
	view := received[overview](t, site, resultsPath)
	series := func(i int) string { return strings.ReplaceAll(url.PathEscape(view.Rows[i].Series), "%2F", "/") }
	return []string{
		"", "#/?tab=clothes", "#/?tab=digits-of-noise&filter=n_neighbors&sort=fit", "#/pictures", "#/compare", "#/data",
		"#/data/digits-of-noise?split=train&class=0&page=2", "#/image/clothes/test/259", "#/image/clothes/train/0",
		"#/contestant/" + series(1), "#/contestant/" + series(1) + "?is=1&as=1", "#/contestant/" + series(3),
		"#/studies", "#/studies/onepixel", "#/studies/duplicates", "#/studies/nothing", "#/embedding/digits-of-noise", "#/quiz", "#/try", "#/live", "#/nowhere", "#/contestant/nobody", "#/image/clothes/test/99999",
	}
}

// TestPages opens every kind of page, from the server and from a folder, on a
// large and on a small screen, light and dark.
func TestPages(t *testing.T) {
	b := openBrowser(t)
	site, data := testSite(t)
	live := wholeServer(t, data...)
	dir := t.TempDir()
	if err := site.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	folder := "file://" + filepath.ToSlash(dir) + "/index.html"
	for i, page := range pages(t, site) {
		for j, from := range []string{live + "/", folder} {
			b.screen(1280, []string{"light", "dark"}[(i+j)%2])
			b.open(from + page)
			for k, width := range []int64{1280, 375} {
				b.screen(width, []string{"light", "dark"}[(i+j+k)%2])
				if eval[bool](b, "document.documentElement.scrollWidth > innerWidth") {
					t.Errorf("%s%s is wider than a screen of %d pixels", from, page, width)
				}
			}
			b.quiet()
			foreign := eval[[]string](b, `performance.getEntriesByType("resource").map(e => e.name).filter(u => !u.startsWith(location.href.split("#")[0].replace("index.html", "")))`)
			if len(foreign) > 0 {
				t.Errorf("%s%s loads %v", from, page, foreign)
			}
			b.must(`[...document.querySelectorAll("a[href^='#']:not(.skip)")].filter(a => !/^#\/(|pictures|compare|data|studies|embedding|quiz|try|live|contestant|image)([/?]|$)/.test(a.getAttribute("href"))).length`, 0)
		}
	}
}

// wholeServer serves something of everything.
func wholeServer(t *testing.T, data ...*dataset.Dataset) (address string) {
	t.Helper()
	server, address := testServer(t, &memory{results: madeResults(data...), activity: someActivity()}, data...)
	writeStudies(t, server.options.Studies, data...)
	if _, err := server.refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return address
}

func TestTable(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	_, live := testServer(t, &memory{results: madeResults(data)}, data)
	b.screen(1280, "light")
	b.open(live + "/#/?tab=clothes")
	first := `document.querySelector("tbody th a").textContent`
	header := func(title string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("thead th")].find(th => th.textContent.startsWith(%q))`, title)
	}
	b.must(first, "KNeighborsClassifier")
	b.must(header("Accuracy")+`.ariaSort`, "descending")
	for _, c := range []struct{ title, sort, first string }{
		{"Accuracy", "ascending", "GaussianNB"},
		{"Classifier", "ascending", "DecisionTreeClassifier"},
		{"Classifier", "descending", "their/own?#%<b>"},
		{"Fit", "ascending", "GaussianNB"},
		{"Fit", "descending", "KNeighborsClassifier"},
	} {
		eval[any](b, header(c.title)+`.querySelector("button").click()`)
		b.wait(header(c.title) + `.ariaSort === "` + c.sort + `"`)
		b.must(first, c.first)
	}
	b.must(`document.querySelectorAll("thead th").length === document.querySelectorAll("thead th[aria-sort] button").length`, true)
	b.do(chromedp.SendKeys("input[type=search]", "criterion DECISION"))
	b.wait(`document.querySelector(".found").textContent === "1 of 4 contestants"`)
	b.must(first, "DecisionTreeClassifier")
	// What is shown stands in the address: the same again after loading it anew.
	b.open(eval[string](b, "location.href"))
	b.must(first, "DecisionTreeClassifier")
	b.must(header("Fit")+`.ariaSort`, "descending")
	b.must(`document.querySelector("[role=tab][aria-selected=true]").textContent`, "clothes")
	// Tabs by the keyboard.
	eval[any](b, `document.querySelector("[role=tab][aria-selected=true]").focus()`)
	eval[any](b, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}))`)
	b.wait(`document.activeElement.textContent === "Side by side" && document.activeElement.ariaSelected === "true"`)
	b.quiet()
}

// TestLargeTable sorts five thousand rows.
func TestLargeTable(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	var results []bench.Result
	for i := range 5000 {
		r := madeResult(data, "KNeighborsClassifier", bench.Parameters{"n_neighbors": float64(i)}, 0.5)
		r.Accuracy = float64((i*7919)%5000) / 5000
		results = append(results, r)
	}
	_, live := testServer(t, &memory{results: results}, data)
	b.screen(1280, "light")
	b.open(live + "/")
	fastest := 1e9
	for range 12 {
		fastest = min(fastest, eval[float64](b, `(async () => {
			const button = [...document.querySelectorAll("thead button")].find(b => b.textContent.startsWith("Parameters"));
			const before = document.querySelector("tbody th + td").textContent;
			const start = performance.now();
			button.click();
			while (document.querySelector("tbody th + td").textContent === before) await new Promise(r => setTimeout(r));
			document.body.offsetHeight;
			return performance.now() - start;
		})()`))
	}
	t.Logf("5,000 rows sorted in %.0f ms", fastest)
	if fastest > 100 {
		t.Errorf("5,000 rows take %.0f ms to sort, want 100 at most", fastest)
	}
	eval[any](b, `document.querySelector(".more button").click()`)
	b.wait(`document.querySelectorAll("tbody tr").length === 5000`)
}

func TestContestantPage(t *testing.T) {
	b := openBrowser(t)
	site, data := testSite(t)
	results := madeResults(data...)
	_, live := testServer(t, &memory{results: results}, data...)
	b.screen(1280, "light")
	b.open(live + "/" + pages(t, site)[9])
	confusion := bench.Confusion(data[0].Test.Labels, results[1].Predictions, 10)
	b.must(`[...document.querySelectorAll(".confusion tbody tr")].map(tr => [...tr.querySelectorAll("td")].map(td => +td.textContent))`, confusion)
	b.must(`document.querySelectorAll(".bar").length`, 10)
	eval[any](b, `document.querySelector(".confusion tbody tr:nth-child(4) td:nth-child(5) a").click()`)
	b.wait(`document.querySelector(".cell")`)
	b.must(`document.querySelectorAll(".cell .tiles a").length`, confusion[3][3])
	eval[any](b, `document.querySelector(".cell .tiles a").click()`)
	b.wait(`/^3/.test(document.querySelector("h1")?.textContent) && document.querySelector(".poll")`)
	b.must(`document.activeElement.id`, "main")
	eval[any](b, `history.back()`)
	b.wait(`document.querySelector(".cell .tiles")`)
	b.quiet()
}

// TestComparePage holds the page's McNemar test against that of package bench.
func TestComparePage(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	results := madeResults(data)
	_, live := testServer(t, &memory{results: results}, data)
	b.screen(1280, "light")
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 1}} {
		x, y := results[pair[0]], results[pair[1]]
		b.open(live + "/#/compare?" + url.Values{"a": {x.Series()}, "b": {y.Series()}}.Encode())
		onlyA, onlyB := 0, 0
		for i, label := range data.Test.Labels {
			if x.Predictions[i] == label && y.Predictions[i] != label {
				onlyA++
			}
			if x.Predictions[i] != label && y.Predictions[i] == label {
				onlyB++
			}
		}
		p := fmt.Sprintf("%.4f", bench.NewMcNemar(onlyA, onlyB).P)
		if p == "0.0000" {
			p = "below 0.0001"
		}
		b.must(`document.querySelector(".note").textContent.match(/probability (below [0-9.]+|[0-9.]+)/)[1]`, p)
		b.must(`[...document.querySelectorAll("td strong")].map(s => +s.textContent)`, []int{onlyA, onlyB})
		b.must(`document.querySelectorAll(".tiles a").length`, min(120, onlyA))
	}
	b.quiet()
}

func TestPicturesLeadToContestants(t *testing.T) {
	b := openBrowser(t)
	a, d := smallSet(t, "clothes"), smallSet(t, "digits-of-noise")
	_, live := testServer(t, &memory{results: madeResults(a, d)}, a, d)
	b.screen(1280, "light")
	b.open(live + "/#/pictures")
	// Three contestants: once in the scatter, once in each of the two fronts, on both sets in the strips.
	b.wait(`document.querySelectorAll("svg a[aria-label]").length === 3 + 6 + 6`)
	b.must(`document.querySelectorAll("svg style").length`, 0)
	eval[any](b, `location.hash = document.querySelector("svg a[aria-label^=KNeighbors]").getAttribute("href") ?? document.querySelector("svg a[aria-label^=KNeighbors]").getAttribute("xlink:href")`)
	b.wait(`document.querySelector("h1")?.textContent.startsWith("KNeighborsClassifier")`)
	b.quiet()
}

// TestResultsComeIn opens a page before there are results.
func TestResultsComeIn(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	store := &memory{}
	_, live := testServer(t, store, data)
	b.screen(375, "dark")
	b.open(live + "/")
	b.must(`document.querySelector("pre").textContent`, "fmnist bench --suite quick --db a.db")
	store.add(madeResults(data)...)
	b.wait(`document.querySelectorAll("tbody tr").length === 4`)
	store.mu.Lock()
	store.activity = someActivity()
	store.mu.Unlock()
	b.wait(`/1 running, 7 or more waiting/.test(document.querySelector(".running")?.textContent)`)
	b.open(live + "/#/live")
	b.wait(`/SVC C=10 on clothes, seed 0/.test(document.querySelector("tbody")?.textContent)`)
	b.quiet()
}

func someActivity() Activity {
	return Activity{
		Waiting: 7, Next: []string{"SVC/C=100@clothes.0123+standard+2threads+0123abcd#0"}, Workers: []Worker{{Name: "host 1", Machine: "a machine", State: "works", Running: 1}},
		Running: []Job{{Run: "SVC/C=10@clothes.0123+standard+2threads+0123abcd#0", Worker: "host 1", Begun: time.Now().Add(-90 * time.Second), Attempt: 2}},
	}
}

// TestLive looks after runs as a visitor does.
func TestLive(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	store := &memory{results: madeResults(data), activity: someActivity()}
	_, live := testServer(t, store, data)
	b.screen(1280, "light")
	b.open(live + "/#/live")
	button := func(text string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("main button")].find(b => b.textContent === %q)`, text)
	}
	b.wait(`/1 min 3\d s, attempt 2/.test(document.querySelector("tbody")?.textContent)`)
	b.must(`document.querySelectorAll(".actions button").length`, 2) // logs: no token is known
	eval[any](b, button("Log")+`.click()`)
	b.wait(`/begun SVC/.test(document.querySelector("dialog[open]")?.textContent)`)
	b.must(`document.querySelector("dialog pre").textContent`, "<b>printed</b>")
	b.accessible("the log of a run")
	eval[any](b, button("Close")+`.click()`)
	b.wait(`!document.querySelector("dialog")`)
	b.do(chromedp.SendKeys("input[name=token]", "not the token"))
	eval[any](b, button("Use it")+`.click()`)
	b.wait(button("Retry"))
	b.quiet()
	eval[any](b, button("Retry")+`.click()`)
	b.wait(`/not the token/.test(document.querySelector(".note.bad")?.textContent)`)
	b.open(live + "/#/live?token=" + url.QueryEscape(testToken))
	b.must(`location.hash`, "#/live")
	b.wait(button("Retry"))
	eval[any](b, button("Retry")+`.click()`)
	b.wait(`/wanted again/.test(document.querySelector("p.note")?.textContent)`)
	eval[any](b, button("Cancel")+`.click()`)
	b.wait(button("Really cancel?"))
	eval[any](b, button("Really cancel?")+`.click()`)
	b.wait(`/^Cancelled/.test(document.querySelector("p.note")?.textContent)`)
	b.quiet()
	store.mu.Lock()
	defer store.mu.Unlock()
	if len(store.changes) != 2 || !strings.HasPrefix(store.changes[0], "retry their/own") || store.changes[1] != "cancel "+store.activity.Running[0].Run {
		t.Errorf("changes %q", store.changes)
	}
}

// axe is the checker of accessibility, which `make web` brings.
const axe = "app/node_modules/axe-core/axe.min.js"

func TestAccessibility(t *testing.T) {
	if _, err := os.Stat(axe); err != nil {
		t.Skip("axe-core is not here: make web")
	}
	b := openBrowser(t)
	site, data := testSite(t)
	live := wholeServer(t, data...)
	for i, page := range pages(t, site) {
		b.screen([]int64{1280, 375}[i%2], []string{"light", "dark"}[i/2%2])
		b.open(live + "/" + page)
		b.accessible(page)
	}
}

// accessible is an error for what axe-core calls serious; nothing where it is not here.
func (b *browser) accessible(page string) {
	b.Helper()
	script, err := os.ReadFile(axe)
	if err != nil {
		return
	}
	eval[any](b, string(script)+"; null")
	found := eval[[]string](b, `axe.run({preload: false}).then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html.slice(0, 150)).slice(0, 3).join(" | ")))`)
	for _, violation := range found {
		b.Errorf("%s: %s", page, violation)
	}
}
