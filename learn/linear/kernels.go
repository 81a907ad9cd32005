package linear

import (
	"encoding/binary"

	"github.com/fmnist/fmnist/internal/simd"
)

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg linear

// group is the number of weight vectors that the kernels keep in registers.
// Ten classes are two groups, one for each of two cores.
const group = 5

// kernels are the inner loops over rows. Weight vectors lie one after another,
// and the length of each, like that of a row, is a multiple of 8.
type kernels struct {
	softDots   func(z []float32, x []uint8, scale, shift, w []float32, u float32, out *[group]float32, next []uint8)
	packedDots func(row []uint8, w []float32, size int, out *[group]float32, next []uint8)
	packedAxpy func(alpha float32, row []uint8, weight, w []float32)
	blockDots  func(z, w []float32, stride int, out *[2 * group]float32)
	outer      func(z, p, g []float32, stride int)
}

var goKernels = kernels{softDotsGo, packedDotsGo, packedAxpyGo, blockDotsGo, outerGo}

var active = func() kernels {
	if simd.Implementation() == "go" {
		return goKernels
	}
	return fastKernels
}()

// softDotsGo writes the scaled row x to z and sets out to its inner products
// with up to group weight vectors, every weight moved toward zero by u but not
// beyond. The result for one vector does not depend on how many there are.
// Next is the row that will be wanted soon, not empty: the assembly has it
// fetched.
func softDotsGo(z []float32, x []uint8, scale, shift, w []float32, u float32, out *[group]float32, next []uint8) {
	for j, p := range x {
		z[j] = scale[j]*float32(p) + shift[j]
	}
	for c := range len(w) / len(z) {
		var sum float32
		for j, v := range w[c*len(z):][:len(z)] {
			sum += soft(v, u) * z[j]
		}
		out[c] = sum
	}
}

// soft is v moved toward zero by u, but not beyond.
func soft(v, u float32) float32 { return v - max(-u, min(u, v)) }

// packedDotsGo sets out to the inner products of a packed row, see packed, and
// up to group weight vectors of the given size. The result for one vector does
// not depend on how many there are. Next is as for softDotsGo.
func packedDotsGo(row []uint8, w []float32, size int, out *[group]float32, next []uint8) {
	n := len(row) / packedOctet
	for c := range len(w) / size {
		var sum float32
		for i := range n {
			from := c*size + 8*int(binary.LittleEndian.Uint16(row[2*i:]))
			for j, v := range w[from : from+8] {
				sum += v * float32(row[2*n+8*i+j])
			}
		}
		out[c] = sum
	}
}

// packedAxpyGo adds alpha times weight times the packed row to w.
func packedAxpyGo(alpha float32, row []uint8, weight, w []float32) {
	n := len(row) / packedOctet
	for i := range n {
		from := 8 * int(binary.LittleEndian.Uint16(row[2*i:]))
		for j := range 8 {
			w[from+j] += alpha * (weight[from+j] * float32(row[2*n+8*i+j]))
		}
	}
}

// blockDotsGo sets out to the inner products of two rows of z with group
// weight vectors, first those of the first row.
func blockDotsGo(z, w []float32, stride int, out *[2 * group]float32) {
	for i := range out {
		var sum float32
		for j, v := range z[i/group*stride:][:stride] {
			sum += v * w[i%group*stride+j]
		}
		out[i] = sum
	}
}

// outerGo adds p[i*group+c] times row i of z to row c of g, for as many rows
// as p has numbers for.
func outerGo(z, p, g []float32, stride int) {
	for i := range len(p) / group {
		for c := range group {
			row := g[c*stride:][:stride]
			for j, v := range z[i*stride:][:stride] {
				row[j] += p[i*group+c] * v
			}
		}
	}
}
