package neighbors

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// axesCount is the number of principal axes that images are projected on. More
// make the products dearer and the candidates fewer; around this number the
// two cost the same for images of 28 x 28.
const axesCount = 80

// projected is the filter of the Euclidean distance. It maps an image x to the
// point
//
//	(V x, r),  r = |x - P x|,
//
// V being the first principal axes of the training images and P the orthogonal
// projection on their span. The distance of two points is at most that of
// their images: of the part within the span nothing is lost, and of the rest
// the lengths differ by no more than the rests themselves. Most of the variance
// of images lies in few axes, so the bound is tight, and the distances of all
// pairs of points are one matrix product, q.x - |x|^2/2 the larger the nearer.
//
// Every rounding is accounted for. The scales are cut to 16 bits, so that a
// scale times a difference of pixels is exact in float32 and no distance
// grows. The axes are what float32 makes of them: orthonormal but for a matrix
// V V^T - I whose norm is at most skew, so |V x| is |P x| but for a factor of
// sqrt(1 +- skew). A point comes with a bound of its own distance from the
// ideal one.
type projected struct {
	dimensions int // of a point: the axes, the rest, and half a square
	scale      []float32
	shift      []float32
	weights    []float32 // scale^2
	centre     []uint8   // near the mean, subtracted to keep numbers small
	axes       *simd.Packed
	axesNorm   float64 // the root of the sum of squares of all axes
	skew       float64
	product    float64 // simd.ProductError of points
	// The training images' points, one a column, in an order that brings those
	// together for which the product rounds much.
	points *simd.Packed
	order  []int32
	worst  []measure // of each tile
}

// newProjected prepares the filter, or returns nil where there are no axes to
// be had.
func newProjected(ctx context.Context, x *index) (filter, error) {
	f := &projected{centre: rowsOf(x.train).mean()}
	f.setScale(x.scale)
	axes, err := f.principalAxes(ctx, x.train)
	if err != nil {
		return nil, err
	}
	f.setAxes(axes, x.train.Features)
	if !(f.skew < 0.1) {
		return nil, nil
	}
	return f, f.addPoints(ctx, x.train)
}

// setScale cuts the scales to 16 bits towards zero.
func (f *projected) setScale(scale []float64) {
	d := len(scale)
	f.scale, f.shift, f.weights = make([]float32, d), make([]float32, d), make([]float32, d)
	for j, s := range scale {
		if s < 0x1p-60 {
			continue // its square would leave the range; 0 is a bound as well
		}
		f.scale[j] = float32(math.Float64frombits(math.Float64bits(s) &^ (1<<37 - 1)))
		f.shift[j] = -f.scale[j] * float32(f.centre[j])
		f.weights[j] = f.scale[j] * f.scale[j]
	}
}

// matrix is images as numbers, one a row, exactly.
func (f *projected) matrix(images learn.Images, stride int) simd.Matrix {
	d := images.Features
	rows := (len(images.Pixels) + stride*d - d) / (stride * d)
	return simd.Bytes(images.Pixels, rows, d, stride*d, f.scale, f.shift)
}

// setAxes packs the axes, rows of d numbers, and measures them.
func (f *projected) setAxes(axes []float32, d int) {
	m := len(axes) / d
	f.dimensions, f.product = m+2, simd.ProductError(m+2)
	f.axes = simd.Pack(simd.Float32s(axes, m, d, d).T())
	squares := 0.0
	for i := range m {
		off := 0.0
		for j := range m {
			v := dot64(axes[i*d:][:d], axes[j*d:][:d])
			if i == j {
				squares += v
				v--
			}
			off += math.Abs(v)
		}
		f.skew = max(f.skew, off)
	}
	// The sums above are in float64; what they are off by is far below this.
	f.skew += 1e-10
	f.axesNorm = math.Sqrt(squares) * (1 + 1e-10)
}

func dot64(x, y []float32) float64 {
	sum := 0.0
	for i, v := range x {
		sum += float64(v) * float64(y[i])
	}
	return sum
}

