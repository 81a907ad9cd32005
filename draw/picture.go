package draw

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// density is how many pixels a unit of a picture has each way.
const density = 2

// Picture is a drawing of shapes, which lie one on top of the other.
type Picture struct {
	Width, Height float64 // in units: CSS pixels
	shapes        []shape
}

// shape is something that can be drawn both ways.
type shape interface {
	paint(c *canvas)
	svg(w *svgWriter)
}

// newPicture is an empty one, white to the last row of pixels.
func newPicture(width, height float64) *Picture {
	width, height = math.Ceil(width), math.Ceil(height)
	p := &Picture{Width: width, Height: height}
	p.add(box{0, 0, width, height, white})
	return p
}

func (p *Picture) add(s shape) { p.shapes = append(p.shapes, s) }

// Image is the picture in pixels, two by two a unit.
func (p *Picture) Image() *image.RGBA { return p.image(density) }

func (p *Picture) image(scale float64) *image.RGBA {
	pixels := image.Rect(0, 0, int(math.Ceil(p.Width*scale)), int(math.Ceil(p.Height*scale)))
	c := &canvas{RGBA: image.NewRGBA(pixels), scale: scale, faces: newFaces()}
	for _, s := range p.shapes {
		s.paint(c)
	}
	return c.RGBA
}

// WritePNG writes the image as PNG.
func (p *Picture) WritePNG(w io.Writer) error {
	e := png.Encoder{CompressionLevel: png.BestCompression}
	return e.Encode(w, p.Image())
}

func newFaces() map[faceKey]font.Face { return map[faceKey]font.Face{} }

// canvas is an image that is being painted.
type canvas struct {
	*image.RGBA
	scale float64 // pixels a unit
	faces map[faceKey]font.Face
}

// box is a filled rectangle.
type box struct {
	x, y, width, height float64
	fill                color.RGBA
}

func (b box) paint(c *canvas) {
	round := func(v float64) int { return int(math.Round(v * c.scale)) }
	area := image.Rect(round(b.x), round(b.y), round(b.x+b.width), round(b.y+b.height))
	draw.Draw(c, area, image.NewUniform(b.fill), image.Point{}, draw.Src)
}

// frame adds a rectangle's outline.
func (p *Picture) frame(x, y, width, height float64, c color.RGBA) {
	const thick = 1
	p.add(box{x, y, width, thick, c})
	p.add(box{x, y + height - thick, width, thick, c})
	p.add(box{x, y, thick, height, c})
	p.add(box{x + width - thick, y, thick, height, c})
}

// label is a line of text; y is its base line.
type label struct {
	x, y, size float64
	text       string
	fill       color.RGBA
	bold       bool
	anchor     anchor
	halo       float64 // width of the white border
}

// anchor is which part of a label is at its x.
type anchor int

const (
	start anchor = iota
	middle
	end
)

func (l label) paint(c *canvas) {
	key := faceKey{l.size * c.scale, l.bold}
	if c.faces[key] == nil {
		c.faces[key] = face(key.size, l.bold)
	}
	d := font.Drawer{Dst: c, Face: c.faces[key]}
	width := float64(d.MeasureString(l.text)) / 64
	x, y := l.x*c.scale-width*float64(l.anchor)/2, l.y*c.scale
	if l.halo > 0 {
		const directions = 16
		d.Src = image.NewUniform(white)
		for i := range directions {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / directions)
			d.Dot = fixedPoint(x+cos*l.halo*c.scale, y+sin*l.halo*c.scale)
			d.DrawString(l.text)
		}
	}
	d.Src, d.Dot = image.NewUniform(l.fill), fixedPoint(x, y)
	d.DrawString(l.text)
}

func fixedPoint(x, y float64) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(math.Round(x * 64)), Y: fixed.Int26_6(math.Round(y * 64))}
}

// raster is an image of pixels, scaled to a place.
type raster struct {
	x, y, width, height float64
	image               image.Image
}

func (r raster) paint(c *canvas) {
	round := func(v float64) int { return int(math.Round(v * c.scale)) }
	area := image.Rect(round(r.x), round(r.y), round(r.x+r.width), round(r.y+r.height))
	draw.NearestNeighbor.Scale(c, area, r.image, r.image.Bounds(), draw.Src, nil)
}

// dots are small discs, each with one of the class colours.
type dots struct {
	at      []place
	class   []uint8
	radius  float64
	opacity float64
}

type place struct{ x, y float64 }

func (d dots) paint(c *canvas) {
	radius := d.radius * c.scale
	for i, at := range d.at {
		c.disc(at.x*c.scale, at.y*c.scale, radius, d.opacity, ClassColour(int(d.class[i])))
	}
}

// disc paints a disc over what is there, with soft edges.
func (c *canvas) disc(x, y, radius, opacity float64, fill color.RGBA) {
	left, right := max(0, int(x-radius)-1), min(c.Rect.Max.X-1, int(x+radius)+1)
	top, bottom := max(0, int(y-radius)-1), min(c.Rect.Max.Y-1, int(y+radius)+1)
	for j := top; j <= bottom; j++ {
		for i := left; i <= right; i++ {
			distance := math.Hypot(float64(i)+0.5-x, float64(j)+0.5-y)
			if cover := opacity * max(0, min(1, radius+0.5-distance)); cover > 0 {
				c.blend(c.Pix[c.PixOffset(i, j):][:3:3], fill, cover)
			}
		}
	}
}

func (c *canvas) blend(pixel []uint8, fill color.RGBA, cover float64) {
	for k, v := range [3]uint8{fill.R, fill.G, fill.B} {
		pixel[k] = uint8(math.Round(float64(pixel[k])*(1-cover) + float64(v)*cover))
	}
}
