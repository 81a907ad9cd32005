package tree

import (
	"math"

	"github.com/fmnist/fmnist/internal/simd"
)

// entry is a sample in a node: its row in a matrix and, in the low byte, its
// weight.
type entry uint32

func newEntry(row int, weight uint8) entry { return entry(row)<<8 | entry(weight) }

func (e entry) row() int      { return int(e >> 8) }
func (e entry) weight() int64 { return int64(e & 0xff) }

// candidate is a split of a node.
type candidate struct {
	score     float64 // larger is purer; -Inf: there is none
	feature   int
	threshold uint8
}

var noSplit = candidate{score: math.Inf(-1)}

func (c candidate) valid() bool { return !math.IsInf(c.score, -1) }

// finder searches one feature of a node after the other for its best split. It
// is the scratch space of one goroutine.
type finder struct {
	impurity impurity
	random   bool
	minLeaf  int
	weighted bool // some samples weigh more than 1

	// The node that was entered, see enter.
	seed    uint64
	samples []entry
	present []presence
	none    sides  // with all samples on the left
	payload []cell // of a small node's samples, without their values
	way     way    // in which it is searched

	cells     []cell                 // of a small node's samples
	sorted    []cell                 // by value, the largest first
	places    [256]uint16            // by value, where its next cell goes
	histogram [][256]int32           // by presence and value; zero between searches
	counts    [256]int32             // samples by value, where minLeaf is more than 1
	columns   [simd.RowLanes][]uint8 // that are searched together
	sets      sets
	lanes     lanes
	rows      rows
}

// cell is a sample's value, its class's place in present, and its weight.
type cell uint32

func (c cell) value() int    { return int(c >> 16) }
func (c cell) which() uint8  { return uint8(c >> 8) }
func (c cell) weight() int64 { return int64(c & 0xff) }

// presence is a class that occurs in a node.
type presence struct {
	total, right int64 // weights in the node and on the right of the threshold that is tried
	start, end   int32 // its samples
	class        uint8
}

func newFinder(p Params, classes int, impurity impurity, weighted bool) *finder {
	return &finder{
		impurity:  impurity,
		random:    p.Splitter == Random,
		minLeaf:   p.MinSamplesLeaf,
		weighted:  weighted,
		present:   make([]presence, 0, classes),
		histogram: make([][256]int32, classes),
		payload:   make([]cell, sortedSamples),
		cells:     make([]cell, sortedSamples+1),
		sorted:    make([]cell, sortedSamples+1),
	}
}

// enter prepares the search of a node, whose samples are ordered by class;
// counts is how many there are of each.
func (f *finder) enter(samples []entry, counts []int32, seed uint64) {
	f.samples, f.seed = samples, seed
	f.present, f.none = f.present[:0], sides{}
	start := int32(0)
	for c, count := range counts {
		if count == 0 {
			continue
		}
		p := presence{start: start, end: start + count, class: uint8(c)}
		for _, e := range samples[p.start:p.end] {
			p.total += e.weight()
		}
		f.none.left += f.impurity.term(p.total)
		f.none.weightLeft += p.total
		f.present = append(f.present, p)
		start = p.end
	}
}

// pure reports whether the node has one class only.
func (f *finder) pure() bool { return len(f.present) <= 1 }

// perfect is the score of a split into two sides of one class each.
func (f *finder) perfect() float64 {
	if f.impurity.table != nil {
		return 0
	}
	return float64(f.none.weightLeft)
}

// way is how the features of a node are searched.
type way int

const (
	bySorting  way = iota // one by one
	byCounting            // one by one, counted by value and class
	byLanes               // counted side by side
	bySets                // sets of few samples
	byRows                // one random threshold each, side by side
)

// sortedSamples is the size up to which the samples of a node are sorted; more
// are counted by value and class.
const sortedSamples = 1024

// choose chooses the way to search the node that was entered, and prepares it.
func (f *finder) choose() {
	switch {
	case f.random:
		f.way = byRows
	case f.suitsSets():
		f.way = bySets
		f.enterSets()
	case f.suitsLanes():
		f.way = byLanes
	case len(f.samples) <= sortedSamples:
		f.way = bySorting
		f.enterSorted()
	default:
		f.way = byCounting
	}
}

// together is how many features are searched at once.
func (f *finder) together() int {
	switch f.way {
	case byRows:
		return simd.RowLanes
	case bySets:
		return f.setsTogether()
	case byLanes:
		return simd.Lanes
	}
	return 1
}

