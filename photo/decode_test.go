package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// flag3 is 30 x 20: a red, a green and a blue pixel block in three corners, so
// that every orientation of it looks different.
func flag3() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 30, 20))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, block := range []struct {
		x, y int
		c    color.RGBA
	}{{0, 0, color.RGBA{255, 0, 0, 255}}, {20, 0, color.RGBA{0, 255, 0, 255}}, {0, 10, color.RGBA{0, 0, 255, 255}}} {
		for y := range 10 {
			for x := range 10 {
				img.Set(block.x+x, block.y+y, block.c)
			}
		}
	}
	return img
}

// corners are the colours of the four corners, as the letters r, g, b and w.
func corners(p *Photo) string {
	name := func(c RGB) byte {
		for letter, want := range map[byte]RGB{'r': {Max, 0, 0}, 'g': {0, Max, 0}, 'b': {0, 0, Max}, 'w': {Max, Max, Max}} {
			if alike(c, want) {
				return letter
			}
		}
		return '?'
	}
	x, y := p.Width()-2, p.Height()-2
	return string([]byte{name(p.RGB(1, 1)), name(p.RGB(x, 1)), name(p.RGB(1, y)), name(p.RGB(x, y))})
}

// exif is a TIFF structure with nothing but an orientation.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 1)
	b = order.AppendUint16(b, 274)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	return append(b, 0, 0, 0, 0, 0, 0)
}

// orientations are the corners of flag3 as EXIF's eight orientations show it.
var orientations = []string{"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"}

func TestOrientation(t *testing.T) {
	var j, p bytes.Buffer
	if err := errors.Join(jpeg.Encode(&j, flag3(), &jpeg.Options{Quality: 100}), png.Encode(&p, flag3())); err != nil {
		t.Fatal(err)
	}
	for i, want := range orientations {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			tags := exif(order, uint16(i+1))
			segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(8+len(tags)))
			inJPEG := slices.Concat(j.Bytes()[:2], segment, []byte("Exif\x00\x00"), tags, j.Bytes()[2:])
			// Nobody checks the chunk's CRC: it is none that decoders must know.
			chunk := slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(tags))), []byte("eXIf"), tags, []byte{0, 0, 0, 0})
			inPNG := slices.Concat(p.Bytes()[:33], chunk, p.Bytes()[33:])
			if got := corners(decoded(t, inJPEG)); got != want {
				t.Errorf("JPEG, orientation %d: corners %s, want %s", i+1, got, want)
			}
			if got := orientation(inPNG, "png"); got != i+1 {
				t.Errorf("PNG: orientation %d, want %d", got, i+1)
			}
		}
	}
}

func TestOrientationOfRubbishIsUpright(t *testing.T) {
	for _, format := range []string{"jpeg", "png", "webp", "tiff", "gif"} {
		whole := exif(binary.LittleEndian, 6)
		for n := range len(whole) - 4 {
			if got := orientation(whole[:n], format); got != 1 && n < 20 {
				t.Errorf("%s: orientation %d of %d bytes", format, got, n)
			}
		}
	}
	if got := orientation(exif(binary.LittleEndian, 9), "tiff"); got != 1 {
		t.Errorf("orientation 9 became %d", got)
	}
}

func decoded(t testing.TB, data []byte) *Photo {
	t.Helper()
	p, err := Decode(data, Ground)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFormats(t *testing.T) {
	img := flag3()
	palette := image.NewPaletted(img.Rect, color.Palette{color.White, color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}})
	for i := range palette.Pix {
		palette.Pix[i] = uint8(palette.Palette.Index(img.At(i%30, i/30)))
	}
	var files [5]bytes.Buffer
	err := errors.Join(bmp.Encode(&files[0], img), tiff.Encode(&files[1], img, nil), png.Encode(&files[2], img),
		gif.EncodeAll(&files[3], &gif.GIF{Image: []*image.Paletted{palette, image.NewPaletted(img.Rect, palette.Palette)}, Delay: []int{1, 1}}),
		tiff.Encode(&files[4], img, &tiff.Options{Compression: tiff.Deflate, Predictor: true}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if got := corners(decoded(t, files[i].Bytes())); got != "rgbw" {
			t.Errorf("file %d: corners %s, want rgbw", i, got)
		}
	}
}

func TestFirstFrameOnItsScreen(t *testing.T) {
	frame := image.NewPaletted(image.Rect(4, 5, 10, 9), color.Palette{color.Black})
	var file bytes.Buffer
	err := gif.EncodeAll(&file, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{0}, Config: image.Config{Width: 20, Height: 12}})
	if err != nil {
		t.Fatal(err)
	}
	p := decoded(t, file.Bytes())
	if p.Width() != 20 || p.Height() != 12 || p.RGB(3, 5) != Ground || p.RGB(4, 5) != (RGB{}) {
		t.Errorf("%d x %d, %v beside the frame and %v in it", p.Width(), p.Height(), p.RGB(3, 5), p.RGB(4, 5))
	}
	if trimmed, err := Trim(p); err != nil || trimmed.Width() != 6 || trimmed.Height() != 4 {
		t.Errorf("trimmed to %v, %v", trimmed, err)
	}
}

func TestTransparentPartsShowTheGround(t *testing.T) {
	img := image.NewNRGBA64(image.Rect(0, 0, 2, 1))
	img.SetNRGBA64(1, 0, color.NRGBA64{A: 0x8000})
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	p := decoded(t, file.Bytes())
	if p.RGB(0, 0) != Ground {
		t.Errorf("transparent: %v, want %v", p.RGB(0, 0), Ground)
	}
	if got, want := int(p.RGB(1, 0)[0]), int(Ground[0])/2; got < want-1 || got > want+1 {
		t.Errorf("half black: %d, want %d", got, want)
	}
}

func TestCMYKAndSixteenBits(t *testing.T) {
	ink, deep := convertFile(t, "testdata/cmyk.jpg"), convertFile(t, "testdata/deep.png")
	if d := meanDifference(ink, convertFile(t, "testdata/00.png")); d > 6 {
		t.Errorf("CMYK differs from RGB by %.2f", d)
	}
	if d := meanDifference(deep, convertFile(t, "testdata/00.png")); d > 25 {
		t.Errorf("16 bits at another size differ by %.2f", d)
	}
}

func TestRefusals(t *testing.T) {
	whole := readTestFile(t, "testdata/01.jpg")
	huge := pngHeader(100_000, 100_000)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"text":          {[]byte("not a picture at all\n"), ErrFormat},
		"nothing":       {nil, ErrFormat},
		"huge":          {huge, ErrTooLarge},
		"just too huge": {pngHeader(8193, 8192), ErrTooLarge},
		"truncated":     {whole[:len(whole)/2], nil},
		"header only":   {whole[:100], nil},
	} {
		if _, err := Decode(c.file, Ground); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}

// pngHeader is a PNG file that announces a size and has nothing more.
func pngHeader(width, height uint32) []byte {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	b := file.Bytes()[:33]
	binary.BigEndian.PutUint32(b[16:], width)
	binary.BigEndian.PutUint32(b[20:], height)
	binary.BigEndian.PutUint32(b[29:], pngCRC(b[12:29]))
	return b
}

// FuzzDecode holds that whatever a file is, it is decoded or refused.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"05.gif", "14.jpg", "21.webp", "00.png"} {
		f.Add(readTestFile(f, "testdata/"+name))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := Decode(file, Ground)
		if err != nil || p.Width()*p.Height() > 1<<16 {
			return
		}
		if trimmed, err := Trim(p); err == nil {
			Convert(trimmed, BySamples)
		}
	})
}
