package main

import (
	"fmt"
	"math"
	"sync"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vectorConstants are the constants emitted so far.
var vectorConstants = map[uint32]Mem{}

// eight is a constant vector of eight times the same 32 bits.
func eight(bits uint32) Mem {
	m, ok := vectorConstants[bits]
	if !ok {
		m = GLOBL(fmt.Sprintf("eight%08x", bits), attr.RODATA|attr.NOPTR)
		for i := range 8 {
			DATA(4*i, U32(bits))
		}
		vectorConstants[bits] = m
	}
	return m
}

func eightFloats(v float64) Mem { return eight(math.Float32bits(float32(v))) }

// reduced writes x = n*ln(2) + r, |r| <= ln(2)/2, and returns n and the
// Taylor polynomial of degree 7 for exp(r)-1, whose error is below 2^-27.
// ln(2) is cut in two such that the first difference is exact.
func reduced(x reg.VecVirtual) (n, p reg.VecVirtual) {
	n, q, square := YMM(), YMM(), YMM()
	high := float64(float32(math.Ln2))
	VMULPS(eightFloats(math.Log2E), x, n)
	VROUNDPS(U8(0), n, n)
	VFNMADD231PS(eightFloats(high), n, x)
	VFNMADD231PS(eightFloats(math.Ln2-high), n, x)
	VCVTPS2DQ(n, n)
	VMOVUPS(eightFloats(1.0/5040), q)
	for _, factorial := range []float64{720, 120, 24, 6, 2} {
		VFMADD213PS(eightFloats(1/factorial), x, q)
	}
	VMULPS(x, x, square)
	VFMADD213PS(x, square, q)
	return n, q
}

// powerOfTwo turns the integers n, -126 to 127, into floats 2^n.
func powerOfTwo(n reg.VecVirtual) {
	VPADDD(eight(127), n, n)
	VPSLLD(U8(23), n, n)
}

// whole emits body for 8 numbers of dst and x at a time; the last few, fewer
// than 8, go through body under a mask.
func whole(body func(v reg.VecVirtual)) {
	dst, x, n := walk("dst", 4), walk("x", 4), length("x")
	loops(n, []int{8}, func(int) {
		v := YMM()
		VMOVUPS(x.at(0), v)
		body(v)
		VMOVUPS(v, dst.at(0))
	}, dst, x)
	TESTQ(n, n)
	JZ(LabelRef("return"))
	from, mask, v := GP64(), YMM(), YMM()
	LEAQ(masks(), from)
	NEGQ(n)
	VMOVDQU(Mem{Base: from, Disp: 32}.Idx(n, 4), mask)
	VMASKMOVPS(x.at(0), mask, v)
	body(v)
	VMASKMOVPS(v, mask, dst.at(0))
	Label("return")
	end()
}

// masks is a constant of 8 set lanes followed by 8 clear ones: read n lanes
// before its middle, it is the mask of the first n lanes.
var masks = sync.OnceValue(func() Mem {
	m := GLOBL("masks", attr.RODATA|attr.NOPTR)
	for i := range 16 {
		DATA(4*i, U32(uint32(i/8)-1))
	}
	return m
})

func exp() {
	begin("expAVX2", "func(dst, x []float32)", "expAVX2 is expGo with AVX2 and FMA.")
	whole(func(x reg.VecVirtual) {
		// Beyond these limits the result is 0 or infinite. A NaN is the second
		// operand, which the processor returns.
		clamp := YMM()
		VMOVUPS(eightFloats(-104), clamp)
		VMAXPS(x, clamp, x)
		VMOVUPS(eightFloats(89), clamp)
		VMINPS(x, clamp, x)
		n, p := reduced(x)
		VADDPS(eightFloats(1), p, x)
		// 2^n may be no float, its two halves are; only the second product
		// can be subnormal, so only it rounds.
		half := YMM()
		VPSRAD(U8(1), n, half)
		VPSUBD(half, n, n)
		powerOfTwo(half)
		powerOfTwo(n)
		VMULPS(half, x, x)
		VMULPS(n, x, x)
	})
}

func tanh() {
	begin("tanhAVX2", "func(dst, x []float32)", "tanhAVX2 is tanhGo with AVX2 and FMA.")
	whole(func(x reg.VecVirtual) {
		// With e = exp(2|x|)-1 it is e/(e+2) under the sign of x, which keeps
		// its precision near 0. From 10 on it is 1.
		sign, clamp := YMM(), YMM()
		VANDPS(eight(1<<31), x, sign)
		VANDNPS(x, sign, x)
		VMOVUPS(eightFloats(10), clamp)
		VMINPS(x, clamp, x)
		VADDPS(x, x, x)
		n, e := reduced(x)
		powerOfTwo(n)
		VSUBPS(eightFloats(1), n, x)
		VFMADD213PS(x, n, e)
		VADDPS(eightFloats(2), e, x)
		VDIVPS(x, e, x)
		VORPS(sign, x, x)
	})
}
