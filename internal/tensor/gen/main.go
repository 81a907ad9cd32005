// Command gen writes the assembly of package tensor for amd64. What each kernel
// computes is said by its twin in plain Go.
package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!noasm")
	for panels := 1; panels <= 2; panels++ {
		for rows := 1; rows <= 14; rows++ {
			tile(fmt.Sprintf("tile%dx%dAVX512", rows, panels), rows, panels, ZMM, 64)
		}
	}
	for rows := 1; rows <= 6; rows++ {
		tile(fmt.Sprintf("tile%dAVX2", rows), rows, 1, YMM, 32)
	}
	transforms("AVX512", ZMM, 64)
	transforms("AVX2", YMM, 32)
	channelSums()
	gradientSums(false)
	gradientSums(true)
	scaleShift()
	combine()
	maxPool()
	maxPoolBack()
	nesterov()
	adam()
	approach()
	Generate()
}

func begin(name, signature, twin string) {
	TEXT(name, attr.NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " is the fast form of " + twin + ".")
}

func end() {
	VZEROUPPER()
	RET()
}

// zero clears a vector, with what AVX-512 F has.
func zero(v reg.VecVirtual) {
	if v.Size() == 64 {
		VPXORD(v, v, v)
	} else {
		VXORPS(v, v, v)
	}
}

func base(name string) reg.Register { return Load(Param(name).Base(), GP64()) }

// The order of the numbers that a tile is given, in elements of 8 bytes; all
// strides are in bytes.
const (
	runs = iota
	depth
	aRow
	aCol
	aNext // from behind the last element of a run to the next run
	bCol
	bNext
	bPanel
	cRow
	cPanel
)

// tile keeps its block of c in registers. Every element of a is broadcast
// once and meets all panels of b. Rows of a are addressed in threes.
func tile(name string, rows, panels int, vector func() reg.VecVirtual, size int) {
	begin(name, "func(s *[10]int, a, b, c *float32, add bool)", "tileGo")
	s := Load(Param("s"), GP64())
	at := func(field int) Mem { return Mem{Base: s, Disp: 8 * field} }
	a, b := Load(Param("a"), GP64()), Load(Param("b"), GP64())
	row := GP64()
	MOVQ(at(aRow), row)
	pointers := []reg.Register{a}
	for i := 3; i < rows; i += 3 {
		p := GP64()
		LEAQ(Mem{Base: row, Index: row, Scale: 2}, p)
		ADDQ(pointers[len(pointers)-1], p)
		pointers = append(pointers, p)
	}
	vectors := 64 / size * panels // of a row of c
	acc := make([][]reg.VecVirtual, rows)
	for i := range acc {
		for range vectors {
			acc[i] = append(acc[i], vector())
		}
	}
	block := func(do func(m Mem, v reg.VecVirtual)) {
		c := Load(Param("c"), GP64())
		panel := GP64()
		if panels > 1 {
			MOVQ(at(cPanel), panel)
		}
		for i := range acc {
			for j, v := range acc[i] {
				do(vectorOf(c, panel, j, size), v)
			}
			if i < rows-1 {
				ADDQ(at(cRow), c)
			}
		}
	}
	add := Load(Param("add"), GP8())
	TESTB(add, add)
	JNZ(LabelRef("load"))
	for _, row := range acc {
		for _, v := range row {
			zero(v)
		}
	}
	JMP(LabelRef("start"))
	Label("load")
	block(func(m Mem, v reg.VecVirtual) { VMOVUPS(m, v) })
	Label("start")
	run, k, panel := GP64(), GP64(), GP64()
	MOVQ(at(runs), run)
	if panels > 1 {
		MOVQ(at(bPanel), panel)
	}
	var bs []reg.VecVirtual
	for range vectors {
		bs = append(bs, vector())
	}
	xs := []reg.VecVirtual{vector(), vector()}
	once := func() {
		for j, v := range bs {
			VMOVUPS(vectorOf(b, panel, j, size), v)
		}
		for i := range acc {
			m := Mem{Base: pointers[i/3]}
			if i%3 > 0 {
				m.Index, m.Scale = row, uint8(i%3)
			}
			x := xs[i%2]
			VBROADCASTSS(m, x)
			for j, v := range bs {
				VFMADD231PS(v, x, acc[i][j])
			}
		}
		for _, p := range pointers {
			ADDQ(at(aCol), p)
		}
		ADDQ(at(bCol), b)
	}
	Label("run")
	MOVQ(at(depth), k)
	SUBQ(Imm(2), k)
	JLT(LabelRef("last"))
	Label("two")
	once()
	once()
	SUBQ(Imm(2), k)
	JGE(LabelRef("two"))
	Label("last")
	ADDQ(Imm(2), k)
	JZ(LabelRef("next"))
	once()
	Label("next")
	for _, p := range pointers {
		ADDQ(at(aNext), p)
	}
	ADDQ(at(bNext), b)
	DECQ(run)
	JNZ(LabelRef("run"))
	block(func(m Mem, v reg.VecVirtual) { VMOVUPS(v, m) })
	end()
}

