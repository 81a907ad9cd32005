package tree

import (
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand/v2"
)

// Criterion names what a split is to make small: the impurity of its sides.
type Criterion string

// The criteria, under scikit-learn's names. LogLoss is Entropy.
const (
	Gini    Criterion = "gini"    // 1 - sum of p_c^2
	Entropy Criterion = "entropy" // - sum of p_c log2 p_c
	LogLoss Criterion = "log_loss"
)

// Splitter names which thresholds of a feature are tried.
type Splitter string

// The splitters, under scikit-learn's names.
const (
	Best   Splitter = "best"   // every one
	Random Splitter = "random" // one, uniform between the node's least and largest value (Geurts, Ernst, Wehenkel, "Extremely randomized trees", 2006)
)

// sample is a training sample in a node: class in the low byte, weight above.
type sample uint32

func newSample(class uint8, weight int) sample { return sample(weight)<<8 | sample(class) }

func (s sample) class() int    { return int(s & 0xff) }
func (s sample) weight() int32 { return int32(s >> 8) }

// candidate is a split of a node. Of two with one score the lower key wins;
// keys are drawn from the node's seed, so that a tie is settled at random.
type candidate struct {
	score     float64 // larger is purer; -Inf: the feature is constant here
	key       uint64
	feature   int
	threshold uint8
}

var noSplit = candidate{score: math.Inf(-1), key: math.MaxUint64}

func (c candidate) valid() bool { return !math.IsInf(c.score, -1) }

func (c candidate) better(than candidate) bool {
	return c.score > than.score || c.score == than.score && c.key < than.key
}

// finder searches one feature of one node at a time for its best split. It is
// the scratch space of one goroutine.
type finder struct {
	impurity impurity
	random   bool
	minLeaf  int

	// Of the node. Its classes are numbered anew, without those that it does
	// not have: deep in a tree that leaves few.
	samples     []sample
	renumber    [256]uint8
	total       []int32 // weight by class
	shift       int     // the classes, rounded up to a power of two, are 1 << shift
	none        sides   // with all samples on the left
	left, right []int32 // weights by class on the sides of the threshold that is tried

	values    []uint8    // of the feature, by sample, for searchRandom
	keys      []uint32   // value and place of each sample, for searchSorted
	histogram []int32    // 256 << shift: weights by value and class; zero between searches
	counts    [256]int32 // samples by value; zero between searches
	touched   [4]uint64  // the values that occur in the histogram, as bits
	pcg       rand.PCG
	draw      *rand.Rand // on pcg
}

func newFinder(p Params, classes int, impurity impurity) *finder {
	f := &finder{
		impurity:  impurity,
		random:    p.Splitter == Random,
		minLeaf:   p.MinSamplesLeaf,
		total:     make([]int32, 0, classes),
		left:      make([]int32, 0, classes),
		right:     make([]int32, 0, classes),
		keys:      make([]uint32, sortedSamples),
		histogram: make([]int32, 256<<bits.Len(uint(classes-1))),
	}
	f.draw = rand.New(&f.pcg)
	return f
}

// enter prepares the search of a node with the given weights by class.
func (f *finder) enter(samples []sample, weights []int32) {
	f.total = f.total[:0]
	for c, w := range weights {
		if w > 0 {
			f.renumber[c] = uint8(len(f.total))
			f.total = append(f.total, w)
		}
	}
	f.samples = f.samples[:0]
	for _, s := range samples {
		f.samples = append(f.samples, newSample(f.renumber[s.class()], int(s.weight())))
	}
	f.shift = bits.Len(uint(len(f.total) - 1))
	f.left, f.right = f.left[:len(f.total)], f.right[:len(f.total)]
	clear(f.right)
	f.none = f.impurity.of(f.total, f.right)
}

// sortedSamples is the size below which sorting a node's samples is cheaper
// than a histogram of them.
const sortedSamples = 24

// search is the best split of the node on feature j. Its samples are index's
// rows of the matrix.
func (f *finder) search(m matrix, index []int32, j int, seed uint64) candidate {
	var c candidate
	column := m.data[j*m.column:]
	switch {
	case f.random:
		c = f.searchRandom(column, m.row, index, seed, j)
	case len(index) < sortedSamples:
		c = f.searchSorted(column, m.row, index)
	default:
		f.fill(column, m.row, index)
		c = f.searchBest(len(index))
		f.empty()
	}
	c.feature, c.key = j, mix(seed, uint64(j))
	return c
}

