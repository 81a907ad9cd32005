package idx

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// bufferSize is what a Reader reads ahead, and the step in which typed elements
// are converted.
const bufferSize = 64 << 10

// deflateRatio is the most that deflate can shrink: a match of 258 bytes in
// two bits.
const deflateRatio = 1032

// Reader streams one IDX file. It is an io.Reader of the elements as they
// stand in the file; Decode gives them as Go values.
type Reader struct {
	name   string
	closer io.Closer // the file, when Open opened it
	input  *counter
	buffer *bufio.Reader // of input
	src    io.Reader     // the content: buffer, or what gzip makes of it
	gzip   bool
	sized  bool // the length of the content was checked against the header
	header Header
	offset int64 // of the next byte of the content
	end    int64 // where the content has to end
	err    error // sticky
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

// Open opens a file and reads its header. The file is closed by Close.
func Open(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := newReader(f, path)
	if err != nil {
		f.Close()
		return nil, err
	}
	r.closer = f
	return r, nil
}

// NewReader reads the header of an IDX stream, compressed or not.
func NewReader(r io.Reader) (*Reader, error) { return newReader(r, "") }

func newReader(src io.Reader, name string) (*Reader, error) {
	length := lengthOf(src)
	r := &Reader{name: name, input: &counter{Reader: src}, sized: length < math.MaxInt64}
	r.buffer = bufio.NewReaderSize(r.input, bufferSize)
	r.src = r.buffer
	if magic, _ := r.buffer.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		r.gzip, r.sized = true, false
		z, err := gzip.NewReader(r.buffer)
		if err != nil {
			return nil, r.fail(err)
		}
		r.src = z
		length = min(length, math.MaxInt64/deflateRatio) * deflateRatio
	}
	if err := r.readHeader(); err != nil {
		return nil, err
	}
	if r.end > length {
		return nil, r.failAt(4, fmt.Errorf("%w: %v %v of %d bytes in all, the file can hold %d",
			ErrShort, r.header.Dims, r.header.Type, r.end, length))
	}
	return r, nil
}

// lengthOf is how many bytes there are at most to read from src; where it
// cannot be known, the largest number there is.
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
	return math.MaxInt64
}

// readHeader reads and checks magic number and dimensions.
func (r *Reader) readHeader() error {
	var b [4 + 4*maxDims]byte
	if err := r.fill(b[:4]); err != nil {
		return err
	}
	if b[0] != 0 || b[1] != 0 {
		return r.failAt(0, fmt.Errorf("%w: % x", ErrMagic, b[:4]))
	}
	r.header = Header{Type: Type(b[2]), Dims: make([]int, b[3])}
	dims := b[4:r.header.Len()]
	if r.header.Type.Size() != 0 {
		if err := r.fill(dims); err != nil {
			return err
		}
	}
	for i := range r.header.Dims {
		r.header.Dims[i] = int(binary.BigEndian.Uint32(dims[4*i:]))
	}
	if err := r.header.check(); err != nil {
		return r.failAt(2, err)
	}
	r.end = r.offset + r.header.DataSize()
	return nil
}

// fill reads a part of the header.
func (r *Reader) fill(b []byte) error {
	for len(b) > 0 {
		n, err := r.src.Read(b)
		r.offset += int64(n)
		b = b[n:]
		switch {
		case err == nil || len(b) == 0:
		case err == io.EOF:
			return r.failAt(r.offset, ErrHeader)
		default:
			return r.fail(err)
		}
	}
	return nil
}

// Header is the header of the file.
func (r *Reader) Header() Header { return r.header }

// Read gives the elements as they stand in the file, big-endian. After the
// last one it returns io.EOF, or an error where the file does not end there or
// its gzip checksum is wrong.
func (r *Reader) Read(p []byte) (int, error) {
	if r.err != nil || len(p) == 0 {
		return 0, r.err
	}
	left := r.end - r.offset
	if left == 0 {
		return 0, r.finish()
	}
	n, err := r.src.Read(p[:min(int64(len(p)), left)])
	r.offset += int64(n)
	switch {
	case err == io.EOF && int64(n) < left:
		r.failAt(r.offset, fmt.Errorf("%w: %v %v", ErrShort, r.header.Dims, r.header.Type))
	case err != nil && err != io.EOF:
		r.fail(err)
	}
	return n, r.err
}

