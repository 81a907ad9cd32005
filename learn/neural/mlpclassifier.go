// Package neural holds the multi-layer perceptron.
package neural

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// MLPClassifier is a network of fully connected layers with a softmax on top,
// trained by Adam on minibatches: see trainer for what it minimises. Weights,
// moments and products are float32, the loss is added up in float64.
//
// Initial weights, the loss curve and the rule to stop are scikit-learn's. Of
// two classes scikit-learn makes one logistic output; here they have two
// outputs under the softmax, as any other number of classes has.
type MLPClassifier struct {
	// HiddenLayerSizes are the numbers of hidden units, from the input on.
	HiddenLayerSizes []int `json:"hidden_layer_sizes"`
	// Activation of the hidden units: relu, tanh, logistic or identity.
	Activation string `json:"activation"`
	// Solver can only be adam.
	Solver string `json:"solver"`
	// Alpha is the strength of the L2 penalty on the weights; biases have none.
	Alpha float64 `json:"alpha"`
	// BatchSize is the number of images a step; auto is 200, or all if they
	// are fewer.
	BatchSize BatchSize `json:"batch_size"`
	// LearningRateInit is the step size of Adam.
	LearningRateInit float64 `json:"learning_rate_init"`
	// MaxIter is the largest number of epochs.
	MaxIter int `json:"max_iter"`
	// Shuffle draws a new order of the images for each epoch.
	Shuffle bool `json:"shuffle"`
	// Training ends when for more than NIterNoChange epochs in succession the
	// mean loss was not below the lowest so far by at least Tol.
	Tol           float64 `json:"tol"`
	NIterNoChange int     `json:"n_iter_no_change"`
	// Beta1 and Beta2 are the decay of Adam's moments, Epsilon what is added
	// to the root of the second.
	Beta1   float64 `json:"beta_1"`
	Beta2   float64 `json:"beta_2"`
	Epsilon float64 `json:"epsilon"`

	net      *network
	classes  []uint8 // the label of each output
	curve    []float64
	warnings []string
}

// NewMLPClassifier returns the classifier with scikit-learn's defaults.
func NewMLPClassifier() *MLPClassifier {
	return &MLPClassifier{
		HiddenLayerSizes: []int{100}, Activation: "relu", Solver: "adam",
		Alpha: 1e-4, BatchSize: Auto, LearningRateInit: 1e-3, MaxIter: 200, Shuffle: true,
		Tol: 1e-4, NIterNoChange: 10, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8,
	}
}

// BatchSize is a number of images, or Auto.
type BatchSize int

// Auto is written "auto" in JSON.
const Auto BatchSize = 0

const autoBatch = 200

