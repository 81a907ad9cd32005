package linear

import (
	"github.com/fmnist/fmnist/internal/simd"
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

// weights are vectors one after another, padded to a multiple of group with
// vectors of zeros.
type weights struct {
	n, stride int
	v         []float32
}

func newWeights(n, stride int) weights {
	padded := (n + group - 1) / group * group
	return weights{n, stride, make([]float32, padded*stride)}
}

func (w weights) row(k int) []float32 { return w.v[k*w.stride:][:w.stride] }

// first is the first n vectors, padded anew.
func (w weights) first(n int) weights {
	w.n = n
	w.v = w.v[:(n+group-1)/group*group*w.stride]
	clear(w.v[n*w.stride:])
	return w
}

// group is the vectors of group g.
func (w weights) group(g int) []float32 {
	return w.v[g*group*w.stride:][:group*w.stride]
}

func (w weights) groups() int { return len(w.v) / (group * w.stride) }

// blockRows is the number of rows that are decoded together: they stay in the
// second cache while they are used.
const blockRows = 32

// block is some consecutive rows, decoded, and their products with weights.
type block struct {
	n, stride int
	z         []float32 // blockRows x stride; what lies beyond n rows is stale
	out       []float32 // groups x blockRows x group
}

func newBlock(stride int, w weights) *block {
	return &block{
		stride: stride,
		z:      make([]float32, blockRows*stride),
		out:    make([]float32, w.groups()*blockRows*group),
	}
}

// decode fills the block with the rows lo to hi-1, at most blockRows.
func (b *block) decode(r *rows, lo, hi int) {
	b.n = hi - lo
	for i := lo; i < hi; i++ {
		simd.AffineU8(b.z[(i-lo)*b.stride:][:b.stride], r.row(i), r.scale, r.shift)
	}
}

// products computes the product of every row with every weight vector.
func (b *block) products(w weights) {
	for g := range w.groups() {
		out := b.group(g)
		for i := 0; i < b.n; i += 2 { // an odd last row goes with a stale one
			active.blockDots(b.z[i*b.stride:], w.group(g), b.stride, (*[2 * group]float32)(out[i*group:]))
		}
	}
}

// group is the products of the block's rows with the weights of group g, row
// after row.
func (b *block) group(g int) []float32 { return b.out[g*blockRows*group:][:blockRows*group] }

// index is where the product of row i with weight vector k is.
func (b *block) index(i, k int) int { return (k/group*blockRows+i)*group + k%group }

// product is that of row i with weight vector k.
func (b *block) product(i, k int) float32 { return b.out[b.index(i, k)] }
