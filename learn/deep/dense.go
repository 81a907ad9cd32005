package deep

import (
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/tensor"
)

// dense maps all numbers of an image to others, without biases. Its weights are
// panels of 16 outputs, each in rows of 16. They are many: the work is cut by
// weights, not by images, and the way back reads them as they are, so that what
// is transposed is the smaller matrix of the batch.
type dense struct {
	in, out int // out is a multiple of 16
	weights parameter

	x, y, dx []float32
	panels   []float32 // the gradient in panels of outputs, each a row an image
	across   []float32 // the gradient in panels of images, each a row an output
	dAcross  []float32 // the input's gradient in panels of images
}

// newDense draws the weights of the used outputs only; the others fill the last
// panel and stay zero.
func newDense(in, used int, gain float64) *dense {
	d := &dense{in: in, out: roundUp(used)}
	draw := normal(gain / float64(in))
	d.weights = parameter{size: in * d.out, filling: in * (d.out - used), trained: true, decays: true}
	d.weights.initial = func(w []float32, random *rand.Rand) {
		draw(w, random)
		for o := used; o < d.out; o++ {
			for i := range in {
				w[(o/tensor.Panel*in+i)*tensor.Panel+o%tensor.Panel] = 0
			}
		}
	}
	return d
}

// roundUp is n up to whole panels.
func roundUp(n int) int { return (n + tensor.Panel - 1) / tensor.Panel * tensor.Panel }

func (d *dense) parameters() []*parameter { return []*parameter{&d.weights} }

// Blocks that stay in the nearest caches.
const (
	panelChunk = 8
	depthBlock = 256
	inputChunk = 8 * 14
)

func (d *dense) forward(p *pass, x []float32) []float32 {
	y := grow(&d.y, p.images*d.out)
	d.x = x
	p.over(d.out/tensor.Panel, panelChunk, func(lo, hi int) {
		for k := 0; k < d.in; k += depthBlock {
			product := tensor.Product{
				Runs: 1, Depth: min(depthBlock, d.in-k), ARow: d.in, ACol: 1,
				BCol: tensor.Panel, BPanel: d.in * tensor.Panel, CRow: d.out, CPanel: tensor.Panel, Add: k > 0,
			}
			product.Do(p.images, hi-lo, x[k:], d.weights.w[(lo*d.in+k)*tensor.Panel:], y[lo*tensor.Panel:])
		}
	})
	return y
}

func (d *dense) backward(p *pass, g []float32) []float32 {
	d.rearrange(p, g)
	dx := grow(&d.dx, p.images*d.in)
	dAcross := grow(&d.dAcross, roundUp(p.images)*d.in)
	weights := tensor.Product{
		Runs: 1, Depth: p.images, ARow: 1, ACol: d.in, BCol: tensor.Panel, BPanel: p.images * tensor.Panel,
		CRow: tensor.Panel, CPanel: d.in * tensor.Panel,
	}
	inputs := tensor.Product{
		Runs: d.out / tensor.Panel, Depth: tensor.Panel, ARow: tensor.Panel, ACol: 1, ARun: d.in * tensor.Panel,
		BCol: tensor.Panel, BRun: tensor.Panel * tensor.Panel, BPanel: d.out * tensor.Panel,
		CRow: tensor.Panel, CPanel: d.in * tensor.Panel,
	}
	p.over(d.in, inputChunk, func(lo, hi int) {
		weights.Do(hi-lo, d.out/tensor.Panel, d.x[lo:], d.panels, d.weights.g[lo*tensor.Panel:])
		inputs.Do(hi-lo, roundUp(p.images)/tensor.Panel, d.weights.w[lo*tensor.Panel:], d.across, dAcross[lo*tensor.Panel:])
		for i := range p.images {
			column := dAcross[i/tensor.Panel*d.in*tensor.Panel+i%tensor.Panel:]
			for j := lo; j < hi; j++ {
				dx[i*d.in+j] = column[j*tensor.Panel]
			}
		}
	})
	return dx
}

// rearrange packs the gradient for both products.
func (d *dense) rearrange(p *pass, g []float32) {
	panels, across := grow(&d.panels, p.images*d.out), grow(&d.across, roundUp(p.images)*d.out)
	p.over(roundUp(p.images), tensor.Panel, func(lo, _ int) {
		block := across[lo*d.out:][:tensor.Panel*d.out]
		for i := lo; i < lo+tensor.Panel; i++ {
			if i >= p.images {
				for o := range d.out {
					block[o*tensor.Panel+i-lo] = 0
				}
				continue
			}
			for o, v := range g[i*d.out:][:d.out] {
				block[o*tensor.Panel+i-lo] = v
				panels[(o/tensor.Panel*p.images+i)*tensor.Panel+o%tensor.Panel] = v
			}
		}
	})
}
