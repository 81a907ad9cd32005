package linear

import (
	"context"
	"encoding/binary"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// packedOctet is the bytes that eight pixels take in a packed row: their
// position, in units of eight, and themselves.
const packedOctet = 2 + 8

// packedTurn is how many octets the loops over packed rows take at a time; a
// row holds a multiple of it.
const packedTurn = 3

// packed is rows without the octets that are all zero, which are four in ten
// of Fashion-MNIST and seven of MNIST. A row is the positions of the others,
// as little-endian numbers of two bytes, and then the others themselves. Octets
// of zeros at position 0 make up full turns: a loop that ends now here, now
// there within a turn costs more, as processors cannot foresee where.
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
	refs   []packedRef
	data   []uint8
	weight []float32 // a^2
	base   float64   // b·b
}

// packedRef is what has to be known of a row, together in memory.
type packedRef struct {
	before, octets uint32  // how many octets lie before the row's, and its own
	cross          float32 // (a b)·x
}

// pack packs all rows. What it numbers the octets with, two bytes in a row and
// four for all rows, is enough for whatever newProblem lets pass.
func pack(ctx context.Context, r rows) (*packed, error) {
	p := &packed{rows: r, refs: make([]packedRef, r.n)}
	const chunk = 1024
	err := parallel.For(ctx, r.n, chunk, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			p.refs[i].octets = uint32(octets(r.row(i)))
		}
	})
	if err != nil {
		return nil, err
	}
	total := 0
	for i := range p.refs {
		p.refs[i].before = uint32(total)
		total += int(p.refs[i].octets)
	}
	p.data = make([]uint8, packedOctet*total)
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
			packedDots(p.packedRow(i), crossing, r.stride, &out, nil)
			p.refs[i].cross = out[0]
		}
	})
}

// octets is the number of octets of a packed row: those that are not all zero,
// and what makes up full turns.
func octets(row []uint8) int {
	n := 0
	for ; len(row) >= 8; row = row[8:] {
		if binary.LittleEndian.Uint64(row) != 0 {
			n++
		}
	}
	return fullTurns(n)
}

// fullTurns is the number n rounded up.
func fullTurns(n int) int { return (n + packedTurn - 1) / packedTurn * packedTurn }

// packRow packs a row into the beginning of dst, and returns that.
func packRow(dst, row []uint8) []uint8 {
	n := octets(row)
	dst = dst[:packedOctet*n]
	at, x := dst, dst[2*n:]
	for j := 0; j < len(row); j += 8 {
		octet := binary.LittleEndian.Uint64(row[j:])
		if octet == 0 {
			continue
		}
		binary.LittleEndian.PutUint16(at, uint16(j/8))
		binary.LittleEndian.PutUint64(x, octet)
		at, x = at[2:], x[8:]
	}
	clear(at[:2*(len(x)/8)])
	clear(x)
	return dst
}

func (p *packed) packedRow(i int) []uint8 { return p.at(&p.refs[i]) }

// at is the row with the given ref.
func (p *packed) at(ref *packedRef) []uint8 {
	return p.data[packedOctet*int(ref.before):][:packedOctet*int(ref.octets)]
}

