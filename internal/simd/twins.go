package simd

import "math"

// The twins: what each kernel computes, as a loop.

func dotGo(x, y []float32) float32 {
	var sum float32
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}

func axpyGo(alpha float32, x, y []float32) {
	for i, v := range x {
		y[i] += alpha * v
	}
}

func dotU8Go(w []float32, x []uint8) float32 {
	var sum float32
	for i, v := range x {
		sum += w[i] * float32(v)
	}
	return sum
}

func axpyU8Go(alpha float32, x []uint8, y []float32) {
	for i, v := range x {
		y[i] += alpha * float32(v)
	}
}

func squaredL2U8Go(x, y []uint8) uint64 {
	var sum uint64
	for i, v := range x {
		d := int(v) - int(y[i])
		sum += uint64(d * d)
	}
	return sum
}

func l1U8Go(x, y []uint8) uint64 {
	var sum uint64
	for i, v := range x {
		sum += uint64(max(v, y[i]) - min(v, y[i]))
	}
	return sum
}

func weightedL1U8Go(w []float32, x, y []uint8) float32 {
	var sum float32
	for i, v := range x {
		sum += w[i] * float32(max(v, y[i])-min(v, y[i]))
	}
	return sum
}

func expGo(dst, x []float32) {
	for i, v := range x {
		dst[i] = float32(math.Exp(float64(v)))
	}
}

func tanhGo(dst, x []float32) {
	for i, v := range x {
		dst[i] = float32(math.Tanh(float64(v)))
	}
}

// tileGo sets the tileRows x tileCols block of C at c, whose rows are stride
// apart, to alpha*A*B + beta*C, where a holds A a column after another and b
// holds B a row after another, k of each. With beta = 0 it does not read C.
func tileGo(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int) {
	var acc [tileRows][tileCols]float32
	for p := range k {
		bp := (*[tileCols]float32)(b[p*tileCols:])
		for i, v := range (*[tileRows]float32)(a[p*tileRows:]) {
			row := &acc[i]
			for j := range row {
				row[j] += v * bp[j]
			}
		}
	}
	for i := range acc {
		row := c[i*stride:][:tileCols]
		for j, v := range acc[i] {
			if beta == 0 {
				row[j] = alpha * v
			} else {
				row[j] = alpha*v + beta*row[j]
			}
		}
	}
}
