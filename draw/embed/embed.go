// Package embed places images in the plane: by principal components, by t-SNE
// and by UMAP, and says how good a place is.
//
// Everything here is a function of the images, the parameters and the seed:
// bit for bit the same on one core and on many of one machine.
package embed

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
)

// Point is a place in the plane.
type Point struct{ X, Y float32 }

// Matrix is Len() rows of Dims numbers each, one after another.
type Matrix struct {
	Data []float32
	Dims int
}

// Len is the number of rows.
func (m Matrix) Len() int {
	if m.Dims == 0 {
		return 0
	}
	return len(m.Data) / m.Dims
}

// Row is row i, aliasing Data.
func (m Matrix) Row(i int) []float32 { return m.Data[i*m.Dims : (i+1)*m.Dims : (i+1)*m.Dims] }

// Plane is the first two columns as points; a missing column is 0.
func (m Matrix) Plane() []Point {
	plane := make([]Point, m.Len())
	for i := range plane {
		row := m.Row(i)
		plane[i].X = row[0]
		if m.Dims > 1 {
			plane[i].Y = row[1]
		}
	}
	return plane
}

// matrixOf is the points as rows of two numbers.
func matrixOf(plane []Point) Matrix {
	m := Matrix{make([]float32, 2*len(plane)), 2}
	for i, p := range plane {
		m.Data[2*i], m.Data[2*i+1] = p.X, p.Y
	}
	return m
}

// check reports numbers that no distance can be computed of.
func (m Matrix) check() error {
	for i, v := range m.Data {
		if v != v || math.Abs(float64(v)) > 1e15 {
			return fmt.Errorf("embed: row %d has the number %g", i/m.Dims, v)
		}
	}
	return nil
}

var errFew = errors.New("embed: too few images")

// chunk is how many points a goroutine takes at a time.
const chunk = 512

// each calls body for ranges of n points on all cores.
func each(ctx context.Context, n int, body func(lo, hi int)) error {
	return parallel.For(ctx, n, chunk, body)
}

// sumOf adds up what body returns for ranges of n points, always in the same
// order.
func sumOf(ctx context.Context, n int, body func(lo, hi int) float64) (float64, error) {
	parts := make([]float64, (n+chunk-1)/chunk)
	err := each(ctx, n, func(lo, hi int) { parts[lo/chunk] = body(lo, hi) })
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum, err
}
