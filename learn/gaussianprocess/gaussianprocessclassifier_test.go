package gaussianprocess

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for name, g := range map[string]GaussianProcessClassifier{
		"rest":   {MultiClass: oneVsRest, Kernel: &Kernel{10, 10}, MaxIterPredict: 100, NInducing: 6000},
		"sparse": {MultiClass: oneVsRest, Kernel: &Kernel{10, 10}, MaxIterPredict: 100, NInducing: 60},
		"chosen": {MultiClass: oneVsOne, MaxIterPredict: 100, NInducing: 60},
	} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				fresh := g
				return &fresh
			})
		})
	}
}

// scikitCase is one of make_gp.py's.
type scikitCase struct {
	Parameters        json.RawMessage
	Features, Classes int
	Train, Test       learntest.Bytes
	Labels            learntest.Bytes
	Predictions       learntest.Bytes
	Probabilities     [][]float64
	Marginal          []float64
}

// TestScikitLearn fits with every image inducing, where nothing is
// approximated: probabilities, marginal likelihoods and labels are scikit-learn's.
func TestScikitLearn(t *testing.T) {
	var cases []scikitCase
	learntest.ReadJSON(t, "testdata/gp.json", &cases)
	for _, c := range cases {
		t.Run(string(c.Parameters), func(t *testing.T) { c.check(t) })
	}
}

func (c scikitCase) check(t *testing.T) {
	g := NewGaussianProcessClassifier()
	if err := learn.Configure(g, c.Parameters); err != nil {
		t.Fatal(err)
	}
	images := learn.Images{Pixels: c.Train, Features: c.Features}
	set := learn.Set{Images: images, Labels: c.Labels, Classes: c.Classes, Scaling: learn.Standardize(images)}
	if err := g.Fit(t.Context(), set, 1); err != nil {
		t.Fatal(err)
	}
	if len(g.Warnings()) > 0 {
		t.Errorf("warnings %q of an exact fit", g.Warnings())
	}
	test := learn.Images{Pixels: c.Test, Features: c.Features}
	labels := make([]uint8, test.Len())
	if err := g.Predict(t.Context(), test, labels); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]uint8(c.Predictions), labels); diff != "" {
		t.Errorf("labels: %s", diff)
	}
	c.checkProbabilities(t, g, test)
	c.checkMarginal(t, g, set)
}

func (c scikitCase) checkProbabilities(t *testing.T, g *GaussianProcessClassifier, test learn.Images) {
	for lo := 0; lo < test.Len(); lo += kernelRows {
		block := test.Slice(lo, min(test.Len(), lo+kernelRows))
		g.model.prepare()
		p := newPrediction(g.model)
		p.compute(block)
		for problem, want := range c.Probabilities {
			// scikit-learn's pairs are (0,1), (0,2) and so on, the later
			// positive: our order.
			for i := range block.Len() {
				if got := p.probability(problem, i); math.Abs(got-want[lo+i]) > 2e-4 {
					t.Errorf("problem %d, image %d: probability %v, scikit-learn has %v", problem, lo+i, got, want[lo+i])
				}
			}
		}
	}
}

func (c scikitCase) checkMarginal(t *testing.T, g *GaussianProcessClassifier, set learn.Set) {
	m, places := newModel(set, g.MultiClass)
	s, err := newSample(t.Context(), newPoints(set.Images, m.scale, m.shift), places, m.problems)
	if err != nil {
		t.Fatal(err)
	}
	gram, err := s.gram(t.Context(), *g.Kernel)
	if err != nil {
		t.Fatal(err)
	}
	for p, problem := range m.problems {
		l := s.newLaplace(problem, gram)
		got, _, err := l.marginal(make([]float64, len(l.rows)), 1e-9)
		if err != nil {
			t.Fatal(err)
		}
		if want := c.Marginal[p]; math.Abs(got-want) > 1e-4*math.Abs(want) {
			t.Errorf("problem %d: log marginal likelihood %v, scikit-learn has %v", p, got, want)
		}
	}
}

