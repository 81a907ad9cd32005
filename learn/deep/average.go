package deep

import "github.com/fmnist/fmnist/internal/tensor"

// averageEvery is after how many steps the average of the weights takes the
// next: a pass over all of them costs as much as half a step of sgd.
const averageEvery = 4

// follow moves the exponential average of the weights towards them. In the
// beginning it forgets faster, so that it does not remember the start.
func (t *trainer) follow(p *pass) {
	if t.steps%averageEvery != 0 {
		return
	}
	keep := 1.0
	for range averageEvery {
		keep *= t.c.EMADecay
	}
	n := float64(t.steps / averageEvery)
	keep = min(keep, n/(n+10))
	p.over(len(t.average), pieceSize, func(lo, hi int) {
		tensor.Approach(t.average[lo:hi], t.net.weights[lo:hi], float32(1-keep))
	})
}
