package embed

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// UMAP places points such that their graph of neighbours stays (McInnes, Healy
// and Melville, "UMAP: Uniform manifold approximation and projection for
// dimension reduction", arXiv:1802.03426, 2018). Every point is joined to its
// nearest others by edges of weight
//
//	v_j|i = exp(-max(0, d_ij - rho_i) / sigma_i),
//
// rho_i being the distance of the nearest, and sigma_i such that the sum is
// log2 Neighbours; v_ij = v_j|i + v_i|j - v_j|i v_i|j. The places minimise the
// cross entropy of v_ij and
//
//	w_ij = 1 / (1 + a |y_i - y_j|^(2b)),
//
// a and b fitted to 1 up to MinDist and an exponential beyond, by stochastic
// descent: an edge pulls as often as its weight says, and with every pull some
// points drawn at random push.
//
// The descent differs from the paper's in one thing. Within an epoch a point
// moves among the places that the others had when it began, and moves nobody
// else; where the paper moves both ends of an edge, it goes twice. So the result
// depends neither on the order of points nor on the number of cores.
type UMAP struct {
	Neighbours int
	MinDist    float64
	Epochs     int // 0: 500 for up to 10,000 points, else 200
}

// NewUMAP has the paper's program's defaults: 15 neighbours, distance 0.1.
func NewUMAP() *UMAP { return &UMAP{Neighbours: 15, MinDist: 0.1} }

// negatives is how many points push with every pull.
const negatives = 5

// Embed places the rows of points. It starts from the graph's eigenvectors, see
// [spectral], or where the graph is in pieces, which connected reports, from
// fallback.
func (u *UMAP) Embed(ctx context.Context, points Matrix, fallback []Point, seed uint64) (plane []Point, connected bool, err error) {
	if u.Neighbours < 2 || u.MinDist < 0 || u.MinDist >= 3 || u.Epochs < 0 {
		return nil, false, fmt.Errorf("embed: UMAP of %d neighbours, distance %g, %d epochs", u.Neighbours, u.MinDist, u.Epochs)
	}
	near, err := Nearest(ctx, points, u.Neighbours)
	if err != nil {
		return nil, false, err
	}
	g, err := fuzzy(ctx, near)
	if err != nil {
		return nil, false, err
	}
	if connected = g.connected(); connected {
		plane, err = spectral(ctx, g, seed)
	}
	if err != nil {
		return nil, false, err
	}
	if !connected || plane == nil {
		plane = append([]Point(nil), fallback...)
	}
	stretch(plane, seed)
	a, b, err := fitCurve(u.MinDist)
	if err != nil {
		return nil, false, err
	}
	plane, err = u.descend(ctx, g, plane, a, b, seed)
	return plane, connected, err
}

// fuzzy is the graph of the v_ij.
func fuzzy(ctx context.Context, near Neighbours) (graph, error) {
	n, k := len(near.Index)/near.K, near.K
	weight := make([]float32, len(near.Index))
	mean, err := sumOf(ctx, len(near.Squared), func(lo, hi int) (sum float64) {
		for _, s := range near.Squared[lo:hi] {
			sum += math.Sqrt(float64(s))
		}
		return sum
	})
	if err != nil {
		return graph{}, err
	}
	mean /= float64(len(near.Squared))
	err = each(ctx, n, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			membership(weight[i*k:(i+1)*k], near.Squared[i*k:(i+1)*k], mean)
		}
	})
	return directed(near, weight).symmetric(func(a, b float32) float32 { return a + b - a*b }), err
}

// membership sets the v_j|i of a point; mean is that of all distances, of which
// sigma is a thousandth at least.
func membership(v, squared []float32, mean float64) {
	distances, rho := make([]float64, len(squared)), 0.0
	for j, s := range squared {
		distances[j] = math.Sqrt(float64(s))
		if rho == 0 {
			rho = distances[j] // the nearest that is not the same
		}
	}
	want := math.Log2(float64(len(squared)))
	low, high, sigma := 0.0, math.Inf(1), 1.0
	const most, tolerance = 64, 1e-5
	for range most {
		sum := 0.0
		for _, d := range distances {
			sum += math.Exp(-max(0, d-rho) / sigma)
		}
		if math.Abs(sum-want) < tolerance {
			break
		}
		switch {
		case sum > want:
			high, sigma = sigma, (low+sigma)/2
		case math.IsInf(high, 1):
			low, sigma = sigma, 2*sigma
		default:
			low, sigma = sigma, (sigma+high)/2
		}
	}
	sigma = max(sigma, 1e-3*mean, 1e-30)
	for j, d := range distances {
		v[j] = float32(math.Exp(-max(0, d-rho) / sigma))
	}
}

// fitCurve finds the a and b for which 1/(1+a x^2b) is nearest, by least squares
// over 0 <= x <= 3, to 1 up to minDist and exp(minDist-x) beyond.
func fitCurve(minDist float64) (a, b float64, err error) {
	const samples, to = 300, 3.0
	problem := optimize.Problem{Func: func(at []float64) float64 {
		sum := 0.0
		for i := range samples {
			x := to * float64(i) / (samples - 1)
			d := 1/(1+math.Exp(at[0])*math.Pow(x, 2*math.Exp(at[1]))) - math.Exp(-max(0, x-minDist))
			sum += d * d
		}
		return sum
	}}
	result, err := optimize.Minimize(problem, []float64{0, 0}, nil, &optimize.NelderMead{})
	if err != nil {
		return 0, 0, fmt.Errorf("embed: UMAP: no curve for distance %g: %w", minDist, err)
	}
	return math.Exp(result.X[0]), math.Exp(result.X[1]), nil
}

