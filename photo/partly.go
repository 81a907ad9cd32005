package photo

import (
	"image"

	"github.com/fmnist/fmnist/internal/jpeg"
)

// partly is a JPEG file that is decoded where a step looks at it.
type partly struct {
	file  *jpeg.Image
	there planes // right where the file is decoded
}

// planes are what can be asked of an image of luma and chroma.
type planes interface {
	source
	lumaed
	ranged
}

func newPartly(file *jpeg.Image) partly {
	if file.Gray != nil {
		return partly{file, gray{img: file.Gray}}
	}
	return partly{file, ycbcr{img: file.YCbCr, toRGB: jfif}}
}

func (s partly) rgb(x, y int) RGB {
	s.file.Need(image.Rect(x, y, x+1, y+1))
	return s.there.rgb(x, y)
}

func (s partly) luma(x, y int) float64 {
	s.file.NeedLuma(x, y)
	return s.there.luma(x, y)
}

func (s partly) meanLuma(x, y int) float64 { return float64(s.file.Mean(x, y)) }

func (s partly) levels(x, y int) levels {
	s.file.Need(image.Rect(x, y, x+1, y+1))
	return s.there.levels(x, y)
}

func (s partly) allLike(r image.Rectangle, like levels) bool {
	if s.file.Gray != nil {
		return s.file.Near(r, like, [3]int{reachGray})
	}
	return s.file.Near(r, like, [3]int{reachLuma, reachChroma, reachChroma})
}
