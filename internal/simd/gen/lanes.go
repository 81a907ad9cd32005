package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The layout of a LaneHistogram in bytes.
const (
	giniRow   = 4 * 8
	giniTable = 257 * giniRow
)

// countLanes adds to eight counts a sample.
func countLanes() {
	begin("countLanesAVX2", "func(h *[257][8]uint32, columns *[8][]uint8, stride int, samples []uint32)",
		"countLanesAVX2 is countLanesGo; it needs nothing beyond amd64.")
	h, columns := Load(Param("h"), GP64()), Load(Param("columns"), GP64())
	var column [8]reg.GPVirtual
	for lane := range column {
		column[lane] = GP64()
		MOVQ(Mem{Base: columns, Disp: 24 * lane}, column[lane])
	}
	samples, n := walk("samples", 4), length("samples")
	loops(n, []int{1}, func(int) {
		at, later, weight := sampleAt(samples, 0), laterSample(samples, n), GP32()
		MOVBLZX(samples.at(0), weight)
		for lane := range column {
			value := GP64()
			MOVBQZX(Mem{Base: column[lane], Index: at, Scale: 1}, value)
			PREFETCHT0(Mem{Base: column[lane], Index: later, Scale: 1})
			SHLQ(U8(5), value) // a row's 32 bytes
			ADDL(weight, Mem{Base: h, Index: value, Scale: 1, Disp: 4 * lane})
		}
	}, samples)
	RET()
}

// giniSweep keeps eight features side by side from the counts, as numbers of
// 32 bits, to the scores, of which two vectors are needed.
func giniSweep() {
	begin("giniSweepAVX2", "func(histograms [][257][8]uint32, totals []uint32, weight float64, best, above *[8]float64)",
		"giniSweepAVX2 is giniSweepGo with AVX2 and FMA.")
	row, totals, classes := walk("histograms", giniTable), walk("totals", 4), length("totals")
	weight := YMM()
	VBROADCASTSD(address("weight"), weight)
	offset := GLOBL("twoTo31", attr.RODATA|attr.NOPTR)
	for i := range 4 {
		DATA(8*i, F64(1<<31))
	}
	best, above := vectorPair("best"), vectorPair("above")

	value := GP64()
	MOVQ(U32(255), value)
	ADDQ(U32(255*giniRow), row.Register)
	Label("value")
	left, right, moved := giniSides(row, totals, classes)
	for i := range 2 {
		score, r := unsignedHalf(left, i, offset), unsignedHalf(right, i, offset)
		w, l := YMM(), YMM()
		VCVTDQ2PD(half(moved, i), w)
		VSUBPD(w, weight, l)
		VMULPD(w, score, score)
		VFMADD231PD(l, r, score)
		VMULPD(l, w, w)
		VDIVPD(w, score, score)
		VCMPPD(U8(0x1d), best[i], score, r) // score >= best; NaN is not
		VBLENDVPD(r, score, best[i], best[i])
		VCVTSI2SDQ(value, w.AsX(), w.AsX())
		VBROADCASTSD(w.AsX(), w)
		VBLENDVPD(r, w, above[i], above[i])
	}
	SUBQ(U32(giniRow), row.Register)
	DECQ(value)
	JNZ(LabelRef("value"))

	for i := range 2 {
		VMOVUPD(best[i], Mem{Base: Load(Param("best"), GP64()), Disp: 32 * i})
		VMOVUPD(above[i], Mem{Base: Load(Param("above"), GP64()), Disp: 32 * i})
	}
	end()
}

// giniSides adds the row above to each class's row and returns the sums over
// classes of the squares of what is left and right of the threshold, and of
// what is right.
func giniSides(row, totals stream, classes reg.Register) (left, right, moved reg.VecVirtual) {
	sums := zeros(3)
	left, right, moved = sums[0], sums[1], sums[2]
	c := GP64()
	XORQ(c, c)
	table := GP64()
	MOVQ(row.Register, table)
	Label("class")
	r, l := YMM(), YMM()
	VMOVDQU(Mem{Base: table, Disp: giniRow}, r)
	VPADDD(Mem{Base: table}, r, r)
	VMOVDQU(r, Mem{Base: table})
	VPADDD(r, moved, moved)
	VPBROADCASTD(Mem{Base: totals.Register, Index: c, Scale: 4}, l)
	VPSUBD(r, l, l)
	VPMULLD(r, r, r)
	VPADDD(r, right, right)
	VPMULLD(l, l, l)
	VPADDD(l, left, left)
	ADDQ(U32(giniTable), table)
	INCQ(c)
	CMPQ(c, classes)
	JLT(LabelRef("class"))
	return left, right, moved
}

// unsignedHalf is the half of a vector of unsigned numbers of 32 bits as
// float64; there is an instruction for signed ones only.
func unsignedHalf(v reg.VecVirtual, i int, offset Mem) reg.VecVirtual {
	signed, d := YMM(), YMM()
	VPXOR(eight(1<<31), v, signed)
	VCVTDQ2PD(half(signed, i), d)
	VADDPD(offset, d, d)
	return d
}

// half is the lower or the upper half of a vector.
func half(v reg.VecVirtual, i int) reg.VecVirtual {
	if i == 0 {
		return v.AsX().(reg.VecVirtual)
	}
	upper := XMM()
	VEXTRACTI128(U8(1), v, upper)
	return upper
}

// vectorPair loads what an argument points to, 8 float64.
func vectorPair(name string) [2]reg.VecVirtual {
	from := Load(Param(name), GP64())
	pair := [2]reg.VecVirtual{YMM(), YMM()}
	for i, v := range pair {
		VMOVUPD(Mem{Base: from, Disp: 32 * i}, v)
	}
	return pair
}

// address is where a scalar argument is.
func address(name string) Mem {
	m, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return m.Addr
}
