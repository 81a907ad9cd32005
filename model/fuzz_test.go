package model_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
	"github.com/fmnist/fmnist/learn/learntest"
	"github.com/fmnist/fmnist/model"
)

// slack is what reading and restoring may allocate beside twice the file.
const slack = 1 << 20

// load reads and restores a model, and fails if it allocates more than it may.
func load(t *testing.T, b []byte) (f *model.File, m *model.Model, err error) {
	t.Helper()
	size := allocated(func() {
		if f, err = read(b); err == nil {
			m, err = f.Restore()
		}
	})
	if most := 2*int64(len(b)) + slack; size > most {
		t.Fatalf("a file of %d bytes: %d allocated, at most %d were promised", len(b), size, most)
	}
	return f, m, err
}

// label labels images, unless these are too large to try.
func label(t *testing.T, m *model.Model) {
	if m.Features() <= 1<<12 {
		m.Predict(t.Context(), learn.Images{Pixels: make([]uint8, 3*m.Features()), Features: m.Features()})
	}
}

// FuzzRead reads anything, as it is and with a right checksum behind it: no
// panic, no more memory than promised, and what was read is written as the same
// arrays. What can be restored labels images, or returns an error.
func FuzzRead(f *testing.F) {
	set := learntest.Blobs(12, 16, 3, 1)
	for _, family := range families.Names() {
		b := encode(f, fit(f, family, set))
		f.Add(b[:len(b)-sha256.Size])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		read(body)
		sum := sha256.Sum256(body)
		file, m, err := load(t, append(bytes.Clone(body), sum[:]...))
		if file != nil {
			var again bytes.Buffer
			if err := file.Write(&again); err != nil {
				t.Fatalf("it was read but cannot be written: %v", err)
			}
		}
		if err == nil {
			label(t, m)
		}
	})
}

// FuzzRestore does the same with files that are well-formed but for what their
// arrays mean: edits make arrays of a fitted model longer or shorter, and change
// numbers in them.
func FuzzRestore(f *testing.F) {
	set := learntest.Blobs(12, 16, 3, 1)
	var fitted []*model.File
	for i, family := range families.Names() {
		file, err := fit(f, family, set).File()
		if err != nil {
			f.Fatal(err)
		}
		fitted = append(fitted, file)
		f.Add(uint8(i), uint8(4), uint8(4), []byte{})
		for edited := range len(file.State) {
			f.Add(uint8(i), uint8(4), uint8(4), []byte{uint8(edited), 0, 0, 1, 0, 0, 0, 0})
			f.Add(uint8(i), uint8(4), uint8(4), []byte{uint8(edited), 1, 0, 0, 255, 255, 255, 255})
		}
	}
	f.Fuzz(func(t *testing.T, family, rows, cols uint8, edits []byte) {
		file := *fitted[int(family)%len(fitted)]
		file.Rows, file.Cols, file.State = int(rows), int(cols), maps.Clone(file.State)
		for ; len(edits) >= editSize; edits = edits[editSize:] {
			edit(file.State, edits[:editSize])
		}
		var b bytes.Buffer
		if file.Write(&b) != nil {
			return // images without pixels
		}
		if _, m, err := load(t, b.Bytes()); err == nil {
			label(t, m)
		}
	})
}

// editSize is the bytes of an edit: which array; what is done; where, or how
// long it becomes, 2; the new number, 4.
const editSize = 8

func edit(s learn.State, e []byte) {
	names := slices.Sorted(maps.Keys(s))
	name := names[int(e[0])%len(names)]
	at, value := int(binary.LittleEndian.Uint16(e[2:])), binary.LittleEndian.Uint32(e[4:])
	switch a := s[name].(type) {
	case []uint8:
		s[name] = edited(a, e[1], at, uint8(value))
	case []int32:
		s[name] = edited(a, e[1], at, int32(value))
	case []float32:
		s[name] = edited(a, e[1], at, float32(int32(value)))
	case []float64:
		s[name] = edited(a, e[1], at, float64(int32(value)))
	}
}

func edited[T any](a []T, what uint8, at int, value T) []T {
	a = slices.Clone(a)
	switch {
	case what%3 == 0: // of another length
		a = slices.Grow(a, at)[:min(at, len(a))]
		for len(a) < at {
			a = append(a, value)
		}
	case what%3 == 1 && len(a) > 0:
		a[at%len(a)] = value
	case what%3 == 2:
		for i := range a {
			a[i] = value
		}
	}
	return a
}
