package study

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// TestConfidence is worked out by hand.
func TestConfidence(t *testing.T) {
	labels := []uint8{0, 0, 0, 0, 1, 1}
	p := []float32{
		0.9, 0.1,
		0.8, 0.2,
		0.7, 0.3,
		0.05, 0.95, // labelled 0, surely 1
		0.2, 0.8,
		0.4, 0.6,
	}
	c := newConfidence(labels, p, 2)
	near := cmpopts.EquateApprox(0, 1e-6)
	if diff := cmp.Diff([]float64{2.45 / 4, 1.4 / 2}, c.threshold, near); diff != "" {
		t.Errorf("thresholds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{0.6 / 2, 1.55 / 4}, c.stranger, near); diff != "" {
		t.Errorf("stranger means (-want +got):\n%s", diff)
	}
	// The last image is confidently of neither class.
	if diff := cmp.Diff([][]int{{3, 1}, {0, 1}}, c.counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]float64{{0.5, 1. / 6}, {0, 2. / 6}}, c.joint, near); diff != "" {
		t.Errorf("joint (-want +got):\n%s", diff)
	}
	if got := c.noise(); math.Abs(got-1./6) > 1e-9 {
		t.Errorf("noise %v", got)
	}
	if diff := cmp.Diff([]int{3}, c.issues()); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
	if got := c.suggested(3); got != 1 {
		t.Errorf("suggested %d", got)
	}
}

// TestClassWithoutImages is a class that no image is labelled with.
func TestClassWithoutImages(t *testing.T) {
	c := newConfidence([]uint8{0, 2}, []float32{0.6, 0.4, 0, 0, 0.9, 0.1}, 3)
	sum := 0.0
	for _, row := range c.joint {
		for _, v := range row {
			sum += v
		}
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the joint adds up to %v", sum)
	}
	c.issues()
}

func TestLabelsFindsFlips(t *testing.T) {
	d := blobs(t, "blobs", 4, 800, 40, 120)
	o := LabelOptions{Model: Model{"LogisticRegression", `{"C":0.1}`, learn.StandardScaling}, Folds: 4, Flip: 0.05}
	p, err := Labels(context.Background(), []*dataset.Dataset{d}, o)
	if err != nil {
		t.Fatal(err)
	}
	if p.number("blobs.flipped") != 40 || p.number("blobs.precision") < 0.95 || p.number("blobs.recall") < 0.7 {
		t.Errorf("flipped %v, precision %v, recall %v", p.Figures["blobs.flipped"], p.Figures["blobs.precision"], p.Figures["blobs.recall"])
	}
	for _, o := range []LabelOptions{
		{Model: Model{"SVC", "{}", learn.NoScaling}, Folds: 2},
		{Model: LabelModel, Folds: 1},
		{Model: LabelModel, Folds: 2, Flip: 0.7},
		{Model: Model{"LogisticRegression", "{}", "unknown"}, Folds: 2},
	} {
		if _, err := Labels(context.Background(), []*dataset.Dataset{d}, o); err == nil {
			t.Errorf("no error for %+v", o)
		}
	}
}

// TestFolds checks that every fold has its share of every class.
func TestFolds(t *testing.T) {
	d := blobs(t, "blobs", 4, 103, 4, 10)
	fold := stratify(trainSet(d), 5, 1)
	counts := map[[2]int]int{}
	sizes := map[int]int{}
	for i, f := range fold {
		counts[[2]int{f, int(d.Train.Labels[i])}]++
		sizes[f]++
	}
	for f := range 5 {
		if sizes[f] < 20 || sizes[f] > 21 {
			t.Errorf("fold %d has %d of 103 images", f, sizes[f])
		}
		for class := range 4 {
			if n := counts[[2]int{f, class}]; n < 5 || n > 6 {
				t.Errorf("fold %d has %d images of class %d", f, n, class)
			}
		}
	}
}
