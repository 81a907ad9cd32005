package tree

import (
	"math/bits"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/simd"
)

// rows is the scratch space of searchRows.
type rows struct {
	values  []simd.ByteRow          // sample by sample
	columns [simd.RowLanes][]uint8  // of the features
	lefts   [][simd.RowLanes]uint32 // by presence, how many samples go left
	weights [][simd.RowLanes]uint32 // by presence, their weight, where some weigh more than 1
}

// searchRows draws one threshold for each of up to simd.RowLanes features,
// between its least and its largest value in the node, and returns the first
// that has the best split. The values of all features are gathered in
// one pass over the samples: what is next to be read of a sample is then near.
func (f *finder) searchRows(columns [][]uint8, stride int, features []int32) candidate {
	r := &f.rows
	values := r.gather(f.samples, columns, stride)
	least, largest := simd.RangeOfRows(values)
	var threshold simd.ByteRow
	for lane, feature := range features {
		if least[lane] < largest[lane] {
			threshold[lane] = f.drawThreshold(feature, least[lane], largest[lane])
		}
	}
	f.countLefts(values, &threshold)
	best := noSplit
	for lane, feature := range features {
		if least[lane] == largest[lane] {
			continue
		}
		if score, ok := f.scoreLane(lane); ok && score > best.score {
			best = candidate{score: score, feature: int(feature), threshold: threshold[lane]}
		}
	}
	return best
}

// gather reads the features of every sample.
func (r *rows) gather(samples []entry, columns [][]uint8, stride int) []simd.ByteRow {
	if len(r.values) < len(samples) {
		r.values = make([]simd.ByteRow, len(samples))
	}
	lanes := (len(columns) + 3) &^ 3 // as simd.GatherRows wants
	for i := range lanes {
		r.columns[i] = columns[min(i, len(columns)-1)]
	}
	values := r.values[:len(samples)]
	simd.GatherRows(values, &r.columns, lanes, stride, samples)
	return values
}

// drawThreshold is uniform from least to largest-1.
func (f *finder) drawThreshold(feature int32, least, largest uint8) uint8 {
	var draw rand.PCG
	draw.Seed(f.seed, uint64(feature))
	span, _ := bits.Mul64(draw.Uint64(), uint64(largest-least))
	return least + uint8(span)
}

// countLefts counts and weighs, class by class, the samples that go left.
func (f *finder) countLefts(values []simd.ByteRow, threshold *simd.ByteRow) {
	r := &f.rows
	if len(r.lefts) < len(f.present) {
		r.lefts = make([][simd.RowLanes]uint32, cap(f.present))
		r.weights = r.lefts
		if f.weighted {
			r.weights = make([][simd.RowLanes]uint32, cap(f.present))
		}
	}
	for i, p := range f.present {
		r.lefts[i] = [simd.RowLanes]uint32{}
		simd.CountAtMost(&r.lefts[i], values[p.start:p.end], threshold)
		if f.weighted {
			r.weights[i] = weighLefts(values[p.start:p.end], f.samples[p.start:p.end], threshold)
		}
	}
}

func weighLefts(values []simd.ByteRow, samples []entry, threshold *simd.ByteRow) (weights [simd.RowLanes]uint32) {
	for i, e := range samples {
		for lane, v := range &values[i] {
			if v <= threshold[lane] {
				weights[lane] += uint32(e.weight())
			}
		}
	}
	return weights
}

// scoreLane is the score of a feature's split, which is not ok if a side has
// too few samples.
func (f *finder) scoreLane(lane int) (score float64, ok bool) {
	s, lefts := f.none, 0
	for i := range f.present {
		total := f.present[i].total
		lefts += int(f.rows.lefts[i][lane])
		s.move(f.impurity, total, 0, total-int64(f.rows.weights[i][lane]))
	}
	if min(lefts, len(f.samples)-lefts) < f.minLeaf {
		return 0, false
	}
	return s.score(f.impurity), true
}
