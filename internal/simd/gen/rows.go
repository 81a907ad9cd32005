package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// byteRow is the size of a ByteRow.
const byteRow = 32

// gatherRows copies four bytes a step from as many columns. Stores of single
// bytes take fewer steps than to insert bytes into a vector.
func gatherRows() {
	begin("gatherRowsAVX2", "func(rows [][32]uint8, columns *[32][]uint8, lanes, stride int, samples []uint32)",
		"gatherRowsAVX2 is gatherRowsGo; it needs nothing beyond amd64.")
	columns, lanes := Load(Param("columns"), GP64()), Load(Param("lanes"), GP64())
	rows, samples, n := walk("rows", byteRow), walk("samples", 4), length("samples")
	loops(n, []int{1}, func(int) {
		at, column, to, lane := sampleAt(samples, 0), GP64(), GP64(), GP64()
		later := laterSample(samples, n)
		MOVQ(columns, column)
		MOVQ(rows.Register, to)
		MOVQ(lanes, lane)
		Label("lanes")
		for i := range 4 {
			from, value := GP64(), GP64()
			MOVQ(Mem{Base: column, Disp: 24 * i}, from)
			MOVBQZX(Mem{Base: from, Index: at, Scale: 1}, value)
			PREFETCHT0(Mem{Base: from, Index: later, Scale: 1})
			MOVB(value.As8(), Mem{Base: to, Disp: i})
		}
		ADDQ(U32(4*24), column)
		ADDQ(U32(4), to)
		SUBQ(U32(4), lane)
		JG(LabelRef("lanes"))
	}, rows, samples)
	RET()
}

// sampleAt is where the values of a sample stand in their columns.
func sampleAt(samples stream, i int) reg.GPVirtual {
	at := GP64()
	MOVL(samples.at(i), at.As32())
	SHRQ(U8(8), at)
	IMULQ(address("stride"), at)
	return at
}

// laterSample is sampleAt of a sample to prefetch: samples of a node are
// scattered over columns that no cache holds. With few samples left it is the
// one at hand.
func laterSample(samples stream, left reg.Register) reg.GPVirtual {
	const ahead = 16
	here, there, at := GP64(), GP64(), GP64()
	MOVQ(samples.Register, here)
	LEAQ(samples.at(ahead), there)
	CMPQ(left, U32(ahead))
	CMOVQGT(there, here)
	MOVL(Mem{Base: here}, at.As32())
	SHRQ(U8(8), at)
	IMULQ(address("stride"), at)
	return at
}

// rangeOfRows keeps the least and the largest bytes of all lanes in a vector
// each.
func rangeOfRows() {
	begin("rangeOfRowsAVX2", "func(rows [][32]uint8, least, largest *[32]uint8)", "rangeOfRowsAVX2 is rangeOfRowsGo with AVX2.")
	rows, n := walk("rows", byteRow), length("rows")
	least, largest := YMM(), YMM()
	VPCMPEQD(least, least, least)
	VPXOR(largest, largest, largest)
	loops(n, []int{1}, func(int) {
		row := YMM()
		VMOVDQU(rows.at(0), row)
		VPMINUB(row, least, least)
		VPMAXUB(row, largest, largest)
	}, rows)
	VMOVDQU(least, Mem{Base: Load(Param("least"), GP64())})
	VMOVDQU(largest, Mem{Base: Load(Param("largest"), GP64())})
	end()
}

// countAtMost counts in bytes, then adds those to the counts.
func countAtMost() {
	begin("countAtMostAVX2", "func(counts *[32]uint32, rows [][32]uint8, threshold *[32]uint8)",
		"countAtMostAVX2 is countAtMostGo with AVX2, of at most 255 rows.")
	rows, n := walk("rows", byteRow), length("rows")
	threshold, sum := YMM(), YMM()
	VMOVDQU(Mem{Base: Load(Param("threshold"), GP64())}, threshold)
	VPXOR(sum, sum, sum)
	loops(n, []int{1}, func(int) {
		row, lesser := YMM(), YMM()
		VMOVDQU(rows.at(0), row)
		VPMINUB(threshold, row, lesser)
		VPCMPEQB(row, lesser, lesser)
		VPSUBB(lesser, sum, sum)
	}, rows)
	counts := Load(Param("counts"), GP64())
	for i, quarter := range quarters(sum) {
		to, wide := Mem{Base: counts, Disp: 32 * i}, YMM()
		VPMOVZXBD(quarter, wide)
		VPADDD(to, wide, wide)
		VMOVDQU(wide, to)
	}
	end()
}

// quarters are 8 bytes each, in the lower part of a vector.
func quarters(v reg.VecVirtual) (q [4]reg.VecVirtual) {
	q[0], q[2] = half(v, 0), half(v, 1)
	for i := 0; i < 4; i += 2 {
		q[i+1] = XMM()
		VPSRLDQ(U8(8), q[i], q[i+1])
	}
	return q
}
