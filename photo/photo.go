// Package photo makes 28x28 grey images of photographs of articles, as
// Fashion-MNIST was made of a shop's product pictures (Xiao, Rasul and Vollgraf,
// arXiv:1708.07747, section 2):
//
//	Decode           the file becomes a picture, upright, transparent parts on the ground
//	Trim             edges of the colour of the corners are cut off
//	Sample           the longest edge becomes 28 pixels, rows and columns are skipped
//	AdaptiveSharpen  more near outlines
//	Extend           the shortest edge becomes 28 pixels, the picture is in the middle
//	Negate           white becomes black
//	Gray             8-bit grey
//
// The steps are those of ImageMagick 6,
//
//	convert PHOTO -auto-orient -background '#fdfdfd' -alpha remove -alpha off -fuzz 5% -trim +repage \
//	    -sample 28x28 -adaptive-sharpen 1x1 -background white -gravity center -extent 28x28 \
//	    -negate -colorspace Gray -depth 8
//
// down to its rounding to 16 bits after every step; what differs from it is the
// decoding of WebP and of progressive JPEG, by a step of 255 here and there.
// AreaAverage and Lanczos can stand in for Sample.
//
// A photograph is not converted as a whole: Photo computes the colours of the
// pixels that a step looks at, and has a baseline JPEG decoded no further than
// these need. Between its edges and 28x28 samples that are few. So a Photo is for
// one goroutine at a time.
package photo

import (
	"image"
	"image/color"
)

// Max is the brightest value of a channel: colours have 16 bits.
const Max = 65535

// RGB is a colour: red, green, blue, each 0 to Max.
type RGB [3]uint16

// RGB8 is the colour with the given 8-bit channels.
func RGB8(r, g, b uint8) RGB { return RGB{uint16(r) * 257, uint16(g) * 257, uint16(b) * 257} }

// RGBA is the color.Color.
func (c RGB) RGBA() (r, g, b, a uint32) { return uint32(c[0]), uint32(c[1]), uint32(c[2]), Max }

// Ground is the colour of the shop's background, #fdfdfd. It stands behind the
// transparent parts of a picture.
var Ground = RGB8(0xfd, 0xfd, 0xfd)

// White is what Extend fills with: after Negate it is 0, as in the original.
var White = RGB{Max, Max, Max}

// Photo is a view of a decoded photograph: upright, opaque, cropped. It is an
// image.Image. Cropping copies nothing.
type Photo struct {
	src    source
	width  int // of the whole photograph as it is stored
	height int
	orient int             // EXIF orientation, 1 to 8
	view   image.Rectangle // the part in view, in upright coordinates
}

// source is where a Photo has its pixels from, in stored coordinates.
type source interface {
	rgb(x, y int) RGB
}

// FromImage is a view of a whole image whose transparent parts show ground.
func FromImage(img image.Image, ground RGB) *Photo {
	b := img.Bounds()
	return newPhoto(newSource(img, b.Min, ground), b.Dx(), b.Dy(), 1)
}

func newPhoto(src source, width, height, orient int) *Photo {
	p := &Photo{src: src, width: width, height: height, orient: orient}
	p.view = image.Rect(0, 0, width, height)
	if orient >= 5 {
		p.view = image.Rect(0, 0, height, width)
	}
	return p
}

// Width is the number of columns in view.
func (p *Photo) Width() int { return p.view.Dx() }

// Height is the number of rows in view.
func (p *Photo) Height() int { return p.view.Dy() }

// RGB is the colour of column x and row y of the view, both from 0.
func (p *Photo) RGB(x, y int) RGB {
	x, y = p.stored(x, y)
	return p.src.rgb(x, y)
}

// stored is where a pixel of the view is stored.
func (p *Photo) stored(x, y int) (int, int) {
	x, y = x+p.view.Min.X, y+p.view.Min.Y
	w, h := p.width-1, p.height-1
	switch p.orient { // EXIF 2.3, tag 274
	case 2:
		return w - x, y
	case 3:
		return w - x, h - y
	case 4:
		return x, h - y
	case 5:
		return y, x
	case 6:
		return y, h - x
	case 7:
		return w - y, h - x
	case 8:
		return w - y, x
	}
	return x, y
}

// Crop is the part r of the view, in the view's coordinates.
func (p *Photo) Crop(r image.Rectangle) *Photo {
	cropped := *p
	cropped.view = r.Add(p.view.Min).Intersect(p.view)
	return &cropped
}

// ColorModel is that of image.RGBA64.
func (p *Photo) ColorModel() color.Model { return color.RGBA64Model }

// Bounds begins at the origin.
func (p *Photo) Bounds() image.Rectangle { return image.Rect(0, 0, p.Width(), p.Height()) }

// At is RGB as a color.Color.
func (p *Photo) At(x, y int) color.Color { return p.RGBA64At(x, y) }

// RGBA64At is RGB as a color.RGBA64.
func (p *Photo) RGBA64At(x, y int) color.RGBA64 {
	c := p.RGB(x, y)
	return color.RGBA64{R: c[0], G: c[1], B: c[2], A: Max}
}

// Picture is a small picture between two steps. It is an image.Image.
type Picture struct {
	Width, Height int
	Pix           []uint16 // Height x Width x 3, row-major, 0 to Max
}

// NewPicture is a black picture.
func NewPicture(width, height int) *Picture {
	return &Picture{Width: width, Height: height, Pix: make([]uint16, 3*width*height)}
}

// RGB is the colour of column x and row y.
func (p *Picture) RGB(x, y int) RGB { return RGB(p.Pix[3*(y*p.Width+x):]) }

// Set sets the colour of column x and row y.
func (p *Picture) Set(x, y int, c RGB) { copy(p.Pix[3*(y*p.Width+x):], c[:]) }

// ColorModel is that of image.RGBA64.
func (p *Picture) ColorModel() color.Model { return color.RGBA64Model }

// Bounds begins at the origin.
func (p *Picture) Bounds() image.Rectangle { return image.Rect(0, 0, p.Width, p.Height) }

// At is RGB as a color.Color.
func (p *Picture) At(x, y int) color.Color {
	c := p.RGB(x, y)
	return color.RGBA64{R: c[0], G: c[1], B: c[2], A: Max}
}

// quantum rounds to the 16 bits that a channel has.
func quantum(v float64) uint16 {
	switch {
	case v <= 0:
		return 0
	case v >= Max:
		return Max
	}
	return uint16(v + 0.5)
}
