package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"

	"github.com/fmnist/fmnist/idx"
)

// Save writes the file, which comes into being whole or not at all.
func (f *File) Save(path string) error {
	out, err := idx.Create(path)
	if err != nil {
		return err
	}
	defer out.Discard()
	if err := f.Write(out); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return out.Commit()
}

// Write writes the file.
func (f *File) Write(out io.Writer) error {
	h := header{Header: f.Header}
	names, values := f.arrays()
	for _, name := range names {
		kind, length, err := describe(values[name])
		if err != nil {
			return fmt.Errorf("model: array %q: %w", name, err)
		}
		h.Arrays = append(h.Arrays, array{name, kind, int64(length)})
	}
	if h.Parameters == nil {
		h.Parameters = json.RawMessage("{}")
	}
	if err := h.check(); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("model: header: %w", err)
	}
	if err := checkJSON(text, maxValues); err != nil {
		return fmt.Errorf("model: header: %w", err) // it could not be read again
	}
	sum := sha256.New()
	w := &writer{out: io.MultiWriter(out, sum)}
	w.bytes([]byte(magic))
	w.bytes(binary.LittleEndian.AppendUint32(nil, formatVersion))
	w.bytes(binary.LittleEndian.AppendUint32(nil, uint32(len(text))))
	w.bytes(text)
	w.pad()
	for _, name := range names {
		w.array(values[name])
	}
	w.bytes(sum.Sum(nil))
	return w.err
}

// describe is the type and the number of elements of an array.
func describe(v any) (kind string, length int, err error) {
	switch a := v.(type) {
	case []uint8:
		return "uint8", len(a), nil
	case []int32:
		return "int32", len(a), nil
	case []uint64:
		return "uint64", len(a), nil
	case []float32:
		return "float32", len(a), nil
	case []float64:
		return "float64", len(a), nil
	}
	return "", 0, fmt.Errorf("a %T, which learn.State does not allow", v)
}

// Describe is the type and the number of elements of an array of the state.
func (f *File) Describe(name string) (kind string, length int) {
	kind, length, _ = describe(f.State[name])
	return kind, length
}

// writer remembers where it is and its first error.
type writer struct {
	out  io.Writer
	size int64
	buf  []byte
	err  error
}

func (w *writer) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
		w.size += int64(len(b))
	}
}

func (w *writer) pad() { w.bytes(make([]byte, padded(w.size)-w.size)) }

func (w *writer) array(v any) {
	switch a := v.(type) {
	case []uint8:
		w.bytes(a)
	case []int32:
		putAll(w, a)
	case []uint64:
		putAll(w, a)
	case []float32:
		putAll(w, a)
	case []float64:
		putAll(w, a)
	}
	w.pad()
}

// chunk is how many elements are encoded or decoded at a time.
const chunk = 4096

func putAll[T int32 | uint64 | float32 | float64](w *writer, a []T) {
	for len(a) > 0 && w.err == nil {
		part := a[:min(chunk, len(a))]
		a = a[len(part):]
		w.buf, _ = binary.Append(w.buf[:0], binary.LittleEndian, part) // numbers can always be encoded
		w.bytes(w.buf)
	}
}
