package boosting

import (
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/internal/simd"
)

// Few samples and many are searched in different ways, which must agree.
func TestSearchesAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		n := 2 + r.IntN(60)
		band, at, residuals, numbers := make([]uint64, n), make([]int32, n), make([]float64, n), make([]packed, n)
		for i := range n {
			at[i], residuals[i] = int32(i), r.Float64()-0.5
			band[i] = r.Uint64() & (r.Uint64() | 0xe0e0e0e0e0e0e0e0) & [2]uint64{0xc0c0c0c0, 1<<64 - 1}[round%2]
		}
		s := searcher{minLeaf: 1 + r.IntN(3), packing: newPacking(residuals)}
		var total packed
		for i, x := range residuals {
			numbers[i] = s.packing.pack(x)
			total += numbers[i]
		}
		s.enter(total)
		want := noSplit
		for lane := range simd.Lanes {
			if f := s.searchFew(band, lane, at, numbers); f.score > want.score {
				want = f
			}
		}
		simd.CountBand(&s.scratch, band, at, numbers)
		got := s.searchHistogram(&s.scratch, 0)
		if got != want && (got.score >= 0 || want.score >= 0) {
			t.Fatalf("round %d, %d samples: %+v by histogram, %+v one by one", round, n, got, want)
		}
	}
}
