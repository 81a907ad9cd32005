package neural

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// network is fully connected layers, the last one's outputs the logits of a
// softmax.
type network struct {
	layers       []layer
	activation   activation
	scale, shift []float32 // of the input features
	stored       *stored   // of a network that was restored
}

// stored is a network's numbers as its state has them: of each layer in turn
// the weights, inputs x outputs, and the biases. Panels of them can take several
// times as much memory, so a file makes none before there are images to label.
type stored struct {
	coefs, intercepts []float32
	unpacked          sync.Once
}

// layer maps in numbers and a constant 1 to out numbers. The weights of the
// constant are the biases, so that they take part in every product as one more
// row.
type layer struct {
	in, out int
	// weights are panels of 16 outputs, each in+1 rows of 16: the order in
	// which products read them. Columns beyond out are zero and stay zero.
	weights []float32
	// back is the transpose of the weights without biases, in panels of 16
	// inputs; the first layer, which passes no gradient on, has none.
	back []float32
}

// newNetwork has the given numbers of units, from the input to the output,
// and all weights zero.
func newNetwork(sizes []int, f activation, scale, shift []float32) *network {
	n := emptyNetwork(sizes, f, scale, shift)
	for l := range n.layers {
		y := &n.layers[l]
		y.makeWeights()
		if l > 0 {
			y.back = make([]float32, roundUp(y.in)*y.out)
		}
	}
	return n
}

// emptyNetwork has no room for weights yet.
func emptyNetwork(sizes []int, f activation, scale, shift []float32) *network {
	n := &network{activation: f, layers: make([]layer, len(sizes)-1), scale: scale, shift: shift}
	for l := range n.layers {
		n.layers[l] = layer{in: sizes[l], out: sizes[l+1]}
	}
	return n
}

func (y *layer) makeWeights() { y.weights = make([]float32, roundUp(y.out)*(y.in+1)) }

// unpack puts what is stored into panels, the first time that it is called.
func (n *network) unpack() {
	if n.stored == nil {
		return
	}
	n.stored.unpacked.Do(func() {
		coefs, intercepts := n.stored.coefs, n.stored.intercepts
		for l := range n.layers {
			y := &n.layers[l]
			y.makeWeights()
			for p := range y.in {
				coefs = y.setRow(p, coefs)
			}
			intercepts = y.setRow(y.in, intercepts)
		}
	})
}

// numbers are the weights and biases as stored has them.
func (n *network) numbers() (coefs, intercepts []float32) {
	if n.stored != nil {
		return n.stored.coefs, n.stored.intercepts
	}
	for l := range n.layers {
		y := &n.layers[l]
		for p := range y.in {
			coefs = y.appendRow(coefs, p)
		}
		intercepts = y.appendRow(intercepts, y.in)
	}
	return coefs, intercepts
}

// affine is the scaling of d features in float32.
func affine(scaling learn.Scaling, d int) (scale, shift []float32) {
	scale, shift = make([]float32, d), make([]float32, d)
	for j := range d {
		scale[j] = 1
		if !scaling.IsIdentity() {
			scale[j], shift[j] = float32(scaling.Scale[j]), float32(scaling.Shift[j])
		}
	}
	return scale, shift
}

// initialise draws weights and biases evenly from within the bound of Glorot
// and Bengio, "Understanding the difficulty of training deep feedforward neural
// networks" (AISTATS 2010), equation 16, as scikit-learn does.
func (n *network) initialise(random *rand.Rand) {
	for l := range n.layers {
		y := &n.layers[l]
		bound := math.Sqrt(n.activation.glorot / float64(y.in+y.out))
		for p := range y.in + 1 {
			for j := range y.out {
				y.weights[y.at(p, j)] = float32(bound * (2*random.Float64() - 1))
			}
		}
		y.transpose(0, y.in)
	}
}

// at is the place of the weight from input p (the constant, for p = in) to
// output j.
func (y *layer) at(p, j int) int {
	return (j/simd.PanelCols*(y.in+1)+p)*simd.PanelCols + j%simd.PanelCols
}

// panel is the weights of the outputs j to j+15.
func (y *layer) panel(j int) []float32 { return y.weights[j*(y.in+1):][:(y.in+1)*simd.PanelCols] }

// transpose brings back in line with the weights of the inputs lo to hi-1.
func (y *layer) transpose(lo, hi int) {
	if y.back == nil {
		return
	}
	for p := lo; p < min(hi, y.in); p++ {
		column := y.back[p/simd.PanelCols*y.out*simd.PanelCols+p%simd.PanelCols:]
		for j := range y.out {
			column[j*simd.PanelCols] = y.weights[y.at(p, j)]
		}
	}
}

// pass is what a batch of images leaves behind on its way through a network.
type pass struct {
	// outputs[l] is what layer l reads, and after the last layer the logits:
	// rows x stride[l], with the constant 1 behind the values of a row.
	outputs [][]float32
	stride  []int
	// deltas[l] is the gradient of the loss by the sums that layer l computes,
	// rows x deltaStride[l].
	deltas      [][]float32
	deltaStride []int
}

