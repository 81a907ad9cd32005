package simd

import (
	"math/rand/v2"
	"testing"
)

// TestGiniSweep compares the kernel in use with its twin on histograms that
// are dense, sparse, of one value only and as heavy as they may be.
func TestGiniSweep(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 200 {
		classes := 1 + r.IntN(12)
		samples := []int{1, 2, 30, 2_000}[round%4]
		heaviest := []int{1, 3, (1<<16 - 1) / samples}[round%3]
		values := []int{1, 2, 7, 256}[r.IntN(4)]
		got := make([]LaneHistogram, classes)
		totals := make([]uint32, classes)
		for range samples {
			c, w := r.IntN(classes), uint32(1+r.IntN(heaviest))
			totals[c] += w
			for lane := range Lanes {
				got[c][r.IntN(values)*255/max(1, values-1)][lane] += w
			}
		}
		want := append([]LaneHistogram(nil), got...)
		splits := GiniSweep(got, totals)
		kernels := active
		active = goKernels
		twin := GiniSweep(want, totals)
		active = kernels
		if splits != twin {
			t.Fatalf("round %d: %v, the twin has %v", round, splits, twin)
		}
		for c := range want {
			if got[c] != want[c] {
				t.Fatalf("round %d: the histograms of class %d differ afterwards", round, c)
			}
		}
	}
}

// TestCountLanes compares the kernel in use with its twin, on columns that lie
// apart and on rows.
func TestCountLanes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, stride := range []int{1, 11} {
		const rows = 300
		var columns [Lanes][]uint8
		for lane := range columns {
			columns[lane] = make([]uint8, (rows-1)*stride+1)
			for i := range columns[lane] {
				columns[lane][i] = uint8(r.UintN(256)) * uint8(r.UintN(2))
			}
		}
		for n := range 40 {
			samples := make([]uint32, n)
			for i := range samples {
				samples[i] = uint32(r.UintN(rows))<<8 | uint32(r.UintN(256))
			}
			var got, want LaneHistogram
			CountLanes(&got, &columns, stride, samples)
			countLanesGo(&want, &columns, stride, samples)
			if got != want {
				t.Fatalf("%d samples, stride %d: the histogram differs from the twin's", n, stride)
			}
		}
	}
}
