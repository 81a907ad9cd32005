package boosting

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// maxFeatures is what a node's 16 bits can name.
const maxFeatures = 1 << 16

func errFeatures(features int) error {
	return fmt.Errorf("boosting: images of %d features, want 1 to %d", features, maxFeatures)
}

// table is samples laid out for counting: feature by feature, those left out
// that are the same for all samples.
type table struct {
	features []uint16
	order    []uint16 // of their places, in which they are searched
	columns  []uint8  // features x samples
	rows     []int32  // which image of the training set each sample is
}

func (t *table) samples() int { return len(t.rows) }

func (t *table) column(j int) []uint8 {
	n := len(t.rows)
	return t.columns[j*n : (j+1)*n : (j+1)*n]
}

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
	t.columns = make([]uint8, len(t.features)*n)
	err := parallel.For(ctx, n, 64, func(lo, hi int) { // 64 samples: whole cache lines of each column
		for j, feature := range t.features {
			column := t.column(j)
			for i := lo; i < hi; i++ {
				column[i] = images.Pixels[int(rows[i])*images.Features+int(feature)]
			}
		}
	})
	return t, err
}

func (t *table) resetOrder() {
	t.order = t.order[:0]
	for j := range t.features {
		t.order = append(t.order, uint16(j))
	}
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
	if need := n * len(from.features); cap(t.columns) < need {
		t.columns = make([]uint8, need)
	}
	t.columns, t.features = t.columns[:cap(t.columns)], t.features[:0]
	for j, feature := range from.features {
		source, start := from.column(j), len(t.features)*n
		column := t.columns[start : start+n]
		differs := uint8(0)
		first := source[at[0]]
		for k, i := range at {
			v := source[i]
			column[k] = v
			differs |= v ^ first
		}
		if differs != 0 { // else the next feature's column takes its place
			t.features = append(t.features, feature)
		}
	}
	t.columns = t.columns[:len(t.features)*n]
	t.resetOrder()
}
