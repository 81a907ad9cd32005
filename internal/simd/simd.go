// Package simd holds the dense arithmetic of the classifiers: products of
// float32 matrices packed from numbers or straight from bytes, loops over
// vectors of float32 and bytes, and the histograms of which trees choose splits.
//
// Every kernel has a twin in plain Go, which is its specification and what
// runs where there is no assembly: another processor than amd64, one without
// AVX2 and FMA, or a build with the tag noasm. A kernel may add up in another
// order than its twin, so sums of float32 agree to rounding and sums of
// integers exactly. On one machine a result depends on the operands only,
// never on the number of goroutines.
//
// Slices of different lengths where equal ones are wanted are a mistake of the
// caller and panic.
package simd

import "fmt"

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg simd

// kernels is one implementation of everything that exists in assembly.
type kernels struct {
	name string

	dot                 func(x, y []float32) float32
	axpy                func(alpha float32, x, y []float32)
	dotU8               func(w []float32, x []uint8) float32
	axpyU8              func(alpha float32, x []uint8, y []float32)
	squaredL2U8         func(x, y []uint8) uint64
	l1U8                func(x, y []uint8) uint64
	weightedL1U8        func(w []float32, x, y []uint8) float32
	weightedSquaredL2U8 func(w []float32, x, y []uint8) float32
	l1Tile              func(dst []float32, stride int, x, y []uint8, width int)
	indexNotBelow       func(dst []int32, x []float32, limit float32) int
	exp                 func(dst, x []float32)
	tanh                func(dst, x []float32)
	countLanes          func(h *LaneHistogram, which, lanes int, columns *[Lanes][]uint8, stride int, samples []uint32)
	giniSweep           func(histograms []LaneHistogram, totals [][2]uint16, weight float64, best *[3][Lanes]float64)
	countBand           func(h *BandHistogram, band []uint64, at []int32, numbers []int64)
	meanSweep           sweepKernel
	newtonSweep         sweepKernel
	gatherRows          func(rows []ByteRow, columns *[RowLanes][]uint8, lanes, stride int, samples []uint32)
	rangeOfRows         func(rows []ByteRow, least, largest *ByteRow)
	countAtMost         func(counts *[RowLanes]uint32, rows []ByteRow, threshold *ByteRow)

	// tile is the inner kernel of the matrix product, see tileGo; doubleTile is
	// two of them, below each other, and quadTile two of those, beside each
	// other, with the same sums.
	tile, doubleTile tileKernel
	quadTile         quadKernel
	// pack6 and pack16 arrange the operands of tile.
	pack6, pack16 packer
}

// goKernels is the implementation in plain Go.
var goKernels = kernels{
	name:                "go",
	dot:                 dotGo,
	axpy:                axpyGo,
	dotU8:               dotU8Go,
	axpyU8:              axpyU8Go,
	squaredL2U8:         squaredL2U8Go,
	l1U8:                l1U8Go,
	weightedL1U8:        weightedL1U8Go,
	weightedSquaredL2U8: weightedSquaredL2U8Go,
	l1Tile:              l1TileGo,
	indexNotBelow:       indexNotBelowGo,
	exp:                 expGo,
	tanh:                tanhGo,
	countLanes:          countLanesGo,
	giniSweep:           giniSweepGo,
	countBand:           countBandGo,
	meanSweep:           meanSweepGo,
	newtonSweep:         newtonSweepGo,
	gatherRows:          gatherRowsGo,
	rangeOfRows:         rangeOfRowsGo,
	countAtMost:         countAtMostGo,
	tile:                tileGo,
	doubleTile:          twice(tileGo),
	quadTile:            beside(twice(tileGo)),
	pack6:               goPacker(tileRows),
	pack16:              goPacker(tileCols),
}

// active is the fastest implementation that this processor runs.
var active = fastest()

func fastest() kernels {
	all := available()
	return all[len(all)-1]
}

// Implementation is the name of the kernels in use: avx512, avx2 or go.
func Implementation() string { return active.name }

// Dot is the inner product of x and y.
func Dot(x, y []float32) float32 {
	sameLength("Dot", len(x), len(y))
	return active.dot(x, y)
}

