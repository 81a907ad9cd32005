// Command gen writes the assembly of package linear for amd64 with AVX2 and
// FMA:
//
//	go generate ./learn/linear
//
// What a kernel computes is said by its twin in plain Go; here stands only how.
package main

import (
	"strconv"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// group is the number of weight vectors that share the registers.
const group = 5

func main() {
	ConstraintExpr("amd64,!noasm")
	softDots()
	packedDots()
	packedAxpy()
	blockDots()
	outer()
	Generate()
}

func begin(name, arguments string) {
	TEXT(name, attr.NOSPLIT, "func("+arguments+")")
	Pragma("noescape")
	Doc(name + " is " + name[:len(name)-len("AVX2")] + "Go with AVX2 and FMA.")
}

func end() {
	VZEROUPPER()
	RET()
}

func base(name string) reg.GPVirtual { return Load(Param(name).Base(), GP64()).(reg.GPVirtual) }

// bytesOf is the length of a slice of float32 in bytes.
func bytesOf(name string) reg.GPVirtual {
	n := Load(Param(name).Len(), GP64()).(reg.GPVirtual)
	SHLQ(U8(2), n)
	return n
}

func zeros(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = YMM()
		VXORPS(v[i], v[i], v[i])
	}
	return v
}

// sum leaves the sum of the lanes of v in the lowest lane of the result.
func sum(v reg.VecVirtual) reg.VecVirtual {
	half := XMM()
	VEXTRACTF128(U8(1), v, half)
	VADDPS(v.AsX(), half, half)
	VHADDPS(half, half, half)
	VHADDPS(half, half, half)
	return half
}

// pointers are those of n rows of stride bytes each.
func pointers(first, stride reg.GPVirtual, n int) []reg.GPVirtual {
	p := []reg.GPVirtual{first}
	for i := 1; i < n; i++ {
		q := GP64()
		LEAQ(Mem{Base: p[i-1], Index: stride, Scale: 1}, q)
		p = append(p, q)
	}
	return p
}

// fetch asks for the cache lines of what lies at p.
func fetch(p, bytes reg.GPVirtual) {
	Label("fetch")
	PREFETCHT0(Mem{Base: p})
	ADDQ(Imm(64), p)
	SUBQ(Imm(64), bytes)
	JG(LabelRef("fetch"))
}

// variants emits one loop for every number of weight vectors from group down
// to 1, chosen by the length of w. In each of them a vector is added up in the
// same order.
func variants(w, size reg.GPVirtual, emit func(id string, w []reg.GPVirtual)) {
	rows := bytesOf("w")
	all := pointers(w, size, group)
	for n := group; n >= 1; n-- {
		fewer := "fewer" + strconv.Itoa(n)
		if n > 1 {
			limit := GP64()
			MOVQ(size, limit)
			for range n - 1 {
				ADDQ(size, limit)
			}
			CMPQ(rows, limit)
			JLT(LabelRef(fewer))
		}
		emit(strconv.Itoa(n), all[:n])
		end()
		if n > 1 {
			Label(fewer)
		}
	}
}

// softDots scales the row while it multiplies; the weights of even and of odd
// vectors of 8 are added up apart.
func softDots() {
	begin("softDotsAVX2", "z []float32, x []uint8, scale, shift, w []float32, u float32, out *[5]float32, next []uint8")
	fetch(base("next"), Load(Param("next").Len(), GP64()).(reg.GPVirtual))
	high, low := YMM(), YMM()
	u, err := Param("u").Resolve()
	if err != nil {
		panic(err)
	}
	VBROADCASTSS(u.Addr, high)
	VXORPS(low, low, low)
	VSUBPS(high, low, low)
	z, x, scale, shift, w, size := base("z"), base("x"), base("scale"), base("shift"), base("w"), bytesOf("z")
	out := Load(Param("out"), GP64())
	variants(w, size, func(id string, w []reg.GPVirtual) {
		acc := zeros(2 * len(w))
		i, pixel := GP64(), GP64()
		XORQ(i, i)
		MOVQ(x, pixel)
		v, s, t := YMM(), YMM(), YMM()
		step := func(turn int) {
			at := func(p reg.Register) Mem { return Mem{Base: p, Index: i, Scale: 1, Disp: 32 * turn} }
			VPMOVZXBD(Mem{Base: pixel, Disp: 8 * turn}, v)
			VCVTDQ2PS(v, v)
			VMOVUPS(at(scale), s)
			VFMADD213PS(at(shift), s, v)
			VMOVUPS(v, at(z))
			for c := range w {
				VMOVUPS(at(w[c]), s)
				VMINPS(high, s, t)
				VMAXPS(low, t, t)
				VSUBPS(t, s, s)
				VFMADD231PS(s, v, acc[2*c+turn])
			}
		}
		pairs := GP64()
		MOVQ(size, pairs)
		ANDQ(I32(-64), pairs)
		Label("pair" + id)
		CMPQ(i, pairs)
		JGE(LabelRef("last" + id))
		step(0)
		step(1)
		ADDQ(Imm(64), i)
		ADDQ(Imm(16), pixel)
		JMP(LabelRef("pair" + id))
		Label("last" + id)
		CMPQ(i, size)
		JGE(LabelRef("sum" + id))
		step(0)
		Label("sum" + id)
		sums(acc, out)
	})
}

