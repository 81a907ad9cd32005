package bayes

import (
	"bytes"
	"math"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	learntest.Run(t, func() learn.Classifier { return NewGaussianNB() })
}

// testdata/make_gaussiannb.py says how the predictions were made.
func TestLabelsAsScikitLearn(t *testing.T) {
	var data struct {
		Features, Classes   int
		Train, Labels, Test learntest.Bytes
		Cases               []struct {
			Scaled       bool
			Priors       []float64
			VarSmoothing float64 `json:"var_smoothing"`
			Predictions  learntest.Bytes
		}
	}
	learntest.ReadJSON(t, "testdata/gaussiannb.json", &data)
	for _, c := range data.Cases {
		set := learn.Set{Images: learn.Images{Pixels: data.Train, Features: data.Features}, Labels: data.Labels, Classes: data.Classes}
		if c.Scaled {
			set.Scaling = learn.Standardize(set.Images)
		}
		g := &GaussianNB{Priors: c.Priors, VarSmoothing: c.VarSmoothing}
		if err := g.Fit(t.Context(), set, 0); err != nil {
			t.Fatal(err)
		}
		got := make([]uint8, len(c.Predictions))
		if err := g.Predict(t.Context(), learn.Images{Pixels: data.Test, Features: data.Features}, got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, c.Predictions) {
			t.Errorf("scaled %v, priors %v, var_smoothing %v: labels\n%v, scikit-learn's are\n%v", c.Scaled, c.Priors, c.VarSmoothing, got, c.Predictions)
		}
	}
}

func TestParametersAreChecked(t *testing.T) {
	for text, valid := range map[string]bool{
		`{}`:                         true,
		`{"priors": null}`:           true,
		`{"priors": [0.5, 0.5]}`:     true,
		`{"priors": [0.5, 0.6]}`:     false,
		`{"priors": [-0.5, 1.5]}`:    false,
		`{"var_smoothing": 0}`:       true,
		`{"var_smoothing": -1}`:      false,
		`{"var_smothing": 1}`:        false,
		`{"priors": "a half"}`:       false,
		`{"priors": [0.5, 0.5]}junk`: false,
	} {
		if err := learn.Configure(NewGaussianNB(), []byte(text)); (err == nil) != valid {
			t.Errorf("%s: error %v", text, err)
		}
	}
	g := &GaussianNB{Priors: []float64{0.5, 0.5}}
	if err := g.Fit(t.Context(), learntest.Blobs(30, 10, 3, 1), 0); err == nil {
		t.Error("two priors for three classes were taken")
	}
}

func TestVarianceIsOfScaledFeatures(t *testing.T) {
	// With a smoothing as large as the largest variance it matters in which
	// units that variance is: v of the text is precision's inverse.
	set := learntest.Blobs(100, 10, 2, 4)
	g := &GaussianNB{VarSmoothing: 1}
	if err := g.Fit(t.Context(), set, 0); err != nil {
		t.Fatal(err)
	}
	s := set.Scaling.Scale[0]
	var sum, squares, n float64
	for i, y := range set.Labels {
		if y == 0 {
			x := set.Scaling.At(0, set.Row(i)[0])
			sum, squares, n = sum+x, squares+x*x, n+1
		}
	}
	want := squares/n - (sum/n)*(sum/n) + 1 // standardised: the largest variance is 1
	if got := 0.5 / g.precision[0] * s * s; math.Abs(got-want) > 1e-9 {
		t.Errorf("smoothed variance %v of the scaled feature, want %v", got, want)
	}
}