func (n *network) newPass(rows int) *pass {
	rows = (rows + simd.PanelRows - 1) / simd.PanelRows * simd.PanelRows
	p := &pass{}
	for l, y := range n.layers {
		stride := y.in + 1 // the input is written a row at a time, not in panels
		if l > 0 {
			stride = roundUp(y.in + 1)
		}
		p.add(rows, stride, roundUp(y.out))
		for i := range rows {
			p.outputs[l][i*stride+y.in] = 1
		}
	}
	logits := roundUp(n.layers[len(n.layers)-1].out)
	p.outputs = append(p.outputs, make([]float32, rows*logits))
	p.stride = append(p.stride, logits)
	return p
}

func (p *pass) add(rows, stride, deltaStride int) {
	// The product of the gradient reads whole blocks of columns.
	p.outputs = append(p.outputs, make([]float32, rows*stride+simd.PanelRows))
	p.stride = append(p.stride, stride)
	p.deltas = append(p.deltas, make([]float32, rows*deltaStride))
	p.deltaStride = append(p.deltaStride, deltaStride)
}

// load scales an image into row i of the input.
func (n *network) load(p *pass, i int, image []uint8) {
	simd.AffineU8(p.outputs[0][i*p.stride[0]:][:len(image)], image, n.scale, n.shift)
}

// forward computes the logits of the rows lo to hi-1.
func (n *network) forward(p *pass, lo, hi int) {
	for l := range n.layers {
		y := &n.layers[l]
		from, to, stride := p.outputs[l], p.outputs[l+1], p.stride[l+1]
		for j := 0; j < y.out; j += simd.PanelCols {
			simd.PanelProduct(hi-lo, y.in+1, from[lo*p.stride[l]:], p.stride[l], 1,
				y.panel(j), simd.PanelCols, to[lo*stride+j:], stride, false)
		}
		if l == len(n.layers)-1 {
			return
		}
		n.activation.apply(to[lo*stride : hi*stride])
		for i := lo; i < hi; i++ {
			to[i*stride+y.out] = 1
		}
	}
}

// backward computes the deltas of the rows lo to hi-1 from their logits and
// the places of their classes among the outputs, and returns the sum of their
// losses.
func (n *network) backward(p *pass, lo, hi int, classes []uint8) float64 {
	loss := n.softmaxLoss(p, lo, hi, classes)
	for l := len(n.layers) - 1; l > 0; l-- {
		y := &n.layers[l]
		to, stride := p.deltas[l-1], p.deltaStride[l-1]
		for j := 0; j < y.in; j += simd.PanelCols {
			simd.PanelProduct(hi-lo, y.out, p.deltas[l][lo*p.deltaStride[l]:], p.deltaStride[l], 1,
				y.back[j*y.out:], simd.PanelCols, to[lo*stride+j:], stride, false)
		}
		for i := lo; i < hi; i++ {
			n.activation.backward(to[i*stride:][:y.in], p.outputs[l][i*p.stride[l]:])
		}
	}
	return loss
}

// softmaxLoss sets the last deltas, the probabilities less 1 at the true class,
// and returns the sum over the rows of minus the logarithm of the true class's
// probability.
func (n *network) softmaxLoss(p *pass, lo, hi int, classes []uint8) float64 {
	l := len(n.layers) - 1
	k, stride := n.layers[l].out, p.deltaStride[l]
	deltas := p.deltas[l][lo*stride : hi*stride]
	loss := 0.0
	for i := lo; i < hi; i++ {
		logits, shifted := p.outputs[l+1][i*stride:][:k], deltas[(i-lo)*stride:][:k]
		top := logits[0]
		for _, v := range logits {
			top = max(top, v)
		}
		for j, v := range logits {
			shifted[j] = v - top
		}
		loss -= float64(shifted[classes[i-lo]])
	}
	simd.Exp(deltas, deltas)
	for i := range hi - lo {
		row := deltas[i*stride:][:stride]
		loss += math.Log(float64(normalise(row[:k])))
		row[classes[i]]--
		clear(row[k:])
	}
	return loss
}

// normalise divides the numbers by their sum, which it returns.
func normalise(x []float32) float32 {
	var sum float32
	for _, v := range x {
		sum += v
	}
	for j := range x {
		x[j] /= sum
	}
	return sum
}

// roundUp is n up to whole panels.
func roundUp(n int) int { return (n + simd.PanelCols - 1) / simd.PanelCols * simd.PanelCols }

// logits is the outputs for row i.
func (n *network) logits(p *pass, i int) []float32 {
	l := len(n.layers)
	return p.outputs[l][i*p.stride[l]:][:n.layers[l-1].out]
}

// appendRow appends the weights from input p to every output.
func (y *layer) appendRow(dst []float32, p int) []float32 {
	for j := range y.out {
		dst = append(dst, y.weights[y.at(p, j)])
	}
	return dst
}

// setRow is the inverse of appendRow: it returns what is left of src.
func (y *layer) setRow(p int, src []float32) []float32 {
	for j := range y.out {
		y.weights[y.at(p, j)] = src[j]
	}
	return src[y.out:]
}
