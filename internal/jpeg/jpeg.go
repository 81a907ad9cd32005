// Package jpeg decodes those parts of JPEG files that are looked at.
//
// Open reads a file once without computing a pixel: it follows the Huffman codes
// (ITU-T T.81, annex F.2.2) only so far as to know where the codes of each block of
// 8x8 samples begin and what its mean is. Need then decodes the blocks under a
// rectangle. So the 28x28 samples of a large photograph cost hardly more than
// finding their way through the file.
//
// It knows baseline files with one scan, grey or YCbCr with luma of at most twice
// the resolution of chroma, which cameras, shops and most programs write. Of all
// others, and of those with anything wrong in them, Open says that they are none of
// its own: package image/jpeg knows more kinds, and has the say on what is an error.
//
// Samples are those of libjpeg's default decoder, and so of ImageMagick's. Those of
// image/jpeg differ from them by a step of 255 here and there.
package jpeg

import (
	"encoding/binary"
	"image"
)

// Image is a file of which the blocks are decoded that were asked for. It may be
// used by one goroutine at a time.
type Image struct {
	// Gray is the image of a file with one component, YCbCr that of one with three.
	// The other is nil. What Need was not called for is black.
	Gray  *image.Gray
	YCbCr *image.YCbCr

	components []component
	codes      []byte // of the scan, without stuffed bytes and markers, and slack behind
}

// component is the luma or one of the two chromas.
type component struct {
	wide, high int // how many samples of luma there are for one, less 1: 0 or 1
	dc, ac     *table
	quant      *[64]int32 // in zigzag order
	width      int        // in samples, of the image
	height     int
	columns    int // of blocks, up to whole MCUs
	blocks     []block
	pix        []uint8 // samples, columns * 8 to a row
}

// block is where the codes of a block's coefficients are, but for the first, and
// the first.
type block struct {
	codes uint32 // a number of bits in Image.codes, or one of the values below
	dc    int32  // before it is multiplied by its quantization
}

const (
	decoded = 1<<32 - 1 - iota // its samples are there
	empty                      // it has no coefficient but the first
)

// Open reads a file. It is not ok if the file is none that this package knows, or
// has a fault: image/jpeg has to see it.
func Open(file []byte) (m *Image, ok bool) {
	h, ok := readHeader(file)
	if !ok {
		return nil, false
	}
	codes, ends, ok := unstuff(h.scan)
	if !ok {
		return nil, false
	}
	m = &Image{components: h.components, codes: codes}
	across := (h.width-1)>>(3+h.wide()) + 1 // of the image in blocks of chroma
	down := (h.height-1)>>(3+h.high()) + 1
	const leastBits = 2 // a block has a code for its mean and one for its end
	if len(ends) == 0 || across > 4*len(codes)/(leastBits*down) {
		return nil, false
	}
	for i := range m.components {
		c := &m.components[i]
		c.width, c.height = (h.width-1)>>c.wide+1, (h.height-1)>>c.high+1
		c.columns = across << (h.wide() - c.wide)
		c.blocks = make([]block, c.columns*down<<(h.high()-c.high))
	}
	if !m.findBlocks(across, down, h.interval, ends) {
		return nil, false
	}
	m.allocate(image.Rect(0, 0, h.width, h.height))
	return m, true
}

// allocate makes the images, with rows and columns up to whole blocks beyond r.
func (m *Image) allocate(r image.Rectangle) {
	for i := range m.components {
		c := &m.components[i]
		c.pix = make([]uint8, 64*len(c.blocks))
	}
	luma := &m.components[0]
	if len(m.components) == 1 {
		m.Gray = &image.Gray{Pix: luma.pix, Stride: 8 * luma.columns, Rect: r}
		return
	}
	cb, cr := &m.components[1], &m.components[2]
	m.YCbCr = &image.YCbCr{
		Y: luma.pix, Cb: cb.pix, Cr: cr.pix, YStride: 8 * luma.columns, CStride: 8 * cb.columns,
		SubsampleRatio: ratios[cb.wide][cb.high], Rect: r,
	}
}

