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

// transposeBlock is how many samples are transposed at a time: a cache line of
// each column.
const transposeBlock = 64

// transpose writes feature j of the k-th sample of index, a row of m, to
// out[j*stride+at+k]. Rows lie anywhere: each is copied as a whole, which the
// processor foresees, before it is taken apart.
func (m matrix) transpose(index []int32, features int, out []uint8, stride, at int) {
	block := make([]uint8, transposeBlock*features)
	for lo := 0; lo < len(index); lo += transposeBlock {
		rows := index[lo:min(lo+transposeBlock, len(index))]
		for k, row := range rows {
			copy(block[k*features:(k+1)*features], m.data[int(row)*m.row:])
		}
		transposeBytes(block, len(rows), features, out[at+lo:], stride)
	}
}

// transposeBytes transposes rows x columns bytes, eight by eight as far as that
// goes.
func transposeBytes(in []uint8, rows, columns int, out []uint8, stride int) {
	wholeRows, wholeColumns := rows&^7, columns&^7
	for j := 0; j < wholeColumns; j += 8 {
		for k := 0; k < wholeRows; k += 8 {
			transposeSquare(in[k*columns+j:], columns, out[j*stride+k:], stride)
		}
	}
	for k := range rows {
		from := 0
		if k < wholeRows {
			from = wholeColumns
		}
		for j := from; j < columns; j++ {
			out[j*stride+k] = in[k*columns+j]
		}
	}
}

// transposeSquare transposes 8x8 bytes: the halves of the square trade places,
// then the halves of those, then theirs (Warren, "Hacker's Delight", 2nd
// edition, section 7-3, with bytes for bits). It is written out so that the
// square stays in registers.
func transposeSquare(in []uint8, inStride int, out []uint8, outStride int) {
	row := func(k int) uint64 { return binary.LittleEndian.Uint64(in[k*inStride:]) }
	x0, x4 := trade(row(0), row(4), 32, 0x00000000ffffffff)
	x1, x5 := trade(row(1), row(5), 32, 0x00000000ffffffff)
	x2, x6 := trade(row(2), row(6), 32, 0x00000000ffffffff)
	x3, x7 := trade(row(3), row(7), 32, 0x00000000ffffffff)
	x0, x2 = trade(x0, x2, 16, 0x0000ffff0000ffff)
	x1, x3 = trade(x1, x3, 16, 0x0000ffff0000ffff)
	x4, x6 = trade(x4, x6, 16, 0x0000ffff0000ffff)
	x5, x7 = trade(x5, x7, 16, 0x0000ffff0000ffff)
	x0, x1 = trade(x0, x1, 8, 0x00ff00ff00ff00ff)
	x2, x3 = trade(x2, x3, 8, 0x00ff00ff00ff00ff)
	x4, x5 = trade(x4, x5, 8, 0x00ff00ff00ff00ff)
	x6, x7 = trade(x6, x7, 8, 0x00ff00ff00ff00ff)
	column := func(k int, x uint64) { binary.LittleEndian.PutUint64(out[k*outStride:], x) }
	column(0, x0)
	column(1, x1)
	column(2, x2)
	column(3, x3)
	column(4, x4)
	column(5, x5)
	column(6, x6)
	column(7, x7)
}

// trade swaps the bits of a above the shift with those of b below it.
func trade(a, b uint64, shift int, mask uint64) (uint64, uint64) {
	t := (a>>shift ^ b) & mask
	return a ^ t<<shift, b ^ t
}
