package embed

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/internal/simd"
)

// lanczosSteps is how many products with the graph the eigenvectors take. A
// start has to be good, not exact.
const lanczosSteps = 160

// spectral places the vertices of a connected symmetric graph by the two
// eigenvectors of its normalised Laplacian
//
//	L = I - D^(-1/2) A D^(-1/2)
//
// that have the lowest eigenvalues but 0 (Belkin and Niyogi, "Laplacian
// eigenmaps for dimensionality reduction and data representation", Neural
// Computation 15, 2003). It finds the highest of I - L, less the known one, by
// Lanczos' method with full reorthogonalisation (Golub and Van Loan, "Matrix
// computations", 4th edition, section 10.3). It returns nil where there are too
// few vertices for two.
func spectral(ctx context.Context, g graph, seed uint64) ([]Point, error) {
	n := g.vertices()
	a, known := normalised(g)
	steps := min(lanczosSteps, n-1)
	if steps < 2 {
		return nil, nil
	}
	basis := [][]float32{known}
	v := make([]float32, n)
	random := rand.New(rand.NewPCG(seed, 'L'))
	for i := range v {
		v[i] = float32(random.NormFloat64())
	}
	tridiagonal := mat.NewSymDense(steps, nil)
	for k := range steps {
		orthogonalise(v, basis)
		norm := unit(v)
		if k > 0 {
			tridiagonal.SetSym(k-1, k, norm)
		}
		if norm < 1e-6 && k > 0 {
			return combine(basis[1:], tridiagonal.SliceSym(0, k).(*mat.SymDense)), nil
		}
		basis = append(basis, slices.Clone(v))
		if err := a.times(ctx, v, basis[k+1]); err != nil {
			return nil, err
		}
		tridiagonal.SetSym(k, k, float64(simd.Dot(v, basis[k+1])))
	}
	return combine(basis[1:], tridiagonal), nil
}

// normalised is D^(-1/2) A D^(-1/2), and its eigenvector of eigenvalue 1.
func normalised(g graph) (graph, []float32) {
	n := g.vertices()
	root := make([]float32, n)
	for i := range n {
		_, weight := g.edges(i)
		degree := 0.0
		for _, w := range weight {
			degree += float64(w)
		}
		root[i] = float32(math.Sqrt(degree))
	}
	a := graph{g.start, g.to, slices.Clone(g.weight)}
	for i := range n {
		to, weight := a.edges(i)
		for e, j := range to {
			weight[e] /= root[i] * root[j]
		}
	}
	unit(root)
	return a, root
}

// orthogonalise takes from v what it has of the basis, twice, against rounding.
func orthogonalise(v []float32, basis [][]float32) {
	for range 2 {
		for _, b := range basis {
			simd.Axpy(-simd.Dot(v, b), b, v)
		}
	}
}

// unit gives v the length 1 and returns the one it had.
func unit(v []float32) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	norm := math.Sqrt(sum)
	if norm > 0 {
		for i := range v {
			v[i] = float32(float64(v[i]) / norm)
		}
	}
	return norm
}

// combine is the two eigenvectors of the highest eigenvalues in the span of the
// basis, as places; nil where there are no two.
func combine(basis [][]float32, tridiagonal *mat.SymDense) []Point {
	k := tridiagonal.SymmetricDim()
	var eigen mat.EigenSym
	if k < 2 || !eigen.Factorize(tridiagonal, true) {
		return nil
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	x, y := make([]float32, len(basis[0])), make([]float32, len(basis[0]))
	for i, b := range basis[:k] {
		simd.Axpy(float32(vectors.At(i, k-1)), b, x)
		simd.Axpy(float32(vectors.At(i, k-2)), b, y)
	}
	turn(x)
	turn(y)
	plane := make([]Point, len(x))
	for i := range plane {
		plane[i] = Point{x[i], y[i]}
	}
	return plane
}
