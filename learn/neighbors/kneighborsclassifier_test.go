package neighbors

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

func TestConformance(t *testing.T) {
	for _, c := range []KNeighborsClassifier{
		*NewKNeighborsClassifier(),
		{NNeighbors: 1, Weights: uniform, P: 1},
		{NNeighbors: 9, Weights: distance, P: 2},
		{NNeighbors: 3, Weights: distance, P: 1},
	} {
		t.Run(fmt.Sprintf("%d/%s/%d", c.NNeighbors, c.Weights, c.P), func(t *testing.T) {
			learntest.Run(t, func() learn.Classifier {
				return &KNeighborsClassifier{NNeighbors: c.NNeighbors, Weights: c.Weights, P: c.P}
			})
		})
	}
}

// TestAsScikitLearn compares labels and distances with those that
// testdata/make_kneighbors.py stored.
func TestAsScikitLearn(t *testing.T) {
	var data struct {
		Sets []struct {
			Name                string
			Features, Classes   int
			Train, Labels, Test learntest.Bytes
			Cases               []storedCase
		}
	}
	learntest.ReadJSON(t, "testdata/kneighbors.json", &data)
	for _, s := range data.Sets {
		set := learn.Set{Images: learn.Images{Pixels: s.Train, Features: s.Features}, Labels: s.Labels, Classes: s.Classes}
		test := learn.Images{Pixels: s.Test, Features: s.Features}
		for _, c := range s.Cases {
			t.Run(fmt.Sprintf("%s/%v/%d/%s/%d", s.Name, c.Scaled, c.NNeighbors, c.Weights, c.P), func(t *testing.T) {
				set.Scaling = learn.Scaling{}
				if c.Scaled {
					set.Scaling = learn.Standardize(set.Images)
				}
				c.check(t, set, test)
			})
		}
	}
}

// storedCase is parameters and what scikit-learn made of them.
type storedCase struct {
	KNeighborsClassifier
	Scaled      bool
	Distances   []float64
	Predictions learntest.Bytes
}

func (c *storedCase) check(t *testing.T, set learn.Set, test learn.Images) {
	if err := c.Fit(t.Context(), set, 0); err != nil {
		t.Fatal(err)
	}
	labels := make([]uint8, test.Len())
	if err := c.Predict(t.Context(), test, labels); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for i, want := range c.Predictions {
		if want == 255 { // depends on which of equally near ones count
			continue
		}
		if checked++; labels[i] != want {
			t.Errorf("image %d has label %d, scikit-learn's is %d", i, labels[i], want)
		}
	}
	if checked < 5 {
		t.Errorf("only %d labels to compare", checked)
	}
	if len(c.Distances) > 0 {
		c.checkDistances(t, test)
	}
}

func (c *storedCase) checkDistances(t *testing.T, test learn.Images) {
	for i, got := range found(t, c.index, test, c.NNeighbors) {
		for r, n := range got {
			d, want := n.distance, c.Distances[i*c.NNeighbors+r]
			if c.P == 2 {
				d = math.Sqrt(d)
			}
			// Where scikit-learn subtracts products, a distance of 0 is not quite 0.
			if math.Abs(d-want) > 1e-9*d+1e-5 {
				t.Fatalf("neighbour %d of image %d is at %v, scikit-learn's at %v", r, i, d, want)
			}
		}
	}
}

// TestVotes checks elections by hand: four training images on a line, labels 2, 1, 1, 0.
func TestVotes(t *testing.T) {
	set := learn.Set{
		Images:  learn.Images{Pixels: []uint8{10, 20, 20, 40}, Features: 1},
		Labels:  []uint8{2, 1, 1, 0},
		Classes: 3,
	}
	for _, c := range []struct {
		k       int
		weights string
		pixel   uint8
		want    uint8
	}{
		{1, uniform, 14, 2},  // at 4
		{1, uniform, 15, 2},  // at 5 and 5, the lower index
		{1, distance, 15, 2}, // the same
		{2, uniform, 30, 1},  // at 10, 10 and 10, the lower indices
		{2, uniform, 11, 1},  // one vote each, the lower class
		{2, distance, 11, 2}, // 1/1 against 1/9
		{3, uniform, 11, 1},  // one against two
		{3, distance, 10, 2}, // at 0: no other counts
		{3, distance, 20, 1}, // at 0 twice
		{4, uniform, 10, 1},
		{9, uniform, 255, 1}, // more than there are
	} {
		for p := 1; p <= 2; p++ {
			classifier := &KNeighborsClassifier{NNeighbors: c.k, Weights: c.weights, P: p}
			if err := classifier.Fit(t.Context(), set, 0); err != nil {
				t.Fatal(err)
			}
			got := []uint8{99}
			if err := classifier.Predict(t.Context(), learn.Images{Pixels: []uint8{c.pixel}, Features: 1}, got); err != nil {
				t.Fatal(err)
			}
			if got[0] != c.want {
				t.Errorf("k %d, %s, p %d, pixel %d: label %d, want %d", c.k, c.weights, p, c.pixel, got[0], c.want)
			}
			if warned := len(classifier.Warnings()) > 0; warned != (c.k > 4) {
				t.Errorf("k %d: warnings %q", c.k, classifier.Warnings())
			}
		}
	}
}