// sums stores what two accumulators each have added up.
func sums(acc []reg.VecVirtual, out reg.Register) {
	for c := 0; c < len(acc); c += 2 {
		VADDPS(acc[c+1], acc[c], acc[c])
		VMOVSS(sum(acc[c]), Mem{Base: out, Disp: 2 * c})
	}
}

// packedRow is where the positions and the octets of a packed row begin, and
// their number: a tenth of the length, by way of its reciprocal.
func packedRow() (at, x, n reg.GPVirtual) {
	at, x = base("row"), GP64()
	n = Load(Param("row").Len(), GP64()).(reg.GPVirtual)
	tenth := GP64()
	MOVQ(U64(0xcccccccd), tenth) // 2^35/10, rounded up
	IMULQ(tenth, n)
	SHRQ(U8(35), n)
	LEAQ(Mem{Base: at, Index: n, Scale: 2}, x)
	return at, x, n
}

// packedDots takes two octets at a time, and an odd last one with the first
// accumulators.
func packedDots() {
	begin("packedDotsAVX2", "row []uint8, w []float32, size int, out *[5]float32, next []uint8")
	fetch(base("next"), Load(Param("next").Len(), GP64()).(reg.GPVirtual))
	at, x, n := packedRow()
	w := base("w")
	size := Load(Param("size"), GP64()).(reg.GPVirtual)
	SHLQ(U8(2), size)
	out := Load(Param("out"), GP64())
	variants(w, size, func(id string, w []reg.GPVirtual) {
		acc := zeros(2 * len(w))
		v := YMM()
		step := func(turn int) {
			i := GP64()
			MOVWQZX(Mem{Base: at, Disp: 2 * turn}, i)
			SHLQ(U8(5), i)
			VPMOVZXBD(Mem{Base: x, Disp: 8 * turn}, v)
			VCVTDQ2PS(v, v)
			for c := range w {
				VFMADD231PS(Mem{Base: w[c], Index: i, Scale: 1}, v, acc[2*c+turn])
			}
		}
		Label("pair" + id)
		SUBQ(Imm(2), n)
		JLT(LabelRef("last" + id))
		step(0)
		step(1)
		ADDQ(Imm(4), at)
		ADDQ(Imm(16), x)
		JMP(LabelRef("pair" + id))
		Label("last" + id)
		CMPQ(n, I8(-1))
		JNE(LabelRef("sum" + id))
		step(0)
		Label("sum" + id)
		sums(acc, out)
	})
}

func packedAxpy() {
	begin("packedAxpyAVX2", "alpha float32, row []uint8, weight, w []float32")
	at, x, n := packedRow()
	weight, w := base("weight"), base("w")
	a, err := Param("alpha").Resolve()
	if err != nil {
		panic(err)
	}
	alpha := YMM()
	VBROADCASTSS(a.Addr, alpha)
	step := func(turn int) {
		i, v := GP64(), YMM()
		MOVWQZX(Mem{Base: at, Disp: 2 * turn}, i)
		SHLQ(U8(5), i)
		VPMOVZXBD(Mem{Base: x, Disp: 8 * turn}, v)
		VCVTDQ2PS(v, v)
		VMULPS(Mem{Base: weight, Index: i, Scale: 1}, v, v)
		m := Mem{Base: w, Index: i, Scale: 1}
		VFMADD213PS(m, alpha, v)
		VMOVUPS(v, m)
	}
	Label("pair")
	SUBQ(Imm(2), n)
	JLT(LabelRef("last"))
	step(0)
	step(1)
	ADDQ(Imm(4), at)
	ADDQ(Imm(16), x)
	JMP(LabelRef("pair"))
	Label("last")
	CMPQ(n, I8(-1))
	JNE(LabelRef("done"))
	step(0)
	Label("done")
	end()
}

