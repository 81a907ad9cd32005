package photo

import (
	"image"

	"github.com/fmnist/fmnist/internal/jpeg"
)

// ranged is a source that can tell fast, of many pixels at once, that their colours
// are certainly alike that of a pixel. Where it is not certain, it says no.
type ranged interface {
	levels(x, y int) levels                      // of the pixel
	allLike(r image.Rectangle, like levels) bool // the colour of such a pixel
}

// levels are the luma and the two chromas of a pixel.
type levels [3]uint8

// Colours are alike when their luma and each of their chromas are as far apart as
// this, or less. In JPEG's units, red then differs by 7 + 1.402 x 2 at most, green by
// 7 + 0.344 x 2 + 0.714 x 2 and blue by 7 + 1.772 x 2, in WebP's by up to 1.17 times as
// much, and all by one more for being rounded. The squares of WebP's sum up to 459;
// alike allows 487. A grey's three times 12 do to 432.
const (
	reachLuma   = 7
	reachChroma = 2
	reachGray   = 12
)

func (s ycbcr) levels(x, y int) levels {
	x, y = x+s.min.X, y+s.min.Y
	cb, cr := s.chroma(x, y)
	return levels{s.img.Y[s.img.YOffset(x, y)], cb, cr}
}

func (s ycbcr) allLike(r image.Rectangle, like levels) bool {
	r = r.Add(s.min)
	at, width := s.img.YOffset(r.Min.X, r.Min.Y), r.Dx()
	for range r.Dy() {
		if !jpeg.AllNear(s.img.Y[at:at+width], like[0], reachLuma) {
			return false
		}
		at += s.img.YStride
	}
	wide := r // with the pixels whose chroma is interpolated into r
	switch s.img.SubsampleRatio {
	case image.YCbCrSubsampleRatio420:
		wide = r.Inset(-1)
	case image.YCbCrSubsampleRatio422:
		wide.Min.X, wide.Max.X = r.Min.X-1, r.Max.X+1
	case image.YCbCrSubsampleRatio440:
		wide.Min.Y, wide.Max.Y = r.Min.Y-1, r.Max.Y+1
	}
	wide = wide.Intersect(s.img.Rect)
	width = s.img.COffset(wide.Max.X-1, wide.Min.Y) - s.img.COffset(wide.Min.X, wide.Min.Y) + 1
	last := s.img.COffset(wide.Min.X, wide.Max.Y-1)
	for at := s.img.COffset(wide.Min.X, wide.Min.Y); at <= last; at += s.img.CStride {
		if !jpeg.AllNear(s.img.Cb[at:at+width], like[1], reachChroma) || !jpeg.AllNear(s.img.Cr[at:at+width], like[2], reachChroma) {
			return false
		}
	}
	return true
}

func (s gray) levels(x, y int) levels { return levels{s.at(x, y)} }

func (s gray) allLike(r image.Rectangle, like levels) bool {
	r = r.Add(s.min)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := s.img.PixOffset(r.Min.X, y)
		if !jpeg.AllNear(s.img.Pix[at:at+r.Dx()], like[0], reachGray) {
			return false
		}
	}
	return true
}
