package study

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Colours beside those of package draw.
var (
	ink    = color.RGBA{0x22, 0x22, 0x22, 0xff}
	faint  = color.RGBA{0x77, 0x77, 0x77, 0xff}
	ground = color.RGBA{0xff, 0xff, 0xff, 0xff}
	orange = color.RGBA{0xd5, 0x5e, 0x00, 0xff}
)

// canvas is a picture of which all parts have whole pixels: grids of images and
// of numbers. Curves and scatter plots are drawn by gonum.
type canvas struct{ *image.RGBA }

func newCanvas(width, height int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height))}
	c.fill(c.Bounds(), ground)
	return c
}

func (c canvas) fill(r image.Rectangle, with color.Color) {
	draw.Draw(c, r, image.NewUniform(with), image.Point{}, draw.Src)
}

// frame draws the border of r, inside it.
func (c canvas) frame(r image.Rectangle, width int, with color.Color) {
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+width), with)
	c.fill(image.Rect(r.Min.X, r.Max.Y-width, r.Max.X, r.Max.Y), with)
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+width, r.Max.Y), with)
	c.fill(image.Rect(r.Max.X-width, r.Min.Y, r.Max.X, r.Max.Y), with)
}

// bytes draws an image of a data set, dark on white, every pixel a square.
func (c canvas) bytes(at image.Point, pixels []uint8, cols, scale int) {
	for i, v := range pixels {
		x, y := at.X+i%cols*scale, at.Y+i/cols*scale
		c.fill(image.Rect(x, y, x+scale, y+scale), color.Gray{255 - v})
	}
}

// align is where a text stands from its point.
type align int

const (
	left align = iota
	centre
	right
)

// text writes s with its baseline at y.
func (c canvas) text(x, y int, s string, face font.Face, where align, with color.Color) {
	d := font.Drawer{Dst: c, Src: image.NewUniform(with), Face: face}
	width := d.MeasureString(s)
	dot := fixed.P(x, y)
	switch where {
	case centre:
		dot.X -= width / 2
	case right:
		dot.X -= width
	}
	d.Dot = dot
	d.DrawString(s)
}

// fitted is s, its end left out where it is wider than width.
func fitted(s string, face font.Face, width int) string {
	letters := []rune(s)
	for len(letters) > 1 && font.MeasureString(face, s).Ceil() > width {
		letters = letters[:len(letters)-1]
		s = string(letters) + "…"
	}
	return s
}

// The faces of grids, by their size in pixels.
var (
	tiny  = newFace(parsed(goregular.TTF), 10)
	small = newFace(parsed(goregular.TTF), 12)
	large = newFace(parsed(gobold.TTF), 16)
)

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("study: " + err.Error()) // the font is part of the program
	}
	return f
}

func newFace(f *opentype.Font, size float64) font.Face {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic("study: " + err.Error())
	}
	return face
}

// viridis is the colour of a share, dark for 0, light for 1, between anchors of
// Smith and van der Walt's map, which is even to colour-blind readers too.
func viridis(share float64) color.RGBA {
	anchors := [...][3]float64{{68, 1, 84}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}}
	place := max(0, min(1, share)) * float64(len(anchors)-1)
	low := min(int(place), len(anchors)-2)
	at := place - float64(low)
	var v [3]uint8
	for i := range v {
		v[i] = uint8(math.Round(anchors[low][i]*(1-at) + anchors[low+1][i]*at))
	}
	return color.RGBA{v[0], v[1], v[2], 0xff}
}

// blues is white for 0 and dark blue for 1.
func blues(share float64) color.RGBA {
	s := math.Sqrt(max(0, min(1, share)))
	mix := func(from, to float64) uint8 { return uint8(math.Round(from + s*(to-from))) }
	return color.RGBA{mix(255, 0x08), mix(255, 0x45), mix(255, 0x94), 0xff}
}

// textOn is the colour of text that can be read on a colour.
func textOn(on color.RGBA) color.Color {
	if 299*int(on.R)+587*int(on.G)+114*int(on.B) < 130*1000 {
		return ground
	}
	return ink
}
