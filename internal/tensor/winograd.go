package tensor

import (
	"fmt"
	"unsafe"
)

// Tile is the side of the tiles that convolutions are done in: a kernel of 3
// makes 4 x 4 pixels of one, a kernel of 5 makes 2 x 2.
const Tile = 6

// Transform turns a grid of vectors into another: with X the from x from grid
// and M the matrix, it is M X M', vectors being added and scaled as a whole.
//
// These are the steps of Winograd's convolution (Lavin and Gray, "Fast
// algorithms for convolutional neural networks", CVPR 2016, equation 8), with
// polynomials evaluated at 0, 1, -1, 2, -2 and infinity. The convolution of a
// kernel g with a 6 x 6 tile d of pixels is
//
//	Output(Kernel(g) * Input(d))
//
// where * multiplies number by number. Of many channels in and out the 36
// products are of matrices, and 36 take the place of 144 or 100. Every step has
// an adjoint, for the gradients.
type Transform struct {
	from, to int
	add      bool // to what is there
	matrix   [][]float32
	kernel   func(k *kernels) transformKernel
}

// transformKernel gets the strides of the rows and of the columns of dst and
// src, and how many vectors of 16 there are, all in bytes, and room for a grid.
type transformKernel func(s *[5]int, dst, src *float32, room *[Tile * Tile * Panel]float32)

// transforms are the kernels.
type transforms struct {
	input, inputAdjoint                              transformKernel
	kernel3, kernel3Adjoint                          transformKernel
	kernel5, kernel5Adjoint                          transformKernel
	output3, output3Adjoint, output5, output5Adjoint transformKernel
}

var (
	inputMatrix = [][]float32{
		{4, 0, -5, 0, 1, 0}, {0, -4, -4, 1, 1, 0}, {0, 4, -4, -1, 1, 0},
		{0, -2, -1, 2, 1, 0}, {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1},
	}
	kernel3Matrix = [][]float32{
		{1. / 4, 0, 0}, {-1. / 6, -1. / 6, -1. / 6}, {-1. / 6, 1. / 6, -1. / 6},
		{1. / 24, 1. / 12, 1. / 6}, {1. / 24, -1. / 12, 1. / 6}, {0, 0, 1},
	}
	kernel5Matrix = [][]float32{
		{1. / 4, 0, 0, 0, 0}, {-1. / 6, -1. / 6, -1. / 6, -1. / 6, -1. / 6}, {-1. / 6, 1. / 6, -1. / 6, 1. / 6, -1. / 6},
		{1. / 24, 1. / 12, 1. / 6, 1. / 3, 2. / 3}, {1. / 24, -1. / 12, 1. / 6, -1. / 3, 2. / 3}, {0, 0, 0, 0, 1},
	}
	output3Matrix = [][]float32{{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}}
	output5Matrix = [][]float32{{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 1}}
)

// The steps, and their adjoints. InputAdjoint adds to what is there, because
// tiles overlap.
var (
	Input        = newTransform(inputMatrix, func(k *kernels) transformKernel { return k.input })
	InputAdjoint = newTransform(inputMatrix, func(k *kernels) transformKernel { return k.inputAdjoint }).adjoint(true)

	Kernel3        = newTransform(kernel3Matrix, func(k *kernels) transformKernel { return k.kernel3 })
	Kernel3Adjoint = newTransform(kernel3Matrix, func(k *kernels) transformKernel { return k.kernel3Adjoint }).adjoint(false)
	Output3        = newTransform(output3Matrix, func(k *kernels) transformKernel { return k.output3 })
	Output3Adjoint = newTransform(output3Matrix, func(k *kernels) transformKernel { return k.output3Adjoint }).adjoint(false)

	Kernel5        = newTransform(kernel5Matrix, func(k *kernels) transformKernel { return k.kernel5 })
	Kernel5Adjoint = newTransform(kernel5Matrix, func(k *kernels) transformKernel { return k.kernel5Adjoint }).adjoint(false)
	Output5        = newTransform(output5Matrix, func(k *kernels) transformKernel { return k.output5 })
	Output5Adjoint = newTransform(output5Matrix, func(k *kernels) transformKernel { return k.output5Adjoint }).adjoint(false)
)

