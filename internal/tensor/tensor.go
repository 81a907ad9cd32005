// Package tensor holds the arithmetic of networks over images: products of
// strided float32 operands, such as a convolution is without copying what it
// reads, and loops over channels, pooling and steps of optimisers.
//
// Images are stored by rows, a row by pixels, a pixel by channels. Panels are
// 16 numbers side by side; all widths but those of a product's left operand are
// multiples of 16, and so are the lengths of all vectors.
//
// Every kernel has a twin in plain Go, which is its specification and what runs
// where there is no assembly. A kernel may round differently than its twin. On
// one machine a result depends on the operands only.
//
// Slices whose lengths do not fit are a mistake of the caller and panic.
package tensor

import (
	"fmt"
	"math"
	"unsafe"
)

//go:generate go run ./gen -out kernels_amd64.s -stubs kernels_amd64.go -pkg tensor

// Panel is the width of a panel.
const Panel = 16

// Product is the shape of a sum of products
//
//	c[i*CRow + n*CPanel + j] = sum over r, p of
//	    a[r*ARun + i*ARow + p*ACol] * b[r*BRun + p*BCol + n*BPanel + j]
//
// over Runs values of r and Depth of p, for rows i, panels n and j below 16;
// with Add it is added to what c holds. The order of addition depends on Runs
// and Depth alone. Strides are in elements.
//
// A convolution of images stored pixel by pixel needs no copy of its patches:
// the pixels of a row of a patch follow each other, so a run is a row of the
// patch, and the rows of a are the pixels of a row of the output.
type Product struct {
	Runs, Depth        int
	ARow, ACol, ARun   int
	BCol, BRun, BPanel int
	CRow, CPanel       int
	Add                bool
}

// Do computes rows x panels of c.
func (p *Product) Do(rows, panels int, a, b, c []float32) {
	if rows <= 0 || panels <= 0 {
		return
	}
	if p.Runs <= 0 || p.Depth <= 0 || p.ARow < 0 || p.ACol < 0 || p.ARun < 0 || p.BCol < 0 || p.BRun < 0 ||
		p.BPanel < 0 || p.CRow < 0 || p.CPanel < 0 ||
		len(a) <= (p.Runs-1)*p.ARun+(rows-1)*p.ARow+(p.Depth-1)*p.ACol ||
		len(b) < (p.Runs-1)*p.BRun+(p.Depth-1)*p.BCol+(panels-1)*p.BPanel+Panel ||
		len(c) < (rows-1)*p.CRow+(panels-1)*p.CPanel+Panel {
		panic(fmt.Sprintf("tensor: product %+v of %d rows and %d panels from %d, %d and %d elements", *p, rows, panels, len(a), len(b), len(c)))
	}
	s := p.inBytes()
	for n := 0; n < panels; {
		wide := min(len(active.tiles), panels-n)
		tiles := active.tiles[wide-1]
		for i := 0; i < rows; {
			// As many tiles as it takes, of about the same height.
			left := rows - i
			height := ceil(left, ceil(left, len(tiles)))
			tiles[height-1](&s, &a[i*p.ARow], &b[n*p.BPanel], &c[i*p.CRow+n*p.CPanel], p.Add)
			i += height
		}
		n += wide
	}
}

// inBytes is what the kernels of tiles are told, see the generator.
func (p *Product) inBytes() [10]int {
	const size = 4
	return [10]int{
		p.Runs, p.Depth,
		size * p.ARow, size * p.ACol, size * (p.ARun - p.Depth*p.ACol),
		size * p.BCol, size * (p.BRun - p.Depth*p.BCol), size * p.BPanel,
		size * p.CRow, size * p.CPanel,
	}
}

func ceil(n, d int) int { return (n + d - 1) / d }

// tile is a kernel for some rows and panels.
type tile func(s *[10]int, a, b, c *float32, add bool)

// kernels is one implementation of everything that exists in assembly.
type kernels struct {
	name  string
	tiles [][]tile // of 1 panel and more, of 1 row and more
	transforms

	channelSums  func(x, sum, squares []float32)
	gradientSums func(g, x, sum, dot []float32)
	maskedSums   func(g, x, y, sum, dot []float32)
	scaleShift   func(y, x, scale, shift []float32, floor float32)
	combine      func(dst, g, x, ofG, ofX, constant []float32)
	maxPool      func(y, top, bottom []float32, channels int)
	maxPoolBack  func(dtop, dbottom, y, g, top, bottom []float32, channels int)
	nesterov     func(s *[4]float32, w, v, g []float32)
	adam         func(s *[9]float32, w, m, v, g []float32)
	approach     func(dst, x []float32, share float32)
}

var goKernels = kernels{
	name: "go", tiles: [][]tile{{tileGo}}, transforms: goTransforms(),
	channelSums: channelSumsGo, gradientSums: gradientSumsGo, maskedSums: maskedSumsGo,
	scaleShift: scaleShiftGo, combine: combineGo, maxPool: maxPoolGo, maxPoolBack: maxPoolBackGo,
	nesterov: nesterovGo, adam: adamGo, approach: approachGo,
}

