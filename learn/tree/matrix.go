package tree

import (
	"context"
	"encoding/binary"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// matrix is a byte matrix under any strides: the value of feature j of sample
// i is data[i*row+j*column]. Big nodes read one long column at a time; small
// ones read a compact copy of their own samples, which stays in cache.
type matrix struct {
	data        []uint8
	row, column int
}

// Data is a training set laid out for growing trees: the images both as they
// came and feature by feature.
type Data struct {
	rows, columns matrix
	labels        []uint8
	samples       int
	features      int
	classes       int
}

// maxFeatures is what a node's 16 bits can name.
const maxFeatures = 1 << 16

// NewData transposes the images of a checked set. It aliases the set.
func NewData(ctx context.Context, set learn.Set) (*Data, error) {
	n, d := set.Len(), set.Features
	data := &Data{
		rows:     matrix{data: set.Pixels, row: d, column: 1},
		columns:  matrix{data: make([]uint8, n*d), row: 1, column: n},
		labels:   set.Labels,
		samples:  n,
		features: d,
		classes:  set.Classes,
	}
	const chunk = 1024
	err := parallel.For(ctx, n, chunk, func(lo, hi int) {
		var index [chunk]int32
		for i := range hi - lo {
			index[i] = int32(lo + i)
		}
		data.rows.transpose(index[:hi-lo], d, data.columns.data, n, lo)
	})
	return data, err
}

// compact copies the samples into buffer feature by feature.
func (d *Data) compact(index []int32, buffer []uint8) matrix {
	n := len(index)
	local := buffer[:n*d.features]
	d.rows.transpose(index, d.features, local, n, 0)
	return matrix{data: local, row: 1, column: n}
}

// transpose writes feature j of the k-th sample of index, a row of m, to
// out[j*stride+at+k]. It works on squares of 8x8 bytes, in blocks of 64
// samples, so that whole cache lines are written.
func (m matrix) transpose(index []int32, features int, out []uint8, stride, at int) {
	const block = 64
	whole := features &^ 7
	for lo := 0; lo < len(index); lo += block {
		rows := index[lo:min(lo+block, len(index))]
		squares := len(rows) &^ 7
		for j := 0; j < whole; j += 8 {
			for k := 0; k < squares; k += 8 {
				m.transposeSquare(rows[k:k+8], j, out[j*stride+at+lo+k:], stride)
			}
		}
		for k, row := range rows {
			from := 0
			if k < squares {
				from = whole
			}
			for j := from; j < features; j++ {
				out[j*stride+at+lo+k] = m.data[int(row)*m.row+j]
			}
		}
	}
}

// transposeSquare transposes features j to j+7 of eight rows: the halves of
// the square trade places, then the halves of those, then theirs (Warren,
// "Hacker's Delight", 2nd edition, section 7-3, with bytes for bits).
func (m matrix) transposeSquare(rows []int32, j int, out []uint8, stride int) {
	var x [8]uint64
	for k := range x {
		x[k] = binary.LittleEndian.Uint64(m.data[int(rows[k])*m.row+j:])
	}
	for k := range 4 {
		trade(&x[k], &x[k+4], 32, 0x00000000ffffffff)
	}
	for _, k := range [4]int{0, 1, 4, 5} {
		trade(&x[k], &x[k+2], 16, 0x0000ffff0000ffff)
	}
	for k := 0; k < 8; k += 2 {
		trade(&x[k], &x[k+1], 8, 0x00ff00ff00ff00ff)
	}
	for k, column := range x {
		binary.LittleEndian.PutUint64(out[k*stride:], column)
	}
}

// trade swaps the bits of a above the shift with those of b below it.
func trade(a, b *uint64, shift int, mask uint64) {
	t := (*a>>shift ^ *b) & mask
	*b ^= t
	*a ^= t << shift
}
