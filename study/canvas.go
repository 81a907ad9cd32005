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

// theme is the colours of a picture: those of the site's pages, light or dark.
type theme struct {
	ground, ink, faint, line color.RGBA
	mark                     color.RGBA // what one is to look at
	much                     color.RGBA // the most of a matrix
	negative                 bool       // images are light on dark, as the data sets have them
	series                   [7]int     // of package draw's class colours, those that stand out from the ground
}

var (
	light = theme{ground: grey(0xff), ink: color.RGBA{0x1b, 0x21, 0x27, 0xff}, faint: color.RGBA{0x57, 0x62, 0x6e, 0xff}, line: color.RGBA{0xd5, 0xdb, 0xe1, 0xff},
		mark: color.RGBA{0xbf, 0x4d, 0x00, 0xff}, much: color.RGBA{0x08, 0x45, 0x94, 0xff}, series: [...]int{0, 3, 2, 4, 5, 7, 6}}
	dark = theme{ground: color.RGBA{0x15, 0x18, 0x1c, 0xff}, ink: color.RGBA{0xe6, 0xea, 0xee, 0xff}, faint: color.RGBA{0xa2, 0xad, 0xb8, 0xff}, line: color.RGBA{0x37, 0x3f, 0x48, 0xff},
		mark: color.RGBA{0xff, 0x9d, 0x66, 0xff}, much: color.RGBA{0x7c, 0xc4, 0xf2, 0xff}, negative: true, series: [...]int{0, 3, 2, 4, 5, 7, 1}}
)

func grey(v uint8) color.RGBA { return color.RGBA{v, v, v, 0xff} }

// between is the colour at a place between two, 0 for the first and 1 for the
// second.
func between(from, to color.RGBA, place float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + place*(float64(b)-float64(a)))) }
	return color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 0xff}
}

// canvas is a picture of which all parts have whole pixels: grids of images and
// of numbers. Curves and scatter plots are drawn by gonum.
type canvas struct {
	*image.RGBA
	theme
}

func newCanvas(with theme, width, height int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height)), with}
	c.fill(c.Bounds(), with.ground)
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

// bytes draws an image of a data set, on the ground of the picture, every pixel
// a square.
func (c canvas) bytes(at image.Point, pixels []uint8, cols, scale int) {
	full := grey(0)
	if c.negative {
		full = grey(0xff)
	}
	for i, v := range pixels {
		x, y := at.X+i%cols*scale, at.Y+i/cols*scale
		c.fill(image.Rect(x, y, x+scale, y+scale), between(c.ground, full, float64(v)/255))
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
	anchors := [...]color.RGBA{{68, 1, 84, 255}, {59, 82, 139, 255}, {33, 145, 140, 255}, {94, 201, 98, 255}, {253, 231, 37, 255}}
	place := max(0, min(1, share)) * float64(len(anchors)-1)
	low := min(int(place), len(anchors)-2)
	return between(anchors[low], anchors[low+1], place-float64(low))
}

// shades is the ground for 0 and the colour of much for 1.
func (t theme) shades(share float64) color.RGBA {
	return between(t.ground, t.much, math.Sqrt(max(0, min(1, share))))
}

// textOn is the colour of text that can be read on a colour.
func textOn(on color.RGBA) color.Color {
	if 299*int(on.R)+587*int(on.G)+114*int(on.B) < 130*1000 {
		return light.ground
	}
	return light.ink
}
