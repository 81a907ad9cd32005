// Command dense writes the assembly of the kernels of dense layers for amd64
// with AVX2 and FMA, and of the product with AVX-512 too. What each computes is said by its twin in plain Go.
package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!noasm")
	panelTile()
	doublePanelTile()
	adam()
	affineU8()
	prefetch()
	Generate()
}

func begin(name, signature, doc string) {
	TEXT(name, attr.NOSPLIT, signature)
	Pragma("noescape")
	Doc(doc)
}

func end() {
	VZEROUPPER()
	RET()
}

// bytes loads a number of float32 as a number of bytes.
func bytes(name string) reg.Register {
	r := Load(Param(name), GP64())
	SHLQ(Imm(2), r)
	return r
}

func base(name string) reg.Register { return Load(Param(name).Base(), GP64()) }

// eachOf emits once for each of k, four at a turn: from the label four to the
// label store.
func eachOf(k reg.Register, once func()) {
	Label("four")
	CMPQ(k, Imm(4))
	JLT(LabelRef("one"))
	for range 4 {
		once()
	}
	SUBQ(Imm(4), k)
	JMP(LabelRef("four"))
	Label("one")
	TESTQ(k, k)
	JZ(LabelRef("store"))
	once()
	DECQ(k)
	JMP(LabelRef("one"))
	Label("store")
}

// panelTile keeps the 6 x 16 block of c in twelve registers. Each of a's six
// elements is broadcast straight from memory: rows 0 to 2 relative to one
// pointer, rows 3 to 5 to another.
func panelTile() {
	begin("panelTileAVX2", "func(k int, a []float32, rowStride, colStride int, b []float32, bStride int, c []float32, cStride int, add bool)",
		"panelTileAVX2 is the AVX2 form of panelTileGo.")
	k := Load(Param("k"), GP64())
	a, row, col := base("a"), bytes("rowStride"), bytes("colStride")
	b, bStep := base("b"), bytes("bStride")
	lower := GP64()
	LEAQ(Mem{Base: row, Index: row, Scale: 2}, lower)
	ADDQ(a, lower)
	c, cStep := base("c"), bytes("cStride")
	var acc [6][2]reg.VecVirtual
	for i := range acc {
		acc[i] = [2]reg.VecVirtual{YMM(), YMM()}
	}
	add := Load(Param("add"), GP8())
	TESTB(add, add)
	JNZ(LabelRef("load"))
	for i := range acc {
		VXORPS(acc[i][0], acc[i][0], acc[i][0])
		VXORPS(acc[i][1], acc[i][1], acc[i][1])
	}
	JMP(LabelRef("four"))
	Label("load")
	rowOfC := GP64()
	MOVQ(c, rowOfC)
	for i := range acc {
		VMOVUPS(Mem{Base: rowOfC}, acc[i][0])
		VMOVUPS(Mem{Base: rowOfC, Disp: 32}, acc[i][1])
		ADDQ(cStep, rowOfC)
	}
	b0, b1, x, y := YMM(), YMM(), YMM(), YMM()
	once := func() {
		VMOVUPS(Mem{Base: b}, b0)
		VMOVUPS(Mem{Base: b, Disp: 32}, b1)
		for i := range acc {
			from := a
			if i >= 3 {
				from = lower
			}
			m := Mem{Base: from, Index: row, Scale: uint8(i % 3)}
			if i%3 == 0 {
				m = Mem{Base: from}
			}
			v := x
			if i%2 == 1 {
				v = y
			}
			VBROADCASTSS(m, v)
			VFMADD231PS(b0, v, acc[i][0])
			VFMADD231PS(b1, v, acc[i][1])
		}
		ADDQ(col, a)
		ADDQ(col, lower)
		ADDQ(bStep, b)
	}
	eachOf(k, once)
	for i := range acc {
		VMOVUPS(acc[i][0], Mem{Base: c})
		VMOVUPS(acc[i][1], Mem{Base: c, Disp: 32})
		if i < len(acc)-1 {
			ADDQ(cStep, c)
		}
	}
	end()
}

