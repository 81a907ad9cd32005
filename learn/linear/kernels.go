package linear

import "encoding/binary"

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg linear

// group is the number of weight vectors that the kernels keep in registers.
// Ten classes are two groups, one for each of two cores.
const group = 5

// The inner loops over rows follow, in plain Go: softDots and the others are
// these or, where there is one, the assembly. Weight vectors lie one after
// another, and the length of each, like that of a row, is a multiple of 8.

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

// packedOuterGo adds the column's octet in row i times p[i*step+c] to the octet
// at the beginning of row c of g, for c below n, at most 2*group. A packed
// column is like a packed row, but that the positions are those of rows.
func packedOuterGo(column []uint8, p []float32, step, n int, g []float32, stride int) {
	entries := len(column) / packedOctet
	for e := range entries {
		i := int(binary.LittleEndian.Uint16(column[2*e:]))
		for c := range n {
			for j := range 8 {
				g[c*stride+j] += p[i*step+c] * float32(column[2*entries+8*e+j])
			}
		}
	}
}
