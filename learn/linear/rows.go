package linear

import (
	"github.com/fmnist/fmnist/learn"
)

// rows are images as the kernels read them: every row, and the scaling, padded
// to a multiple of 8 features with zeros.
type rows struct {
	n, features, stride int
	pixels              []uint8 // n x stride
	scale, shift        []float32
}

// newRows aliases the images if their rows need no padding.
func newRows(images learn.Images, scaling learn.Scaling) rows {
	d := images.Features
	r := rows{n: images.Len(), features: d, stride: (d + 7) &^ 7, pixels: images.Pixels}
	if r.stride != d {
		r.pixels = make([]uint8, r.n*r.stride)
		for i := range r.n {
			copy(r.row(i), images.Row(i))
		}
	}
	r.scale, r.shift = make([]float32, r.stride), make([]float32, r.stride)
	for j := range d {
		r.scale[j] = 1
		if !scaling.IsIdentity() {
			r.scale[j], r.shift[j] = float32(scaling.Scale[j]), float32(scaling.Shift[j])
		}
	}
	return r
}

func (r *rows) row(i int) []uint8 { return r.pixels[i*r.stride:][:r.stride] }