// doublePanelTile keeps the 12 x 16 block of c in twelve registers of 512 bits.
// The multiplication itself broadcasts a's elements from memory, three rows
// relative to each of four pointers.
func doublePanelTile() {
	begin("doublePanelTileAVX512", "func(k int, a []float32, rowStride, colStride int, b []float32, bStride int, c []float32, cStride int, add bool)",
		"doublePanelTileAVX512 is panelTileGo twice, the second time six rows further down, with AVX-512 F.")
	k := Load(Param("k"), GP64())
	row, col := bytes("rowStride"), bytes("colStride")
	b, bStep := base("b"), bytes("bStride")
	c, cStep := base("c"), bytes("cStride")
	var from [4]reg.Register
	for i := range from {
		if i == 0 {
			from[i] = base("a")
			continue
		}
		from[i] = GP64()
		LEAQ(Mem{Base: row, Index: row, Scale: 2}, from[i])
		ADDQ(from[i-1], from[i])
	}
	var acc [12]reg.VecVirtual
	for i := range acc {
		acc[i] = ZMM()
	}
	add := Load(Param("add"), GP8())
	TESTB(add, add)
	JNZ(LabelRef("load"))
	for i := range acc {
		VPXORD(acc[i], acc[i], acc[i])
	}
	JMP(LabelRef("four"))
	Label("load")
	rowOfC := GP64()
	MOVQ(c, rowOfC)
	for i := range acc {
		VMOVUPS(Mem{Base: rowOfC}, acc[i])
		ADDQ(cStep, rowOfC)
	}
	once := func() {
		bv := ZMM()
		VMOVUPS(Mem{Base: b}, bv)
		for i := range acc {
			m := Mem{Base: from[i/3], Index: row, Scale: uint8(i % 3)}
			if i%3 == 0 {
				m = Mem{Base: from[i/3]}
			}
			VFMADD231PS_BCST(m, bv, acc[i])
		}
		for i := range from {
			ADDQ(col, from[i])
		}
		ADDQ(bStep, b)
	}
	eachOf(k, once)
	for i := range acc {
		VMOVUPS(acc[i], Mem{Base: c})
		if i < len(acc)-1 {
			ADDQ(cStep, c)
		}
	}
	end()
}

// adam does 8 weights at a time, the rest one by one in the low lane of the
// same registers.
func adam() {
	begin("adamAVX2", "func(step *[8]float32, w, m, v, g []float32) float32", "adamAVX2 is the AVX2 form of adamGo.")
	step := Load(Param("step"), GP64())
	var constant [8]reg.VecVirtual
	for i := range constant {
		constant[i] = YMM()
		VBROADCASTSS(Mem{Base: step, Disp: 4 * i}, constant[i])
	}
	scale, decay := constant[0], constant[1]
	beta1, rest1, beta2, rest2 := constant[2], constant[3], constant[4], constant[5]
	rate, epsilon := constant[6], constant[7]

	w, m, v, g := base("w"), base("m"), base("v"), base("g")
	n := Load(Param("w").Len(), GP64())
	squares := YMM()
	VXORPS(squares, squares, squares)
	wv, mv, vv, d, t := YMM(), YMM(), YMM(), YMM(), YMM()
	body := func(load func(p reg.Register, dst reg.VecVirtual), store func(src reg.VecVirtual, p reg.Register), width uint64) {
		load(w, wv)
		load(g, d)
		load(m, mv)
		load(v, vv)
		VFMADD231PS(wv, wv, squares)
		VFMADD231PS(decay, wv, d)
		VMULPS(scale, d, d)
		VMULPS(beta1, mv, mv)
		VFMADD231PS(rest1, d, mv)
		VMULPS(beta2, vv, vv)
		VMULPS(rest2, d, t)
		VFMADD231PS(t, d, vv)
		VSQRTPS(vv, t)
		VADDPS(epsilon, t, t)
		VMULPS(rate, mv, d)
		VDIVPS(t, d, d)
		VSUBPS(d, wv, wv)
		store(wv, w)
		store(mv, m)
		store(vv, v)
		for _, p := range []reg.Register{w, m, v, g} {
			ADDQ(Imm(4*width), p)
		}
		SUBQ(Imm(width), n)
	}
	Label("eight")
	CMPQ(n, Imm(8))
	JLT(LabelRef("one"))
	body(func(p reg.Register, dst reg.VecVirtual) { VMOVUPS(Mem{Base: p}, dst) },
		func(src reg.VecVirtual, p reg.Register) { VMOVUPS(src, Mem{Base: p}) }, 8)
	JMP(LabelRef("eight"))
	Label("one")
	TESTQ(n, n)
	JZ(LabelRef("sum"))
	body(func(p reg.Register, dst reg.VecVirtual) { VMOVSS(Mem{Base: p}, dst.AsX()) },
		func(src reg.VecVirtual, p reg.Register) { VMOVSS(src.AsX(), Mem{Base: p}) }, 1)
	JMP(LabelRef("one"))
	Label("sum")
	Store(sumLanes(squares), ReturnIndex(0))
	end()
}

