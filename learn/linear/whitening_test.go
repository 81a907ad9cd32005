package linear

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/learn/learntest"
)

// TestWhiteningSolves multiplies by M, made of the rows in float64, and wants
// the factors to take that back, block by block.
func TestWhiteningSolves(t *testing.T) {
	const constant, ridge, weight = 2, 0.3, 40.0
	p, err := newProblem(learntest.Blobs(500, 25, 4, 6))
	if err != nil {
		t.Fatal(err)
	}
	d := p.features + 1
	x := scaledRows(p, constant)
	r := rand.New(rand.NewPCG(1, 3))
	want := make([]float64, 2*d) // two outputs
	for j := range want {
		want[j] = r.NormFloat64()
	}
	for _, block := range []int{0, 7, d - 1} { // the last leaves the constant by itself
		t.Run(fmt.Sprint(block), func(t *testing.T) {
			w := newWhitening(p, constant, block)
			v := make([]float64, len(want))
			axpy64(ridge, want, v)
			for _, row := range x {
				for k := 0; k < len(v); k += d {
					for lo := 0; lo < d; lo += w.block {
						part := row[lo:min(d, lo+w.block)]
						axpy64(weight/float64(p.n)*dot64(part, want[k+lo:]), part, v[k+lo:])
					}
				}
			}
			if err := w.factor(t.Context(), ridge, weight); err != nil {
				t.Fatal(err)
			}
			if err := w.solve(t.Context(), v); err != nil {
				t.Fatal(err)
			}
			for j := range v {
				if math.Abs(v[j]-want[j]) > 2e-3 {
					t.Errorf("entry %d is %g, want %g", j, v[j], want[j])
				}
			}
		})
	}
}

// TestWhiteningOfFlatFeatures has features that say the same, and no penalty
// to tell them apart.
func TestWhiteningOfFlatFeatures(t *testing.T) {
	set := learntest.Blobs(50, 6, 2, 1)
	for i := range set.Labels {
		row := set.Row(i)
		row[1], row[2] = row[0], 7
	}
	p, err := newProblem(set)
	if err != nil {
		t.Fatal(err)
	}
	w := newWhitening(p, 1, 0)
	v := []float64{1, 2, 3, 4, 5, 6, 7}
	if err := w.factor(t.Context(), 1e-9, 1); err != nil {
		t.Fatal(err)
	}
	if err := w.solve(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	for j, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("entry %d is %g", j, x)
		}
	}
}

// TestWhiteningBounds: the widest image makes small blocks.
func TestWhiteningBounds(t *testing.T) {
	p, err := newProblem(learntest.Blobs(4, 60000, 2, 1))
	if err != nil {
		t.Fatal(err)
	}
	if w, total := newWhitening(p, 1, 0), 0; true {
		for _, m := range w.moments {
			total += len(m)
		}
		if total > whitenedTotal {
			t.Errorf("%d entries for %d features, want at most %d", total, w.size, whitenedTotal)
		}
	}
}
