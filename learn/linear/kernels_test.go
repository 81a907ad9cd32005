package linear

import (
	"fmt"
	"math"
	"math/rand/v2"
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
				goKernels.packedDots(row, w, d, &want, nil)
				active.packedDots(row, w, d, &got, x)
				near(t, "packedDots", got[:n], want[:n])
				active.packedDots(row, w[:d], d, &alone, nil)
				if alone[0] != got[0] {
					t.Errorf("packedDots alone gives %g, among %d vectors %g", alone[0], n, got[0])
				}

				z, zGo := guarded(r, d), guarded(r, d)
				goKernels.softDots(zGo, x, scale, shift, w, 0.5, &want, nil)
				active.softDots(z, x, scale, shift, w, 0.5, &got, x)
				near(t, "softDots", got[:n], want[:n])
				near(t, "softDots z", z, zGo)
				unharmed(t, "softDots z", z)
				active.softDots(z, x, scale, shift, w[:d], 0.5, &alone, nil)
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
		active.packedAxpy(0.3, row, weight, got)
		near(t, "packedAxpy", got, want)
		unharmed(t, "packedAxpy", got)
	}
}

func TestBlockDots(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, d := range lengths {
		z, w := guarded(r, 2*d), guarded(r, group*d)
		var got, want [2 * group]float32
		goKernels.blockDots(z, w, d, &want)
		active.blockDots(z, w, d, &got)
		near(t, "blockDots", got[:], want[:])
	}
}

func TestOuter(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, d := range lengths {
		for _, n := range []int{0, 1, 2, 31, 32} {
			z, p, got := guarded(r, n*d), guarded(r, n*group), guarded(r, group*d)
			want := append([]float32(nil), got...)
			goKernels.outer(z, p, want, d)
			active.outer(z, p, got, d)
			near(t, "outer", got, want)
			unharmed(t, "outer", got)
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	const d = 784
	x := pixels(r, d)
	row := make([]uint8, packedOctet*octets(x))
	packRow(row, x)
	z, scale, shift, weight := guarded(r, blockRows*d), guarded(r, d), guarded(r, d), guarded(r, d)
	w, p := guarded(r, group*d), guarded(r, blockRows*group)
	var out [group]float32
	var outs [2 * group]float32
	for n := 1; n <= group; n++ {
		b.Run(fmt.Sprintf("packedDots%d", n), func(b *testing.B) {
			for b.Loop() {
				active.packedDots(row, w[:n*d], d, &out, x)
			}
		})
		b.Run(fmt.Sprintf("softDots%d", n), func(b *testing.B) {
			for b.Loop() {
				active.softDots(z[:d], x, scale, shift, w[:n*d], 0.5, &out, x)
			}
		})
	}
	b.Run("packedAxpy", func(b *testing.B) {
		for b.Loop() {
			active.packedAxpy(1e-9, row, weight, w)
		}
	})
	b.Run("blockDots", func(b *testing.B) { // two rows
		for b.Loop() {
			active.blockDots(z, w, d, &outs)
		}
	})
	b.Run("outer", func(b *testing.B) { // blockRows rows
		for b.Loop() {
			active.outer(z, p, w, d)
		}
	})
}
