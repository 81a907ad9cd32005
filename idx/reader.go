package idx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// deflateRatio is the most that deflate can shrink: a match of 258 bytes in
// two bits.
const deflateRatio = 1032

// likelyRatio is how far images shrink at most. A gzip stream that claims, in
// its trailer as in its header, to hold no more than that is believed;
// otherwise memory grows with what is read.
const likelyRatio = 32

// Reader streams one IDX file. It is an io.Reader of the elements as they
// stand in the file; Decode gives them as Go values.
type Reader struct {
	name   string
	closer io.Closer // the file, when Open opened it
	input  input
	src    io.Reader // the content: input, or what gzip makes of it
	gzip   bool
	sized  bool // the file is known to hold what the header claims
	header Header
	offset int64 // of the next byte of the content
	end    int64 // where the content has to end
	err    error // sticky
}

// Open opens a file and reads its header. The file is closed by Close.
func Open(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	src, err := slurp(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	r, err := newReader(src, path)
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
	r := &Reader{name: name, input: newInput(src)}
	r.src = r.input
	length, trailer := lengthOf(src), gzipTrailer(src)
	most, likely := length, length // of the content
	if isGzip(r.input.peek()) {
		r.gzip = true
		z, err := gzip.NewReader(r.input.forGzip())
		if err != nil {
			return nil, r.fail(err)
		}
		r.src = z
		most, likely = times(length, deflateRatio), times(length, likelyRatio)
	}
	if err := r.readHeader(); err != nil {
		return nil, err
	}
	if r.end > most {
		return nil, r.failAt(4, fmt.Errorf("%w: %v %v of %d bytes in all, the file can hold %d",
			ErrShort, r.header.Dims, r.header.Type, r.end, most))
	}
	r.sized = length < unknown && r.end <= likely && (!r.gzip || trailer == uint32(r.end))
	return r, nil
}

// times is n*ratio, or what comes near to it without overflow.
func times(n, ratio int64) int64 { return min(n, unknown/ratio) * ratio }

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
	r.err = &Error{File: r.name, Offset: r.input.position(), Gzip: true, Err: err}
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

// ReadAll reads what is left of the file. Where it is not known that the file
// holds what the header claims, it allocates in steps, never more than twice of
// what it has read.
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
