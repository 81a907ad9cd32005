// Package jpeg decodes those parts of JPEG files that are looked at.
//
// Open reads a file once without computing a pixel: it follows the Huffman codes
// (ITU-T T.81, annex F.2.2) only so far as to know where the codes of each block of
// 8x8 samples begin and what its mean is. A block is decoded when one of its samples
// is asked for. So the 28x28 samples of a large photograph cost hardly more than
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

// Image is a file whose blocks are decoded as they are needed. It may be used by one
// goroutine at a time.
type Image struct {
	Rect  image.Rectangle           // from the origin
	Ratio image.YCbCrSubsampleRatio // of a grey image, any

	components []component // luma; and, of an image in colour, two chromas
	codes      []byte      // of the scan, without stuffed bytes and markers, and slack behind
	samples    []uint8     // of decoded blocks, 64 of each
}

// component is the luma or one of the two chromas.
type component struct {
	wide, high    int // how many samples of luma there are for one, less 1: 0 or 1
	dc, ac        *table
	quant         *[64]int32 // in zigzag order
	width, height int        // in samples, of the image
	columns       int        // of blocks, up to whole MCUs
	blocks        []block
}

// block is where a block is, and its first coefficient.
type block struct {
	at uint32 // a number of bits in Image.codes; or decoded, and a number of samples in Image.samples; or empty
	dc int32  // before it is multiplied by its quantization
}

const (
	decoded = 1 << 31
	empty   = 1<<32 - 1 // it has no coefficient but the first
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
	m.Rect, m.Ratio = image.Rect(0, 0, h.width, h.height), ratios[h.wide()][h.high()]
	return m, true
}

// ratios by the wide and the high of chroma.
var ratios = [2][2]image.YCbCrSubsampleRatio{
	{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio440},
	{image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420},
}

// Luma is that of a pixel.
func (m *Image) Luma(x, y int) uint8 { return m.sample(&m.components[0], x, y) }

// Chroma is the sample in column x and row y of each chroma, which counts as its
// resolution does; 128 of a grey image.
func (m *Image) Chroma(x, y int) (cb, cr uint8) {
	if len(m.components) == 1 {
		return 128, 128
	}
	return m.sample(&m.components[1], x, y), m.sample(&m.components[2], x, y)
}

func (m *Image) sample(c *component, x, y int) uint8 {
	b := &c.blocks[y>>3*c.columns+x>>3]
	if b.at == empty {
		return flat(b.dc * c.quant[0])
	}
	if b.at < decoded {
		m.decode(c, b)
	}
	return m.samples[int(b.at-decoded)+y&7<<3+x&7]
}

// Mean is the mean luma of the block of 8x8 pixels that a pixel is in. Nothing has
// to be decoded for it.
func (m *Image) Mean(x, y int) uint8 {
	c := &m.components[0]
	return flat(c.blocks[y>>3*c.columns+x>>3].dc * c.quant[0])
}

// Near reports that the samples that the pixels of r are made of are no further than
// reach from a value, luma and both chromas. Samples beside those of r count where
// chroma has a lower resolution. r is within the image and not empty.
func (m *Image) Near(r image.Rectangle, values [3]uint8, reach [3]int) bool {
	for i := range m.components {
		c := &m.components[i]
		if !m.near(c, c.under(r), values[i], reach[i]) {
			return false
		}
	}
	return true
}

// under are the samples that the pixels of r are made of.
func (c *component) under(r image.Rectangle) image.Rectangle {
	return image.Rectangle{
		image.Pt(max(r.Min.X>>c.wide-c.wide, 0), max(r.Min.Y>>c.high-c.high, 0)),
		image.Pt(min((r.Max.X-1)>>c.wide+c.wide+1, c.width), min((r.Max.Y-1)>>c.high+c.high+1, c.height)),
	}
}

// near is Near for the samples s of a component, block by block.
func (m *Image) near(c *component, s image.Rectangle, value uint8, reach int) bool {
	for y := s.Min.Y >> 3; y <= (s.Max.Y-1)>>3; y++ {
		for x := s.Min.X >> 3; x <= (s.Max.X-1)>>3; x++ {
			b := &c.blocks[y*c.columns+x]
			if b.at == empty {
				if v := int(flat(b.dc * c.quant[0])); max(v-int(value), int(value)-v) > reach {
					return false
				}
				continue
			}
			if b.at < decoded {
				m.decode(c, b)
			}
			left, right := max(s.Min.X-8*x, 0), min(s.Max.X-8*x, 8)
			rows := m.samples[b.at-decoded:][:64]
			for row := max(s.Min.Y-8*y, 0); row < min(s.Max.Y-8*y, 8); row++ {
				if !AllNear(rows[8*row:][left:right], value, reach) {
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
