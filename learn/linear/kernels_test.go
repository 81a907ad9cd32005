package linear

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// guarded is n random numbers between guards of NaN, which show up in whatever
// is computed from them.
func guarded(r *rand.Rand, n int) []float32 {
	const guard = 16
	all := make([]float32, n+2*guard)
	for i := range all {
		all[i] = float32(math.NaN())
	}
	for i := range n {
		all[guard+i] = float32(r.NormFloat64())
	}
	return all[guard : guard+n]
}

// unharmed fails unless the guards around v, and nothing else, are NaN.
func unharmed(t *testing.T, name string, v []float32) {
	t.Helper()
	for i, x := range v[:len(v)+16] {
		if (x != x) != (i >= len(v)) {
			t.Fatalf("%s: element %d of %d is %g", name, i, len(v), x)
		}
	}
}

func near(t *testing.T, name string, got, want []float32) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i]) - float64(want[i])); !(d <= 1e-5*(10+math.Abs(float64(want[i])))) {
			t.Fatalf("%s: element %d is %g, want %g", name, i, got[i], want[i])
		}
	}
}

// pixels is n bytes, half the octets of them zero.
func pixels(r *rand.Rand, n int) []uint8 {
	x := make([]uint8, n)
	for i := range x {
		if i%8 == 0 && r.IntN(2) == 0 {
			i += 8
		}
		x[i%n] = uint8(r.IntN(256))
	}
	for i := 0; i < n; i += 8 {
		if r.IntN(2) == 0 {
			clear(x[i : i+8])
		}
	}
	return x
}

var lengths = []int{8, 16, 24, 64, 72, 200, 784}

// TestDots compares the products of one row with those of the twins, for every
// number of weight vectors, and wants the same for a vector in any company.
func TestDots(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, d := range lengths {
		for n := 1; n <= group; n++ {
			t.Run(fmt.Sprintf("%dx%d", n, d), func(t *testing.T) {
				x := pixels(r, d)
				row := make([]uint8, packedOctet*octets(x))
				packRow(row, x)
				scale, shift, w := guarded(r, d), guarded(r, d), guarded(r, n*d)
				for j := range scale {
					scale[j] /= 100
				}
				var got, want, alone [group]float32
				packedDotsGo(row, w, d, &want, nil)
				packedDots(row, w, d, &got, x)
				near(t, "packedDots", got[:n], want[:n])
				packedDots(row, w[:d], d, &alone, nil)
				if alone[0] != got[0] {
					t.Errorf("packedDots alone gives %g, among %d vectors %g", alone[0], n, got[0])
				}

				z, zGo := guarded(r, d), guarded(r, d)
				softDotsGo(zGo, x, scale, shift, w, 0.5, &want, nil)
				softDots(z, x, scale, shift, w, 0.5, &got, x)
				near(t, "softDots", got[:n], want[:n])
				near(t, "softDots z", z, zGo)
				unharmed(t, "softDots z", z)
				softDots(z, x, scale, shift, w[:d], 0.5, &alone, nil)
				if alone[0] != got[0] {
					t.Errorf("softDots alone gives %g, among %d vectors %g", alone[0], n, got[0])
				}
			})
		}
	}
}

func TestPackedAxpy(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, d := range lengths {
		x := pixels(r, d)
		row := make([]uint8, packedOctet*octets(x))
		packRow(row, x)
		weight, got := guarded(r, d), guarded(r, d)
		want := make([]float32, d)
		for j := range want {
			want[j] = got[j] + 0.3*weight[j]*float32(x[j])
		}
		packedAxpy(0.3, row, weight, got)
		near(t, "packedAxpy", got, want)
		unharmed(t, "packedAxpy", got)
	}
}

func TestPackedOuter(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const rows, stride = 40, 24
	for n := 1; n <= 2*group; n++ {
		for _, entries := range []int{0, 1, 2, 17, rows} {
			column := make([]uint8, packedOctet*entries)
			for i, row := range r.Perm(rows)[:entries] {
				binary.LittleEndian.PutUint16(column[2*i:], uint16(row))
			}
			copy(column[2*entries:], pixels(r, 8*entries))
			step := n + r.IntN(2)
			p, got := guarded(r, rows*step), guarded(r, n*stride)
			want := slices.Clone(got)
			packedOuterGo(column, p, step, n, want, stride)
			packedOuter(column, p, step, n, got, stride)
			near(t, "packedOuter", got, want)
			unharmed(t, "packedOuter", got)
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	const d = 784
	x := pixels(r, d)
	row := make([]uint8, packedOctet*octets(x))
	packRow(row, x)
	z, scale, shift, weight := guarded(r, d), guarded(r, d), guarded(r, d), guarded(r, d)
	w, p := guarded(r, 2*group*d), guarded(r, 60*2*group)
	var out [group]float32
	for n := 1; n <= group; n++ {
		b.Run(fmt.Sprintf("packedDots%d", n), func(b *testing.B) {
			for b.Loop() {
				packedDots(row, w[:n*d], d, &out, x)
			}
		})
		b.Run(fmt.Sprintf("softDots%d", n), func(b *testing.B) {
			for b.Loop() {
				softDots(z, x, scale, shift, w[:n*d], 0.5, &out, x)
			}
		})
	}
	b.Run("packedAxpy", func(b *testing.B) {
		for b.Loop() {
			packedAxpy(1e-9, row, weight, w)
		}
	})
	b.Run("packedOuter", func(b *testing.B) { // as many octets as in row
		column := make([]uint8, len(row))
		for i := range len(row) / packedOctet {
			binary.LittleEndian.PutUint16(column[2*i:], uint16(i))
		}
		for b.Loop() {
			packedOuter(column, p, 2*group, 2*group, w, d)
		}
	})
}
