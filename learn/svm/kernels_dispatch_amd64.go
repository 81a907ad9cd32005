//go:build amd64 && !noasm

package svm

import "math"

var fastLoops = loops{descendFast, partnerFast, addRowsFast, exponentsFast, dotBytesFast, axpyBytesFast, tileAVX2}

// The assembly takes eight elements at a time. The arrays of a working set are
// padded to that; what the others leave over is done by their twins.

func descendFast(f []float64, d float64, ki, kj []float32, up []float64) int {
	var least [8]float64
	var eight [8]int64
	n := len(f)
	descendAVX2(f, d, ki[:n], kj[:n], up[:n], &least, &eight)
	best := 0
	for lane, v := range least {
		if v < least[best] || v == least[best] && eight[lane] < eight[best] {
			best = lane
		}
	}
	if math.IsInf(least[best], 1) {
		return -1
	}
	return int(eight[best]) + best
}

func partnerFast(f []float64, fi float64, di float32, ki, diagonal []float32, low []float64) (int, float64) {
	var top [4]float64
	var gain [8]float32
	var eight [8]int32
	n := len(f)
	partnerAVX2(f, fi, di, ki[:n], diagonal[:n], low[:n], &top, &gain, &eight)
	best := 0
	for lane, v := range gain {
		if v > gain[best] || v == gain[best] && eight[lane] < eight[best] {
			best = lane
		}
	}
	violation := max(top[0], top[1], top[2], top[3]) - fi
	if gain[best] == 0 {
		return -1, violation
	}
	return int(eight[best]) + best, violation
}

func addRowsFast(f []float64, d *[4]float64, x *[4][]float32) {
	n := len(f) &^ 7
	addRowsAVX2(f[:n], d, x[0][:n], x[1][:n], x[2][:n], x[3][:n])
	addRowsGo(f[n:], d, &[4][]float32{x[0][n:], x[1][n:], x[2][n:], x[3][n:]})
}

func exponentsFast(dst, products []float32, norm float32, norms []float32, minusGamma float32) {
	n := len(dst) &^ 7
	exponentsAVX2(dst[:n], products[:n], norm, norms[:n], minusGamma)
	exponentsGo(dst[n:], products[n:], norm, norms[n:], minusGamma)
}

func dotBytesFast(w []float64, x []uint8) float64 {
	var sums [4]float64
	n := len(x) &^ 7
	dotBytesAVX2(w[:n], x[:n], &sums)
	return sums[0] + sums[1] + (sums[2] + sums[3]) + dotBytesGo(w[n:], x[n:])
}

func axpyBytesFast(c float64, x []uint8, w []float64) {
	n := len(x) &^ 7
	axpyBytesAVX2(c, x[:n], w[:n])
	axpyBytesGo(c, x[n:], w[n:])
}
