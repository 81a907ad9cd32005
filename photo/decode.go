package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // for image.Decode
	_ "image/jpeg"
	_ "image/png"

	"github.com/fmnist/fmnist/internal/jpeg"
	_ "golang.org/x/image/bmp" // for image.Decode
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"
)

// What can be wrong with a photograph. Errors of this package wrap one of these
// or what a decoder said.
var (
	ErrFormat   = errors.New("not a JPEG, PNG, WebP, GIF, BMP or TIFF file")
	ErrTooLarge = errors.New("too large")
	ErrBlank    = errors.New("nothing is left after trimming")
)

// MaxPixels is the most that Decode decodes, 8,192 x 8,192. Decoders need up to
// ten bytes a pixel.
const MaxPixels = 1 << 26

// Decode decodes a file: JPEG (grey, YCbCr, RGB, CMYK), PNG (to 16 bits), WebP,
// GIF (the first frame), BMP or TIFF, which is for the content to say and not
// for its name. The photograph is upright by its EXIF orientation; ground shows
// through its transparent parts. The header's size is checked before anything is
// decoded: more than MaxPixels is ErrTooLarge.
func Decode(file []byte, ground RGB) (p *Photo, err error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case errors.Is(err, image.ErrFormat):
		return nil, ErrFormat
	case err != nil:
		return nil, fmt.Errorf("the header cannot be read: %w", err)
	case config.Width < 1 || config.Height < 1:
		return nil, fmt.Errorf("%s: %d x %d pixels", format, config.Width, config.Height)
	case config.Width > MaxPixels/config.Height:
		return nil, fmt.Errorf("%w: %s of %d x %d pixels, at most %d are decoded", ErrTooLarge, format, config.Width, config.Height, MaxPixels)
	}
	orient := orientation(file, format)
	if parts, ok := jpeg.Open(file); ok {
		return newPhoto(newYCbCr(parts, parts.Rect, parts.Ratio, image.Point{}, jfif), config.Width, config.Height, orient), nil
	}
	img, err := decode(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", format, err)
	}
	// A GIF's first frame need not fill its screen; the others are whole, but
	// their origin may be anywhere.
	origin, width, height := img.Bounds().Min, img.Bounds().Dx(), img.Bounds().Dy()
	if format == "gif" {
		origin, width, height = image.Point{}, config.Width, config.Height
	}
	return newPhoto(sourceOf(img, format, origin, ground), width, height, orient), nil
}

// decode is image.Decode; a decoder that panics on a file has refused it.
func decode(file []byte) (img image.Image, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the decoder failed: %v", fault)
		}
	}()
	img, _, err = image.Decode(bytes.NewReader(file))
	return img, err
}

// sourceOf is newSource, with WebP's own meaning of luma: it has 219 steps and begins
// at 16, which package image does not know (ITU-R BT.601).
func sourceOf(img image.Image, format string, min image.Point, ground RGB) source {
	if format == "webp" {
		switch img := img.(type) {
		case *image.YCbCr:
			return newYCbCr(newWholeImage(img), img.Rect, img.SubsampleRatio, min, bt601)
		case *image.NYCbCrA:
			return translucent{newYCbCr(newWholeImage(&img.YCbCr), img.Rect, img.SubsampleRatio, min, bt601), img, ground}
		}
	}
	return newSource(img, min, ground)
}
