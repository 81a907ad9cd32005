package boosting

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// testdata/make_boosting.py says how the scores were made. Those of
// HistGradientBoostingClassifier start elsewhere: at logarithms that are
// centred, which moves all of an image's scores by as much. Where features
// separate the training images equally well, rounding in scikit-learn may always
// prefer one that we draw with some seeds only.
func TestScoresAsScikitLearn(t *testing.T) {
	var data struct {
		Cases []struct {
			Name                string
			Parameter           json.RawMessage
			Features, Classes   int
			Train, Labels, Test learntest.Bytes
			Scores              []float64
		}
	}
	learntest.ReadJSON(t, "testdata/boosting.json", &data)
	for i, c := range data.Cases {
		g, h := NewGradientBoostingClassifier(), NewHistGradientBoostingClassifier()
		var classifier learn.Classifier = g
		fitted := &g.model
		if c.Name == "HistGradientBoostingClassifier" {
			classifier, fitted = h, &h.model
		}
		if err := learn.Configure(classifier, c.Parameter); err != nil {
			t.Fatal(err)
		}
		set := learn.Set{Images: learn.Images{Pixels: c.Train, Features: c.Features}, Labels: c.Labels, Classes: c.Classes}
		test := learn.Images{Pixels: c.Test, Features: c.Features}
		fault := ""
		for seed := range uint64(10) {
			if err := classifier.Fit(t.Context(), set, seed); err != nil {
				t.Fatal(err)
			}
			if fault = differs(fitted, test, c.Scores, fitted == &h.model); fault == "" {
				break
			}
		}
		if fault != "" {
			t.Errorf("case %d, %s %s: %s", i, c.Name, c.Parameter, fault)
		}
	}
}

// differs says where a model's scores are not those wanted, and is empty where
// they are, up to the rounding of leaves to float32; in shifted cases up to an
// addend for each image.
func differs(m *model, images learn.Images, want []float64, shifted bool) string {
	k := len(m.prior)
	for i := range images.Len() {
		got, want := scoresOf(m, images.Row(i)), want[i*k:(i+1)*k]
		shift := 0.0
		if k > 1 && shifted {
			shift = want[0] - got[0]
		}
		for j := range got {
			if math.Abs(got[j]+shift-want[j]) > 2e-6 {
				return fmt.Sprintf("scores of image %d are %v, scikit-learn's are %v", i, got, want)
			}
		}
	}
	return ""
}

// scoresOf are the model's scores of an image.
func scoresOf(m *model, row []uint8) []float64 {
	scores := append([]float64(nil), m.prior...)
	for i := range m.trees.len() {
		t := m.trees.tree(i)
		scores[i%len(scores)] += float64(t.value(row))
	}
	return scores
}
