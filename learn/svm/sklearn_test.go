package svm

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// TestAsScikitLearn compares labels, dual objectives and numbers of support
// vectors with what testdata/make_sklearn.py wrote.
func TestAsScikitLearn(t *testing.T) {
	var recorded struct {
		Sets []struct {
			Features, Classes int
			Pixels, Labels    learntest.Bytes
		}
		Cases []struct {
			Set         int
			Parameters  json.RawMessage
			Predictions learntest.Bytes
			Machines    []struct {
				Objective float64
				Vectors   int
			}
		}
	}
	learntest.ReadJSON(t, "testdata/sklearn.json", &recorded)
	for _, c := range recorded.Cases {
		from := recorded.Sets[c.Set]
		images := learn.Images{Pixels: from.Pixels, Features: from.Features}
		set := learn.Set{Images: images, Labels: from.Labels, Classes: from.Classes, Scaling: learn.Standardize(images)}
		s := NewSVC()
		if err := learn.Configure(s, c.Parameters); err != nil {
			t.Fatal(err)
		}
		if err := s.Fit(t.Context(), set, 0); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, images.Len())
		if err := s.Predict(t.Context(), images, labels); err != nil {
			t.Fatal(err)
		}
		if want := c.Predictions; !bytes.Equal(labels, want) {
			t.Errorf("set %d, %s: labels %v, scikit-learn's are %v", c.Set, c.Parameters, labels, want)
		}
		sum := 0.0
		for _, p := range s.Problems() {
			sum += p.Objective
		}
		if f := s.Figures(); f["dual_objective"] != sum || f["support_vectors"] < 2 || f["support_vectors"] > float64(images.Len()) {
			t.Errorf("set %d, %s: figures %v, the objectives' sum is %v", c.Set, c.Parameters, f, sum)
		}
		for i, p := range s.Problems() {
			want := c.Machines[i]
			if math.Abs(p.Objective-want.Objective) > 1e-4*math.Abs(want.Objective) || p.SupportVectors != want.Vectors {
				t.Errorf("set %d, %s, classes %v: objective %v with %d vectors, scikit-learn's %v with %d",
					c.Set, c.Parameters, p.Classes, p.Objective, p.SupportVectors, want.Objective, want.Vectors)
			}
		}
	}
}
