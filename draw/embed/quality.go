package embed

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// LabelAccuracy is the share of points that have the label of most of their k
// nearest others in the plane, on a tie the lowest.
func LabelAccuracy(ctx context.Context, plane []Point, labels []uint8, k int) (float64, error) {
	if len(labels) != len(plane) {
		return 0, fmt.Errorf("embed: %d labels for %d points", len(labels), len(plane))
	}
	near, err := Nearest(ctx, matrixOf(plane), k)
	if err != nil {
		return 0, err
	}
	right := 0
	for i, label := range labels {
		var votes [256]float32
		for _, j := range near.Index[i*k : (i+1)*k] {
			votes[labels[j]]++
		}
		if learn.Argmax(votes[:]) == int(label) {
			right++
		}
	}
	return float64(right) / float64(len(plane)), nil
}

// Trustworthiness says how far the plane can be believed (Venna and Kaski,
// "Neighborhood preservation in nonlinear projection methods", ICANN 2001):
//
//	1 - 2 / (n k (2n - 3k - 1)) * sum over i of the sum over those j that are among
//	    the k nearest of i in the plane but not in the images of (rank of j - k),
//
// rank 1 being the image nearest to i by the Euclidean distance of pixels. It
// compares all pairs: for samples of some thousands.
func Trustworthiness(ctx context.Context, images learn.Images, plane []Point, k int) (float64, error) {
	n := images.Len()
	if n != len(plane) || 2*n-3*k-1 <= 0 {
		return 0, fmt.Errorf("embed: trustworthiness of %d points for %d images and %d neighbours", len(plane), n, k)
	}
	near, err := Nearest(ctx, matrixOf(plane), k)
	if err != nil {
		return 0, err
	}
	penalty := make([]int, n)
	err = parallel.Workers(ctx, n, 64, func() func(lo, hi int) {
		distances := make([]uint64, n)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				for j := range n {
					distances[j] = simd.SquaredL2U8(images.Row(i), images.Row(j))
				}
				for _, j := range near.Index[i*k : (i+1)*k] {
					penalty[i] += max(0, rank(distances, i, int(j))-k)
				}
			}
		}
	})
	sum := 0
	for _, p := range penalty {
		sum += p
	}
	return 1 - 2*float64(sum)/(float64(n)*float64(k)*float64(2*n-3*k-1)), err
}

// rank is how many images are not further from i than j is, j included; of
// equally far ones those of the lower number come first.
func rank(distances []uint64, i, j int) int {
	count := 1
	for other, d := range distances {
		if other != i && (d < distances[j] || d == distances[j] && other < j) {
			count++
		}
	}
	return count
}
