package boosting

import (
	"context"
	"math"

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
