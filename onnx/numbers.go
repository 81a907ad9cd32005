package onnx

import (
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/linear"
	"github.com/fmnist/fmnist/learn/neighbors"
	"github.com/fmnist/fmnist/learn/neural"
	"github.com/fmnist/fmnist/learn/svm"
)

// gaussianNB is constant - sum of (x-mean)^2 precision, a class at a time.
func (g *graph) gaussianNB(s learn.State, x value, classes int) (result, error) {
	var faults []error
	mean, precision := get[[]float64](s, "mean", &faults), get[[]float64](s, "precision", &faults)
	constant := get[[]float64](s, "constant", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	d := len(mean) / len(constant)
	x = g.cast(x, elemDouble)
	var columns []value
	for c := range constant {
		off := g.sub(x, g.constant(tensorOf(mean[c*d:(c+1)*d])))
		columns = append(columns, g.matmul(g.mul(off, off), g.constant(tensorOf(precision[c*d:(c+1)*d], d, 1))))
	}
	joint := g.sub(g.constant(tensorOf(constant)), g.concat(1, columns...))
	return result{g.argmax(joint), g.cast(g.softmax(joint), elemFloat)}, nil
}

// linearModel is what package linear keeps.
type linearModel struct {
	classes []uint8
	values  value // double, N x classes, or N x 1
	outputs int
}

func (g *graph) linearValues(s learn.State, x value) (m linearModel, err error) {
	var faults []error
	m.classes = get[[]uint8](s, "classes", &faults)
	coef, intercept := get[[]float32](s, "coef", &faults), get[[]float64](s, "intercept", &faults)
	if err := errors.Join(faults...); err != nil {
		return m, err
	}
	m.outputs = len(intercept)
	d := len(coef) / m.outputs
	if x, err = g.doubles(s, x, d); err != nil {
		return m, err
	}
	weights := g.transpose(g.cast(g.constant(tensorOf(coef, m.outputs, d)), elemDouble), 1, 0)
	m.values = g.add(g.matmul(x, weights), g.constant(tensorOf(intercept)))
	return m, nil
}

// pair puts a column of zeros before a single one: the first class's.
func (g *graph) pair(v value) value { return g.concat(1, g.sub(v, v), v) }

func (g *graph) linear(s learn.State, x value) (result, error) {
	m, err := g.linearValues(s, x)
	if err != nil {
		return result{}, err
	}
	if m.outputs == 1 {
		m.values = g.pair(m.values)
	}
	return result{label: g.labels(g.argmax(m.values), m.classes)}, nil
}

func (g *graph) logistic(c *linear.LogisticRegression, s learn.State, x value, classes int) (result, error) {
	m, err := g.linearValues(s, x)
	if err != nil {
		return result{}, err
	}
	var shares value
	switch together := c.MultiClass == "multinomial" || c.MultiClass == "auto" && len(m.classes) > 2; {
	case m.outputs == 1:
		m.values = g.pair(m.values)
		shares = g.softmax(m.values)
	case together:
		shares = g.softmax(m.values)
	default: // each against the rest
		shares = g.op("Sigmoid", []value{m.values})
		shares = g.div(shares, g.reduceSum(shares, 1, 1))
	}
	p, err := g.spread(g.cast(shares, elemFloat), m.classes, classes)
	return result{g.labels(g.argmax(m.values), m.classes), p}, err
}

// activations are the operators behind the names.
var activations = map[string]string{"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid", "identity": "Identity"}

// perceptron is float32 throughout, as the network is.
func (g *graph) perceptron(c *neural.MLPClassifier, s learn.State, x value, all int) (result, error) {
	var faults []error
	layers, classes := get[[]int32](s, "layers", &faults), get[[]uint8](s, "classes", &faults)
	coefs, intercepts := get[[]float32](s, "coefs", &faults), get[[]float32](s, "intercepts", &faults)
	scale, shift := get[[]float32](s, "scale", &faults), get[[]float32](s, "shift", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	x = g.add(g.mul(x, g.constant(tensorOf(scale))), g.constant(tensorOf(shift)))
	for l, out := range layers[1:] {
		n, m := int(layers[l]), int(out)
		x = g.op("Gemm", []value{x, g.constant(tensorOf(coefs[:n*m], n, m)), g.constant(tensorOf(intercepts[:m]))})
		coefs, intercepts = coefs[n*m:], intercepts[m:]
		if l < len(layers)-2 {
			x = g.op(activations[c.Activation], []value{x})
		}
	}
	p, err := g.spread(g.softmax(x), classes, all)
	return result{g.labels(g.argmax(x), classes), p}, err
}

// svc is LIBSVM's decision: kernel values, one decision a pair of classes, a
// vote each.
func (g *graph) svc(c *svm.SVC, s learn.State, x value) (result, error) {
	var faults []error
	classes, counts := get[[]int32](s, "classes", &faults), get[[]int32](s, "counts", &faults)
	features, vectors := get[[]int32](s, "features", &faults), get[[]uint8](s, "vectors", &faults)
	coef, rho := get[[]float64](s, "coef", &faults), get[[]float64](s, "rho", &faults)
	gamma := get[[]float64](s, "gamma", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	d, k := int(features[0]), len(classes)
	n := len(vectors) / d
	v := g.constant(tensorOf(vectors, n, d))
	x, err := g.doubles(s, x, d)
	if err != nil {
		return result{}, err
	}
	if v, err = g.doubles(s, v, d); err != nil {
		return result{}, err
	}
	values, err := g.kernel(c, gamma[0], x, v)
	if err != nil {
		return result{}, err
	}
	decisions := g.sub(g.matmul(values, g.constant(tensorOf(pairwise(coef, counts, len(rho)), n, len(rho)))), g.constant(tensorOf(rho)))
	won := g.cast(g.op("Greater", []value{decisions, scalar(g, 0.0)}), elemDouble)
	swing, start := ballot(k)
	votes := g.add(g.matmul(won, g.constant(tensorOf(swing, len(rho), k))), g.constant(tensorOf(start)))
	labels := make([]uint8, k)
	for i, c := range classes {
		labels[i] = uint8(c)
	}
	return result{label: g.labels(g.argmax(votes), labels)}, nil
}

// pairwise spreads the coefficients of LIBSVM's sv_coef, vectors x (classes-1),
// to vectors x pairs, zero where a vector has no part in a pair.
func pairwise(coef []float64, counts []int32, pairs int) []float64 {
	k := len(counts)
	dense := make([]float64, len(coef)/(k-1)*pairs)
	i := 0
	for a, count := range counts {
		for range count {
			for other := range k - 1 {
				b := other
				if other >= a {
					b++
				}
				lo, hi := min(a, b), max(a, b)
				dense[i*pairs+lo*k-lo*(lo+1)/2+hi-lo-1] = coef[i*(k-1)+other]
			}
			i++
		}
	}
	return dense
}

// ballot is what a won pair changes, pairs x classes, and the votes when every
// pair is lost.
func ballot(k int) (swing, start []float64) {
	start = make([]float64, k)
	for a := range k {
		for b := a + 1; b < k; b++ {
			row := make([]float64, k)
			row[a], row[b] = 1, -1
			swing = append(swing, row...)
			start[b]++
		}
	}
	return swing, start
}

// kernel is the kernel values of x and v, N x vectors.
func (g *graph) kernel(c *svm.SVC, gamma float64, x, v value) (value, error) {
	dot := g.matmul(x, g.transpose(v, 1, 0))
	switch c.Kernel {
	case svm.Linear:
		return dot, nil
	case svm.RBF:
		return g.op("Exp", []value{g.mul(g.distances(x, v, dot), scalar(g, -gamma))}), nil
	case svm.Poly:
		return g.op("Pow", []value{g.add(g.mul(dot, scalar(g, gamma)), scalar(g, c.Coef0)), scalar(g, float64(c.Degree))}), nil
	case svm.Sigmoid:
		return g.op("Tanh", []value{g.add(g.mul(dot, scalar(g, gamma)), scalar(g, c.Coef0))}), nil
	}
	return "", fmt.Errorf("kernel %q: %w", c.Kernel, ErrUnsupported)
}

// distances are the squared distances of the rows of x and v, given their
// products.
func (g *graph) distances(x, v, dot value) value {
	rows := g.reduceSum(g.mul(x, x), 1, 1)
	columns := g.reduceSum(g.mul(v, v), 1, 0)
	return g.sub(g.add(rows, columns), g.mul(dot, scalar(g, 2.0)))
}

// neighbors is brute force: all distances, the nearest k, their votes.
func (g *graph) neighbors(c *neighbors.KNeighborsClassifier, s learn.State, x value, classes int) (result, error) {
	var faults []error
	pixels, labels := get[[]uint8](s, "pixels", &faults), get[[]uint8](s, "labels", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	if c.P != 2 {
		return result{}, fmt.Errorf("distance p=%d: %w", c.P, ErrUnsupported)
	}
	n := len(labels)
	d := len(pixels) / n
	v, err := g.doubles(s, g.constant(tensorOf(pixels, n, d)), d)
	if err != nil {
		return result{}, err
	}
	if x, err = g.doubles(s, x, d); err != nil {
		return result{}, err
	}
	squared := g.distances(x, v, g.matmul(x, g.transpose(v, 1, 0)))
	nearest := g.node("", "TopK", []value{squared, g.constant(tensorOf([]int64{int64(min(n, c.NNeighbors))}))}, 2,
		attribute{"axis", int64(1)}, attribute{"largest", int64(0)}, attribute{"sorted", int64(1)})[1]
	wide := make([]int64, n)
	for i, y := range labels {
		wide[i] = int64(y)
	}
	votes := g.cast(g.oneHot(g.gather(g.constant(tensorOf(wide)), nearest, 0), classes), elemDouble)
	if c.Weights == "distance" {
		votes = g.mul(votes, g.unsqueeze(g.closeness(x, g.gather(v, nearest, 0)), 2))
	}
	sums := g.reduceSum(votes, 1, 0)
	p := g.cast(g.div(sums, g.reduceSum(sums, 1, 1)), elemFloat)
	return result{g.argmax(sums), p}, nil
}

// closeness are the votes of neighbours, N x k x features, by their distance,
// which is computed anew so that it is 0 exactly where it should be: then only
// such neighbours vote.
func (g *graph) closeness(x, neighbours value) value {
	off := g.sub(g.unsqueeze(x, 1), neighbours)
	squared := g.reduceSum(g.mul(off, off), 2, 0)
	zero := scalar(g, 0.0)
	same := g.cast(g.op("Equal", []value{squared, zero}), elemDouble)
	some := g.op("Greater", []value{g.reduceSum(same, 1, 1), zero})
	return g.op("Where", []value{some, same, g.op("Reciprocal", []value{g.op("Sqrt", []value{squared})})})
}
