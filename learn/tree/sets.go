package tree

import "github.com/fmnist/fmnist/internal/splits"

// sets is the scratch space of searchSets.
type sets struct {
	node    splits.Node
	ends    []int32 // of the classes
	columns [splits.Features][]uint8
}

// suitsSets reports whether searchSets is the fastest for the node that was
// entered.
func (f *finder) suitsSets() bool { return splits.Fast() && f.fitsSets() }

// fitsSets reports whether searchSets can search it.
func (f *finder) fitsSets() bool {
	return len(f.samples) <= splits.Samples && f.impurity.table == nil && f.minLeaf == 1
}

// enterSets prepares searchSets.
func (f *finder) enterSets() {
	s := &f.sets
	s.ends = s.ends[:0]
	for _, p := range f.present {
		s.ends = append(s.ends, p.end)
	}
	splits.Enter(&s.node, f.samples, s.ends)
}

// setsTogether is how many features searchSets takes at once: the fewer
// samples, the sooner a split is perfect and what is searched with it in vain.
func (f *finder) setsTogether() int {
	return min(len(f.samples), splits.Features)
}

// searchSets is the first of the best splits of up to splits.Features features.
func (f *finder) searchSets(columns [][]uint8, stride int, features []int32) candidate {
	copy(f.sets.columns[:], columns)
	s := splits.Best(&f.sets.node, &f.sets.columns, len(columns), stride, f.samples)
	return candidate{score: s.Score, feature: int(features[s.Feature]), threshold: uint8((int(s.Below) + int(s.Above)) / 2)}
}
