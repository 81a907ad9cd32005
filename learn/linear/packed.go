package linear

import (
	"context"
	"encoding/binary"

	"github.com/fmnist/fmnist/internal/parallel"
)

// packedOctet is the bytes that eight pixels take in a packed row: their
// position, in units of eight, and themselves.
const packedOctet = 2 + 8

// packed is rows without the octets that are all zero, which are four in ten
// of Fashion-MNIST and seven of MNIST. A row is the positions of the others,
// as little-endian numbers of two bytes, and then the others themselves.
//
// A zero pixel is not a zero feature: feature j is z = a x + b. But for weights
// that are a sum of multiples of rows, w = sum_i c_i z_i, the b can be split
// off. With r = a^2 sum_i c_i x_i, feature by feature, and s = sum_i c_i
//
//	w = r/a + s b
//	w·z = r·x + s (a b)·x + w·b
//
// where (a b)·x is known of every row beforehand and w·b = sum_i c_i z_i·b is
// a number that is easy to keep. So neither a product with a row nor the
// addition of one touches the zeros.
type packed struct {
	rows
	start  []int // n+1: where rows begin in data
	data   []uint8
	weight []float32 // a^2
	cross  []float64 // (a b)·x of every row
	base   float64   // b·b
}

// pack packs all rows. Positions have two bytes, which do for images of half a
// million features; beyond that a position wraps around, and so the caller
// must not (see newProblem).
func pack(ctx context.Context, r rows) (*packed, error) {
	p := &packed{rows: r, start: make([]int, r.n+1)}
	const chunk = 1024
	err := parallel.For(ctx, r.n, chunk, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			p.start[i+1] = octets(r.row(i))
		}
	})
	if err != nil {
		return nil, err
	}
	for i := range r.n {
		p.start[i+1] = p.start[i] + packedOctet*p.start[i+1]
	}
	p.data = make([]uint8, p.start[r.n])
	p.cross = make([]float64, r.n)
	crossing := make([]float32, r.stride)
	p.weight = make([]float32, r.stride)
	for j, a := range r.scale {
		p.weight[j] = a * a
		crossing[j] = a * r.shift[j]
		p.base += float64(r.shift[j]) * float64(r.shift[j])
	}
	return p, parallel.For(ctx, r.n, chunk, func(lo, hi int) {
		var out [group]float32
		for i := lo; i < hi; i++ {
			packRow(p.packedRow(i), r.row(i))
			active.packedDots(p.packedRow(i), crossing, r.stride, &out, nil)
			p.cross[i] = float64(out[0])
		}
	})
}

// octets is the number of octets of a row that are not all zero.
func octets(row []uint8) int {
	n := 0
	for ; len(row) >= 8; row = row[8:] {
		if binary.LittleEndian.Uint64(row) != 0 {
			n++
		}
	}
	return n
}

func packRow(dst, row []uint8) {
	at, x := dst, dst[len(dst)/packedOctet*2:]
	for j := 0; j < len(row); j += 8 {
		octet := binary.LittleEndian.Uint64(row[j:])
		if octet == 0 {
			continue
		}
		binary.LittleEndian.PutUint16(at, uint16(j/8))
		binary.LittleEndian.PutUint64(x, octet)
		at, x = at[2:], x[8:]
	}
}

func (p *packed) packedRow(i int) []uint8 {
	return p.data[p.start[i]:p.start[i+1]:p.start[i+1]]
}

// squaredNorms is z·z of every row.
func (p *packed) squaredNorms(ctx context.Context) ([]float64, error) {
	norms := make([]float64, p.n)
	err := parallel.Workers(ctx, p.n, 1024, func() func(lo, hi int) {
		var out [group]float64
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				w := p.newCombinations(1)
				w.add(0, 1, i)
				w.products(i, i, &out)
				norms[i] = out[0]
			}
		}
	})
	return norms, err
}

// combinations are weight vectors that are sums of multiples of rows, in the
// terms of packed.
type combinations struct {
	p    *packed
	r    []float32 // vectors x stride
	sum  []float64 // s of every vector
	base []float64 // w·b of every vector
}

// newCombinations is n vectors of zeros.
func (p *packed) newCombinations(n int) combinations {
	return combinations{p, make([]float32, n*p.stride), make([]float64, n), make([]float64, n)}
}

// slice is the vectors lo to hi-1, the same memory.
func (w combinations) slice(lo, hi int) combinations {
	return combinations{w.p, w.r[lo*w.p.stride : hi*w.p.stride], w.sum[lo:hi], w.base[lo:hi]}
}

// products is the products of row i and the vectors, at most group. The row
// next is the one that will be wanted soon.
func (w combinations) products(i, next int, out *[group]float64) {
	var x [group]float32
	active.packedDots(w.p.packedRow(i), w.r, w.p.stride, &x, w.p.packedRow(next))
	for k, s := range w.sum {
		out[k] = float64(x[k]) + s*w.p.cross[i] + w.base[k]
	}
}

// add adds c times row i to vector k.
func (w combinations) add(k int, c float64, i int) {
	d := w.p.stride
	active.packedAxpy(float32(c), w.p.packedRow(i), w.p.weight, w.r[k*d:][:d])
	w.sum[k] += c
	w.base[k] += c * (w.p.cross[i] + w.p.base)
}

// refresh adds vector k up anew: c(i) times row i for all rows.
func (w combinations) refresh(k int, c func(i int) float64) {
	const chunk = 256 // rows that are added up in float32
	r := w.r[k*w.p.stride:][:w.p.stride]
	total := make([]float64, len(r))
	clear(r)
	w.sum[k], w.base[k] = 0, 0
	for i := range w.p.n {
		if v := c(i); v != 0 {
			w.add(k, v, i)
		}
		if i%chunk == chunk-1 || i == w.p.n-1 {
			for j, v := range r {
				total[j] += float64(v)
			}
			clear(r)
		}
	}
	for j, v := range total {
		r[j] = float32(v)
	}
}

// scale multiplies all vectors by f.
func (w combinations) scale(f float64) {
	for j := range w.r {
		w.r[j] *= float32(f)
	}
	for k := range w.sum {
		w.sum[k] *= f
		w.base[k] *= f
	}
}

// unpack writes f times vector k to coef.
func (w combinations) unpack(k int, f float64, coef []float32) {
	r := w.r[k*w.p.stride:][:len(coef)]
	for j := range coef {
		v := w.sum[k] * float64(w.p.shift[j])
		if a := w.p.scale[j]; a != 0 {
			v += float64(r[j]) / float64(a)
		}
		coef[j] = float32(f * v)
	}
}

// move copies vector from over vector to.
func (w combinations) move(to, from int) {
	d := w.p.stride
	copy(w.r[to*d:][:d], w.r[from*d:])
	w.sum[to], w.base[to] = w.sum[from], w.base[from]
}
