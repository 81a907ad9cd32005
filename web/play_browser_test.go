package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image/png"
	"io"
	"math"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/fmnist/fmnist/bench"
)

// center is the middle of an element, in CSS pixels.
func (b *browser) center(selector string) (x, y float64) {
	b.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, selector))
	return at[0], at[1]
}

// drag presses the mouse at the first of the places and lets it go at the last.
func (b *browser) drag(places ...[2]float64) {
	b.Helper()
	first, last := places[0], places[len(places)-1]
	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, first[0], first[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	for _, p := range places[1:] {
		b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, p[0], p[1], chromedp.ButtonLeft))
	}
	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, last[0], last[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

// press clicks the button of that text.
func (b *browser) press(text string) {
	b.Helper()
	button := fmt.Sprintf(`[...document.querySelectorAll("main button")].find(b => b.textContent === %q)`, text)
	b.wait(button)
	eval[any](b, button+`.click()`)
}

// colours is how many there are in a picture of an element.
func (b *browser) colours(selector string) int {
	b.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.Screenshot(selector))
	if err != nil {
		b.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r >> 12, g >> 12, b >> 12}] = true
		}
	}
	return len(seen)
}

func TestEmbeddingPage(t *testing.T) {
	b := openBrowser(t)
	site, data := testSite(t)
	_, live := testServer(t, &memory{results: madeResults(data...)}, data...)
	dir := t.TempDir()
	if err := site.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{live + "/", "file://" + filepath.ToSlash(dir) + "/index.html"} {
		b.screen(1280, "light")
		b.open(from + "#/embedding/clothes")
		b.wait(`document.querySelector(".cloud canvas")?.width > 300`)
		eval[any](b, `document.querySelector(".cloud").scrollIntoView({block: "center", behavior: "instant"})`)
		if n := b.colours(".cloud canvas"); n < 10 {
			t.Errorf("%s: the picture has %d colours, want those of ten classes", from, n)
		}
		x, y := b.center(".cloud canvas")
		// A tour over the middle meets an image.
		for step := 0.0; step < 40 && !eval[bool](b, `!!document.querySelector(".pointed .picture")`); step++ {
			b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x+3*step, y+2*step))
		}
		b.must(`/(train|test) [0-9]+$/.test(document.querySelector(".pointed")?.textContent)`, true)
		b.press("Lasso")
		b.wait(`document.querySelector(".cloud.circling")`)
		r := eval[float64](b, `document.querySelector(".cloud canvas").clientHeight / 2 - 2`) // around all
		b.drag([2]float64{x - r, y}, [2]float64{x - r, y - r}, [2]float64{x + r, y - r}, [2]float64{x + r, y + r}, [2]float64{x - r, y + r}, [2]float64{x - r, y})
		b.wait(fmt.Sprintf(`document.querySelector("section[aria-label='Circled images'] h2")?.textContent.startsWith("%d images")`, trainSize+testSize))
		b.accessible("circled images")
		b.press("Let go")
		b.wait(`!document.querySelector("section[aria-label='Circled images']")`)
		eval[any](b, `document.querySelector(".keys button").click()`) // a class less
		b.wait(`document.querySelector(".keys button").ariaPressed === "false"`)
		eval[any](b, `document.querySelector(".cloud canvas").focus(); document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "+", bubbles: true}))`)
		b.quiet()
	}
	// What only this page needs, no other has loaded.
	b.open(live + "/#/pictures")
	b.must(`performance.getEntriesByType("resource").filter(e => /scatter/.test(e.name)).length`, 0)
}

var wantedFrames = flag.Float64("frames", 1, "frames a second that TestEmbeddingPans asks for")

// TestEmbeddingPans moves 70,000 points and counts the pictures that are made until
// the last of them is there. Make test-long asks for 30 a second, on a machine that
// does nothing else.
func TestEmbeddingPans(t *testing.T) {
	b := openBrowser(t)
	data := noise(t, "many", 6, 70_000-testSize)
	_, live := testServer(t, new(memory), data)
	b.screen(1280, "light")
	b.open(live + "/#/embedding/many")
	b.wait(`document.querySelector(".cloud canvas")?.width > 300`)
	b.must(`document.querySelector(".cloud canvas").ariaLabel.slice(0, 13)`, "70,000 images")
	frames := eval[float64](b, `(async () => {
		const canvas = document.querySelector(".cloud canvas"), gl = canvas.getContext("webgl2"), pixel = new Uint8Array(4);
		const box = canvas.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
		const mouse = (where, type, dx) => where.dispatchEvent(new MouseEvent(type, {view: window, bubbles: true, cancelable: true, clientX: x + dx, clientY: y}));
		mouse(canvas, "mousedown", 0);
		const begin = performance.now();
		let n = 0;
		while (performance.now() - begin < 3000) {
			mouse(window, "mousemove", 200 * Math.sin(n / 10));
			await new Promise(requestAnimationFrame);
			n++;
		}
		gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel); // waits until all are drawn
		mouse(window, "mouseup", 0);
		return n / (performance.now() - begin) * 1000;
	})()`)
	t.Logf("70,000 points: %.1f frames a second", frames)
	if frames < *wantedFrames {
		t.Errorf("70,000 points: %.1f frames a second, want %v", frames, *wantedFrames)
	}
}

