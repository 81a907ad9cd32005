package jpeg

import (
	"bytes"
	"encoding/binary"
)

// slack is more than the codes of six blocks can have, in bytes: how far findBlocks
// may read on behind the end before it sees that it is there.
const slack = 6*64*27/8 + 16

// unstuff takes the codes out of the rest of a file, up to the end of the image.
// Restart markers are taken out; ends are the numbers of bytes before each of them
// and before the image's end.
func unstuff(scan []byte) (codes []byte, ends []int, ok bool) {
	codes = make([]byte, 0, len(scan)+slack)
	for restart := byte(rst0); ; {
		n := bytes.IndexByte(scan, marker)
		if n < 0 || n+1 == len(scan) {
			return nil, nil, false
		}
		next := scan[n+1]
		codes = append(codes, scan[:n]...)
		scan = scan[n+2:]
		switch next {
		case 0:
			codes = append(codes, marker)
		case eoi:
			ends = append(ends, len(codes))
			return codes[:len(codes)+slack], ends, true
		case restart:
			ends = append(ends, len(codes))
			restart = rst0 + (restart+1-rst0)%8
		default:
			return nil, nil, false
		}
	}
}

// place is a block of the first MCU; across and down are how far, in blocks, the
// same one of the next MCU is and that of the next row of MCUs.
type place struct {
	component           int
	first, across, down int
}

// places are those of an MCU's blocks in the order of their codes.
func (m *Image) places() (all []place) {
	last := m.components[len(m.components)-1]
	for i, c := range m.components {
		wide, high := 1+last.wide-c.wide, 1+last.high-c.high
		for down := range high {
			for across := range wide {
				all = append(all, place{i, down*c.columns + across, wide, high * c.columns})
			}
		}
	}
	return all
}

// findBlocks goes through the codes of an image of the given number of MCUs and
// notes where each block's begin. It is not ok if the codes are not exactly those of
// the image, interval by interval.
func (m *Image) findBlocks(across, down, interval int, ends []int) bool {
	places := m.places()
	if interval == 0 {
		interval = across * down
	}
	var means [3]int32
	at, left := uint32(0), interval
	for y := range down {
		for x := range across {
			if left == 0 {
				if at = (at + 7) &^ 7; len(ends) < 2 || at != uint32(8*ends[0]) {
					return false
				}
				ends, left, means = ends[1:], interval, [3]int32{}
			}
			left--
			for _, p := range places {
				c := &m.components[p.component]
				bits := peek(m.codes, at)
				e := c.dc.find(bits)
				mean := means[p.component] + e.number(bits)
				if e.bits == 0 || mean != int32(int16(mean)) {
					return false
				}
				means[p.component] = mean
				at += uint32(e.bits)
				b := &c.blocks[p.first+x*p.across+y*p.down]
				*b = block{at, mean}
				if e := c.ac.find(peek(m.codes, at)); e.advance == blockEnd {
					b.at = empty
					at += uint32(e.bits)
				} else if at = c.ac.pass(m.codes, at); at == 0 {
					return false
				}
			}
			if at > uint32(8*ends[0]) {
				return false
			}
		}
	}
	return len(ends) == 1 && (at+7)&^7 == uint32(8*ends[0])
}

// peek are the bits from a place on, 57 or more of them, the first uppermost.
func peek(codes []byte, at uint32) uint64 {
	return binary.BigEndian.Uint64(codes[at>>3:]) << (at & 7)
}

// pass is the place behind the codes of a block's coefficients but the first, which
// begin at the given one; 0 if there are none such.
func (t *table) pass(codes []byte, at uint32) uint32 {
	k := 1
	for k < 64 {
		bits := peek(codes, at)
		e := t.next[bits>>(64-short)]
		if e.bits == 0 {
			if e = t.findLong(bits); e.bits == 0 {
				return 0
			}
		}
		at += uint32(e.bits)
		k += int(e.advance)
	}
	if k > 64 && k < blockEnd {
		return 0
	}
	return at
}