// ratios by the wide and the high of chroma.
var ratios = [2][2]image.YCbCrSubsampleRatio{
	{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio440},
	{image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420},
}

// Need decodes what the pixels of r are made of: their luma, and their chroma with
// the samples beside it where it has a lower resolution. r is within the image and
// not empty.
func (m *Image) Need(r image.Rectangle) {
	for i := range m.components {
		c := &m.components[i]
		s := c.samples(r)
		for y := s.Min.Y >> 3; y <= (s.Max.Y-1)>>3; y++ {
			for x := s.Min.X >> 3; x <= (s.Max.X-1)>>3; x++ {
				if at := y*c.columns + x; c.blocks[at].codes != decoded {
					c.decode(m.codes, at)
				}
			}
		}
	}
}

// samples are those that the pixels of r are made of.
func (c *component) samples(r image.Rectangle) image.Rectangle {
	return image.Rectangle{
		image.Pt(max(r.Min.X>>c.wide-c.wide, 0), max(r.Min.Y>>c.high-c.high, 0)),
		image.Pt(min((r.Max.X-1)>>c.wide+c.wide+1, c.width), min((r.Max.Y-1)>>c.high+c.high+1, c.height)),
	}
}

// Near reports that the samples of each component that the pixels of r are made of,
// as with Need, are no further than reach from a value. It decodes no block that has
// but one value.
func (m *Image) Near(r image.Rectangle, values [3]uint8, reach [3]int) bool {
	for i := range m.components {
		c := &m.components[i]
		if !c.near(m.codes, c.samples(r), values[i], reach[i]) {
			return false
		}
	}
	return true
}

func (c *component) near(codes []byte, s image.Rectangle, value uint8, reach int) bool {
	for y := s.Min.Y >> 3; y <= (s.Max.Y-1)>>3; y++ {
		for x := s.Min.X >> 3; x <= (s.Max.X-1)>>3; x++ {
			at := y*c.columns + x
			b := &c.blocks[at]
			if b.codes == empty {
				if v := int(flat(b.dc * c.quant[0])); max(v-int(value), int(value)-v) > reach {
					return false
				}
				continue
			}
			if b.codes != decoded {
				c.decode(codes, at)
			}
			left, right := max(8*x, s.Min.X), min(8*x+8, s.Max.X)
			for row := max(8*y, s.Min.Y); row < min(8*y+8, s.Max.Y); row++ {
				if !AllNear(c.pix[8*c.columns*row:][left:right], value, reach) {
					return false
				}
			}
		}
	}
	return true
}

// AllNear reports whether no sample is further from a value than reach.
func AllNear(samples []uint8, value uint8, reach int) bool {
	lo, hi := max(int(value)-reach, 0), min(int(value)+reach, 255)
	const (
		lanes = 0x00ff00ff00ff00ff // every other sample, in 16 bits
		ones  = 0x0001000100010001
		top   = 0x8000800080008000
	)
	above := ones * uint64(0x7fff-hi) // what makes a lane's top bit of a sample above hi
	below := ones * uint64(0x8000-lo) // and of one that is lo or more
	for ; len(samples) >= 8; samples = samples[8:] {
		eight := binary.LittleEndian.Uint64(samples)
		even, odd := eight&lanes, eight>>8&lanes
		if ((even+above)|(odd+above)|^(even+below)|^(odd+below))&top != 0 {
			return false
		}
	}
	for _, v := range samples {
		if int(v) < lo || int(v) > hi {
			return false
		}
	}
	return true
}

// NeedLuma decodes the luma of a pixel.
func (m *Image) NeedLuma(x, y int) {
	c := &m.components[0]
	if at := y>>3*c.columns + x>>3; c.blocks[at].codes != decoded {
		c.decode(m.codes, at)
	}
}

// Mean is the mean luma of the block of 8x8 pixels that a pixel is in. Nothing has
// to be decoded for it.
func (m *Image) Mean(x, y int) uint8 {
	c := &m.components[0]
	return flat(c.blocks[y>>3*c.columns+x>>3].dc * c.quant[0])
}
