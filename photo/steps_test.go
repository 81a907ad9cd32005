package photo

import (
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"math"
	"testing"
)

func pngCRC(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

// uniform is an image of one colour.
func uniform(width, height int, c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, c)
		}
	}
	return img
}

func TestTrim(t *testing.T) {
	img := uniform(40, 30, color.RGBA{0xfd, 0xfd, 0xfd, 255})
	img.Set(7, 12, color.RGBA{0xf5, 0xf5, 0xf5, 255}) // within 5%
	img.Set(10, 20, color.Black)
	img.Set(25, 9, color.RGBA{0xfd, 0xfd, 0xe0, 255}) // just beyond 5% of the diagonal
	trimmed, err := Trim(FromImage(img, Ground))
	if err != nil || trimmed.view != image.Rect(10, 9, 26, 21) {
		t.Errorf("trimmed to %v, %v", trimmed, err)
	}
	for _, blank := range []*image.RGBA{uniform(40, 30, color.White), uniform(1, 1, color.Black)} {
		if _, err := Trim(FromImage(blank, Ground)); !errors.Is(err, ErrBlank) {
			t.Errorf("error %v, want ErrBlank", err)
		}
	}
}

func TestSizesOfResizedPictures(t *testing.T) {
	for _, c := range [][4]int{{762, 1000, 21, 28}, {1000, 10, 28, 1}, {10, 10000, 1, 28}, {3, 2, 28, 19}, {1, 1, 28, 28}} {
		p := FromImage(uniform(c[0], c[1], color.RGBA{10, 20, 30, 255}), Ground)
		for name, resize := range resizers {
			small := resize(p, Size)
			if small.Width != c[2] || small.Height != c[3] {
				t.Errorf("%s: %d x %d became %d x %d, want %d x %d", name, c[0], c[1], small.Width, small.Height, c[2], c[3])
			}
			if got := small.RGB(small.Width-1, small.Height-1); !alike(got, RGB8(10, 20, 30)) {
				t.Errorf("%s: the colour became %v", name, got)
			}
		}
	}
}

func TestAreaAverageIsTheMean(t *testing.T) {
	img := image.NewGray16(image.Rect(0, 0, 100, 77))
	sum := 0.0
	for y := range 77 {
		for x := range 100 {
			v := uint16(x*y*7 + x)
			img.SetGray16(x, y, color.Gray16{Y: v})
			sum += float64(v)
		}
	}
	small := AreaAverage(FromImage(img, Ground), Size)
	got := 0.0
	for i := 0; i < len(small.Pix); i += 3 {
		got += float64(small.Pix[i])
	}
	if mean, want := got/float64(len(small.Pix)/3), sum/7700; math.Abs(mean-want) > 1 {
		t.Errorf("mean %.2f, want %.2f", mean, want)
	}
}

func TestSharpeningKeepsFlatPictures(t *testing.T) {
	flat := AreaAverage(FromImage(uniform(50, 40, color.RGBA{100, 50, 20, 255}), Ground), Size)
	for i, v := range AdaptiveSharpen(flat, 1, 1).Pix {
		if v != flat.Pix[i] {
			t.Fatalf("value %d became %d, was %d", i, v, flat.Pix[i])
		}
	}
}

func TestExtendPutsIntoTheMiddle(t *testing.T) {
	for _, c := range []struct{ width, left int }{{28, 0}, {14, 7}, {13, 8}, {1, 14}} {
		square := Extend(NewPicture(c.width, 28), 28, White)
		for x := range 28 {
			inside := x >= c.left && x < c.left+c.width
			if black := square.RGB(x, 3) == (RGB{}); black != inside {
				t.Errorf("width %d: column %d is black: %t", c.width, x, black)
			}
		}
	}
}

func TestStepsAreTheConversion(t *testing.T) {
	p := decodeFile(t, "testdata/01.jpg")
	for name := range resizers {
		steps, err := Steps(p, name)
		if err != nil || len(steps) != 7 {
			t.Fatalf("%s: %d steps, %v", name, len(steps), err)
		}
		trimmed, err := Trim(p)
		if err != nil {
			t.Fatal(err)
		}
		if last := steps[6].Image.(*image.Gray); string(last.Pix) != string(Convert(trimmed, name).Pix) {
			t.Errorf("%s: the last step is not what Convert returns", name)
		}
	}
	steps, err := Steps(FromImage(uniform(9, 9, color.White), Ground), BySamples)
	if !errors.Is(err, ErrBlank) || len(steps) != 1 {
		t.Errorf("blank: %d steps, %v", len(steps), err)
	}
}

// generic hides what a source can do beyond giving pixels.
type generic struct{ source }

func TestTrimmingByRepetitionChangesNothing(t *testing.T) {
	for _, name := range []string{"01.jpg", "02.jpg", "07.jpg", "08.jpg", "13.jpg", "14.jpg", "19.jpg", "20.jpg"} {
		p := decodeFile(t, "testdata/"+name)
		slow := *p
		slow.src = generic{p.src}
		fast, err := Trim(p)
		want, err2 := Trim(&slow)
		if err != nil || err2 != nil || fast.view != want.view {
			t.Errorf("%s: %v, want %v (%v, %v)", name, fast.view, want.view, err, err2)
		}
	}
}
