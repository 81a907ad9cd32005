// Package features holds the transformers: what an image is described by, other
// than its pixels, before a classifier sees it.
//
// The features are kept as bytes. Each is cut evenly into 256 levels between the
// smallest and the largest value that it has on the training set, so that a
// value is off by a 510th of that range at most, and one outside of it becomes
// the nearest inside; a feature that has one value there has no other later. The classifiers behind, whose kernels read bytes,
// need no other form of themselves, and nothing is lost: on Fashion-MNIST the
// five nearest neighbours of exact and of quantized features are right 8,091 and
// 8,092 times in 10,000 (50 components, 6,000 training images), 3,377 and 3,380
// times in 4,000 (HOG, 3,000).
package features

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// extractor computes features. It may be used from several goroutines at once.
type extractor interface {
	// width is how many features there are of an image.
	width() int
	// newExtract returns a function, with scratch space of its own, that writes
	// the features of up to block images, rows of width numbers.
	newExtract() func(dst []float32, images learn.Images)
}

// block is how many images go through an extractor together.
const block = 240

// quantizer turns the features of an extractor into bytes.
type quantizer struct {
	extractor
	pixels    int       // features of the images that come in
	low, high []float64 // of each feature, the values of the bytes 0 and 255
}

// newQuantizer takes the range of every feature from the training images.
func newQuantizer(ctx context.Context, e extractor, train learn.Images) (*quantizer, error) {
	w := e.width()
	low, high := make([]float32, w), make([]float32, w)
	for j := range low {
		low[j], high[j] = float32(math.Inf(1)), float32(math.Inf(-1))
	}
	var lock sync.Mutex
	err := extract(ctx, e, train, func(_ int, rows []float32) {
		lock.Lock()
		defer lock.Unlock()
		for i, v := range rows {
			low[i%w], high[i%w] = min(low[i%w], v), max(high[i%w], v)
		}
	})
	if err != nil {
		return nil, err
	}
	q := &quantizer{e, train.Features, make([]float64, w), make([]float64, w)}
	for j := range low {
		q.low[j], q.high[j] = float64(low[j]), float64(high[j])
	}
	return q, q.check()
}

// check returns an error unless every range is finite and not upside down.
func (q *quantizer) check() error {
	for j, low := range q.low {
		if span := q.high[j] - low; !(span >= 0) || math.IsInf(span, 0) {
			return fmt.Errorf("features: feature %d spans %g to %g", j, low, q.high[j])
		}
	}
	return nil
}

// extract hands the features of the images to use, a block of rows from image
// lo on at a time, from several goroutines.
func extract(ctx context.Context, e extractor, images learn.Images, use func(lo int, rows []float32)) error {
	w := e.width()
	return parallel.Workers(ctx, images.Len(), block, func() func(lo, hi int) {
		rows, write := make([]float32, block*w), e.newExtract()
		return func(lo, hi int) {
			write(rows[:(hi-lo)*w], images.Slice(lo, hi))
			use(lo, rows[:(hi-lo)*w])
		}
	})
}

// Transform is the features of the images as bytes.
func (q *quantizer) Transform(ctx context.Context, images learn.Images) (learn.Images, error) {
	if q == nil {
		return learn.Images{}, learn.ErrNotFitted
	}
	if err := learn.CheckPredict(images, make([]uint8, images.Len()), q.pixels); err != nil {
		return learn.Images{}, err
	}
	w := q.width()
	out := learn.Images{Pixels: make([]uint8, images.Len()*w), Features: w}
	inverse, zero := make([]float32, w), make([]float32, w)
	for j, low := range q.low {
		if q.high[j] > low {
			inverse[j] = float32(255 / (q.high[j] - low))
		}
		zero[j] = float32(low)
	}
	return out, extract(ctx, q, images, func(lo int, rows []float32) {
		for i := range len(rows) / w {
			quantizeRow(out.Row(lo+i), rows[i*w:][:w], zero, inverse)
		}
	})
}

// quantizeRow rounds (features-zero)*inverse to bytes.
func quantizeRow(dst []uint8, features, zero, inverse []float32) {
	for j, v := range features {
		dst[j] = uint8(max(0, min(255, (v-zero[j])*inverse[j]+0.5)))
	}
}

// Scaling is what turns the bytes into the features they stand for. A feature of
// one value, which has the byte 0, is scaled by 1, as Standardize does.
func (q *quantizer) Scaling() learn.Scaling {
	if q == nil {
		return learn.Scaling{}
	}
	s := learn.Scaling{Scale: make([]float64, len(q.low)), Shift: q.low}
	for j, low := range q.low {
		s.Scale[j] = 1
		if q.high[j] > low {
			s.Scale[j] = (q.high[j] - low) / 255
		}
	}
	return s
}

// put adds the quantizer to a state, but for its extractor.
func (q *quantizer) put(s learn.State) {
	s["pixels"], s["low"], s["high"] = []int32{int32(q.pixels)}, q.low, q.high
}

// getQuantizer reads back what put wrote; newExtractor makes the extractor for
// images of so many pixels.
func getQuantizer(s learn.State, newExtractor func(pixels int) (extractor, error)) (*quantizer, error) {
	pixels, err := learn.Get[[]int32](s, "pixels", 1)
	if err != nil {
		return nil, err
	}
	if pixels[0] < 1 {
		return nil, fmt.Errorf("features: images of %d pixels", pixels[0])
	}
	q := &quantizer{pixels: int(pixels[0])}
	if q.extractor, err = newExtractor(q.pixels); err != nil {
		return nil, err
	}
	if q.low, err = learn.Get[[]float64](s, "low", q.width()); err != nil {
		return nil, err
	}
	if q.high, err = learn.Get[[]float64](s, "high", q.width()); err != nil {
		return nil, err
	}
	return q, q.check()
}