// addPoints projects the training images.
func (f *projected) addPoints(ctx context.Context, train learn.Images) error {
	n, m := train.Len(), f.dimensions
	points, measures := make([]float32, n*m), make([]measure, n)
	err := parallel.For(ctx, n, simd.TileCols, func(lo, hi int) {
		f.embed(train.Slice(lo, hi), points[lo*m:], measures[lo:hi])
	})
	if err != nil {
		return err
	}
	f.order = sortOut(measures)
	ordered := make([]float32, 0, n*m)
	for tile := range slices.Chunk(f.order, simd.TileCols) {
		var worst measure
		for _, i := range tile {
			b := measures[i]
			ordered = append(ordered, points[int(i)*m:][:m-1]...)
			ordered = append(ordered, float32(-b.square/2))
			worst = measure{max(worst.square, b.square), max(worst.off, b.off)}
		}
		f.worst = append(f.worst, worst)
	}
	f.points = simd.Pack(simd.Float32s(ordered, n, m, m).T())
	return nil
}

// measure is the squared length of a point and how far the point can be from
// the ideal one.
type measure struct{ square, off float64 }

// sortOut orders points such that those much longer than most, where all that
// rounding can do is large, come last, by length, and no tile of others has to
// allow for them.
func sortOut(measures []measure) []int32 {
	order := make([]int32, len(measures))
	squares := make([]float64, len(measures))
	for i := range order {
		order[i], squares[i] = int32(i), measures[i].square
	}
	slices.Sort(squares)
	long := 4 * squares[len(squares)/2]
	slices.SortStableFunc(order, func(i, j int32) int {
		return cmp.Compare(max(long, measures[i].square), max(long, measures[j].square))
	})
	return order
}

// embed maps images to points, leaving their last dimension 1.
func (f *projected) embed(images learn.Images, points []float32, measures []measure) {
	m := f.dimensions - 2
	f.axes.Gemm(1, f.matrix(images, 1), 0, points, f.dimensions)
	for i := range measures {
		point := points[i*f.dimensions:][:f.dimensions]
		row := images.Row(i)
		square := float64(simd.WeightedSquaredL2U8(f.weights, row, f.centre))
		within := dot64(point[:m], point[:m])
		rest, restOff, off := f.rest(len(row), square, within)
		point[m], point[m+1] = rest, 1
		measures[i] = measure{within + float64(rest)*float64(rest), math.Hypot(off, restOff) * (1 + 1e-9)}
	}
}

// rest is the length of what is not within the span of the axes, given the
// squared lengths of the whole image and of its projection, both rounded, how
// far the result can be off, and how far the projection can.
func (f *projected) rest(features int, square, within float64) (rest float32, restOff, off float64) {
	slack := float64(features+10) * 0x1p-24
	off = f.axesNorm * simd.ProductError(features) * math.Sqrt(square*(1+slack)) * (1 + 1e-9)
	length := math.Sqrt(within)
	shortest, longest := max(0, length-off), length+off
	low := math.Sqrt(max(0, square*(1-slack)-longest*longest/(1-f.skew)*(1+1e-9)))
	high := math.Sqrt(max(0, square*(1+slack)-shortest*shortest/(1+f.skew)*(1-1e-9)))
	middle := (low + high) / 2
	return float32(middle), (high-low)/2 + middle*0x1p-23, off
}

// projectedScorer is the scorer of projected.
type projectedScorer struct {
	*projected
	points   []float32
	measures []measure
}

func (f *projected) newScorer() scorer {
	return &projectedScorer{f, make([]float32, queryBlock*f.dimensions), make([]measure, queryBlock)}
}

func (s *projectedScorer) begin(queries learn.Images) {
	s.measures = s.measures[:queries.Len()]
	s.embed(queries, s.points, s.measures)
}

func (s *projectedScorer) tiles(emit func(simd.Tile)) {
	queries := simd.Float32s(s.points, len(s.measures), s.dimensions, s.dimensions)
	s.projected.points.Tiles(1, queries, 0, s.projected.points.Cols(), emit)
}

func (s *projectedScorer) image(col int32) int32 { return s.order[col] }

// limit solves |q-x| <= r for the score q.x - |x|^2/2, with all that the point
// of the query, that of the training image, and the product can be off.
func (s *projectedScorer) limit(query int, tile int32, radius float64) float32 {
	q, x := s.measures[query], s.worst[tile]
	r := math.Sqrt(radius*(1+s.skew))*(1+1e-9) + q.off + x.off
	rounding := s.product*(math.Sqrt(q.square*x.square)+x.square/2) + x.square*0x1p-24
	return below((q.square-r*r)/2 - rounding*(1+1e-9))
}

// below is a float32 that is not above v.
func below(v float64) float32 {
	return math.Nextafter32(float32(v-math.Abs(v)*1e-12), float32(math.Inf(-1)))
}
