package gaussianprocess

import (
	"fmt"
	"math"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// Kernel is the covariance of the latent function at two images,
//
//	constant_value * exp(-|x-z|^2 / (2 length_scale^2)),
//
// scikit-learn's ConstantKernel times RBF.
type Kernel struct {
	ConstantValue float64 `json:"constant_value"`
	LengthScale   float64 `json:"length_scale"`
}

func (k Kernel) validate() error {
	for name, v := range map[string]float64{"constant_value": k.ConstantValue, "length_scale": k.LengthScale} {
		if !(v >= 1e-5 && v <= 1e5) {
			return fmt.Errorf("gaussianprocess: the kernel's %s is %v, want 1e-5 to 1e5", name, v)
		}
	}
	return nil
}

// fromProducts turns a row of inner products of an image, whose squared norm
// is given, with others into covariances.
func (k Kernel) fromProducts(row []float32, norm float64, norms []float64) {
	inverse := 1 / (k.LengthScale * k.LengthScale)
	top := math.Log(k.ConstantValue)
	for j, p := range row {
		row[j] = float32(min(top, top+inverse*(float64(p)-0.5*(norm+norms[j]))))
	}
	simd.Exp(row, row)
}

// points are scaled images on one side of the kernel.
type points struct {
	images       learn.Images
	scale, shift []float32
	packed       *simd.Packed // the transpose, for products with it
	norms        []float64
}

func newPoints(images learn.Images, scale, shift []float32) *points {
	p := &points{images: images, scale: scale, shift: shift, norms: make([]float64, images.Len())}
	matrix := simd.Bytes(images.Pixels, images.Len(), images.Features, images.Features, scale, shift)
	p.packed = simd.Pack(matrix.T())
	x := make([]float32, images.Features)
	for i := range p.norms {
		simd.AffineU8(x, images.Row(i), scale, shift)
		p.norms[i] = squaredNorm(x)
	}
	return p
}

func squaredNorm(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}

// products writes the inner products of images, as many as rows, with all
// points: row i begins at dst[i*stride].
func (p *points) products(dst []float32, stride int, images learn.Images) {
	m := simd.Bytes(images.Pixels, images.Len(), images.Features, images.Features, p.scale, p.shift)
	p.packed.Gemm(1, m, 0, dst, stride)
}

// covariance is the kernel of the images with all points, row i beginning at
// dst[i*stride], on the calling goroutine.
func (p *points) covariance(dst []float32, stride int, images learn.Images, k Kernel) {
	p.products(dst, stride, images)
	x := make([]float32, images.Features)
	for i := range images.Len() {
		simd.AffineU8(x, images.Row(i), p.scale, p.shift)
		k.fromProducts(dst[i*stride:][:len(p.norms)], squaredNorm(x), p.norms)
	}
}

// kernelRows is how many rows of a kernel matrix are computed at once.
const kernelRows = 96
