// Command gen writes the assembly of package splits for amd64. What each kernel
// computes is said by its twin in plain Go.
package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const samples = 64 // of a row of values

func main() {
	ConstraintExpr("amd64,!noasm")
	gather()
	bestCut()
	Generate()
}

func begin(name, signature, doc string) {
	TEXT(name, attr.NOSPLIT, signature)
	Pragma("noescape")
	Doc(doc)
}

func base(name string) reg.Register   { return Load(Param(name).Base(), GP64()) }
func length(name string) reg.Register { return Load(Param(name).Len(), GP64()) }

func zero(r reg.Register) { XORQ(r, r) }

// gather takes the samples in order, since what is read of one lies near.
func gather() {
	begin("gatherAMD64", "func(values [][64]uint8, columns *[32][]uint8, stride int, samples []uint32)",
		"gatherAMD64 is gatherGo.")
	to, columns, stride := base("values"), Load(Param("columns"), GP64()), Load(Param("stride"), GP64())
	sample, n := base("samples"), length("samples")
	Label("sample")
	DECQ(n)
	JL(LabelRef("done"))
	at, column, value, feature := GP64(), GP64(), GP64(), GP64()
	MOVL(Mem{Base: sample}, at.As32())
	SHRQ(U8(8), at)
	IMULQ(stride, at)
	MOVQ(columns, column)
	MOVQ(to, value)
	MOVQ(length("values"), feature)
	copyOf := func(i int) {
		from, v := GP64(), GP32()
		MOVQ(Mem{Base: column, Disp: 24 * i}, from)
		MOVBLZX(Mem{Base: from, Index: at, Scale: 1}, v)
		MOVB(v.As8(), Mem{Base: value, Disp: samples * i})
	}
	const together = 4
	Label("four")
	SUBQ(U8(together), feature)
	JL(LabelRef("rest"))
	for i := range together {
		copyOf(i)
	}
	ADDQ(U32(24*together), column)
	ADDQ(U32(samples*together), value)
	JMP(LabelRef("four"))
	Label("rest")
	ADDQ(U8(together), feature)
	JZ(LabelRef("next"))
	Label("one")
	copyOf(0)
	ADDQ(U32(24), column)
	ADDQ(U32(samples), value)
	DECQ(feature)
	JNZ(LabelRef("one"))
	Label("next")
	ADDQ(U32(4), sample)
	INCQ(to)
	JMP(LabelRef("sample"))
	Label("done")
	RET()
}

// bestCut makes, feature by feature, the sets of all nonzero values'
// thresholds, then scores eight of them at a time.
func bestCut() {
	begin("bestCutAVX512",
		"func(values [][64]uint8, samples, planes int, sets, totals []uint64, weight, squares uint64, scores *[8]float64, keys *[8]uint64)",
		"bestCutAVX512 is bestCutGo with AVX-512 F, BW, DQ and VPOPCNTDQ, but for the eight results.")
	sets, cuts := AllocLocal(8*(samples+8)), AllocLocal(samples+8)
	b := loadBest()
	row, rows, present := base("values"), length("values"), firstOnes("samples")
	Label("feature")
	DECQ(rows)
	JL(LabelRef("done"))
	n := findSets(row, present, sets, cuts)
	eighth, at := GP64(), GP64()
	zero(at)
	LEAQ(Mem{Base: n, Disp: 7}, eighth)
	SHRQ(U8(3), eighth)
	JZ(LabelRef("next"))
	Label("eight")
	b.improve(sets.Idx(at, 8), cuts.Idx(at, 1))
	ADDQ(U8(8), at)
	DECQ(eighth)
	JNZ(LabelRef("eight"))
	Label("next")
	VPADDQ(b.step, b.feature, b.feature)
	ADDQ(U32(samples), row)
	JMP(LabelRef("feature"))
	Label("done")
	b.store()
	VZEROUPPER()
	RET()
}

// firstOnes is a word with as many of its lowest bits set as the argument says,
// from 0 to 64.
func firstOnes(name string) reg.Register {
	ones, shift := GP64(), Load(Param(name), GP64())
	MOVQ(I32(-1), ones)
	NEGQ(shift)
	JZ(LabelRef("none"))
	ADDQ(U8(64), shift)
	SHRXQ(shift, ones, ones)
	JMP(LabelRef("some"))
	Label("none")
	zero(ones)
	Label("some")
	return ones
}

