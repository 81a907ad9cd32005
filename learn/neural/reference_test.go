package neural

import (
	"math"
	"math/rand/v2"
)

// reference is the network and its training once more, slowly and in float64:
// weights[l][p][j], the biases behind the last input.
type reference struct {
	m            *MLPClassifier
	weights      [][][]float64
	mean, square [][][]float64
	steps        int
}

func newReference(m *MLPClassifier, weights [][][]float64) *reference {
	r := &reference{m: m, weights: weights}
	for _, w := range weights {
		r.mean = append(r.mean, zeros(len(w), len(w[0])))
		r.square = append(r.square, zeros(len(w), len(w[0])))
	}
	return r
}

func zeros(rows, cols int) [][]float64 {
	z := make([][]float64, rows)
	for i := range z {
		z[i] = make([]float64, cols)
	}
	return z
}

// outputs is what every layer reads for x, and last the probabilities.
func (r *reference) outputs(x []float64) [][]float64 {
	all := [][]float64{x}
	for l, w := range r.weights {
		in, out := all[l], make([]float64, len(w[0]))
		for j := range out {
			out[j] = w[len(w)-1][j]
			for p, v := range in {
				out[j] += v * w[p][j]
			}
			if l < len(r.weights)-1 {
				out[j] = r.activate(out[j])
			}
		}
		all = append(all, out)
	}
	softmax(all[len(all)-1])
	return all
}

func (r *reference) activate(v float64) float64 {
	switch r.m.Activation {
	case "relu":
		return max(v, 0)
	case "tanh":
		return math.Tanh(v)
	case "logistic":
		return 1 / (1 + math.Exp(-v))
	}
	return v
}

// derivative at a sum whose output is v.
func (r *reference) derivative(v float64) float64 {
	switch r.m.Activation {
	case "relu":
		if v > 0 {
			return 1
		}
		return 0
	case "tanh":
		return 1 - v*v
	case "logistic":
		return v * (1 - v)
	}
	return 1
}

func softmax(x []float64) {
	total := 0.0
	for j := range x {
		x[j] = math.Exp(x[j])
		total += x[j]
	}
	for j := range x {
		x[j] /= total
	}
}

// loss is the sum over the images, penalty included, and gradient its gradient.
func (r *reference) loss(x [][]float64, y []uint8) (loss float64, gradient [][][]float64) {
	for _, w := range r.weights {
		g := zeros(len(w), len(w[0]))
		for p := range len(w) - 1 {
			for j, v := range w[p] {
				loss += 0.5 * r.m.Alpha * v * v
				g[p][j] = r.m.Alpha * v
			}
		}
		gradient = append(gradient, g)
	}
	for i := range x {
		all := r.outputs(x[i])
		delta := all[len(all)-1]
		loss -= math.Log(delta[y[i]])
		delta[y[i]]--
		r.backward(all, delta, gradient)
	}
	return loss, gradient
}

func (r *reference) backward(all [][]float64, delta []float64, gradient [][][]float64) {
	for l := len(r.weights) - 1; l >= 0; l-- {
		before := make([]float64, len(all[l]))
		for p, v := range all[l] {
			for j, d := range delta {
				gradient[l][p][j] += v * d
				before[p] += d * r.weights[l][p][j] * r.derivative(v)
			}
		}
		for j, d := range delta {
			gradient[l][len(all[l])][j] += d
		}
		delta = before
	}
}

// step is algorithm 1 of Kingma and Ba with its corrections spelt out, save
// that epsilon is added before them, as scikit-learn does.
func (r *reference) step(gradient [][][]float64, n int) {
	r.steps++
	c1, c2 := 1-math.Pow(r.m.Beta1, float64(r.steps)), 1-math.Pow(r.m.Beta2, float64(r.steps))
	for l, w := range r.weights {
		for p := range w {
			for j := range w[p] {
				g, m, v := gradient[l][p][j]/float64(n), &r.mean[l][p][j], &r.square[l][p][j]
				*m = r.m.Beta1**m + (1-r.m.Beta1)*g
				*v = r.m.Beta2**v + (1-r.m.Beta2)*g*g
				w[p][j] -= r.m.LearningRateInit * math.Sqrt(c2) / c1 * *m / (math.Sqrt(*v) + r.m.Epsilon)
			}
		}
	}
}

// curve trains for the given number of epochs on batches of the given size.
func (r *reference) curve(x [][]float64, y []uint8, epochs, batch int, random *rand.Rand) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	var curve []float64
	for range epochs {
		if r.m.Shuffle {
			random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		total := 0.0
		for lo := 0; lo < len(order); lo += batch {
			var bx [][]float64
			var by []uint8
			for _, i := range order[lo:min(len(order), lo+batch)] {
				bx, by = append(bx, x[i]), append(by, y[i])
			}
			loss, gradient := r.loss(bx, by)
			total += loss
			r.step(gradient, len(bx))
		}
		curve = append(curve, total/float64(len(x)))
	}
	return curve
}
