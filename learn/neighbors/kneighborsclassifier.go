// Package neighbors holds the nearest-neighbour family.
package neighbors

import (
	"context"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
)

// KNeighborsClassifier labels an image with the class that most of its k
// nearest training images have (Cover and Hart, "Nearest neighbor pattern
// classification", IEEE Transactions on Information Theory 13, 1967).
//
// Nearest is by the distance of scaled features in float64,
//
//	d(x, y) = (sum over j of |x_j - y_j|^p)^(1/p)
//
// added up in the order of the features, and among equally near ones by the
// lower index: what comparing with every training image would find, always.
// Cheaper arithmetic only rules out images that provably are not among them;
// see search.
type KNeighborsClassifier struct {
	// NNeighbors is how many neighbours vote. Where there are fewer training
	// images, all of them do.
	NNeighbors int `json:"n_neighbors"`
	// Weights is "uniform", one vote each, or "distance": the reciprocal of
	// the distance, or where any distance is 0 one vote for each such neighbour
	// and none for the others.
	Weights string `json:"weights"`
	// P is the metric: 1 for Manhattan, 2 for Euclidean distance.
	P int `json:"p"`

	classes  int
	labels   []uint8
	index    *index
	warnings []string
}

// Values of KNeighborsClassifier.Weights.
const (
	uniform  = "uniform"
	distance = "distance"
)

// NewKNeighborsClassifier returns the classifier with scikit-learn's defaults.
func NewKNeighborsClassifier() *KNeighborsClassifier {
	return &KNeighborsClassifier{NNeighbors: 5, Weights: uniform, P: 2}
}

// Validate reports parameters out of their range.
func (c *KNeighborsClassifier) Validate() error {
	switch {
	case c.NNeighbors < 1:
		return fmt.Errorf("neighbors: KNeighborsClassifier: n_neighbors %d, want at least 1", c.NNeighbors)
	case c.Weights != uniform && c.Weights != distance:
		return fmt.Errorf("neighbors: KNeighborsClassifier: weights %q, want %q or %q", c.Weights, uniform, distance)
	case c.P != 1 && c.P != 2:
		return fmt.Errorf("neighbors: KNeighborsClassifier: p %d, want 1 or 2", c.P)
	}
	return nil
}

// Warnings says when there were fewer training images than neighbours asked
// for.
func (c *KNeighborsClassifier) Warnings() []string { return c.warnings }

// Fit keeps the training set and prepares the search; it draws nothing from
// the seed.
func (c *KNeighborsClassifier) Fit(ctx context.Context, train learn.Set, _ uint64) error {
	if err := c.set(train); err != nil {
		return err
	}
	if err := c.index.prepare(ctx); err != nil {
		c.index = nil
		return err
	}
	return nil
}

// set keeps the training set.
func (c *KNeighborsClassifier) set(train learn.Set) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := train.Check(); err != nil {
		return err
	}
	index, err := newIndex(train.Images, train.Scaling, c.P)
	if err != nil {
		return err
	}
	c.classes, c.labels, c.index, c.warnings = train.Classes, train.Labels, index, nil
	if n := train.Len(); n < c.NNeighbors {
		c.warnings = []string{fmt.Sprintf("n_neighbors is %d, but there are only %d training images: all of them vote", c.NNeighbors, n)}
	}
	return nil
}

// Predict labels each image with the class of most votes, the lowest on a tie.
func (c *KNeighborsClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	features := 0
	if c.index != nil {
		features = c.index.train.Features
	}
	if err := learn.CheckPredict(images, labels, features); err != nil {
		return err
	}
	return c.search(ctx, images, func() func(int, []neighbor) {
		votes := make([]float64, c.classes)
		return func(i int, found []neighbor) {
			c.count(votes, found)
			labels[i] = uint8(learn.Argmax(votes)) // the lowest class on a tie
		}
	})
}

// PredictProba writes the shares that the classes have of the votes.
func (c *KNeighborsClassifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	if c.index == nil {
		return learn.ErrNotFitted
	}
	columns, err := learn.CheckPredictProba(images, p, c.index.train.Features, c.classes)
	if err != nil {
		return err
	}
	clear(p)
	return c.search(ctx, images, func() func(int, []neighbor) {
		votes := make([]float64, c.classes)
		return func(i int, found []neighbor) {
			all := c.count(votes, found)
			for y, v := range votes {
				p[i*columns+y] = float32(v / all)
			}
		}
	})
}

// search hands the neighbours of each image to what newVisit makes, see
// index.search. Of a restored classifier the first images wait for the index.
func (c *KNeighborsClassifier) search(ctx context.Context, images learn.Images, newVisit func() func(i int, found []neighbor)) error {
	if images.Len() == 0 {
		return ctx.Err()
	}
	if err := c.index.prepare(ctx); err != nil {
		return err
	}
	return c.index.search(ctx, images, c.NNeighbors, newVisit)
}

// count sets the votes of each class and returns the number of all.
func (c *KNeighborsClassifier) count(votes []float64, found []neighbor) (all float64) {
	clear(votes)
	for _, n := range found {
		w := c.weight(n, found[0])
		votes[c.labels[n.index]] += w
		all += w
	}
	return all
}

// weight is the vote of a neighbour, given the nearest of all.
func (c *KNeighborsClassifier) weight(n, nearest neighbor) float64 {
	switch {
	case c.Weights == uniform || n.distance == 0:
		return 1
	case nearest.distance == 0:
		return 0
	case c.P == 2:
		return 1 / math.Sqrt(n.distance)
	}
	return 1 / n.distance
}

// State returns the training set: pixels, labels and scaling, and the number
// of classes.
func (c *KNeighborsClassifier) State() (learn.State, error) {
	if c.index == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{
		"pixels":  c.index.train.Pixels,
		"labels":  c.labels,
		"classes": []int32{int32(c.classes)},
	}
	c.index.scaling.Put(s)
	return s, nil
}

// Restore sets the training set.
func (c *KNeighborsClassifier) Restore(s learn.State) error {
	set, err := restoreSet(s)
	if err != nil {
		return err
	}
	return c.set(set)
}

func restoreSet(s learn.State) (set learn.Set, err error) {
	if set.Pixels, err = learn.Get[[]uint8](s, "pixels", -1); err != nil {
		return set, err
	}
	if set.Labels, err = learn.Get[[]uint8](s, "labels", -1); err != nil {
		return set, err
	}
	classes, err := learn.Get[[]int32](s, "classes", 1)
	if err != nil {
		return set, err
	}
	if n := len(set.Labels); n == 0 || len(set.Pixels)%n != 0 {
		return set, fmt.Errorf("neighbors: KNeighborsClassifier: %d pixels for %d labels", len(set.Pixels), n)
	}
	set.Classes, set.Features = int(classes[0]), len(set.Pixels)/len(set.Labels)
	set.Scaling, err = learn.GetScaling(s, set.Features)
	return set, err
}