// UnmarshalJSON reads "auto" or a positive number.
func (b *BatchSize) UnmarshalJSON(text []byte) error {
	if string(text) == `"auto"` {
		*b = Auto
		return nil
	}
	var n int
	if err := json.Unmarshal(text, &n); err != nil || n < 1 {
		return fmt.Errorf(`neural: batch_size %s, want "auto" or a positive number`, text)
	}
	*b = BatchSize(n)
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (b BatchSize) MarshalJSON() ([]byte, error) {
	if b == Auto {
		return []byte(`"auto"`), nil
	}
	return json.Marshal(int(b))
}

// most units in a layer: beyond it the weights of two layers alone would not
// fit into any memory.
const mostUnits = 1 << 20

// Validate reports parameters out of their range.
func (m *MLPClassifier) Validate() error {
	for _, units := range m.HiddenLayerSizes {
		if units < 1 || units > mostUnits {
			return fmt.Errorf("neural: MLPClassifier: a hidden layer of %d units, want 1 to %d", units, mostUnits)
		}
	}
	if _, ok := activations[m.Activation]; !ok {
		return fmt.Errorf("neural: MLPClassifier: activation %q, want relu, tanh, logistic or identity", m.Activation)
	}
	if m.Solver != "adam" {
		return fmt.Errorf("neural: MLPClassifier: solver %q, only adam is implemented", m.Solver)
	}
	for _, p := range []struct {
		name  string
		value float64
		ok    bool
	}{
		{"alpha", m.Alpha, m.Alpha >= 0},
		{"batch_size", float64(m.BatchSize), m.BatchSize >= 0},
		{"learning_rate_init", m.LearningRateInit, m.LearningRateInit > 0},
		{"max_iter", float64(m.MaxIter), m.MaxIter > 0},
		{"tol", m.Tol, m.Tol >= 0},
		{"n_iter_no_change", float64(m.NIterNoChange), m.NIterNoChange > 0},
		{"beta_1", m.Beta1, m.Beta1 >= 0 && m.Beta1 < 1},
		{"beta_2", m.Beta2, m.Beta2 >= 0 && m.Beta2 < 1},
		{"epsilon", m.Epsilon, m.Epsilon > 0},
	} {
		if !p.ok || math.IsInf(p.value, 0) {
			return fmt.Errorf("neural: MLPClassifier: %s %v is out of its range", p.name, p.value)
		}
	}
	return nil
}

// Fit trains a network with as many outputs as there are classes in the set.
// The seed decides initial weights and orders. It fails when the loss leaves
// the finite numbers.
func (m *MLPClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	if err := train.Check(); err != nil {
		return err
	}
	if err := m.Validate(); err != nil {
		return err
	}
	m.net, m.curve, m.warnings = nil, nil, nil
	var places []uint8
	m.classes, places = train.PlaceClasses()
	random := rand.New(rand.NewPCG(seed, 0))
	scale, shift := affine(train.Scaling, train.Features)
	net := newNetwork(m.sizes(train.Features), activations[m.Activation], scale, shift)
	net.initialise(random)

	t := newTrainer(m, net, train, m.batch(train.Len()), random)
	t.classes = places
	t.team = newTeam(min(runtime.GOMAXPROCS(0), max(len(t.losses), len(t.pieces))))
	defer t.team.close()
	if err := m.iterate(ctx, t); err != nil {
		return err
	}
	m.net = net
	return nil
}

func (m *MLPClassifier) sizes(features int) []int {
	return slices.Concat([]int{features}, m.HiddenLayerSizes, []int{len(m.classes)})
}

// batch is the size of batches of n images.
func (m *MLPClassifier) batch(n int) int {
	size := int(m.BatchSize)
	if m.BatchSize == Auto {
		return min(autoBatch, n)
	}
	if size > n {
		m.warnings = append(m.warnings, fmt.Sprintf("batch_size %d is more than the %d images: batches are of %d", size, n, n))
	}
	return min(size, n)
}

// iterate runs epochs until the loss stands still.
func (m *MLPClassifier) iterate(ctx context.Context, t *trainer) error {
	still := plateau{tol: m.Tol, patience: m.NIterNoChange, best: math.Inf(1)}
	for range m.MaxIter {
		loss, err := t.epoch(ctx.Err)
		if err != nil {
			return err
		}
		if math.IsNaN(loss) || math.IsInf(loss, 0) {
			return fmt.Errorf("neural: MLPClassifier: the loss of epoch %d is %v: learning_rate_init may be too large, or the features not scaled",
				len(m.curve)+1, loss)
		}
		m.curve = append(m.curve, loss)
		if still.reached(loss) {
			return nil
		}
	}
	m.warnings = append(m.warnings, fmt.Sprintf("Adam did not converge within max_iter %d epochs: the loss was still falling", m.MaxIter))
	return nil
}

// plateau is scikit-learn's rule to stop, to the letter: a loss improves when
// it is below the lowest before it by tol, and the number of losses in
// succession that did not must pass patience.
type plateau struct {
	tol      float64
	patience int
	best     float64
	standing int
}

// reached takes the next loss.
func (p *plateau) reached(loss float64) bool {
	if loss > p.best-p.tol {
		p.standing++
	} else {
		p.standing = 0
	}
	p.best = min(p.best, loss)
	return p.standing > p.patience
}

// LossCurve is the mean loss of each epoch of the last Fit.
func (m *MLPClassifier) LossCurve() []float64 { return m.curve }

// Warnings says whether training stopped before it converged.
func (m *MLPClassifier) Warnings() []string { return m.warnings }

// Predict labels each image with the class of the largest output, the lowest
// on a tie.
func (m *MLPClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if m.net == nil {
		return learn.ErrNotFitted
	}
	if err := learn.CheckPredict(images, labels, m.net.layers[0].in); err != nil {
		return err
	}
	return m.eachLogits(ctx, images, func(i int, logits []float32) {
		labels[i] = m.classes[learn.Argmax(logits)]
	})
}

// PredictProba writes the softmax of each image's outputs.
func (m *MLPClassifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	if m.net == nil {
		return learn.ErrNotFitted
	}
	columns, err := learn.CheckPredictProba(images, p, m.net.layers[0].in, learn.Labels(m.classes))
	if err != nil {
		return err
	}
	return m.eachLogits(ctx, images, func(i int, logits []float32) {
		shares := make([]float64, len(logits))
		for k, v := range logits {
			shares[k] = float64(v)
		}
		learn.Softmax(shares)
		learn.SetProbabilities(p[i*columns:][:columns], m.classes, shares)
	})
}

// eachLogits calls use, from several goroutines, with every image's outputs.
func (m *MLPClassifier) eachLogits(ctx context.Context, images learn.Images, use func(i int, logits []float32)) error {
	const chunk = 96
	if images.Len() > 0 {
		m.net.unpack()
	}
	return parallel.Workers(ctx, images.Len(), chunk, func() func(lo, hi int) {
		p := m.net.newPass(chunk)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				m.net.load(p, i-lo, images.Row(i))
			}
			m.net.forward(p, 0, hi-lo)
			for i := lo; i < hi; i++ {
				use(i, m.net.logits(p, i-lo))
			}
		}
	})
}

