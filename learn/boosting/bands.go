package boosting

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// maxFeatures is what a node's 16 bits can name.
const maxFeatures = 1 << 16

func errFeatures(features int) error {
	return fmt.Errorf("boosting: images of %d features, want 1 to %d", features, maxFeatures)
}

// table is samples laid out for counting: in bands of features, those left out
// that are the same for all samples.
type table struct {
	features []uint16 // simd.Lanes a band of the training set; the last band may be short
	bands    []int32  // those of the training set that are here
	cells    []uint64 // bands x samples: a sample's values of a band, a byte each
	rows     []int32  // which image of the training set each sample is
}

func (t *table) samples() int { return len(t.rows) }

// band is one of the bands, by its place in the table.
func (t *table) band(i int) []uint64 {
	n := len(t.rows)
	return t.cells[i*n : (i+1)*n : (i+1)*n]
}

// laneCount is how many features a band has, by its place in the table.
func (t *table) laneCount(band int) int {
	return min(simd.Lanes, len(t.features)-int(t.bands[band])*simd.Lanes)
}

// feature is the pixel at a place of the table.
func (t *table) feature(p place) uint16 {
	return t.features[int(t.bands[p.band])*simd.Lanes+p.lane]
}

// place is where a feature is in a table.
type place struct{ band, lane int }

// of is the feature's value in a cell of its band.
func (p place) of(cell uint64) uint8 { return uint8(cell >> (8 * p.lane)) }

// byClass is the images of each class. Tables hold them class by class: like
// pixels are then next to each other, which is good for branch prediction.
func byClass(set learn.Set) [][]int32 {
	of := make([][]int32, set.Classes)
	for i, y := range set.Labels {
		of[y] = append(of[y], int32(i))
	}
	return of
}

// newTable is the table of the named images, of at most maxFeatures features.
func newTable(ctx context.Context, images learn.Images, rows []int32) (*table, error) {
	t := &table{rows: rows}
	for j := range images.Features {
		if varies(images, rows, j) {
			t.features = append(t.features, uint16(j))
		}
	}
	n := len(rows)
	for at := 0; at < len(t.features); at += simd.Lanes {
		t.bands = append(t.bands, int32(len(t.bands)))
	}
	t.cells = make([]uint64, len(t.bands)*n)
	err := parallel.For(ctx, n, 64, func(lo, hi int) { // 64 samples: whole cache lines of each band
		for j, feature := range t.features {
			band, shift := t.band(j/simd.Lanes), 8*(j%simd.Lanes)
			for i := lo; i < hi; i++ {
				band[i] |= uint64(images.Pixels[int(rows[i])*images.Features+int(feature)]) << shift
			}
		}
	})
	return t, err
}

// varies reports whether the images differ in a feature.
func varies(images learn.Images, rows []int32, feature int) bool {
	first := images.Row(int(rows[0]))[feature]
	for _, i := range rows[1:] {
		if images.Pixels[int(i)*images.Features+feature] != first {
			return true
		}
	}
	return false
}

// take makes t the table of some samples of another, in its own memory where
// that suffices.
func (t *table) take(from *table, at []int32) {
	n := len(at)
	t.rows = t.rows[:0]
	for _, i := range at {
		t.rows = append(t.rows, from.rows[i])
	}
	if need := n * len(from.bands); cap(t.cells) < need {
		t.cells = make([]uint64, need)
	}
	t.cells, t.bands, t.features = t.cells[:cap(t.cells)], t.bands[:0], from.features
	for b, number := range from.bands {
		source, start := from.band(b), len(t.bands)*n
		band := t.cells[start : start+n]
		differs := uint64(0)
		first := source[at[0]]
		for k, i := range at {
			x := source[i]
			band[k] = x
			differs |= x ^ first
		}
		if differs != 0 { // else the next band takes its place
			t.bands = append(t.bands, number)
		}
	}
	t.cells = t.cells[:len(t.bands)*n]
}

// histograms are those of all bands of the training set, of a node.
type histograms []simd.BandHistogram

// count counts a node's samples in its histograms, which are zero.
func (h histograms) count(t *table, at []int32, numbers []packed) {
	for b, number := range t.bands {
		simd.CountBand(&h[number], t.band(b), at, numbers)
	}
}

// subtract takes away the counts of some of the samples.
func (h histograms) subtract(some histograms) {
	for b := range h {
		h[b].Subtract(&some[b])
	}
}

// histogramPool lends histograms of so many bands.
type histogramPool struct {
	bands int
	spare []histograms
}

// take lends histograms of zeros.
func (p *histogramPool) take() histograms {
	last := len(p.spare) - 1
	if last < 0 {
		return make(histograms, p.bands)
	}
	h := p.spare[last]
	p.spare = p.spare[:last]
	clear(h)
	return h
}

// give takes histograms back, if there are any.
func (p *histogramPool) give(h histograms) {
	if h != nil {
		p.spare = append(p.spare, h)
	}
}
