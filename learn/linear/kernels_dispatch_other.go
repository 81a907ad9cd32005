//go:build !amd64 || noasm

package linear

func softDots(z []float32, x []uint8, scale, shift, w []float32, u float32, out *[group]float32, next []uint8) {
	softDotsGo(z, x, scale, shift, w, u, out, next)
}

func packedDots(row []uint8, w []float32, size int, out *[group]float32, next []uint8) {
	packedDotsGo(row, w, size, out, next)
}

func packedAxpy(alpha float32, row []uint8, weight, w []float32) {
	packedAxpyGo(alpha, row, weight, w)
}

func packedOuter(column []uint8, p []float32, step, n int, g []float32, stride int) {
	packedOuterGo(column, p, step, n, g, stride)
}
