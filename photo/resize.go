package photo

import (
	"image"
	"math"

	"golang.org/x/image/draw"
)

// Size is the number of rows and of columns of an image of the data set.
const Size = 28

// fit is the size of a photograph whose longest edge becomes the given number of
// pixels: the other is rounded, and at least 1.
func fit(width, height, longest int) (int, int) {
	scale := min(float64(longest)/float64(width), float64(longest)/float64(height))
	edge := func(n int) int { return max(1, int(math.Floor(scale*float64(n)+0.5))) }
	return edge(width), edge(height)
}

// Sample makes the longest edge the given number of pixels by skipping rows and
// columns: a pixel becomes the one under its centre. ImageMagick's -sample
// (SampleImage in its resize.c).
func Sample(p *Photo, longest int) *Picture {
	small := NewPicture(fit(p.Width(), p.Height(), longest))
	for y := range small.Height {
		for x := range small.Width {
			small.Set(x, y, p.RGB(under(x, p.Width(), small.Width), under(y, p.Height(), small.Height)))
		}
	}
	return small
}

// under is which of n pixels lies under the centre of pixel i of m. Between two
// it is the left one.
func under(i, n, m int) int {
	const half = 0.5 - 1e-12
	return int((float64(i) + half) * float64(n) / float64(m))
}

// AreaAverage makes the longest edge the given number of pixels: a pixel becomes
// the mean of all that lie under it, each by the area that does.
func AreaAverage(p *Photo, longest int) *Picture {
	small := NewPicture(fit(p.Width(), p.Height(), longest))
	for y := range small.Height {
		for x := range small.Width {
			small.Set(x, y, p.mean(covered(x, p.Width(), small.Width), covered(y, p.Height(), small.Height)))
		}
	}
	return small
}

// span is an interval on an edge.
type span struct{ lo, hi float64 }

// covered is the part of n pixels that lies under pixel i of m.
func covered(i, n, m int) span {
	return span{float64(i) * float64(n) / float64(m), float64(i+1) * float64(n) / float64(m)}
}

// weight is how much of pixel i lies in the span.
func (s span) weight(i int) float64 { return min(s.hi, float64(i+1)) - max(s.lo, float64(i)) }

// end is the number of the first pixel behind the span.
func (s span) end() int { return int(math.Ceil(s.hi)) }

// mean is the mean colour of an area.
func (p *Photo) mean(columns, rows span) RGB {
	var sum [3]float64
	total := 0.0
	for y := int(rows.lo); y < min(rows.end(), p.Height()); y++ {
		for x := int(columns.lo); x < min(columns.end(), p.Width()); x++ {
			w := rows.weight(y) * columns.weight(x)
			total += w
			for i, v := range p.RGB(x, y) {
				sum[i] += float64(w * float64(v)) // not fused: the same on every machine
			}
		}
	}
	return RGB{quantum(sum[0] / total), quantum(sum[1] / total), quantum(sum[2] / total)}
}

// Lanczos makes the longest edge the given number of pixels with a windowed sinc
// of three lobes (Turkowski, Filters for common resampling tasks, 1990).
func Lanczos(p *Photo, longest int) *Picture {
	w, h := fit(p.Width(), p.Height(), longest)
	scaled := image.NewRGBA64(image.Rect(0, 0, w, h))
	lanczos3.Scale(scaled, scaled.Bounds(), p, p.Bounds(), draw.Src, nil)
	small := NewPicture(w, h)
	for y := range h {
		for x := range w {
			c := scaled.RGBA64At(x, y)
			small.Set(x, y, RGB{c.R, c.G, c.B})
		}
	}
	return small
}

var lanczos3 = draw.Kernel{Support: 3, At: func(t float64) float64 {
	if t == 0 {
		return 1
	}
	t *= math.Pi
	return 3 * math.Sin(t) * math.Sin(t/3) / (t * t)
}}