// State returns layers (the numbers of units from input to output), coefs and
// intercepts (the weights of each layer in turn, inputs x outputs, and its
// biases), classes (the label of each output), scale and shift (of the features).
func (m *MLPClassifier) State() (learn.State, error) {
	if m.net == nil {
		return nil, learn.ErrNotFitted
	}
	layers := []int32{int32(m.net.layers[0].in)}
	for _, y := range m.net.layers {
		layers = append(layers, int32(y.out))
	}
	coefs, intercepts := m.net.numbers()
	return learn.State{
		"layers": layers, "coefs": coefs, "intercepts": intercepts, "classes": m.classes,
		"scale": m.net.scale, "shift": m.net.shift,
	}, nil
}

// Restore sets the fitted network.
func (m *MLPClassifier) Restore(s learn.State) error {
	classes, err := learn.Get[[]uint8](s, "classes", -1)
	if err != nil {
		return err
	}
	scale, err := learn.Get[[]float32](s, "scale", -1)
	if err != nil {
		return err
	}
	shift, err := learn.Get[[]float32](s, "shift", len(scale))
	if err != nil {
		return err
	}
	m.classes = classes
	sizes := m.sizes(len(scale))
	if err := m.checkLayers(s, sizes); err != nil {
		return err
	}
	coefs, err := learn.Get[[]float32](s, "coefs", -1)
	if err != nil {
		return err
	}
	intercepts, err := learn.Get[[]float32](s, "intercepts", -1)
	if err != nil {
		return err
	}
	if err := checkWeights(sizes, len(coefs), len(intercepts)); err != nil {
		return err
	}
	m.net = emptyNetwork(sizes, activations[m.Activation], scale, shift)
	m.net.stored = &stored{coefs: coefs, intercepts: intercepts}
	return nil
}

// checkLayers holds the state against the parameters.
func (m *MLPClassifier) checkLayers(s learn.State, sizes []int) error {
	if err := m.Validate(); err != nil {
		return err
	}
	layers, err := learn.Get[[]int32](s, "layers", len(sizes))
	if err != nil {
		return err
	}
	for l, units := range layers {
		if int(units) != sizes[l] || units < 1 {
			return fmt.Errorf("neural: MLPClassifier: layers of %d units, want %d", layers, sizes)
		}
	}
	return nil
}

// checkWeights compares the numbers of weights and biases with what the layers
// need, before room for them is made.
func checkWeights(sizes []int, coefs, intercepts int) error {
	wantCoefs, wantIntercepts := 0, 0
	for l, out := range sizes[1:] {
		wantCoefs += sizes[l] * out
		wantIntercepts += out
	}
	if coefs != wantCoefs || intercepts != wantIntercepts {
		return fmt.Errorf("neural: MLPClassifier: %d coefs and %d intercepts for layers of %d units", coefs, intercepts, sizes)
	}
	return nil
}
