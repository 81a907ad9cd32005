package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/bits"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// trimBySight is what Trim finds, by looking at every pixel.
func trimBySight(p *Photo) image.Rectangle {
	w, h := p.Width(), p.Height()
	edges := []struct {
		corner RGB
		box    image.Rectangle // of all that is unlike it
	}{{corner: p.RGB(0, 0)}, {corner: p.RGB(w-1, 0)}, {corner: p.RGB(0, h-1)}}
	for y := range h {
		for x := range w {
			for i := range edges {
				if e := &edges[i]; !alike(p.RGB(x, y), e.corner) {
					e.box = e.box.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
	}
	topLeft, topRight, bottomLeft := edges[0].box, edges[1].box, edges[2].box
	return image.Rect(topLeft.Min.X, topLeft.Min.Y, topRight.Max.X, bottomLeft.Max.Y)
}

func TestTrimSeesEveryPixel(t *testing.T) {
	files, err := filepath.Glob("testdata/[0-9]*.*")
	if err != nil {
		t.Fatal(err)
	}
	decoders, err := filepath.Glob("../internal/jpeg/testdata/*.jpg")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(8, 9))
	partial := 0
	for _, file := range append(files, decoders...) {
		if filepath.Ext(file) == ".gray" || filepath.Base(file) == "arithmetic.jpg" { // of no decoder here
			continue
		}
		for orient := 1; orient <= 8; orient++ {
			whole := decodeFile(t, file)
			if whole.parts() != nil {
				partial++
			}
			// Cut somewhere, so that corners are of all colours and tiles not those of the file.
			whole = newPhoto(whole.src, whole.width, whole.height, orient)
			min := image.Pt(r.IntN(whole.Width()/3+1), r.IntN(whole.Height()/3+1))
			p := whole.Crop(image.Rectangle{min, whole.Bounds().Max.Sub(image.Pt(r.IntN(9), r.IntN(9)))})
			trimmed, err := Trim(p)
			want := trimBySight(p)
			switch {
			case err != nil && !want.Empty():
				t.Errorf("%s, orientation %d, %v: %v, want %v", file, orient, p.view, err, want)
			case err == nil && trimmed.view != want.Add(p.view.Min):
				t.Errorf("%s, orientation %d, %v: %v, want %v", file, orient, p.view, trimmed.view.Sub(p.view.Min), want)
			}
		}
	}
	if partial < 100 {
		t.Errorf("%d photographs were decoded in parts", partial)
	}
}

// TestAllLikeIsAlike compares the colours at the ends of what allLike allows.
func TestAllLikeIsAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	limit := func(v int) uint8 { return uint8(min(255, max(0, v))) }
	for name, toRGB := range map[string]func(y, cb, cr uint8) (r, g, b uint8){"JPEG": jfif, "WebP": bt601} {
		for range 300_000 {
			y, cb, cr := r.IntN(256), r.IntN(256), r.IntN(256)
			c := RGB8(toRGB(uint8(y), uint8(cb), uint8(cr)))
			sign := func() int { return 1 - 2*r.IntN(2) }
			other := RGB8(toRGB(limit(y+sign()*reachLuma), limit(cb+sign()*reachChroma), limit(cr+sign()*reachChroma)))
			if !alike(c, other) {
				t.Fatalf("%s: %v and %v are not alike", name, c, other)
			}
		}
	}
}

// TestHashIsThatOfThePixels compares a JPEG file with the same pixels without a loss,
// where blocks have means and where there are samples.
func TestHashIsThatOfThePixels(t *testing.T) {
	for _, size := range []int{90, 300} {
		img := image.NewRGBA(image.Rect(0, 0, size+40, size))
		r := rand.New(rand.NewPCG(12, 13))
		for y := range size {
			for x := range size + 40 {
				v := uint8(60*(x*5/size) + 11*(y*9/size) + r.IntN(40))
				img.SetRGBA(x, y, color.RGBA{v, 255 - v/2, v / 3, 255})
			}
		}
		var file, lossless bytes.Buffer
		if err := jpeg.Encode(&file, img, nil); err != nil {
			t.Fatal(err)
		}
		whole := decoded(t, file.Bytes())
		if err := png.Encode(&lossless, whole); err != nil {
			t.Fatal(err)
		}
		if differ := bits.OnesCount64(Hash(whole) ^ Hash(decoded(t, lossless.Bytes()))); differ > 2 {
			t.Errorf("%d pixels: %d bits differ", size, differ)
		}
	}
}
