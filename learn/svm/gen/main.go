// Command gen writes the assembly of package svm for amd64 with AVX2:
//
//	go generate ./learn/svm
//
// What a kernel computes is said by its twin in plain Go; here stands only how.
// Multiplications and additions are not fused, so that the results equal the
// twins' bit for bit.
package main

import (
	"strings"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!noasm")
	descend()
	partner()
	addRows()
	exponents()
	dotBytes()
	axpyBytes()
	tile()
	Generate()
}

func begin(name, arguments, doc string) {
	TEXT(name, attr.NOSPLIT, "func("+arguments+")")
	Pragma("noescape")
	Doc(strings.Split(name+" "+doc, "\n")...)
}

func end() {
	VZEROUPPER()
	RET()
}

// array is a slice argument whose elements are read by a common index.
type array struct {
	base  reg.Register
	index reg.Register
	size  int // bytes of an element
}

func (a array) at(i int) Mem {
	return Mem{Base: a.base, Index: a.index, Scale: uint8(a.size), Disp: a.size * i}
}

func load(name string, index reg.Register, size int) array {
	return array{Load(Param(name).Base(), GP64()), index, size}
}

// resolve is where an argument that is not a slice lies.
func resolve(name string) Mem {
	m, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return m.Addr
}

// eights runs body for every eight elements of the slice argument.
func eights(name string, index reg.Register, body func()) {
	n := Load(Param(name).Len(), GP64())
	XORQ(index, index)
	JMP(LabelRef("test"))
	Label("eight")
	body()
	ADDQ(Imm(8), index)
	Label("test")
	CMPQ(index, n)
	JLT(LabelRef("eight"))
}

// doubles fills a vector with a float64.
func doubles(m Mem) reg.VecVirtual {
	v := YMM()
	VBROADCASTSD(m, v)
	return v
}

// constant fills a vector with the float32 of the given bits.
func constant(name string, bits uint32) reg.VecVirtual {
	v := YMM()
	VBROADCASTSS(ConstData(name, U32(bits)), v)
	return v
}

const (
	infinity64 = 0x7ff0000000000000
	tau32      = 0x2b8cbccc // the float32 nearest to 1e-12
	lessThan   = 0x11       // ordered, quiet
)

// descend keeps, for every lane of two vectors, the smallest value and the
// index of its vector.
func descend() {
	begin("descendAVX2", "f []float64, d float64, ki, kj []float32, up []float64, least *[8]float64, at *[8]int64",
		"does the work of descendGo, for a multiple of 8 elements, and\nleaves the smallest f+up of the elements equal modulo 8 in least, and where its\neight begins in at.")
	index := GP64()
	f, ki, kj, up := load("f", index, 8), load("ki", index, 4), load("kj", index, 4), load("up", index, 8)
	d := doubles(resolve("d"))
	var best, place [2]reg.VecVirtual
	infinity := ConstData("infinity", U64(infinity64))
	for h := range best {
		best[h], place[h] = doubles(infinity), YMM()
		VXORPS(place[h], place[h], place[h])
	}
	now, eight := YMM(), YMM()
	VXORPS(now, now, now)
	VPBROADCASTQ(ConstData("eight", U64(8)), eight)
	eights("f", index, func() {
		for h := range best {
			x, y, less := YMM(), YMM(), YMM()
			VCVTPS2PD(ki.at(4*h), x)
			VCVTPS2PD(kj.at(4*h), y)
			VSUBPD(y, x, x)
			VMULPD(d, x, x)
			VADDPD(f.at(4*h), x, x)
			VMOVUPD(x, f.at(4*h))
			VADDPD(up.at(4*h), x, x)
			VCMPPD(U8(lessThan), best[h], x, less)
			VMINPD(best[h], x, best[h])
			VBLENDVPD(less, now, place[h], place[h])
		}
		VPADDQ(eight, now, now)
	})
	least, at := Load(Param("least"), GP64()), Load(Param("at"), GP64())
	for h := range best {
		VMOVUPD(best[h], Mem{Base: least, Disp: 32 * h})
		VMOVUPD(place[h], Mem{Base: at, Disp: 32 * h})
	}
	end()
}

