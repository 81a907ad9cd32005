package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The tile of the product: 6 rows of 16 columns are 12 vectors of sums, which
// with a row of B and two numbers of A fill the 16 registers.
const (
	tileRows = 6
	tileCols = 16
	unroll   = 4
)

func tile() {
	begin("tileAVX2", "func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int)",
		"tileAVX2 is tileGo with AVX2 and FMA.")
	k := Load(Param("k"), GP64())
	a, b, c := walk("a", 4), walk("b", 4), walk("c", 4)
	stride := Load(Param("stride"), GP64())
	SHLQ(U8(2), stride)

	row := GP64()
	MOVQ(c.Register, row)
	for range tileRows {
		PREFETCHT0(Mem{Base: row})
		PREFETCHT0(Mem{Base: row, Disp: 60})
		ADDQ(stride, row)
	}

	acc := zeros(2 * tileRows)
	loops(k, []int{unroll, 1}, func(step int) {
		for p := range step {
			b0, b1 := YMM(), YMM()
			VMOVUPS(b.at(p*tileCols), b0)
			VMOVUPS(b.at(p*tileCols+8), b1)
			for i := range tileRows {
				v := YMM()
				VBROADCASTSS(a.at(p*tileRows+i), v)
				VFMADD231PS(b0, v, acc[2*i])
				VFMADD231PS(b1, v, acc[2*i+1])
			}
		}
	}, stream{a.Register, 4 * tileRows}, stream{b.Register, 4 * tileCols})
	store(acc, c, stride)
}

// doubleTile is two panels of A at once: a row of C is one vector of 16, and 12
// of them hide the latency of the additions.
func doubleTile() {
	begin("doubleTileAVX512", "func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int)",
		"doubleTileAVX512 is tileGo twice with AVX-512 F.")
	t := newTileAVX512(1)
	t.multiply(func(int) {}, func(panel Mem, i int, row []reg.VecVirtual) {
		VFMADD231PS_BCST(panel, row[0], t.acc[i][0])
	})
	t.store()
}

// quadTile is two panels of A and two of B: 14 loads for 24 multiplications,
// where the processor has as many ports for either. It streams two panels of B
// through the first cache, so that those which follow have to come into the
// second meanwhile, a line every unroll rows.
func quadTile() {
	begin("quadTileAVX512", "func(k int, alpha float32, a, b []float32, beta float32, c []float32, stride int, ahead *float32)",
		"quadTileAVX512 is tileGo four times with AVX-512 F.")
	ahead := Load(Param("ahead"), GP64())
	t := newTileAVX512(2)
	t.multiply(func(step int) {
		if step == unroll {
			PREFETCHT1(Mem{Base: ahead})
			ADDQ(Imm(64), ahead)
		}
	}, func(panel Mem, i int, row []reg.VecVirtual) {
		v := ZMM()
		VBROADCASTSS(panel, v)
		for j := range row {
			VFMADD231PS(v, row[j], t.acc[i][j])
		}
	})
	t.store()
}

// tileAVX512 is two panels of A, below each other, and some of B beside each
// other. A row of C has a vector of sums for each of these.
type tileAVX512 struct {
	k, stride reg.Register
	a, b      []stream // the panels
	c         stream
	acc       [2 * tileRows][]reg.VecVirtual
}

func newTileAVX512(panels int) *tileAVX512 {
	t := &tileAVX512{k: Load(Param("k"), GP64()), stride: Load(Param("stride"), GP64())}
	t.a, t.b, t.c = []stream{walk("a", 4)}, []stream{walk("b", 4)}, walk("c", 4)
	SHLQ(U8(2), t.stride)
	below := stream{GP64(), 4}
	IMUL3Q(U8(4*tileRows), t.k, below.Register)
	ADDQ(t.a[0].Register, below.Register)
	t.a = append(t.a, below)
	for range panels - 1 {
		beside := stream{GP64(), 4}
		IMUL3Q(U8(4*tileCols), t.k, beside.Register)
		ADDQ(t.b[0].Register, beside.Register)
		t.b = append(t.b, beside)
	}

	row := GP64()
	MOVQ(t.c.Register, row)
	for range t.acc {
		for j := range panels {
			PREFETCHT0(Mem{Base: row, Disp: 64 * j})
		}
		PREFETCHT0(Mem{Base: row, Disp: 64*panels - 4})
		ADDQ(t.stride, row)
	}
	for i := range t.acc {
		for range panels {
			sum := ZMM()
			VPXORD(sum, sum, sum)
			t.acc[i] = append(t.acc[i], sum)
		}
	}
	return t
}