// fill counts the samples into the histogram and notes which values occur.
func (f *finder) fill(column []uint8, stride int, index []int32) {
	histogram, samples, shift := f.histogram, f.samples[:len(index)], f.shift&15
	var seen [256]uint8 // a store a sample, where a bit would wait for the one before
	for i, row := range index {
		v := int(column[int(row)*stride])
		histogram[(v<<shift+samples[i].class())&(len(histogram)-1)] += samples[i].weight()
		seen[v] = 1
	}
	for word := range f.touched {
		f.touched[word] = bitsOf((*[64]uint8)(seen[word*64:]))
	}
	if f.minLeaf > 1 {
		for _, row := range index {
			f.counts[column[int(row)*stride]]++
		}
	}
}

// bitsOf packs 64 bytes that are 0 or 1 into bits. The factor brings the lowest
// bit of each of eight bytes to its place in the highest byte of the product.
func bitsOf(flags *[64]uint8) (set uint64) {
	for b := 0; b < 64; b += 8 {
		eight := binary.LittleEndian.Uint64(flags[b:])
		set |= eight * 0x0102040810204080 >> 56 << b
	}
	return set
}

// empty clears what fill counted.
func (f *finder) empty() {
	for word, set := range f.touched {
		for ; set != 0; set &= set - 1 {
			v := word*64 + bits.TrailingZeros64(set)
			clear(f.histogram[v<<f.shift:][:len(f.total)])
		}
	}
	if f.minLeaf > 1 {
		clear(f.counts[:])
	}
}

// sweep is a threshold on its way from the largest value down.
type sweep struct {
	best     candidate
	sides    sides
	previous uint8 // the value above the threshold; 0 before the first
	rights   int   // samples above the threshold
}

// begin puts all samples on the left.
func (f *finder) begin() sweep {
	clear(f.right)
	copy(f.left, f.total)
	return sweep{best: noSplit, sides: f.none}
}

// try scores the threshold between v and the value above it. It is their
// midpoint; pixels are whole.
func (f *finder) try(s *sweep, v uint8, n int) {
	if s.previous == 0 || s.rights < f.minLeaf || n-s.rights < f.minLeaf {
		return
	}
	if score := f.impurity.score(s.sides); score > s.best.score {
		s.best.score = score
		s.best.threshold = uint8((int(v) + int(s.previous)) / 2)
	}
}

// searchBest tries every threshold on the histogram of n samples. The least
// value, zero for half of all pixels, never has to be moved.
func (f *finder) searchBest(n int) candidate {
	s := f.begin()
	for word := len(f.touched) - 1; word >= 0; word-- {
		for set := f.touched[word]; set != 0; {
			bit := 63 - bits.LeadingZeros64(set)
			set &^= 1 << bit
			v := word*64 + bit
			f.try(&s, uint8(v), n)
			if v == 0 {
				break
			}
			f.moveRight(&s.sides, f.histogram[v<<f.shift:][:len(f.total)])
			s.previous = uint8(v)
			if f.minLeaf > 1 {
				s.rights += int(f.counts[v])
			} else {
				s.rights = 1 // a value that occurs leaves at least one on each side
			}
		}
	}
	return s.best
}

// moveRight takes the samples of one value to the right of the threshold.
func (f *finder) moveRight(s *sides, cell []int32) {
	left, right := f.left[:len(cell)], f.right[:len(cell)]
	for c, w := range cell {
		if w != 0 {
			f.impurity.move(s, left[c], right[c], w)
			left[c] -= w
			right[c] += w
		}
	}
}

// searchSorted tries every threshold on a few samples, from the largest value
// down.
func (f *finder) searchSorted(column []uint8, stride int, index []int32) candidate {
	keys := f.keys[:len(index)]
	for i, row := range index {
		key := uint32(column[int(row)*stride])<<8 | uint32(i)
		at := i
		for ; at > 0 && keys[at-1] < key; at-- {
			keys[at] = keys[at-1]
		}
		keys[at] = key
	}
	s := f.begin()
	for _, key := range keys {
		v := uint8(key >> 8)
		if v != s.previous {
			f.try(&s, v, len(index))
		}
		if v == 0 {
			break
		}
		x := f.samples[key&0xff]
		c, w := x.class(), x.weight()
		f.impurity.move(&s.sides, f.left[c], f.right[c], w)
		f.left[c] -= w
		f.right[c] += w
		s.previous = v
		s.rights++
	}
	return s.best
}

