package build

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/dataset"
)

// article draws a picture that differs from that of any other seed: blocks of
// colours on the ground.
func article(seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, 90+r.IntN(40), 110))
	for i := range img.Pix {
		img.Pix[i] = 0xfd | uint8(i&3/3*2)
	}
	for by := range 6 {
		for bx := range 5 {
			v := uint8(60 + r.IntN(90))
			c := color.RGBA{v, v, v + 20, 255}
			for y := range 14 {
				for x := range 14 {
					img.Set(10+14*bx+x, 12+14*by+y, c)
				}
			}
		}
	}
	return img
}

func save(t testing.TB, name string, img image.Image) {
	t.Helper()
	var file bytes.Buffer
	var err error
	switch filepath.Ext(name) {
	case ".jpg":
		err = jpeg.Encode(&file, img, &jpeg.Options{Quality: 90})
	default:
		err = png.Encode(&file, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	saveBytes(t, name, file.Bytes())
}

func saveBytes(t testing.TB, name string, b []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, b, 0o666)); err != nil {
		t.Fatal(err)
	}
}

// shop is a folder with so many photographs of each class.
func shop(t testing.TB, perClass map[string]int) string {
	dir := t.TempDir()
	seed := uint64(0)
	for _, class := range []string{"boots", "coats", "dresses"} {
		for i := range perClass[class] {
			save(t, filepath.Join(dir, class, fmt.Sprintf("%03d.jpg", i)), article(seed))
			seed++
		}
	}
	return dir
}

