package neighbors

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// neighbor is a training image and its distance: for p = 2 the square of it,
// which orders alike.
type neighbor struct {
	distance float64
	index    int32
}

// index is a training set prepared for searching.
//
// The filters compute in units in which the largest scale of a feature is
// between 1/2 and 1, a power of two times those of the scaled features, so
// that float32 neither overflows nor, where it matters, underflows.
type index struct {
	train   learn.Images
	scaling learn.Scaling
	p       int

	preparing sync.Mutex
	prepared  bool

	unit    float64   // what turns a difference of scaled features into the filters' units
	scale   []float64 // |scale of feature j| in those units
	weights []float32 // scale[j]^p: what a difference of pixels, to the power p, is worth
	excess  float64   // see radius
	filter  filter    // or nil, where nothing would be gained
}

// filter bounds distances to all training images from below, cheaply.
type filter interface {
	// newScorer returns scratch space for a goroutine of its own.
	newScorer() scorer
}

// scorer rates training images for some queries: the nearer, the higher.
type scorer interface {
	// begin takes up to queryBlock queries.
	begin(queries learn.Images)
	// tiles emits the scores of all training images, the queries being the
	// rows. The columns are the training images in an order of the filter's
	// own, in tiles of simd.TileCols.
	tiles(emit func(simd.Tile))
	// image is the number of the training image of a column.
	image(col int32) int32
	// limit is a score that no training image of a tile stays below whose ideal
	// distance to the query is at most the given radius, in the filter's units
	// and to the power p.
	limit(query int, tile int32, radius float64) float32
}

// Below so many training images a filter costs more than it saves.
const filterFrom = 2000

// mostFeatures is up to which images are projected: the covariance that their
// axes come from takes memory in the square of their size.
const mostFeatures = 1 << 13

// newIndex is an index for searches under the metric p, 1 or 2, which has to be
// prepared. It refuses scalings so far from 1 that distances could overflow
// float64 or vanish in it.
func newIndex(train learn.Images, scaling learn.Scaling, p int) (*index, error) {
	x := &index{train: train, scaling: scaling, p: p}
	largest, shift := x.largestScale(), 0.0
	for _, s := range scaling.Shift {
		shift = max(shift, math.Abs(s))
	}
	if largest > 0x1p400 || largest < 0x1p-400 && largest > 0 || shift > 0x1p400 {
		return nil, fmt.Errorf("neighbors: KNeighborsClassifier: a scaling by %g and %g leaves the range of float64", largest, shift)
	}
	return x, nil
}

// prepare makes what searches need, unless that is done. It can take several
// times the memory of the images.
func (x *index) prepare(ctx context.Context) error {
	x.preparing.Lock()
	defer x.preparing.Unlock()
	if x.prepared {
		return ctx.Err()
	}
	x.setUnits()
	if x.train.Len() >= filterFrom {
		if err := x.addFilter(ctx); err != nil {
			return err
		}
	}
	x.prepared = ctx.Err() == nil
	return ctx.Err()
}

// addFilter prepares the filter of the metric.
func (x *index) addFilter(ctx context.Context) (err error) {
	if x.p == 1 {
		x.filter, err = newQuantized(ctx, x)
	} else if x.train.Features <= mostFeatures {
		x.filter, err = newProjected(ctx, x)
	}
	return err
}

// largestScale is that of the features.
func (x *index) largestScale() float64 {
	if x.scaling.IsIdentity() {
		return 1
	}
	largest := 0.0
	for _, s := range x.scaling.Scale {
		largest = max(largest, math.Abs(s))
	}
	return largest
}

// setUnits sets unit, scale, weights and excess.
func (x *index) setUnits() {
	_, exponent := math.Frexp(x.largestScale())
	x.unit = math.Ldexp(1, -exponent)
	x.scale, x.weights = make([]float64, x.train.Features), make([]float32, x.train.Features)
	for j := range x.scale {
		x.scale[j] = x.unit
		if !x.scaling.IsIdentity() {
			x.scale[j] *= math.Abs(x.scaling.Scale[j])
		}
		x.weights[j] = float32(math.Pow(x.scale[j], float64(x.p)))
	}
	x.setExcess()
}

// setExcess bounds how much longer, in the filter's units, the ideal distance
// can be than the one between the scaled features as float64 has them: each of
// these has been rounded twice, which matters under a large shift, and what
// underflows in adding up squares is worth less than 2^-200.
func (x *index) setExcess() {
	if x.scaling.IsIdentity() {
		return
	}
	sum := 0.0
	for j, s := range x.scaling.Scale {
		e := 0x1p-51 * (256*math.Abs(s) + math.Abs(x.scaling.Shift[j])) * x.unit
		sum += math.Pow(e, float64(x.p))
	}
	x.excess = math.Pow(sum, 1/float64(x.p))*(1+1e-9) + 0x1p-200
}

// radius is an ideal distance, to the power p, that no training image exceeds
// whose distance as exact computes it is at most that of one whose ideal
// distance to the power p is at most bound: either way the features' rounding
// may add the excess, and the sum of n terms is off by a factor of at most
// 1 + n/2^52.
func (x *index) radius(bound float64) float64 {
	slack := 1 + float64(x.train.Features+16)*0x1p-51
	if x.p == 1 {
		return (bound + 2*x.excess) * slack
	}
	r := (math.Sqrt(bound) + 2*x.excess) * slack
	return r * r * (1 + 0x1p-50)
}

// bounds of the ideal distance to a training image, to the power p. A weight or
// term below the range of float32 is less than 2^-130 away from what it ought
// to be.
func (x *index) bounds(query []uint8, i int32) (low, high float64) {
	row := x.train.Row(int(i))
	if x.scaling.IsIdentity() {
		d := x.exact(query, nil, i) * math.Pow(x.unit, float64(x.p))
		return d, d
	}
	var d float32
	if x.p == 1 {
		d = simd.WeightedL1U8(x.weights, query, row)
	} else {
		d = simd.WeightedSquaredL2U8(x.weights, query, row)
	}
	n := float64(len(row))
	slack, lost := (n+8)*0x1p-24, n*0x1p-130
	return float64(d)*(1-slack) - lost, float64(d)*(1+slack) + lost
}

// exact is the distance that decides. The query comes as bytes and as scaled
// features.
func (x *index) exact(query []uint8, features []float64, i int32) float64 {
	row := x.train.Row(int(i))
	switch {
	case x.scaling.IsIdentity() && x.p == 1:
		return float64(simd.L1U8(query, row))
	case x.scaling.IsIdentity():
		return float64(simd.SquaredL2U8(query, row))
	case x.p == 1:
		return x.exactL1(features, row)
	}
	return x.exactL2(features, row)
}

func (x *index) exactL1(features []float64, row []uint8) float64 {
	sum := 0.0
	for j, p := range row {
		sum += math.Abs(features[j] - x.scaling.At(j, p))
	}
	return sum
}

// exactL2 is the squared distance. The conversion keeps the compiler, on
// processors where it would, from rounding product and sum only once.
func (x *index) exactL2(features []float64, row []uint8) float64 {
	sum := 0.0
	for j, p := range row {
		d := features[j] - x.scaling.At(j, p)
		sum += float64(d * d)
	}
	return sum
}