func partner() {
	begin("partnerAVX2", "f []float64, fi float64, di float32, ki, diagonal []float32, low []float64, top *[4]float64, gain *[8]float32, at *[8]int32",
		"does the work of partnerGo, for a multiple of 8 elements, and\nleaves the largest f+low in top, the largest b*b/a of the elements equal modulo\n8 in gain, and where its eight begins in at.")
	index := GP64()
	f, low := load("f", index, 8), load("low", index, 8)
	ki, diagonal := load("ki", index, 4), load("diagonal", index, 4)
	fi, di, tau, zero := doubles(resolve("fi")), YMM(), constant("tau", tau32), YMM()
	VBROADCASTSS(resolve("di"), di)
	VXORPS(zero, zero, zero)
	top := doubles(ConstData("minusInfinity", U64(infinity64|1<<63)))
	best, place, now, eight := YMM(), YMM(), YMM(), YMM()
	for _, v := range []reg.VecVirtual{best, place, now} {
		VXORPS(v, v, v)
	}
	VPBROADCASTD(ConstData("eight32", U32(8)), eight)
	eights("f", index, func() {
		x, y := YMM(), YMM()
		for h, v := range []reg.VecVirtual{x, y} {
			VMOVUPD(f.at(4*h), v)
			VADDPD(low.at(4*h), v, v)
			VMAXPD(top, v, top)
			VSUBPD(fi, v, v)
			VCVTPD2PSY(v, v.AsX())
		}
		VINSERTF128(U8(1), y.AsX(), x, x)
		VMAXPS(zero, x, x)
		a, k, more := YMM(), YMM(), YMM()
		VADDPS(diagonal.at(0), di, a)
		VMOVUPS(ki.at(0), k)
		VADDPS(k, k, k)
		VSUBPS(k, a, a)
		VMAXPS(tau, a, a)
		VMULPS(x, x, x)
		VDIVPS(a, x, x)
		VCMPPS(U8(lessThan), x, best, more)
		VMAXPS(best, x, best)
		VBLENDVPS(more, now, place, place)
		VPADDD(eight, now, now)
	})
	VMOVUPD(top, Mem{Base: Load(Param("top"), GP64())})
	VMOVUPS(best, Mem{Base: Load(Param("gain"), GP64())})
	VMOVUPS(place, Mem{Base: Load(Param("at"), GP64())})
	end()
}

func addRows() {
	begin("addRowsAVX2", "f []float64, d *[4]float64, x0, x1, x2, x3 []float32",
		"is addRowsGo for a multiple of 8 elements.")
	index := GP64()
	f := load("f", index, 8)
	p := Load(Param("d"), GP64())
	var d [4]reg.VecVirtual
	var x [4]array
	for r, name := range []string{"x0", "x1", "x2", "x3"} {
		d[r], x[r] = doubles(Mem{Base: p, Disp: 8 * r}), load(name, index, 4)
	}
	eights("f", index, func() {
		for h := range 2 {
			sum := YMM()
			VMOVUPD(f.at(4*h), sum)
			for r := range x {
				v := YMM()
				VCVTPS2PD(x[r].at(4*h), v)
				VMULPD(d[r], v, v)
				VADDPD(v, sum, sum)
			}
			VMOVUPD(sum, f.at(4*h))
		}
	})
	end()
}