// TestChoice wants the kernel of a local maximum: all its neighbours at the
// smallest distance tried are less likely.
func TestChoice(t *testing.T) {
	set := learntest.Blobs(150, 30, 3, 1)
	m, places := newModel(set, oneVsRest)
	s, err := newSample(t.Context(), newPoints(set.Images, m.scale, m.shift), places, m.problems)
	if err != nil {
		t.Fatal(err)
	}
	best, err := s.choose(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	marginal := func(k Kernel) float64 {
		v, err := s.marginal(t.Context(), k, false)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	highest := marginal(best)
	for _, k := range []Kernel{
		{best.ConstantValue * 2, best.LengthScale}, {best.ConstantValue / 2, best.LengthScale},
		{best.ConstantValue, best.LengthScale * 1.2}, {best.ConstantValue, best.LengthScale / 1.2},
	} {
		if v := marginal(k); v > highest+0.1 {
			t.Errorf("chose %v of log marginal likelihood %v, %v has %v", best, highest, k, v)
		}
	}
}

func TestMedianDistance(t *testing.T) {
	// On a line at 0, 1, 3, 7: distances 1, 2, 3, 4, 6, 7, the upper median 4.
	images := learn.Images{Pixels: []uint8{0, 1, 3, 7}, Features: 1}
	s, err := newSample(t.Context(), newPoints(images, []float32{1}, []float32{0}), make([]uint8, 4), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := s.medianDistance(); math.Abs(d-4) > 1e-6 {
		t.Errorf("median distance %v, want 4", d)
	}
}

func TestParameters(t *testing.T) {
	g := NewGaussianProcessClassifier()
	if err := learn.Configure(g, []byte(`{"multi_class":"one_vs_one","kernel":{"constant_value":2,"length_scale":3},"n_inducing":10}`)); err != nil {
		t.Error(err)
	}
	if g.MultiClass != oneVsOne || *g.Kernel != (Kernel{2, 3}) || g.NInducing != 10 {
		t.Errorf("configured to %+v", g)
	}
	for _, bad := range []string{
		`{"multi_class":"ovr"}`, `{"kernel":{"constant_value":0,"length_scale":1}}`, `{"kernel":{"constant_value":1}}`,
		`{"kernel":{"constant_value":1,"length_scale":-1}}`, `{"max_iter_predict":0}`, `{"n_inducing":0}`, `{"kernel":"RBF"}`, `{"nu":1}`,
	} {
		if err := learn.Configure(NewGaussianProcessClassifier(), []byte(bad)); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

// TestWarnings wants every approximation named.
func TestWarnings(t *testing.T) {
	set := learntest.Blobs(120, 20, 3, 1)
	for _, c := range []struct {
		g    GaussianProcessClassifier
		want []string
	}{
		{GaussianProcessClassifier{oneVsRest, &Kernel{10, 10}, 100, 120, nil, nil}, nil},
		{GaussianProcessClassifier{oneVsRest, &Kernel{10, 10}, 100, 119, nil, nil}, []string{"119 of the 120 images"}},
		{GaussianProcessClassifier{oneVsRest, &Kernel{10, 10}, 1, 120, nil, nil}, []string{"did not converge"}},
		{GaussianProcessClassifier{oneVsOne, nil, 100, 50, nil, nil}, []string{"marginal likelihood of 120 images", "50 of the 120"}},
	} {
		if err := c.g.Fit(t.Context(), set, 1); err != nil {
			t.Fatal(err)
		}
		got := c.g.Warnings()
		if len(got) != len(c.want) {
			t.Errorf("warnings %q, want %q", got, c.want)
			continue
		}
		for i, w := range c.want {
			if !strings.Contains(got[i], w) {
				t.Errorf("warning %q, want one with %q", got[i], w)
			}
		}
	}
}

// TestFashion learns from 10,000 images with a tenth of them inducing.
// scikit-learn, fitted to 1,000 of them with 100 * RBF(20), labels 0.82 right.
func TestFashion(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for seconds")
	}
	train, test := fashion(t)
	for _, how := range []string{oneVsRest, oneVsOne} {
		g := NewGaussianProcessClassifier()
		g.MultiClass, g.Kernel, g.NInducing = how, &Kernel{100, 20}, 1000
		if err := g.Fit(t.Context(), train, 1); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, test.Len())
		if err := g.Predict(t.Context(), test.Images, labels); err != nil {
			t.Fatal(err)
		}
		a := learn.Accuracy(labels, test.Labels)
		t.Logf("%s: accuracy %.4f", how, a)
		if a < 0.84 {
			t.Errorf("%s: accuracy %.4f, want 0.84", how, a)
		}
	}
}

// fashion is the first 10,000 images and a fifth of the test set.
func fashion(t *testing.T) (train, test learn.Set) {
	t.Helper()
	first := func(half string, n int) learn.Set {
		set := learntest.Real(t, "fashion", half)
		set.Images, set.Labels = set.Slice(0, n), set.Labels[:n]
		return set
	}
	train, test = first("train", 10_000), first("t10k", 2000)
	train.Scaling = learn.Standardize(train.Images)
	return train, test
}