func TestParametersAreChecked(t *testing.T) {
	for text, valid := range map[string]bool{
		`{}`:                       true,
		`{"n_neighbors": 1}`:       true,
		`{"n_neighbors": 0}`:       false,
		`{"n_neighbors": 1.5}`:     false,
		`{"weights": "distance"}`:  true,
		`{"weights": "nearness"}`:  false,
		`{"p": 1}`:                 true,
		`{"p": 3}`:                 false,
		`{"algorithm": "kd_tree"}`: false,
	} {
		if err := learn.Configure(NewKNeighborsClassifier(), []byte(text)); (err == nil) != valid {
			t.Errorf("%s: error %v", text, err)
		}
	}
	if err := new(KNeighborsClassifier).Fit(t.Context(), learntest.Blobs(30, 10, 3, 1), 0); err == nil {
		t.Error("Fit took no neighbours")
	}
}

// TestRestoreChecks wants an error for states that do not fit together.
func TestRestoreChecks(t *testing.T) {
	whole := func() learn.State {
		return learn.State{
			"pixels": []uint8{1, 2, 3, 4}, "labels": []uint8{0, 1}, "classes": []int32{2},
			"scaling.scale": []float64{1, 2}, "scaling.shift": []float64{0, 0},
		}
	}
	if err := NewKNeighborsClassifier().Restore(whole()); err != nil {
		t.Fatal(err)
	}
	for name, array := range map[string]any{
		"pixels":        []uint8{1, 2, 3},
		"labels":        []uint8{0, 2},
		"classes":       []int32{-1},
		"scaling.scale": []float64{1, math.Inf(1)},
		"scaling.shift": []float64{1, 2, 3},
	} {
		s := whole()
		s[name] = array
		if err := NewKNeighborsClassifier().Restore(s); err == nil {
			t.Errorf("%s %v was taken", name, array)
		}
	}
}

// TestFilterOnAnyNumberOfProcessors labels with more training images than the
// filters start at.
func TestFilterOnAnyNumberOfProcessors(t *testing.T) {
	all := learntest.Blobs(filterFrom+300, 40, 5, 1)
	train, test := all, all.Slice(filterFrom, filterFrom+300)
	train.Images, train.Labels = all.Slice(0, filterFrom), all.Labels[:filterFrom]
	for p := 1; p <= 2; p++ {
		var labels [2][]uint8
		for i, procs := range []int{1, 3} {
			before := runtime.GOMAXPROCS(procs)
			c := &KNeighborsClassifier{NNeighbors: 5, Weights: distance, P: p}
			if err := c.Fit(t.Context(), train, 0); err != nil {
				t.Fatal(err)
			}
			if c.index.filter == nil {
				t.Fatal("no filter")
			}
			labels[i] = make([]uint8, test.Len())
			if err := c.Predict(t.Context(), test, labels[i]); err != nil {
				t.Fatal(err)
			}
			runtime.GOMAXPROCS(before)
		}
		if !slices.Equal(labels[0], labels[1]) {
			t.Errorf("p %d: the labels depend on the number of processors", p)
		}
	}
}

// TestRestoredSearchesAtOnce has many label images with a restored classifier,
// which has to make its index first.
func TestRestoredSearchesAtOnce(t *testing.T) {
	all := learntest.Blobs(filterFrom+50, 40, 5, 1)
	train, test := all, all.Slice(filterFrom, filterFrom+50)
	train.Images, train.Labels = all.Slice(0, filterFrom), all.Labels[:filterFrom]
	for p := 1; p <= 2; p++ {
		fitted := &KNeighborsClassifier{NNeighbors: 5, Weights: uniform, P: p}
		if err := fitted.Fit(t.Context(), train, 0); err != nil {
			t.Fatal(err)
		}
		want := make([]uint8, test.Len())
		if err := fitted.Predict(t.Context(), test, want); err != nil {
			t.Fatal(err)
		}
		state, err := fitted.State()
		if err != nil {
			t.Fatal(err)
		}
		restored := &KNeighborsClassifier{NNeighbors: 5, Weights: uniform, P: p}
		if err := restored.Restore(state); err != nil {
			t.Fatal(err)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := restored.Predict(cancelled, test, make([]uint8, test.Len())); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				got := make([]uint8, test.Len())
				if err := restored.Predict(t.Context(), test, got); err != nil || !slices.Equal(got, want) {
					t.Errorf("p %d: %v, or other labels", p, err)
				}
			})
		}
		wg.Wait()
		if restored.index.filter == nil {
			t.Errorf("p %d: no filter", p)
		}
	}
}

// TestAccuracy compares with what scikit-learn 1.2.1 reaches on standardised
// Fashion-MNIST.
func TestAccuracy(t *testing.T) {
	if testing.Short() {
		t.Skip("labels the whole test set")
	}
	train, test := learntest.Real(t, "fashion", "train"), learntest.Real(t, "fashion", "t10k")
	train.Scaling = learn.Standardize(train.Images)
	for _, c := range []struct {
		KNeighborsClassifier
		want float64
	}{
		{KNeighborsClassifier{NNeighbors: 5, Weights: uniform, P: 2}, 0.8533},
		{KNeighborsClassifier{NNeighbors: 9, Weights: distance, P: 2}, 0.8513},
		{KNeighborsClassifier{NNeighbors: 5, Weights: uniform, P: 1}, 0.8614},
	} {
		if err := c.Fit(t.Context(), train, 0); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, test.Len())
		if err := c.Predict(t.Context(), test.Images, labels); err != nil {
			t.Fatal(err)
		}
		// The order of the training images breaks ties of votes.
		if got := learn.Accuracy(labels, test.Labels); math.Abs(got-c.want) > 0.0005 {
			t.Errorf("k %d, %s, p %d: accuracy %.4f, scikit-learn's is %.4f", c.NNeighbors, c.Weights, c.P, got, c.want)
		} else {
			t.Logf("k %d, %s, p %d: accuracy %.4f, scikit-learn's is %.4f", c.NNeighbors, c.Weights, c.P, got, c.want)
		}
	}
}
