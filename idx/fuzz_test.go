package idx_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/fmnist/fmnist/idx"
)

// FuzzReader reads anything. What is accepted has one encoding only, so writing
// it again gives the content back byte by byte; memory and pipe agree.
func FuzzReader(f *testing.F) {
	f.Add(plain)
	f.Add(packed(plain))
	f.Add([]byte{0, 0, 0xe, 1, 0, 0, 0, 1, 0xc0, 4, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{0, 0, 8, 3, 0x80, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28})
	f.Add(append(packed(plain[:7]), packed(plain[7:])...))
	f.Fuzz(func(t *testing.T, file []byte) {
		fromMemory, err := rewrite(bytes.NewReader(file))
		fromPipe, pipeErr := rewrite(io.MultiReader(bytes.NewReader(file)))
		if (err == nil) != (pipeErr == nil) || !bytes.Equal(fromMemory, fromPipe) {
			t.Fatalf("memory %v, pipe %v", err, pipeErr)
		}
		if err != nil {
			return
		}
		if z, err := gzip.NewReader(bytes.NewReader(file)); err == nil {
			if file, err = io.ReadAll(z); err != nil {
				t.Fatalf("accepted, but gzip says %v", err)
			}
		}
		if !bytes.Equal(fromMemory, file) {
			t.Fatalf("% x became % x", file, fromMemory)
		}
	})
}

// rewrite decodes a file of whatever type and encodes it again.
func rewrite(src io.Reader) ([]byte, error) {
	r, err := idx.NewReader(src)
	if err != nil {
		return nil, err
	}
	switch r.Header().Type {
	case idx.Uint8:
		return recode[uint8](r)
	case idx.Int8:
		return recode[int8](r)
	case idx.Int16:
		return recode[int16](r)
	case idx.Int32:
		return recode[int32](r)
	case idx.Float32:
		return recode[float32](r)
	}
	return recode[float64](r)
}

func recode[T idx.Element](r *idx.Reader) ([]byte, error) {
	data, err := idx.ReadAll[T](r)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := idx.NewWriter(&out, r.Header())
	if err != nil {
		return nil, err
	}
	if err := idx.Encode(w, data); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}
