package linear

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/learn/learntest"
)

// scaledRows is the rows in float64, each with the constant at its end.
func scaledRows(p *problem, constant float64) [][]float64 {
	x := make([][]float64, p.n)
	for i := range x {
		for j := range p.features {
			x[i] = append(x[i], p.scaling.At(j, p.row(i)[j]))
		}
		x[i] = append(x[i], constant)
	}
	return x
}

// TestDualityGap takes the weights that the dual variables stand for, in
// float64, and wants the value of the primal within a small share of that of
// the dual; and the weights learnt to be these.
func TestDualityGap(t *testing.T) {
	p, err := newProblem(learntest.Blobs(400, 25, 3, 7))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(t.Context(), p.rows)
	if err != nil {
		t.Fatal(err)
	}
	norms, err := packed.squaredNorms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, squared := range []bool{false, true} {
		for _, c := range []float64{0.001, 0.1, 3} {
			t.Run(fmt.Sprintf("squared=%v/C=%g", squared, c), func(t *testing.T) {
				const constant = 2
				d := dual{squared: squared, c: c, constant: constant, maxIter: 5000, tol: 1e-4}
				s := newDualSolver(&d, p, packed, norms, 1, 3)
				if !s.solve(t.Context()) {
					t.Error("not converged")
				}
				x := scaledRows(p, constant)
				w := make([]float64, p.features+1)
				lower := 0.0
				for i, row := range s.rows {
					axpy64(row.a*float64(row.sign), x[i], w)
					lower += row.a - s.diagonal/2*row.a*row.a
				}
				lower -= dot64(w, w) / 2
				upper := dot64(w, w) / 2
				for i := range x {
					loss, _ := hinge(float64(s.rows[i].sign) * dot64(w, x[i]))
					if squared {
						loss *= loss
					}
					upper += c * loss
				}
				if !(upper-lower <= 5e-3*upper) || upper < lower-1e-9*upper {
					t.Errorf("primal %g, dual %g", upper, lower)
				}
				coef := make([]float32, p.features)
				s.w.unpack(0, 1, coef)
				for j, v := range coef {
					if math.Abs(float64(v)-w[j]) > 1e-4*math.Sqrt(dot64(w, w)) {
						t.Errorf("weight %d is %g, by the dual variables %g", j, v, w[j])
					}
				}
			})
		}
	}
}

// TestRefresh wants the sum of rows to be what it was, but for rounding.
func TestRefresh(t *testing.T) {
	p, err := newProblem(learntest.Blobs(600, 25, 3, 9))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(t.Context(), p.rows)
	if err != nil {
		t.Fatal(err)
	}
	w := packed.newCombinations(2)
	r := rand.New(rand.NewPCG(1, 2))
	c := make([]float64, p.n)
	for range 3000 {
		i, v := r.IntN(p.n), r.NormFloat64()
		c[i] += v
		w.add(1, v, &packed.refs[i])
	}
	before, after := make([]float32, p.features), make([]float32, p.features)
	w.unpack(1, 1, before)
	w.refresh(1, func(i int) float64 { return c[i] })
	w.unpack(1, 1, after)
	exact := make([]float64, p.features+1)
	for i, x := range scaledRows(p, 0) {
		axpy64(c[i], x, exact)
	}
	for j, v := range after {
		if math.Abs(float64(before[j]-v)) > 0.02 || math.Abs(float64(v)-exact[j]) > 2e-4 {
			t.Errorf("weight %d was %g, refreshed it is %g, want %g", j, before[j], v, exact[j])
		}
	}
}
