package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// bandRow is the size of a BandHistogram's row.
const bandRow = 8 * 8

// countBand adds to eight sums a sample.
func countBand() {
	begin("countBandAVX2", "func(h *[256][8]int64, band []uint64, at []int32, numbers []int64)",
		"countBandAVX2 is countBandGo; it needs nothing beyond amd64.")
	h, band := Load(Param("h"), GP64()), Load(Param("band").Base(), GP64())
	at, numbers, n := walk("at", 4), walk("numbers", 8), length("at")
	loops(n, []int{1}, func(int) {
		cell, number := GP64(), GP64()
		MOVLQSX(at.at(0), cell)
		CMPQ(Mem{Base: band, Index: cell, Scale: 8}, U8(0))
		JEQ(LabelRef("zero"))
		MOVQ(numbers.at(0), number)
		for lane := range 8 {
			value := GP64()
			MOVBQZX(Mem{Base: band, Index: cell, Scale: 8, Disp: lane}, value)
			SHLQ(U8(6), value) // a row's 64 bytes
			ADDQ(number, Mem{Base: h, Index: value, Scale: 1, Disp: 8 * lane})
		}
		Label("zero")
	}, at, numbers)
	RET()
}

// sweepConstant is where a kernel reads one of sweepConstants.
type sweepConstant struct{ base reg.Register }

func (c sweepConstant) at(i int) Mem { return Mem{Base: c.base, Disp: 32 * i} }

func (c sweepConstant) countMask() Mem    { return c.at(0) }
func (c sweepConstant) count() Mem        { return c.at(1) }
func (c sweepConstant) minLeaf() Mem      { return c.at(2) }
func (c sweepConstant) sum() Mem          { return c.at(3) }
func (c sweepConstant) hessians() Mem     { return c.at(4) }
func (c sweepConstant) minHessian() Mem   { return c.at(5) }
func (c sweepConstant) l2() Mem           { return c.at(6) }
func (c sweepConstant) hessianShift() Mem { return c.at(7) }
func (c sweepConstant) hessianMask() Mem  { return c.at(8) }
func (c sweepConstant) shift() Mem        { return c.at(9) }
func (c sweepConstant) offset() Mem       { return c.at(10) }

// A whole number below 2^52 in the low bits of the float64 2^52 is a float64
// that much larger; one of either sign, below 2^51, can be added to 1.5 * 2^52.
var twoTo52, oneAndAHalf Mem

func sweepMagic() {
	twoTo52 = GLOBL("twoTo52", attr.RODATA|attr.NOPTR)
	for i := range 4 {
		DATA(8*i, F64(1<<52))
	}
	oneAndAHalf = GLOBL("oneAndAHalfTo52", attr.RODATA|attr.NOPTR)
	for i := range 4 {
		DATA(8*i, F64(3<<51))
	}
}

func meanSweep() {
	sweepMagic()
	begin("meanSweepAVX2", "func(h *[256][8]int64, c *[11][4]float64, s *[3][8]float64)",
		"meanSweepAVX2 is meanSweepGo with AVX2.")
	sweep(func(c sweepConstant, right reg.VecVirtual) (numerator, denominator, ok reg.VecVirtual) {
		nr, d, nl, t := YMM(), YMM(), YMM(), YMM()
		count(c, right, nr)
		VPADDQ(oneAndAHalf, right, d)
		VSUBPD(oneAndAHalf, d, d)
		VSUBPD(nr, d, d)
		VMULPD(c.count(), d, d)
		VMULPD(c.sum(), nr, t)
		VSUBPD(t, d, d)
		VMULPD(d, d, d)
		others(c.count(), nr, nl)
		ok = notBelow(c.minLeaf(), nr, nl)
		VMULPD(nr, nl, nl)
		return d, nl, ok
	})
}