// active is the fastest implementation that this processor runs.
var active = available()[len(available())-1]

// tileGo is a tile of one row and one panel.
func tileGo(s *[10]int, a, b, c *float32, add bool) {
	row := (*[Panel]float32)(unsafe.Pointer(c))
	var acc [Panel]float32
	if add {
		acc = *row
	}
	pa, pb := unsafe.Pointer(a), unsafe.Pointer(b)
	ia, ib := 0, 0
	for range s[0] {
		for range s[1] {
			v := *(*float32)(unsafe.Add(pa, ia))
			for j, w := range (*[Panel]float32)(unsafe.Add(pb, ib)) {
				acc[j] += v * w
			}
			ia += s[3]
			ib += s[5]
		}
		ia += s[4]
		ib += s[6]
	}
	*row = acc
}

// ChannelSums adds the rows of x, one number a channel, to sum, and their
// squares to squares.
func ChannelSums(x, sum, squares []float32) {
	checkRows("ChannelSums", sum, squares)
	checkMatrix("ChannelSums", len(sum), len(x), len(x))
	active.channelSums(x, sum, squares)
}

func channelSumsGo(x, sum, squares []float32) {
	for i := 0; i < len(x); i += len(sum) {
		for j, v := range x[i:][:len(sum)] {
			sum[j] += v
			squares[j] += v * v
		}
	}
}

// GradientSums adds the rows of g to sum and those of g*x to dot.
func GradientSums(g, x, sum, dot []float32) {
	checkRows("GradientSums", sum, dot)
	checkMatrix("GradientSums", len(sum), len(g), len(x))
	active.gradientSums(g, x, sum, dot)
}

func gradientSumsGo(g, x, sum, dot []float32) {
	for i := 0; i < len(g); i += len(sum) {
		for j, v := range g[i:][:len(sum)] {
			sum[j] += v
			dot[j] += v * x[i+j]
		}
	}
}

// MaskedSums is GradientSums of g where y is positive; elsewhere it clears g.
func MaskedSums(g, x, y, sum, dot []float32) {
	checkRows("MaskedSums", sum, dot)
	checkMatrix("MaskedSums", len(sum), len(g), len(x))
	checkMatrix("MaskedSums", len(sum), len(g), len(y))
	active.maskedSums(g, x, y, sum, dot)
}

func maskedSumsGo(g, x, y, sum, dot []float32) {
	for i, v := range y {
		if !(v > 0) {
			g[i] = 0
		}
	}
	gradientSumsGo(g, x, sum, dot)
}

// ScaleShift sets y to the larger of scale*x+shift and floor, where scale and
// shift are one number a channel. What is not a number stays so.
func ScaleShift(y, x, scale, shift []float32, floor float32) {
	checkRows("ScaleShift", scale, shift)
	checkMatrix("ScaleShift", len(scale), len(y), len(x))
	active.scaleShift(y, x, scale, shift, floor)
}

func scaleShiftGo(y, x, scale, shift []float32, floor float32) {
	for i := 0; i < len(x); i += len(scale) {
		for j, v := range x[i:][:len(scale)] {
			if v = scale[j]*v + shift[j]; v < floor {
				v = floor
			}
			y[i+j] = v
		}
	}
}

// Combine sets dst to ofG*g + ofX*x + constant, these one number a channel. dst
// may be g.
func Combine(dst, g, x, ofG, ofX, constant []float32) {
	checkRows("Combine", ofG, ofX)
	checkRows("Combine", ofG, constant)
	checkMatrix("Combine", len(ofG), len(dst), len(g))
	checkMatrix("Combine", len(ofG), len(dst), len(x))
	active.combine(dst, g, x, ofG, ofX, constant)
}

func combineGo(dst, g, x, ofG, ofX, constant []float32) {
	for i := 0; i < len(x); i += len(ofG) {
		for j, v := range x[i:][:len(ofG)] {
			dst[i+j] = ofG[j]*g[i+j] + ofX[j]*v + constant[j]
		}
	}
}

// MaxPool sets each pixel of y to the largest of its four pixels, two of the
// row top and two of the row bottom, channel by channel.
func MaxPool(y, top, bottom []float32, channels int) {
	checkPool("MaxPool", len(y), channels, top, bottom)
	active.maxPool(y, top, bottom, channels)
}

func maxPoolGo(y, top, bottom []float32, channels int) {
	for i := 0; i < len(y); i += channels {
		for j := range channels {
			left, right := 2*i+j, 2*i+channels+j
			y[i+j] = max(top[left], top[right], bottom[left], bottom[right])
		}
	}
}

// MaxPoolBack gives each gradient g to the first of the four that had the
// value y, and 0 to the others.
func MaxPoolBack(dtop, dbottom, y, g, top, bottom []float32, channels int) {
	checkPool("MaxPoolBack", len(y), channels, top, bottom)
	checkPool("MaxPoolBack", len(g), channels, dtop, dbottom)
	active.maxPoolBack(dtop, dbottom, y, g, top, bottom, channels)
}

