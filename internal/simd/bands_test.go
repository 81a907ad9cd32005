package simd

import (
	"math/rand/v2"
	"testing"
)

// withTwins runs f with the kernels in plain Go.
func withTwins(f func()) {
	kernels := active
	active = goKernels
	defer func() { active = kernels }()
	f()
}

// TestCountBand compares the kernel in use with its twin.
func TestCountBand(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	band := make([]uint64, 300)
	for i := range band {
		band[i] = r.Uint64() & r.Uint64() * r.Uint64N(2)
	}
	for n := range 40 {
		at, numbers := make([]int32, n), make([]int64, n)
		for i := range at {
			at[i], numbers[i] = r.Int32N(int32(len(band))), r.Int64()-r.Int64()
		}
		var got, want BandHistogram
		CountBand(&got, band, at, numbers)
		countBandGo(&want, band, at, numbers)
		if got != want {
			t.Fatalf("%d samples: the histogram differs from the twin's", n)
		}
	}
}

// TestBandSweeps compares both sweeps with their twins on dense and sparse
// histograms with sums of either sign.
func TestBandSweeps(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	p := NewtonPacking{CountBits: 16, LowBits: 39, ResidualUnits: 0x1p-20, HessianUnits: 0x1p-18}
	for round := range 200 {
		samples := []int{1, 2, 30, 2_000}[round%4]
		values := []int{1, 2, 7, 256}[r.IntN(4)]
		var mean, newton BandHistogram
		meanTotal, newtonTotal := int64(0), int64(0)
		for range samples {
			sum := r.Int64N(1<<23) - 1<<22
			m := sum<<p.CountBits | 1
			n := (sum>>11)<<p.LowBits | r.Int64N(1<<10)<<p.CountBits | 1
			meanTotal, newtonTotal = meanTotal+m, newtonTotal+n
			for lane := range Lanes {
				v := r.IntN(values) * 255 / max(1, values-1)
				mean[v][lane] += m
				newton[v][lane] += n
			}
		}
		minLeaf := 1 + r.IntN(3)
		sweeps := func() (m, n BandSplits) {
			s := NewMeanSweep(meanTotal, p.CountBits, minLeaf)
			m = *s.Splits(&mean)
			s = NewNewtonSweep(newtonTotal, p, minLeaf, 1e-3, 0.5)
			return m, *s.Splits(&newton)
		}
		m, n := sweeps()
		withTwins(func() {
			if wantM, wantN := sweeps(); m != wantM || n != wantN {
				t.Fatalf("round %d: %v and %v, the twins have %v and %v", round, m, n, wantM, wantN)
			}
		})
	}
}
