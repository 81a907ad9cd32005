package simd

import (
	"math"
	"unsafe"
)

// BandHistogram sums numbers by value and feature, of Lanes features side by
// side. Row 0 says nothing: what belongs to it is what the others leave of the
// total.
type BandHistogram [256][Lanes]int64

// CountBand adds each sample's number to the row of its value of each feature.
// Sample i is cell at[i] of the band: a byte a feature, the first lowest. That
// the cell exists is warranted by the caller, not checked. Cells that are 0,
// as most of an image's edge is, are skipped.
func CountBand[Sum ~int64](h *BandHistogram, band []uint64, at []int32, numbers []Sum) {
	sameLength("CountBand", len(at), len(numbers))
	active.countBand(h, band, at, unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers)))
}

func countBandGo(h *BandHistogram, band []uint64, at []int32, numbers []int64) {
	for i, a := range at {
		cell := band[a]
		if cell == 0 {
			continue
		}
		for lane := range Lanes {
			h[uint8(cell>>(8*lane))][lane] += numbers[i]
		}
	}
}

// Subtract takes away what another histogram holds.
func (h *BandHistogram) Subtract(other *BandHistogram) {
	for v := range h {
		row, o := &h[v], &other[v]
		for lane := range row {
			row[lane] -= o[lane]
		}
	}
}

// Around is the largest value below a threshold that occurs in a lane, or 0,
// and the least from it on, where one is known to occur.
func (h *BandHistogram) Around(lane int, threshold int) (below, above int) {
	for above = threshold; above < 255 && h[above][lane] == 0; above++ {
	}
	for below = threshold - 1; below > 0 && h[below][lane] == 0; below-- {
	}
	return below, above
}

// BandSplits are the best thresholds of the features of a band.
type BandSplits struct {
	Score [Lanes]float64 // the larger the better; negative: there is none
	Above [Lanes]float64 // a value goes to the right from here on
	below [Lanes]float64 // what Score is to be divided by
}

// Sweep finds the best thresholds of a node's histograms. Its numbers are sums
// packed into 64 bits, the count of samples lowest.
type Sweep struct {
	constants sweepConstants
	unit      float64 // of the score
	kernel    sweepKernel
	splits    BandSplits
}

type sweepKernel func(h *BandHistogram, c *sweepConstants, s *BandSplits)

// broadcast is a number in every lane of a vector.
type broadcast [4]float64

func each(x float64) broadcast     { return broadcast{x, x, x, x} }
func eachBits(x uint64) broadcast  { return each(math.Float64frombits(x)) }
func (b *broadcast) bits() uint64  { return math.Float64bits(b[0]) }
func (b *broadcast) shift() uint64 { return b.bits() & 63 }

// sweepConstants are those of a sweep, as the kernels read them.
type sweepConstants struct {
	countMask, count, minLeaf broadcast
	sum                       broadcast // of the node

	// Of the second order:
	hessians, minHessian, l2         broadcast
	hessianShift, hessianMask, shift broadcast
	offset                           broadcast // of shifted sums that were made positive
}

// NewMeanSweep prepares to find the split that lowers the squared error most
// in a node whose numbers, whole numbers above a count of countBits bits, add
// up to total; its size must be less than 2^51, and each side of a split keeps
// minLeaf samples. Of nl and nr samples with means l and r on the sides the
// score is nl nr (l - r)^2 (nl + nr). What is squared for it is a whole number
// without rounding, so that splits with the same sides, whichever is left, have
// one score.
func NewMeanSweep(total int64, countBits uint, minLeaf int) Sweep {
	mask := uint64(1)<<countBits - 1
	count := float64(uint64(total) & mask)
	return Sweep{
		constants: sweepConstants{
			countMask: eachBits(mask), count: each(count), minLeaf: each(float64(minLeaf)),
			sum: each(float64(total) - count),
		},
		unit:   math.Ldexp(1, -2*int(countBits)),
		kernel: active.meanSweep,
	}
}

// NewtonPacking says how a sum of residuals, one of hessians (the larger
// numbers are, the more is their sum worth) and a count share 64 bits.
type NewtonPacking struct {
	CountBits, LowBits          uint // LowBits: of count and hessians
	ResidualUnits, HessianUnits float64
}