func maxPoolBackGo(dtop, dbottom, y, g, top, bottom []float32, channels int) {
	for i := 0; i < len(y); i += channels {
		for j := range channels {
			left, right := 2*i+j, 2*i+channels+j
			v, rest := y[i+j], g[i+j]
			for _, corner := range [4]struct{ to, from *float32 }{
				{&dtop[left], &top[left]}, {&dtop[right], &top[right]},
				{&dbottom[left], &bottom[left]}, {&dbottom[right], &bottom[right]},
			} {
				*corner.to = 0
				if *corner.from == v {
					*corner.to, rest = rest, 0
				}
			}
		}
	}
}

// NesterovStep is the constants of a step of [Nesterov].
type NesterovStep struct{ Scale, Decay, Momentum, Rate float32 }

// Nesterov takes a step of gradient descent with Nesterov's momentum, as
// Sutskever et al., "On the importance of initialization and momentum in deep
// learning" (ICML 2013) have it, in the form of Bengio et al. (2012):
//
//	d = Scale*g + Decay*w
//	v = Momentum*v + d
//	w = w - Rate*(d + Momentum*v)
func Nesterov(s NesterovStep, w, v, g []float32) {
	checkVectors("Nesterov", w, v, g)
	active.nesterov(&[4]float32{s.Scale, s.Decay, s.Momentum, s.Rate}, w, v, g)
}

func nesterovGo(s *[4]float32, w, v, g []float32) {
	scale, decay, momentum, rate := s[0], s[1], s[2], s[3]
	for i, x := range w {
		d := scale*g[i] + decay*x
		v[i] = momentum*v[i] + d
		w[i] = x - rate*(d+momentum*v[i])
	}
}

// AdamStep is the constants of a step of [Adam]. Rate carries the correction of
// the bias of both moments.
type AdamStep struct {
	Scale, Decay float32
	Beta1, Beta2 float64
	Rate         float32
	Epsilon      float32
	Keep         float32 // what AdamW leaves of a weight: 1 less rate times decay
}

// Adam takes a step of Adam (Kingma and Ba, ICLR 2015, algorithm 1), and with
// Keep below 1 of AdamW (Loshchilov and Hutter, ICLR 2019, algorithm 2):
//
//	d = Scale*g + Decay*w
//	m = Beta1*m + (1-Beta1)*d
//	v = Beta2*v + (1-Beta2)*d*d
//	w = Keep*w - Rate*m/(sqrt(v)+Epsilon)
func Adam(s AdamStep, w, m, v, g []float32) {
	checkVectors("Adam", w, m, g)
	checkVectors("Adam", w, v, g)
	active.adam(&[9]float32{
		s.Scale, s.Decay, float32(s.Beta1), float32(1 - s.Beta1), float32(s.Beta2), float32(1 - s.Beta2), s.Rate, s.Epsilon, s.Keep,
	}, w, m, v, g)
}

func adamGo(s *[9]float32, w, m, v, g []float32) {
	scale, decay, beta1, rest1, beta2, rest2, rate, epsilon, keep := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]
	for i, x := range w {
		d := scale*g[i] + decay*x
		m[i] = beta1*m[i] + rest1*d
		v[i] = beta2*v[i] + rest2*d*d
		w[i] = keep*x - rate*m[i]/(float32(math.Sqrt(float64(v[i])))+epsilon)
	}
}

// Approach moves dst by a share of the way to x.
func Approach(dst, x []float32, share float32) {
	checkVectors("Approach", dst, x, x)
	active.approach(dst, x, share)
}

func approachGo(dst, x []float32, share float32) {
	for i, v := range x {
		dst[i] += share * (v - dst[i])
	}
}

func checkRows(kernel string, x, y []float32) {
	if len(x) != len(y) || len(x) == 0 || len(x)%Panel != 0 {
		panic(fmt.Sprintf("tensor: %s of %d and %d channels", kernel, len(x), len(y)))
	}
}

func checkMatrix(kernel string, channels, x, y int) {
	if x != y || x%channels != 0 {
		panic(fmt.Sprintf("tensor: %s of %d and %d elements of %d channels", kernel, x, y, channels))
	}
}

func checkPool(kernel string, small, channels int, top, bottom []float32) {
	if channels <= 0 || channels%Panel != 0 || small%channels != 0 || len(top) < 2*small || len(bottom) < 2*small {
		panic(fmt.Sprintf("tensor: %s of %d and %d elements to %d of %d channels", kernel, len(top), len(bottom), small, channels))
	}
}

func checkVectors(kernel string, x, y, z []float32) {
	if len(x) != len(y) || len(x) != len(z) || len(x)%Panel != 0 {
		panic(fmt.Sprintf("tensor: %s of %d, %d and %d elements", kernel, len(x), len(y), len(z)))
	}
}
