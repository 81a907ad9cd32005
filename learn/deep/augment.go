package deep

import (
	"math"
	"math/rand/v2"
)

// augmentation is how images of the training are changed, each anew in every
// epoch.
type augmentation struct {
	flip    bool    // left and right, every second time
	shift   int     // up to so many pixels in either direction
	cutout  int     // a square of so many pixels is cleared
	erasing float64 // the probability that a rectangle is filled with noise
}

// view is one way to look at an image.
type view struct {
	mirrored bool
	down     int
	right    int
}

// pixels makes numbers of bytes: one mean and one deviation of all pixels of
// the training set. A scaling of every pixel by itself would take the likeness
// of neighbours away, which convolutions live on.
type pixels struct{ scale, shift float32 }

// measurePixels is exact up to its last rounding.
func measurePixels(bytes []uint8) pixels {
	var counts [256]float64
	for _, p := range bytes {
		counts[p]++
	}
	n, sum, squares := float64(len(bytes)), 0.0, 0.0
	for v, count := range counts {
		sum += float64(v) * count
		squares += float64(v*v) * count
	}
	mean := sum / n
	deviation := math.Sqrt(max(0, squares/n-mean*mean))
	if deviation == 0 {
		deviation = 1
	}
	return pixels{float32(1 / deviation), float32(-mean / deviation)}
}

// load sets dst to a view of a square image. What comes in from outside is black.
func (p pixels) load(dst []float32, image []uint8, side int, v view) {
	for y := range side {
		row := dst[y*side:][:side]
		for x := range row {
			from := x - v.right
			if v.mirrored {
				from = side - 1 - from
			}
			row[x] = p.shift
			if above := y - v.down; from >= 0 && from < side && above >= 0 && above < side {
				row[x] += p.scale * float32(image[above*side+from])
			}
		}
	}
}

// draw is a random view.
func (a augmentation) draw(random *rand.Rand) view {
	v := view{}
	if a.flip {
		v.mirrored = random.IntN(2) == 1
	}
	if a.shift > 0 {
		v.down, v.right = random.IntN(2*a.shift+1)-a.shift, random.IntN(2*a.shift+1)-a.shift
	}
	return v
}

// spoil takes part of a loaded image away.
func (a augmentation) spoil(dst []float32, side int, random *rand.Rand) {
	if a.cutout > 0 {
		a.cut(dst, side, random)
	}
	if a.erasing > 0 && random.Float64() < a.erasing {
		erase(dst, side, random)
	}
}

// cut clears a square whose centre is anywhere (DeVries and Taylor, "Improved
// regularization of convolutional neural networks with cutout", 2017).
func (a augmentation) cut(dst []float32, side int, random *rand.Rand) {
	top, left := random.IntN(side)-a.cutout/2, random.IntN(side)-a.cutout/2
	for y := max(0, top); y < min(side, top+a.cutout); y++ {
		clear(dst[y*side+max(0, left) : y*side+max(0, min(side, left+a.cutout))])
	}
}

// erase fills a rectangle with noise: 2 to 40 per cent of the image, up to 3.3
// times as high as wide or as wide as high (Zhong et al., "Random erasing data
// augmentation", AAAI 2020, algorithm 1).
func erase(dst []float32, side int, random *rand.Rand) {
	const least, most, ratio, attempts = 0.02, 0.4, 3.3, 100
	for range attempts {
		area := (least + (most-least)*random.Float64()) * float64(side*side)
		aspect := math.Exp(math.Log(ratio) * (2*random.Float64() - 1))
		height, width := int(math.Sqrt(area*aspect)), int(math.Sqrt(area/aspect))
		if height >= side || width >= side {
			continue
		}
		top, left := random.IntN(side-height), random.IntN(side-width)
		for y := top; y < top+height; y++ {
			for x := left; x < left+width; x++ {
				dst[y*side+x] = float32(random.NormFloat64())
			}
		}
		return
	}
}
