package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Sums run in several vectors at once: each addition waits for the one before
// it in the same vector, and four are enough to hide that behind the loads.
const sums = 4

func dot() {
	begin("dotAVX2", "func(x, y []float32) float32", "dotAVX2 is dotGo with AVX2 and FMA.")
	x, y, n := walk("x", 4), walk("y", 4), length("x")
	acc := zeros(sums)
	loops(n, []int{8 * sums, 8, 1}, func(step int) {
		if step == 1 {
			v := XMM()
			VMOVSS(x.at(0), v)
			tail(acc, v, y.at(0))
			return
		}
		for i := range step / 8 {
			v := YMM()
			VMOVUPS(x.at(8*i), v)
			VFMADD231PS(y.at(8*i), v, acc[i])
		}
	}, x, y)
	sumFloats(acc)
	end()
}

// tail adds v*w to the lowest lane of a sum; the scalar instruction clears the
// lanes above the fourth of its target, so it does not work on the sum itself.
func tail(acc []reg.VecVirtual, v reg.VecVirtual, w Mem) {
	VMULSS(w, v, v)
	upper := YMM()
	VXORPS(upper, upper, upper)
	VBLENDPS(U8(1), v.AsY(), upper, upper)
	VADDPS(upper, acc[0], acc[0])
}

func axpy() {
	begin("axpyAVX2", "func(alpha float32, x, y []float32)", "axpyAVX2 is axpyGo with AVX2 and FMA.")
	alpha, x, y, n := broadcast("alpha"), walk("x", 4), walk("y", 4), length("x")
	loops(n, []int{32, 8, 1}, func(step int) {
		if step == 1 {
			v := XMM()
			VMOVSS(y.at(0), v)
			VFMADD231SS(x.at(0), alpha.AsX(), v)
			VMOVSS(v, y.at(0))
			return
		}
		for i := range step / 8 {
			v := YMM()
			VMOVUPS(y.at(8*i), v)
			VFMADD231PS(x.at(8*i), alpha, v)
			VMOVUPS(v, y.at(8*i))
		}
	}, x, y)
	end()
}

func dotU8() {
	begin("dotU8AVX2", "func(w []float32, x []uint8) float32", "dotU8AVX2 is dotU8Go with AVX2 and FMA.")
	w, x, n := walk("w", 4), walk("x", 1), length("x")
	acc := zeros(sums)
	loops(n, []int{8 * sums, 8, 1}, func(step int) {
		if step == 1 {
			tail(acc, byteToFloat(x.at(0)), w.at(0))
			return
		}
		for i := range step / 8 {
			VFMADD231PS(w.at(8*i), bytesToFloats(x.at(8*i)), acc[i])
		}
	}, w, x)
	sumFloats(acc)
	end()
}

func axpyU8() {
	begin("axpyU8AVX2", "func(alpha float32, x []uint8, y []float32)", "axpyU8AVX2 is axpyU8Go with AVX2 and FMA.")
	alpha, x, y, n := broadcast("alpha"), walk("x", 1), walk("y", 4), length("x")
	loops(n, []int{32, 8, 1}, func(step int) {
		if step == 1 {
			v := byteToFloat(x.at(0))
			VFMADD213SS(y.at(0), alpha.AsX(), v)
			VMOVSS(v, y.at(0))
			return
		}
		for i := range step / 8 {
			v := bytesToFloats(x.at(8 * i))
			VFMADD213PS(y.at(8*i), alpha, v)
			VMOVUPS(v, y.at(8*i))
		}
	}, x, y)
	end()
}

