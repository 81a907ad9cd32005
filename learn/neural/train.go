package neural

import (
	"math"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// Sizes of the pieces that a batch is cut into. Which core does which piece
// is left to chance, what a piece computes is not.
const (
	rowPiece   = 2 * simd.PanelRows // images, on the way through the network
	inputPiece = 8 * simd.PanelRows // rows of a layer's weights, in the step
)

// trainer minimises, over the weights W and biases b of a network,
//
//	sum over images of -log softmax(network(x))[y] + alpha/2 * sum of squares of W
//
// by Adam on minibatches. A batch is two loops over the team: first pieces of
// its images go forward and back through the network; then pieces of the
// weights find their gradient in what that left behind, and take their step
// while the gradient is still in the nearest cache.
type trainer struct {
	m       *MLPClassifier
	net     *network
	train   learn.Set
	classes []uint8 // of each image, its place among the outputs
	random  *rand.Rand
	team    *team

	order  []int32 // of the images in this epoch
	batch  *pass
	pieces []piece
	// rows and weights are the bodies of the two loops.
	rows, weights func(i int)

	images []int32 // of the current batch
	places []uint8 // of their classes
	steps  int
	adam   simd.AdamStep
	// losses and squares add up over an epoch, one place a piece.
	losses, squares []float64
}

// piece is the rows lo to hi-1 of a layer's weights, with Adam's moments of
// them and room for their gradient.
type piece struct {
	layer, lo, hi int
	mean, square  []float32
	gradient      []float32
}

func newTrainer(m *MLPClassifier, net *network, train learn.Set, batch int, random *rand.Rand) *trainer {
	t := &trainer{
		m: m, net: net, train: train, random: random,
		order:  make([]int32, train.Len()),
		batch:  net.newPass(batch),
		places: make([]uint8, batch),
		losses: make([]float64, (batch+rowPiece-1)/rowPiece),
	}
	for i := range t.order {
		t.order[i] = int32(i)
	}
	for l, y := range net.layers {
		for lo := 0; lo <= y.in; lo += inputPiece {
			t.pieces = append(t.pieces, newPiece(l, lo, min(lo+inputPiece, y.in+1), roundUp(y.out)))
		}
	}
	t.squares = make([]float64, len(t.pieces))
	t.rows, t.weights = t.passRows, t.stepWeights
	return t
}

func newPiece(layer, lo, hi, width int) piece {
	return piece{
		layer: layer, lo: lo, hi: hi,
		mean: make([]float32, (hi-lo)*width), square: make([]float32, (hi-lo)*width),
		gradient: make([]float32, inputPiece*simd.PanelCols),
	}
}

// epoch passes once over all images and returns the mean loss, each batch's
// with the weights before its step.
func (t *trainer) epoch(done func() error) (float64, error) {
	if t.m.Shuffle {
		t.random.Shuffle(len(t.order), func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
	}
	clear(t.losses)
	clear(t.squares)
	batch := len(t.places)
	for lo := 0; lo < len(t.order); lo += batch {
		if err := done(); err != nil {
			return 0, err
		}
		t.images = t.order[lo:min(len(t.order), lo+batch)]
		t.step()
	}
	return (sum(t.losses) + 0.5*t.m.Alpha*sum(t.squares)) / float64(len(t.order)), nil
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// step trains on one batch.
func (t *trainer) step() {
	n := len(t.images)
	t.steps++
	t.adam = t.m.adamStep(t.steps, n)
	t.team.each((n+rowPiece-1)/rowPiece, t.rows)
	t.team.each(len(t.pieces), t.weights)
}

// adamStep is the constants of step number s (from 1) on a batch of n images.
// The learning rate carries both corrections of the moments' bias.
func (m *MLPClassifier) adamStep(s, n int) simd.AdamStep {
	rate := m.LearningRateInit * math.Sqrt(1-math.Pow(m.Beta2, float64(s))) / (1 - math.Pow(m.Beta1, float64(s)))
	return simd.AdamStep{
		Scale: float32(1 / float64(n)), Decay: float32(m.Alpha),
		Beta1: float32(m.Beta1), Rest1: float32(1 - m.Beta1),
		Beta2: float32(m.Beta2), Rest2: float32(1 - m.Beta2),
		Rate: float32(rate), Epsilon: float32(m.Epsilon),
	}
}

// passRows takes piece i of the batch's images through the network and back.
func (t *trainer) passRows(i int) {
	lo := i * rowPiece
	hi := min(len(t.images), lo+rowPiece)
	const ahead = 3
	for r := lo; r < hi; r++ {
		if next := r + ahead; next < hi {
			simd.Prefetch(t.train.Row(int(t.images[next])))
		}
		image := int(t.images[r])
		t.net.load(t.batch, r, t.train.Row(image))
		t.places[r] = t.classes[image]
	}
	t.net.forward(t.batch, lo, hi)
	t.losses[i] += t.net.backward(t.batch, lo, hi, t.places[lo:hi])
}

// stepWeights takes the step of piece i of the weights.
func (t *trainer) stepWeights(i int) {
	c := &t.pieces[i]
	y := &t.net.layers[c.layer]
	outputs, stride := t.batch.outputs[c.layer], t.batch.stride[c.layer]
	deltas, deltaStride := t.batch.deltas[c.layer], t.batch.deltaStride[c.layer]
	size := (c.hi - c.lo) * simd.PanelCols
	for j := 0; j < y.out; j += simd.PanelCols {
		simd.PanelProduct(c.hi-c.lo, len(t.images), outputs[c.lo:], 1, stride,
			deltas[j:], deltaStride, c.gradient, simd.PanelCols, false)
		from := j / simd.PanelCols * size
		t.squares[i] += t.adamPiece(c, y.panel(j)[c.lo*simd.PanelCols:][:size], from, c.hi > y.in)
	}
	y.transpose(c.lo, c.hi)
}

// adamPiece steps the weights w of a piece, whose moments begin at from, and
// returns the sum of their squares. The biases, the last row of the last
// piece, do not decay, nor do their squares count.
func (t *trainer) adamPiece(c *piece, w []float32, from int, biases bool) float64 {
	mean, square := c.mean[from:][:len(w)], c.square[from:][:len(w)]
	n := len(w)
	if biases {
		n -= simd.PanelCols
		plain := t.adam
		plain.Decay = 0
		simd.Adam(&plain, w[n:], mean[n:], square[n:], c.gradient[n:len(w)])
	}
	return float64(simd.Adam(&t.adam, w[:n], mean[:n], square[:n], c.gradient[:n]))
}
