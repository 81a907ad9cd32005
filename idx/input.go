package idx

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
)

// bufferSize is what a Reader reads ahead, and the step in which typed elements
// are converted.
const bufferSize = 64 << 10

// slurpLimit is the largest compressed file that Open takes into memory: gunzip
// is a tenth faster from there.
const slurpLimit = 64 << 20

// input is the file as it stands, compressed or not, with its position.
type input interface {
	io.Reader
	peek() []byte       // the next two bytes, fewer at the end
	position() int64    // how many bytes were taken
	forGzip() io.Reader // what gzip shall read: a type that it has fast code for
}

func newInput(src io.Reader) input {
	if b, ok := src.(*bytes.Reader); ok {
		return memory{b}
	}
	c := &counter{Reader: src}
	return &buffered{bufio.NewReaderSize(c, bufferSize), c}
}

// memory is an input in memory.
type memory struct{ *bytes.Reader }

func (m memory) position() int64    { return m.Size() - int64(m.Len()) }
func (m memory) forGzip() io.Reader { return m.Reader }

func (m memory) peek() []byte {
	b := make([]byte, 2)
	n, _ := m.ReadAt(b, m.position())
	return b[:n]
}

// buffered is any other input.
type buffered struct {
	*bufio.Reader
	counter *counter
}

func (b *buffered) position() int64    { return b.counter.n - int64(b.Buffered()) }
func (b *buffered) forGzip() io.Reader { return b.Reader }

func (b *buffered) peek() []byte {
	two, _ := b.Peek(2)
	return two
}

// counter counts what has been read through it.
type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

func isGzip(magic []byte) bool { return bytes.Equal(magic, []byte{0x1f, 0x8b}) }

// slurp is the content of the file in memory when it is compressed and not
// large, else the file itself.
func slurp(f *os.File) (io.Reader, error) {
	length := lengthOf(f)
	magic := make([]byte, 2)
	if length > slurpLimit {
		return f, nil
	}
	if _, err := f.ReadAt(magic, 0); err != nil || !isGzip(magic) {
		return f, nil
	}
	data := make([]byte, length)
	n, err := io.ReadFull(f, data)
	if err == io.ErrUnexpectedEOF || err == io.EOF { // it has just become shorter
		err = nil
	}
	return bytes.NewReader(data[:n]), err
}

// unknown is the length of a stream that does not tell it.
const unknown = math.MaxInt64

// lengthOf is how many bytes there are to read from src.
func lengthOf(src io.Reader) int64 {
	switch s := src.(type) {
	case *os.File:
		info, err := s.Stat()
		at, seekErr := s.Seek(0, io.SeekCurrent)
		if err == nil && seekErr == nil && info.Mode().IsRegular() {
			return info.Size() - at
		}
	case interface{ Len() int }: // bytes.Reader, bytes.Buffer, strings.Reader
		return int64(s.Len())
	}
	return unknown
}

// gzipTrailer is the last four bytes of a stream in memory: in gzip the length
// of the content, as far as it can be trusted. 0 where there is none.
func gzipTrailer(src io.Reader) uint32 {
	m, ok := src.(*bytes.Reader)
	if !ok {
		return 0
	}
	var b [4]byte
	if _, err := m.ReadAt(b[:], m.Size()-4); err != nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b[:])
}
