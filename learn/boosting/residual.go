package boosting

import (
	"math"
	"math/bits"
)

// packed is a sum of residuals, as whole numbers of a small unit, above the
// count of its summands. One addition adds both, and since whole numbers have
// no rounding, the order of the additions (and so the number of cores) does not
// matter.
type packed int64

// maxImages leaves bits enough for what is counted with them.
const maxImages = 1<<20 - 1

// packing says how residuals become packed.
type packing struct {
	countBits uint
	scale     float64 // units in 1, a power of two
}

// newPacking leaves as many bits for the residuals as the counts and the
// largest sum that can occur permit: for 60,000 residuals of a share of 10% in
// size, that is a unit of 2^-32.
func newPacking(residuals []float64) packing {
	total, _ := sizes(residuals)
	p := packing{countBits: uint(bits.Len(uint(len(residuals))))}
	p.scale = unitsFor(total, 62-p.countBits) // a bit for the sign, one for roundings
	return p
}

// sizes are the sums of the residuals' absolute values and of their hessians.
func sizes(residuals []float64) (total, hessians float64) {
	for _, r := range residuals {
		total += math.Abs(r)
		hessians += hessian(r)
	}
	return total, hessians
}

// hessian is the second derivative of the deviance in the score whose residual
// is r: p (1-p), where r is 1-p or -p.
func hessian(r float64) float64 { return math.Abs(r) * (1 - math.Abs(r)) }

// unitsFor is the largest power of two that makes the total less than 2^bits.
func unitsFor(total float64, bits uint) float64 {
	if total == 0 {
		return 1
	}
	_, exponent := math.Frexp(total)
	return math.Ldexp(1, min(1000, int(bits)-exponent))
}

func (p packing) pack(r float64) packed {
	return packed(math.RoundToEven(r*p.scale))<<p.countBits | 1
}

// sum is the sum of residuals, in units.
func (p packing) sum(x packed) int64 { return int64(x >> p.countBits) }

func (p packing) count(x packed) int { return int(x & (1<<p.countBits - 1)) }

// gradientPacking packs residual, hessian and count into one number: what
// decides a split of second order. It leaves 23 bits each for the sums of
// 60,000 residuals and hessians, so that rounding moves a sum by less than a
// millionth of the largest, far below what the choice of another sample would.
type gradientPacking struct {
	countBits, lowBits          uint // lowBits: of the count and the hessians
	residualScale, hessianScale float64
	residualUnits, hessianUnits float64 // what one is worth
}

func newGradientPacking(residuals []float64) gradientPacking {
	total, hessians := sizes(residuals)
	p := gradientPacking{countBits: uint(bits.Len(uint(len(residuals))))}
	p.lowBits = p.countBits + (63-p.countBits)/2
	p.hessianScale = unitsFor(hessians, p.lowBits-p.countBits-1) // a bit for roundings
	p.residualScale = unitsFor(total, 62-p.lowBits)              // and one for the sign
	p.hessianUnits, p.residualUnits = 1/p.hessianScale, 1/p.residualScale
	return p
}

func (p *gradientPacking) pack(r float64) packed {
	residual, h := math.RoundToEven(r*p.residualScale), math.RoundToEven(hessian(r)*p.hessianScale)
	return packed(residual)<<p.lowBits | packed(h)<<p.countBits | 1
}

func (p *gradientPacking) count(x packed) int { return int(x & (1<<p.countBits - 1)) }

func (p *gradientPacking) residuals(x packed) float64 {
	return float64(x>>p.lowBits) * p.residualUnits
}

func (p *gradientPacking) hessians(x packed) float64 {
	return float64(x&(1<<p.lowBits-1)>>p.countBits) * p.hessianUnits
}