// finish checks that the content ends here.
func (r *Reader) finish() error {
	var one [1]byte
	switch _, err := io.ReadFull(r.src, one[:]); err {
	case nil:
		return r.failAt(r.offset, ErrTrailing)
	case io.EOF:
		r.err = io.EOF
		return io.EOF
	default:
		return r.fail(err)
	}
}

// fail makes err, met at the current offset, the sticky error. What gzip says
// gets the place in the compressed file.
func (r *Reader) fail(err error) error {
	if !r.gzip {
		return r.failAt(r.offset, err)
	}
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = ErrTruncatedGzip
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		err = fmt.Errorf("%w: %v", ErrCorruptGzip, err)
	default:
		return r.failAt(r.offset, err)
	}
	r.err = &Error{File: r.name, Offset: r.input.n - int64(r.buffer.Buffered()), Gzip: true, Err: err}
	return r.err
}

func (r *Reader) failAt(offset int64, err error) error {
	r.err = &Error{File: r.name, Offset: offset, Err: err}
	return r.err
}

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

// Decode reads the next len(dst) elements as Go values. It returns how many
// there were; fewer only with an error, which is io.EOF at the end of the file.
// Another type than the file holds is ErrElement.
func Decode[T Element](r *Reader, dst []T) (int, error) {
	if err := expect[T](r); err != nil {
		return 0, err
	}
	if raw, ok := any(dst).([]uint8); ok {
		n, err := io.ReadFull(r, raw)
		return n, ended(err)
	}
	size := r.header.Type.Size()
	buffer := make([]byte, min(bufferSize, len(dst)*size))
	for done := 0; done < len(dst); {
		step := min(len(buffer)/size, len(dst)-done)
		n, err := io.ReadFull(r, buffer[:step*size])
		decoded, _ := binary.Decode(buffer[:n/size*size], binary.BigEndian, dst[done:done+n/size])
		done += decoded / size
		if err != nil {
			return done, ended(err)
		}
	}
	return len(dst), nil
}

// expect returns ErrElement unless the file holds T.
func expect[T Element](r *Reader) error {
	if want := TypeOf[T](); r.header.Type != want {
		return &Error{File: r.name, Offset: 2, Err: fmt.Errorf("%w: %v, want %v", ErrElement, r.header.Type, want)}
	}
	return nil
}

// ended turns the io.ErrUnexpectedEOF of io.ReadFull, which here means only
// that the caller asked for more than was left, into io.EOF.
func ended(err error) error {
	if err == io.ErrUnexpectedEOF {
		return io.EOF
	}
	return err
}

// ReadAll reads what is left of the file. It allocates in steps, never more
// than twice of what it has read, so a header cannot make it allocate what the
// file does not hold.
func ReadAll[T Element](r *Reader) ([]T, error) {
	if err := expect[T](r); err != nil {
		return nil, err
	}
	total := int(r.end-r.offset) / r.header.Type.Size()
	room := total
	if !r.sized {
		room = min(total, bufferSize)
	}
	data := make([]T, room)
	for done := 0; ; {
		n, err := Decode(r, data[done:])
		if err != nil {
			return nil, err
		}
		done += n
		if done == total {
			break
		}
		grown := make([]T, min(total, 2*done))
		copy(grown, data)
		data = grown
	}
	if _, err := r.Read(make([]byte, 1)); err != io.EOF {
		return nil, err
	}
	return data, nil
}

// ReadFile reads a whole file.
func ReadFile[T Element](path string) (Array[T], error) {
	r, err := Open(path)
	if err != nil {
		return Array[T]{}, err
	}
	defer r.Close()
	data, err := ReadAll[T](r)
	return Array[T]{Dims: r.header.Dims, Data: data}, err
}
