package draw

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

// toy is a data set of five classes that are easy to tell apart.
func toy(train, test int) *dataset.Dataset {
	random := rand.New(rand.NewPCG(1, 2))
	d := &dataset.Dataset{
		Name: "toy", Digest: strings.Repeat("0123456789abcdef", 4), Rows: 6, Cols: 5,
		Classes: []string{"Hat", "Glove & scarf", "Sock", "Belt", "Umbrella"},
	}
	split := func(n int) (s dataset.Split) {
		for i := range n {
			y := i * 7 % len(d.Classes)
			s.Labels = append(s.Labels, uint8(y))
			for j := range d.Rows * d.Cols {
				v := 20 * random.Float64()
				if j%len(d.Classes) == y {
					v += 180
				}
				s.Images = append(s.Images, uint8(v))
			}
		}
		return s
	}
	d.Train, d.Test = split(train), split(test)
	return d
}

// TestClassColours computes the distances of all pairs in CIELAB, as they are
// and as protanopes, deuteranopes and tritanopes see them (Machado, Oliveira and
// Fernandes, "A physiologically-based model for simulation of color vision
// deficiency", IEEE TVCG 15, 2009, severity 1). 2.3 is just noticeable.
func TestClassColours(t *testing.T) {
	visions := map[string][9]float64{
		"normal": {1, 0, 0, 0, 1, 0, 0, 0, 1},
		"protan": {.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998},
		"deutan": {.367322, .860646, -.227968, .280085, .672501, .047413, -.011820, .042940, .968881},
		"tritan": {1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .303900},
	}
	for name, vision := range visions {
		for i, a := range classColours {
			for _, b := range classColours[:i] {
				x, y := lab(times(vision, linear(a))), lab(times(vision, linear(b)))
				if d := math.Sqrt(square(x[0]-y[0]) + square(x[1]-y[1]) + square(x[2]-y[2])); d < 16 {
					t.Errorf("%s: %v and %v are only %.1f apart", name, a, b, d)
				}
			}
		}
	}
}

func square(x float64) float64 { return x * x }

