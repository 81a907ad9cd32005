package linear

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/learn/learntest"
)

// plainDescent is scikit-learn's algorithm as it stands, in float64 and with
// every penalty applied to every weight at every step. It returns the weights
// and the intercept of one problem and the epochs it took.
func plainDescent(d *descent, p *problem, class int, seed uint64) (w []float64, b float64, epochs int) {
	w, q, x := make([]float64, p.features), make([]float64, p.features), make([]float64, p.features)
	order := newWindowed(p.n)
	random := rand.New(rand.NewPCG(seed, 0))
	if d.shuffle {
		p, _ = p.shuffled(context.Background(), random)
	}
	t, u, best, stale := 1.0, 0.0, math.Inf(1), 0
	for epochs < d.maxIter && stale < d.patience {
		epochs++
		if d.shuffle {
			order.shuffle(random)
		}
		sum := 0.0
		for _, i := range order.rows {
			norm := 0.0
			for j := range x {
				x[j] = p.scaling.At(j, p.row(int(i))[j])
				norm += x[j] * x[j]
			}
			y := -1.0
			if p.y[i] == p.positive(class) {
				y = 1
			}
			loss, slope := d.loss(y * (dot64(w, x) + b))
			sum += loss
			eta, update := 0.0, 0.0
			switch {
			case d.damped:
				update = y * loss / (norm + 0.5/d.aggressive)
			case d.aggressive > 0:
				update = y * min(d.aggressive, loss/norm)
			default:
				eta = d.step(t)
				update = -y * eta * slope
			}
			if d.penalised {
				for j := range w {
					w[j] *= max(0, 1-(1-d.l1Ratio)*eta*d.alpha)
				}
			}
			axpy64(update, x, w)
			if d.fitIntercept {
				b += update
			}
			if d.penalised && d.l1Ratio > 0 {
				u += d.l1Ratio * eta * d.alpha
				for j, before := range w {
					switch {
					case before > 0:
						w[j] = max(0, before-(u+q[j]))
					case before < 0:
						w[j] = min(0, before+(u-q[j]))
					}
					q[j] += w[j] - before
				}
			}
			t++
		}
		if sum > best-d.tol*float64(p.n) {
			stale++
		} else {
			stale = 0
		}
		best = min(best, sum)
	}
	return w, b, epochs
}

// TestDescentIsScikitLearns compares with plainDescent on the same order of
// rows, for twelve classes in three groups of problems.
func TestDescentIsScikitLearns(t *testing.T) {
	set := learntest.Blobs(400, 25, 12, 3)
	p, err := newProblem(set)
	if err != nil {
		t.Fatal(err)
	}
	small := constantSteps(0.002)
	for name, d := range map[string]descent{
		"hinge l2":         {loss: hinge, alpha: 0.001, penalised: true, step: optimalSteps(0.001)},
		"perceptron l1":    {loss: perceptron, alpha: 0.001, l1Ratio: 1, penalised: true, step: constantSteps(1)},
		"log elasticnet":   {loss: logistic, alpha: 0.001, l1Ratio: 0.15, penalised: true, step: optimalSteps(0.001)},
		"huber elasticnet": {loss: modifiedHuber, alpha: 0.1, l1Ratio: 0.5, penalised: true, step: small},
		"squared l1":       {loss: squaredHinge, alpha: 0.1, l1Ratio: 1, penalised: true, step: small},
		"huge alpha":       {loss: hinge, alpha: 1000, penalised: true, step: constantSteps(0.01)},
		"no penalty":       {loss: logistic, alpha: 0.001, step: inverseSteps(0.1, 0.5)},
		"passive":          {loss: hinge, aggressive: 0.01},
		"passive damped":   {loss: hinge, aggressive: 0.01, damped: true},
	} {
		t.Run(name, func(t *testing.T) {
			d.fitIntercept, d.shuffle, d.maxIter, d.tol, d.patience = true, true, 6, 1e-3, 2
			got, err := d.fit(t.Context(), p, 9, "test")
			if err != nil {
				t.Fatal(err)
			}
			for k := range p.binary() {
				w, b, _ := plainDescent(&d, p, k, 9)
				size := math.Sqrt(dot64(w, w)) + math.Abs(b)
				if gap := math.Abs(got.intercept[k] - b); !(gap <= 2e-3*size) {
					t.Errorf("intercept of problem %d is %g, want %g", k, got.intercept[k], b)
				}
				for j, v := range w {
					if gap := math.Abs(float64(got.coef[k*p.features+j]) - v); !(gap <= 2e-3*size) {
						t.Errorf("weight %d of problem %d is %g, want %g", j, k, got.coef[k*p.features+j], v)
					}
				}
			}
		})
	}
}