// gather reads the feature of every sample into values and returns the least
// and the largest.
func (f *finder) gather(column []uint8, stride int, index []int32) (least, largest uint8) {
	if len(f.values) < len(index) {
		f.values = make([]uint8, len(index))
	}
	values := f.values[:len(index)]
	least = 255
	for i, row := range index {
		v := column[int(row)*stride]
		values[i] = v
		least, largest = min(least, v), max(largest, v)
	}
	return least, largest
}

// searchRandom draws one threshold between the least and the largest value.
func (f *finder) searchRandom(column []uint8, stride int, index []int32, seed uint64, j int) candidate {
	samples := f.samples
	least, largest := f.gather(column, stride, index)
	if least == largest {
		return noSplit
	}
	f.pcg.Seed(seed, uint64(j))
	c := candidate{threshold: least + uint8(f.draw.Float64()*float64(largest-least))}
	clear(f.left)
	lefts := int32(0)
	threshold := int32(c.threshold)
	for i, v := range f.values[:len(samples)] {
		goes := (int32(v) - threshold - 1) >> 31 // all ones when v is at most the threshold: a branch would be foreseen wrongly
		f.left[samples[i].class()] += samples[i].weight() & goes
		lefts -= goes
	}
	if int(lefts) < f.minLeaf || len(samples)-int(lefts) < f.minLeaf {
		return noSplit
	}
	for class, w := range f.left {
		f.right[class] = f.total[class] - w
	}
	c.score = f.impurity.score(f.impurity.of(f.left, f.right))
	return c
}

// sides are sums over the classes' weights on the left and the right of a
// threshold, in whole numbers so that their order does not matter: of squares
// for gini, of w log2 w for entropy.
type sides struct {
	left, right             int64
	weightLeft, weightRight int64
}

// impurity computes scores of splits. For gini the score is
// sum_l w_lc^2/w_l + sum_r w_rc^2/w_r, for entropy the sum of w_c log2 w_c less
// w log2 w on both sides: each is the node's weight times its impurity's
// decrease, up to a constant of the node.
type impurity struct {
	table []int64 // entropy: w log2 w in units of 2^-32; nil for gini
}

// newImpurity is the criterion for nodes of at most the given weight.
func newImpurity(c Criterion, weight int) impurity {
	if c == Gini {
		return impurity{}
	}
	table := make([]int64, weight+1)
	for w := 2; w <= weight; w++ {
		table[w] = int64(math.Round(float64(w) * math.Log2(float64(w)) * (1 << 32)))
	}
	return impurity{table}
}

func (im impurity) term(w int64) int64 {
	if im.table != nil {
		return im.table[w]
	}
	return w * w
}

// of is the sides of the given weights by class.
func (im impurity) of(left, right []int32) sides {
	var s sides
	for c := range left {
		l, r := int64(left[c]), int64(right[c])
		s.left, s.right = s.left+im.term(l), s.right+im.term(r)
		s.weightLeft, s.weightRight = s.weightLeft+l, s.weightRight+r
	}
	return s
}

// move takes weight w of a class from left to right, where left and right of it
// are before.
func (im impurity) move(s *sides, left, right, w int32) {
	l, r, x := int64(left), int64(right), int64(w)
	if im.table != nil {
		s.left -= im.table[l] - im.table[l-x]
		s.right += im.table[r+x] - im.table[r]
	} else {
		s.left -= x * (2*l - x)
		s.right += x * (2*r + x)
	}
	s.weightLeft -= x
	s.weightRight += x
}

func (im impurity) score(s sides) float64 {
	if im.table != nil {
		return float64(s.left - im.table[s.weightLeft] + s.right - im.table[s.weightRight])
	}
	return float64(s.left)/float64(s.weightLeft) + float64(s.right)/float64(s.weightRight)
}

// mix is a hash of a seed and a number below it in the hierarchy: tree of a
// forest, child of a node, feature of a node (the finalizer of SplitMix64,
// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
func mix(seed, number uint64) uint64 {
	z := seed + (number+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
