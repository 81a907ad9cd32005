package photo

import (
	"image"
	"image/color"

	"github.com/fmnist/fmnist/internal/jpeg"
)

// newSource reads an image. The photograph's origin is the point min of the
// image, which need not cover the whole photograph.
func newSource(img image.Image, min image.Point, ground RGB) source {
	switch img := img.(type) {
	case *image.YCbCr:
		return newYCbCr(newWholeImage(img), img.Rect, img.SubsampleRatio, min, jfif)
	case image.RGBA64Image:
		return flat{img, min, ground}
	}
	return flat{slow{img}, min, ground}
}

// flat is an image on a ground.
type flat struct {
	img    image.RGBA64Image
	min    image.Point
	ground RGB
}

func (s flat) rgb(x, y int) RGB {
	at := image.Pt(x, y).Add(s.min)
	if !at.In(s.img.Bounds()) { // a GIF's screen around its frame
		return s.ground
	}
	return over(s.img.RGBA64At(at.X, at.Y), s.ground)
}

// over lays a colour with premultiplied alpha on an opaque one.
func over(c color.RGBA64, ground RGB) RGB {
	if c.A == Max {
		return RGB{c.R, c.G, c.B}
	}
	mix := func(top, below uint16) uint16 {
		return uint16(min(Max, uint32(top)+(uint32(below)*(Max-uint32(c.A))+Max/2)/Max))
	}
	return RGB{mix(c.R, ground[0]), mix(c.G, ground[1]), mix(c.B, ground[2])}
}

// slow gives an image the method that those of the standard library have.
type slow struct{ image.Image }

func (s slow) RGBA64At(x, y int) color.RGBA64 {
	return color.RGBA64Model.Convert(s.At(x, y)).(color.RGBA64)
}

// translucent is a WebP image with transparent parts.
type translucent struct {
	colour *ycbcr
	alpha  *image.NYCbCrA
	ground RGB
}

func (s translucent) rgb(x, y int) RGB {
	c := s.colour.rgb(x, y)
	a := uint32(s.alpha.A[s.alpha.AOffset(x+s.colour.min.X, y+s.colour.min.Y)]) * 257
	mul := func(v uint16) uint16 { return uint16(uint32(v) * a / Max) }
	return over(color.RGBA64{R: mul(c[0]), G: mul(c[1]), B: mul(c[2]), A: uint16(a)}, s.ground)
}

// ycbcr is an image of luma and subsampled chroma. Chroma between samples is
// interpolated with weights 3 and 1 in each direction, as libjpeg and libwebp do
// it ("fancy upsampling"); package image repeats the nearest sample.
type ycbcr struct {
	planes
	rect  image.Rectangle
	min   image.Point
	wide  int // see shifts
	high  int
	toRGB func(y, cb, cr uint8) (r, g, b uint8)
}

// planes are the samples of an image, by their columns and rows in the image's
// coordinates.
type planes interface {
	Luma(x, y int) uint8
	Chroma(x, y int) (cb, cr uint8)
	// Near is jpeg.Image.Near.
	Near(r image.Rectangle, values [3]uint8, reach [3]int) bool
}

func newYCbCr(p planes, r image.Rectangle, ratio image.YCbCrSubsampleRatio, min image.Point, toRGB func(y, cb, cr uint8) (r, g, b uint8)) *ycbcr {
	s := &ycbcr{planes: p, rect: r, min: min, toRGB: toRGB}
	s.wide, s.high = shifts(ratio)
	return s
}

// shifts say that chroma samples are 1<<wide pixels wide and 1<<high pixels high.
func shifts(ratio image.YCbCrSubsampleRatio) (wide, high int) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return 1, 0
	case image.YCbCrSubsampleRatio420:
		return 1, 1
	case image.YCbCrSubsampleRatio440:
		return 0, 1
	case image.YCbCrSubsampleRatio411:
		return 2, 0
	case image.YCbCrSubsampleRatio410:
		return 2, 1
	}
	return 0, 0
}

func (s *ycbcr) rgb(x, y int) RGB {
	l := s.levels(x, y)
	return RGB8(s.toRGB(l[0], l[1], l[2]))
}

func (s *ycbcr) luma(x, y int) float64 {
	v, _, _ := s.toRGB(s.Luma(x+s.min.X, y+s.min.Y), 128, 128)
	return float64(v)
}

// levels are the luma and the two chromas of a pixel.
type levels [3]uint8

func (s *ycbcr) levels(x, y int) levels {
	x, y = x+s.min.X, y+s.min.Y
	cb, cr := s.chroma(x, y)
	return levels{s.Luma(x, y), cb, cr}
}

