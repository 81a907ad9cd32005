package photo

import "math"

// AdaptiveSharpen sharpens with a Gaussian of the given radius in pixels (at
// least 1) and standard deviation, more near outlines: ImageMagick's
// -adaptive-sharpen (AdaptiveSharpenImage in its effect.c).
//
// Outlines are where a Laplacian, spread to the full range, blurred and spread
// again, is bright. There a pixel is convolved with the widest kernel, minus a
// Gaussian but for its centre, which is twice the Gaussian's sum; where the
// outlines are half as bright with one half as wide, and so on down to a width of
// one, which changes nothing. Behind the border the border's pixels go on.
func AdaptiveSharpen(p *Picture, radius, sigma float64) *Picture {
	width := 2*int(math.Ceil(radius)) + 1
	outlines := stretch(blur(stretch(laplacian(p, width)), int(radius), sigma))
	kernels := make([][]float64, width/2+1)
	for reach := range kernels {
		kernels[reach] = sharpener(reach, sigma)
	}
	sharp := NewPicture(p.Width, p.Height)
	for y := range p.Height {
		for x := range p.Width {
			narrower := int(math.Ceil(float64(width)*(1-intensity(outlines.RGB(x, y))/Max) - 0.5))
			narrower = min(max(narrower, 0), width-1) &^ 1
			sharp.Set(x, y, p.convolve(x, y, kernels[(width-narrower)/2]))
		}
	}
	return sharp
}

// laplacian is the difference between a pixel and its neighbours in a square of
// the given width (EdgeImage in ImageMagick's effect.c).
func laplacian(p *Picture, width int) *Picture {
	edges := NewPicture(p.Width, p.Height)
	reach := width / 2
	for y := range p.Height {
		for x := range p.Width {
			var sum RGB
			for i := range sum {
				total := float64(width*width) * float64(p.RGB(x, y)[i])
				for v := -reach; v <= reach; v++ {
					for u := -reach; u <= reach; u++ {
						total -= float64(p.near(x+u, y+v)[i])
					}
				}
				sum[i] = quantum(total)
			}
			edges.Set(x, y, sum)
		}
	}
	return edges
}

// near is the pixel of the picture that is nearest to a point.
func (p *Picture) near(x, y int) RGB {
	return p.RGB(min(max(x, 0), p.Width-1), min(max(y, 0), p.Height-1))
}

// stretch spreads the values of all channels together from the darkest and the
// brightest to the full range (AutoLevelImage in ImageMagick's enhance.c).
func stretch(p *Picture) *Picture {
	lo, hi := p.Pix[0], p.Pix[0]
	for _, v := range p.Pix {
		lo, hi = min(lo, v), max(hi, v)
	}
	if lo == hi {
		return p
	}
	full := NewPicture(p.Width, p.Height)
	for i, v := range p.Pix {
		full.Pix[i] = quantum(Max * (float64(v-lo) / float64(hi-lo)))
	}
	return full
}

// blur convolves rows and then columns with a Gaussian that is cut off at the
// given radius (BlurKernel in ImageMagick's morphology.c).
func blur(p *Picture, radius int, sigma float64) *Picture {
	kernel := gaussian(radius, sigma)
	blurred := p
	for _, step := range [][2]int{{1, 0}, {0, 1}} {
		from := blurred
		blurred = NewPicture(p.Width, p.Height)
		for y := range p.Height {
			for x := range p.Width {
				var sum [3]float64
				for k, w := range kernel {
					for i, v := range from.near(x+step[0]*(k-radius), y+step[1]*(k-radius)) {
						sum[i] += float64(w * float64(v))
					}
				}
				blurred.Set(x, y, RGB{quantum(sum[0]), quantum(sum[1]), quantum(sum[2])})
			}
		}
	}
	return blurred
}

// gaussian is a kernel of 2 radius + 1 weights that sum up to 1. A weight is the
// sum of three points within its pixel.
func gaussian(radius int, sigma float64) []float64 {
	const points = 3
	kernel := make([]float64, 2*radius+1)
	reach := (points*len(kernel) - 1) / 2
	total := 0.0
	for u := -reach; u <= reach; u++ {
		w := math.Exp(-float64(u*u) / (2 * points * points * sigma * sigma))
		kernel[(u+reach)/points] += w
		total += w
	}
	for i := range kernel {
		kernel[i] /= total
	}
	return kernel
}

// sharpener is the kernel of AdaptiveSharpen that reaches so many pixels to each
// side, row-major, its weights summing up to 1.
func sharpener(reach int, sigma float64) []float64 {
	var kernel []float64
	sum := 0.0
	for v := -reach; v <= reach; v++ {
		for u := -reach; u <= reach; u++ {
			w := math.Exp(-float64(u*u+v*v) / (2 * sigma * sigma))
			kernel = append(kernel, -w)
			sum += w
		}
	}
	centre := len(kernel) / 2
	total := sum + 1 // the centre's own weight was exp(0)
	kernel[centre] = 2 * sum
	for i := range kernel {
		kernel[i] /= total
	}
	return kernel
}

// convolve is the sum of the pixels around x, y by the weights of a square
// kernel.
func (p *Picture) convolve(x, y int, kernel []float64) RGB {
	width := int(math.Sqrt(float64(len(kernel))))
	var sum [3]float64
	for k, w := range kernel {
		for i, v := range p.near(x+k%width-width/2, y+k/width-width/2) {
			sum[i] += float64(w * float64(v))
		}
	}
	return RGB{quantum(sum[0]), quantum(sum[1]), quantum(sum[2])}
}

// intensity is the luma of a colour by ITU-R BT.709, 0 to Max.
func intensity(c RGB) float64 {
	return float64(0.212656*float64(c[0])) + float64(0.715158*float64(c[1])) + float64(0.072186*float64(c[2]))
}