// TestStopping wants every problem to stop after as many epochs as by itself.
func TestStopping(t *testing.T) {
	p, err := newProblem(learntest.Blobs(300, 25, 7, 5))
	if err != nil {
		t.Fatal(err)
	}
	d := descent{
		loss: logistic, alpha: 0.01, penalised: true, step: optimalSteps(0.01),
		fitIntercept: true, shuffle: true, maxIter: 100, tol: 1e-3, patience: 3,
	}
	m, err := d.fit(t.Context(), p, 4, "test")
	if err != nil {
		t.Fatal(err)
	}
	different := map[int]bool{}
	for k := range p.binary() {
		w, _, epochs := plainDescent(&d, p, k, 4)
		different[epochs] = true
		for j, v := range w {
			if gap := math.Abs(float64(m.coef[k*p.features+j]) - v); !(gap <= 1e-3) {
				t.Errorf("weight %d of problem %d is %g, after %d epochs it is %g", j, k, m.coef[k*p.features+j], epochs, v)
			}
		}
	}
	if len(different) < 2 {
		t.Errorf("all problems stop together, after %v epochs: the test shows nothing", different)
	}
	if len(m.warnings) > 0 {
		t.Errorf("warnings %q of problems that stopped", m.warnings)
	}
	d.maxIter = 2
	if m, err = d.fit(t.Context(), p, 4, "test"); err != nil || len(m.warnings) != 1 {
		t.Errorf("stopped after 2 epochs: warnings %q, error %v", m.warnings, err)
	}
}

// TestPace checks the invariant behind pace against the penalties applied one
// by one, to a single weight.
func TestPace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l1Ratio := rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "l1_ratio")
		strength := rapid.Float64Range(0.001, 0.01).Draw(t, "alpha*eta")
		steps := rapid.SliceOfN(rapid.Float64Range(-0.3, 0.3), 1, 200).Draw(t, "steps")

		r := race{descent: &descent{alpha: strength, l1Ratio: l1Ratio, penalised: true}}
		ones := &rows{n: 1, features: 8, stride: 8, pixels: []uint8{1, 0, 0, 0, 0, 0, 0, 0},
			scale: []float32{1, 0, 0, 0, 0, 0, 0, 0}, shift: make([]float32, 8)}
		field := newSparse(ones, make([]float32, 8))
		pace := pace{t: 1, decay: 1}
		var w, q, u float64
		for n, step := range steps {
			var out [group]float64
			field.products(&pace, 0, field.block(0), &out)
			if got := pace.decay * out[0]; math.Abs(got-w) > 2e-3 {
				t.Fatalf("before step %d the weight is %g, want %g", n, got, w)
			}
			r.shrink(&pace, 1, field)
			field.add(0, step/pace.decay, 0)
			r.toward(&pace, 1)

			w = w*(1-(1-l1Ratio)*strength) + step
			u += l1Ratio * strength
			before := w
			if w > 0 {
				w = max(0, w-(u+q))
			} else {
				w = min(0, w+(u-q))
			}
			q += w - before
		}
	})
}

func TestDivergence(t *testing.T) {
	set := learntest.Blobs(200, 25, 3, 1)
	c := NewSGDClassifier()
	c.Loss, c.LearningRate, c.Eta0, c.MaxIter = "squared_hinge", "constant", 1e30, 50
	if err := c.Fit(t.Context(), set, 1); err == nil {
		t.Error("weights that overflow are not an error")
	}
}

// TestDecisionsAreTheModels takes many small steps, whose rounding adds up:
// what the race takes a row's decision values for must still be those of the
// weights that it hands out.
func TestDecisionsAreTheModels(t *testing.T) {
	set := learntest.Blobs(1000, 50, 3, 8)
	p, err := newProblem(set)
	if err != nil {
		t.Fatal(err)
	}
	d := descent{loss: logistic, alpha: 1e-4, penalised: true, step: optimalSteps(1e-4), fitIntercept: true, tol: math.Inf(-1)}
	r, err := d.newRace(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if err := r.epoch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var products [group]float64
	coef := make([]float32, p.features)
	w, row := make([]float64, p.features), make([]float64, p.features)
	for k := range r.rivals {
		r.field.unpack(&r.pace, k, coef)
		for j, v := range coef {
			w[j] = float64(v)
		}
		for n := range p.n {
			for j := range row {
				row[j] = p.scaling.At(j, p.row(n)[j])
			}
			r.field.part(k, k+1).products(&r.pace, n, nil, &products)
			got, want := products[0]*r.pace.decay, dot64(w, row)
			if size := math.Sqrt(dot64(w, w) * dot64(row, row)); math.Abs(got-want) > 1e-5*size {
				t.Fatalf("problem %d, row %d: decision value %g, the model's is %g", k, n, got, want)
			}
		}
	}
}
