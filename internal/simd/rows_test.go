package simd

import (
	"math/rand/v2"
	"testing"
)

func TestGatherRows(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, stride := range []int{1, 11} {
		const height = 300
		var columns [RowLanes][]uint8
		for lane := range columns {
			columns[lane] = make([]uint8, (height-1)*stride+1)
			for i := range columns[lane] {
				columns[lane][i] = uint8(r.UintN(256))
			}
		}
		for lanes := 4; lanes <= RowLanes; lanes += 4 {
			for n := range 20 {
				samples := make([]uint32, n)
				for i := range samples {
					samples[i] = uint32(r.UintN(height))<<8 | uint32(r.UintN(256))
				}
				got, want := make([]ByteRow, n+1), make([]ByteRow, n+1) // the last one is not to be touched
				GatherRows(got[:n], &columns, lanes, stride, samples)
				gatherRowsGo(want[:n], &columns, lanes, stride, samples)
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("%d lanes, stride %d, row %d of %d: %v, the twin has %v", lanes, stride, i, n, got[i], want[i])
					}
				}
			}
		}
	}
}

// TestRows compares the kernels in use with their twins on rows of few and of
// all values, and more than a byte counts.
func TestRows(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, n := range []int{0, 1, 2, 31, 254, 255, 256, 1_000} {
		for _, values := range []uint{1, 3, 256} {
			rows := make([]ByteRow, n)
			for i := range rows {
				for lane := range rows[i] {
					rows[i][lane] = uint8(255 - r.UintN(values))
				}
			}
			least, largest := RangeOfRows(rows)
			var wantLeast, wantLargest ByteRow
			rangeOfRowsGo(rows, &wantLeast, &wantLargest)
			if least != wantLeast || largest != wantLargest {
				t.Fatalf("%d rows are from %v to %v, the twin has %v and %v", n, least, largest, wantLeast, wantLargest)
			}
			var threshold ByteRow
			var got, want [RowLanes]uint32
			for lane := range threshold {
				threshold[lane] = uint8(255 - r.UintN(values))
				got[lane] = 1 << 20
			}
			want = got
			CountAtMost(&got, rows, &threshold)
			countAtMostGo(&want, rows, &threshold)
			if got != want {
				t.Fatalf("%d rows: counts %v, the twin has %v", n, got, want)
			}
		}
	}
}
