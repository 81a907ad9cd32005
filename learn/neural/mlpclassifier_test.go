package neural

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for activation := range activations {
		t.Run(activation, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				m := NewMLPClassifier()
				m.HiddenLayerSizes, m.Activation = []int{20, 16}, activation
				m.BatchSize, m.MaxIter, m.LearningRateInit = 50, 20, 0.01
				return m
			})
		})
	}
}

// weightsOf is the network's weights as the reference has them.
func weightsOf(net *network) [][][]float64 {
	var all [][][]float64
	for l := range net.layers {
		y := &net.layers[l]
		w := zeros(y.in+1, y.out)
		for p := range w {
			for j := range w[p] {
				w[p][j] = float64(y.weights[y.at(p, j)])
			}
		}
		all = append(all, w)
	}
	return all
}

func setWeights(net *network, all [][][]float64) {
	for l := range net.layers {
		y := &net.layers[l]
		for p := range all[l] {
			for j, v := range all[l][p] {
				y.weights[y.at(p, j)] = float32(v)
			}
		}
		y.transpose(0, y.in)
	}
}

func scaled(set learn.Set) [][]float64 {
	x := zeros(set.Len(), set.Features)
	for i := range x {
		for j, p := range set.Row(i) {
			x[i][j] = set.Scaling.At(j, p)
		}
	}
	return x
}

// newTraining is what Fit sets up, on two goroutines.
func newTraining(t *testing.T, m *MLPClassifier, set learn.Set, random *rand.Rand) *trainer {
	t.Helper()
	var places []uint8
	m.classes, places = set.PlaceClasses()
	scale, shift := affine(set.Scaling, set.Features)
	net := newNetwork(m.sizes(set.Features), activations[m.Activation], scale, shift)
	net.initialise(random)
	tr := newTrainer(m, net, set, m.batch(set.Len()), random)
	tr.classes, tr.team = places, newTeam(2)
	t.Cleanup(tr.team.close)
	return tr
}

// TestReferenceGradient holds the reference's gradient to differences of its
// loss, so that the other tests may lean on it.
func TestReferenceGradient(t *testing.T) {
	for activation := range activations {
		m := NewMLPClassifier()
		m.HiddenLayerSizes, m.Activation, m.Alpha = []int{5, 4}, activation, 0.3
		set := learntest.Blobs(20, 6, 3, 1)
		tr := newTraining(t, m, set, rand.New(rand.NewPCG(2, 0)))
		r := newReference(m, weightsOf(tr.net))
		x := scaled(set)
		_, gradient := r.loss(x, set.Labels)
		for l, w := range r.weights {
			for p := range w {
				for j := range w[p] {
					const h = 1e-6
					at := w[p][j]
					w[p][j] = at + h
					up, _ := r.loss(x, set.Labels)
					w[p][j] = at - h
					down, _ := r.loss(x, set.Labels)
					w[p][j] = at
					if want := (up - down) / (2 * h); math.Abs(gradient[l][p][j]-want) > 1e-6*(1+math.Abs(want)) {
						t.Fatalf("%s: layer %d, weight %d,%d: gradient %v, differences %v", activation, l, p, j, gradient[l][p][j], want)
					}
				}
			}
		}
	}
}

// TestGradient compares the gradient behind the first step with the
// reference's, on shapes at and around the sizes of blocks.
func TestGradient(t *testing.T) {
	for activation := range activations {
		for _, hidden := range [][]int{{}, {1}, {10}, {16}, {17, 15}, {33, 16, 5}} {
			m := NewMLPClassifier()
			m.HiddenLayerSizes, m.Activation, m.Alpha = hidden, activation, 0.3
			set := learntest.Blobs(61, 53, 5, 3)
			tr := newTraining(t, m, set, rand.New(rand.NewPCG(4, 0)))
			r := newReference(m, weightsOf(tr.net))
			_, want := r.loss(scaled(set), set.Labels)
			tr.images = tr.order
			tr.step()
			for _, c := range tr.pieces {
				y := &tr.net.layers[c.layer]
				for p := c.lo; p < c.hi; p++ {
					for j := range y.out {
						// After one step the first moment is 1-beta_1 times the mean gradient.
						at := j/16*(c.hi-c.lo)*16 + (p-c.lo)*16 + j%16
						got := float64(c.mean[at]) / (1 - m.Beta1) * float64(set.Len())
						if g := want[c.layer][p][j]; math.Abs(got-g) > 2e-5*(1+math.Abs(g)) {
							t.Fatalf("%s %v: layer %d, weight %d,%d: gradient %v, want %v", activation, hidden, c.layer, p, j, got, g)
						}
					}
				}
			}
		}
	}
}

