package neighbors

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

const (
	// sampleSize is from how many images, about, the axes are estimated.
	sampleSize = 4096
	// oversampling is how many vectors more than axes iterate, and iterations
	// how often: the axes only have to be good, not exact.
	oversampling = 16
	iterations   = 2
)

// sample is evenly spaced rows of images.
type sample struct {
	learn.Images
	stride int // images from one row to the next
}

func rowsOf(images learn.Images) sample {
	return sample{images, max(1, images.Len()/sampleSize)}
}

// mean is the mean image, to the next byte.
func (s sample) mean() []uint8 {
	sums, n := make([]int, s.Features), 0
	for i := 0; i < s.Len(); i += s.stride {
		n++
		for j, p := range s.Row(i) {
			sums[j] += int(p)
		}
	}
	mean := make([]uint8, s.Features)
	for j, sum := range sums {
		mean[j] = uint8((sum + n/2) / n)
	}
	return mean
}

// principalAxes returns about orthonormal rows that span about the space of
// the largest variances of the scaled images, at most axesCount. It iterates a
// subspace under the covariance of a sample and takes the best axes within it
// (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM
// Review 53, 2011, algorithms 4.4 and 5.3).
func (f *projected) principalAxes(ctx context.Context, train learn.Images) ([]float32, error) {
	d := train.Features
	rows := f.matrix(train, rowsOf(train).stride)
	covariance := product(1/float32(rows.Rows()), rows.T(), rows).matrix()
	basis := randomNumbers(d, min(d, axesCount+oversampling))
	for range iterations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		basis = orthonormal(product(1, covariance, basis.matrix()))
	}
	image := product(1, covariance, basis.matrix())
	return bestAxes(basis, product(1, basis.matrix().T(), image.matrix())), nil
}

// numbers is a matrix, a row after another.
type numbers struct {
	rows, cols int
	data       []float32
}

func newNumbers(rows, cols int) numbers { return numbers{rows, cols, make([]float32, rows*cols)} }

func (n numbers) matrix() simd.Matrix { return simd.Float32s(n.data, n.rows, n.cols, n.cols) }

func (n numbers) dense() *mat.Dense {
	m := mat.NewDense(n.rows, n.cols, nil)
	for i, v := range n.data {
		m.Set(i/n.cols, i%n.cols, float64(v))
	}
	return m
}

func product(alpha float32, a, b simd.Matrix) numbers {
	c := newNumbers(a.Rows(), b.Cols())
	simd.ParallelGemm(alpha, a, b, 0, c.data, c.cols)
	return c
}

// randomNumbers are always the same.
func randomNumbers(rows, cols int) numbers {
	random := rand.New(rand.NewPCG(1, 1))
	n := newNumbers(rows, cols)
	for i := range n.data {
		n.data[i] = float32(random.NormFloat64())
	}
	return n
}

// orthonormal is an orthonormal basis of the columns of n.
func orthonormal(n numbers) numbers {
	var qr mat.QR
	qr.Factorize(n.dense())
	var q mat.Dense
	qr.QTo(&q)
	basis := newNumbers(n.rows, n.cols)
	for i := range basis.data {
		basis.data[i] = float32(q.At(i/n.cols, i%n.cols))
	}
	return basis
}

// bestAxes returns, as rows, the vectors in the span of the basis's columns
// that are the eigenvectors of the covariance within it, those of the largest
// eigenvalues first, none if there was no finding them.
func bestAxes(basis, covariance numbers) []float32 {
	k := covariance.cols
	symmetric := mat.NewSymDense(k, covariance.dense().RawMatrix().Data) // reads one half
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return nil
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	chosen := newNumbers(min(axesCount, k), k)
	for i := range chosen.rows {
		for j := range k {
			chosen.data[i*k+j] = float32(vectors.At(j, k-1-i))
		}
	}
	return product(1, chosen.matrix(), basis.matrix().T()).data
}