// multiply adds the products of row i, whose number of A is at panel, by term,
// after first has seen how many k the step takes.
func (t *tileAVX512) multiply(first func(step int), term func(panel Mem, i int, row []reg.VecVirtual)) {
	var streams []stream
	for _, panel := range t.a {
		streams = append(streams, stream{panel.Register, 4 * tileRows})
	}
	for _, panel := range t.b {
		streams = append(streams, stream{panel.Register, 4 * tileCols})
	}
	loops(t.k, []int{unroll, 1}, func(step int) {
		first(step)
		for p := range step {
			var row []reg.VecVirtual
			for _, panel := range t.b {
				v := ZMM()
				VMOVUPS(panel.at(p*tileCols), v)
				row = append(row, v)
			}
			for i := range t.acc {
				term(t.a[i/tileRows].at(p*tileRows+i%tileRows), i, row)
			}
		}
	}, streams...)
}

// store writes alpha times the sums plus beta times what is there.
func (t *tileAVX512) store() {
	alpha, beta, zero := ZMM(), ZMM(), XMM()
	VBROADCASTSS(address("alpha"), alpha)
	VBROADCASTSS(address("beta"), beta)
	for _, row := range t.acc {
		for _, sum := range row {
			VMULPS(alpha, sum, sum)
		}
	}
	VXORPS(zero, zero, zero)
	VUCOMISS(zero, beta.AsX())
	JE(LabelRef("overwrite"))
	t.eachSum(func(sum reg.VecVirtual, c Mem) {
		VFMADD231PS(c, beta, sum)
		VMOVUPS(sum, c)
	})
	Label("overwrite")
	t.eachSum(func(sum reg.VecVirtual, c Mem) { VMOVUPS(sum, c) })
}

// eachSum goes through the tile of C and returns from the kernel.
func (t *tileAVX512) eachSum(do func(sum reg.VecVirtual, c Mem)) {
	for _, row := range t.acc {
		for j, sum := range row {
			do(sum, t.c.at(tileCols*j))
		}
		ADDQ(t.stride, t.c.Register)
	}
	end()
}

// store writes alpha times the sums plus beta times what is there.
func store(acc []reg.VecVirtual, c stream, stride reg.Register) {
	alpha, beta, zero := broadcast("alpha"), broadcast("beta"), XMM()
	for _, v := range acc {
		VMULPS(alpha, v, v)
	}
	VXORPS(zero, zero, zero)
	VUCOMISS(zero, beta.AsX())
	JE(LabelRef("overwrite"))
	for i := range tileRows {
		VFMADD231PS(c.at(0), beta, acc[2*i])
		VFMADD231PS(c.at(8), beta, acc[2*i+1])
		VMOVUPS(acc[2*i], c.at(0))
		VMOVUPS(acc[2*i+1], c.at(8))
		ADDQ(stride, c.Register)
	}
	end()
	Label("overwrite")
	for i := range tileRows {
		VMOVUPS(acc[2*i], c.at(0))
		VMOVUPS(acc[2*i+1], c.at(8))
		ADDQ(stride, c.Register)
	}
	end()
}

// rows addresses the rows of a matrix that lies stride bytes a row.
type rows struct {
	groups            []reg.Register // of every fourth row
	stride, threefold reg.Register
}

func walkRows(n, size int) rows {
	r := rows{stride: Load(Param("stride"), GP64()), threefold: GP64()}
	if size == 4 {
		SHLQ(U8(2), r.stride)
	}
	LEAQ(Mem{Base: r.stride, Index: r.stride, Scale: 2}, r.threefold)
	p := Load(Param("src").Base(), GP64())
	for i := 0; i < n; i += 4 {
		r.groups = append(r.groups, p)
		if i+4 < n {
			next := GP64()
			LEAQ(Mem{Base: p, Index: r.stride, Scale: 4}, next)
			p = next
		}
	}
	return r
}

