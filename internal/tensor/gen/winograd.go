package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

type matrix [][]float64

// The matrices of the twins, see package tensor.
var (
	inputMatrix = matrix{
		{4, 0, -5, 0, 1, 0}, {0, -4, -4, 1, 1, 0}, {0, 4, -4, -1, 1, 0},
		{0, -2, -1, 2, 1, 0}, {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1},
	}
	output3Matrix = matrix{{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}}
	output5Matrix = matrix{{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 1}}
)

// kernelMatrix has the powers of the points, divided by the product of their
// distances to the other points.
func kernelMatrix(taps int) matrix {
	m := make(matrix, 6)
	for i, point := range []float64{0, 1, -1, 2, -2} {
		divisor := []float64{4, -6, -6, 24, 24}[i]
		for k := range taps {
			m[i] = append(m[i], math.Pow(point, float64(k))/divisor)
		}
	}
	m[5] = make([]float64, taps)
	m[5][taps-1] = 1
	return m
}

func (m matrix) transposed() matrix {
	t := make(matrix, len(m[0]))
	for i := range t {
		for j := range m {
			t[i] = append(t[i], m[j][i])
		}
	}
	return t
}

func transforms(suffix string, vector func() reg.VecVirtual, size int) {
	for _, t := range []struct {
		name string
		matrix
	}{
		{"input", inputMatrix},
		{"kernel3", kernelMatrix(3)}, {"kernel5", kernelMatrix(5)},
		{"output3", output3Matrix}, {"output5", output5Matrix},
	} {
		transform(t.name+suffix, t.matrix, false, vector, size)
		transform(t.name+"Adjoint"+suffix, t.transposed(), t.name == "input", vector, size)
	}
}

// transform does the columns of a grid of single vectors into room, then its
// rows from there.
func transform(name string, m matrix, add bool, vector func() reg.VecVirtual, size int) {
	TEXT(name, attr.NOSPLIT, "func(s *[5]int, dst, src *float32, room *[576]float32)")
	Pragma("noescape")
	Doc(name + " is the fast form of the twin of that transform.")
	s := Load(Param("s"), GP64())
	dst, src, room := Load(Param("dst"), GP64()), Load(Param("src"), GP64()), Load(Param("room"), GP64())
	dRow, dCol, sRow, sCol := GP64(), GP64(), GP64(), GP64()
	for i, r := range []reg.Register{dRow, dCol, sRow, sCol} {
		MOVQ(Mem{Base: s, Disp: 8 * i}, r)
	}
	left := GP64()
	MOVQ(Mem{Base: s, Disp: 32}, left)
	from, to := len(m[0]), len(m)
	sum := newSum(m, vector)
	triple := GP64()
	fivefold := GP64()
	multiples := func(r reg.Register) {
		LEAQ(Mem{Base: r, Index: r, Scale: 2}, triple)
		LEAQ(Mem{Base: r, Index: r, Scale: 4}, fivefold)
	}
	// inGrid is i strides from p.
	inGrid := func(p, stride reg.Register, i int) Mem {
		a := Mem{Base: p}
		switch i {
		case 0:
			return a
		case 3:
			stride, i = triple, 1
		case 5:
			stride, i = fivefold, 1
		}
		a.Index, a.Scale = stride, uint8(i)
		return a
	}
	x := make([]reg.VecVirtual, from)
	for i := range x {
		x[i] = vector()
	}
	line, column, count := GP64(), GP64(), GP64()
	Label("vectors")
	multiples(sRow)
	MOVQ(src, column)
	MOVQ(room, line)
	MOVQ(U32(from), count)
	Label("column")
	for i := range x {
		VMOVUPS(inGrid(column, sRow, i), x[i])
	}
	for i, row := range m {
		VMOVUPS(sum.of(row, x), Mem{Base: line, Disp: 6 * size * i})
	}
	ADDQ(sCol, column)
	ADDQ(Imm(uint64(size)), line)
	DECQ(count)
	JNZ(LabelRef("column"))

	multiples(dCol)
	MOVQ(dst, column)
	MOVQ(room, line)
	MOVQ(U32(to), count)
	Label("row")
	for i := range x {
		VMOVUPS(Mem{Base: line, Disp: size * i}, x[i])
	}
	for i, row := range m {
		v := sum.of(row, x)
		out := inGrid(column, dCol, i)
		if add {
			VADDPS(out, v, v)
		}
		VMOVUPS(v, out)
	}
	ADDQ(dRow, column)
	ADDQ(U32(6*size), line)
	DECQ(count)
	JNZ(LabelRef("row"))
	ADDQ(Imm(uint64(size)), src)
	ADDQ(Imm(uint64(size)), dst)
	SUBQ(Imm(uint64(size)), left)
	JNZ(LabelRef("vectors"))
	end()
}

// weighted sums of vectors, whose weights are in registers but for 1.
type weightedSum struct {
	weights map[float64]reg.VecVirtual
	vector  func() reg.VecVirtual
}

func newSum(m matrix, vector func() reg.VecVirtual) weightedSum {
	s := weightedSum{map[float64]reg.VecVirtual{}, vector}
	for _, row := range m {
		for _, w := range row {
			w = math.Abs(w)
			if w == 0 || w == 1 || s.weights[w] != nil {
				continue
			}
			bits, low, v := GP32(), XMM(), vector()
			MOVL(U32(math.Float32bits(float32(w))), bits)
			VMOVD(bits, low)
			VBROADCASTSS(low, v)
			s.weights[w] = v
		}
	}
	return s
}

// of is the sum of x by the weights of a row. Those of 1 come first: they need
// no multiplication to begin with.
func (s weightedSum) of(row []float64, x []reg.VecVirtual) reg.VecVirtual {
	var sum reg.VecVirtual
	add := func(i int, w float64) {
		switch {
		case sum == nil && w == 1:
			sum = s.vector()
			VMOVAPS(x[i], sum)
		case sum == nil && w > 0:
			sum = s.vector()
			VMULPS(s.weights[w], x[i], sum)
		case sum == nil:
			sum = s.vector()
			zero(sum)
			VFNMADD231PS(s.weights[-w], x[i], sum)
		case w == 1:
			VADDPS(x[i], sum, sum)
		case w == -1:
			VSUBPS(x[i], sum, sum)
		case w < 0:
			VFNMADD231PS(s.weights[-w], x[i], sum)
		default:
			VFMADD231PS(s.weights[w], x[i], sum)
		}
	}
	for _, wanted := range []func(w float64) bool{
		func(w float64) bool { return w == 1 },
		func(w float64) bool { return w > 0 && w != 1 },
		func(w float64) bool { return w < 0 },
	} {
		for i, w := range row {
			if wanted(w) {
				add(i, w)
			}
		}
	}
	return sum
}
