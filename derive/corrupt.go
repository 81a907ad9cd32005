package derive

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"sort"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/internal/parallel"
)

// Corruption is a way to spoil images at five severities.
type Corruption struct {
	Name       string
	About      string     // what it does; its parameter is called p
	Parameters [5]float64 // p at severity 1 to 5
	prepare    func(p float64, rows, cols int) spoiler
}

// spoiler writes to dst what becomes of the image src.
type spoiler func(dst, src []uint8, random *rand.Rand)

// Corruptions follow ImageNet-C (Hendrycks and Dietterich, Benchmarking neural
// network robustness to common corruptions and perturbations, ICLR 2019) and
// MNIST-C (Mu and Gilmer, MNIST-C: a robustness benchmark for computer vision,
// 2019), with the parameters of MNIST-C's published program where it has the
// corruption. The blur is weaker than there: 1 to 6 pixels, taken over from
// images of 224 x 224, leave nothing of one of 28 x 28. Occlusion is Zeiler and
// Fergus's (Visualizing and understanding convolutional networks, ECCV 2014).
//
// Pixels count from 0 to 1, and what leaves that range is cut off. Everything
// but the noise is computed in whole numbers, so that it is the same on every
// machine.
var Corruptions = []Corruption{
	{"gaussian_noise", "adds to each pixel a normal number of standard deviation p",
		[5]float64{.08, .12, .18, .26, .38}, gaussianNoise},
	{"shot_noise", "makes each pixel a Poisson count, of which white has p on average",
		[5]float64{60, 25, 12, 5, 3}, shotNoise},
	{"impulse_noise", "makes a share p of the pixels black or white (salt and pepper)",
		[5]float64{.03, .06, .09, .17, .27}, impulseNoise},
	{"gaussian_blur", "blurs with a Gaussian of standard deviation p pixels",
		[5]float64{.5, .75, 1, 1.5, 2}, gaussianBlur},
	{"shift", "moves the image by p pixels, left or right and up or down at random",
		[5]float64{1, 2, 3, 4, 5}, shift},
	{"rotate", "turns the image by p radians about its centre, left or right at random",
		[5]float64{.2, .4, .6, .8, 1}, rotate},
	{"occlusion", "covers a square, at random and in medium grey, whose side is a share p of the image's shorter edge",
		[5]float64{.2, .3, .4, .5, .6}, occlusion},
	{"contrast", "brings all pixels nearer to the image's mean: their distance from it times p",
		[5]float64{.4, .3, .2, .1, .05}, contrast},
	{"jpeg", "compresses with JPEG at quality p",
		[5]float64{25, 18, 15, 10, 7}, jpegCompression},
}

// corrupt applies the corruption to each image of a split.
func (c Corruption) corrupt(ctx context.Context, t task) (dataset.Split, error) {
	size := t.rows * t.cols
	spoil := c.prepare(c.Parameters[int(t.value)-1], t.rows, t.cols)
	pixels := make([]uint8, len(t.split.Images))
	err := parallel.For(ctx, t.split.Len(), 64, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			spoil(pixels[i*size:(i+1)*size], t.split.Images[i*size:(i+1)*size], t.stream.at(i))
		}
	})
	return dataset.Split{Images: pixels, Labels: t.split.Labels}, err
}

// toByte rounds and cuts off.
func toByte(v float64) uint8 { return uint8(min(max(math.Floor(v+0.5), 0), 255)) }

func gaussianNoise(p float64, _, _ int) spoiler {
	return func(dst, src []uint8, random *rand.Rand) {
		for i, v := range src {
			// The conversion keeps product and sum apart: fused, they would round
			// differently on some machines.
			dst[i] = toByte(float64(v) + float64(255*p*random.NormFloat64()))
		}
	}
}

// shotNoise draws by inversion: there are only 256 distributions.
func shotNoise(p float64, _, _ int) spoiler {
	var distributions [256][]float64 // [v][k]: how likely a pixel v counts at most k
	for v := range distributions {
		mean := float64(v) / 255 * p
		density, sum := math.Exp(-mean), 0.0
		for k := 0; sum < 1-1e-12 && k < 1000; k++ {
			sum += density
			distributions[v] = append(distributions[v], sum)
			density *= mean / float64(k+1)
		}
	}
	return func(dst, src []uint8, random *rand.Rand) {
		for i, v := range src {
			count := sort.SearchFloat64s(distributions[v], random.Float64())
			dst[i] = toByte(255 * float64(count) / p)
		}
	}
}

func impulseNoise(p float64, _, _ int) spoiler {
	return func(dst, src []uint8, random *rand.Rand) {
		for i, v := range src {
			dst[i] = v
			if u := random.Float64(); u < p/2 {
				dst[i] = 0
			} else if u < p {
				dst[i] = 255
			}
		}
	}
}