// search is the first of the best splits of the node on up to f.together()
// features. The value of a feature for a sample is
// column[sample.row()*stride].
func (f *finder) search(columns [][]uint8, stride int, features []int32) candidate {
	var c candidate
	switch f.way {
	case byRows:
		return f.searchRows(columns, stride, features)
	case bySets:
		return f.searchSets(columns, stride, features)
	case byLanes:
		return f.searchLanes(columns, stride, features)
	case bySorting:
		c = f.searchSorted(columns[0], stride)
	case byCounting:
		c = f.searchHistogram(columns[0], stride)
	}
	c.feature = int(features[0])
	return c
}

// sweep is a threshold on its way from the largest value down.
type sweep struct {
	sides
	best     candidate
	previous int // the value above the threshold; 0 before the first
	rights   int // samples above the threshold, where minLeaf is more than 1
}

// begin puts all samples on the left.
func (f *finder) begin() sweep {
	for i := range f.present {
		f.present[i].right = 0
	}
	return sweep{sides: f.none, best: noSplit}
}

// try scores the threshold between v and the value above it. Pixels are whole
// numbers, so the midpoint may be rounded down. Of thresholds with one score
// the lowest wins.
func (f *finder) try(s *sweep, v int) {
	if s.previous == 0 || f.minLeaf > 1 && min(s.rights, len(f.samples)-s.rights) < f.minLeaf {
		return
	}
	if score := s.score(f.impurity); score >= s.best.score {
		s.best.score = score
		s.best.threshold = uint8((v + s.previous) / 2)
	}
}

// searchHistogram counts the samples by value and class, then moves value by
// value to the right. The zeros, half of all pixels, are neither counted nor
// moved.
func (f *finder) searchHistogram(column []uint8, stride int) candidate {
	f.count(column, stride)
	s := f.begin()
	for v := 255; v > 0 && s.weightLeft > 0; v-- {
		occurs := int32(0)
		for i := range f.present {
			occurs |= f.histogram[i][v]
		}
		if occurs == 0 {
			continue
		}
		f.try(&s, v)
		for i := range f.present {
			w, p := int64(f.histogram[i][v]), &f.present[i]
			s.move(f.impurity, p.total, p.right, w)
			p.right += w
		}
		s.previous = v
		s.rights += int(f.counts[v])
	}
	if s.weightLeft > 0 {
		f.try(&s, 0)
	}
	clear(f.histogram[:len(f.present)])
	return s.best
}

func (f *finder) count(column []uint8, stride int) {
	for i, p := range f.present {
		h := &f.histogram[i]
		for _, e := range f.samples[p.start:p.end] {
			if v := column[e.row()*stride]; v != 0 {
				h[v] += int32(e.weight())
			}
		}
	}
	if f.minLeaf > 1 {
		f.counts = [256]int32{}
		for _, e := range f.samples {
			f.counts[column[e.row()*stride]]++
		}
	}
}

// enterSorted prepares searchSorted.
func (f *finder) enterSorted() {
	for which, p := range f.present {
		for i := p.start; i < p.end; i++ {
			f.payload[i] = cell(which)<<8 | cell(f.samples[i].weight())
		}
	}
}

// searchSorted is searchHistogram for few samples.
func (f *finder) searchSorted(column []uint8, stride int) candidate {
	s := f.begin()
	for _, c := range f.sort(f.gatherCells(column, stride)) {
		if v := c.value(); v != s.previous {
			f.try(&s, v)
			s.previous = v
		}
		p := &f.present[c.which()]
		w := c.weight()
		s.move(f.impurity, p.total, p.right, w)
		p.right += w
		s.rights++
	}
	if s.weightLeft > 0 {
		f.try(&s, 0)
	}
	return s.best
}

// gatherCells is the cells of the samples with values above zero.
func (f *finder) gatherCells(column []uint8, stride int) []cell {
	cells, payload := f.cells[:len(f.samples)+1], f.payload[:len(f.samples)]
	n := 0
	for i, e := range f.samples {
		v := column[e.row()*stride]
		cells[n] = cell(v)<<16 | payload[i]
		n += int(-uint32(v) >> 31) // a branch would be foreseen wrongly
	}
	return cells[:n]
}

// sort orders cells by value, the largest first.
func (f *finder) sort(cells []cell) []cell {
	const few = 24
	if len(cells) <= few {
		for i := 1; i < len(cells); i++ {
			c, at := cells[i], i
			for ; at > 0 && cells[at-1] < c; at-- {
				cells[at] = cells[at-1]
			}
			cells[at] = c
		}
		return cells
	}
	f.places = [256]uint16{}
	for _, c := range cells {
		f.places[uint8(c>>16)]++
	}
	at := uint16(0)
	for v := 255; v > 0; v-- {
		f.places[v], at = at, at+f.places[v]
	}
	sorted := f.sorted[:len(cells)]
	for _, c := range cells {
		place := &f.places[uint8(c>>16)]
		sorted[*place] = c
		*place++
	}
	return sorted
}
