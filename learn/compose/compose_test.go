package compose_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/compose"
	"github.com/fmnist/fmnist/learn/families"
	"github.com/fmnist/fmnist/learn/learntest"
)

func make1(t *testing.T, name, parameters string) learn.Classifier {
	t.Helper()
	c, err := families.New(name, []byte(parameters))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConformance(t *testing.T) {
	for name, c := range map[string]struct{ family, parameters string }{
		"PCA and k-NN":      {"Pipeline", `{"steps": [{"PCA": {"n_components": 8}}, {"KNeighborsClassifier": {}}]}`},
		"whitened and tree": {"Pipeline", `{"steps": [{"PCA": {"n_components": 20, "whiten": true}}, {"DecisionTreeClassifier": {}}]}`},
		"HOG and logistic": {"Pipeline", `{"steps": [
			{"HOG": {"orientations": 6, "pixels_per_cell": [1, 1], "cells_per_block": [1, 1]}}, {"LogisticRegression": {}}]}`},
		"three steps": {"Pipeline", `{"steps": [
			{"HOG": {"orientations": 6, "pixels_per_cell": [1, 1], "cells_per_block": [1, 1]}}, {"PCA": {"n_components": 9}}, {"GaussianNB": {}}]}`},
		"soft": {"VotingClassifier", `{"voting": "soft", "estimators": [
			{"GaussianNB": {}}, {"ExtraTreesClassifier": {"n_estimators": 5}}, {"Pipeline": {"steps": [{"PCA": {"n_components": 8}}, {"KNeighborsClassifier": {}}]}}]}`},
		"hard": {"VotingClassifier", `{"estimators": [{"GaussianNB": {}}, {"DecisionTreeClassifier": {}}, {"SVC": {}}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier { return make1(t, c.family, c.parameters) })
		})
	}
}

const members = `[{"GaussianNB": {}}, {"DecisionTreeClassifier": {"max_depth": 3}}, {"KNeighborsClassifier": {"n_neighbors": 7}}]`

// The vote is the mean of what the members say, each fitted on its own with the
// same seed.
func TestSoftVotingIsTheMean(t *testing.T) {
	all := learntest.Blobs(500, 25, 4, 3)
	train, test := all, all.Slice(300, 500)
	train.Images, train.Labels = all.Slice(0, 300), all.Labels[:300]
	mean := make([]float64, test.Len()*4)
	for name, parameters := range map[string]string{
		"GaussianNB": `{}`, "DecisionTreeClassifier": `{"max_depth": 3}`, "KNeighborsClassifier": `{"n_neighbors": 7}`,
	} {
		for j, v := range probabilities(t, name, parameters, train, test) {
			mean[j] += float64(v) / 3
		}
	}
	for j, v := range probabilities(t, "VotingClassifier", `{"voting": "soft", "estimators": `+members+`}`, train, test) {
		if math.Abs(float64(v)-mean[j]) > 1e-6 {
			t.Fatalf("image %d, label %d: %v, the mean is %v", j/4, j%4, v, mean[j])
		}
	}
}

func probabilities(t *testing.T, name, parameters string, train learn.Set, test learn.Images) []float32 {
	t.Helper()
	c := make1(t, name, parameters).(learn.ProbabilityClassifier)
	if err := c.Fit(t.Context(), train, 5); err != nil {
		t.Fatal(err)
	}
	p := make([]float32, test.Len()*train.Classes)
	if err := c.PredictProba(t.Context(), test, p); err != nil {
		t.Fatal(err)
	}
	return p
}

// Of two against one the two win, and of one each the lowest label.
func TestHardVotingCounts(t *testing.T) {
	all := learntest.Blobs(400, 25, 4, 4)
	train, test := all, all.Slice(200, 400)
	train.Images, train.Labels = all.Slice(0, 200), all.Labels[:200]
	label := func(name, parameters string) []uint8 {
		c := make1(t, name, parameters)
		if err := c.Fit(t.Context(), train, 5); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, test.Len())
		if err := c.Predict(t.Context(), test, labels); err != nil {
			t.Fatal(err)
		}
		return labels
	}
	a, b, c := label("GaussianNB", `{}`), label("DecisionTreeClassifier", `{"max_depth": 1}`), label("DecisionTreeClassifier", `{"max_depth": 2}`)
	var want []uint8
	apart := 0
	for i := range a {
		switch {
		case a[i] == b[i] || a[i] == c[i]:
			want = append(want, a[i])
		case b[i] == c[i]:
			want = append(want, b[i])
		default:
			want = append(want, min(a[i], b[i], c[i]))
			apart++
		}
	}
	if apart == 0 {
		t.Error("no image with three opinions among these")
	}
	got := label("VotingClassifier", `{"estimators": [
		{"GaussianNB": {}}, {"DecisionTreeClassifier": {"max_depth": 1}}, {"DecisionTreeClassifier": {"max_depth": 2}}]}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompositesRefuse(t *testing.T) {
	for _, c := range []struct{ family, parameters, fault string }{
		{"Pipeline", `{}`, "no steps"},
		{"Pipeline", `{"steps": [{"PCA": {}}]}`, "PCA is no classifier"},
		{"Pipeline", `{"steps": [{"SVC": {}}, {"SVC": {}}]}`, "SVC is no transformer"},
		{"Pipeline", `{"steps": [{"PAC": {}}, {"SVC": {}}]}`, "PAC: no such family"},
		{"Pipeline", `{"steps": [{"PCA": {"n_component": 3}}, {"SVC": {}}]}`, "n_component"},
		{"Pipeline", `{"steps": [{"PCA": {}}, {"SVC": {"C": "a"}}]}`, "SVC"},
		{"Pipeline", `{"steps": [{"PCA": {}, "HOG": {}}, {"SVC": {}}]}`, "2 names"},
		{"Pipeline", `{"steps": ["PCA"]}`, `want {"Name"`},
		{"VotingClassifier", `{"voting": "soft"}`, "no estimators"},
		{"VotingClassifier", `{"voting": "loud", "estimators": [{"SVC": {}}]}`, "loud"},
		{"VotingClassifier", `{"voting": "soft", "estimators": [{"SVC": {}}]}`, "SVC gives no probabilities"},
		{"VotingClassifier", `{"voting": "soft", "estimators": [{"Pipeline": {"steps": [{"PCA": {}}, {"SVC": {}}]}}]}`, "SVC gives no probabilities"},
	} {
		_, err := families.New(c.family, []byte(c.parameters))
		if err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: error %v, want one about %q", c.parameters, err, c.fault)
		}
	}
}

// What a part doubts, the whole does.
func TestWarningsNameThePart(t *testing.T) {
	c := make1(t, "Pipeline", `{"steps": [{"PCA": {"n_components": 3}}, {"KNeighborsClassifier": {"n_neighbors": 50}}]}`)
	if err := c.Fit(t.Context(), learntest.Blobs(20, 25, 2, 1), 0); err != nil {
		t.Fatal(err)
	}
	if w := c.(learn.Warner).Warnings(); len(w) != 1 || !strings.HasPrefix(w[0], "KNeighborsClassifier: n_neighbors is 50") {
		t.Errorf("warnings %q", w)
	}
}

// What was made to see whether it can be is of no use when the steps are others
// by now.
func TestStepsMayChange(t *testing.T) {
	set := learntest.Blobs(60, 25, 3, 1)
	changed := make1(t, "Pipeline", `{"steps": [{"PCA": {"n_components": 2}}, {"GaussianNB": {}}]}`).(*compose.Pipeline)
	changed.Steps[0].Parameters = json.RawMessage(`{"n_components": 7}`)
	if err := changed.Fit(t.Context(), set, 0); err != nil {
		t.Fatal(err)
	}
	s, err := changed.State()
	if err != nil {
		t.Fatal(err)
	}
	if axes := s["0.axes"].([]float32); len(axes) != 7*25 {
		t.Errorf("axes of %d numbers, want 7 x 25", len(axes))
	}
}

func TestParametersSurviveJSON(t *testing.T) {
	const parameters = `{"steps":[{"PCA":{"n_components":8}},{"KNeighborsClassifier":{}}]}`
	text, err := json.Marshal(make1(t, "Pipeline", parameters))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parameters, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
