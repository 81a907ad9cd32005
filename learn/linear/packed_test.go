package linear

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/learn"
)

// drawRows is rows of pixels of which many are zero, with a scaling.
func drawRows(t *rapid.T) (rows, learn.Images) {
	d := rapid.IntRange(1, 40).Draw(t, "features")
	n := rapid.IntRange(1, 30).Draw(t, "rows")
	pixel := rapid.OneOf(rapid.Just(uint8(0)), rapid.Just(uint8(0)), rapid.Uint8())
	images := learn.Images{Features: d, Pixels: rapid.SliceOfN(pixel, n*d, n*d).Draw(t, "pixels")}
	scaling := learn.Scaling{}
	if rapid.Bool().Draw(t, "scaled") {
		scaling = learn.Scaling{
			Scale: rapid.SliceOfN(rapid.Float64Range(0, 0.05), d, d).Draw(t, "scale"),
			Shift: rapid.SliceOfN(rapid.Float64Range(-1, 1), d, d).Draw(t, "shift"),
		}
	}
	return newRows(images, scaling), images
}

// TestPackedRows unpacks every row and every column again.
func TestPackedRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, images := drawRows(t)
		p, err := pack(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		c, err := packColumns(t.Context(), &r)
		if err != nil {
			t.Fatal(err)
		}
		back := make([]uint8, r.n*r.stride)
		for j := range c.octets {
			column := c.data[c.start[j]:c.start[j+1]]
			n := len(column) / packedOctet
			for e := range n {
				i := int(binary.LittleEndian.Uint16(column[2*e:]))
				copy(back[i*r.stride+8*j:], column[2*n+8*e:][:8])
			}
		}
		for i := range r.n {
			row, packed := make([]uint8, r.stride), p.packedRow(i)
			n := len(packed) / packedOctet
			for e := range n {
				octet := packed[2*n+8*e:][:8]
				if bytes.Equal(octet, make([]uint8, 8)) {
					if e < n-packedTurn+1 {
						t.Fatalf("octet %d of the %d of row %d is zeros", e, n, i)
					}
					continue
				}
				copy(row[8*int(binary.LittleEndian.Uint16(packed[2*e:])):], octet)
			}
			if want := images.Row(i); !bytes.Equal(row[:len(want)], want) {
				t.Fatalf("row %d unpacks to %v, want %v", i, row, want)
			}
			if got := back[i*r.stride:][:r.stride]; !bytes.Equal(got, row) {
				t.Fatalf("row %d by columns is %v, want %v", i, got, row)
			}
		}
	})
}

// TestCombinations compares products and weights with sums in float64.
func TestCombinations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, _ := drawRows(t)
		p, err := pack(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		z := func(i, j int) float64 { return float64(r.scale[j])*float64(r.row(i)[j]) + float64(r.shift[j]) }
		w, exact := p.newCombinations(3), make([]float64, r.stride)
		for range rapid.IntRange(0, 20).Draw(t, "additions") {
			i, c := rapid.IntRange(0, r.n-1).Draw(t, "row"), rapid.Float64Range(-1, 1).Draw(t, "c")
			w.add(2, c, &p.refs[i])
			for j := range exact {
				exact[j] += c * z(i, j)
			}
		}
		w.move(0, 2)
		first := w.slice(0, 1)
		first.scale(0.5)
		coef := make([]float32, r.features)
		w.unpack(2, 2, coef)
		for j, v := range coef {
			// Without a scale the weight of a feature is known from its shift only.
			if math.Abs(float64(v)-2*exact[j]) > 1e-3*(1+math.Abs(exact[j])) {
				t.Fatalf("weight %d is %g, want %g", j, v, 2*exact[j])
			}
		}
		var out [group]float64
		for i := range r.n {
			want, size := 0.0, 1.0
			for j, v := range exact {
				want += v * z(i, j)
				size += math.Abs(v * z(i, j))
			}
			w.products(&p.refs[i], p.packedRow(i), &out)
			if math.Abs(out[2]-want) > 1e-3*size || math.Abs(out[0]-want/2) > 1e-3*size || out[1] != 0 {
				t.Fatalf("products of row %d are %g, want %g, 0 and %g", i, out[:3], want/2, want)
			}
		}
	})
}
