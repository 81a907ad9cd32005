package tree

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// Data is a training set laid out for growing trees: feature by feature, the
// samples ordered by class. Samples of a class that are in one node together
// are then close in memory, and counting them by value needs no look at their
// labels.
type Data struct {
	columns []uint8 // features x samples
	pixels  []uint8 // the set's own, samples x features
	order   []int32 // which sample of the set each one here is
	starts  []int32 // where each class starts, and the end of the last: classes + 1

	samples, features, classes int
}

// What fits an entry's 24 bits and a node's 16.
const (
	maxSamples  = 1 << 24
	maxFeatures = 1 << 16
)

// NewData transposes the images of a set, which it checks and aliases.
func NewData(ctx context.Context, set learn.Set) (*Data, error) {
	if err := set.Check(); err != nil {
		return nil, err
	}
	n, d := set.Len(), set.Features
	if n > maxSamples || d > maxFeatures {
		return nil, fmt.Errorf("tree: %d images of %d features, at most %d of %d", n, d, maxSamples, maxFeatures)
	}
	data := &Data{
		columns: make([]uint8, n*d),
		pixels:  set.Pixels,
		samples: n, features: d, classes: set.Classes,
	}
	data.sort(set)
	err := parallel.For(ctx, n, 1024, data.transpose)
	return data, err
}

// sort orders the samples by class, those of one class as they came.
func (d *Data) sort(set learn.Set) {
	d.starts = make([]int32, d.classes+1)
	for c, count := range set.ClassCounts() {
		d.starts[c+1] = d.starts[c] + int32(count)
	}
	next := append([]int32(nil), d.starts...)
	d.order = make([]int32, d.samples)
	for i, y := range set.Labels {
		d.order[next[y]] = int32(i)
		next[y]++
	}
}

// row is the image of a sample.
func (d *Data) row(sample int) []uint8 {
	i := int(d.order[sample])
	return d.pixels[i*d.features : (i+1)*d.features]
}

// column is a feature of all samples.
func (d *Data) column(feature int) []uint8 {
	return d.columns[feature*d.samples : (feature+1)*d.samples]
}

// transpose fills the columns of samples lo to hi-1: in squares of 8x8 bytes,
// which a block of 64 samples arranges into whole cache lines.
func (d *Data) transpose(lo, hi int) {
	const block = 64
	whole := d.features &^ 7
	for ; lo < hi; lo += block {
		end := min(lo+block, hi)
		squares := lo + (end-lo)&^7
		for j := 0; j < whole; j += 8 {
			for i := lo; i < squares; i += 8 {
				d.transposeSquare(i, j)
			}
		}
		for i := lo; i < end; i++ {
			from := 0
			if i < squares {
				from = whole
			}
			row := d.row(i)
			for j := from; j < d.features; j++ {
				d.columns[j*d.samples+i] = row[j]
			}
		}
	}
}

// transposeSquare transposes features j to j+7 of samples i to i+7: the halves
// of the square trade places, then the halves of those, then theirs (Warren,
// "Hacker's Delight", 2nd edition, section 7-3, with bytes for bits).
func (d *Data) transposeSquare(i, j int) {
	var x [8]uint64
	for k := range x {
		x[k] = binary.LittleEndian.Uint64(d.row(i + k)[j:])
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
		binary.LittleEndian.PutUint64(d.columns[(j+k)*d.samples+i:], column)
	}
}

// trade swaps the bits of a above the shift with those of b below it.
func trade(a, b *uint64, shift int, mask uint64) {
	t := (*a>>shift ^ *b) & mask
	*b ^= t
	*a ^= t << shift
}