// at is where the row i stands.
func (r rows) at(i int) Mem {
	m := Mem{Base: r.groups[i/4]}
	switch i % 4 {
	case 1:
		m.Index, m.Scale = r.stride, 1
	case 2:
		m.Index, m.Scale = r.stride, 2
	case 3:
		m.Index, m.Scale = r.threefold, 1
	}
	return m
}

// streams are the rows as streams of elements of the given size.
func (r rows) streams(size int) []stream {
	var s []stream
	for _, p := range r.groups {
		s = append(s, stream{p, size})
	}
	return s
}

const packSignature = "func(dst, src []float32, stride, k int)"
const packSignatureU8 = "func(dst []float32, src []uint8, stride, k int, scale, shift []float32)"

// packColumns transposes 4 columns at a time.
func packColumns(width int) {
	begin(fmt.Sprintf("packColumns%dAVX2", width), packSignature,
		fmt.Sprintf("packColumns%dAVX2 packs the first k columns, a multiple of 4, of %d rows of src.", width, width))
	src, dst, k := walkRows(width, 4), walk("dst", 4*width), Load(Param("k"), GP64())
	loops(k, []int{4}, func(int) {
		for half := 0; half < width; half += 8 {
			for p, v := range transpose4x8(src, half, min(half+8, width)) {
				out := dst.at(p)
				out.Disp += 4 * half
				storeLanes(v, out, min(8, width-half))
			}
		}
	}, append(src.streams(4), dst)...)
	end()
}

// transpose4x8 returns 4 columns of the rows lo to hi-1, at most 8.
func transpose4x8(src rows, lo, hi int) []reg.VecVirtual {
	t := make([]reg.VecVirtual, 4)
	for i := range t {
		t[i] = YMM()
		VMOVUPS(src.at(lo+i), t[i].AsX())
		if lo+i+4 < hi {
			VINSERTF128(U8(1), src.at(lo+i+4), t[i], t[i])
		}
	}
	low01, high01, low23, high23 := YMM(), YMM(), YMM(), YMM()
	VUNPCKLPS(t[1], t[0], low01)
	VUNPCKHPS(t[1], t[0], high01)
	VUNPCKLPS(t[3], t[2], low23)
	VUNPCKHPS(t[3], t[2], high23)
	VUNPCKLPD(low23, low01, t[0])
	VUNPCKHPD(low23, low01, t[1])
	VUNPCKLPD(high23, high01, t[2])
	VUNPCKHPD(high23, high01, t[3])
	return t
}

// storeLanes stores the first 8 or 6 lanes of v.
func storeLanes(v reg.VecVirtual, m Mem, lanes int) {
	if lanes == 8 {
		VMOVUPS(v, m)
		return
	}
	high := XMM()
	VEXTRACTF128(U8(1), v, high)
	VMOVUPS(v.AsX(), m)
	VMOVLPS(high, m.Offset(16))
}

// packColumnsU8 transposes 8 columns of bytes at a time, then converts and
// scales them. The multiplication and the addition round one after the other,
// as in Go, so that a packed number does not depend on its place.
func packColumnsU8(width int) {
	name := fmt.Sprintf("packColumnsU8x%dAVX2", width)
	begin(name, packSignatureU8,
		fmt.Sprintf("%s packs the first k columns, a multiple of 8, of %d rows of src.", name, width))
	src, dst, k := walkRows(width, 1), walk("dst", 4*width), Load(Param("k"), GP64())
	scale, shift := walk("scale", 4), walk("shift", 4)
	loops(k, []int{8}, func(int) {
		for p, column := range columnsOfBytes(src, width) {
			factor, term := YMM(), YMM()
			VBROADCASTSS(scale.at(p), factor)
			VBROADCASTSS(shift.at(p), term)
			for half := 0; half < width; half += 8 {
				v := bytesToFloats(column(half))
				VMULPS(factor, v, v)
				VADDPS(term, v, v)
				out := dst.at(p)
				out.Disp += 4 * half
				storeLanes(v, out, min(8, width-half))
			}
		}
	}, append(src.streams(1), dst, scale, shift)...)
	end()
}