func linear(c color.RGBA) (l [3]float64) {
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		s := float64(v) / 255
		if l[i] = s / 12.92; s > 0.04045 {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return l
}

func times(m [9]float64, v [3]float64) (w [3]float64) {
	for i := range w {
		w[i] = max(0, min(1, m[3*i]*v[0]+m[3*i+1]*v[1]+m[3*i+2]*v[2]))
	}
	return w
}

func lab(v [3]float64) [3]float64 {
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16./116
	}
	x := f((.4124564*v[0] + .3575761*v[1] + .1804375*v[2]) / .95047)
	y := f(.2126729*v[0] + .7151522*v[1] + .0721750*v[2])
	z := f((.0193339*v[0] + .1191920*v[1] + .9503041*v[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestSquareSprite(t *testing.T) {
	d := toy(10, 11)
	sprite, err := SquareSprite(d, 10)
	if err != nil {
		t.Fatal(err)
	}
	if sprite.Rect != image.Rect(0, 0, 4*d.Cols, 4*d.Rows) {
		t.Errorf("10 images make a sprite of %v", sprite.Rect)
	}
	// Image 6 is the third of the second row.
	if got, want := sprite.GrayAt(2*d.Cols+1, d.Rows+3).Y, 255-d.Test.Images[6*30+3*5+1]; got != want {
		t.Errorf("a pixel is %d, want %d", got, want)
	}
	if got := sprite.GrayAt(3*d.Cols, 3*d.Rows).Y; got != 255 {
		t.Errorf("where there is no image the sprite is %d", got)
	}
	for _, n := range []int{0, 12} {
		if _, err := SquareSprite(d, n); err == nil {
			t.Errorf("a sprite of %d of 11 images is not an error", n)
		}
	}
}

func TestProjectorFiles(t *testing.T) {
	d := toy(10, 11)
	var tensors, metadata, config bytes.Buffer
	if err := WriteTensors(&tensors, d, 3); err != nil {
		t.Fatal(err)
	}
	if err := WriteMetadata(&metadata, d, 3); err != nil {
		t.Fatal(err)
	}
	if err := WriteProjectorConfig(&config, d, "t.tsv", "m.tsv", "s.png"); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(tensors.String()), "\n")
	if len(rows) != 3 || len(strings.Split(rows[2], "\t")) != 30 {
		t.Errorf("tensors:\n%s", tensors.String())
	}
	if metadata.String() != "Hat\nSock\nUmbrella\n" {
		t.Errorf("metadata:\n%s", metadata.String())
	}
	for _, want := range []string{`tensor_path: "t.tsv"`, `metadata_path: "m.tsv"`, `image_path: "s.png"`, "single_image_dim: 5\n    single_image_dim: 6"} {
		if !strings.Contains(config.String(), want) {
			t.Errorf("no %s in\n%s", want, config.String())
		}
	}
}

func TestClassSprite(t *testing.T) {
	d := toy(60, 5)
	sheet := classSheet(d)
	if sheet.Rect != image.Rect(0, 0, 30*d.Cols, 3*5*d.Rows) {
		t.Errorf("the sheet is %v", sheet.Rect)
	}
	// Class 2 (i*7%5 == 2) first occurs as image 1.
	if got, want := sheet.GrayAt(2, 2*3*d.Rows+1).Y, 255-d.Train.Images[30+5+2]; got != want {
		t.Errorf("a pixel is %d, want %d", got, want)
	}
	checkPicture(t, ClassSprite(d), d.Classes)
}

// checkPicture looks at both forms of a picture.
func checkPicture(t *testing.T, p *Picture, words []string) {
	t.Helper()
	var b bytes.Buffer
	if err := p.WritePNG(&b); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Bounds().Dx(), int(2*p.Width); got != want {
		t.Errorf("the PNG is %d wide, want %d", got, want)
	}
	if r, g, b, a := m.At(m.Bounds().Max.X-1, m.Bounds().Max.Y-1).RGBA(); min(r, g, b, a) < 0xffff {
		t.Error("the last pixel is not white")
	}
	b.Reset()
	if err := p.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for decoder := xml.NewDecoder(&b); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok {
			text.Write(c)
		}
	}
	for _, word := range words {
		if !strings.Contains(text.String(), word) {
			t.Errorf("the SVG does not say %q", word)
		}
	}
}

func TestEmbedding(t *testing.T) {
	d := toy(300, 100)
	for _, method := range []Method{PCA, TSNE, UMAP} {
		x, err := Select(d, "all")
		if err != nil {
			t.Fatal(err)
		}
		e, err := NewEmbedding(context.Background(), x, method, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		q, err := e.Measure(context.Background())
		if err != nil || q.Sample != 400 || q.LabelAccuracy < 0.9 || q.Trustworthiness < 0.8 {
			t.Errorf("%s: %+v (%v)", method, q, err)
		}
		checkPicture(t, Scatter(e), append(d.Classes, "toy by "+string(method), "content 0123456789ab", "400 training and test images"))
		checkCSV(t, e)
	}
	if _, err := Select(d, "both"); err == nil {
		t.Error("the split both is not an error")
	}
}

func checkCSV(t *testing.T, e *Embedding) {
	t.Helper()
	var b bytes.Buffer
	if err := e.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 401 || strings.Join(rows[0], ",") != "split,index,label,x,y" {
		t.Fatalf("%d rows of CSV, the first %q (%v)", len(rows), rows[0], err)
	}
	for i, want := range map[int]string{1: "train 0 0", 300: "train 299 3", 301: "test 0 0", 400: "test 99 3"} {
		if got := strings.Join(rows[i][:3], " "); got != want {
			t.Errorf("row %d is %q, want %q", i, got, want)
		}
	}
}

// TestLabels: no two names touch, even where all classes are in one place.
func TestLabels(t *testing.T) {
	names := []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}
	random := rand.New(rand.NewPCG(1, 1))
	at, labels := make([]place, 5000), make([]uint8, 5000)
	for i := range at {
		at[i] = place{284 + 90*random.NormFloat64(), 284 + 90*random.NormFloat64()}
		at[i] = place{max(0, min(568, at[i].x)), max(0, min(568, at[i].y))}
		labels[i] = uint8(i % 10)
	}
	placed := classLabels(at, labels, names, 0, 0, 568)
	if len(placed) != len(names) {
		t.Errorf("%d of %d names have a place", len(placed), len(names))
	}
	for i, a := range placed {
		for _, b := range placed[:i] {
			if a.touches(b) {
				t.Errorf("%s and %s touch", a.text, b.text)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{7: "7", 999: "999", 1000: "1,000", 70000: "70,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}

func TestEmbeddingFilm(t *testing.T) {
	film, err := EmbeddingFilm(context.Background(), toy(5, 150), 1)
	if err != nil {
		t.Fatal(err)
	}
	checkFilm(t, film, 50)
}

// checkFilm plays a film from its bytes.
func checkFilm(t *testing.T, film *gif.GIF, least int) {
	t.Helper()
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, film); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 3<<20 {
		t.Errorf("the film takes %d bytes", b.Len())
	}
	again, err := gif.DecodeAll(&b)
	if err != nil || len(again.Image) < least {
		t.Errorf("%d pictures (%v)", len(again.Image), err)
	}
}

func TestResultsFilm(t *testing.T) {
	var summaries []bench.Summary
	for i := range 60 {
		for _, set := range []string{"fashion", "mnist"} {
			s := bench.Summary{Dataset: set, Name: fmt.Sprintf("Classifier%d", i), Status: bench.OK, Accuracy: 0.5 + 0.005*float64(i*37%60)}
			if set == "mnist" {
				s.Accuracy = 1 - s.Accuracy/2
			}
			summaries = append(summaries, s)
		}
	}
	film, err := ResultsFilm(summaries)
	if err != nil {
		t.Fatal(err)
	}
	checkFilm(t, film, 40)
	if _, err := ResultsFilm(summaries[:1]); err == nil {
		t.Error("a tour of one data set is not an error")
	}
	sets, _ := tourSets(summaries)
	entries := tourEntries(summaries, sets)
	if sets != [2]string{"mnist", "fashion"} || len(entries) != 60 || entries[0].rank != [2]int{59, 0} {
		t.Errorf("sets %v, %d entries, the first of ranks %v", sets, len(entries), entries[0].rank)
	}
}
