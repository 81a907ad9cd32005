package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func weightedSquaredL2U8() {
	begin("weightedSquaredL2U8AVX2", "func(w []float32, x, y []uint8) float32",
		"weightedSquaredL2U8AVX2 is weightedSquaredL2U8Go with AVX2 and FMA.")
	w, x, y, n := walk("w", 4), walk("x", 1), walk("y", 1), length("x")
	acc := zeros(sums)
	loops(n, []int{32, 8, 1}, func(step int) {
		if step == 1 {
			a, b, v := GP32(), GP32(), XMM()
			MOVBLZX(x.at(0), a)
			MOVBLZX(y.at(0), b)
			SUBL(b, a)
			IMULL(a, a)
			VXORPS(v, v, v)
			VCVTSI2SSL(a, v, v)
			tail(acc, v, w.at(0))
			return
		}
		for i := range step / 8 {
			a, b := YMM(), YMM()
			VPMOVZXBD(x.at(8*i), a)
			VPMOVZXBD(y.at(8*i), b)
			VPSUBD(b, a, a)
			VCVTDQ2PS(a, a)
			VMULPS(a, a, a)
			VFMADD231PS(w.at(8*i), a, acc[i])
		}
	}, w, x, y)
	sumFloats(acc)
	end()
}

func indexNotBelow() {
	begin("indexNotBelowAVX2", "func(dst []int32, x []float32, limit float32) int",
		"indexNotBelowAVX2 is indexNotBelowGo with AVX2.")
	limit, x, n := broadcast("limit"), walk("x", 4), length("x")
	first, out, i := GP64(), GP64(), GP64()
	Load(Param("dst").Base(), first)
	MOVQ(first, out)
	XORQ(i, i)
	const notLess = 0x15 // true for NaN
	compare := func(v Op) reg.VecVirtual {
		m := YMM()
		VCMPPS(U8(notLess), limit, v, m)
		return m
	}
	// Most vectors hold nothing: look at four together first.
	loops(n, []int{32, 8}, func(step int) {
		var found []reg.VecVirtual
		for p := 0; p < step; p += 8 {
			v := YMM()
			VMOVUPS(x.at(p), v)
			found = append(found, compare(v))
		}
		if step == 8 {
			indices(found[0], i, out, 0, "8")
		} else {
			a, b := YMM(), YMM()
			VORPS(found[0], found[1], a)
			VORPS(found[2], found[3], b)
			VORPS(a, b, a)
			VTESTPS(a, a)
			JZ(LabelRef("nothing"))
			for p, m := range found {
				indices(m, i, out, 8*p, string(rune('a'+p)))
			}
			Label("nothing")
		}
		ADDQ(U32(step), i)
	}, x)
	from, mask, v := GP64(), YMM(), YMM()
	LEAQ(masks(), from)
	NEGQ(n)
	VMOVDQU(Mem{Base: from, Disp: 32}.Idx(n, 4), mask)
	VMASKMOVPS(x.at(0), mask, v)
	last := compare(v)
	VANDPS(mask, last, last)
	indices(last, i, out, 0, "tail")
	SUBQ(first, out)
	SHRQ(U8(2), out)
	Store(out, ReturnIndex(0))
	end()
}

// indices writes base+offset plus the number of every set lane of m to out
// and advances it.
func indices(m reg.VecVirtual, base, out reg.GPVirtual, offset int, label string) {
	bits, lane := GP32(), GP32()
	VMOVMSKPS(m, bits)
	Label("next" + label)
	TESTL(bits, bits)
	JZ(LabelRef("end" + label))
	TZCNTL(bits, lane)
	BLSRL(bits, bits)
	LEAL(Mem{Base: lane, Index: base.As32(), Scale: 1, Disp: offset}, lane)
	MOVL(lane, Mem{Base: out})
	ADDQ(U8(4), out)
	JMP(LabelRef("next" + label))
	Label("end" + label)
}

// l1Tile takes two rows of y at a time against the four of x: 8 sums, with
// two vectors of y in registers.
func l1Tile() {
	begin("l1TileAVX2", "func(dst []float32, stride int, x, y []uint8, width int)",
		"l1TileAVX2 is l1TileGo with AVX2, for a width that is a multiple of 32.")
	dst, stride := walk("dst", 4), Load(Param("stride"), GP64())
	SHLQ(U8(2), stride)
	x, y := Load(Param("x").Base(), GP64()), Load(Param("y").Base(), GP64())
	width, rest := Load(Param("width"), GP64()), length("y")
	threefold := GP64()
	LEAQ(Mem{Base: width, Index: width, Scale: 2}, threefold)
	for _, rows := range []int{2, 1} {
		name := "rows" + string(rune('0'+rows))
		Label(name)
		need := GP64()
		MOVQ(width, need)
		if rows == 2 {
			ADDQ(width, need)
		}
		CMPQ(rest, need)
		JLT(LabelRef("done" + name))
		acc := zeros(4 * rows)
		p, from := GP64(), GP64()
		MOVQ(x, from)
		XORQ(p, p)
		Label("again" + name)
		var v []reg.VecVirtual
		for r := range rows {
			v = append(v, YMM())
			m := Mem{Base: y}
			if r == 1 {
				m.Index, m.Scale = width, 1
			}
			VMOVDQU(m, v[r])
		}
		for q, m := range []Mem{
			{Base: from}, {Base: from, Index: width, Scale: 1},
			{Base: from, Index: width, Scale: 2}, {Base: from, Index: threefold, Scale: 1},
		} {
			query := YMM()
			VMOVDQU(m, query)
			for r := range rows {
				d := YMM()
				VPSADBW(v[r], query, d)
				VPADDD(d, acc[4*r+q], acc[4*r+q])
			}
		}
		ADDQ(U8(32), y)
		ADDQ(U8(32), from)
		ADDQ(U8(32), p)
		CMPQ(p, width)
		JLT(LabelRef("again" + name))
		for r := range rows {
			storeNegated(acc[4*r:4*r+4], dst.at(r), stride)
		}
		ADDQ(U8(4*rows), dst.Register)
		if rows == 2 {
			ADDQ(width, y)
		}
		SUBQ(need, rest)
		JMP(LabelRef(name))
		Label("done" + name)
	}
	end()
}

// storeNegated writes the negative sums of four vectors of sums below 2^31,
// each in every second lane, a stride apart.
func storeNegated(acc []reg.VecVirtual, at Mem, stride reg.Register) {
	VPSLLQ(U8(32), acc[1], acc[1])
	VPSLLQ(U8(32), acc[3], acc[3])
	VPADDD(acc[1], acc[0], acc[0])
	VPADDD(acc[3], acc[2], acc[2])
	low, high := YMM(), YMM()
	VPUNPCKLQDQ(acc[2], acc[0], low)
	VPUNPCKHQDQ(acc[2], acc[0], high)
	VPADDD(high, low, low)
	half, zero := XMM(), XMM()
	VEXTRACTI128(U8(1), low, half)
	VPADDD(low.AsX(), half, half)
	VPXOR(zero, zero, zero)
	VPSUBD(half, zero, half)
	VCVTDQ2PS(half, half)
	row := GP64()
	LEAQ(at, row)
	for q := range 4 {
		if q > 0 {
			ADDQ(stride, row)
		}
		VEXTRACTPS(U8(q), half, Mem{Base: row})
	}
}
