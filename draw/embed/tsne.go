package embed

import (
	"context"
	"fmt"
	"math"
)

// TSNE places points such that near ones stay near (van der Maaten and Hinton,
// "Visualizing data using t-SNE", JMLR 9, 2008). It minimises
//
//	KL(P || Q) = sum over i, j of p_ij log(p_ij / q_ij),
//	q_ij = 1 / (1 + |y_i - y_j|^2) / Z,
//
// where p_ij is (p_i|j + p_j|i) / 2n, and p_j|i falls off with the distance of j
// from i like a normal density whose entropy is log Perplexity. As usual since
// van der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 15,
// 2014, p_j|i is 0 but for the 3 Perplexity nearest. The forces between all
// points are computed as [repulsion] says.
//
// The descent has momentum and a gain a coordinate; it begins with
// Iterations/4 steps in which the p_ij are multiplied by Exaggeration. Its rate
// is n/Exaggeration (Belkina and others, "Automated optimized parameters for
// t-distributed stochastic neighbor embedding", Nature Communications 10,
// 2019), and it starts from principal components (Kobak and Berens, "The art
// of using t-SNE for single-cell transcriptomics", in the same volume).
type TSNE struct {
	Perplexity   float64
	Exaggeration float64
	Iterations   int
	// Frame, if there is one, is called before every step and at the end. It must
	// not keep the slice.
	Frame func(iteration int, plane []Point)
}

// NewTSNE has perplexity 30, exaggeration 12 and 1000 iterations.
func NewTSNE() *TSNE { return &TSNE{Perplexity: 30, Exaggeration: 12, Iterations: 1000} }

const (
	startDeviation = 1e-4 // of the start along x
	leastRate      = 50
	leastGain      = 0.01
	earlyMomentum  = 0.5
	momentum       = 0.8
)

// neighbours is how many nearest others a point looks at.
func (t *TSNE) neighbours() int { return int(3 * t.Perplexity) }

// Embed places the rows of points, which starts at start: their first two
// principal components, or any other picture, which is scaled. It returns the
// Kullback-Leibler divergence that is left.
func (t *TSNE) Embed(ctx context.Context, points Matrix, start []Point) (plane []Point, kl float64, err error) {
	if t.Perplexity < 1 || t.Exaggeration < 1 || t.Iterations < 1 {
		return nil, 0, fmt.Errorf("embed: t-SNE of perplexity %g, exaggeration %g, %d iterations", t.Perplexity, t.Exaggeration, t.Iterations)
	}
	near, err := Nearest(ctx, points, t.neighbours())
	if err != nil {
		return nil, 0, err
	}
	p, err := affinities(ctx, near, t.Perplexity)
	if err != nil {
		return nil, 0, err
	}
	d := newDescent(p, scaledStart(start))
	rate := max(leastRate, float64(len(start))/t.Exaggeration)
	for i := range t.Iterations {
		t.frame(i, d.plane)
		exaggeration, m := t.Exaggeration, earlyMomentum
		if i >= t.Iterations/4 {
			exaggeration, m = 1, momentum
		}
		if err := d.step(ctx, float32(exaggeration), float32(rate), float32(m)); err != nil {
			return nil, 0, err
		}
	}
	t.frame(t.Iterations, d.plane)
	kl, err = d.divergence(ctx)
	return d.plane, kl, err
}

func (t *TSNE) frame(iteration int, plane []Point) {
	if t.Frame != nil {
		t.Frame(iteration, plane)
	}
}

// scaledStart is the start about 0 with startDeviation along x.
func scaledStart(start []Point) []Point {
	n := float64(len(start))
	var mx, my, squares float64
	for _, p := range start {
		mx, my = mx+float64(p.X)/n, my+float64(p.Y)/n
	}
	for _, p := range start {
		squares += (float64(p.X) - mx) * (float64(p.X) - mx)
	}
	scale := startDeviation / max(math.Sqrt(squares/n), 1e-30)
	scaled := make([]Point, len(start))
	for i, p := range start {
		scaled[i] = Point{float32((float64(p.X) - mx) * scale), float32((float64(p.Y) - my) * scale)}
	}
	return scaled
}

// affinities are the p_ij, whose sum is 1.
func affinities(ctx context.Context, near Neighbours, perplexity float64) (graph, error) {
	n, k := len(near.Index)/near.K, near.K
	weight := make([]float32, len(near.Index))
	err := each(ctx, n, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			conditional(weight[i*k:(i+1)*k], near.Squared[i*k:(i+1)*k], math.Log(perplexity))
		}
	})
	if err != nil {
		return graph{}, err
	}
	return directed(near, weight).symmetric(func(a, b float32) float32 { return (a + b) / float32(2*n) }), nil
}

