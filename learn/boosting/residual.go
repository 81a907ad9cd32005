package boosting

import (
	"math"
	"math/bits"

	"github.com/fmnist/fmnist/internal/simd"
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
// largest sum that can occur permit of the 51 that a float64 holds exactly, as
// simd.NewMeanSweep wants: for 60,000 residuals, 2^-34 of their sum.
func newPacking(residuals []float64) packing {
	total, _ := sizes(residuals)
	p := packing{countBits: uint(bits.Len(uint(len(residuals))))}
	p.scale = unitsFor(total, 50-p.countBits) // a bit for roundings
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

// newNewtonPacking packs residual, hessian and count into one number: what
// decides a split of second order. It leaves 23 bits each for the sums of
// 60,000 residuals and hessians, so that rounding moves a sum by less than a
// millionth of the largest, far below what the choice of another sample would.
func newNewtonPacking(residuals []float64) simd.NewtonPacking {
	total, hessians := sizes(residuals)
	p := simd.NewtonPacking{CountBits: uint(bits.Len(uint(len(residuals))))}
	p.LowBits = p.CountBits + (63-p.CountBits)/2
	p.HessianUnits = 1 / unitsFor(hessians, p.LowBits-p.CountBits-1) // a bit for roundings
	p.ResidualUnits = 1 / unitsFor(total, 62-p.LowBits)              // and one for the sign
	return p
}

// packNewton packs a residual with its hessian.
func packNewton(p simd.NewtonPacking, r float64) packed {
	residual, h := math.RoundToEven(r/p.ResidualUnits), math.RoundToEven(hessian(r)/p.HessianUnits)
	return packed(residual)<<p.LowBits | packed(h)<<p.CountBits | 1
}