// findSets writes, for each nonzero value of the row, which samples have at
// least that value, and the value, and behind them sets of all samples, which
// will be no splits. It returns how many there are.
func findSets(row, present reg.Register, sets, cuts Mem) (n reg.Register) {
	all, one := ZMM(), ZMM()
	reaches := K()
	left, sample, value := GP64(), GP64(), GP32()
	n = GP64()
	zero(n)
	VMOVDQU64(Mem{Base: row}, all)
	VPTESTMB(all, all, reaches)
	KMOVQ(reaches, left)
	ANDQ(present, left)
	JZ(LabelRef("found"))
	Label("value")
	TZCNTQ(left, sample)
	VPBROADCASTB(Mem{Base: row, Index: sample, Scale: 1}, one)
	MOVBLZX(Mem{Base: row, Index: sample, Scale: 1}, value)
	MOVB(value.As8(), cuts.Idx(n, 1))
	const notBelow = 5
	VPCMPUB(U8(notBelow), one, all, reaches)
	KMOVQ(reaches, sets.Idx(n, 8))
	INCQ(n)
	BLSRQ(left, left)
	JNZ(LabelRef("value"))
	Label("found")
	ones := ZMM()
	VPTERNLOGD(U8(0xff), ones, ones, ones)
	VMOVDQU64(ones, sets.Idx(n, 8))
	return n
}

// best is what bestCut holds in vectors of eight.
type best struct {
	scores, keys    reg.VecVirtual
	feature, step   reg.VecVirtual // the feature at hand as it is in keys, and one on
	weight, squares reg.VecVirtual
	sets, totals    reg.Register
}

func loadBest() *best {
	b := &best{scores: ZMM(), keys: ZMM(), feature: ZMM(), step: ZMM(), weight: ZMM(), squares: ZMM()}
	b.sets, b.totals = base("sets"), base("totals")
	broadcast := func(v uint64, to reg.VecVirtual) {
		r := GP64()
		MOVQ(U64(v), r)
		VPBROADCASTQ(r, to)
	}
	broadcast(math.Float64bits(math.Inf(-1)), b.scores)
	broadcast(1<<8, b.step)
	VPXORQ(b.keys, b.keys, b.keys)
	VPXORQ(b.feature, b.feature, b.feature)
	VPBROADCASTQ(argument("squares"), b.squares)
	VPBROADCASTQ(argument("weight"), b.weight)
	VCVTUQQ2PD(b.weight, b.weight)
	return b
}

func (b *best) store() {
	VMOVUPD(b.scores, Mem{Base: Load(Param("scores"), GP64())})
	VMOVDQU64(b.keys, Mem{Base: Load(Param("keys"), GP64())})
}

// improve scores the eight splits by their sets and keeps what is better. The
// sum of the squares on the left is (t-r)^2 = t^2 - 2tr + r^2 over classes.
func (b *best) improve(set, cut Mem) {
	right, product, moved := b.sums(set)
	left, l := ZMM(), ZMM()
	VPADDQ(right, b.squares, left)
	VPADDQ(product, product, product)
	VPSUBQ(product, left, left)
	for _, v := range []reg.VecVirtual{left, right, moved} {
		VCVTUQQ2PD(v, v)
	}
	r := moved
	VSUBPD(r, b.weight, l)
	VMULPD(r, left, left)
	VFMADD231PD(l, right, left)
	VMULPD(r, l, l)
	score, key := left, ZMM()
	VDIVPD(l, left, score)
	VPMOVZXBQ(cut, key)
	VPORQ(b.feature, key, key)
	const equal, above = 0x00, 0x1e // neither of NaN
	better, even := K(), K()
	VCMPPD(U8(above), b.scores, score, better)
	VCMPPD(U8(equal), b.scores, score, even)
	const below = 1
	VPCMPUQ(U8(below), b.keys, key, even, even)
	KORB(even, better, better)
	VMOVAPD(score, better, b.scores)
	VMOVDQA64(key, better, b.keys)
}

// sums adds up over classes, of eight sets at once: the squares of the
// classes' weights in the set, their products with their whole weights, and
// the weights.
func (b *best) sums(set Mem) (right, product, moved reg.VecVirtual) {
	set8 := ZMM()
	VMOVDQU64(set, set8)
	right, product, moved = ZMM(), ZMM(), ZMM()
	for _, v := range []reg.VecVirtual{right, product, moved} {
		VPXORQ(v, v, v)
	}
	plane, total, classes := GP64(), GP64(), length("totals")
	MOVQ(b.sets, plane)
	MOVQ(b.totals, total)
	Label("class")
	r, shared, planes := ZMM(), ZMM(), Load(Param("planes"), GP64())
	count := func(to reg.VecVirtual) {
		VPANDQ_BCST(Mem{Base: plane}, set8, to)
		VPOPCNTQ(to, to)
		ADDQ(U8(8), plane)
		DECQ(planes)
	}
	count(r)
	JZ(LabelRef("counted"))
	Label("plane")
	VPADDQ(r, r, r)
	count(shared)
	VPADDQ(shared, r, r)
	JNZ(LabelRef("plane"))
	Label("counted")
	VPADDQ(r, moved, moved)
	VPMULUDQ_BCST(Mem{Base: total}, r, shared)
	VPADDQ(shared, product, product)
	VPMULUDQ(r, r, r)
	VPADDQ(r, right, right)
	ADDQ(U8(8), total)
	DECQ(classes)
	JNZ(LabelRef("class"))
	return right, product, moved
}

// argument is where a scalar argument is.
func argument(name string) Mem {
	m, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return m.Addr
}
