package boosting

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// model is what both classifiers learn: scores that start at the classes'
// logarithmic odds, and trees that add to them.
type model struct {
	features int
	classes  []uint8   // those that occur, ascending
	prior    []float64 // starting scores
	trees    forest    // stage after stage, one a score
}

// scores is how many scores tell so many classes apart: of two classes one is
// enough, the logarithm of the second's odds.
func scores(classes int) int {
	if classes == 2 {
		return 1
	}
	return classes
}

// newModel is the model without trees for a set, which it checks.
func newModel(train learn.Set) (model, error) {
	m := model{features: train.Features}
	if err := train.Check(); err != nil {
		return m, err
	}
	if train.Features > maxFeatures {
		return m, errFeatures(train.Features)
	}
	if train.Len() > maxImages {
		return m, fmt.Errorf("boosting: %d images, at most %d", train.Len(), maxImages)
	}
	n := float64(train.Len())
	for c, count := range train.ClassCounts() {
		if count > 0 {
			m.classes = append(m.classes, uint8(c))
			m.prior = append(m.prior, math.Log(float64(count)/n))
		}
	}
	switch len(m.classes) {
	case 1:
		return m, learn.ErrOneClass
	case 2:
		m.prior = []float64{m.prior[1] - m.prior[0]}
	}
	return m, nil
}

// predictBlock is how many images go through all trees together: enough for a
// tree to stay in cache while they pass, few enough for the images to.
const predictBlock = 256

// Predict labels the images.
func (m *model) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if err := learn.CheckPredict(images, labels, m.features); err != nil {
		return err
	}
	return m.eachScores(ctx, images, func(i int, scores []float64) {
		labels[i] = m.classes[best(scores)]
	})
}

// PredictProba writes the softmax of each image's scores, of a single one the
// logistic function.
func (m *model) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	columns, err := learn.CheckPredictProba(images, p, m.features, learn.Labels(m.classes))
	if err != nil {
		return err
	}
	return m.eachScores(ctx, images, func(i int, scores []float64) {
		if len(scores) == 1 {
			scores = []float64{0, scores[0]}
		}
		learn.Softmax(scores)
		learn.SetProbabilities(p[i*columns:][:columns], m.classes, scores)
	})
}

// eachScores calls use, from several goroutines, with the scores of every
// image, which use may overwrite.
func (m *model) eachScores(ctx context.Context, images learn.Images, use func(i int, scores []float64)) error {
	k := len(m.prior)
	return parallel.Workers(ctx, images.Len(), predictBlock, func() func(lo, hi int) {
		scores := make([]float64, predictBlock*k)
		return func(lo, hi int) {
			for i := range hi - lo {
				copy(scores[i*k:], m.prior)
			}
			for at := range m.trees.len() {
				t := m.trees.tree(at)
				for i := lo; i < hi; i++ {
					scores[(i-lo)*k+at%k] += float64(t.value(images.Row(i)))
				}
			}
			for i := lo; i < hi; i++ {
				use(i, scores[(i-lo)*k:(i-lo+1)*k])
			}
		}
	})
}

// best is the place of the class that the scores speak for, the lowest on a tie.
func best(scores []float64) int {
	if len(scores) == 1 {
		if scores[0] > 0 {
			return 1
		}
		return 0
	}
	best := 0
	for c, v := range scores {
		if v > scores[best] {
			best = c
		}
	}
	return best
}

// Stages is the number of stages fitted.
func (m *model) Stages() int {
	if len(m.prior) == 0 {
		return 0
	}
	return m.trees.len() / len(m.prior)
}

// State returns classes, starting scores and trees.
func (m *model) State() (learn.State, error) {
	if m.features == 0 {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{"features": []int32{int32(m.features)}, "classes": m.classes, "prior": m.prior}
	m.trees.put(s)
	return s, nil
}

// Restore sets classes, starting scores and trees.
func (m *model) Restore(s learn.State) error {
	var r model
	features, err := learn.Get[[]int32](s, "features", 1)
	if err != nil {
		return err
	}
	if r.features = int(features[0]); r.features < 1 || r.features > maxFeatures {
		return errFeatures(r.features)
	}
	if r.classes, err = learn.Get[[]uint8](s, "classes", -1); err != nil {
		return err
	}
	if r.prior, err = learn.Get[[]float64](s, "prior", -1); err != nil {
		return err
	}
	if r.trees, err = getForest(s, r.features); err != nil {
		return err
	}
	if err := checkShape(r.trees.len(), r.classes, r.prior); err != nil {
		return err
	}
	*m = r
	return nil
}