func newtonSweep() {
	sign := GLOBL("signBits", attr.RODATA|attr.NOPTR)
	for i := range 4 {
		DATA(8*i, U64(1<<63))
	}
	begin("newtonSweepAVX2", "func(h *[256][8]int64, c *[11][4]float64, s *[3][8]float64)",
		"newtonSweepAVX2 is newtonSweepGo with AVX2.")
	sweep(func(c sweepConstant, right reg.VecVirtual) (numerator, denominator, ok reg.VecVirtual) {
		n, other := YMM(), YMM()
		count(c, right, n)
		others(c.count(), n, other)
		ok = notBelow(c.minLeaf(), n, other)
		hr, hl, rr, rl := YMM(), YMM(), YMM(), YMM()
		VPSRLVQ(c.hessianShift(), right, hr)
		VPAND(c.hessianMask(), hr, hr)
		VPOR(twoTo52, hr, hr)
		VSUBPD(twoTo52, hr, hr)
		others(c.hessians(), hr, hl)
		VANDPD(notBelow(c.minHessian(), hr, hl), ok, ok)
		VPXOR(sign, right, rr)
		VPSRLVQ(c.shift(), rr, rr)
		VPOR(twoTo52, rr, rr)
		VSUBPD(c.offset(), rr, rr)
		others(c.sum(), rr, rl)
		VADDPD(c.l2(), hr, hr)
		VADDPD(c.l2(), hl, hl)
		VMULPD(rl, rl, rl)
		VMULPD(hr, rl, rl)
		VMULPD(rr, rr, rr)
		VMULPD(hl, rr, rr)
		VADDPD(rr, rl, rl)
		VMULPD(hl, hr, hr)
		return rl, hr, ok
	})
}

// count is the count in packed sums.
func count(c sweepConstant, packed, n reg.VecVirtual) {
	VPAND(c.countMask(), packed, n)
	VPOR(twoTo52, n, n)
	VSUBPD(twoTo52, n, n)
}

// others is what a part leaves of the whole.
func others(whole Mem, part, rest reg.VecVirtual) {
	VMOVUPD(whole, rest)
	VSUBPD(part, rest, rest)
}

// notBelow is the lanes in which both sides reach a limit.
func notBelow(limit Mem, right, left reg.VecVirtual) reg.VecVirtual {
	least := YMM()
	VMINPD(left, right, least)
	VCMPPD(U8(0x1d), limit, least, least) // least >= limit
	return least
}

// sweep emits a kernel around the score of four lanes.
func sweep(score func(c sweepConstant, right reg.VecVirtual) (numerator, denominator, ok reg.VecVirtual)) {
	row, c, s := Load(Param("h"), GP64()), sweepConstant{Load(Param("c"), GP64())}, Load(Param("s"), GP64())
	right := zeros(2)
	var best, above, below [2]reg.VecVirtual
	place := func(field, half int) Mem { return Mem{Base: s, Disp: 64*field + 32*half} }
	for i := range 2 {
		best[i], above[i], below[i] = YMM(), YMM(), YMM()
		VMOVUPD(place(0, i), best[i])
		VMOVUPD(place(1, i), above[i])
		VMOVUPD(place(2, i), below[i])
	}
	value := GP64()
	MOVQ(U32(255), value)
	ADDQ(U32(255*bandRow), row)
	Label("value")
	occurs := YMM()
	VMOVDQU(Mem{Base: row}, occurs)
	VPOR(Mem{Base: row, Disp: 32}, occurs, occurs)
	VPTEST(occurs, occurs)
	JEQ(LabelRef("next"))
	for i := range 2 {
		VPADDQ(Mem{Base: row, Disp: 32 * i}, right[i], right[i])
		numerator, denominator, ok := score(c, right[i])
		cross, threshold := YMM(), YMM()
		VMULPD(below[i], numerator, cross)
		VMULPD(best[i], denominator, threshold)
		VCMPPD(U8(0x1d), threshold, cross, cross) // cross >= threshold
		VANDPD(cross, ok, ok)
		VBLENDVPD(ok, numerator, best[i], best[i])
		VBLENDVPD(ok, denominator, below[i], below[i])
		VCVTSI2SDQ(value, threshold.AsX(), threshold.AsX())
		VBROADCASTSD(threshold.AsX(), threshold)
		VBLENDVPD(ok, threshold, above[i], above[i])
	}
	Label("next")
	SUBQ(U32(bandRow), row)
	DECQ(value)
	JNZ(LabelRef("value"))
	for i := range 2 {
		VMOVUPD(best[i], place(0, i))
		VMOVUPD(above[i], place(1, i))
		VMOVUPD(below[i], place(2, i))
	}
	end()
}
