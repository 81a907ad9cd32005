package model_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
	"github.com/fmnist/fmnist/learn/learntest"
)

// slack is what Read may allocate beside twice the file.
const slack = 512 << 10

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
		b := append(bytes.Clone(body), sum[:]...)
		size := allocated(func() { read(b) })
		if most := 2*int64(len(b)) + slack; size > most {
			t.Fatalf("a file of %d bytes: %d allocated", len(b), size)
		}
		file, err := read(b)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := file.Write(&again); err != nil {
			t.Fatalf("it was read but cannot be written: %v", err)
		}
		m, err := file.Restore()
		if err != nil || m.Features() > 1<<12 {
			return
		}
		m.Predict(t.Context(), learn.Images{Pixels: make([]uint8, 3*m.Features()), Features: m.Features()})
	})
}