func newTransform(matrix [][]float32, kernel func(k *kernels) transformKernel) *Transform {
	return &Transform{from: len(matrix[0]), to: len(matrix), matrix: matrix, kernel: kernel}
}

// adjoint has the matrix transposed.
func (t *Transform) adjoint(add bool) *Transform {
	matrix := make([][]float32, t.from)
	for i := range matrix {
		for j := range t.matrix {
			matrix[i] = append(matrix[i], t.matrix[j][i])
		}
	}
	t.from, t.to, t.matrix, t.add = t.to, t.from, matrix, add
	return t
}

// TransformRoom is what a transform needs while it runs. It belongs to the caller
// because kernels are called through variables, which would have Go allocate it
// anew for every tile.
type TransformRoom struct {
	sizes [5]int
	grid  [Tile * Tile * Panel]float32
}

// Do transforms grids of vectors of n numbers, a multiple of 16. The vector in
// row r and column c of dst begins at dst[r*dRow+c*dCol], and so in src.
func (t *Transform) Do(room *TransformRoom, n int, dst []float32, dRow, dCol int, src []float32, sRow, sCol int) {
	if n <= 0 || n%Panel != 0 || dRow < 0 || dCol < 0 || sRow < 0 || sCol < 0 ||
		len(dst) < (t.to-1)*(dRow+dCol)+n || len(src) < (t.from-1)*(sRow+sCol)+n {
		panic(fmt.Sprintf("tensor: transform of vectors of %d from %d to %d elements", n, len(src), len(dst)))
	}
	const size = 4
	room.sizes = [5]int{size * dRow, size * dCol, size * sRow, size * sCol, size * n}
	t.kernel(&active)(&room.sizes, &dst[0], &src[0], &room.grid)
}

// transformGo is the twin of the kernel of a transform.
func transformGo(t *Transform) transformKernel {
	return func(s *[5]int, dst, src *float32, room *[Tile * Tile * Panel]float32) {
		at := func(p *float32, offset int) *[Panel]float32 {
			return (*[Panel]float32)(unsafe.Add(unsafe.Pointer(p), offset))
		}
		for v := 0; v < s[4]; v += 4 * Panel {
			clear(room[:])
			for r, row := range t.matrix { // room is M X
				for k, m := range row {
					for c := range t.from {
						addScaled((*[Panel]float32)(room[(r*Tile+c)*Panel:]), at(src, v+k*s[2]+c*s[3]), m)
					}
				}
			}
			for r := range t.to {
				for c, column := range t.matrix {
					out := at(dst, v+r*s[0]+c*s[1])
					if !t.add {
						clear(out[:])
					}
					for k, m := range column {
						addScaled(out, (*[Panel]float32)(room[(r*Tile+k)*Panel:]), m)
					}
				}
			}
		}
	}
}

// addScaled passes over coefficients of 0: they stand for no operation.
func addScaled(sum, x *[Panel]float32, m float32) {
	if m == 0 {
		return
	}
	for i, v := range x {
		sum[i] += m * v
	}
}

// goTransforms are the twins.
func goTransforms() transforms {
	return transforms{
		input: transformGo(Input), inputAdjoint: transformGo(InputAdjoint),
		kernel3: transformGo(Kernel3), kernel3Adjoint: transformGo(Kernel3Adjoint),
		kernel5: transformGo(Kernel5), kernel5Adjoint: transformGo(Kernel5Adjoint),
		output3: transformGo(Output3), output3Adjoint: transformGo(Output3Adjoint),
		output5: transformGo(Output5), output5Adjoint: transformGo(Output5Adjoint),
	}
}