// squaredNorms is z·z of every row: a^2 x^2 and 2 a b x and b^2 over its
// features.
func (p *packed) squaredNorms(ctx context.Context) ([]float64, error) {
	norms, black := make([]float64, p.n), make([]uint8, p.stride)
	err := parallel.For(ctx, p.n, 1024, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			squares := simd.WeightedSquaredL2U8(p.weight, p.row(i), black)
			norms[i] = float64(squares) + 2*float64(p.refs[i].cross) + p.base
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
func (w *combinations) slice(lo, hi int) combinations {
	return combinations{w.p, w.r[lo*w.p.stride : hi*w.p.stride], w.sum[lo:hi], w.base[lo:hi]}
}

// products is the products of a row and the vectors, at most group; next is as
// for packedDotsGo.
func (w *combinations) products(row *packedRef, next []uint8, out *[group]float64) {
	var x [group]float32
	packedDots(w.p.at(row), w.r, w.p.stride, &x, next)
	cross := float64(row.cross)
	for k, s := range w.sum {
		out[k] = float64(x[k]) + s*cross + w.base[k]
	}
}

// add adds c times a row to vector k.
func (w *combinations) add(k int, c float64, row *packedRef) {
	d := w.p.stride
	packedAxpy(float32(c), w.p.at(row), w.p.weight, w.r[k*d:][:d])
	w.sum[k] += c
	w.base[k] += c * (float64(row.cross) + w.p.base)
}

// refresh adds vector k up anew: c(i) times row i for all rows.
func (w *combinations) refresh(k int, c func(i int) float64) {
	const chunk = 256 // rows that are added up in float32
	r := w.r[k*w.p.stride:][:w.p.stride]
	total := make([]float64, len(r))
	clear(r)
	w.sum[k], w.base[k] = 0, 0
	for i := range w.p.n {
		if v := c(i); v != 0 {
			w.add(k, v, &w.p.refs[i])
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
func (w *combinations) scale(f float64) {
	for j := range w.r {
		w.r[j] *= float32(f)
	}
	for k := range w.sum {
		w.sum[k] *= f
		w.base[k] *= f
	}
}

// rebase computes w·b from the weights as they are. Rounding takes them away
// from the sum they stand for; were w·b not to follow, it would be an intercept
// of its own that no one who reads the weights knows of.
func (w *combinations) rebase() {
	for k := range w.base {
		r, s := w.r[k*w.p.stride:][:w.p.stride], w.sum[k]
		w.base[k] = s * w.p.base
		for j, b := range w.p.shift {
			if a := w.p.scale[j]; a != 0 {
				w.base[k] += float64(r[j]) / float64(a) * float64(b)
			}
		}
	}
}

// unpack writes f times vector k to coef.
func (w *combinations) unpack(k int, f float64, coef []float32) {
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
func (w *combinations) move(to, from int) {
	d := w.p.stride
	copy(w.r[to*d:][:d], w.r[from*d:])
	w.sum[to], w.base[to] = w.sum[from], w.base[from]
}

// folded is weights with the scaling multiplied in, for products with packed
// rows: w·z + intercept = (w a)·x + (w·b + intercept).
type folded struct {
	rows *rows
	n    int
	w    []float32 // n x stride: w a
	base []float64 // w·b + intercept
}

func newFolded(n int, r *rows) folded {
	return folded{r, n, make([]float32, n*r.stride), make([]float64, n)}
}

// set makes w, of as many features as the rows have, vector k.
func (f folded) set(k int, w []float32, intercept float64) {
	to := f.w[k*f.rows.stride:]
	for j, v := range w {
		to[j] = v * f.rows.scale[j]
		intercept += float64(v) * float64(f.rows.shift[j])
	}
	f.base[k] = intercept
}

// slice is the vectors lo to hi-1, the same memory.
func (f folded) slice(lo, hi int) folded {
	d := f.rows.stride
	return folded{f.rows, hi - lo, f.w[lo*d : hi*d], f.base[lo:hi]}
}

// values writes the decision values of a packed row, of at most group vectors.
// The row next is the one that will be wanted soon.
func (f folded) values(row, next []uint8, values []float32) {
	var out [group]float32
	packedDots(row, f.w, f.rows.stride, &out, next)
	for k, base := range f.base {
		values[k] = float32(float64(out[k]) + base)
	}
}

// columnRows is the rows of a strip: their numbers for ten classes stay in the
// first cache.
const columnRows = 512

// columns are packed rows in strips of columnRows, by octets in place of rows:
// of every octet the entries that are not all zero, as packedOuterGo has it.
type columns struct {
	octets int
	start  []int // strips x octets + 1: where packed columns begin in data
	data   []uint8
}

// packColumns packs all rows by their columns.
func packColumns(ctx context.Context, r *rows) (*columns, error) {
	strips := (r.n + columnRows - 1) / columnRows
	c := &columns{octets: r.stride / 8}
	c.start = make([]int, strips*c.octets+1)
	err := parallel.For(ctx, r.n, columnRows, func(lo, hi int) {
		c.each(r, lo, hi, func(column, _ int, _ uint64) { c.start[column+1] += packedOctet })
	})
	if err != nil {
		return nil, err
	}
	for i := range len(c.start) - 1 {
		c.start[i+1] += c.start[i]
	}
	c.data = make([]uint8, c.start[len(c.start)-1])
	return c, parallel.Workers(ctx, r.n, columnRows, func() func(lo, hi int) {
		filled := make([]int, c.octets)
		return func(lo, hi int) {
			clear(filled)
			c.each(r, lo, hi, func(column, row int, octet uint64) {
				to := c.data[c.start[column]:c.start[column+1]]
				n := &filled[column%c.octets]
				binary.LittleEndian.PutUint16(to[2**n:], uint16(row))
				binary.LittleEndian.PutUint64(to[len(to)/packedOctet*2+8**n:], octet)
				*n++
			})
		}
	})
}

// each calls visit for every octet of the rows lo to hi-1, a strip, that is
// not all zero, with the number of its column and of its row in the strip.
func (c *columns) each(r *rows, lo, hi int, visit func(column, row int, octet uint64)) {
	first := lo / columnRows * c.octets
	for i := lo; i < hi; i++ {
		row := r.row(i)
		for j := range c.octets {
			if octet := binary.LittleEndian.Uint64(row[8*j:]); octet != 0 {
				visit(first+j, i-lo, octet)
			}
		}
	}
}

// addTo adds p[i*n+k] times row lo+i to row k of g, for k below n and all rows
// from lo on that are in the same strip.
func (c *columns) addTo(g, p []float32, n, lo int) {
	stride := 8 * c.octets
	first := lo / columnRows * c.octets
	for j := range c.octets {
		column := c.data[c.start[first+j]:c.start[first+j+1]]
		for k := 0; k < n; k += 2 * group {
			packedOuter(column, p[k:], n, min(2*group, n-k), g[k*stride+8*j:], stride)
		}
	}
}