func squaredL2U8() {
	begin("squaredL2U8AVX2", "func(x, y []uint8) uint32",
		"squaredL2U8AVX2 is squaredL2U8Go with AVX2, for at most 2^16 elements.")
	x, y, n := walk("x", 1), walk("y", 1), length("x")
	acc, total := zeros(2), GP32()
	XORL(total, total)
	loops(n, []int{32, 16, 1}, func(step int) {
		if step == 1 {
			a, b := GP32(), GP32()
			MOVBLZX(x.at(0), a)
			MOVBLZX(y.at(0), b)
			SUBL(b, a)
			IMULL(a, a)
			ADDL(a, total)
			return
		}
		for i := range step / 16 {
			a, b := YMM(), YMM()
			VPMOVZXBW(x.at(16*i), a)
			VPMOVZXBW(y.at(16*i), b)
			VPSUBW(b, a, a)
			VPMADDWD(a, a, a)
			VPADDD(a, acc[i], acc[i])
		}
	}, x, y)
	VPADDD(acc[1], acc[0], acc[0])
	sum := foldHalves(acc[0], func(from, to reg.VecVirtual) { VPADDD(from, to, to) })
	next, low := XMM(), GP32()
	VPSRLQ(U8(32), sum, next)
	VPADDD(next, sum, sum)
	VMOVD(sum, low)
	ADDL(low, total)
	Store(total, ReturnIndex(0))
	end()
}

// foldHalves adds the four quarters of v, by the given addition, into one.
func foldHalves(v reg.VecVirtual, add func(from, to reg.VecVirtual)) reg.VecVirtual {
	sum, half := XMM(), XMM()
	VEXTRACTI128(U8(1), v, sum)
	add(v.AsX().(reg.VecVirtual), sum)
	VPSRLDQ(U8(8), sum, half)
	add(half, sum)
	return sum
}

func l1U8() {
	begin("l1U8AVX2", "func(x, y []uint8) uint64", "l1U8AVX2 is l1U8Go with AVX2.")
	x, y, n := walk("x", 1), walk("y", 1), length("x")
	acc, total := zeros(2), GP64()
	XORQ(total, total)
	loops(n, []int{64, 32, 1}, func(step int) {
		if step == 1 {
			a, b := GP64(), GP64()
			MOVBQZX(x.at(0), a)
			MOVBQZX(y.at(0), b)
			absoluteDifference(a, b)
			ADDQ(a, total)
			return
		}
		for i := range step / 32 {
			v := YMM()
			VMOVDQU(x.at(32*i), v)
			VPSADBW(y.at(32*i), v, v)
			VPADDQ(v, acc[i], acc[i])
		}
	}, x, y)
	VPADDQ(acc[1], acc[0], acc[0])
	sum, low := foldHalves(acc[0], func(from, to reg.VecVirtual) { VPADDQ(from, to, to) }), GP64()
	VMOVQ(sum, low)
	ADDQ(low, total)
	Store(total, ReturnIndex(0))
	end()
}

// absoluteDifference sets a to |a-b|.
func absoluteDifference(a, b reg.GPVirtual) {
	d := GP64()
	MOVQ(b, d)
	SUBQ(a, d)
	SUBQ(b, a)
	CMOVQLT(d, a)
}

func weightedL1U8() {
	begin("weightedL1U8AVX2", "func(w []float32, x, y []uint8) float32",
		"weightedL1U8AVX2 is weightedL1U8Go with AVX2 and FMA.")
	w, x, y, n := walk("w", 4), walk("x", 1), walk("y", 1), length("x")
	acc := zeros(sums)
	loops(n, []int{32, 8, 1}, func(step int) {
		if step == 1 {
			a, b, v := GP64(), GP64(), XMM()
			MOVBQZX(x.at(0), a)
			MOVBQZX(y.at(0), b)
			absoluteDifference(a, b)
			VXORPS(v, v, v)
			VCVTSI2SSQ(a, v, v)
			tail(acc, v, w.at(0))
			return
		}
		for i := range step / 8 {
			a, b, low := XMM(), XMM(), XMM()
			VMOVQ(x.at(8*i), a)
			VMOVQ(y.at(8*i), b)
			VPMINUB(a, b, low)
			VPMAXUB(a, b, a)
			VPSUBB(low, a, a)
			VFMADD231PS(w.at(8*i), bytesToFloats(a), acc[i])
		}
	}, w, x, y)
	sumFloats(acc)
	end()
}
