// Command gen writes the assembly of package simd for amd64 with AVX2 and
// FMA, and with AVX-512 where it measured faster:
//
//	go generate ./internal/simd
//
// Each function here emits one kernel. What a kernel computes is said by its
// twin in plain Go; here stands only how.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("amd64,!noasm")

	dot()
	axpy()
	dotU8()
	axpyU8()
	squaredL2U8()
	l1U8()
	weightedL1U8()
	weightedSquaredL2U8()
	indexNotBelow()
	l1Tile()
	exp()
	tanh()
	countLanes(4)
	countLanes(8)
	giniSweep(false)
	giniSweep(true)
	countBand()
	meanSweep()
	newtonSweep()
	gatherRows()
	rangeOfRows()
	countAtMost()
	tile()
	doubleTile()
	quadTile()
	for _, width := range []int{6, 16} {
		packColumns(width)
		packColumnsU8(width)
		packRows(width)
		packRowsU8(width)
	}
	Generate()
}