func exponents() {
	begin("exponentsAVX2", "dst, products []float32, norm float32, norms []float32, minusGamma float32",
		"is exponentsGo for a multiple of 8 elements.")
	index := GP64()
	dst, products, norms := load("dst", index, 4), load("products", index, 4), load("norms", index, 4)
	norm, minusGamma, zero := YMM(), YMM(), YMM()
	VBROADCASTSS(resolve("norm"), norm)
	VBROADCASTSS(resolve("minusGamma"), minusGamma)
	VXORPS(zero, zero, zero)
	eights("dst", index, func() {
		x, y := YMM(), YMM()
		VADDPS(norms.at(0), norm, x)
		VMOVUPS(products.at(0), y)
		VADDPS(y, y, y)
		VSUBPS(y, x, x)
		VMAXPS(zero, x, x)
		VMULPS(minusGamma, x, x)
		VMOVUPS(x, dst.at(0))
	})
	end()
}

// bytesToDoubles converts four bytes.
func bytesToDoubles(m Mem) reg.VecVirtual {
	i, v := XMM(), YMM()
	VPMOVZXBD(m, i)
	VCVTDQ2PD(i, v)
	return v
}

func dotBytes() {
	begin("dotBytesAVX2", "w []float64, x []uint8, sums *[4]float64",
		"is dotBytesGo for a multiple of 8 elements, but for the\nfour sums that it leaves to be added up.")
	index := GP64()
	w, x := load("w", index, 8), load("x", index, 1)
	acc := [2]reg.VecVirtual{YMM(), YMM()}
	for _, v := range acc {
		VXORPD(v, v, v)
	}
	eights("w", index, func() {
		for h := range acc {
			VFMADD231PD(w.at(4*h), bytesToDoubles(x.at(4*h)), acc[h])
		}
	})
	VADDPD(acc[1], acc[0], acc[0])
	VMOVUPD(acc[0], Mem{Base: Load(Param("sums"), GP64())})
	end()
}

func axpyBytes() {
	begin("axpyBytesAVX2", "c float64, x []uint8, w []float64",
		"is axpyBytesGo for a multiple of 8 elements.")
	index := GP64()
	w, x := load("w", index, 8), load("x", index, 1)
	c := doubles(resolve("c"))
	eights("w", index, func() {
		for h := range 2 {
			v := bytesToDoubles(x.at(4 * h))
			VMULPD(c, v, v)
			VADDPD(w.at(4*h), v, v)
			VMOVUPD(v, w.at(4*h))
		}
	})
	end()
}

// Rows and columns of a tile.
const (
	tileRows = 6
	tileCols = 8
)

// tile keeps the sums in twelve registers.
func tile() {
	begin("tileAVX2", "k int, a, b, c []float64, stride int", "is tileGo with fused additions.")
	k := Load(Param("k"), GP64())
	a, b, c := Load(Param("a").Base(), GP64()), Load(Param("b").Base(), GP64()), Load(Param("c").Base(), GP64())
	stride := Load(Param("stride"), GP64())
	SHLQ(U8(3), stride)
	var acc [tileRows][2]reg.VecVirtual
	for i := range acc {
		for h := range acc[i] {
			acc[i][h] = YMM()
			VXORPD(acc[i][h], acc[i][h], acc[i][h])
		}
	}
	JMP(LabelRef("test"))
	Label("depth")
	left, right, number := YMM(), YMM(), YMM()
	VMOVUPD(Mem{Base: b}, left)
	VMOVUPD(Mem{Base: b, Disp: 32}, right)
	for i := range acc {
		VBROADCASTSD(Mem{Base: a, Disp: 8 * i}, number)
		VFMADD231PD(left, number, acc[i][0])
		VFMADD231PD(right, number, acc[i][1])
	}
	ADDQ(Imm(8*tileRows), a)
	ADDQ(Imm(8*tileCols), b)
	DECQ(k)
	Label("test")
	CMPQ(k, Imm(0))
	JG(LabelRef("depth"))
	for i := range acc {
		for h := range acc[i] {
			m := Mem{Base: c, Disp: 32 * h}
			VADDPD(m, acc[i][h], acc[i][h])
			VMOVUPD(acc[i][h], m)
		}
		ADDQ(stride, c)
	}
	end()
}