// sumLanes adds up the 8 lanes.
func sumLanes(y reg.VecVirtual) reg.Register {
	high := XMM()
	VEXTRACTF128(Imm(1), y, high)
	low := y.AsX()
	VADDPS(high, low, low)
	VHADDPS(low, low, low)
	VHADDPS(low, low, low)
	return low
}

// affineU8 does 16 bytes at a time, the rest one by one.
func affineU8() {
	begin("affineU8AVX2", "func(dst []float32, x []uint8, scale, shift []float32)", "affineU8AVX2 is the AVX2 form of affineU8Go.")
	dst, x, scale, shift := base("dst"), base("x"), base("scale"), base("shift")
	n := Load(Param("x").Len(), GP64())
	advance := func(width uint64) {
		ADDQ(Imm(width), x)
		for _, p := range []reg.Register{dst, scale, shift} {
			ADDQ(Imm(4*width), p)
		}
		SUBQ(Imm(width), n)
	}
	Label("sixteen")
	CMPQ(n, Imm(16))
	JLT(LabelRef("one"))
	for i := range 2 {
		v, s := YMM(), YMM()
		VPMOVZXBD(Mem{Base: x, Disp: 8 * i}, v)
		VCVTDQ2PS(v, v)
		VMOVUPS(Mem{Base: scale, Disp: 32 * i}, s)
		VFMADD213PS(Mem{Base: shift, Disp: 32 * i}, s, v)
		VMOVUPS(v, Mem{Base: dst, Disp: 32 * i})
	}
	advance(16)
	JMP(LabelRef("sixteen"))
	Label("one")
	TESTQ(n, n)
	JZ(LabelRef("done"))
	pixel, v, s := GP32(), XMM(), XMM()
	MOVBLZX(Mem{Base: x}, pixel)
	VXORPS(v, v, v)
	VCVTSI2SSL(pixel, v, v)
	VMOVSS(Mem{Base: scale}, s)
	VFMADD213SS(Mem{Base: shift}, s, v)
	VMOVSS(v, Mem{Base: dst})
	advance(1)
	JMP(LabelRef("one"))
	Label("done")
	end()
}

// prefetch asks for every cache line of x.
func prefetch() {
	begin("prefetchAVX2", "func(x []uint8)", "prefetchAVX2 is the form of prefetchGo that does something.")
	x, n := base("x"), Load(Param("x").Len(), GP64())
	Label("line")
	TESTQ(n, n)
	JLE(LabelRef("done"))
	PREFETCHT0(Mem{Base: x})
	ADDQ(Imm(64), x)
	SUBQ(Imm(64), n)
	JMP(LabelRef("line"))
	Label("done")
	RET()
}
