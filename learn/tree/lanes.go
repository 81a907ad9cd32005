package tree

import "github.com/fmnist/fmnist/internal/simd"

// lanes is the scratch space of searchLanes.
type lanes struct {
	histograms []simd.LaneHistogram // of two presences each; zero between searches
	totals     [][2]uint16          // their weights in the node
	columns    [simd.Lanes][]uint8
}

// laneSamples is the size of a node from which on its features are searched
// side by side. Below, sorting its few samples is faster than to sweep over
// all values.
const laneSamples = 24

// suitsLanes reports whether the node that was entered suits searchLanes.
func (f *finder) suitsLanes() bool {
	if f.impurity.table != nil || f.minLeaf > 1 || len(f.samples) < laneSamples || f.none.weightLeft >= 1<<16 {
		return false
	}
	for i := range f.present {
		if f.present[i].total > simd.MaxLaneWeight {
			return false
		}
	}
	return true
}

// searchLanes is search of up to simd.Lanes features at once, of which it
// returns the first that has the best split.
func (f *finder) searchLanes(columns [][]uint8, stride int, features []int32) candidate {
	l := &f.lanes
	if l.histograms == nil {
		l.histograms = make([]simd.LaneHistogram, (cap(f.present)+1)/2)
		l.totals = make([][2]uint16, len(l.histograms))
	}
	for i := range l.columns {
		l.columns[i] = columns[min(i, len(columns)-1)]
	}
	pairs := (len(f.present) + 1) / 2
	histograms, totals := l.histograms[:pairs], l.totals[:pairs]
	totals[pairs-1][1] = 0 // there may be no second one
	for i, p := range f.present {
		simd.CountLanes(&histograms[i/2], i%2, len(features), &l.columns, stride, f.samples[p.start:p.end])
		totals[i/2][i%2] = uint16(p.total)
	}
	splits := simd.GiniSweep(histograms, totals)
	best := noSplit
	for lane, feature := range features {
		if splits.Score[lane] > best.score {
			best = candidate{score: splits.Score[lane], feature: int(feature)}
			best.threshold = midpoint(histograms, lane, int(splits.Above[lane]))
		}
	}
	clear(histograms)
	return best
}

// midpoint is halfway between above-1 and the least value from above on that
// occurs, where the sums over larger values change.
func midpoint(histograms []simd.LaneHistogram, lane, above int) uint8 {
	v := above
	for ; v < 255; v++ {
		for i := range histograms {
			if histograms[i][v][lane] != histograms[i][v+1][lane] {
				return uint8((above - 1 + v) / 2)
			}
		}
	}
	return uint8((above - 1 + v) / 2)
}
