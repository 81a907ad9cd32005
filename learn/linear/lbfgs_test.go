package linear

import (
	"math"
	"math/rand/v2"
	"testing"
)

// quadratic is a random convex f(x) = 1/2 (x-c)' A (x-c) with its gradient.
func quadratic(r *rand.Rand, n int, condition float64) (c []float64, f func(x []float64) (float64, []float64)) {
	c = make([]float64, n)
	root := make([][]float64, n)
	for i := range root {
		c[i] = r.NormFloat64()
		root[i] = make([]float64, n)
		for j := range root[i] {
			root[i][j] = r.NormFloat64() * math.Pow(condition, float64(i)/float64(n))
		}
	}
	return c, func(x []float64) (float64, []float64) {
		d, g := make([]float64, n), make([]float64, n)
		for j := range d {
			d[j] = x[j] - c[j]
		}
		sum := 0.0
		for _, row := range root {
			v := dot64(row, d)
			sum += v * v / 2
			axpy64(v, row, g)
		}
		return sum, g
	}
}

func minimise(m *minimizer, f func(x []float64) (float64, []float64)) {
	for m.state == running {
		m.tell(f(m.candidate))
	}
}

func TestMinimizerFindsTheMinimum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	c, f := quadratic(r, 30, 10)
	m := newMinimizer(30, nil, stopRule{maxIter: 1000, largest: 1e-9})
	minimise(m, f)
	if m.state != converged {
		t.Errorf("state %d after %d iterations", m.state, m.iterations)
	}
	for j, v := range m.x {
		if math.Abs(v-c[j]) > 1e-3 {
			t.Errorf("x[%d] = %g, want %g", j, v, c[j])
		}
	}
}

// TestPreconditionedMinimizer knows the inverse of the Hessian, so that the
// first step is the last.
func TestPreconditionedMinimizer(t *testing.T) {
	scales := []float64{1e-3, 1, 1e3, 1e6, 1e-6}
	m := newMinimizer(len(scales), nil, stopRule{maxIter: 10, largest: 1e-9})
	m.precondition = func(v []float64) {
		for j, s := range scales {
			v[j] /= s
		}
	}
	minimise(m, func(x []float64) (sum float64, g []float64) {
		for j, s := range scales {
			sum += s * (x[j] - 1) * (x[j] - 1) / 2
			g = append(g, s*(x[j]-1))
		}
		return sum, g
	})
	if m.state != converged || m.iterations != 1 {
		t.Errorf("state %d after %d iterations at %v", m.state, m.iterations, m.x)
	}
}

// TestRestartedMinimizer goes on with a function whose minimum is elsewhere.
func TestRestartedMinimizer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	c, f := quadratic(r, 30, 10)
	m := newMinimizer(30, nil, stopRule{maxIter: 1000, largest: 1e-9})
	minimise(m, f)
	first := m.iterations
	m.restart()
	minimise(m, func(x []float64) (float64, []float64) { // f, moved by 1e-2 along every axis
		moved := make([]float64, len(x))
		for j := range x {
			moved[j] = x[j] - 1e-2
		}
		return f(moved)
	})
	if m.state != converged || m.iterations >= first {
		t.Errorf("state %d after %d and %d iterations", m.state, first, m.iterations)
	}
	for j, v := range m.x {
		if math.Abs(v-c[j]-1e-2) > 5e-3 {
			t.Errorf("x[%d] = %g, want %g", j, v, c[j]+1e-2)
		}
	}
}

// TestMinimizerOptimalityL1 checks the conditions of optimality of
// f(x) + l |x|_1, and that x[0], which is free of the penalty, is as well.
func TestMinimizerOptimalityL1(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	const n = 30
	_, f := quadratic(r, n, 3)
	l1 := make([]float64, n)
	for j := range n - 1 {
		l1[j+1] = 20
	}
	m := newMinimizer(n, l1, stopRule{maxIter: 10000, relative: 1e-7})
	minimise(m, f)
	_, g := f(m.x)
	zeros := 0
	for j, v := range m.x {
		if v == 0 {
			zeros++
		}
		if slope := leastSlope(v, g[j], l1[j]); math.Abs(slope) > 1e-2 {
			t.Errorf("x[%d] = %g: slope %g", j, v, slope)
		}
	}
	if zeros == 0 || zeros >= n-1 {
		t.Errorf("%d of %d weights are zero: the test shows nothing", zeros, n)
	}
}

func TestMinimizerStops(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	_, f := quadratic(r, 20, 10)
	m := newMinimizer(20, nil, stopRule{maxIter: 3, largest: 1e-9})
	minimise(m, f)
	if m.state != exhausted || m.iterations != 3 {
		t.Errorf("state %d after %d iterations, want exhausted after 3", m.state, m.iterations)
	}
	// A function whose gradient points uphill cannot be decreased.
	m = newMinimizer(1, nil, stopRule{maxIter: 100, largest: 1e-9})
	minimise(m, func(x []float64) (float64, []float64) { return -x[0], []float64{1} })
	if m.state != stuck {
		t.Errorf("state %d on a wrong gradient, want stuck", m.state)
	}
	m = newMinimizer(1, nil, stopRule{maxIter: 100, largest: 1e-9})
	minimise(m, func(x []float64) (float64, []float64) { return 0, []float64{0} })
	if m.state != converged || m.iterations != 0 {
		t.Errorf("state %d after %d iterations at the minimum", m.state, m.iterations)
	}
}
