package main

import (
	"fmt"
	"math"

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

// countLanes adds to eight or four counts a sample.
func countLanes(lanes int) {
	name := fmt.Sprintf("count%dLanesAVX2", lanes)
	begin(name, "func(h *[257][8][2]uint16, which int, columns *[8][]uint8, stride int, samples []uint32)",
		fmt.Sprintf("%s is countLanesGo for %d lanes; it needs nothing beyond amd64.", name, lanes))
	h, which, columns := Load(Param("h"), GP64()), Load(Param("which"), GP64()), Load(Param("columns"), GP64())
	LEAQ(Mem{Base: h, Index: which, Scale: 2}, h)
	column := make([]reg.GPVirtual, lanes)
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
			ADDW(weight.As16(), Mem{Base: h, Index: value, Scale: 1, Disp: 4 * lane})
		}
	}, samples)
	RET()
}

// giniSweep keeps eight features side by side from the counts, as numbers of
// 32 bits, to the scores: of one vector with AVX-512, of two with AVX2.
func giniSweep(avx512 bool) {
	const signature = "func(histograms [][257][8][2]uint16, totals [][2]uint16, weight float64, best *[3][8]float64)"
	if avx512 {
		begin("giniSweepAVX512", signature, "giniSweepAVX512 is giniSweepGo with AVX-512 F, VL, BW and DQ.")
	} else {
		begin("giniSweepAVX2", signature, "giniSweepAVX2 is giniSweepGo with AVX2 and FMA.")
	}
	row, totals, pairs := walk("histograms", giniTable), walk("totals", 4), length("totals")
	g := loadGini(avx512)
	value := GP64()
	MOVQ(U32(255), value)
	ADDQ(U32(255*giniRow), row.Register)
	Label("value")
	left, right, moved := giniSides(row, totals, pairs)
	for i := range g.splits {
		g.improve(i, g.convert(left, i), g.convert(right, i), g.convert(moved, i))
	}
	VSUBPD(g.one, g.value, g.value)
	SUBQ(U32(giniRow), row.Register)
	DECQ(value)
	JNZ(LabelRef("value"))
	g.store()
	end()
}

// gini is what giniSweep holds in vectors of 8 or 4 float64.
type gini struct {
	avx512             bool
	splits             [][3]reg.VecVirtual // the best numerators, denominators and values so far
	weight, value      reg.VecVirtual
	one, least, offset Op
}

func loadGini(avx512 bool) *gini {
	g := &gini{avx512: avx512}
	g.weight, g.value = g.vector(), g.vector()
	VBROADCASTSD(address("weight"), g.weight)
	VMOVUPD(g.constant("first", 255), g.value)
	g.one, g.least = g.constant("one", 1), g.constant("least", leastFraction)
	if !avx512 {
		g.offset = g.constant("twoTo31", 1<<31)
	}
	g.eachSplit(func(m Mem, v *reg.VecVirtual) {
		*v = g.vector()
		VMOVUPD(m, *v)
	})
	return g
}

func (g *gini) store() { g.eachSplit(func(m Mem, v *reg.VecVirtual) { VMOVUPD(*v, m) }) }

// eachSplit visits the vectors of the splits, and where they are kept.
func (g *gini) eachSplit(visit func(m Mem, v *reg.VecVirtual)) {
	at, size := Load(Param("best"), GP64()), int(g.vector().Size())
	if g.splits == nil {
		g.splits = make([][3]reg.VecVirtual, 64/size)
	}
	for i := range g.splits {
		for k := range g.splits[i] {
			visit(Mem{Base: at, Disp: 64*k + size*i}, &g.splits[i][k])
		}
	}
}

func (g *gini) vector() reg.VecVirtual {
	if g.avx512 {
		return ZMM()
	}
	return YMM()
}

// constant is a vector of one number, in memory: AVX2 has no registers left.
func (g *gini) constant(name string, v float64) Op {
	size := int(g.vector().Size())
	m := GLOBL(fmt.Sprintf("%s%dBytes", name, size), attr.RODATA|attr.NOPTR)
	for at := 0; at < size; at += 8 {
		DATA(at, U64(math.Float64bits(v)))
	}
	return m
}

// convert is the i-th part of a vector of unsigned numbers of 32 bits as
// float64.
func (g *gini) convert(v reg.VecVirtual, i int) reg.VecVirtual {
	d := g.vector()
	if g.avx512 {
		VCVTUDQ2PD(v, d)
		return d
	}
	signed := YMM()
	VPXOR(eight(1<<31), v, signed)
	VCVTDQ2PD(half(signed, i), d)
	VADDPD(g.offset, d, d)
	return d
}

// improve replaces the i-th part of the best splits where the one of these sums
// is as good.
func (g *gini) improve(i int, left, right, r reg.VecVirtual) {
	l, ours, best := g.vector(), g.vector(), g.vector()
	split := g.splits[i]
	VSUBPD(r, g.weight, l)
	VMULPD(r, left, left)
	VFMADD231PD(l, right, left) // the numerator
	VFMADD213PD(g.least, l, r)  // the denominator
	VMULPD(split[1], left, ours)
	VMULPD(r, split[0], best)
	const notBelow = 0x1d // and not NaN
	if g.avx512 {
		mask := K()
		VCMPPD(U8(notBelow), best, ours, mask)
		for k, v := range [3]reg.VecVirtual{left, r, g.value} {
			VMOVAPD(v, mask, split[k])
		}
		return
	}
	VCMPPD(U8(notBelow), best, ours, ours)
	for k, v := range [3]reg.VecVirtual{left, r, g.value} {
		VBLENDVPD(ours, v, split[k], split[k])
	}
}

// leastFraction is added to denominators, see giniSweepGo.
const leastFraction = 1e-100

// giniSides adds the row above to each pair's row and returns the sums over
// classes of the squares of what is left and right of the threshold, and of
// what is right. One instruction squares both classes of a pair and adds.
func giniSides(row, totals stream, pairs reg.Register) (left, right, moved reg.VecVirtual) {
	sums := zeros(3)
	left, right, moved = sums[0], sums[1], sums[2]
	p := GP64()
	XORQ(p, p)
	table := GP64()
	MOVQ(row.Register, table)
	Label("pair")
	r, l := YMM(), YMM()
	VMOVDQU(Mem{Base: table, Disp: giniRow}, r)
	VPADDW(Mem{Base: table}, r, r)
	VMOVDQU(r, Mem{Base: table})
	VPADDW(r, moved, moved)
	VPBROADCASTD(Mem{Base: totals.Register, Index: p, Scale: 4}, l)
	VPSUBW(r, l, l)
	VPMADDWD(r, r, r)
	VPADDD(r, right, right)
	VPMADDWD(l, l, l)
	VPADDD(l, left, left)
	ADDQ(U32(giniTable), table)
	INCQ(p)
	CMPQ(p, pairs)
	JLT(LabelRef("pair"))
	odd := YMM()
	VPSRLD(U8(16), moved, odd)
	VPAND(eight(0xffff), moved, moved)
	VPADDD(odd, moved, moved)
	return left, right, moved
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

// address is where a scalar argument is.
func address(name string) Mem {
	m, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return m.Addr
}
