package gaussianprocess

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// positive is a random positive definite matrix, also as newFactor takes it,
// with NaN in the triangle that it must not read.
func positive(n int, random *rand.Rand) (whole *mat.SymDense, data []float32, stride int) {
	g := mat.NewDense(n, n+5, nil)
	for i := range n {
		for j := range n + 5 {
			g.Set(i, j, random.NormFloat64())
		}
	}
	whole = mat.NewSymDense(n, nil)
	whole.SymOuterK(1/float64(n), g)
	data, stride = newMatrix(n, n)
	for i := range n {
		whole.SetSym(i, i, whole.At(i, i)+0.1)
		for j := range n {
			data[i*stride+j] = float32(whole.At(i, j))
			if j > i {
				data[i*stride+j] = float32(math.NaN())
			}
		}
	}
	return whole, data, stride
}

// TestFactor compares determinant and solutions with gonum's, around the sizes
// of both kinds of block.
func TestFactor(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 47, 48, 49, 97, 200} {
		whole, data, stride := positive(n, random)
		f, err := newFactor(data, n, stride, 0)
		if err != nil {
			t.Fatalf("n %d: %v", n, err)
		}
		var want mat.Cholesky
		want.Factorize(whole)
		if math.Abs(2*f.logDiagonal-want.LogDet()) > 1e-4*float64(n) {
			t.Errorf("n %d: log determinant %v, want %v", n, 2*f.logDiagonal, want.LogDet())
		}
		checkSolve(t, f, &want, random)
	}
}

func checkSolve(t *testing.T, f *factor, want *mat.Cholesky, random *rand.Rand) {
	t.Helper()
	const width = 32
	right := mat.NewDense(f.n, width, nil)
	x := make([]float32, f.n*width)
	for i := range x {
		x[i] = float32(random.NormFloat64())
		right.Set(i/width, i%width, float64(x[i]))
	}
	lower := append([]float32(nil), x...)
	f.solve(x, width)
	var solution mat.Dense
	if err := want.SolveTo(&solution, right); err != nil {
		t.Fatal(err)
	}
	f.solveLower(lower, width)
	var l mat.TriDense
	want.LTo(&l)
	var back mat.Dense
	back.Mul(&l, dense(lower, f.n, width))
	for i := range x {
		if w := solution.At(i/width, i%width); math.Abs(float64(x[i])-w) > 1e-3 {
			t.Fatalf("n %d: solution %d is %v, want %v", f.n, i, x[i], w)
		}
		if w := right.At(i/width, i%width); math.Abs(back.At(i/width, i%width)-w) > 1e-4 {
			t.Fatalf("n %d: L times the lower solution is %v at %d, want %v", f.n, back.At(i/width, i%width), i, w)
		}
	}
}

func dense(x []float32, rows, cols int) *mat.Dense {
	d := mat.NewDense(rows, cols, nil)
	for i := range rows * cols {
		d.Set(i/cols, i%cols, float64(x[i]))
	}
	return d
}

// TestLargeFactor solves where the wider blocks are used, and multiplies back.
func TestLargeFactor(t *testing.T) {
	n := largeOrder + 5
	data, stride := newMatrix(n, n)
	entry := func(i, j int) float64 { return math.Exp(-math.Abs(float64(i-j))/3) + 0.1/(1+float64(i*j%7)) }
	for i := range n {
		for j := range i {
			data[i*stride+j] = float32(entry(i, j))
		}
		data[i*stride+i] = float32(n)/20 + 2
	}
	f, err := newFactor(data, n, stride, 0)
	if err != nil {
		t.Fatal(err)
	}
	const width = 16
	x := make([]float32, n*width)
	for i := range n {
		x[i*width] = float32(math.Sin(float64(i)))
	}
	f.solve(x, width)
	for i := 0; i < n; i += 97 {
		sum := (float64(float32(n)/20 + 2)) * float64(x[i*width])
		for j := range n {
			if j != i {
				sum += entry(max(i, j), min(i, j)) * float64(x[j*width])
			}
		}
		if want := math.Sin(float64(i)); math.Abs(sum-want) > 1e-4 {
			t.Errorf("row %d of the matrix times the solution is %v, want %v", i, sum, want)
		}
	}
}

func TestFactorRefuses(t *testing.T) {
	_, data, stride := positive(60, rand.New(rand.NewPCG(2, 2)))
	data[55*stride+55] = -1
	if _, err := newFactor(data, 60, stride, 0); !errors.Is(err, errNotPositive) {
		t.Errorf("error %v of an indefinite matrix", err)
	}
}
