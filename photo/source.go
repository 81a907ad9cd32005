package photo

import (
	"image"
	"image/color"
)

// newSource reads an image. The photograph's origin is the point min of the
// image, which need not cover the whole photograph.
func newSource(img image.Image, min image.Point, ground RGB) source {
	switch img := img.(type) {
	case *image.YCbCr:
		return ycbcr{img: img, min: min, toRGB: jfif}
	case *image.Gray:
		return gray{img: img, min: min}
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
	colour ycbcr
	alpha  *image.NYCbCrA
	ground RGB
}

func (s translucent) rgb(x, y int) RGB {
	c := s.colour.rgb(x, y)
	a := uint32(s.alpha.A[s.alpha.AOffset(x+s.colour.min.X, y+s.colour.min.Y)]) * 257
	mul := func(v uint16) uint16 { return uint16(uint32(v) * a / Max) }
	return over(color.RGBA64{R: mul(c[0]), G: mul(c[1]), B: mul(c[2]), A: uint16(a)}, s.ground)
}

// gray is an image of luma.
type gray struct {
	img *image.Gray
	min image.Point
}

func (s gray) rgb(x, y int) RGB {
	v := s.at(x, y)
	return RGB8(v, v, v)
}

func (s gray) luma(x, y int) float64 { return float64(s.at(x, y)) }

func (s gray) at(x, y int) uint8 { return s.img.Pix[s.img.PixOffset(x+s.min.X, y+s.min.Y)] }

// ycbcr is an image of luma and subsampled chroma. Chroma between samples is
// interpolated with weights 3 and 1 in each direction, as libjpeg and libwebp do
// it ("fancy upsampling"); package image repeats the nearest sample.
type ycbcr struct {
	img   *image.YCbCr
	min   image.Point
	toRGB func(y, cb, cr uint8) (r, g, b uint8)
}

func (s ycbcr) rgb(x, y int) RGB {
	x, y = x+s.min.X, y+s.min.Y
	cb, cr := s.chroma(x, y)
	return RGB8(s.toRGB(s.img.Y[s.img.YOffset(x, y)], cb, cr))
}

func (s ycbcr) luma(x, y int) float64 {
	v, _, _ := s.toRGB(s.img.Y[s.img.YOffset(x+s.min.X, y+s.min.Y)], 128, 128)
	return float64(v)
}

func (s ycbcr) chroma(x, y int) (cb, cr uint8) {
	near := s.img.COffset(x, y)
	switch s.img.SubsampleRatio {
	case image.YCbCrSubsampleRatio420:
		across, along := s.step(x, y, 1, 0), s.step(x, y, 0, 1)
		blend := func(c []uint8) uint8 {
			column := 3*int(c[near]) + int(c[near+along])
			next := 3*int(c[near+across]) + int(c[near+across+along])
			return uint8((3*column + next + 8 - x&1) >> 4)
		}
		return blend(s.img.Cb), blend(s.img.Cr)
	case image.YCbCrSubsampleRatio422:
		return s.between(near, near+s.step(x, y, 1, 0), x&1)
	case image.YCbCrSubsampleRatio440:
		return s.between(near, near+s.step(x, y, 0, 1), y&1)
	}
	return s.img.Cb[near], s.img.Cr[near]
}

// between is a quarter of the way from one chroma sample to another. Halves are
// rounded up if up is 1, else down.
func (s ycbcr) between(near, next, up int) (cb, cr uint8) {
	blend := func(c []uint8) uint8 { return uint8((3*int(c[near]) + int(c[next]) + 1 + up) >> 2) }
	return blend(s.img.Cb), blend(s.img.Cr)
}

// step is the offset from the chroma sample of a pixel to its neighbour on the
// pixel's side, horizontally (h 1) or vertically (v 1), 0 at the border.
func (s ycbcr) step(x, y, h, v int) int {
	to := image.Pt(x-h, y-v)
	if (h*x+v*y)&1 == 1 { // the right or lower half of the sample
		to = image.Pt(x+h, y+v)
	}
	if !to.In(s.img.Rect) {
		return 0
	}
	return s.img.COffset(to.X, to.Y) - s.img.COffset(x, y)
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
