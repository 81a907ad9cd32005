package build

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"os"
	"path/filepath"

	"github.com/fmnist/fmnist/internal/parallel"
)

// hashed is a photograph's id with its perceptual hash.
type hashed struct {
	hash uint64
	id   int64
}

// pair are the ids of two photographs, in the order of their paths.
type pair struct{ earlier, later int64 }

// bands are parts of a hash of 8 bits each. Two hashes that differ in fewer bits
// than there are bands agree in one of them.
const (
	bands      = 8
	bandBits   = 64 / bands
	bandValues = 1 << bandBits
)

const (
	hashedBytes = 16   // of a hashed in a file
	fieldHashes = 64   // that are collected for a value of a band before they are written
	blockHashes = 2048 // that are compared at a time
)

// hashTable finds hashes that are near one another. They are in files, and memory
// does not depend on how many there are.
type hashTable struct {
	hashes *os.File // in the order in which they were added
	sorted *os.File // by one of the bands
	to     *bufio.Writer
	counts [bands][bandValues]int // of the hashes with a value in a band
}

// newHashTable makes a table with its files in a folder, in place of those that a
// build which was killed may have left there.
func newHashTable(dir string) (*hashTable, error) {
	hashes, err := os.Create(filepath.Join(dir, "hashes"))
	if err != nil {
		return nil, err
	}
	sorted, err := os.Create(filepath.Join(dir, "hashes-sorted"))
	if err != nil {
		return nil, errors.Join(err, hashes.Close())
	}
	return &hashTable{hashes: hashes, sorted: sorted, to: bufio.NewWriterSize(hashes, 1<<16)}, nil
}

func (t *hashTable) Close() error { return errors.Join(t.hashes.Close(), t.sorted.Close()) }

func (t *hashTable) add(h hashed) error {
	for band := range bands {
		t.counts[band][h.in(band)]++
	}
	_, err := t.to.Write(h.append(nil))
	return err
}

// in is the value of a band.
func (h hashed) in(band int) int { return int(h.hash>>(band*bandBits)) & (bandValues - 1) }

func (h hashed) append(b []byte) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(b, h.hash), uint64(h.id))
}

func readHashed(b []byte) hashed {
	return hashed{binary.LittleEndian.Uint64(b), int64(binary.LittleEndian.Uint64(b[8:]))}
}

// pairs calls found for every pair of hashes that differ in at most nearBits bits,
// once, from one goroutine, in no order.
func (t *hashTable) pairs(ctx context.Context, found func(pair) error, tell func(band int)) error {
	if err := t.to.Flush(); err != nil {
		return err
	}
	for band := range bands {
		if err := t.pairsIn(ctx, band, found); err != nil {
			return err
		}
		tell(band + 1)
	}
	return nil
}

// pairsIn finds the pairs that agree in the band and in none before it: those were
// found there.
func (t *hashTable) pairsIn(ctx context.Context, band int, found func(pair) error) error {
	starts, err := t.sort(band)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	pairs := make(chan pair, 1024)
	go func() {
		defer close(pairs)
		parallel.Workers(ctx, bandValues, 1, func() func(lo, hi int) {
			c := &comparison{Context: ctx, sorted: t.sorted, band: band, pairs: pairs}
			return func(value, _ int) {
				if err := c.run(starts[value], starts[value+1]); err != nil {
					stop(err)
				}
			}
		})
	}()
	for p := range pairs {
		if ctx.Err() == nil { // else the workers have to end
			if err := found(p); err != nil {
				stop(err)
			}
		}
	}
	return context.Cause(ctx)
}

// sort fills sorted with the hashes by their value in a band, those of one value in
// the order in which they were added. The hashes of a value begin at its place in
// starts. It is a counting sort whose fields are in the file.
func (t *hashTable) sort(band int) (starts [bandValues + 1]int, err error) {
	for value, n := range t.counts[band] {
		starts[value+1] = starts[value] + n
	}
	next := starts
	fields := make([][]byte, bandValues)
	all := make([]byte, bandValues*fieldHashes*hashedBytes)
	for value := range fields {
		const size = fieldHashes * hashedBytes
		fields[value] = all[value*size : value*size : (value+1)*size]
	}
	flush := func(value int) error {
		field := fields[value]
		_, err := t.sorted.WriteAt(field, int64(next[value])*hashedBytes)
		next[value] += len(field) / hashedBytes
		fields[value] = field[:0]
		return err
	}
	in := bufio.NewReaderSize(io.NewSectionReader(t.hashes, 0, int64(starts[bandValues])*hashedBytes), 1<<16)
	var b [hashedBytes]byte
	for range starts[bandValues] {
		if _, err := io.ReadFull(in, b[:]); err != nil {
			return starts, err
		}
		h := readHashed(b[:])
		value := h.in(band)
		if fields[value] = h.append(fields[value]); len(fields[value]) == cap(fields[value]) {
			if err := flush(value); err != nil {
				return starts, err
			}
		}
	}
	for value := range fields {
		if err := flush(value); err != nil {
			return starts, err
		}
	}
	return starts, nil
}

// comparison compares hashes that agree in a band, a block with a block. It is for
// one goroutine.
type comparison struct {
	context.Context
	sorted *os.File
	band   int
	pairs  chan<- pair
	bytes  [blockHashes * hashedBytes]byte
	blocks [2][blockHashes]hashed
}

// run compares the hashes at lo to hi-1 with one another.
func (c *comparison) run(lo, hi int) error {
	for i := lo; i < hi; i += blockHashes {
		earlier, err := c.read(0, i, hi)
		if err != nil {
			return err
		}
		for n, h := range earlier {
			c.compare(h, earlier[n+1:])
		}
		for j := i + blockHashes; j < hi && c.Err() == nil; j += blockHashes {
			later, err := c.read(1, j, hi)
			if err != nil {
				return err
			}
			for _, h := range earlier {
				c.compare(h, later)
			}
		}
	}
	return nil
}

// read reads the block that begins at lo, if there are so many before hi.
func (c *comparison) read(block, lo, hi int) ([]hashed, error) {
	n := min(hi-lo, blockHashes)
	b := c.bytes[:n*hashedBytes]
	if _, err := c.sorted.ReadAt(b, int64(lo)*hashedBytes); err != nil {
		return nil, err
	}
	hashes := c.blocks[block][:n]
	for i := range hashes {
		hashes[i] = readHashed(b[i*hashedBytes:])
	}
	return hashes, nil
}

// compare sends the pairs of a hash with later ones that are near and agree in no
// band before this one.
func (c *comparison) compare(earlier hashed, later []hashed) {
	for _, h := range later {
		differ := earlier.hash ^ h.hash
		if bits.OnesCount64(differ) <= nearBits && !agreesBefore(differ, c.band) {
			c.pairs <- pair{earlier.id, h.id}
		}
	}
}

// agreesBefore reports whether two hashes that differ in the given bits agree in a
// band before the given one.
func agreesBefore(differ uint64, band int) bool {
	for i := range band {
		if differ>>(i*bandBits)&(bandValues-1) == 0 {
			return true
		}
	}
	return false
}
