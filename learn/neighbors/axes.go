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
	sampleSize = 8192
	// oversampling is how many vectors more than axes iterate, and iterations
	// how often: the axes only have to be good, not exact.
	oversampling = 16
	iterations   = 4
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
	covariance := f.covariance(train)
	columns := min(d, axesCount+oversampling)
	basis := randomMatrix(d, columns)
	for range iterations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var image mat.Dense
		image.Mul(covariance, basis)
		basis = orthonormal(&image)
	}
	var image, small mat.Dense
	image.Mul(covariance, basis)
	small.Mul(basis.T(), &image)
	return rotate(basis, &small), nil
}

// covariance is that of a sample of the images, about their centre.
func (f *projected) covariance(train learn.Images) *mat.Dense {
	d := train.Features
	rows := f.matrix(train, rowsOf(train).stride)
	products := make([]float32, d*d)
	simd.ParallelGemm(1/float32(rows.Rows()), rows.T(), rows, 0, products, d)
	numbers := make([]float64, d*d)
	for i, v := range products {
		numbers[i] = float64(v)
	}
	return mat.NewDense(d, d, numbers)
}

// randomMatrix is always the same.
func randomMatrix(rows, cols int) *mat.Dense {
	random := rand.New(rand.NewPCG(1, 1))
	m := mat.NewDense(rows, cols, nil)
	for i := range rows {
		for j := range cols {
			m.Set(i, j, random.NormFloat64())
		}
	}
	return m
}

// orthonormal is an orthonormal basis of the columns of m.
func orthonormal(m *mat.Dense) *mat.Dense {
	rows, cols := m.Dims()
	var qr mat.QR
	qr.Factorize(m)
	var q mat.Dense
	qr.QTo(&q)
	return mat.DenseCopyOf(q.Slice(0, rows, 0, cols))
}

// rotate returns, as rows, the vectors of the basis's span that are the
// eigenvectors of the covariance within it, those of the largest eigenvalues
// first.
func rotate(basis, small *mat.Dense) []float32 {
	d, columns := basis.Dims()
	symmetric := mat.NewSymDense(columns, nil)
	for i := range columns {
		for j := i; j < columns; j++ {
			symmetric.SetSym(i, j, (small.At(i, j)+small.At(j, i))/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return nil
	}
	var vectors, rotated mat.Dense
	eigen.VectorsTo(&vectors)
	rotated.Mul(basis, &vectors)
	count := min(axesCount, columns)
	axes := make([]float32, 0, count*d)
	for i := range count {
		for j := range d {
			axes = append(axes, float32(rotated.At(j, columns-1-i)))
		}
	}
	return axes
}
