package model

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"slices"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/photo"
)

// ErrTooMany is wrapped by the error of DecodeImages for more images than wanted.
var ErrTooMany = errors.New("too many images")

// DecodeImages is what a model sees of a file, which is by its content
//
//   - an IDX file of bytes, gzipped or not: images of the model's size, or one,
//   - a picture (PNG, JPEG, WebP, GIF, BMP, TIFF) of the model's size, whose grey
//     is taken as it is: light on dark as in the training set,
//   - any larger picture, if the model's images are 28x28: a photograph of an
//     article on a light ground, which goes through the conversion of package photo.
//
// It decodes no more than most images.
func (h Header) DecodeImages(file []byte, most int) (learn.Images, error) {
	if bytes.HasPrefix(file, []byte{0, 0}) || bytes.HasPrefix(file, []byte{0x1f, 0x8b}) {
		return h.decodeIDX(file, most)
	}
	images := learn.Images{Features: h.Features()}
	p, err := photo.Decode(file, photo.RGB{})
	switch {
	case errors.Is(err, photo.ErrFormat):
		return images, fmt.Errorf("%w, and no IDX file", err)
	case err != nil:
		return images, err
	case p.Width() == h.Cols && p.Height() == h.Rows:
		images.Pixels = greys(p)
		return images, nil
	case h.Rows != photo.Size || h.Cols != photo.Size:
		return images, fmt.Errorf("a picture of %dx%d, the model is for %dx%d", p.Height(), p.Width(), h.Rows, h.Cols)
	case min(p.Width(), p.Height()) < photo.Size:
		return images, fmt.Errorf("a picture of %dx%d, want 28x28 or a photograph, which is larger", p.Height(), p.Width())
	}
	images.Pixels, err = ofPhotograph(file)
	return images, err
}

// greys are the pixels of a picture, row by row.
func greys(p *photo.Photo) []uint8 {
	pixels := make([]uint8, 0, p.Width()*p.Height())
	for y := range p.Height() {
		for x := range p.Width() {
			pixels = append(pixels, color.GrayModel.Convert(p.At(x, y)).(color.Gray).Y)
		}
	}
	return pixels
}

// ofPhotograph is a photograph as the paper's conversion leaves it.
func ofPhotograph(file []byte) ([]uint8, error) {
	p, err := photo.Decode(file, photo.Ground)
	if err != nil {
		return nil, err
	}
	if p, err = photo.Trim(p); err != nil {
		return nil, err
	}
	return photo.Convert(p, photo.BySamples).Pix, nil
}

func (h Header) decodeIDX(file []byte, most int) (learn.Images, error) {
	images := learn.Images{Features: h.Features()}
	r, err := idx.NewReader(bytes.NewReader(file))
	if err != nil {
		return images, err
	}
	dims := r.Header().Dims
	if len(dims) == 2 {
		dims = slices.Concat([]int{1}, dims)
	}
	if r.Header().Type != idx.Uint8 || len(dims) != 3 || dims[1] != h.Rows || dims[2] != h.Cols {
		return images, fmt.Errorf("an IDX file of %v %v, the model is for uint8 images of %dx%d",
			r.Header().Type, r.Header().Dims, h.Rows, h.Cols)
	}
	if dims[0] > most {
		return images, fmt.Errorf("%w: %d, at most %d", ErrTooMany, dims[0], most)
	}
	images.Pixels, err = idx.ReadAll[uint8](r)
	return images, err
}