// Count is the count of samples.
func (p *NewtonPacking) Count(x int64) int { return int(x & (1<<p.CountBits - 1)) }

// Residuals is the sum of the residuals.
func (p *NewtonPacking) Residuals(x int64) float64 { return float64(x>>p.LowBits) * p.ResidualUnits }

// Hessians is the sum of the hessians.
func (p *NewtonPacking) Hessians(x int64) float64 {
	return float64(x&(1<<p.LowBits-1)>>p.CountBits) * p.HessianUnits
}

// NewNewtonSweep prepares to find the split of a node, whose numbers add up to
// total, with the largest sum over both sides of r^2 / (h + l2), of the sums of
// residuals and of hessians of a side. Each side keeps minLeaf samples and the
// hessian minHessian.
func NewNewtonSweep(total int64, p NewtonPacking, minLeaf int, minHessian, l2 float64) Sweep {
	return Sweep{
		constants: sweepConstants{
			countMask: eachBits(1<<p.CountBits - 1), count: each(float64(p.Count(total))), minLeaf: each(float64(minLeaf)),
			sum:        each(float64(total >> p.LowBits)),
			hessians:   each(p.Hessians(total) / p.HessianUnits),
			minHessian: each(minHessian / p.HessianUnits), l2: each(l2 / p.HessianUnits),
			hessianShift: eachBits(uint64(p.CountBits)), hessianMask: eachBits(1<<(p.LowBits-p.CountBits) - 1),
			shift: eachBits(uint64(p.LowBits)), offset: each(0x1p52 + math.Ldexp(1, 63-int(p.LowBits))),
		},
		unit:   p.ResidualUnits * p.ResidualUnits / p.HessianUnits,
		kernel: active.newtonSweep,
	}
}

// Splits finds the best thresholds, of several with one score the lowest. The
// next call overwrites what it returns.
func (s *Sweep) Splits(h *BandHistogram) *BandSplits {
	b := &s.splits
	for lane := range Lanes {
		b.Score[lane], b.below[lane], b.Above[lane] = -1, 1, 0
	}
	s.kernel(h, &s.constants, b)
	for lane := range Lanes {
		b.Score[lane] = b.Score[lane] / b.below[lane] * s.unit
	}
	return b
}

func meanSweepGo(h *BandHistogram, c *sweepConstants, s *BandSplits) {
	sweepGo(h, s, func(right int64) (numerator, denominator float64, ok bool) {
		nr := float64(uint64(right) & c.countMask.bits())
		nl, sr := c.count[0]-nr, float64(right)-nr
		d := float64(c.count[0]*sr) - float64(nr*c.sum[0])
		return d * d, nr * nl, nr >= c.minLeaf[0] && nl >= c.minLeaf[0]
	})
}

func newtonSweepGo(h *BandHistogram, c *sweepConstants, s *BandSplits) {
	sweepGo(h, s, func(right int64) (numerator, denominator float64, ok bool) {
		nr := float64(uint64(right) & c.countMask.bits())
		hr := float64(uint64(right) >> c.hessianShift.shift() & c.hessianMask.bits())
		rr := float64(right >> c.shift.shift())
		nl, hl, rl := c.count[0]-nr, c.hessians[0]-hr, c.sum[0]-rr
		ok = nr >= c.minLeaf[0] && nl >= c.minLeaf[0] && hr >= c.minHessian[0] && hl >= c.minHessian[0]
		hr, hl = hr+c.l2[0], hl+c.l2[0]
		return float64(float64(rl*rl)*hr) + float64(float64(rr*rr)*hl), hl * hr, ok
	})
}

// sweepGo moves value after value to the right. Fractions are compared without
// a division.
func sweepGo(h *BandHistogram, s *BandSplits, score func(right int64) (numerator, denominator float64, ok bool)) {
	var right [Lanes]int64
	for v := 255; v > 0; v-- {
		if h[v] == [Lanes]int64{} {
			continue
		}
		for lane, x := range h[v] {
			right[lane] += x
			numerator, denominator, ok := score(right[lane])
			if ok && numerator*s.below[lane] >= s.Score[lane]*denominator {
				s.Score[lane], s.below[lane], s.Above[lane] = numerator, denominator, float64(v)
			}
		}
	}
}
