// Package idx reads and writes IDX, the format of the MNIST family of data
// sets: a magic number, the dimensions, then the elements in row-major order,
// everything big-endian. All six element types and 1 to 255 dimensions are
// supported, plain or compressed with gzip; which of the two a file is, its
// content says and not its name.
//
// A Reader streams. It trusts no header: where the length of the file is known
// a header that claims more is refused before anything is allocated, and where
// it is not (a pipe, gzip) ReadAll grows with what has actually been read. A
// stream has to end where its header says.
//
// The format is described at http://yann.lecun.com/exdb/mnist/.
package idx

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Element is a Go type that IDX can store.
type Element interface {
	uint8 | int8 | int16 | int32 | float32 | float64
}

// Type is the third byte of the magic number: what the elements are.
type Type uint8

// The six element types of the format.
const (
	Uint8   Type = 0x08
	Int8    Type = 0x09
	Int16   Type = 0x0B
	Int32   Type = 0x0C
	Float32 Type = 0x0D
	Float64 Type = 0x0E
)

// types has a row for each Type, with the size of an element in bytes.
var types = map[Type]struct {
	name string
	size int
}{
	Uint8:   {"uint8", 1},
	Int8:    {"int8", 1},
	Int16:   {"int16", 2},
	Int32:   {"int32", 4},
	Float32: {"float32", 4},
	Float64: {"float64", 8},
}

// Size is the length of one element in bytes, 0 for a type that does not exist.
func (t Type) Size() int { return types[t].size }

// String is the name of the Go type.
func (t Type) String() string {
	if row, ok := types[t]; ok {
		return row.name
	}
	return fmt.Sprintf("type 0x%02X", uint8(t))
}

// TypeOf is the Type of a Go type.
func TypeOf[T Element]() Type {
	switch any(*new(T)).(type) {
	case uint8:
		return Uint8
	case int8:
		return Int8
	case int16:
		return Int16
	case int32:
		return Int32
	case float32:
		return Float32
	}
	return Float64
}

// maxDims is the most that the one byte of the magic number can say.
const maxDims = 255

// Header is what stands before the elements.
type Header struct {
	Type Type
	Dims []int // 1 to 255 of them, the slowest-changing first; each below 2^32
}

// Len is the length of the encoded header in bytes.
func (h Header) Len() int { return 4 + 4*len(h.Dims) }

// Elements is the number of elements, the product of the dimensions.
func (h Header) Elements() int {
	n := 1
	for _, d := range h.Dims {
		n *= d
	}
	return n
}

// DataSize is the length of the elements in bytes.
func (h Header) DataSize() int64 { return int64(h.Elements()) * int64(h.Type.Size()) }

// Append appends the encoded header to b. Every header has one encoding only.
func (h Header) Append(b []byte) []byte {
	b = append(b, 0, 0, byte(h.Type), byte(len(h.Dims)))
	for _, d := range h.Dims {
		b = binary.BigEndian.AppendUint32(b, uint32(d))
	}
	return b
}

// check returns ErrType, ErrDimensions or ErrTooLarge, wrapped, unless the
// header can be written and its DataSize be computed.
func (h Header) check() error {
	if h.Type.Size() == 0 {
		return fmt.Errorf("%w: 0x%02X", ErrType, uint8(h.Type))
	}
	if len(h.Dims) < 1 || len(h.Dims) > maxDims {
		return fmt.Errorf("%w: %d", ErrDimensions, len(h.Dims))
	}
	size, empty := int64(h.Type.Size()), false
	for _, d := range h.Dims {
		if d < 0 || int64(d) > math.MaxUint32 {
			return fmt.Errorf("%w: a dimension of %d", ErrDimensions, d)
		}
		empty = empty || d == 0
	}
	for _, d := range h.Dims {
		if !empty && size > int64(math.MaxInt-h.Len())/int64(d) {
			return fmt.Errorf("%w: dimensions %v", ErrTooLarge, h.Dims)
		}
		size *= int64(d)
	}
	return nil
}

// Array is a whole IDX file in memory.
type Array[T Element] struct {
	Dims []int
	Data []T // row-major, as many as the product of Dims
}

// Header describes the array.
func (a Array[T]) Header() Header { return Header{Type: TypeOf[T](), Dims: a.Dims} }
