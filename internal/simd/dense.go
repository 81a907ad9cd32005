package simd

import (
	"fmt"
	"math"
)

//go:generate go run ./gen/dense -out dense_amd64.s -stubs dense_amd64.go -pkg simd

// The kernels that train fully connected layers. A minibatch is small and its
// products take turns with everything else, so that packing operands would
// cost a share of the time: PanelProduct reads them where they lie.

// Sizes of the blocks that PanelProduct works on.
const (
	PanelRows = 6
	PanelCols = 16
)

type panelTileKernel func(k int, a []float32, rowStride, colStride int, b []float32, bStride int, c []float32, cStride int, add bool)

// denseKernels is one implementation of the kernels of dense layers.
type denseKernels struct {
	panelTile panelTileKernel
	// doublePanelTile is panelTile of the next 6 rows as well; nil where it
	// would be no faster.
	doublePanelTile panelTileKernel
	adam            func(step *[8]float32, w, m, v, g []float32) float32
	affineU8        func(dst []float32, x []uint8, scale, shift []float32)
	prefetch        func(x []uint8)
}

// goDense is the implementation in plain Go.
var goDense = denseKernels{panelTile: panelTileGo, adam: adamGo, affineU8: affineU8Go, prefetch: prefetchGo}

// activeDense goes with active.
var activeDense = fastestDense()

// PanelProduct sets 16 columns of a product,
//
//	c[i*cStride+j] = sum over p of a[i*rowStride+p*colStride] * b[p*bStride+j]
//
// or, if add is true, adds them to what c holds, for p below k, j below 16 and i below rows rounded up to a multiple of 6: the
// operands must reach that far, what lies in the rows beyond does not matter.
// The order of addition depends on k alone.
func PanelProduct(rows, k int, a []float32, rowStride, colStride int, b []float32, bStride int, c []float32, cStride int, add bool) {
	if rows <= 0 {
		return
	}
	rows = ceil(rows, PanelRows) * PanelRows
	if k <= 0 || rowStride < 0 || colStride < 0 || bStride < 0 || cStride < 0 ||
		len(a) <= (rows-1)*rowStride+(k-1)*colStride ||
		len(b) < (k-1)*bStride+PanelCols || len(c) < (rows-1)*cStride+PanelCols {
		panic(fmt.Sprintf("simd: PanelProduct of %d x %d rows from %d, %d and %d elements", rows, k, len(a), len(b), len(c)))
	}
	i := 0
	if activeDense.doublePanelTile != nil {
		for ; i+2*PanelRows <= rows; i += 2 * PanelRows {
			activeDense.doublePanelTile(k, a[i*rowStride:], rowStride, colStride, b, bStride, c[i*cStride:], cStride, add)
		}
	}
	for ; i < rows; i += PanelRows {
		activeDense.panelTile(k, a[i*rowStride:], rowStride, colStride, b, bStride, c[i*cStride:], cStride, add)
	}
}

// panelTileGo is the twin of the kernel behind PanelProduct, for 6 rows.
func panelTileGo(k int, a []float32, rowStride, colStride int, b []float32, bStride int, c []float32, cStride int, add bool) {
	var acc [PanelRows][PanelCols]float32
	for i := range acc {
		if add {
			copy(acc[i][:], c[i*cStride:])
		}
	}
	for p := range k {
		bp := (*[PanelCols]float32)(b[p*bStride:])
		for i := range acc {
			v, row := a[i*rowStride+p*colStride], &acc[i]
			for j := range row {
				row[j] += v * bp[j]
			}
		}
	}
	for i := range acc {
		copy(c[i*cStride:], acc[i][:])
	}
}

// AdamStep is the constants of one step of Adam, see [Adam].
type AdamStep struct {
	Scale, Decay float32
	Beta1, Rest1 float32 // Rest1 is 1-Beta1
	Beta2, Rest2 float32 // Rest2 is 1-Beta2
	Rate         float32
	Epsilon      float32
}

// Adam takes one step of Adam (Kingma and Ba, "Adam: a method for stochastic
// optimization", ICLR 2015, algorithm 1, the bias correction folded into Rate
// as section 2 has it) on the weights w with moments m and v:
//
//	d = Scale * (g + Decay*w)
//	m = Beta1*m + Rest1*d
//	v = Beta2*v + Rest2*d*d
//	w = w - Rate*m/(sqrt(v)+Epsilon)
//
// and returns the sum of the squares of the weights before the step.
func Adam(step *AdamStep, w, m, v, g []float32) float32 {
	sameLength("Adam", len(w), len(m))
	sameLength("Adam", len(w), len(v))
	sameLength("Adam", len(w), len(g))
	return activeDense.adam(&[8]float32{
		step.Scale, step.Decay, step.Beta1, step.Rest1, step.Beta2, step.Rest2, step.Rate, step.Epsilon,
	}, w, m, v, g)
}

// adamGo takes the fields of AdamStep in their order.
func adamGo(step *[8]float32, w, m, v, g []float32) float32 {
	scale, decay, beta1, rest1, beta2, rest2, rate, epsilon := step[0], step[1], step[2], step[3], step[4], step[5], step[6], step[7]
	var squares float32
	for i, x := range w {
		squares += x * x
		d := scale * (g[i] + decay*x)
		m[i] = beta1*m[i] + rest1*d
		v[i] = beta2*v[i] + rest2*d*d
		w[i] = x - rate*m[i]/(float32(math.Sqrt(float64(v[i])))+epsilon)
	}
	return squares
}

// AffineU8 sets dst[j] to scale[j]*x[j]+shift[j].
func AffineU8(dst []float32, x []uint8, scale, shift []float32) {
	sameLength("AffineU8", len(dst), len(x))
	sameLength("AffineU8", len(x), len(scale))
	sameLength("AffineU8", len(x), len(shift))
	activeDense.affineU8(dst, x, scale, shift)
}

func affineU8Go(dst []float32, x []uint8, scale, shift []float32) {
	for j, p := range x {
		dst[j] = scale[j]*float32(p) + shift[j]
	}
}

// Prefetch asks the processor to bring x near, without waiting for it: rows
// gathered from all over memory arrive while those before are worked on.
func Prefetch(x []uint8) { activeDense.prefetch(x) }

func prefetchGo([]uint8) {}
