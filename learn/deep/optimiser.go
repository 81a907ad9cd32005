package deep

import (
	"math"

	"github.com/fmnist/fmnist/internal/tensor"
)

// Optimisers.
const (
	sgd   = "sgd"
	adam  = "adam"
	adamw = "adamw"
)

// optimiser takes steps against the gradient: sgd with Nesterov's momentum,
// adam, or adamw. Weight decay of the first two is a gradient of its own, that
// of adamw shrinks the weights.
type optimiser struct {
	kind                   string
	momentum, beta2, decay float64
	weights, gradients     []float32
	moments                [2][]float32
	pieces                 []piece
	steps                  int
}

// piece is some numbers of the network, the work of one goroutine.
type piece struct {
	lo, hi int
	decays bool
}

const pieceSize = 1 << 13

const adamEpsilon = 1e-8

func newOptimiser(kind string, momentum, decay float64, n *network, gradients []float32) *optimiser {
	o := &optimiser{kind: kind, momentum: momentum, beta2: 0.999, decay: decay, weights: n.weights, gradients: gradients}
	o.moments[0] = make([]float32, len(n.weights))
	if kind != sgd {
		o.moments[1] = make([]float32, len(n.weights))
	}
	at := 0
	for _, p := range n.all {
		for lo := 0; p.trained && lo < p.size; lo += pieceSize {
			o.pieces = append(o.pieces, piece{at + lo, at + min(p.size, lo+pieceSize), p.decays})
		}
		at += p.size
	}
	return o
}

// step takes a step of the given rate along the gradient of the mean over the
// pass's images.
func (o *optimiser) step(p *pass, rate float64) {
	o.steps++
	scale := float32(1 / float64(p.images))
	p.over(len(o.pieces), 1, func(i, _ int) {
		c := o.pieces[i]
		decay := 0.0
		if c.decays {
			decay = o.decay
		}
		w, g, m := o.weights[c.lo:c.hi], o.gradients[c.lo:c.hi], o.moments[0][c.lo:c.hi]
		if o.kind == sgd {
			tensor.Nesterov(tensor.NesterovStep{
				Scale: scale, Decay: float32(decay), Momentum: float32(o.momentum), Rate: float32(rate),
			}, w, m, g)
			return
		}
		s := o.adamStep(rate, decay)
		s.Scale = scale
		tensor.Adam(s, w, m, o.moments[1][c.lo:c.hi], g)
	})
}

// adamStep is the constants of the step, the corrections of the moments' bias
// in its rate.
func (o *optimiser) adamStep(rate, decay float64) tensor.AdamStep {
	t := float64(o.steps)
	root := math.Sqrt(1 - math.Pow(o.beta2, t))
	s := tensor.AdamStep{
		Beta1: o.momentum, Beta2: o.beta2, Keep: 1,
		Rate:    float32(rate * root / (1 - math.Pow(o.momentum, t))),
		Epsilon: float32(adamEpsilon * root),
	}
	if o.kind == adamw {
		s.Keep = float32(1 - rate*decay)
	} else {
		s.Decay = float32(decay)
	}
	return s
}

// Schedules of the learning rate.
const (
	constant = "constant"
	cosine   = "cosine"
	oneCycle = "one_cycle"
)

// rateAt is the learning rate of a step as a share of the highest. cosine falls
// along half a wave (Loshchilov and Hutter, "SGDR", ICLR 2017, without
// restarts); one_cycle rises in a line over the first quarter of the training
// and then falls in a line (Smith and Topin, "Super-convergence", 2017).
func rateAt(schedule string, step, steps int) float64 {
	const rise, start, end = 0.25, 0.04, 0.001
	t := (float64(step) + 0.5) / float64(steps)
	switch {
	case schedule == cosine:
		return (1 + math.Cos(math.Pi*t)) / 2
	case schedule == oneCycle && t < rise:
		return start + (1-start)*t/rise
	case schedule == oneCycle:
		return end + (1-end)*(1-t)/(1-rise)
	}
	return 1
}
