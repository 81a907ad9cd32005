package jpeg

import "encoding/binary"

// Markers (T.81, table B.1).
const (
	marker = 0xff
	sof0   = 0xc0 // baseline
	sof1   = 0xc1 // extended sequential, which differs in what it may use
	dht    = 0xc4
	rst0   = 0xd0
	rst7   = 0xd7
	soi    = 0xd8
	eoi    = 0xd9
	sos    = 0xda
	dqt    = 0xdb
	dri    = 0xdd
	app0   = 0xe0
	app14  = 0xee
	app15  = 0xef
	com    = 0xfe
)

// header is what a file says before its scan.
type header struct {
	width, height int
	interval      int // MCUs between restarts, or 0
	components    []component
	ids           []byte // of the components
	quants        []byte // numbers of their quantizations
	quant         [4]*[64]int32
	dc, ac        [2]*table
	jfif          bool
	adobeRGB      bool
	scan          []byte // the rest of the file after the scan's header
}

// wide is component.wide of chroma, or 0 of a grey image; high likewise.
func (h *header) wide() int { return h.components[len(h.components)-1].wide }
func (h *header) high() int { return h.components[len(h.components)-1].high }

// readHeader reads the segments up to the scan.
func readHeader(file []byte) (*header, bool) {
	const longest = 1 << 28 // bits are counted in 32 bits
	if len(file) < 2 || len(file) > longest || file[0] != marker || file[1] != soi {
		return nil, false
	}
	h := &header{}
	for file = file[2:]; len(file) >= 4 && file[0] == marker; {
		n := 2 + int(binary.BigEndian.Uint16(file[2:]))
		if n < 4 || n > len(file) {
			return nil, false
		}
		kind, segment := file[1], file[4:n]
		file = file[n:]
		if kind == sos {
			h.scan = file
			return h, h.readScan(segment)
		}
		if !h.read(kind, segment) {
			return nil, false
		}
	}
	return nil, false
}

// read reads a segment before the scan.
func (h *header) read(kind byte, b []byte) bool {
	switch kind {
	case sof0, sof1:
		return h.readFrame(b)
	case dht:
		return h.readTables(b)
	case dqt:
		return h.readQuantizations(b)
	case dri:
		if len(b) != 2 {
			return false
		}
		h.interval = int(binary.BigEndian.Uint16(b))
		return true
	case app0:
		if len(b) >= 5 {
			h.jfif = string(b[:5]) == "JFIF\x00"
		}
		return true
	case app14:
		if len(b) >= 12 && string(b[:5]) == "Adobe" {
			h.adobeRGB = b[11] == 0
		}
		return true
	}
	return app0 <= kind && kind <= app15 || kind == com
}

// readFrame reads a frame header (B.2.2).
func (h *header) readFrame(b []byte) bool {
	if h.components != nil || len(b) < 6 || b[0] != 8 || len(b) != 6+3*int(b[5]) || b[5] != 1 && b[5] != 3 {
		return false
	}
	h.height, h.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	n := int(b[5])
	h.components = make([]component, n)
	for i := range n {
		id, factors, quant := b[6+3*i], b[7+3*i], b[8+3*i]
		for _, other := range h.ids {
			if id == other {
				return false
			}
		}
		if quant > 3 {
			return false
		}
		h.ids, h.quants = append(h.ids, id), append(h.quants, quant)
		if !h.readFactors(i, n, factors) {
			return false
		}
	}
	return h.width > 0 && h.height > 0
}

// readFactors reads the sampling factors of component i of n. Those of the only
// component mean nothing (A.2.2), but they have to be possible.
func (h *header) readFactors(i, n int, factors byte) bool {
	across, down := int(factors>>4), int(factors&15)
	switch {
	case across < 1 || across > 2 || down < 1 || down > 2:
		return false
	case n == 1:
		return true
	case i > 0:
		return across == 1 && down == 1
	}
	for j := 1; j < n; j++ {
		h.components[j].wide, h.components[j].high = across-1, down-1
	}
	return true
}

// readQuantizations reads quantization tables (B.2.4.1).
func (h *header) readQuantizations(b []byte) bool {
	for len(b) > 0 {
		long, number := int(b[0]>>4), b[0]&15
		size := 64 * (1 + long)
		if long > 1 || number > 3 || len(b) < 1+size {
			return false
		}
		q := &[64]int32{}
		for i := range q {
			if long == 1 {
				q[i] = int32(binary.BigEndian.Uint16(b[1+2*i:]))
			} else {
				q[i] = int32(b[1+i])
			}
		}
		h.quant[number] = q
		b = b[1+size:]
	}
	return true
}

// readTables reads Huffman tables (B.2.4.2).
func (h *header) readTables(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 17 {
			return false
		}
		class, number := b[0]>>4, b[0]&15
		n := 0
		for _, count := range b[1:17] {
			n += int(count)
		}
		if class > 1 || number > 1 || n == 0 || n > 256 || len(b) < 17+n {
			return false
		}
		tables, entryOf := &h.dc, dcEntry
		if class == 1 {
			tables, entryOf = &h.ac, acEntry
		}
		t, ok := newTable([16]byte(b[1:17]), b[17:17+n], entryOf)
		if !ok {
			return false
		}
		tables[number] = t
		b = b[17+n:]
	}
	return true
}

// readScan reads a scan header (B.2.3) of a scan that has all components.
func (h *header) readScan(b []byte) bool {
	n := len(h.components)
	if n == 0 || len(b) != 4+2*n || int(b[0]) != n {
		return false
	}
	if last := b[1+2*n:]; last[0] != 0 || last[1] != 63 || last[2] != 0 {
		return false
	}
	if n == 3 && !h.jfif && (h.adobeRGB || string(h.ids) == "RGB") { // as image/jpeg and libjpeg tell
		return false
	}
	for i := range h.components {
		c := &h.components[i]
		dc, ac := b[2+2*i]>>4, b[2+2*i]&15
		if b[1+2*i] != h.ids[i] || dc > 1 || ac > 1 {
			return false
		}
		c.quant, c.dc, c.ac = h.quant[h.quants[i]], h.dc[dc], h.ac[ac]
		if c.quant == nil || c.dc == nil || c.ac == nil {
			return false
		}
	}
	return true
}