// blockDots loads a vector of each weight once for two rows.
func blockDots() {
	begin("blockDotsAVX2", "z, w []float32, stride int, out *[10]float32")
	z, w := base("z"), base("w")
	size := Load(Param("stride"), GP64()).(reg.GPVirtual)
	SHLQ(U8(2), size)
	second := GP64()
	LEAQ(Mem{Base: z, Index: size, Scale: 1}, second)
	all := pointers(w, size, group)
	acc := zeros(2 * group)
	i := GP64()
	XORQ(i, i)
	Label("eight")
	x, y, v := YMM(), YMM(), YMM()
	VMOVUPS(Mem{Base: z, Index: i, Scale: 1}, x)
	VMOVUPS(Mem{Base: second, Index: i, Scale: 1}, y)
	for c := range group {
		VMOVUPS(Mem{Base: all[c], Index: i, Scale: 1}, v)
		VFMADD231PS(v, x, acc[c])
		VFMADD231PS(v, y, acc[group+c])
	}
	ADDQ(Imm(32), i)
	CMPQ(i, size)
	JLT(LabelRef("eight"))
	out := Load(Param("out"), GP64())
	for c := range acc {
		VMOVSS(sum(acc[c]), Mem{Base: out, Disp: 4 * c})
	}
	end()
}

// outer keeps 16 features of every row of g in registers over all rows of z.
func outer() {
	begin("outerAVX2", "z, p, g []float32, stride int")
	z, p, g := base("z"), base("p"), base("g")
	left := bytesOf("p") // of p: group numbers a row of z
	pEnd := GP64()
	LEAQ(Mem{Base: p, Index: left, Scale: 1}, pEnd)
	size := Load(Param("stride"), GP64()).(reg.GPVirtual)
	SHLQ(U8(2), size)
	all := pointers(g, size, group)
	i := GP64()
	XORQ(i, i)
	strip := func(label string, width int) {
		acc := make([]reg.VecVirtual, group*width)
		for c := range acc {
			acc[c] = YMM()
			VMOVUPS(Mem{Base: all[c/width], Index: i, Scale: 1, Disp: 32 * (c % width)}, acc[c])
		}
		row, weight := GP64(), GP64()
		LEAQ(Mem{Base: z, Index: i, Scale: 1}, row)
		MOVQ(p, weight)
		Label(label)
		CMPQ(weight, pEnd)
		JGE(LabelRef(label + "done"))
		x := make([]reg.VecVirtual, width)
		for j := range x {
			x[j] = YMM()
			VMOVUPS(Mem{Base: row, Disp: 32 * j}, x[j])
		}
		v := YMM()
		for c := range group {
			VBROADCASTSS(Mem{Base: weight, Disp: 4 * c}, v)
			for j := range x {
				VFMADD231PS(v, x[j], acc[c*width+j])
			}
		}
		ADDQ(size, row)
		ADDQ(Imm(4*group), weight)
		JMP(LabelRef(label))
		Label(label + "done")
		for c := range acc {
			VMOVUPS(acc[c], Mem{Base: all[c/width], Index: i, Scale: 1, Disp: 32 * (c % width)})
		}
		ADDQ(U32(32*width), i)
	}
	pairs := GP64()
	MOVQ(size, pairs)
	ANDQ(I32(-64), pairs)
	Label("pairs")
	CMPQ(i, pairs)
	JGE(LabelRef("last"))
	strip("two", 2)
	JMP(LabelRef("pairs"))
	Label("last")
	CMPQ(i, size)
	JGE(LabelRef("done"))
	strip("one", 1)
	Label("done")
	end()
}
