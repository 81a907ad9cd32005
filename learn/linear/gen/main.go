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
	packedOuter()
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

// packedTurn is how many octets of a packed row are taken at a time.
const packedTurn = 3

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
		sums(acc, 2, out)
	})
}

// sums stores what the given number of accumulators each have added up.
func sums(acc []reg.VecVirtual, each int, out reg.Register) {
	for c := range len(acc) / each {
		total := acc[each*c]
		for _, part := range acc[each*c+1 : each*c+each] {
			VADDPS(part, total, total)
		}
		VMOVSS(sum(total), Mem{Base: out, Disp: 4 * c})
	}
}

// packedRow is where the positions and the octets of a packed row begin, and
// their number: a tenth of the length, by way of its reciprocal.
func packedRow(name string) (at, x, n reg.GPVirtual) {
	at, x = base(name), GP64()
	n = Load(Param(name).Len(), GP64()).(reg.GPVirtual)
	tenth := GP64()
	MOVQ(U64(0xcccccccd), tenth) // 2^35/10, rounded up
	IMULQ(tenth, n)
	SHRQ(U8(35), n)
	LEAQ(Mem{Base: at, Index: n, Scale: 2}, x)
	return at, x, n
}

// packedDots has accumulators for each octet of a turn: fifteen for all
// vectors, which leaves one register for the octet.
func packedDots() {
	begin("packedDotsAVX2", "row []uint8, w []float32, size int, out *[5]float32, next []uint8")
	fetch(base("next"), Load(Param("next").Len(), GP64()).(reg.GPVirtual))
	at, x, n := packedRow("row")
	w := base("w")
	size := Load(Param("size"), GP64()).(reg.GPVirtual)
	SHLQ(U8(2), size)
	out := Load(Param("out"), GP64())
	variants(w, size, func(id string, w []reg.GPVirtual) {
		acc := zeros(packedTurn * len(w))
		v := YMM()
		step := func(turn int) {
			i := GP64()
			MOVWQZX(Mem{Base: at, Disp: 2 * turn}, i)
			SHLQ(U8(5), i)
			VPMOVZXBD(Mem{Base: x, Disp: 8 * turn}, v)
			VCVTDQ2PS(v, v)
			for c := range w {
				VFMADD231PS(Mem{Base: w[c], Index: i, Scale: 1}, v, acc[packedTurn*c+turn])
			}
		}
		TESTQ(n, n)
		JZ(LabelRef("sum" + id))
		Label("turn" + id)
		for turn := range packedTurn {
			step(turn)
		}
		ADDQ(Imm(2*packedTurn), at)
		ADDQ(Imm(8*packedTurn), x)
		SUBQ(Imm(packedTurn), n)
		JG(LabelRef("turn" + id))
		Label("sum" + id)
		sums(acc, packedTurn, out)
	})
}

func packedAxpy() {
	begin("packedAxpyAVX2", "alpha float32, row []uint8, weight, w []float32")
	at, x, n := packedRow("row")
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
	Label("turn")
	SUBQ(Imm(packedTurn), n)
	JLT(LabelRef("done"))
	for turn := range packedTurn {
		step(turn)
	}
	ADDQ(Imm(2*packedTurn), at)
	ADDQ(Imm(8*packedTurn), x)
	JMP(LabelRef("turn"))
	Label("done")
	end()
}

// packedOuter keeps an octet of every sum in a register over all entries of the
// column. It has a loop for every number of sums.
func packedOuter() {
	begin("packedOuterAVX2", "column []uint8, p []float32, step, n int, g []float32, stride int")
	at, x, left := packedRow("column")
	p, g := base("p"), base("g")
	n := Load(Param("n"), GP64())
	step := Load(Param("step"), GP64())
	SHLQ(U8(2), step)
	size := Load(Param("stride"), GP64())
	SHLQ(U8(2), size)
	for k := 2 * group; k >= 1; k-- {
		id := strconv.Itoa(k)
		if k > 1 {
			CMPQ(n, U8(k))
			JLT(LabelRef("fewer" + id))
		}
		acc := make([]reg.VecVirtual, k)
		sum := GP64()
		MOVQ(g, sum)
		for c := range acc {
			acc[c] = YMM()
			VMOVUPS(Mem{Base: sum}, acc[c])
			ADDQ(size, sum)
		}
		v, w, row := YMM(), YMM(), GP64()
		Label("entry" + id)
		DECQ(left)
		JLT(LabelRef("store" + id))
		MOVWQZX(Mem{Base: at}, row)
		IMULQ(step, row)
		VPMOVZXBD(Mem{Base: x}, v)
		VCVTDQ2PS(v, v)
		for c := range acc {
			VBROADCASTSS(Mem{Base: p, Index: row, Scale: 1, Disp: 4 * c}, w)
			VFMADD231PS(v, w, acc[c])
		}
		ADDQ(Imm(2), at)
		ADDQ(Imm(8), x)
		JMP(LabelRef("entry" + id))
		Label("store" + id)
		MOVQ(g, sum)
		for c := range acc {
			VMOVUPS(acc[c], Mem{Base: sum})
			ADDQ(size, sum)
		}
		end()
		if k > 1 {
			Label("fewer" + id)
		}
	}
}