// chroma is that of a pixel, in the image's coordinates.
func (s *ycbcr) chroma(x, y int) (cb, cr uint8) {
	u, v := x>>s.wide, y>>s.high
	cb, cr = s.Chroma(u, v)
	across, along := beside(x, s.rect.Min.X, s.rect.Max.X), beside(y, s.rect.Min.Y, s.rect.Max.Y)
	switch {
	case s.wide == 1 && s.high == 1:
		cb1, cr1 := s.Chroma(u, v+along)
		cb2, cr2 := s.Chroma(u+across, v)
		cb3, cr3 := s.Chroma(u+across, v+along)
		return blend4(cb, cb1, cb2, cb3, x&1), blend4(cr, cr1, cr2, cr3, x&1)
	case s.wide == 1:
		cb1, cr1 := s.Chroma(u+across, v)
		return blend2(cb, cb1, x&1), blend2(cr, cr1, x&1)
	case s.wide == 0 && s.high == 1:
		cb1, cr1 := s.Chroma(u, v+along)
		return blend2(cb, cb1, y&1), blend2(cr, cr1, y&1)
	}
	return cb, cr
}

// beside is the way from a pixel's sample of two pixels to the one on the pixel's
// side, -1 or 1, or 0 where none of the pixels from lo to hi-1 has it.
func beside(x, lo, hi int) int {
	side := 2*(x&1) - 1
	if x+side < lo || x+side >= hi {
		return 0
	}
	return side
}

// blend4 is a quarter of the way from one chroma sample to the next in both
// directions: along, across and both. odd is of the pixel's column.
func blend4(near, along, across, both uint8, odd int) uint8 {
	return uint8((3*(3*int(near)+int(along)) + 3*int(across) + int(both) + 8 - odd) >> 4)
}

// blend2 is a quarter of the way from one chroma sample to another. Halves are
// rounded up if odd is 1, else down.
func blend2(near, next uint8, odd int) uint8 {
	return uint8((3*int(near) + int(next) + 1 + odd) >> 2)
}

// wholeImage are the planes of an image that is decoded as a whole.
type wholeImage struct {
	*image.YCbCr
	wide, high int // see shifts
}

func newWholeImage(img *image.YCbCr) wholeImage {
	wide, high := shifts(img.SubsampleRatio)
	return wholeImage{img, wide, high}
}

func (w wholeImage) Luma(x, y int) uint8 { return w.Y[w.YOffset(x, y)] }

func (w wholeImage) Chroma(x, y int) (cb, cr uint8) {
	at := (y-w.Rect.Min.Y>>w.high)*w.CStride + x - w.Rect.Min.X>>w.wide
	return w.Cb[at], w.Cr[at]
}

func (w wholeImage) Near(r image.Rectangle, values [3]uint8, reach [3]int) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if at := w.YOffset(r.Min.X, y); !jpeg.AllNear(w.Y[at:at+r.Dx()], values[0], reach[0]) {
			return false
		}
	}
	around := r.Inset(-1).Intersect(w.Rect) // with the pixels that chroma is interpolated from
	from, last := w.COffset(around.Min.X, around.Min.Y), w.COffset(around.Max.X-1, around.Max.Y-1)
	width := w.COffset(around.Max.X-1, around.Min.Y) - from + 1
	for at := from; at <= last; at += w.CStride {
		if !jpeg.AllNear(w.Cb[at:at+width], values[1], reach[1]) || !jpeg.AllNear(w.Cr[at:at+width], values[2], reach[2]) {
			return false
		}
	}
	return true
}

// Colours are alike when their luma and each of their chromas are as far apart as
// this, or less. In JPEG's units, red then differs by 7 + 1.402 x 2 at most, green by
// 7 + 0.344 x 2 + 0.714 x 2 and blue by 7 + 1.772 x 2, in WebP's by up to 1.17 times as
// much, and all by one more for being rounded. The squares of WebP's sum up to 459;
// alike allows 487.
const (
	reachLuma   = 7
	reachChroma = 2
)

// allLike reports that all colours in a rectangle are certainly alike that of a pixel
// with the given levels.
func (s *ycbcr) allLike(r image.Rectangle, like levels) bool {
	return s.Near(r.Add(s.min), like, [3]int{reachLuma, reachChroma, reachChroma})
}

// jfif is the full-range conversion of JPEG files (JFIF 1.02), in fixed point with
// 16 fractional bits and rounded to the nearest.
func jfif(y, cb, cr uint8) (r, g, b uint8) {
	yy, u, v := int(y)<<16+1<<15, int(cb)-128, int(cr)-128
	clamp := func(i int) uint8 { return uint8(min(255, max(0, i>>16))) }
	return clamp(yy + 91881*v), clamp(yy - 22554*u - 46802*v), clamp(yy + 116130*u)
}

// bt601 is the conversion of WebP: luma 16 to 235, chroma 16 to 240.
func bt601(y, cb, cr uint8) (r, g, b uint8) {
	yy := 298.082 / 256 * (float64(y) - 16)
	u, v := float64(cb)-128, float64(cr)-128
	clamp := func(f float64) uint8 { return uint8(min(255, max(0, f+0.5))) }
	return clamp(yy + 408.583/256*v), clamp(yy - 100.291/256*u - 208.120/256*v), clamp(yy + 516.411/256*u)
}
