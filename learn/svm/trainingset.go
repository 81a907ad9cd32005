package svm

import (
	"context"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// trainingSet is the images to learn from, ordered by class: row r is image
// order[r].
type trainingSet struct {
	images  scaledImages
	scaling learn.Scaling
	order   []int32
	start   []int     // classes+1: the rows of class c are start[c] to start[c+1]-1
	norms   []float32 // squared length of each row
}

func newTrainingSet(ctx context.Context, train learn.Set) (*trainingSet, error) {
	t := &trainingSet{images: newScaledImages(train.Images, train.Scaling), scaling: train.Scaling}
	t.order = make([]int32, train.Len())
	for i := range t.order {
		t.order[i] = int32(i)
	}
	slices.SortStableFunc(t.order, func(i, j int32) int { return int(train.Labels[i]) - int(train.Labels[j]) })
	t.start = make([]int, train.Classes+1)
	for c, count := range train.ClassCounts() {
		t.start[c+1] = t.start[c] + count
	}
	norms, err := t.images.squaredNorms(ctx)
	t.norms = make([]float32, len(norms))
	for r, i := range t.order {
		t.norms[r] = norms[i]
	}
	return t, err
}

// count is the number of images of a class.
func (t *trainingSet) count(class int) int { return t.start[class+1] - t.start[class] }

// scaledImages are images and how their pixels become features.
type scaledImages struct {
	learn.Images
	scale, shift []float32 // nil where the pixels are the features
}

func newScaledImages(images learn.Images, scaling learn.Scaling) scaledImages {
	x := scaledImages{Images: images}
	if !scaling.IsIdentity() {
		x.scale, x.shift = make([]float32, images.Features), make([]float32, images.Features)
		for j := range x.scale {
			x.scale[j], x.shift[j] = float32(scaling.Scale[j]), float32(scaling.Shift[j])
		}
	}
	return x
}

// matrix is the images as rows of features.
func (x scaledImages) matrix() simd.Matrix {
	return simd.Bytes(x.Pixels, x.Len(), x.Features, x.Features, x.scale, x.shift)
}

// pick is a copy of the images at the given indices.
func (x scaledImages) pick(indices []int32) scaledImages {
	pixels := make([]uint8, 0, len(indices)*x.Features)
	for _, i := range indices {
		pixels = append(pixels, x.Row(int(i))...)
	}
	x.Pixels = pixels
	return x
}

// squaredNorms are the squared lengths of the images.
func (x scaledImages) squaredNorms(ctx context.Context) ([]float32, error) {
	norms := make([]float32, x.Len())
	err := parallel.For(ctx, len(norms), 256, func(lo, hi int) { x.setSquaredNorms(norms, lo, hi) })
	return norms, err
}

// setSquaredNorms sets those of the images lo to hi-1.
func (x scaledImages) setSquaredNorms(norms []float32, lo, hi int) {
	buffer := make([]float32, min(1024, x.Features))
	for i := lo; i < hi; i++ {
		sum := 0.0
		for from := 0; from < x.Features; from += len(buffer) {
			features := buffer[:min(len(buffer), x.Features-from)]
			x.features(features, i, from)
			for _, v := range features {
				sum += float64(v) * float64(v)
			}
		}
		norms[i] = float32(sum)
	}
}

// features writes those of image i from the given one on.
func (x scaledImages) features(dst []float32, i, from int) {
	row := x.Row(i)[from:][:len(dst)]
	if x.scale != nil {
		simd.AffineU8(dst, row, x.scale[from:][:len(dst)], x.shift[from:][:len(dst)])
		return
	}
	for j, p := range row {
		dst[j] = float32(p)
	}
}