// TestLossCurve follows the reference through 20 epochs in the same random
// order, the last batch of each shorter than the others.
func TestLossCurve(t *testing.T) {
	for activation := range activations {
		m := NewMLPClassifier()
		m.HiddenLayerSizes, m.Activation, m.BatchSize, m.MaxIter, m.Alpha = []int{20, 7}, activation, 32, 20, 0.01
		set := learntest.Blobs(150, 30, 4, 5)
		tr := newTraining(t, m, set, rand.New(rand.NewPCG(9, 0)))
		random := rand.New(rand.NewPCG(9, 0))
		newTraining(t, m, set, random) // draws the same weights
		want := newReference(m, weightsOf(tr.net)).curve(scaled(set), set.Labels, m.MaxIter, 32, random)
		if err := m.Fit(t.Context(), set, 9); err != nil {
			t.Fatal(err)
		}
		for i, got := range m.LossCurve() {
			if math.Abs(got-want[i]) > 1e-4*want[i] {
				t.Errorf("%s: loss %v in epoch %d, want %v", activation, got, i+1, want[i])
			}
		}
		if len(m.LossCurve()) != len(want) {
			t.Errorf("%s: %d epochs, want %d", activation, len(m.LossCurve()), len(want))
		}
	}
}

// scikitCase is one of make_mlp.py's.
type scikitCase struct {
	Parameters        json.RawMessage
	Features, Classes int
	Pixels            learntest.Bytes
	Labels            learntest.Bytes
	Initial           [][][]float64
	AfterOneEpoch     [][][]float64 `json:"after_one_epoch"`
	LossCurve         []float64     `json:"loss_curve"`
	Converged         bool
	Predictions       learntest.Bytes
}

// TestScikitLearn trains from scikit-learn's initial weights: the weights after
// an epoch of Adam, every epoch's loss, when it stops, and the labels.
func TestScikitLearn(t *testing.T) {
	var cases []scikitCase
	learntest.ReadJSON(t, "testdata/mlp.json", &cases)
	for _, c := range cases {
		t.Run(string(c.Parameters), func(t *testing.T) { c.check(t) })
	}
}

func (c scikitCase) check(t *testing.T) {
	m := NewMLPClassifier()
	if err := learn.Configure(m, c.Parameters); err != nil {
		t.Fatal(err)
	}
	images := learn.Images{Pixels: c.Pixels, Features: c.Features}
	set := learn.Set{Images: images, Labels: c.Labels, Classes: c.Classes, Scaling: learn.Standardize(images)}

	once := newTraining(t, m, set, rand.New(rand.NewPCG(1, 0)))
	setWeights(once.net, c.Initial)
	if _, err := once.epoch(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	for l, w := range weightsOf(once.net) {
		for p := range w {
			for j, got := range w[p] {
				if want := c.AfterOneEpoch[l][p][j]; math.Abs(got-want) > 2e-5 {
					t.Fatalf("layer %d, weight %d,%d after one epoch: %v, scikit-learn has %v", l, p, j, got, want)
				}
			}
		}
	}
	c.checkWhole(t, m, set)
}

func (c scikitCase) checkWhole(t *testing.T, m *MLPClassifier, set learn.Set) {
	tr := newTraining(t, m, set, rand.New(rand.NewPCG(1, 0)))
	setWeights(tr.net, c.Initial)
	if err := m.iterate(t.Context(), tr); err != nil {
		t.Fatal(err)
	}
	if len(m.curve) != len(c.LossCurve) {
		t.Fatalf("stopped after %d epochs, scikit-learn after %d", len(m.curve), len(c.LossCurve))
	}
	for i, got := range m.curve {
		if want := c.LossCurve[i]; math.Abs(got-want) > 2e-4*(want+0.01) {
			t.Errorf("loss %v in epoch %d, scikit-learn has %v", got, i+1, want)
		}
	}
	if converged := len(m.Warnings()) == 0; converged != c.Converged {
		t.Errorf("warnings %q, scikit-learn converged: %v", m.Warnings(), c.Converged)
	}
	m.net = tr.net
	labels := make([]uint8, set.Len())
	if err := m.Predict(t.Context(), set.Images, labels); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]uint8(c.Predictions), labels); diff != "" {
		t.Errorf("labels: %s", diff)
	}
}

// TestPlateau has the epoch at which each curve stops, for tol 0.1 and patience
// 2, worked out by hand from the rule; 0 means never.
func TestPlateau(t *testing.T) {
	for _, c := range []struct {
		curve []float64
		stop  int
	}{
		{[]float64{5, 4, 3, 2, 1}, 0},
		{[]float64{5, 5, 5, 5, 5}, 4},
		{[]float64{5, 5, 5, 4, 4, 4, 4}, 7},
		{[]float64{5, 4.95, 4.9, 4.85}, 4},             // falls, but by less than tol
		{[]float64{5, 4.9375, 4.8125, 4.75, 4.625}, 0}, // every other by more than tol
		{[]float64{5, 6, 5.5, 5.2}, 4},                 // below the last, not below the lowest
	} {
		p := plateau{tol: 0.1, patience: 2, best: math.Inf(1)}
		stop := 0
		for i, loss := range c.curve {
			if p.reached(loss) && stop == 0 {
				stop = i + 1
			}
		}
		if stop != c.stop {
			t.Errorf("%v stopped in epoch %d, want %d", c.curve, stop, c.stop)
		}
	}
}

