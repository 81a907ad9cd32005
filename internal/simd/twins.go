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

func weightedSquaredL2U8Go(w []float32, x, y []uint8) float32 {
	var sum float32
	for i, v := range x {
		d := int(v) - int(y[i])
		sum += w[i] * float32(d*d)
	}
	return sum
}

func l1TileGo(dst []float32, stride int, x, y []uint8, width int) {
	for j := 0; (j+1)*width <= len(y); j++ {
		for i := range l1TileRows {
			dst[i*stride+j] = -float32(l1U8Go(x[i*width:][:width], y[j*width:][:width]))
		}
	}
}

func indexNotBelowGo(dst []int32, x []float32, limit float32) int {
	n := 0
	for i, v := range x {
		if !(v < limit) {
			dst[n] = int32(i)
			n++
		}
	}
	return n
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

type tileKernel func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int)

// twice goes through two panels of A, which follow each other.
func twice(tile tileKernel) tileKernel {
	return func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int) {
		tile(k, alpha, a, b, beta, c, stride)
		tile(k, alpha, a[k*tileRows:], b, beta, c[tileRows*stride:], stride)
	}
}

// quadKernel may ask the processor for what it will be given later, the 4k
// numbers from ahead on.
type quadKernel func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int, ahead *float32)

// beside goes through two panels of B, which follow each other.
func beside(tile tileKernel) quadKernel {
	return func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int, _ *float32) {
		tile(k, alpha, a, b, beta, c, stride)
		tile(k, alpha, a, b[k*tileCols:], beta, c[tileCols:], stride)
	}
}

// packer rearranges whole panels of one width for the tile.
type packer struct {
	columns, rows     func(dst, src []float32, stride, k int)
	columnsU8, rowsU8 func(dst []float32, src []uint8, stride, k int, scale, shift []float32)
}

// goPacker packs panels of the given width in plain Go.
func goPacker(width int) packer {
	return packer{
		columns: func(dst, src []float32, stride, k int) {
			packColumnsGo(dst, src, stride, k, width, width)
		},
		rows: func(dst, src []float32, stride, k int) {
			packRowsGo(dst, src, stride, k, width, width)
		},
		columnsU8: func(dst []float32, src []uint8, stride, k int, scale, shift []float32) {
			packColumnsU8Go(dst, src, stride, k, width, width, scale, shift)
		},
		rowsU8: func(dst []float32, src []uint8, stride, k int, scale, shift []float32) {
			packRowsU8Go(dst, src, stride, k, width, width, scale, shift)
		},
	}
}

// packColumnsGo sets dst[p*width+i] to src[i*stride+p] for i below rows and p
// below k.
func packColumnsGo(dst, src []float32, stride, k, rows, width int) {
	for p := range k {
		for i := range rows {
			dst[p*width+i] = src[i*stride+p]
		}
	}
}

// packRowsGo sets dst[p*width+i] to src[p*stride+i] for i below rows and p
// below k.
func packRowsGo(dst, src []float32, stride, k, rows, width int) {
	for p := range k {
		copy(dst[p*width:][:rows], src[p*stride:])
	}
}

// packColumnsU8Go is packColumnsGo of the numbers scale[p]*byte+shift[p]. The
// conversion of the product keeps the compiler from rounding only once.
func packColumnsU8Go(dst []float32, src []uint8, stride, k, rows, width int, scale, shift []float32) {
	for p := range k {
		for i := range rows {
			dst[p*width+i] = float32(scale[p]*float32(src[i*stride+p])) + shift[p]
		}
	}
}

// packRowsU8Go is packRowsGo of the numbers scale[i]*byte+shift[i].
func packRowsU8Go(dst []float32, src []uint8, stride, k, rows, width int, scale, shift []float32) {
	for p := range k {
		out := dst[p*width:][:rows]
		for i, v := range src[p*stride:][:rows] {
			out[i] = float32(scale[i]*float32(v)) + shift[i]
		}
	}
}
