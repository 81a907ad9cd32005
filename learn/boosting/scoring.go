package boosting

import (
	"context"
	"math"
	"sync"

	"github.com/fmnist/fmnist/internal/parallel"
)

// scoring holds the training images' scores while a model grows.
type scoring struct {
	place     []uint8     // each image's class, as its place among those that occur
	scores    [][]float64 // score by score, image by image
	residuals [][]float64 // likewise: [y = k] - p_k
}

func newScoring(m model, labels []uint8) *scoring {
	var placeOf [256]uint8
	for i, c := range m.classes {
		placeOf[c] = uint8(i)
	}
	s := &scoring{place: make([]uint8, len(labels))}
	for i, y := range labels {
		s.place[i] = placeOf[y]
	}
	for _, start := range m.prior {
		scores := make([]float64, len(labels))
		for i := range scores {
			scores[i] = start
		}
		s.scores = append(s.scores, scores)
		s.residuals = append(s.residuals, make([]float64, len(labels)))
	}
	return s
}

// update computes the residuals of the scores.
func (s *scoring) update(ctx context.Context) error {
	return parallel.For(ctx, len(s.place), 1024, func(lo, hi int) {
		p := make([]float64, len(s.scores))
		for i := lo; i < hi; i++ {
			s.probabilities(i, p)
			for k, pk := range p {
				s.residuals[k][i] = -pk
			}
			if y := int(s.place[i]); len(p) > 1 {
				s.residuals[y][i] += 1
			} else {
				s.residuals[0][i] += float64(y)
			}
		}
	})
}

// stage grows a tree a score on the residuals, in parallel.
func (s *scoring) stage(ctx context.Context, grow func(k int) tree) ([]tree, error) {
	if err := s.update(ctx); err != nil {
		return nil, err
	}
	trees := make([]tree, len(s.scores))
	err := parallel.For(ctx, len(trees), 1, func(k, _ int) { trees[k] = grow(k) })
	return trees, err
}

// loss is the mean deviance of the named images, not a number of none.
func (s *scoring) loss(rows []int32) float64 {
	p, sum := make([]float64, len(s.scores)), 0.0
	for _, i := range rows {
		s.probabilities(int(i), p)
		y := int(s.place[i])
		switch {
		case len(p) > 1:
			sum -= math.Log(p[y])
		case y == 1:
			sum -= math.Log(p[0])
		default:
			sum -= math.Log1p(-p[0])
		}
	}
	return sum / float64(len(rows))
}

// probabilities writes those of image i; of two classes that of the second.
func (s *scoring) probabilities(i int, p []float64) {
	if len(p) == 1 {
		p[0] = 1 / (1 + math.Exp(-s.scores[0][i]))
		return
	}
	top, sum := math.Inf(-1), 0.0
	for k := range p {
		top = max(top, s.scores[k][i])
	}
	for k := range p {
		p[k] = math.Exp(s.scores[k][i] - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

// pool lends what goroutines need to work with, such that what is given back is
// used again.
type pool[T any] struct {
	mutex   sync.Mutex
	spare   []T
	newItem func() T
}

func newPool[T any](newItem func() T) *pool[T] { return &pool[T]{newItem: newItem} }

func (p *pool[T]) take() T {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	last := len(p.spare) - 1
	if last < 0 {
		return p.newItem()
	}
	item := p.spare[last]
	p.spare = p.spare[:last]
	return item
}

func (p *pool[T]) give(item T) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.spare = append(p.spare, item)
}
