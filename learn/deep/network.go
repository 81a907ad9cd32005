package deep

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// network is layers whose numbers stand one after another in one array, from
// the pixels of square images to a logit for each class.
type network struct {
	side, classes int
	layers        sequence
	all           []*parameter
	weights       []float32
	readers       sync.Pool // *reader, of a fitted network
}

// architectures say what is between the pixels and the last, dense layer.
var architectures = map[string]func(b *builder){
	// The network of the Fashion-MNIST repository's benchmark/convnet.py,
	// which is that of TensorFlow's tutorial on MNIST. Maxima are taken before
	// biases are added and units rectified, which gives the same numbers for a
	// quarter of the work.
	"two_conv": func(b *builder) {
		for _, channels := range []int{32, 64} {
			b.conv(5, channels)
			b.maxPool()
			b.rectifiedBias()
		}
		b.dense(1024, 2)
		b.rectifiedBias()
		b.dropout(0.4)
	},
	// Two convolutions and less than 100,000 parameters on 28 x 28 pixels.
	"small": func(b *builder) {
		b.normalised(48, true)
		b.normalised(96, true)
		b.dropout(0.3)
	},
	// Learns in seconds what takes the others minutes, a little less well.
	"tiny": func(b *builder) {
		b.normalised(16, true)
		b.normalised(32, true)
	},
	// Two stages, each with a residual block.
	"residual": func(b *builder) {
		b.normalised(32, true)
		b.stage(48)
		b.normalised(96, true)
		b.residual(func(b *builder) { b.normalised(96, false); b.normalised(96, false) })
		b.globalMean()
	},
	// Made for processors of few cores: nearly all of the work is on 7 x 7
	// pixels, where a product buys the most channels.
	"funnel": func(b *builder) {
		b.normalised(32, true)
		b.normalised(64, true)
		b.stage(112)
		b.globalMean()
	},
	// Twice the work of funnel: what is learnt of 3 x 3 pixels, nearly the whole
	// image each, costs little and is most of the network's numbers. Half the
	// pixels and twice the channels from stage to stage, a residual block in each,
	// is how He et al. (2016) build theirs.
	"pyramid": func(b *builder) {
		b.normalised(32, true)
		b.normalised(64, true)
		b.stage(128)
		b.maxPool()
		b.stage(256)
		b.globalMean()
	},
	// A pyramid with a stage more, of 14 x 14 pixels.
	"high_pyramid": func(b *builder) {
		b.normalised(32, true)
		for _, channels := range []int{64, 128, 256} {
			b.stage(channels)
			if channels < 256 {
				b.maxPool()
			}
		}
		b.globalMean()
	},
}

// builder puts layers one behind another.
type builder struct {
	at     shape
	layers sequence
	places int
}

// newNetwork is the named architecture without numbers; bind gives it some.
func newNetwork(architecture string, side, classes int) *network {
	b := &builder{at: shape{side, side, 1}}
	architectures[architecture](b)
	b.dense(classes, 1)
	last := newBias(b.at.channels, false)
	last.shift.filling = b.at.channels - classes
	b.add(last, b.at)
	return &network{side: side, classes: classes, layers: b.layers, all: b.layers.parameters()}
}

// size is how many numbers the network has.
func (n *network) size() int {
	size := 0
	for _, p := range n.all {
		size += p.size
	}
	return size
}

// trainable is how many numbers are found by gradients, without those that only
// fill panels up.
func (n *network) trainable() int {
	size := 0
	for _, p := range n.all {
		if p.trained {
			size += p.size - p.filling
		}
	}
	return size
}

// bind makes the network's numbers those in weights, and the place of their
// gradients that in gradients, or nowhere.
func (n *network) bind(weights, gradients []float32) {
	n.weights = weights
	for _, p := range n.all {
		p.w, weights = weights[:p.size:p.size], weights[p.size:]
		if gradients != nil {
			p.g, gradients = gradients[:p.size:p.size], gradients[p.size:]
		}
	}
}

// initialise draws the first weights.
func (n *network) initialise(random *rand.Rand) {
	for _, p := range n.all {
		if p.initial != nil {
			p.initial(p.w, random)
		}
	}
}

func (b *builder) add(l layer, out shape) {
	b.layers = append(b.layers, l)
	b.at = out
}

func (b *builder) conv(kernel, channels int) {
	c := newConv(b.at, kernel, channels, true, b.at.channels == 1)
	b.add(c, c.out)
}

// maxPool leaves images alone that are too small for it.
func (b *builder) maxPool() {
	if b.at.height > 1 && b.at.width > 1 {
		b.add(&maxPool{in: b.at}, b.at.half())
	}
}

// normalised is a 3 x 3 convolution, the maxima of its output if so asked,
// batch normalisation and rectification.
func (b *builder) normalised(channels int, pool bool) {
	b.conv(3, channels)
	if pool {
		b.maxPool()
	}
	b.add(newNorm(channels, true), b.at)
}

// stage is a convolution to so many channels, and a residual block of two.
func (b *builder) stage(channels int) {
	b.normalised(channels, false)
	b.residual(func(b *builder) { b.normalised(channels, false); b.normalised(channels, false) })
}

func (b *builder) rectifiedBias() { b.add(newBias(b.at.channels, true), b.at) }

func (b *builder) dense(units int, gain float64) {
	d := newDense(b.at.size(), units, gain)
	b.add(d, shape{1, 1, d.out})
}

func (b *builder) dropout(share float32) {
	b.places++
	b.add(&dropout{size: b.at.size(), place: b.places, share: share}, b.at)
}

func (b *builder) globalMean() {
	b.add(&globalMean{in: b.at}, shape{1, 1, b.at.channels})
}

func (b *builder) residual(body func(*builder)) {
	inner := &builder{at: b.at, places: b.places}
	body(inner)
	b.places = inner.places
	b.add(&residual{body: slices.Clone(inner.layers)}, b.at)
}