// columnsOfBytes transposes 8 columns of 16 or 6 rows. Each result yields the
// 8 bytes of a column from row 0 or 8 on.
func columnsOfBytes(src rows, width int) []func(half int) Op {
	lanes := 8
	if width > 8 {
		lanes = 16
	}
	v := make([]reg.VecVirtual, lanes)
	for i := range v {
		v[i] = XMM()
		if i < width {
			VMOVQ(src.at(i), v[i])
		} else {
			VPXOR(v[i], v[i], v[i])
		}
	}
	// Interleave row i with row i+lanes/2, those with what is lanes/4 on, and
	// so on: in the end the rows stand in their order.
	next := make([]reg.VecVirtual, lanes/2)
	for i := range next {
		next[i] = XMM()
		VPUNPCKLBW(v[i+lanes/2], v[i], next[i])
	}
	groups := [][]reg.VecVirtual{next}
	for len(groups[0]) > 1 {
		var split [][]reg.VecVirtual
		for _, g := range groups {
			split = append(split, interleave(g)...)
		}
		groups = split
	}
	return columnsOf(groups, lanes)
}

// interleave returns the first and the second half of the bytes of a group of
// vectors interleaved with those half a group on.
func interleave(g []reg.VecVirtual) [][]reg.VecVirtual {
	half := len(g) / 2
	low, high := make([]reg.VecVirtual, half), make([]reg.VecVirtual, half)
	for i := range half {
		low[i], high[i] = XMM(), XMM()
		VPUNPCKLBW(g[i+half], g[i], low[i])
		VPUNPCKHBW(g[i+half], g[i], high[i])
	}
	return [][]reg.VecVirtual{low, high}
}

// columnsOf cuts vectors of 16 bytes into columns of the given lanes.
func columnsOf(groups [][]reg.VecVirtual, lanes int) []func(half int) Op {
	var columns []func(half int) Op
	for _, g := range groups {
		for from := 0; from < 16; from += lanes {
			columns = append(columns, func(half int) Op {
				if from+half == 0 {
					return g[0]
				}
				v := XMM()
				VPSRLDQ(U8(from+half), g[0], v)
				return v
			})
		}
	}
	return columns
}

// packRows copies.
func packRows(width int) {
	begin(fmt.Sprintf("packRows%dAVX2", width), packSignature,
		fmt.Sprintf("packRows%dAVX2 packs the first %d columns of k rows of src.", width, width))
	src, dst, stride := walk("src", 4), walk("dst", 4*width), Load(Param("stride"), GP64())
	SHLQ(U8(2), stride)
	loops(Load(Param("k"), GP64()), []int{1}, func(int) {
		if width == 6 {
			low, high := XMM(), XMM()
			VMOVUPS(src.at(0), low)
			VMOVSD(src.at(4), high)
			VMOVUPS(low, dst.at(0))
			VMOVSD(high, dst.at(0).Offset(16))
		} else {
			low, high := YMM(), YMM()
			VMOVUPS(src.at(0), low)
			VMOVUPS(src.at(8), high)
			VMOVUPS(low, dst.at(0))
			VMOVUPS(high, dst.at(0).Offset(32))
		}
		ADDQ(stride, src.Register)
	}, dst)
	end()
}

// packRowsU8 converts and scales; with 6 columns it reads 8 bytes, scales and
// shifts a row.
func packRowsU8(width int) {
	name := fmt.Sprintf("packRowsU8x%dAVX2", width)
	begin(name, packSignatureU8, fmt.Sprintf("%s packs the first %d columns of k rows of src.", name, width))
	src, dst, stride := walk("src", 1), walk("dst", 4*width), Load(Param("stride"), GP64())
	scale, shift := walk("scale", 4), walk("shift", 4)
	var factors, terms []reg.VecVirtual
	for half := 0; half < width; half += 8 {
		factor, term := YMM(), YMM()
		VMOVUPS(scale.at(half), factor)
		VMOVUPS(shift.at(half), term)
		factors, terms = append(factors, factor), append(terms, term)
	}
	loops(Load(Param("k"), GP64()), []int{1}, func(int) {
		for i := range factors {
			v := bytesToFloats(src.at(8 * i))
			VMULPS(factors[i], v, v)
			VADDPS(terms[i], v, v)
			storeLanes(v, dst.at(0).Offset(32*i), min(8, width))
		}
		ADDQ(stride, src.Register)
	}, dst)
	end()
}
