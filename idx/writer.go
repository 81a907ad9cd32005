package idx

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Writer streams one IDX file. It is an io.Writer of big-endian elements;
// Encode takes them as Go values.
type Writer struct {
	w      io.Writer
	header Header
	offset int64
	end    int64
}

// NewWriter writes the header.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	if err := h.check(); err != nil {
		return nil, &Error{Offset: 2, Err: err}
	}
	b := h.Append(nil)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	return &Writer{w: w, header: h, offset: int64(len(b)), end: int64(len(b)) + h.DataSize()}, nil
}

// Write writes elements as they shall stand in the file. More than the header
// has announced is ErrTrailing, and nothing of p is written.
func (w *Writer) Write(p []byte) (int, error) {
	if int64(len(p)) > w.end-w.offset {
		return 0, &Error{Offset: w.end, Err: ErrTrailing}
	}
	n, err := w.w.Write(p)
	w.offset += int64(n)
	return n, err
}

// Close returns ErrShort where elements that the header has announced were not
// written. It does not close the underlying writer.
func (w *Writer) Close() error {
	if w.offset != w.end {
		return &Error{Offset: w.offset, Err: fmt.Errorf("%w: %v %v", ErrShort, w.header.Dims, w.header.Type)}
	}
	return nil
}

// Encode writes Go values. Another type than the header says is ErrElement.
func Encode[T Element](w *Writer, src []T) error {
	if have := TypeOf[T](); have != w.header.Type {
		return &Error{Offset: 2, Err: fmt.Errorf("%w: %v, want %v", ErrElement, have, w.header.Type)}
	}
	if raw, ok := any(src).([]uint8); ok {
		_, err := w.Write(raw)
		return err
	}
	step := bufferSize / w.header.Type.Size()
	buffer := make([]byte, 0, bufferSize)
	for len(src) > 0 {
		n := min(step, len(src))
		b, err := binary.Append(buffer, binary.BigEndian, src[:n])
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		src = src[n:]
	}
	return nil
}

// WriteFile writes a whole file, atomically, compressed with gzip when the name
// ends in .gz.
func WriteFile[T Element](path string, a Array[T]) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if strings.HasSuffix(path, ".gz") {
		z := gzip.NewWriter(f)
		if err := encodeAll(z, a); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	} else if err := encodeAll(f, a); err != nil {
		return err
	}
	return f.Commit()
}

func encodeAll[T Element](to io.Writer, a Array[T]) error {
	w, err := NewWriter(to, a.Header())
	if err != nil {
		return err
	}
	if err := Encode(w, a.Data); err != nil {
		return err
	}
	return w.Close()
}
