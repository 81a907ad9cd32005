package linear

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/learn/learntest"
)

// TestEvaluation compares losses and gradients of every batch loss, for more
// outputs than kernels have registers and more rows than one part has, with
// plain sums in float64.
func TestEvaluation(t *testing.T) {
	p, err := newProblem(learntest.Blobs(partRows+columnRows+77, 25, 12, 3))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		o    objective
		loss func(values []float64, y, k int) (loss, slope float64)
	}{
		"logistic": {objective{loss: logisticLoss, penalty: L2, c: 0.5, constant: 1}, oneAgainstRest(logistic)},
		"hinge":    {objective{loss: marginLosses(squaredHinge), penalty: L2, c: 2, constant: 3, heavy: true}, oneAgainstRest(squaredHinge)},
		"rounded":  {objective{loss: marginLosses(roundedHinge), penalty: NoPenalty, c: 1}, oneAgainstRest(roundedHinge)},
		"softmax":  {objective{loss: softmaxLoss, together: true, penalty: L2, c: 1, constant: 1}, softmaxOf},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.outputs = len(p.classes)
			checkEvaluation(t, p, &c.o, c.loss)
		})
	}
}

func oneAgainstRest(loss marginLoss) func(values []float64, y, k int) (float64, float64) {
	return func(values []float64, y, k int) (float64, float64) {
		sign := -1.0
		if y == k {
			sign = 1
		}
		l, slope := loss(sign * values[k])
		return l, sign * slope
	}
}

func softmaxOf(values []float64, y, k int) (loss, slope float64) {
	sum := 0.0
	for _, v := range values {
		sum += math.Exp(v)
	}
	slope = math.Exp(values[k]) / sum
	if k == y {
		return math.Log(sum) - values[y], slope - 1
	}
	return 0, slope
}

func checkEvaluation(t *testing.T, p *problem, o *objective, loss func(values []float64, y, k int) (float64, float64)) {
	e, err := newEvaluation(t.Context(), o, p)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(4, 4))
	d, n := p.features+1, o.outputs
	weights := make([]float64, n*d)
	for j := range weights {
		weights[j] = r.NormFloat64() / 5
	}
	var all []*minimizer
	if o.together {
		all = []*minimizer{{candidate: weights}}
	} else {
		for k := range n {
			all = append(all, &minimizer{candidate: weights[k*d:][:d]})
		}
	}
	// Some outputs have stopped, where they can.
	outputs := o.start()
	if !o.together {
		outputs = append(outputs[:3], outputs[4:]...)
	}
	if err := e.at(t.Context(), all, outputs); err != nil {
		t.Fatal(err)
	}
	wantF, wantG := make([]float64, n), make([]float64, n*d)
	for i, x := range scaledRows(p, o.constant) {
		values := make([]float64, n)
		for k := range n {
			values[k] = dot64(weights[k*d:][:d], x)
		}
		for k := range n {
			l, slope := loss(values, int(p.y[i]), k)
			wantF[k] += l
			axpy64(slope, x, wantG[k*d:][:d])
		}
	}
	total, wantTotal := 0.0, 0.0
	for i, k := range outputs {
		w := weights[k*d:][:d]
		if o.penalty == L2 {
			free := w
			if !o.heavy {
				free = w[:d-1]
			}
			wantF[k] += dot64(free, free) / (2 * o.c)
			axpy64(1/o.c, free, wantG[k*d:])
		}
		total, wantTotal = total+e.f[i], wantTotal+wantF[k]
		if !o.together && math.Abs(e.f[i]-wantF[k]) > 1e-5*wantF[k] {
			t.Errorf("loss of output %d is %g, want %g", k, e.f[i], wantF[k])
		}
		for j := range d {
			if got, want := e.g[i*d+j], wantG[k*d+j]; math.Abs(got-want) > 1e-5*float64(p.n) {
				t.Errorf("derivative %d of output %d is %g, want %g", j, k, got, want)
			}
		}
	}
	if math.Abs(total-wantTotal) > 1e-5*wantTotal {
		t.Errorf("loss %g, want %g", total, wantTotal)
	}
}