func TestParameters(t *testing.T) {
	m := NewMLPClassifier()
	err := learn.Configure(m, []byte(`{"hidden_layer_sizes":[10,20],"activation":"tanh","batch_size":64,"alpha":0,"shuffle":false}`))
	if err != nil || !cmp.Equal(m.HiddenLayerSizes, []int{10, 20}) || m.Activation != "tanh" || m.BatchSize != 64 || m.Alpha != 0 || m.Shuffle {
		t.Errorf("configured to %+v, error %v", m, err)
	}
	if err := learn.Configure(m, []byte(`{"batch_size":"auto"}`)); err != nil || m.BatchSize != Auto {
		t.Errorf("batch size %d, error %v", m.BatchSize, err)
	}
	text, err := json.Marshal(m)
	if err != nil || !strings.Contains(string(text), `"batch_size":"auto"`) {
		t.Errorf("written as %s, error %v", text, err)
	}
	for _, bad := range []string{
		`{"batch_size":0}`, `{"batch_size":"some"}`, `{"hidden_layer_sizes":[0]}`, `{"hidden_layer_sizes":[99999999]}`,
		`{"activation":"step"}`, `{"solver":"sgd"}`, `{"alpha":-1}`, `{"learning_rate_init":0}`, `{"max_iter":0}`,
		`{"tol":-1}`, `{"n_iter_no_change":0}`, `{"beta_1":1}`, `{"beta_2":-0.1}`, `{"epsilon":0}`, `{"momentum":0.9}`,
	} {
		if err := learn.Configure(NewMLPClassifier(), []byte(bad)); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestWarnings(t *testing.T) {
	set := learntest.Blobs(30, 10, 2, 1)
	m := NewMLPClassifier()
	m.MaxIter, m.BatchSize = 3, 31
	if err := m.Fit(t.Context(), set, 1); err != nil || len(m.Warnings()) != 2 {
		t.Errorf("warnings %q, error %v: want one of the batch and one of the epochs", m.Warnings(), err)
	}
	m.MaxIter, m.BatchSize, m.Tol = 50, Auto, 10
	if err := m.Fit(t.Context(), set, 1); err != nil || len(m.Warnings()) != 0 || len(m.LossCurve()) != 12 {
		t.Errorf("%d epochs, warnings %q, error %v: want 12 epochs without improvement", len(m.LossCurve()), m.Warnings(), err)
	}
}

func TestDivergenceIsAnError(t *testing.T) {
	set := learntest.Blobs(30, 10, 2, 1)
	m := NewMLPClassifier()
	m.LearningRateInit = 1e30
	if err := m.Fit(t.Context(), set, 1); err == nil || !strings.Contains(err.Error(), "not scaled") {
		t.Errorf("error %v, want one that says the loss is not finite", err)
	}
	if err := m.Predict(t.Context(), set.Images, make([]uint8, 30)); err == nil {
		t.Error("the classifier labels after a failed Fit")
	}
}

func TestRestoreChecksParameters(t *testing.T) {
	m := NewMLPClassifier()
	m.MaxIter = 1
	if err := m.Fit(t.Context(), learntest.Blobs(30, 10, 2, 1), 1); err != nil {
		t.Fatal(err)
	}
	s, err := m.State()
	if err != nil {
		t.Fatal(err)
	}
	other := NewMLPClassifier()
	other.HiddenLayerSizes = []int{99}
	if err := other.Restore(s); err == nil {
		t.Error("the weights of 100 hidden units were restored into 99")
	}
}

// TestFashion compares the accuracy after 4 epochs with the mean of
// scikit-learn's over 3 seeds.
func TestFashion(t *testing.T) {
	if testing.Short() {
		t.Skip("trains on 60,000 images")
	}
	train, test := fashion(t)
	for hidden, want := range map[int]float64{100: 0.8746, 10: 0.8430} {
		mean := 0.0
		for seed := range uint64(3) {
			m := NewMLPClassifier()
			m.HiddenLayerSizes, m.MaxIter = []int{hidden}, 4
			if err := m.Fit(t.Context(), train, seed); err != nil {
				t.Fatal(err)
			}
			labels := make([]uint8, test.Len())
			if err := m.Predict(t.Context(), test.Images, labels); err != nil {
				t.Fatal(err)
			}
			mean += learn.Accuracy(labels, test.Labels) / 3
		}
		t.Logf("%d hidden units: mean accuracy %.4f, scikit-learn's %.4f", hidden, mean, want)
		if mean < want-0.007 {
			t.Errorf("%d hidden units: mean accuracy %.4f, scikit-learn's is %.4f", hidden, mean, want)
		}
	}
}

func fashion(t testing.TB) (train, test learn.Set) {
	t.Helper()
	train, test = learntest.Real(t, "fashion", "train"), learntest.Real(t, "fashion", "t10k")
	train.Scaling = learn.Standardize(train.Images)
	return train, test
}
