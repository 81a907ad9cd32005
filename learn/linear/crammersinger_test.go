package linear

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fmnist/fmnist/learn/learntest"
)

// TestCrammerSingerDualityGap takes primal and dual, in float64, of what was
// found: they have to be as near to each other as the solver says, which is
// the proof that it is the minimum.
func TestCrammerSingerDualityGap(t *testing.T) {
	p, err := newProblem(learntest.Blobs(400, 25, 7, 8))
	if err != nil {
		t.Fatal(err)
	}
	const constant = 2
	for _, test := range []struct{ c, tol float64 }{
		{0.001, 1e-3}, {0.1, 1e-3}, {3, 1e-3},
		{100, 1e-2}, // of margins that are all but reached, each missing share counts 100 times
	} {
		c, tol := test.c, test.tol
		t.Run(fmt.Sprintf("C=%g", c), func(t *testing.T) {
			s, err := (&crammerSinger{c: c, constant: constant, maxIter: 1000, tol: tol}).newSinger(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			var upper, lower float64
			for !s.done() {
				if err := s.round(t.Context()); err != nil {
					t.Fatal(err)
				}
				upper, lower = primalAndDual(s, scaledRows(p, constant))
				if math.Abs(upper-s.upper) > 1e-3*upper || s.lower < lower-1e-3*upper {
					t.Fatalf("after %d passes primal %g, dual %g, by the solver %g, %g", s.passes, upper, lower, s.upper, s.lower)
				}
			}
			if !s.near(tol) || upper-lower > 2*tol*upper || upper < lower-1e-4*upper {
				t.Errorf("after %d passes primal %g, dual %g", s.passes, upper, lower)
			}
		})
	}
}

// primalAndDual are those of the best weights and of the shares.
func primalAndDual(s *singer, x [][]float64) (upper, lower float64) {
	k, d := s.o.outputs, s.p.features+1
	for m := range k {
		w, best := make([]float64, d), s.best[m*d:][:d]
		for i, y := range s.p.y {
			a := -float64(s.shares[i*k+m])
			if m == int(y) {
				lower += s.c * a
			}
			axpy64(s.c*a, x[i], w)
		}
		lower -= dot64(w, w) / 2
		upper += dot64(best, best) / 2
	}
	for i, y := range s.p.y {
		worst := 0.0
		own := dot64(x[i], s.best[int(y)*d:])
		for m := range k {
			if m != int(y) {
				worst = max(worst, dot64(x[i], s.best[m*d:])-own+1)
			}
		}
		upper += s.c * worst
	}
	return upper, lower
}

// TestRoundedLoss compares with the maximum over shares found by bisection.
func TestRoundedLoss(t *testing.T) {
	p, err := newProblem(learntest.Blobs(partRows+columnRows+77, 25, 12, 3))
	if err != nil {
		t.Fatal(err)
	}
	s, err := (&crammerSinger{c: 2, constant: 3, maxIter: 1, tol: 1}).newSinger(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	o := *s.o
	o.loss = s.rounded // of shares that are all in the row's class, as a new singer has them
	checkEvaluation(t, p, &o, func(values []float64, y, k int) (loss, slope float64) {
		v := slices.Clone(values)
		for m := range v {
			if m != y {
				v[m]++
			}
		}
		z := slices.Clone(v)
		for m := range v {
			v[m] /= firstCorner
		}
		v[y]++
		theta := thresholdByBisection(v)
		slope = max(0, v[k]-theta)
		if k != y {
			return 0, slope
		}
		for m := range v {
			share := max(0, v[m]-theta)
			change := share
			if m == y {
				change--
			}
			loss += share*z[m] - firstCorner/2*change*change
		}
		return loss - z[y], slope - 1
	})
}

func thresholdByBisection(v []float64) float64 {
	lo, hi := slices.Max(v)-1, slices.Max(v)
	for range 100 {
		mid, sum := (lo+hi)/2, 0.0
		for _, x := range v {
			sum += max(0, x-mid)
		}
		if sum > 1 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

func TestSimplexThreshold(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 1000 {
		v := make([]float64, 1+r.IntN(12))
		for m := range v {
			v[m] = r.NormFloat64() * math.Pow(10, float64(r.IntN(4)-2))
			if m > 0 && r.IntN(3) == 0 {
				v[m] = v[m-1]
			}
		}
		if got, want := simplexThreshold(v), thresholdByBisection(v); math.Abs(got-want) > 1e-9 {
			t.Errorf("threshold of %v is %g, want %g", v, got, want)
		}
	}
}

// TestCrammerSingerStopsEarly: with a word, after as many passes as allowed.
func TestCrammerSingerStopsEarly(t *testing.T) {
	p, err := newProblem(learntest.Blobs(300, 25, 5, 8))
	if err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 2, 30, 60} {
		c := &crammerSinger{c: 10, constant: 1, maxIter: most, tol: 1e-12}
		m, err := c.fit(t.Context(), p, "it")
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("it: not converged after max_iter=%d passes", most); !slices.Equal(m.warnings, []string{want}) {
			t.Errorf("warnings %q, want %q", m.warnings, want)
		}
		s, err := c.newSinger(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for !s.done() {
			if err := s.round(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if zero := c.c * float64(p.n); s.passes != most || s.upper > zero || most > 2 && s.upper > zero/10 {
			t.Errorf("%d passes for max_iter=%d, objective %g, without weights %g", s.passes, most, s.upper, zero)
		}
	}
}