// Axpy adds alpha*x to y.
func Axpy(alpha float32, x, y []float32) {
	sameLength("Axpy", len(x), len(y))
	active.axpy(alpha, x, y)
}

// DotU8 is the inner product of the weights w and the bytes x.
func DotU8(w []float32, x []uint8) float32 {
	sameLength("DotU8", len(w), len(x))
	return active.dotU8(w, x)
}

// AxpyU8 adds alpha times the bytes x to y.
func AxpyU8(alpha float32, x []uint8, y []float32) {
	sameLength("AxpyU8", len(x), len(y))
	active.axpyU8(alpha, x, y)
}

// SquaredL2U8 is the exact sum of the squared differences of x and y.
func SquaredL2U8(x, y []uint8) uint64 {
	sameLength("SquaredL2U8", len(x), len(y))
	return active.squaredL2U8(x, y)
}

// L1U8 is the exact sum of the absolute differences of x and y.
func L1U8(x, y []uint8) uint64 {
	sameLength("L1U8", len(x), len(y))
	return active.l1U8(x, y)
}

// WeightedL1U8 is the sum of w[j]*|x[j]-y[j]|.
func WeightedL1U8(w []float32, x, y []uint8) float32 {
	sameLength("WeightedL1U8", len(w), len(x))
	sameLength("WeightedL1U8", len(x), len(y))
	return active.weightedL1U8(w, x, y)
}

// WeightedSquaredL2U8 is the sum of w[j]*(x[j]-y[j])^2. Squares are exact, so
// with weights that are not negative the sum is off by a factor of at most
// 1 + (len(x)+1)/2^24.
func WeightedSquaredL2U8(w []float32, x, y []uint8) float32 {
	sameLength("WeightedSquaredL2U8", len(w), len(x))
	sameLength("WeightedSquaredL2U8", len(x), len(y))
	return active.weightedSquaredL2U8(w, x, y)
}

// L1Block is what the width of the rows of NegativeL1U8 must be a multiple of.
const L1Block = 32

// l1TileRows is how many rows of x the kernel takes at a time.
const l1TileRows = 4

// NegativeL1U8 sets dst[i*stride+j] to minus the sum of absolute differences
// of row i of x and row j of y, both of the given width, for i below rows
// rounded up to a multiple of 4: so far must dst and x reach. Sums must stay
// below 2^31; those above 2^24 are rounded.
func NegativeL1U8(dst []float32, stride, rows int, x, y []uint8, width int) {
	rows = ceil(rows, l1TileRows) * l1TileRows
	if width <= 0 || width%L1Block != 0 || len(y)%width != 0 || len(x) < rows*width ||
		rows > 0 && len(dst) < (rows-1)*stride+len(y)/width {
		panic(fmt.Sprintf("simd: NegativeL1U8 of %d rows of width %d from %d and %d bytes", rows, width, len(x), len(y)))
	}
	for i := 0; i < rows; i += l1TileRows {
		active.l1Tile(dst[i*stride:], stride, x[i*width:], y, width)
	}
}

// IndexNotBelow writes the indices of those x[i] for which x[i] < limit is not
// true, NaN among them, ascending to dst, and returns how many there are. dst
// must be as long as x.
func IndexNotBelow(dst []int32, x []float32, limit float32) int {
	sameLength("IndexNotBelow", len(dst), len(x))
	return active.indexNotBelow(dst, x, limit)
}

// Exp sets dst[i] to e to the power x[i], to within 2 units in the last place
// over the whole range of float32, subnormal results, infinities and NaN
// included. dst may be x.
func Exp(dst, x []float32) {
	sameLength("Exp", len(dst), len(x))
	active.exp(dst, x)
}

// Tanh sets dst[i] to the hyperbolic tangent of x[i], to within 3 units in the
// last place. dst may be x.
func Tanh(dst, x []float32) {
	sameLength("Tanh", len(dst), len(x))
	active.tanh(dst, x)
}

func sameLength(kernel string, x, y int) {
	if x != y {
		panic(fmt.Sprintf("simd: %s of %d and %d elements", kernel, x, y))
	}
}