// stretch makes the plane 10 wide both ways, and moves each point a little, so
// that no two are the same.
func stretch(plane []Point, seed uint64) {
	const side, noise = 10, 1e-3
	low, high := bounds(plane)
	x, y := side/max(high.X-low.X, 1e-30), side/max(high.Y-low.Y, 1e-30)
	for i, p := range plane {
		random := stream(seed, -1, i)
		plane[i] = Point{
			(p.X-low.X)*x - side/2 + noise*(random.float()-0.5),
			(p.Y-low.Y)*y - side/2 + noise*(random.float()-0.5),
		}
	}
}

func (u *UMAP) descend(ctx context.Context, g graph, plane []Point, a, b float64, seed uint64) ([]Point, error) {
	epochs := u.Epochs
	if epochs == 0 {
		epochs = 500
		if len(plane) > 10000 {
			epochs = 200
		}
	}
	heaviest := float32(0)
	for _, w := range g.weight {
		heaviest = max(heaviest, w)
	}
	f := newForces(a, b)
	next := make([]Point, len(plane))
	for epoch := range epochs {
		rate := 1 - float32(epoch)/float32(epochs)
		err := each(ctx, len(plane), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				random := stream(seed, epoch, i)
				next[i] = f.move(g, plane, i, epoch, heaviest, rate, &random)
			}
		})
		if err != nil {
			return nil, err
		}
		plane, next = next, plane
	}
	return plane, nil
}

// forces are the gradient's factors of y_i - y_j as functions of |y_i - y_j|^2.
type forces struct{ pull, push *curve }

func newForces(a, b float64) forces {
	return forces{
		pull: newCurve(func(d float64) float64 {
			return -2 * a * b * math.Pow(d, b-1) / (1 + a*math.Pow(d, b))
		}),
		push: newCurve(func(d float64) float64 {
			return 2 * b / ((0.001 + d) * (1 + a*math.Pow(d, b)))
		}),
	}
}

// move is where a point goes in an epoch.
func (f forces) move(g graph, plane []Point, i, epoch int, heaviest, rate float32, random *splitmix) Point {
	here := plane[i]
	to, weight := g.edges(i)
	for e, j := range to {
		// An edge of the heaviest weight pulls in every epoch.
		share := weight[e] / heaviest
		if int(float32(epoch+1)*share) == int(float32(epoch)*share) {
			continue
		}
		for range 2 {
			here = pushed(here, plane[j], f.pull, rate)
		}
		for range negatives {
			if k := random.below(uint32(len(plane))); int(k) != i {
				here = pushed(here, plane[k], f.push, rate)
			}
		}
	}
	return here
}

// pushed moves a point along its distance from another, at most 4 a coordinate.
func pushed(here, there Point, force *curve, rate float32) Point {
	x, y := here.X-there.X, here.Y-there.Y
	w := force.at(x*x + y*y)
	here.X += rate * max(-4, min(4, w*x))
	here.Y += rate * max(-4, min(4, w*y))
	return here
}

// curve is a smooth function of a positive number in a table: 64 places to each
// power of two, and straight between them, which is right to about 10^-4.
type curve struct{ table []float32 }

const (
	curveShift = 23 - 6                           // bits of a float32 below the place in the table
	curveLow   = uint32(127-40) << 23             // 2^-40, as the bits of a float32
	curveHigh  = uint32(127+40)<<23 - 1           // below 2^40
	curveStep  = float32(1) / (1 << (curveShift)) // of those bits
)

func newCurve(f func(x float64) float64) *curve {
	c := &curve{make([]float32, (curveHigh-curveLow)>>curveShift+2)}
	for i := range c.table {
		c.table[i] = float32(f(float64(math.Float32frombits(curveLow + uint32(i)<<curveShift))))
	}
	return c
}

func (c *curve) at(x float32) float32 {
	bits := min(max(math.Float32bits(x), curveLow), curveHigh) - curveLow
	place, rest := bits>>curveShift, float32(bits&(1<<curveShift-1))*curveStep
	pair := c.table[place:][:2]
	return pair[0] + rest*(pair[1]-pair[0])
}

// splitmix is a random generator of one word (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014).
type splitmix uint64

const golden = 0x9e3779b97f4a7c15

// stream is a generator of its own for each epoch and point.
func stream(seed uint64, epoch, point int) splitmix {
	s := splitmix(seed)
	s = splitmix(s.next() + uint64(int64(epoch)))
	s = splitmix(s.next() + uint64(point))
	return splitmix(s.next())
}

func (s *splitmix) next() uint64 {
	*s += golden
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number below n, all about equally likely.
func (s *splitmix) below(n uint32) uint32 { return uint32(s.next() >> 32 * uint64(n) >> 32) }

// float is from 0 to 1.
func (s *splitmix) float() float32 { return float32(s.next()>>40) * 0x1p-24 }
