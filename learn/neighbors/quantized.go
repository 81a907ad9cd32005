package neighbors

import (
	"context"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// quantized is the filter of the Manhattan distance. It rounds every scaled
// feature to a multiple of a step and cuts it off at 255 of them, so that the
// distance of two images is a sum of absolute differences of bytes, which
// processors add up 32 at a time. Cutting off brings images no further apart;
// rounding does by no more than it changed the two, which is known:
//
//	d(q, x) >= step * sum over j of |q_j - x_j| - error(q) - error(x).
//
// A pixel of 0, as half of them are, has no error.
type quantized struct {
	step   float64
	width  int // bytes a row, padded with zeros
	levels []uint8
	errors []float32 // of every feature and pixel, like levels
	rows   []uint8   // the training images, quantized
	off    []float64 // the largest error of a training image in each tile
}

// newQuantized prepares the filter.
func newQuantized(ctx context.Context, x *index) (filter, error) {
	f := bestStep(x)
	n, d := x.train.Len(), x.train.Features
	f.rows = make([]uint8, n*f.width)
	errors := make([]float64, n)
	err := parallel.For(ctx, n, 512, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			errors[i] = f.quantize(f.rows[i*f.width:][:d], x.train.Row(i))
		}
	})
	for tile := range slices.Chunk(errors, simd.TileCols) {
		f.off = append(f.off, slices.Max(tile))
	}
	return f, err
}

// bestStep is the step, among the largest scale and its halves, for which the
// bound between images of a sample is highest: a small one cuts more off, a
// large one rounds more.
func bestStep(x *index) *quantized {
	const halvings, pairs = 9, 256
	largest := 0.0
	for _, s := range x.scale {
		largest = max(largest, s)
	}
	if largest == 0 {
		largest = 1
	}
	var best *quantized
	highest := math.Inf(-1)
	for k := range halvings {
		f := newSteps(x.scale, math.Ldexp(largest, -k))
		if sum := f.sampleBound(x.train, max(1, x.train.Len()/pairs)); sum > highest {
			best, highest = f, sum
		}
	}
	return best
}

// newSteps tabulates the levels of every feature and pixel.
func newSteps(scale []float64, step float64) *quantized {
	d := len(scale)
	f := &quantized{
		step: step, width: (d + simd.L1Block - 1) / simd.L1Block * simd.L1Block,
		levels: make([]uint8, 256*d), errors: make([]float32, 256*d),
	}
	for j, s := range scale {
		for p := range 256 {
			value := s * float64(p)
			level := math.Round(value / step)
			if level > 255 {
				f.levels[256*j+p] = 255
				continue
			}
			f.levels[256*j+p] = uint8(level)
			// Where the level is the last one, part of this is cut off, no error.
			f.errors[256*j+p] = float32(math.Abs(value - level*step))
		}
	}
	return f
}

// quantize sets the levels of an image and returns a bound of its error.
func (f *quantized) quantize(levels []uint8, pixels []uint8) float64 {
	sum := 0.0
	for j, p := range pixels {
		levels[j] = f.levels[256*j+int(p)]
		sum += float64(f.errors[256*j+int(p)])
	}
	return sum * (1 + 0x1p-20)
}

// sampleBound adds up the bound of images a stride apart, each to the one
// before it.
func (f *quantized) sampleBound(images learn.Images, stride int) float64 {
	row, last := make([]uint8, images.Features), make([]uint8, images.Features)
	sum, lastError := 0.0, 0.0
	for i := 0; i < images.Len(); i += stride {
		rowError := f.quantize(row, images.Row(i))
		if i > 0 {
			sum += f.step*float64(simd.L1U8(row, last)) - rowError - lastError
		}
		row, last, lastError = last, row, rowError
	}
	return sum
}

// quantizedScorer is the scorer of quantized.
type quantizedScorer struct {
	*quantized
	count   int
	queries []uint8
	errors  []float64
	scores  []float32
}

func (f *quantized) newScorer() scorer {
	return &quantizedScorer{
		quantized: f,
		queries:   make([]uint8, queryBlock*f.width),
		errors:    make([]float64, queryBlock),
		scores:    make([]float32, queryBlock*simd.TileCols),
	}
}

func (s *quantizedScorer) begin(queries learn.Images) {
	s.count = queries.Len()
	for i := range s.count {
		s.errors[i] = s.quantize(s.queries[i*s.width:], queries.Row(i))
	}
}

func (s *quantizedScorer) tiles(emit func(simd.Tile)) {
	n := len(s.rows) / s.width
	for j := 0; j < n; j += simd.TileCols {
		cols := min(simd.TileCols, n-j)
		simd.NegativeL1U8(s.scores, simd.TileCols, s.count, s.queries, s.rows[j*s.width:][:cols*s.width], s.width)
		emit(simd.Tile{Col: j, Rows: s.count, Cols: cols, Stride: simd.TileCols, C: s.scores})
	}
}

func (s *quantizedScorer) image(col int32) int32 { return col }

func (s *quantizedScorer) limit(query int, tile int32, radius float64) float32 {
	return below(-(radius + s.errors[query] + s.off[tile]) / s.step * (1 + 0x1p-20))
}
