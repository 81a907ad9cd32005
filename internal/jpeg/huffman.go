package jpeg

// entry is what the next bits of a scan begin with.
type entry struct {
	bits    uint8 // of the code and of the number behind it; 0 if unknown
	size    uint8 // of the number
	advance uint8 // by how many coefficients
	_       uint8 // makes tables faster to index
}

// blockEnd is the advance at a block's end. It is more than any sum of others.
const blockEnd = 128

// table finds entries by the bits that come next.
type table struct {
	next [1 << short]entry // by the next bits, where the code is not longer

	// Codes of n bits are first[n] to limit[n]-1, and what they stand for follows
	// one another in entries, from index[n] on (annex C).
	first, limit, index [17]uint32
	entries             [256]entry
}

// short are the bits of codes that are found at once.
const short = 10

// newTable makes the table of codes, counts[n-1] of n bits, with the given symbols.
// It is not ok if there are more codes of a length than there can be.
func newTable(counts [16]byte, symbols []byte, entryOf func(byte) entry) (*table, bool) {
	t := &table{}
	code, i := uint32(0), uint32(0)
	for n := 1; n <= 16; n++ {
		t.first[n], t.index[n] = code, i
		for range counts[n-1] {
			e := entryOf(symbols[i])
			if e.bits > 0 {
				e.bits = uint8(n) + e.size
			}
			t.entries[i] = e
			if n <= short {
				from := code << (short - n)
				for at := from; at < from+1<<(short-n) && at < uint32(len(t.next)); at++ {
					t.next[at] = e
				}
			}
			code++
			i++
		}
		if code > 1<<n {
			return nil, false
		}
		t.limit[n] = code
		code <<= 1
	}
	return t, true
}

// dcEntry is what a symbol of a table for the first coefficients stands for: the
// bits that the difference to the block before has (F.1.2.1).
func dcEntry(symbol byte) entry {
	if symbol > 11 {
		return entry{}
	}
	return entry{bits: 1, size: symbol}
}

// acEntry is what a symbol of a table for the other coefficients stands for: zeros
// to pass over, and the bits that the one behind them has (F.1.2.2).
func acEntry(symbol byte) entry {
	run, size := symbol>>4, symbol&15
	switch {
	case symbol == 0:
		return entry{bits: 1, advance: blockEnd}
	case size > 10 || size == 0 && run != 15:
		return entry{}
	}
	return entry{bits: 1, size: size, advance: run + 1}
}

// find is the entry that the bits begin with, the first of them uppermost. Its bits
// are 0 where no code does.
func (t *table) find(bits uint64) entry {
	if e := t.next[bits>>(64-short)]; e.bits != 0 {
		return e
	}
	return t.findLong(bits)
}

func (t *table) findLong(bits uint64) entry {
	for n := short + 1; n <= 16; n++ {
		if code := uint32(bits >> (64 - n)); code < t.limit[n] {
			if code < t.first[n] { // it begins with a shorter code, whose symbol means nothing
				return entry{}
			}
			return t.entries[t.index[n]+code-t.first[n]]
		}
	}
	return entry{}
}

// number is the value of the number of an entry, which the given bits begin with
// (F.2.2.1, EXTEND).
func (e entry) number(bits uint64) int32 {
	bits <<= e.bits - e.size
	n := int32(bits >> 1 >> (63 - e.size))
	if int64(bits) >= 0 { // the first bit is 0: negative, or no bits at all
		n -= 1<<e.size - 1
	}
	return n
}
