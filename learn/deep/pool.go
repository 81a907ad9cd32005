package deep

import (
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/internal/tensor"
)

// half is the shape of an image of half the height and width; an odd last row
// or column is lost.
func (s shape) half() shape { return shape{s.height / 2, s.width / 2, s.channels} }

// rows calls body with every row of the smaller image: where it begins, and
// where its two rows in the larger one do.
func (s shape) rows(i int, body func(small, top, bottom int)) {
	out, width := s.half(), s.width*s.channels
	for y := range out.height {
		top := i*s.size() + 2*y*width
		body(i*out.size()+y*out.width*out.channels, top, top+width)
	}
}

// maxPool takes the largest of 2 x 2 pixels, channel by channel.
type maxPool struct {
	in       shape
	x, y, dx []float32
}

func (*maxPool) parameters() []*parameter { return nil }

func (m *maxPool) forward(p *pass, x []float32) []float32 {
	out := m.in.half()
	y := grow(&m.y, p.images*out.size())
	m.x = x
	p.over(p.images, 1, func(i, _ int) {
		m.in.rows(i, func(small, top, bottom int) {
			tensor.MaxPool(y[small:][:out.width*out.channels], x[top:bottom], x[bottom:][:bottom-top], m.in.channels)
		})
	})
	return y
}

func (m *maxPool) backward(p *pass, g []float32) []float32 {
	width := m.in.half().width * m.in.channels
	dx := grow(&m.dx, p.images*m.in.size())
	p.over(p.images, 1, func(i, _ int) {
		clearOdd(dx[i*m.in.size():][:m.in.size()], m.in)
		m.in.rows(i, func(small, top, bottom int) {
			wide := bottom - top
			tensor.MaxPoolBack(dx[top:bottom], dx[bottom:][:wide], m.y[small:][:width], g[small:][:width],
				m.x[top:bottom], m.x[bottom:][:wide], m.in.channels)
		})
	})
	return dx
}

// clearOdd clears an image's gradient if pooling leaves pixels of it out.
func clearOdd(dx []float32, s shape) {
	if s.height%2+s.width%2 > 0 {
		clear(dx)
	}
}

// meanPool takes the mean of 2 x 2 pixels, channel by channel.
type meanPool struct {
	in    shape
	y, dx []float32
}

func (*meanPool) parameters() []*parameter { return nil }

func (m *meanPool) forward(p *pass, x []float32) []float32 {
	out, c := m.in.half(), m.in.channels
	y := grow(&m.y, p.images*out.size())
	p.over(p.images, 1, func(i, _ int) {
		m.in.rows(i, func(small, top, bottom int) {
			for px := range out.width {
				pixel := y[small+px*c:][:c]
				clear(pixel)
				for _, from := range [2]int{top + 2*px*c, bottom + 2*px*c} {
					simd.Axpy(0.25, x[from:][:c], pixel)
					simd.Axpy(0.25, x[from+c:][:c], pixel)
				}
			}
		})
	})
	return y
}

func (m *meanPool) backward(p *pass, g []float32) []float32 {
	out, c := m.in.half(), m.in.channels
	dx := grow(&m.dx, p.images*m.in.size())
	clear(dx)
	p.over(p.images, 1, func(i, _ int) {
		m.in.rows(i, func(small, top, bottom int) {
			for px := range out.width {
				pixel := g[small+px*c:][:c]
				for _, to := range [2]int{top + 2*px*c, bottom + 2*px*c} {
					simd.Axpy(0.25, pixel, dx[to:][:c])
					simd.Axpy(0.25, pixel, dx[to+c:][:c])
				}
			}
		})
	})
	return dx
}

// globalMean is the mean of all pixels, channel by channel.
type globalMean struct {
	in    shape
	y, dx []float32
}

func (*globalMean) parameters() []*parameter { return nil }

func (m *globalMean) forward(p *pass, x []float32) []float32 {
	c, pixels := m.in.channels, m.in.height*m.in.width
	y := grow(&m.y, p.images*c)
	p.over(p.images, 1, func(i, _ int) {
		mean := y[i*c:][:c]
		clear(mean)
		for px := range pixels {
			simd.Axpy(1/float32(pixels), x[(i*pixels+px)*c:][:c], mean)
		}
	})
	return y
}

func (m *globalMean) backward(p *pass, g []float32) []float32 {
	c, pixels := m.in.channels, m.in.height*m.in.width
	dx := grow(&m.dx, p.images*m.in.size())
	p.over(p.images, 1, func(i, _ int) {
		image := dx[i*m.in.size():][:m.in.size()]
		for j, v := range g[i*c:][:c] {
			image[j] = v / float32(pixels)
		}
		for px := 1; px < pixels; px++ {
			copy(image[px*c:][:c], image)
		}
	})
	return dx
}

// dropout clears a share of the numbers in training and makes up for it by the
// others (Srivastava et al., "Dropout", JMLR 15, 2014).
type dropout struct {
	size, place int // of an image; among the network's layers
	share       float32
	y, kept     []float32
}

func (*dropout) parameters() []*parameter { return nil }

func (d *dropout) forward(p *pass, x []float32) []float32 {
	if !p.train {
		return x
	}
	y, kept := grow(&d.y, len(x)), grow(&d.kept, len(x))
	p.over(p.images, 1, func(i, _ int) {
		random := rand.New(rand.NewPCG(p.seed, uint64(d.place)<<32|uint64(i)))
		for j := i * d.size; j < (i+1)*d.size; j++ {
			kept[j] = 0
			if random.Float32() >= d.share {
				kept[j] = 1 / (1 - d.share)
			}
			y[j] = x[j] * kept[j]
		}
	})
	return y
}

func (d *dropout) backward(p *pass, g []float32) []float32 {
	p.over(len(g), 1<<14, func(lo, hi int) {
		for j := lo; j < hi; j++ {
			g[j] *= d.kept[j]
		}
	})
	return g
}