// vectorOf is vector j of a row of panels of 64 bytes.
func vectorOf(p, panel reg.Register, j, size int) Mem {
	m := Mem{Base: p, Disp: j * size % 64}
	if j*size >= 64 {
		m.Index, m.Scale = panel, 1
	}
	return m
}

// channels walks the columns of matrices of whole groups of 16 channels:
// body sees two vectors of 8 channels of one row, head and tail what comes
// before the first row and behind the last. params are slices of one number a
// channel, matrices slices of rows of them.
type channels struct {
	params, matrices map[string]reg.Register
	offset           reg.Register // of the row and the channel, in bytes
}

func (c *channels) param(name string, half int) Mem {
	return Mem{Base: c.params[name], Disp: 32 * half}
}

func (c *channels) element(name string, half int) Mem {
	return Mem{Base: c.matrices[name], Index: c.offset, Scale: 1, Disp: 32 * half}
}

func eachChannel(params, matrices []string, head, body, tail func(c *channels)) {
	c := &channels{params: map[string]reg.Register{}, matrices: map[string]reg.Register{}, offset: GP64()}
	for _, n := range params {
		c.params[n] = base(n)
	}
	for _, n := range matrices {
		c.matrices[n] = base(n)
	}
	width, size := Load(Param(params[0]).Len(), GP64()), Load(Param(matrices[0]).Len(), GP64())
	SHLQ(Imm(2), width)
	SHLQ(Imm(2), size)
	group := GP64()
	MOVQ(width, group)
	Label("group")
	head(c)
	XORQ(c.offset, c.offset)
	Label("row")
	CMPQ(c.offset, size)
	JGE(LabelRef("done"))
	body(c)
	ADDQ(width, c.offset)
	JMP(LabelRef("row"))
	Label("done")
	tail(c)
	for _, n := range params {
		ADDQ(Imm(64), c.params[n])
	}
	for _, n := range matrices {
		ADDQ(Imm(64), c.matrices[n])
	}
	SUBQ(Imm(64), size)
	SUBQ(Imm(64), group)
	JNZ(LabelRef("group"))
	end()
}

func pair() [2]reg.VecVirtual { return [2]reg.VecVirtual{YMM(), YMM()} }

func load(c *channels, name string, v [2]reg.VecVirtual) {
	for h := range v {
		VMOVUPS(c.param(name, h), v[h])
	}
}

func save(c *channels, name string, v [2]reg.VecVirtual) {
	for h := range v {
		VMOVUPS(v[h], c.param(name, h))
	}
}

func channelSums() {
	begin("channelSumsAVX2", "func(x, sum, squares []float32)", "channelSumsGo")
	sum, squares, v := pair(), pair(), pair()
	eachChannel([]string{"sum", "squares"}, []string{"x"}, func(c *channels) {
		load(c, "sum", sum)
		load(c, "squares", squares)
	}, func(c *channels) {
		for h := range 2 {
			VMOVUPS(c.element("x", h), v[h])
			VADDPS(v[h], sum[h], sum[h])
			VFMADD231PS(v[h], v[h], squares[h])
		}
	}, func(c *channels) {
		save(c, "sum", sum)
		save(c, "squares", squares)
	})
}

