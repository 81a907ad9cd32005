//go:build amd64 && !noasm

package simd

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// available is what this processor runs, the fastest last.
func available() []kernels {
	all := []kernels{goKernels}
	if x := &cpu.X86; x.HasAVX2 && x.HasFMA && x.HasBMI1 {
		all = append(all, avx2Kernels())
		if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL {
			all = append(all, avx512Kernels())
		}
	}
	return all
}

// avx512Kernels is avx2Kernels but for those that measured faster.
func avx512Kernels() kernels {
	k := avx2Kernels()
	k.name = "avx512"
	k.giniSweep = giniSweepAVX512
	k.doubleTile = doubleTileAVX512
	k.quadTile = quadTileAVX512
	return k
}

func avx2Kernels() kernels {
	return kernels{
		name:                "avx2",
		dot:                 dotAVX2,
		axpy:                axpyAVX2,
		dotU8:               dotU8AVX2,
		axpyU8:              axpyU8AVX2,
		squaredL2U8:         squaredL2U8Blocks,
		l1U8:                l1U8AVX2,
		weightedL1U8:        weightedL1U8AVX2,
		weightedSquaredL2U8: weightedSquaredL2U8AVX2,
		l1Tile:              l1TileAVX2,
		indexNotBelow:       indexNotBelowAVX2,
		exp:                 expAVX2,
		tanh:                tanhAVX2,
		countLanes: func(h *LaneHistogram, which, lanes int, columns *[Lanes][]uint8, stride int, samples []uint32) {
			if lanes <= 4 {
				count4LanesAVX2(h, which, columns, stride, samples)
			} else {
				count8LanesAVX2(h, which, columns, stride, samples)
			}
		},
		giniSweep:   giniSweepAVX2,
		gatherRows:  gatherRowsAVX2,
		rangeOfRows: rangeOfRowsAVX2,
		countAtMost: countAtMostAVX2,
		countBand: func(h *BandHistogram, band []uint64, at []int32, numbers []int64) {
			countBandAVX2((*[256][8]int64)(h), band, at, numbers)
		},
		meanSweep:   sweepAVX2(meanSweepAVX2),
		newtonSweep: sweepAVX2(newtonSweepAVX2),
		tile:        tileAVX2,
		doubleTile:  twice(tileAVX2),
		quadTile:    beside(twice(tileAVX2)),
		pack6: packer{
			columns: packColumns6AVX2, rows: packRows6AVX2,
			columnsU8: packColumnsU8x6AVX2, rowsU8: packRowsU8x6AVX2,
		},
		pack16: packer{
			columns: packColumns16AVX2, rows: packRows16AVX2,
			columnsU8: packColumnsU8x16AVX2, rowsU8: packRowsU8x16AVX2,
		},
	}
}

// squaredL2U8Blocks keeps the sums of 32 bits from overflowing.
func squaredL2U8Blocks(x, y []uint8) uint64 {
	const block = 1 << 16
	var sum uint64
	for len(x) > block {
		sum += uint64(squaredL2U8AVX2(x[:block], y[:block]))
		x, y = x[block:], y[block:]
	}
	return sum + uint64(squaredL2U8AVX2(x, y))
}

// sweepAVX2 is a sweep by a kernel, for which the fields are vectors in order.
func sweepAVX2(kernel func(h *[256][8]int64, c *[11][4]float64, s *[3][8]float64)) sweepKernel {
	return func(h *BandHistogram, c *sweepConstants, s *BandSplits) {
		kernel((*[256][8]int64)(h), (*[11][4]float64)(unsafe.Pointer(c)), (*[3][8]float64)(unsafe.Pointer(s)))
	}
}
