package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fmnist/fmnist/learn"
)

// File is a model file in memory: what is said of the model, and its arrays.
//
// A file is, all numbers little-endian:
//
//	bytes  content
//	8      0x93 'F' 'M' 'N' 'I' 'S' 'T' 0x0A
//	4      version of the format, uint32: 1
//	4      H, length of the header, uint32
//	H      the header, a JSON object in UTF-8: the members of Header, and "arrays",
//	       a list of objects with name, type (uint8, int32, uint64, float32 or
//	       float64) and length (number of elements)
//	       zeros up to a multiple of 8 bytes from the beginning of the file
//	...    the elements of each array in the order of the list, each array closed
//	       by zeros up to a multiple of 8
//	32     SHA-256 of all bytes before
//
// and nothing behind. Arrays "state.NAME" are those of the classifier's
// learn.State, "scaling.scale" and "scaling.shift" the preprocessing's, both
// empty where pixels are left as they are. The same model makes the same bytes.
type File struct {
	Header
	Preprocessing learn.Scaling
	State         learn.State

	Bytes  int64  // of the file that was read
	SHA256 string // of all but the checksum, in hexadecimal: the file's identity
}

// Header is what a file says of its model.
type Header struct {
	Family     string          `json:"family"`     // as families.New takes it
	Parameters json.RawMessage `json:"parameters"` // all of them, an object
	Seed       uint64          `json:"seed"`
	Classes    []string        `json:"classes"` // their names, in label order
	Rows       int             `json:"rows"`    // of an image
	Cols       int             `json:"cols"`
	Scaling    string          `json:"scaling"` // name of the preprocessing: standard, none, minmax
	Data       string          `json:"dataset"` // what it learnt from
	Digest     string          `json:"dataset_digest"`
	Version    string          `json:"version"`                 // of the program that fitted it
	Accuracy   float64         `json:"test_accuracy,omitempty"` // on the data set's test images, 0 to 1; 0 where it was not measured
	Warnings   []string        `json:"warnings,omitempty"`      // of the fit
}

// Features is the number of pixels of an image.
func (h Header) Features() int { return h.Rows * h.Cols }

// What can be wrong with a model file. Errors of reading wrap one of these, or
// what the operating system said.
var (
	ErrMagic    = errors.New("not a model file: it does not begin with the magic number")
	ErrVersion  = errors.New("a version of the format that this program does not know")
	ErrHeader   = errors.New("the header is not valid")
	ErrSize     = errors.New("the file is not as long as its header says")
	ErrPadding  = errors.New("bytes between arrays are not zero")
	ErrChecksum = errors.New("the checksum is wrong: the file is damaged")
)

const (
	magic         = "\x93FMNIST\n"
	formatVersion = 1
	prefixSize    = len(magic) + 8
	sumSize       = 32 // of SHA-256
	alignment     = 8

	maxHeader     = 1 << 20 // bytes
	maxParameters = 1 << 14 // bytes; composites parse what is in them again at every level
	maxValues     = 1 << 12 // of the header's JSON
	maxSettings   = 1 << 10 // values of the parameters
	maxDepth      = 16      // of the header's JSON
	maxSide       = 1 << 14 // rows or columns of an image
)

const (
	statePrefix  = "state."
	scaleArray   = "scaling.scale"
	shiftArray   = "scaling.shift"
	largestLabel = 255
)

// header is the JSON of a file.
type header struct {
	Header
	Arrays []array `json:"arrays"`
}

// array describes an array of a file.
type array struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Length int64  `json:"length"`
}

// elementSizes are the bytes of an element by the array's type.
var elementSizes = map[string]int64{"uint8": 1, "int32": 4, "uint64": 8, "float32": 4, "float64": 8}

// padded is n up to the next multiple of the alignment.
func padded(n int64) int64 { return (n + alignment - 1) / alignment * alignment }

// check returns an error unless the header makes sense by itself.
func (h *header) check() error {
	var parameters map[string]json.RawMessage
	switch {
	case h.Family == "":
		return errors.New("it names no family")
	case len(h.Classes) < 1 || len(h.Classes) > largestLabel+1:
		return fmt.Errorf("%d classes, want 1 to %d", len(h.Classes), largestLabel+1)
	case h.Rows < 1 || h.Cols < 1 || h.Rows > maxSide || h.Cols > maxSide:
		return fmt.Errorf("images of %dx%d pixels", h.Rows, h.Cols)
	case len(h.Parameters) > maxParameters:
		return fmt.Errorf("parameters of %d bytes, at most %d", len(h.Parameters), maxParameters)
	case json.Unmarshal(h.Parameters, &parameters) != nil:
		return errors.New("parameters are not an object")
	}
	if err := checkJSON(h.Parameters, maxSettings); err != nil {
		return fmt.Errorf("parameters: %w", err)
	}
	names := map[string]bool{}
	for _, a := range h.Arrays {
		if names[a.Name] {
			return fmt.Errorf("two arrays %q", a.Name)
		}
		names[a.Name] = true
		if elementSizes[a.Type] == 0 {
			return fmt.Errorf("array %q is of type %q", a.Name, a.Type)
		}
	}
	return nil
}

// dataSize is how many bytes the arrays take in the file, and an error where
// they take more than there are.
func (h *header) dataSize(available int64) (int64, error) {
	size := int64(0)
	for _, a := range h.Arrays {
		element := elementSizes[a.Type]
		if a.Length < 0 || a.Length > (available-size)/element {
			return 0, fmt.Errorf("%w: %d elements of array %q are more than it holds", ErrSize, a.Length, a.Name)
		}
		size += padded(a.Length * element)
	}
	return size, nil
}

// arrays are the file's, by their names in it.
func (f *File) arrays() (names []string, values learn.State) {
	values = learn.State{scaleArray: f.Preprocessing.Scale, shiftArray: f.Preprocessing.Shift}
	for name, v := range f.State {
		values[statePrefix+name] = v
	}
	return slices.Sorted(maps.Keys(values)), values
}