func gradientSums(masked bool) {
	name, matrices := "gradientSums", []string{"g", "x"}
	if masked {
		name, matrices = "maskedSums", []string{"g", "x", "y"}
	}
	signature := "func(g, x, sum, dot []float32)"
	if masked {
		signature = "func(g, x, y, sum, dot []float32)"
	}
	begin(name+"AVX2", signature, name+"Go")
	sum, dot, g, mask, zero := pair(), pair(), pair(), pair(), YMM()
	VXORPS(zero, zero, zero)
	eachChannel([]string{"sum", "dot"}, matrices, func(c *channels) {
		load(c, "sum", sum)
		load(c, "dot", dot)
	}, func(c *channels) {
		for h := range 2 {
			VMOVUPS(c.element("g", h), g[h])
			if masked {
				VCMPPS(Imm(1), c.element("y", h), zero, mask[h]) // 0 < y
				VANDPS(mask[h], g[h], g[h])
				VMOVUPS(g[h], c.element("g", h))
			}
			VADDPS(g[h], sum[h], sum[h])
			VFMADD231PS(c.element("x", h), g[h], dot[h])
		}
	}, func(c *channels) {
		save(c, "sum", sum)
		save(c, "dot", dot)
	})
}

func scaleShift() {
	begin("scaleShiftAVX2", "func(y, x, scale, shift []float32, floor float32)", "scaleShiftGo")
	scale, shift, v, floor := pair(), pair(), pair(), YMM()
	f, _ := Param("floor").Resolve()
	VBROADCASTSS(f.Addr, floor)
	eachChannel([]string{"scale", "shift"}, []string{"y", "x"}, func(c *channels) {
		load(c, "scale", scale)
		load(c, "shift", shift)
	}, func(c *channels) {
		for h := range 2 {
			VMOVUPS(c.element("x", h), v[h])
			VFMADD213PS(shift[h], scale[h], v[h])
			VMAXPS(v[h], floor, v[h]) // not a number stays so
			VMOVUPS(v[h], c.element("y", h))
		}
	}, func(*channels) {})
}

func combine() {
	begin("combineAVX2", "func(dst, g, x, ofG, ofX, constant []float32)", "combineGo")
	ofG, ofX, constant, v := pair(), pair(), pair(), pair()
	eachChannel([]string{"ofG", "ofX", "constant"}, []string{"dst", "g", "x"}, func(c *channels) {
		load(c, "ofG", ofG)
		load(c, "ofX", ofX)
		load(c, "constant", constant)
	}, func(c *channels) {
		for h := range 2 {
			VMOVUPS(c.element("x", h), v[h])
			VFMADD213PS(constant[h], ofX[h], v[h])
			VFMADD231PS(c.element("g", h), ofG[h], v[h])
			VMOVUPS(v[h], c.element("dst", h))
		}
	}, func(*channels) {})
}

// pool walks the pixels of a row of a picture of half the size: body sees 8
// channels of a pixel of small pictures, and of its four pixels of large ones.
func pool(small, large []string, body func(at func(name string) Mem, corner func(name string, side int) Mem)) {
	p := map[string]reg.Register{}
	for _, name := range append(small, large...) {
		p[name] = base(name)
	}
	n, width := Load(Param(small[0]).Len(), GP64()), Load(Param("channels"), GP64())
	SHLQ(Imm(2), n)
	SHLQ(Imm(2), width)
	offset, rest := GP64(), GP64()
	sides := []reg.Register{GP64(), GP64()} // offsets of the left and the right pixel
	XORQ(offset, offset)
	XORQ(sides[0], sides[0])
	MOVQ(width, sides[1])
	Label("pixel")
	CMPQ(offset, n)
	JGE(LabelRef("done"))
	MOVQ(width, rest)
	Label("channels")
	body(func(name string) Mem { return Mem{Base: p[name], Index: offset, Scale: 1} },
		func(name string, side int) Mem { return Mem{Base: p[name], Index: sides[side], Scale: 1} })
	for _, r := range []reg.Register{offset, sides[0], sides[1]} {
		ADDQ(Imm(32), r)
	}
	SUBQ(Imm(32), rest)
	JNZ(LabelRef("channels"))
	for _, r := range sides {
		ADDQ(width, r)
	}
	JMP(LabelRef("pixel"))
	Label("done")
	end()
}

func maxPool() {
	begin("maxPoolAVX2", "func(y, top, bottom []float32, channels int)", "maxPoolGo")
	v := YMM()
	pool([]string{"y"}, []string{"top", "bottom"}, func(at func(string) Mem, corner func(string, int) Mem) {
		VMOVUPS(corner("top", 0), v)
		VMAXPS(corner("top", 1), v, v)
		VMAXPS(corner("bottom", 0), v, v)
		VMAXPS(corner("bottom", 1), v, v)
		VMOVUPS(v, at("y"))
	})
}

