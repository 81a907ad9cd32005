package svm

import (
	"math"

	"github.com/fmnist/fmnist/internal/simd"
)

// Names of the kernels.
const (
	Linear  = "linear"
	RBF     = "rbf"
	Poly    = "poly"
	Sigmoid = "sigmoid"
)

// kernel is a kernel function of two scaled images x and z:
//
//	linear   <x,z>
//	rbf      exp(-gamma |x-z|^2)
//	poly     (gamma <x,z> + coef0)^degree
//	sigmoid  tanh(gamma <x,z> + coef0)
type kernel struct {
	name         string
	gamma, coef0 float64
	degree       int
}

// apply turns inner products of one image with many into kernel values. norm
// and norms are the squared lengths on both sides. Each value is the same bit
// for bit whichever of the two images is the one and whatever the others are.
func (k kernel) apply(dst, products []float32, norm float32, norms []float32) {
	gamma, coef0 := float32(k.gamma), float32(k.coef0)
	switch k.name {
	case Linear:
		copy(dst, products)
	case RBF:
		active.exponents(dst, products, norm, norms[:len(dst)], -gamma)
		simd.Exp(dst, dst)
	case Poly:
		for j, v := range products {
			dst[j] = power(float32(gamma*v)+coef0, k.degree)
		}
	case Sigmoid:
		for j, v := range products {
			dst[j] = float32(gamma*v) + coef0
		}
		simd.Tanh(dst, dst)
	}
}

// diagonal is the kernel of an image of the given squared length with itself.
func (k kernel) diagonal(norm float64) float64 {
	switch k.name {
	case Linear:
		return norm
	case Poly:
		return power(k.gamma*norm+k.coef0, k.degree)
	case Sigmoid:
		return math.Tanh(k.gamma*norm + k.coef0)
	}
	return 1
}

// power is x to the n by repeated squaring.
func power[F float32 | float64](x F, n int) F {
	p := F(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= x
		}
		x *= x
	}
	return p
}