func mustBuild(t testing.TB, o Options) *Summary {
	t.Helper()
	s, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines are the objects of a file of JSON lines.
func lines[T any](t testing.TB, name string) (all []T) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var one T
		if err := json.Unmarshal(s.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

func TestFoldersBecomeADataSet(t *testing.T) {
	photos, out := shop(t, map[string]int{"boots": 24, "coats": 16, "dresses": 17}), filepath.Join(t.TempDir(), "out")
	s := mustBuild(t, Options{Photos: photos, Out: out, Command: "fmnist build photos --out DIR"})
	d, err := dataset.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	if d.Digest != s.Digest || d.Train.Len() != s.Train || d.Test.Len() != s.Test {
		t.Errorf("the folder has %d + %d images, digest %s; the summary says %+v", d.Train.Len(), d.Test.Len(), d.Digest, s)
	}
	about := d.Describe()
	if diff := cmp.Diff([][]int{{21, 14, 15}, {3, 2, 2}}, [][]int{about.Train.PerClass, about.Test.PerClass}); diff != "" {
		t.Errorf("images of each class: %s", diff)
	}
	if diff := cmp.Diff([]string{"boots", "coats", "dresses"}, d.Classes); diff != "" {
		t.Errorf("classes: %s", diff)
	}
	for i := range d.Train.Labels[1:] {
		if d.Train.Labels[i] > d.Train.Labels[i+1] {
			t.Fatal("the images are not sorted by label")
		}
	}
	card, err := os.ReadFile(filepath.Join(out, cardFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{d.Digest, d.Files[0].SHA256, "| 1 | coats | 14 | 2 |", fmt.Sprintf("| train | %.4f | %.4f |", about.Train.Mean, about.Train.Std),
		"fmnist build photos --out DIR", "Nothing."} {
		if !strings.Contains(string(card), want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
	examples := lines[example](t, filepath.Join(out, examplesFile))
	if len(examples) != 57 || examples[56].Index != 6 || examples[56].Split != "test" || examples[56].Label != "dresses" {
		t.Errorf("%d examples, the last one %+v", len(examples), examples[len(examples)-1])
	}
	if _, err := os.Stat(out + ".building"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the journal is left behind: %v", err)
	}
	if _, err := Build(context.Background(), Options{Photos: photos, Out: out}); err == nil {
		t.Error("a data set was overwritten")
	}
}

// contents are the files of a folder by name.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	photos := shop(t, map[string]int{"boots": 20, "coats": 20})
	var want map[string]string
	for _, cores := range []int{1, 2, 5} {
		out := filepath.Join(t.TempDir(), "out")
		old := runtime.GOMAXPROCS(cores)
		mustBuild(t, Options{Photos: photos, Out: out, Seed: 3, Shuffled: true})
		runtime.GOMAXPROCS(old)
		got := contents(t, out)
		if want == nil {
			want = got
		}
		for name := range want {
			if want[name] != got[name] {
				t.Errorf("%d cores: %s differs", cores, name)
			}
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, Options{Photos: photos, Out: out, Seed: 4, Shuffled: true})
	if contents(t, out)[examplesFile] == want[examplesFile] {
		t.Error("another seed draws the same split")
	}
}

func TestInterruptedBuildGoesOn(t *testing.T) {
	photos := shop(t, map[string]int{"boots": 400, "coats": 200})
	out, whole := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "whole")
	ctx, cancel := context.WithCancel(context.Background())
	steps := 0
	_, err := Build(ctx, Options{Photos: photos, Out: out, Progress: func(step string, _, _ int) {
		if step == "convert" {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want the cancellation", err)
	}
	// What was converted is not read again, though its content has changed.
	first := filepath.Join(photos, "boots", "000.jpg")
	info, err := os.Stat(first)
	if err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	saveBytes(t, first, make([]byte, info.Size()))
	if err := os.Chtimes(first, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, Options{Photos: photos, Out: out, Progress: func(step string, _, _ int) {
		if step == "convert" {
			steps++
		}
	}})
	if steps != 2 {
		t.Errorf("the second run converted %d pages, want 2 of 3", steps)
	}
	saveBytes(t, first, original)
	mustBuild(t, Options{Photos: photos, Out: whole})
	if diff := cmp.Diff(contents(t, whole), contents(t, out)); diff != "" {
		t.Errorf("an interruption changed the result: %.300s", diff)
	}
}

func TestGroupsStayTogether(t *testing.T) {
	dir := t.TempDir()
	manifest := "path,label,group\n"
	for i := range 96 {
		name := fmt.Sprintf("p%02d.png", i)
		save(t, filepath.Join(dir, name), article(uint64(i)))
		manifest += fmt.Sprintf("%s,%s,%d\n", name, []string{"left shoes", "right shoes"}[i%2], i/6)
	}
	saveBytes(t, filepath.Join(dir, "list.csv"), []byte(manifest))
	var first []example
	for _, format := range []string{"csv", "jsonl"} {
		out := filepath.Join(t.TempDir(), "out")
		s := mustBuild(t, Options{Photos: filepath.Join(dir, "list."+format), Out: out})
		if s.Test != 12 || s.Train != 84 {
			t.Errorf("%d + %d images, want 84 + 12", s.Train, s.Test)
		}
		side := map[string]string{}
		examples := lines[example](t, filepath.Join(out, examplesFile))
		for _, e := range examples {
			if before, ok := side[e.Group]; ok && before != e.Split {
				t.Errorf("group %s is on both sides", e.Group)
			}
			side[e.Group] = e.Split
		}
		// The list of images is a manifest again, which draws the same split.
		list, err := os.ReadFile(filepath.Join(out, examplesFile))
		if err != nil {
			t.Fatal(err)
		}
		saveBytes(t, filepath.Join(dir, "list.jsonl"), list)
		if first == nil {
			first = examples
		}
		if diff := cmp.Diff(first, examples); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

func TestFaultyManifests(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "a.png"), article(1))
	for manifest, want := range map[string]string{
		"":                               "empty",
		"file,class\na.png,x\n":          "want path, label",
		"path,label\na.png,\n":           "line 2",
		"path,label\na.png,x\na.png,x\n": "listed twice",
		"path,label\na.png\n":            "wrong number of fields",
		"{\"path\":\"a.png\",\"label\":1}\n{\"path\"": "object 2",
	} {
		saveBytes(t, filepath.Join(dir, "list"), []byte(manifest))
		_, err := Build(context.Background(), Options{Photos: filepath.Join(dir, "list"), Out: filepath.Join(dir, "out")})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", manifest, err, want)
		}
	}
}

func TestOrderOfClasses(t *testing.T) {
	photos := shop(t, map[string]int{"boots": 8, "coats": 8})
	if err := os.Rename(filepath.Join(photos, "boots"), filepath.Join(photos, "T-shirt_top")); err != nil {
		t.Fatal(err)
	}
	saveBytes(t, filepath.Join(photos, dataset.ClassesFile), []byte("hats\nT-shirt/top\ncoats\n"))
	out := filepath.Join(t.TempDir(), "out")
	s := mustBuild(t, Options{Photos: photos, Out: out})
	d, err := dataset.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 7, 7}, d.Describe().Train.PerClass); diff != "" || d.Classes[1] != "T-shirt/top" {
		t.Errorf("classes %q: %s", d.Classes, diff)
	}
	if len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], `"hats" has no photographs`) {
		t.Errorf("warnings %q", s.Warnings)
	}
}

// TestRubbish has a reason for every kind of it, and goes on.
func TestRubbish(t *testing.T) {
	photos := shop(t, map[string]int{"boots": 8, "coats": 8})
	at := func(name string) string { return filepath.Join(photos, "boots", name) }
	original, err := os.ReadFile(at("000.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	white := image.NewGray(image.Rect(0, 0, 100, 100))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	frame := image.NewGray(white.Rect)
	copy(frame.Pix, white.Pix)
	pale := image.NewGray(white.Rect)
	copy(pale.Pix, white.Pix)
	for i := range 100 {
		if i > 10 && i < 90 && i%39 < 3 { // a dot in two corners and the middle
			frame.SetGray(i, i, color.Gray{Y: 20})
		}
		for y := 20; y < 80; y++ {
			pale.SetGray(i, y, color.Gray{Y: 238})
		}
	}
	var animation bytes.Buffer
	palette := color.Palette{color.White, color.Black}
	frames := [2]*image.Paletted{image.NewPaletted(white.Rect, palette), image.NewPaletted(white.Rect, palette)}
	for i := range 40 {
		for y := 30; y < 60; y++ {
			frames[0].SetColorIndex(20+i, y, uint8(i/3%2))
		}
	}
	if err := gif.EncodeAll(&animation, &gif.GIF{Image: frames[:], Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	cmyk, err := os.ReadFile("../photo/testdata/cmyk.jpg")
	if err != nil {
		t.Fatal(err)
	}
	deep, err := os.ReadFile("../photo/testdata/deep.png")
	if err != nil {
		t.Fatal(err)
	}
	huge, err := os.ReadFile("testdata/100000x100000.png")
	if err != nil {
		t.Fatal(err)
	}
	saveBytes(t, at("huge.png"), huge)
	save(t, at("one.png"), image.NewGray(image.Rect(0, 0, 1, 1)))
	save(t, at("white.png"), white)
	save(t, at("frame.png"), frame)
	save(t, at("pale.png"), pale)
	save(t, at("small.png"), article(99).SubImage(image.Rect(0, 0, 30, 30)))
	saveBytes(t, at("ink.jpg"), cmyk)
	saveBytes(t, filepath.Join(photos, "coats", "deep.png"), deep)
	saveBytes(t, at("cut.jpg"), original[:len(original)/2])
	saveBytes(t, at("moving.gif"), animation.Bytes())
	saveBytes(t, at("text.jpg"), []byte("Not a picture.\n"))
	saveBytes(t, at("nothing.jpg"), nil)
	saveBytes(t, at("copy.jpg"), original)
	saveBytes(t, filepath.Join(photos, "stray.jpg"), original)
	for link, to := range map[string]string{at("loop.jpg"): "loop.jpg", at("up"): "..", at("gone.jpg"): "nowhere.jpg", filepath.Join(photos, "coats", "link.jpg"): "001.jpg"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	s := mustBuild(t, Options{Photos: photos, Out: out})
	got := map[string]Reason{}
	for _, r := range lines[rejectedLine](t, filepath.Join(out, rejectedFile)) {
		got[r.Path] = r.Reason
		if r.Detail == "" {
			t.Errorf("%s: no particulars", r.Path)
		}
	}
	want := map[string]Reason{
		"boots/huge.png": TooLarge, "boots/one.png": Blank, "boots/white.png": Blank, "boots/frame.png": NearlyEmpty,
		"boots/pale.png": LowContrast, "boots/small.png": TooSmall, "boots/cut.jpg": Unreadable, "boots/text.jpg": Unreadable,
		"boots/nothing.jpg": Unreadable, "boots/copy.jpg": Duplicate, "stray.jpg": NoClass, "boots/loop.jpg": Unreadable,
		"boots/up": NotAFile, "boots/gone.jpg": Unreadable, "coats/link.jpg": Duplicate,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons: %s", diff)
	}
	// The animation and the CMYK file are pictures as good as others.
	if s.Train+s.Test != 19 {
		t.Errorf("%d + %d images, want 19", s.Train, s.Test)
	}
}