func maxPoolBack() {
	begin("maxPoolBackAVX2", "func(dtop, dbottom, y, g, top, bottom []float32, channels int)", "maxPoolBackGo")
	y, g, is, taken := YMM(), YMM(), YMM(), YMM()
	pool([]string{"y", "g"}, []string{"dtop", "dbottom", "top", "bottom"}, func(at func(string) Mem, corner func(string, int) Mem) {
		VMOVUPS(at("y"), y)
		VMOVUPS(at("g"), g)
		for _, row := range []string{"top", "bottom"} {
			for side := range 2 {
				VCMPPS(Imm(0), corner(row, side), y, is)
				VANDPS(is, g, taken)
				VANDNPS(g, is, g)
				VMOVUPS(taken, corner("d"+row, side))
			}
		}
	})
}

// elements walks vectors of equal length, a multiple of 16, 8 at a time.
func elements(names []string, body func(at func(name string) Mem)) {
	p := map[string]reg.Register{}
	for _, n := range names {
		p[n] = base(n)
	}
	n, i := Load(Param(names[0]).Len(), GP64()), GP64()
	XORQ(i, i)
	Label("next")
	CMPQ(i, n)
	JGE(LabelRef("done"))
	body(func(name string) Mem { return Mem{Base: p[name], Index: i, Scale: 4} })
	ADDQ(Imm(8), i)
	JMP(LabelRef("next"))
	Label("done")
	end()
}

// constants broadcasts the numbers at the pointer of that name.
func constants(name string, n int) []reg.VecVirtual {
	p := Load(Param(name), GP64())
	all := make([]reg.VecVirtual, n)
	for i := range all {
		all[i] = YMM()
		VBROADCASTSS(Mem{Base: p, Disp: 4 * i}, all[i])
	}
	return all
}

func nesterov() {
	begin("nesterovAVX2", "func(s *[4]float32, w, v, g []float32)", "nesterovGo")
	s := constants("s", 4)
	scale, decay, momentum, rate := s[0], s[1], s[2], s[3]
	w, v, d := YMM(), YMM(), YMM()
	elements([]string{"w", "v", "g"}, func(at func(string) Mem) {
		VMOVUPS(at("w"), w)
		VMULPS(at("g"), scale, d)
		VFMADD231PS(decay, w, d)
		VMOVUPS(at("v"), v)
		VFMADD213PS(d, momentum, v)
		VMOVUPS(v, at("v"))
		VFMADD231PS(v, momentum, d)
		VFNMADD231PS(rate, d, w)
		VMOVUPS(w, at("w"))
	})
}

func adam() {
	begin("adamAVX2", "func(s *[9]float32, w, m, v, g []float32)", "adamGo")
	s := constants("s", 9)
	scale, decay, beta1, rest1, beta2, rest2, rate, epsilon, keep := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]
	w, m, v, d := YMM(), YMM(), YMM(), YMM()
	elements([]string{"w", "m", "v", "g"}, func(at func(string) Mem) {
		VMOVUPS(at("w"), w)
		VMULPS(at("g"), scale, d)
		VFMADD231PS(decay, w, d)
		VMULPS(at("m"), beta1, m)
		VFMADD231PS(rest1, d, m)
		VMOVUPS(m, at("m"))
		VMULPS(at("v"), beta2, v)
		VMULPS(d, d, d)
		VFMADD231PS(rest2, d, v)
		VMOVUPS(v, at("v"))
		VSQRTPS(v, v)
		VADDPS(epsilon, v, v)
		VMULPS(rate, m, m)
		VDIVPS(v, m, m)
		VFMSUB213PS(m, keep, w)
		VMOVUPS(w, at("w"))
	})
}

func approach() {
	begin("approachAVX2", "func(dst, x []float32, share float32)", "approachGo")
	share, d, v := YMM(), YMM(), YMM()
	m, _ := Param("share").Resolve()
	VBROADCASTSS(m.Addr, share)
	elements([]string{"dst", "x"}, func(at func(string) Mem) {
		VMOVUPS(at("dst"), d)
		VMOVUPS(at("x"), v)
		VSUBPS(d, v, v)
		VFMADD231PS(v, share, d)
		VMOVUPS(d, at("dst"))
	})
}
