//go:build amd64 && !noasm

package linear

import "github.com/fmnist/fmnist/internal/simd"

var assembly = simd.Implementation() != "go"

func softDots(z []float32, x []uint8, scale, shift, w []float32, u float32, out *[group]float32, next []uint8) {
	if assembly {
		softDotsAVX2(z, x, scale, shift, w, u, out, next)
		return
	}
	softDotsGo(z, x, scale, shift, w, u, out, next)
}

func packedDots(row []uint8, w []float32, size int, out *[group]float32, next []uint8) {
	if assembly {
		packedDotsAVX2(row, w, size, out, next)
		return
	}
	packedDotsGo(row, w, size, out, next)
}

func packedAxpy(alpha float32, row []uint8, weight, w []float32) {
	if assembly {
		packedAxpyAVX2(alpha, row, weight, w)
		return
	}
	packedAxpyGo(alpha, row, weight, w)
}

func packedOuter(column []uint8, p []float32, step, n int, g []float32, stride int) {
	if assembly {
		packedOuterAVX2(column, p, step, n, g, stride)
		return
	}
	packedOuterGo(column, p, step, n, g, stride)
}
