// Package deep holds convolutional networks: a small vocabulary of layers,
// optimisers, augmentation, and the classifier made of them.
//
// All is float32. A batch is images x height x width x channels, one number
// after another. Work is cut into pieces by the batch and the layer alone, and
// sums over pieces are added up in the pieces' order, so that what is learnt
// does not depend on the number of cores.
package deep

import (
	"context"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// shape is that of one image on its way through the network.
type shape struct{ height, width, channels int }

func (s shape) size() int { return s.height * s.width * s.channels }

// layer is one step of a network. forward leaves behind what backward needs;
// both return arrays that stay the layer's own until it is called again.
// backward gets the gradient of the loss by what forward returned, which it may
// overwrite, sets the gradients of the layer's parameters, and returns the
// gradient by what forward was given.
type layer interface {
	forward(p *pass, x []float32) []float32
	backward(p *pass, g []float32) []float32
	parameters() []*parameter
}

// parameter is numbers that a layer has learnt, a multiple of 16 of them.
type parameter struct {
	size    int
	filling int  // how many of them fill panels up and stay zero
	trained bool // by gradients; else the layer keeps it itself
	decays  bool // is subject to weight decay
	initial func(w []float32, random *rand.Rand)
	w, g    []float32
}

// pass is one batch's way through a network.
type pass struct {
	images int
	train  bool   // as opposed to inference
	seed   uint64 // of what is random in this pass
	over   loop
}

// loop calls body over [0, n) in chunks of the given size, from one goroutine
// or many.
type loop func(n, chunk int, body func(lo, hi int))

func inParallel(n, chunk int, body func(lo, hi int)) {
	_ = parallel.For(context.Background(), n, chunk, body) // the context never ends
}

func serially(n, chunk int, body func(lo, hi int)) {
	for lo := 0; lo < n; lo += chunk {
		body(lo, min(n, lo+chunk))
	}
}

// maxParts is into how many parts a batch is cut for sums over its images: every
// part has its own array of sums, which for the gradients of many weights is more
// to write and to add up than there is to compute where the parts are small.
const maxParts = 4

// eachPart calls body for the images lo to hi-1 of every part.
func (p *pass) eachPart(body func(part, lo, hi int)) {
	chunk := p.partSize()
	p.over(p.images, chunk, func(lo, hi int) { body(lo/chunk, lo, hi) })
}

func (p *pass) partSize() int { return (p.images + maxParts - 1) / maxParts }

// parts is how many parts there are.
func (p *pass) parts() int { return (p.images + p.partSize() - 1) / p.partSize() }

// grow returns the first n elements of the buffer, a new one where it is too
// short.
func grow(buffer *[]float32, n int) []float32 {
	if cap(*buffer) < n {
		*buffer = make([]float32, n)
	}
	*buffer = (*buffer)[:n]
	return *buffer
}

// sequence is layers one after another.
type sequence []layer

func (s sequence) forward(p *pass, x []float32) []float32 {
	for _, l := range s {
		x = l.forward(p, x)
	}
	return x
}

func (s sequence) backward(p *pass, g []float32) []float32 {
	for i := len(s) - 1; i >= 0; i-- {
		g = s[i].backward(p, g)
	}
	return g
}

func (s sequence) parameters() []*parameter {
	var all []*parameter
	for _, l := range s {
		all = append(all, l.parameters()...)
	}
	return all
}

// residual adds to its input what its body makes of it (He et al., "Deep
// residual learning for image recognition", CVPR 2016).
type residual struct {
	body sequence
	y, g []float32
}

func (r *residual) parameters() []*parameter { return r.body.parameters() }

func (r *residual) forward(p *pass, x []float32) []float32 {
	y := grow(&r.y, len(x))
	add(p, y, x, r.body.forward(p, x))
	return y
}

func (r *residual) backward(p *pass, g []float32) []float32 {
	straight := grow(&r.g, len(g))
	copy(straight, g)
	add(p, straight, straight, r.body.backward(p, g))
	return straight
}

// add sets y to x plus z; y may be x.
func add(p *pass, y, x, z []float32) {
	const chunk = 1 << 14
	p.over(len(y), chunk, func(lo, hi int) {
		copy(y[lo:hi], x[lo:hi])
		simd.Axpy(1, z[lo:hi], y[lo:hi])
	})
}
