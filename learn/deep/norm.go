package deep

import (
	"math"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/tensor"
)

// floorOf is the least output of a layer: 0 if its units are rectified.
func floorOf(rectified bool) float32 {
	if rectified {
		return 0
	}
	return float32(math.Inf(-1))
}

func ones(w []float32, _ *rand.Rand) {
	for i := range w {
		w[i] = 1
	}
}

// bias adds a number a channel, and rectifies if so asked.
type bias struct {
	channels  int
	rectified bool
	shift     parameter
	y         []float32
	one       []float32
	sums      channelSums
}

func newBias(channels int, rectified bool) *bias {
	b := &bias{channels: channels, rectified: rectified, one: make([]float32, channels)}
	b.shift = parameter{size: channels, trained: true}
	ones(b.one, nil)
	return b
}

func (b *bias) parameters() []*parameter { return []*parameter{&b.shift} }

func (b *bias) forward(p *pass, x []float32) []float32 {
	y := grow(&b.y, len(x))
	scaleShift(p, y, x, b.one, b.shift.w, floorOf(b.rectified))
	return y
}

func (b *bias) backward(p *pass, g []float32) []float32 {
	b.sums.ofGradient(p, g, b.y, b.y, b.channels, b.rectified)
	for j := range b.channels {
		b.shift.g[j] = float32(b.sums.first[j])
	}
	return g
}

func scaleShift(p *pass, y, x, scale, shift []float32, floor float32) {
	size := len(x) / p.images
	p.over(p.images, 1, func(i, _ int) {
		tensor.ScaleShift(y[i*size:][:size], x[i*size:][:size], scale, shift, floor)
	})
}

// channelSums are two sums a channel over all pixels of a batch: over an image
// in float32, over images in float64.
type channelSums struct {
	first, second []float64
	images        []float32 // two sums of every image
}

func (s *channelSums) over(p *pass, channels int, sum func(i int, first, second []float32)) {
	images := grow(&s.images, p.images*2*channels)
	p.over(p.images, 1, func(i, _ int) {
		own := images[i*2*channels:][:2*channels]
		clear(own)
		sum(i, own[:channels], own[channels:])
	})
	s.first, s.second = make([]float64, channels), make([]float64, channels)
	for i := range p.images {
		own := images[i*2*channels:]
		for j := range channels {
			s.first[j] += float64(own[j])
			s.second[j] += float64(own[channels+j])
		}
	}
}

// ofGradient sums g and g*x; of a rectified layer it clears g where y is 0.
func (s *channelSums) ofGradient(p *pass, g, x, y []float32, channels int, rectified bool) {
	size := len(g) / p.images
	s.over(p, channels, func(i int, first, second []float32) {
		gi, xi := g[i*size:][:size], x[i*size:][:size]
		if rectified {
			tensor.MaskedSums(gi, xi, y[i*size:][:size], first, second)
		} else {
			tensor.GradientSums(gi, xi, first, second)
		}
	})
}

// norm is batch normalisation (Ioffe and Szegedy, "Batch normalization", ICML
// 2015, algorithms 1 and 2), rectified if so asked:
//
//	y = gamma * (x - mean) / sqrt(variance + 1e-5) + beta
//
// mean and variance are those of a channel over the batch; at inference they
// are running averages over the batches of the training.
type norm struct {
	channels       int
	rectified      bool
	gamma, beta    parameter
	mean, variance parameter // the averages

	x, y          []float32
	scale, shift  []float32
	center, root  []float64 // of the batch: its mean, and 1/sqrt(variance + 1e-5)
	ofX, constant []float32
	sums          channelSums
}

const (
	normEpsilon  = 1e-5
	normMomentum = 0.1 // the weight of the latest batch
)

func newNorm(channels int, rectified bool) *norm {
	n := &norm{
		channels: channels, rectified: rectified,
		gamma:    parameter{size: channels, trained: true, initial: ones},
		beta:     parameter{size: channels, trained: true},
		mean:     parameter{size: channels},
		variance: parameter{size: channels, initial: ones},
		center:   make([]float64, channels), root: make([]float64, channels),
	}
	for _, buffer := range []*[]float32{&n.scale, &n.shift, &n.ofX, &n.constant} {
		*buffer = make([]float32, channels)
	}
	return n
}

func (n *norm) parameters() []*parameter {
	return []*parameter{&n.gamma, &n.beta, &n.mean, &n.variance}
}

func (n *norm) forward(p *pass, x []float32) []float32 {
	if p.train {
		n.measure(p, x)
	}
	for j := range n.channels {
		center, root := n.center[j], n.root[j]
		if !p.train {
			center, root = float64(n.mean.w[j]), 1/math.Sqrt(float64(n.variance.w[j])+normEpsilon)
		}
		scale := float64(n.gamma.w[j]) * root
		n.scale[j], n.shift[j] = float32(scale), float32(float64(n.beta.w[j])-center*scale)
	}
	y := grow(&n.y, len(x))
	scaleShift(p, y, x, n.scale, n.shift, floorOf(n.rectified))
	n.x = x
	return y
}

// measure finds the batch's mean and variance and moves the averages.
func (n *norm) measure(p *pass, x []float32) {
	size := len(x) / p.images
	n.sums.over(p, n.channels, func(i int, first, second []float32) {
		tensor.ChannelSums(x[i*size:][:size], first, second)
	})
	count := float64(len(x) / n.channels)
	for j := range n.channels {
		mean := n.sums.first[j] / count
		variance := max(0, n.sums.second[j]/count-mean*mean)
		n.center[j], n.root[j] = mean, 1/math.Sqrt(variance+normEpsilon)
		unbiased := variance * count / max(1, count-1)
		n.mean.w[j] += float32(normMomentum * (mean - float64(n.mean.w[j])))
		n.variance.w[j] += float32(normMomentum * (unbiased - float64(n.variance.w[j])))
	}
}

func (n *norm) backward(p *pass, g []float32) []float32 {
	n.sums.ofGradient(p, g, n.x, n.y, n.channels, n.rectified)
	count := float64(len(g) / n.channels)
	for j := range n.channels {
		dBeta := n.sums.first[j]
		dGamma := (n.sums.second[j] - n.center[j]*dBeta) * n.root[j]
		n.beta.g[j], n.gamma.g[j] = float32(dBeta), float32(dGamma)
		scale := float64(n.gamma.w[j]) * n.root[j]
		ofX := -scale * n.root[j] * dGamma / count
		n.ofX[j] = float32(ofX)
		n.constant[j] = float32(-scale*dBeta/count - ofX*n.center[j])
	}
	size := len(g) / p.images
	p.over(p.images, 1, func(i, _ int) {
		gi := g[i*size:][:size]
		tensor.Combine(gi, gi, n.x[i*size:][:size], n.scale, n.ofX, n.constant)
	})
	return g
}
