package deep

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/internal/tensor"
)

// window is the geometry of a convolution with step 1: kernel x kernel pixels
// of an image with pad pixels of zeros around it make one of the output.
type window struct {
	in, out     shape
	kernel, pad int
	frames      sync.Pool // of images with their zeros
}

func newWindow(in shape, kernel, pad, channels int) *window {
	return &window{
		in: in, kernel: kernel, pad: pad,
		out: shape{in.height + 2*pad - kernel + 1, in.width + 2*pad - kernel + 1, channels},
	}
}

// patch is how many numbers make one output, row how many there are in a row
// of the framed image.
func (w *window) patch() int { return w.kernel * w.kernel * w.in.channels }
func (w *window) row() int   { return (w.in.width + 2*w.pad) * w.in.channels }

// framed calls use with an image and the zeros around it.
func (w *window) framed(image []float32, use func(framed []float32)) {
	if w.pad == 0 {
		use(image)
		return
	}
	frame, ok := w.frames.Get().(*[]float32)
	if !ok {
		f := make([]float32, (w.in.height+2*w.pad)*w.row())
		frame = &f
	}
	width := w.in.width * w.in.channels
	for y := range w.in.height {
		copy((*frame)[(y+w.pad)*w.row()+w.pad*w.in.channels:][:width], image[y*width:])
	}
	use(*frame)
	w.frames.Put(frame)
}

// convolve computes the output of a framed image with weights in panels of 16
// output channels, each kernel x kernel x in.channels rows of 16.
func (w *window) convolve(y, framed, weights []float32) {
	run := w.kernel * w.in.channels
	p := tensor.Product{
		Runs: w.kernel, Depth: run, ARow: w.in.channels, ACol: 1, ARun: w.row(),
		BCol: tensor.Panel, BRun: run * tensor.Panel, BPanel: w.patch() * tensor.Panel,
		CRow: w.out.channels, CPanel: tensor.Panel,
	}
	for row := range w.out.height {
		p.Do(w.out.width, w.out.channels/tensor.Panel, framed[row*w.row():], weights, y[row*w.out.width*w.out.channels:])
	}
}

// correlate computes the gradient of the weights from a framed image and the
// gradient g of its output, and adds it to dw if so asked.
func (w *window) correlate(dw, framed, g []float32, add bool) {
	run := w.kernel * w.in.channels
	p := tensor.Product{
		Runs: w.out.height, Depth: w.out.width, ARow: 1, ACol: w.in.channels, ARun: w.row(),
		BCol: w.out.channels, BRun: w.out.width * w.out.channels, BPanel: tensor.Panel,
		CRow: tensor.Panel, CPanel: w.patch() * tensor.Panel, Add: add,
	}
	for row := range w.kernel {
		p.Do(run, w.out.channels/tensor.Panel, framed[row*w.row():], g, dw[row*run*tensor.Panel:])
	}
}

// conv is a convolution without biases. Where that saves work it is done by
// tiles, else directly: the rows of a patch are read where they are, and the
// gradient by the input is the convolution of the gradient by the output with
// the weights turned round.
type conv struct {
	window
	tiles   *tiled  // nil: directly
	back    *window // of the gradient, nil where none is passed on
	weights parameter

	x, y, dx []float32
	turned   []float32
	partial  []float32 // gradients of the weights by the parts of the batch
}

// newConv has a square kernel of odd width; same keeps the size of the image,
// else it shrinks by what the kernel overhangs. The first layer of a network
// passes no gradient on.
func newConv(in shape, kernel, channels int, same, first bool) *conv {
	pad := 0
	if same {
		pad = kernel / 2
	}
	w := newWindow(in, kernel, pad, channels)
	c := &conv{window: window{in: in, out: w.out, kernel: kernel, pad: pad}}
	c.weights = parameter{size: w.patch() * channels, trained: true, decays: true, initial: normal(2 / float64(w.patch()))}
	if !first {
		c.tiles = newTiled(&c.window)
		c.back = newWindow(w.out, kernel, kernel-1-pad, in.channels)
	}
	return c
}

// normal draws weights with the given variance: 2 over the number of inputs
// keeps the variance through a layer of rectified units (He et al., "Delving
// deep into rectifiers", ICCV 2015).
func normal(variance float64) func([]float32, *rand.Rand) {
	return func(w []float32, random *rand.Rand) {
		for i := range w {
			w[i] = float32(math.Sqrt(variance) * random.NormFloat64())
		}
	}
}

func (c *conv) parameters() []*parameter { return []*parameter{&c.weights} }

func (c *conv) forward(p *pass, x []float32) []float32 {
	y := grow(&c.y, p.images*c.out.size())
	c.x = x
	if c.tiles != nil {
		c.tiles.forward(p, y, x, c.weights.w, c.weights.g == nil)
		return y
	}
	p.over(p.images, 1, func(i, _ int) {
		c.framed(x[i*c.in.size():][:c.in.size()], func(framed []float32) {
			c.convolve(y[i*c.out.size():], framed, c.weights.w)
		})
	})
	return y
}

func (c *conv) backward(p *pass, g []float32) []float32 {
	if c.tiles != nil {
		c.turn(p, false)
		dx, partial := grow(&c.dx, p.images*c.in.size()), grow(&c.partial, p.parts()*c.weights.size)
		c.tiles.backward(p, partial, dx, c.x, g, c.turned)
		addParts(p, c.weights.g, partial)
		return dx
	}
	c.weightGradient(p, g)
	if c.back == nil {
		return nil
	}
	c.turn(p, true)
	dx := grow(&c.dx, p.images*c.in.size())
	p.over(p.images, 1, func(i, _ int) {
		c.back.framed(g[i*c.out.size():][:c.out.size()], func(framed []float32) {
			c.back.convolve(dx[i*c.in.size():], framed, c.turned)
		})
	})
	return dx
}

func (c *conv) weightGradient(p *pass, g []float32) {
	size := c.weights.size
	partial := grow(&c.partial, p.parts()*size)
	p.eachPart(func(part, lo, hi int) {
		for i := lo; i < hi; i++ {
			c.framed(c.x[i*c.in.size():][:c.in.size()], func(framed []float32) {
				c.correlate(partial[part*size:], framed, g[i*c.out.size():][:c.out.size()], i > lo)
			})
		}
	})
	addParts(p, c.weights.g, partial)
}

// addParts sets sum to the sum of the parts' arrays.
func addParts(p *pass, sum, partial []float32) {
	const chunk = 1 << 13
	p.over(len(sum), chunk, func(lo, hi int) {
		copy(sum[lo:hi], partial[lo:hi])
		for from := len(sum); from < len(partial); from += len(sum) {
			simd.Axpy(1, partial[from+lo:from+hi], sum[lo:hi])
		}
	})
}

// turn rearranges the weights for the way back: input and output channels
// exchanged, and rotated by half a turn if so asked.
func (c *conv) turn(p *pass, rotated bool) {
	taps, in, out := c.kernel*c.kernel, c.in.channels, c.out.channels
	turned := grow(&c.turned, len(c.weights.w))
	p.over(taps, 1, func(tap, _ int) {
		place := tap
		if rotated {
			place = taps - 1 - tap
		}
		for o := range out {
			to := turned[(place*out+o)*tensor.Panel:]
			from := c.weights.w[(o/tensor.Panel*taps+tap)*in*tensor.Panel+o%tensor.Panel:]
			for i := range in {
				to[i/tensor.Panel*taps*out*tensor.Panel+i%tensor.Panel] = from[i*tensor.Panel]
			}
		}
	})
}
