package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/fmnist/fmnist/learn"
)

// Open reads a model file.
func Open(path string) (*File, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	f, err := Read(in, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// Read reads a model file of the given size. Before it makes room for anything
// it holds what the header claims against the size: all that it and Restore
// allocate is at most twice the size and a megabyte. The arrays are checked for
// nothing but the checksum: what they mean is for a classifier's Restore to
// check.
func Read(in io.Reader, size int64) (*File, error) {
	r := &reader{in: in, size: size, sum: sha256.New()}
	h, err := r.header()
	if err != nil {
		return nil, r.fault(err)
	}
	f := &File{Header: h.Header, State: learn.State{}, Bytes: size}
	values := learn.State{}
	for _, a := range h.Arrays {
		v, err := r.array(a)
		if err != nil {
			return nil, r.fault(err)
		}
		values[a.Name] = v
	}
	if err := r.checksum(f); err != nil {
		return nil, r.fault(err)
	}
	return f, f.assign(values)
}

// assign sets state and preprocessing from the arrays of the file.
func (f *File) assign(values learn.State) error {
	for name, v := range values {
		switch rest, ok := strings.CutPrefix(name, statePrefix); {
		case ok:
			f.State[rest] = v
		case name != scaleArray && name != shiftArray:
			return fmt.Errorf("%w: array %q is neither the state's nor the scaling's", ErrHeader, name)
		}
	}
	s, err := learn.GetScaling(values, f.Features())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrHeader, err)
	}
	f.Preprocessing = s
	return nil
}

// reader reads a file and adds up its checksum.
type reader struct {
	in   io.Reader
	size int64 // of the whole file
	at   int64
	sum  hash.Hash
	buf  []byte
}

func (r *reader) fault(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = ErrSize
	}
	return fmt.Errorf("byte %d: %w", r.at, err)
}

// left is how many bytes there are until the checksum.
func (r *reader) left() int64 { return r.size - sumSize - r.at }

func (r *reader) read(dst []byte) error {
	n, err := io.ReadFull(r.in, dst)
	r.sum.Write(dst[:n])
	r.at += int64(n)
	return err
}

// skip reads the zeros up to the next multiple of the alignment.
func (r *reader) skip() error {
	var zeros [alignment]byte
	pad := zeros[:padded(r.at)-r.at]
	if int64(len(pad)) > r.left() {
		return ErrSize
	}
	if err := r.read(pad); err != nil {
		return err
	}
	if zeros != [alignment]byte{} {
		return ErrPadding
	}
	return nil
}

func (r *reader) header() (*header, error) {
	if r.size < int64(prefixSize+sumSize) {
		return nil, ErrSize
	}
	prefix := make([]byte, prefixSize)
	if err := r.read(prefix); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(prefix, []byte(magic)) {
		return nil, ErrMagic
	}
	if v := binary.LittleEndian.Uint32(prefix[len(magic):]); v != formatVersion {
		return nil, fmt.Errorf("%w: %d", ErrVersion, v)
	}
	length := int64(binary.LittleEndian.Uint32(prefix[len(magic)+4:]))
	if length > maxHeader || length > r.left() {
		return nil, fmt.Errorf("%w: %d bytes of it", ErrHeader, length)
	}
	text := make([]byte, length)
	if err := r.read(text); err != nil {
		return nil, err
	}
	h, err := parseHeader(text)
	if err != nil {
		return nil, err
	}
	if err := r.skip(); err != nil {
		return nil, err
	}
	data, err := h.dataSize(r.left())
	if err == nil && data != r.left() {
		err = fmt.Errorf("%w: arrays of %d bytes, there are %d", ErrSize, data, r.left())
	}
	return h, err
}

func parseHeader(text []byte) (*header, error) {
	if err := checkJSON(text, maxValues); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	h := new(header)
	if err := json.Unmarshal(text, h); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	if err := h.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	return h, nil
}

// checkJSON bounds what a header can make of itself when it is parsed: its
// length, its values and their depth, which composites follow down.
func checkJSON(text []byte, most int) error {
	if len(text) > maxHeader {
		return fmt.Errorf("%d bytes, at most %d", len(text), maxHeader)
	}
	if !utf8.Valid(text) {
		return errors.New("it is not UTF-8")
	}
	values, depth, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			values++
		case c == '}' || c == ']':
			depth--
		case c == ',':
			values++
		}
		if depth > maxDepth || values > most {
			return fmt.Errorf("more than %d values or deeper than %d", most, maxDepth)
		}
	}
	return nil
}

// array reads the elements of an array, for which there is room in the file.
func (r *reader) array(a array) (v any, err error) {
	switch a.Type {
	case "uint8":
		b := make([]uint8, a.Length)
		v, err = b, r.read(b)
	case "int32":
		v, err = getAll[int32](r, a.Length)
	case "uint64":
		v, err = getAll[uint64](r, a.Length)
	case "float32":
		v, err = getAll[float32](r, a.Length)
	case "float64":
		v, err = getAll[float64](r, a.Length)
	}
	if err != nil {
		return nil, err
	}
	return v, r.skip()
}

func getAll[T int32 | uint64 | float32 | float64](r *reader, length int64) ([]T, error) {
	all := make([]T, length)
	if r.buf == nil {
		r.buf = make([]byte, chunk*8)
	}
	for rest := all; len(rest) > 0; {
		part := rest[:min(chunk, len(rest))]
		rest = rest[len(part):]
		b := r.buf[:binary.Size(part)]
		if err := r.read(b); err != nil {
			return nil, err
		}
		if _, err := binary.Decode(b, binary.LittleEndian, part); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// checksum compares it and sees that the file ends behind it.
func (r *reader) checksum(f *File) error {
	want := r.sum.Sum(nil)
	got := make([]byte, sumSize)
	if err := r.read(got); err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return ErrChecksum
	}
	f.SHA256 = hex.EncodeToString(want)
	if n, err := r.in.Read(got[:1]); n > 0 || err != nil && err != io.EOF {
		return ErrSize
	}
	return nil
}
