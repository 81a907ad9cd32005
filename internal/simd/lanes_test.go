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
		pairs := 1 + r.IntN(6)
		samples := []int{1, 2, 30, 2_000}[round%4]
		heaviest := []int{1, 3, MaxLaneWeight / samples}[round%3]
		values := []int{1, 2, 7, 256}[r.IntN(4)]
		got := make([]LaneHistogram, pairs)
		totals := make([][2]uint16, pairs)
		for range samples {
			pair, which, w := r.IntN(pairs), r.IntN(2), uint16(1+r.IntN(heaviest))
			totals[pair][which] += w
			for lane := range Lanes {
				got[pair][r.IntN(values)*255/max(1, values-1)][lane][which] += w
			}
		}
		want := append([]LaneHistogram(nil), got...)
		twin := withKernels(goKernels, func() GiniSplits { return GiniSweep(want, totals) })
		for _, k := range available() {
			got := append([]LaneHistogram(nil), got...)
			if splits := withKernels(k, func() GiniSplits { return GiniSweep(got, totals) }); splits != twin {
				t.Fatalf("round %d: %s: %v, the twin has %v", round, k.name, splits, twin)
			}
			for pair := range want {
				if got[pair] != want[pair] {
					t.Fatalf("round %d: %s: the histograms of pair %d differ afterwards", round, k.name, pair)
				}
			}
		}
	}
}

// withKernels is what f returns with other kernels in use.
func withKernels[T any](k kernels, f func() T) T {
	kept := active
	active = k
	defer func() { active = kept }()
	return f()
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
			lanes := 1 + n%Lanes
			var got, want LaneHistogram
			CountLanes(&got, n, lanes, &columns, stride, samples)
			countLanesGo(&want, n&1, Lanes, &columns, stride, samples)
			for v := range want {
				if got[v][lanes-1] != want[v][lanes-1] || got[v][0] != want[v][0] {
					t.Fatalf("%d samples, stride %d: the histogram differs from the twin's", n, stride)
				}
			}
		}
	}
}