// conditional sets p to probabilities proportional to exp(-beta*squared), with
// the beta that gives them the entropy, found by bisection.
func conditional(p, squared []float32, entropy float64) {
	nearest := float64(squared[0])
	low, high, beta := 0.0, math.Inf(1), 1/max(float64(squared[len(squared)-1])-nearest, 1e-30)
	const most, tolerance = 64, 1e-5
	for range most {
		sum, mean := 0.0, 0.0
		for j, s := range squared {
			d := float64(s) - nearest
			w := math.Exp(-beta * d)
			p[j] = float32(w)
			sum, mean = sum+w, mean+w*d
		}
		for j := range p {
			p[j] /= float32(sum)
		}
		switch excess := math.Log(sum) + beta*mean/sum - entropy; {
		case math.Abs(excess) < tolerance:
			return
		case excess < 0:
			high, beta = beta, (low+beta)/2
		case math.IsInf(high, 1):
			low, beta = beta, 2*beta
		default:
			low, beta = beta, (beta+high)/2
		}
	}
}

// descent is the state of the minimisation.
type descent struct {
	affinities graph
	plane      []Point
	velocity   []Point
	gain       []Point
	force      []Point // of repulsion
	repulsion  repulsion
}

func newDescent(affinities graph, start []Point) *descent {
	d := &descent{affinities: affinities, plane: start}
	d.velocity, d.gain, d.force = make([]Point, len(start)), make([]Point, len(start)), make([]Point, len(start))
	for i := range d.gain {
		d.gain[i] = Point{1, 1}
	}
	return d
}

// step moves the points. As most programs do, it leaves out the factor 4 of the
// gradient
//
//	sum over j of (p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2).
func (d *descent) step(ctx context.Context, exaggeration, rate, momentum float32) error {
	z, err := d.repulsion.evaluate(ctx, d.plane, d.force)
	if err != nil {
		return err
	}
	perZ := float32(1 / z)
	err = each(ctx, len(d.plane), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			pull, push := d.attraction(i), d.force[i]
			advance(&d.velocity[i].X, &d.gain[i].X, exaggeration*pull.X-push.X*perZ, rate, momentum)
			advance(&d.velocity[i].Y, &d.gain[i].Y, exaggeration*pull.Y-push.Y*perZ, rate, momentum)
		}
	})
	if err != nil {
		return err
	}
	for i := range d.plane {
		d.plane[i].X += d.velocity[i].X
		d.plane[i].Y += d.velocity[i].Y
	}
	return d.centre()
}

// attraction is the gradient's part of the p_ij.
func (d *descent) attraction(i int) (pull Point) {
	here := d.plane[i]
	to, weight := d.affinities.edges(i)
	weight = weight[:len(to)]
	for e, j := range to {
		there := d.plane[j]
		x, y := here.X-there.X, here.Y-there.Y
		w := weight[e] / (1 + x*x + y*y)
		pull.X += w * x
		pull.Y += w * y
	}
	return pull
}

// advance changes the velocity along a coordinate, and its gain: up while the
// gradient points against the velocity, else down.
func advance(velocity, gain *float32, gradient, rate, momentum float32) {
	if gradient*(*velocity) < 0 {
		*gain += 0.2
	} else {
		*gain = max(leastGain, *gain*0.8)
	}
	*velocity = momentum*(*velocity) - rate*(*gain)*gradient
}

// centre moves the middle of the points to 0.
func (d *descent) centre() error {
	var x, y float64
	for _, p := range d.plane {
		x, y = x+float64(p.X), y+float64(p.Y)
	}
	n := float64(len(d.plane))
	x, y = x/n, y/n
	if math.IsNaN(x+y) || math.Abs(x)+math.Abs(y) > 1e6 {
		return fmt.Errorf("embed: t-SNE has diverged")
	}
	for i := range d.plane {
		d.plane[i].X -= float32(x)
		d.plane[i].Y -= float32(y)
	}
	return nil
}

// divergence is KL(P || Q).
func (d *descent) divergence(ctx context.Context) (float64, error) {
	z, err := d.repulsion.evaluate(ctx, d.plane, d.force)
	if err != nil {
		return 0, err
	}
	logZ := math.Log(z)
	return sumOf(ctx, len(d.plane), func(lo, hi int) (sum float64) {
		for i := lo; i < hi; i++ {
			to, weight := d.affinities.edges(i)
			for e, j := range to {
				x, y := float64(d.plane[i].X-d.plane[j].X), float64(d.plane[i].Y-d.plane[j].Y)
				p := float64(weight[e])
				sum += p * (math.Log(p*(1+x*x+y*y)) + logZ)
			}
		}
		return sum
	})
}
