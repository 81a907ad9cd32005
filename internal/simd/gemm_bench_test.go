package simd

import (
	"math/rand/v2"
	"testing"
)

func benchmarkGemm(b *testing.B, m, n, k int, multiply func(x, y Matrix, c []float32)) {
	r := rand.New(rand.NewPCG(7, 8))
	x, _ := operand(r, m, k, false, false, false)
	y, _ := operand(r, k, n, false, false, false)
	c := make([]float32, m*n)
	for b.Loop() {
		multiply(x, y, c)
	}
	gflops := 2 * float64(m) * float64(n) * float64(k) * float64(b.N) / b.Elapsed().Seconds() / 1e9
	b.ReportMetric(gflops, "GFLOP/s")
}

func BenchmarkGemm(b *testing.B) {
	b.Run("2048", func(b *testing.B) {
		benchmarkGemm(b, 2048, 2048, 2048, func(x, y Matrix, c []float32) { Gemm(1, x, y, 0, c, 2048) })
	})
	b.Run("parallel/2048", func(b *testing.B) {
		benchmarkGemm(b, 2048, 2048, 2048, func(x, y Matrix, c []float32) { ParallelGemm(1, x, y, 0, c, 2048) })
	})
	b.Run("200x100x784", func(b *testing.B) {
		benchmarkGemm(b, 200, 100, 784, func(x, y Matrix, c []float32) { Gemm(1, x, y, 0, c, 100) })
	})
}

// BenchmarkPack packs the same numbers, 30,000 images, from floats and from
// scaled bytes, as right operand of a product with each image a column, and
// then as left operand with each image a row.
func BenchmarkPack(b *testing.B) {
	const rows, cols = 30_000, 784
	bytes, scale := make([]uint8, rows*cols), make([]float32, cols)
	for i := range bytes {
		bytes[i] = uint8(i * i >> 7)
	}
	for j := range scale {
		scale[j] = float32(j) / cols
	}
	floats := make([]float32, rows*cols)
	for i, v := range bytes {
		floats[i] = scale[i%cols]*float32(v) + scale[i%cols]
	}
	for _, m := range []struct {
		name string
		Matrix
	}{
		{"float32", Float32s(floats, rows, cols, cols)},
		{"uint8", Bytes(bytes, rows, cols, cols, scale, scale)},
	} {
		b.Run("right/"+m.name, func(b *testing.B) {
			b.SetBytes(rows * cols)
			for b.Loop() {
				giveBack(pack(m.T(), serially).data)
			}
		})
		b.Run("left/"+m.name, func(b *testing.B) {
			b.SetBytes(rows * cols)
			for b.Loop() {
				for i := 0; i < rows; i += rowBlock {
					giveBack(packRows(m.Slice(i, min(rows, i+rowBlock))))
				}
			}
		})
		b.Run("right-transposed/"+m.name, func(b *testing.B) {
			b.SetBytes(rows * cols)
			for b.Loop() {
				giveBack(pack(m.Matrix, serially).data)
			}
		})
	}
}
