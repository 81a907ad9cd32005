package svm

import (
	"math"

	"github.com/fmnist/fmnist/internal/simd"
)

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg svm

// loops are the inner loops of the solver, in assembly where there is some:
// then with the same results, bit for bit.
type loops struct {
	descend   func(f []float64, d float64, ki, kj []float32, up []float64) int
	partner   func(f []float64, fi float64, di float32, ki, diagonal []float32, low []float64) (int, float64)
	addRows   func(f []float64, d *[4]float64, x *[4][]float32)
	exponents func(dst, products []float32, norm float32, norms []float32, minusGamma float32)

	dotBytes  func(w []float64, x []uint8) float64
	axpyBytes func(c float64, x []uint8, w []float64)
	tile      func(k int, a, b, c []float64, stride int)
}

var goLoops = loops{descendGo, partnerGo, addRowsGo, exponentsGo, dotBytesGo, axpyBytesGo, tileGo}

var active = func() loops {
	if simd.Implementation() == "go" {
		return goLoops
	}
	return fastLoops
}()

// descendGo adds d*(ki-kj) to f and returns where f+up is smallest, the lowest
// on a tie, or -1 if it is infinite everywhere.
func descendGo(f []float64, d float64, ki, kj []float32, up []float64) int {
	least, at := math.Inf(1), -1
	for k := range f {
		f[k] += float64(d * (float64(ki[k]) - float64(kj[k])))
		if v := f[k] + up[k]; v < least {
			least, at = v, k
		}
	}
	return at
}

// partnerGo returns where b*b/a is largest, the lowest on a tie, among those
// where b is positive, or -1 if it is nowhere; and the largest of all b, with
//
//	b = f+low - fi
//	a = max(di + diagonal - 2*ki, tau)
func partnerGo(f []float64, fi float64, di float32, ki, diagonal []float32, low []float64) (int, float64) {
	top, gain, at := math.Inf(-1), float32(0), -1
	for k := range f {
		v := f[k] + low[k]
		top = max(top, v)
		b := max(0, float32(v-fi))
		a := max(float32(di+diagonal[k])-float32(2*ki[k]), tau)
		if g := float32(b*b) / a; g > gain {
			gain, at = g, k
		}
	}
	return at, top - fi
}

// addRowsGo adds to f the four rows x, each times its number in d.
func addRowsGo(f []float64, d *[4]float64, x *[4][]float32) {
	x0, x1, x2, x3 := x[0][:len(f)], x[1][:len(f)], x[2][:len(f)], x[3][:len(f)]
	for k, v := range f {
		v += float64(d[0] * float64(x0[k]))
		v += float64(d[1] * float64(x1[k]))
		v += float64(d[2] * float64(x2[k]))
		f[k] = v + float64(d[3]*float64(x3[k]))
	}
}

// exponentsGo sets dst to minusGamma times the squared distances that follow
// from the products and the squared lengths on both sides.
func exponentsGo(dst, products []float32, norm float32, norms []float32, minusGamma float32) {
	for j, v := range products {
		dst[j] = minusGamma * max(0, float32(norm+norms[j])-float32(2*v))
	}
}

// dotBytesGo is the inner product of w and x.
func dotBytesGo(w []float64, x []uint8) float64 {
	sum := 0.0
	for j, p := range x {
		sum += w[j] * float64(p)
	}
	return sum
}

// axpyBytesGo adds c*x to w.
func axpyBytesGo(c float64, x []uint8, w []float64) {
	for j, p := range x {
		w[j] += float64(c * float64(p))
	}
}

const (
	tileRows = 6
	tileCols = 8
)

// tileGo adds to a tile of C, tileRows x tileCols, whose rows are stride
// apart, the product of a panel of A, k columns of tileRows numbers, and one
// of B, k rows of tileCols.
func tileGo(k int, a, b, c []float64, stride int) {
	var sum [tileRows][tileCols]float64
	for range k {
		row := b[:tileCols]
		for i, v := range a[:tileRows] {
			for j, w := range row {
				sum[i][j] += v * w
			}
		}
		a, b = a[tileRows:], b[tileCols:]
	}
	for i := range sum {
		row := c[i*stride:][:tileCols]
		for j := range row {
			row[j] += sum[i][j]
		}
	}
}