// gaussianBlur goes along the rows, then along the columns, over four standard
// deviations to either side; beyond the edge the outermost pixel goes on.
func gaussianBlur(p float64, rows, cols int) spoiler {
	weights := gaussianWeights(p)
	radius := len(weights) / 2
	return func(dst, src []uint8, _ *rand.Rand) {
		between := make([]int64, len(src)) // pixels x 2^16
		for y := range rows {
			for x := range cols {
				for k, w := range weights {
					between[y*cols+x] += w * int64(src[y*cols+min(max(x+k-radius, 0), cols-1)])
				}
			}
		}
		for y := range rows {
			for x := range cols {
				sum := int64(1) << 31
				for k, w := range weights {
					sum += w * between[min(max(y+k-radius, 0), rows-1)*cols+x]
				}
				dst[y*cols+x] = uint8(sum >> 32)
			}
		}
	}
}

// gaussianWeights are whole numbers whose sum is 2^16.
func gaussianWeights(deviation float64) []int64 {
	radius := int(4*deviation + 0.5)
	density := make([]float64, 2*radius+1)
	sum := 0.0
	for k := range density {
		z := float64(k-radius) / deviation
		density[k] = math.Exp(-z * z / 2)
		sum += density[k]
	}
	weights := make([]int64, len(density))
	left := int64(1 << 16)
	for k := range weights {
		weights[k] = int64(math.Round(density[k] / sum * (1 << 16)))
		left -= weights[k]
	}
	weights[radius] += left
	return weights
}

func shift(p float64, rows, cols int) spoiler {
	return func(dst, src []uint8, random *rand.Rand) {
		dx, dy := sign(random)*int(p), sign(random)*int(p)
		for y := range rows {
			for x := range cols {
				dst[y*cols+x] = pixelOr0(src, rows, cols, y-dy, x-dx)
			}
		}
	}
}

func sign(random *rand.Rand) int { return 1 - 2*random.IntN(2) }

func pixelOr0(src []uint8, rows, cols, y, x int) uint8 {
	if y < 0 || y >= rows || x < 0 || x >= cols {
		return 0
	}
	return src[y*cols+x]
}

// rotate interpolates between the four pixels around where each one comes from,
// black beyond the edge. Places are in 2^-16 of a pixel, weights in 2^-8.
func rotate(p float64, rows, cols int) spoiler {
	cos, sine := int(math.Round(math.Cos(p)*(1<<16))), int(math.Round(math.Sin(p)*(1<<16)))
	return func(dst, src []uint8, random *rand.Rand) {
		sin := sign(random) * sine
		for y := range rows {
			for x := range cols {
				u, v := 2*x-(cols-1), 2*y-(rows-1) // from the centre, in halves
				fromX := (cos*u+sin*v+(cols-1)<<16)>>1 + 1<<7
				fromY := (cos*v-sin*u+(rows-1)<<16)>>1 + 1<<7
				x0, y0 := fromX>>16, fromY>>16
				wx, wy := fromX>>8&255, fromY>>8&255
				at := func(y, x int) int { return int(pixelOr0(src, rows, cols, y, x)) }
				top := at(y0, x0)*(256-wx) + at(y0, x0+1)*wx
				bottom := at(y0+1, x0)*(256-wx) + at(y0+1, x0+1)*wx
				dst[y*cols+x] = uint8((top*(256-wy) + bottom*wy + 1<<15) >> 16)
			}
		}
	}
}

func occlusion(p float64, rows, cols int) spoiler {
	side := max(1, int(math.Round(p*float64(min(rows, cols)))))
	return func(dst, src []uint8, random *rand.Rand) {
		copy(dst, src)
		top, left := random.IntN(rows-side+1), random.IntN(cols-side+1)
		for y := top; y < top+side; y++ {
			for x := left; x < left+side; x++ {
				dst[y*cols+x] = 128
			}
		}
	}
}

// contrast computes in 1/(1000 x number of pixels) of a grey level.
func contrast(p float64, _, _ int) spoiler {
	factor := int(math.Round(p * 1000))
	return func(dst, src []uint8, _ *rand.Rand) {
		sum, n := 0, len(src)
		for _, v := range src {
			sum += int(v)
		}
		for i, v := range src {
			dst[i] = uint8((sum*1000 + (int(v)*n-sum)*factor + 500*n) / (1000 * n))
		}
	}
}

func jpegCompression(p float64, rows, cols int) spoiler {
	return func(dst, src []uint8, _ *rand.Rand) {
		var b bytes.Buffer
		from := &image.Gray{Pix: src, Stride: cols, Rect: image.Rect(0, 0, cols, rows)}
		if err := jpeg.Encode(&b, from, &jpeg.Options{Quality: int(p)}); err != nil {
			panic("derive: " + err.Error()) // only a writer or a size above 65535 fails
		}
		decoded, err := jpeg.Decode(&b)
		if err != nil {
			panic("derive: " + err.Error())
		}
		gray := decoded.(*image.Gray)
		for y := range rows {
			copy(dst[y*cols:(y+1)*cols], gray.Pix[y*gray.Stride:])
		}
	}
}