// TestQuizPage answers some questions and holds the score against the labels, and
// its interval against that of package bench.
func TestQuizPage(t *testing.T) {
	b := openBrowser(t)
	data := smallSet(t, "clothes")
	results := madeResults(data)
	_, live := testServer(t, &memory{results: results}, data)
	b.screen(1280, "light")
	b.open(live + "/#/quiz")
	const n = 12
	for i := range n {
		if i%2 == 0 {
			eval[any](b, `document.querySelector(".choices button:nth-child(4)").click()`)
		} else {
			eval[any](b, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "7", bubbles: true}))`)
		}
		b.wait(fmt.Sprintf(`document.querySelector(".score")?.textContent.includes(" of %d right")`, i+1))
	}
	b.wait(`/[0-3] of 3 contestants are right there/.test(document.querySelector(".verdict").textContent)`)
	var answers [][2]int
	if err := json.Unmarshal([]byte(eval[string](b, `localStorage.getItem("fmnist-quiz-`+data.Digest+`")`)), &answers); err != nil {
		t.Fatal(err)
	}
	right := 0
	for i, a := range answers {
		if a[1] != []int{3, 7}[i%2] {
			t.Errorf("answer %d is %v", i, a)
		}
		if int(data.Test.Labels[a[0]]) == a[1] {
			right++
		}
	}
	share := float64(right) / n
	low, high := bench.Wilson(share, n)
	want := fmt.Sprintf("%d of %d right: %.4f, 95%% interval %.4f to %.4f.", right, n, share, low, high)
	b.must(`document.querySelector(".score").textContent.trim()`, want)
	b.must(`document.querySelectorAll("figure svg a, figure svg circle").length > 3`, true)
	b.accessible("a quiz with answers")
	b.open(live + "/#/quiz/clothes") // the answers are still there
	b.must(`document.querySelector(".score").textContent.trim()`, want)
	b.press("Start again")
	b.wait(`!document.querySelector(".score")`)
	b.quiet()
}

// TestTryPage draws, sends a photograph and one that is none.
func TestTryPage(t *testing.T) {
	b := openBrowser(t)
	data := noise(t, "clothes", 28, trainSize)
	_, live := testServer(t, new(memory), data)
	b.screen(1280, "light")
	b.open(live + "/#/try")
	x, y := b.center(".sheet")
	b.drag([2]float64{x - 60, y - 60}, [2]float64{x + 60, y - 60}, [2]float64{x, y + 80})
	b.press("What is it?")
	b.wait(`document.querySelectorAll(".steps li").length === 7`)
	b.wait(fmt.Sprintf(`document.querySelectorAll(".models .says").length === %d`, len(tried)))
	b.must(`[...document.querySelectorAll(".steps strong")].map(s => s.textContent).join(" ")`, "Decode Trim Sample AdaptiveSharpen Extend Negate Gray")
	b.accessible("a drawing that was tried")
	// The last step has what was drawn, white on black.
	ink := eval[[]float64](b, `(() => { const c = [...document.querySelectorAll("canvas.step")].at(-1), d = c.getContext("2d").getImageData(0, 0, 28, 28).data; let sum = 0; for (let i = 0; i < d.length; i += 4) sum += d[i]; return [c.width, c.height, sum / 784]; })()`)
	if ink[0] != 28 || ink[1] != 28 || ink[2] < 10 || ink[2] > 200 || math.IsNaN(ink[2]) {
		t.Errorf("the image is %v wide, high and bright", ink)
	}
	photograph := writeFile(t, "photo.png", string(encoded(t, func(w io.Writer) error { return png.Encode(w, article(300, 200)) })))
	b.do(chromedp.SetUploadFiles("input[type=file]", []string{photograph}))
	b.wait(`/300 x 200/.test(document.querySelector(".steps")?.textContent)`)
	b.quiet()
	b.do(chromedp.SetUploadFiles("input[type=file]", []string{writeFile(t, "none.png", "no picture")}))
	b.wait(`/cannot be used: not a JPEG/.test(document.querySelector("[role=alert]")?.textContent)`)
	site, err := New(nil, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := site.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	b.open("file://" + (&url.URL{Path: filepath.ToSlash(dir)}).EscapedPath() + "/index.html#/try")
	b.must(`/fmnist serve/.test(document.querySelector("main").textContent)`, true)
}
