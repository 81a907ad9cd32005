package neural

import (
	"math"

	"github.com/fmnist/fmnist/internal/simd"
)

// activation is what a hidden unit does to its input.
type activation struct {
	// apply replaces inputs by outputs.
	apply func(x []float32)
	// backward multiplies the gradient by the derivative, which every one of
	// these functions can tell from its output.
	backward func(gradient, output []float32)
	// glorot is the numerator under the root of the bound of initial weights.
	glorot float64
}

var activations = map[string]activation{
	"identity": {func([]float32) {}, func(_, _ []float32) {}, 6},
	"logistic": {logistic, logisticBackward, 2},
	"tanh":     {func(x []float32) { simd.Tanh(x, x) }, tanhBackward, 6},
	"relu":     {relu, reluBackward, 6},
}

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// reluBackward clears half of the gradient, unforeseeably: a mask costs less
// than branches.
func reluBackward(gradient, output []float32) {
	for i, v := range output[:len(gradient)] {
		bits := int32(math.Float32bits(v)) // no sign: v is 0 or positive
		gradient[i] = math.Float32frombits(math.Float32bits(gradient[i]) & uint32(-bits>>31))
	}
}

func tanhBackward(gradient, output []float32) {
	for i, v := range output[:len(gradient)] {
		gradient[i] *= 1 - v*v
	}
}

func logistic(x []float32) {
	for i, v := range x {
		x[i] = -v
	}
	simd.Exp(x, x)
	for i, v := range x {
		x[i] = 1 / (1 + v)
	}
}

func logisticBackward(gradient, output []float32) {
	for i, v := range output[:len(gradient)] {
		gradient[i] *= v * (1 - v)
	}
}
