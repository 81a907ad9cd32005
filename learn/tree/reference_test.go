package tree

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// weightedImpurity is the definition: the weight of either side of a threshold
// times its impurity, and how many samples are on the lesser side.
func weightedImpurity(c Criterion, column []uint8, samples []entry, class []int, classes int, threshold uint8) (impurity float64, least int) {
	var weights [2][]float64
	var counts [2]int
	weights[0], weights[1] = make([]float64, classes), make([]float64, classes)
	for i, e := range samples {
		side := 0
		if column[e.row()] > threshold {
			side = 1
		}
		weights[side][class[i]] += float64(e.weight())
		counts[side]++
	}
	for _, w := range weights {
		sum := 0.0
		for _, x := range w {
			sum += x
		}
		for _, x := range w {
			switch {
			case x == 0:
			case c == Gini:
				impurity += x * (1 - x/sum)
			default:
				impurity -= x * math.Log2(x/sum)
			}
		}
	}
	return impurity, min(counts[0], counts[1])
}

// The split found on every feature is as pure as the purest of all thresholds,
// each tried by the definition.
func TestSplitIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := rapid.SampledFrom([]int{1, 2, 5, 20, 200, 1500}).Draw(t, "samples")
		classes := rapid.IntRange(1, 12).Draw(t, "classes")
		p := DefaultParams()
		p.Criterion = rapid.SampledFrom([]Criterion{Gini, Entropy}).Draw(t, "criterion")
		p.MinSamplesLeaf = rapid.IntRange(1, 3).Draw(t, "min_samples_leaf")
		columns, samples, counts := made(random, n, 2, classes)
		var class []int
		for c, count := range counts {
			class = append(class, slices.Repeat([]int{c}, int(count))...)
		}
		f := newFinder(p, classes, newImpurity(p.Criterion, 3*n), true)
		f.enter(samples, counts, 7)
		f.choose()
		for j, column := range columns {
			best := math.Inf(1)
			for v := range 255 {
				if x, least := weightedImpurity(p.Criterion, column, samples, class, classes, uint8(v)); least >= p.MinSamplesLeaf {
					best = min(best, x)
				}
			}
			c := f.search([][]uint8{column}, 1, []int32{int32(j)})
			if c.valid() == math.IsInf(best, 1) {
				t.Fatalf("found %+v, the least impurity is %v", c, best)
			}
			if !c.valid() {
				continue
			}
			got, least := weightedImpurity(p.Criterion, column, samples, class, classes, c.threshold)
			if got > best+1e-7*(1+best) || least < p.MinSamplesLeaf {
				t.Fatalf("threshold %d: impurity %v, the least is %v; %d samples on a side", c.threshold, got, best, least)
			}
		}
	})
}

// A random split of features side by side is the first of the purest of one
// threshold a feature, between its least and its largest value, and leaves
// enough samples on either side.
func TestRandomSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n := rapid.SampledFrom([]int{1, 2, 5, 20, 1500}).Draw(t, "samples")
		classes := rapid.IntRange(1, 12).Draw(t, "classes")
		p := DefaultParams()
		p.Splitter = Random
		p.Criterion = rapid.SampledFrom([]Criterion{Gini, Entropy}).Draw(t, "criterion")
		p.MinSamplesLeaf = rapid.IntRange(1, 3).Draw(t, "min_samples_leaf")
		columns, samples, counts := made(random, n, rapid.IntRange(1, simd.RowLanes).Draw(t, "features"), classes)
		var class []int
		for c, count := range counts {
			class = append(class, slices.Repeat([]int{c}, int(count))...)
		}
		features := make([]int32, len(columns))
		for i := range features {
			features[i] = int32(100 - i)
		}
		f := newFinder(p, classes, newImpurity(p.Criterion, 3*n), true)
		f.enter(samples, counts, 7)
		f.choose()
		best, purest := noSplit, math.Inf(1)
		for i, column := range columns {
			least, largest := slices.Min(column), slices.Max(column)
			if least == largest {
				continue
			}
			threshold := f.drawThreshold(features[i], least, largest)
			if threshold < least || threshold >= largest {
				t.Fatalf("threshold %d of values from %d to %d", threshold, least, largest)
			}
			impurity, lesser := weightedImpurity(p.Criterion, column, samples, class, classes, threshold)
			if lesser >= p.MinSamplesLeaf && impurity < purest-1e-7*(1+impurity) {
				best, purest = candidate{feature: int(features[i]), threshold: threshold}, impurity
			}
		}
		got := f.search(columns, 1, features)
		if got.valid() == math.IsInf(purest, 1) {
			t.Fatalf("found %+v, the least impurity is %v", got, purest)
		}
		if !got.valid() {
			return
		}
		impurity, lesser := weightedImpurity(p.Criterion, columns[100-got.feature], samples, class, classes, got.threshold)
		if impurity > purest+1e-7*(1+purest) || lesser < p.MinSamplesLeaf || best.feature != got.feature && impurity == purest {
			t.Fatalf("found %+v of impurity %v, want %+v of %v", got, impurity, best, purest)
		}
	})
}

// testdata/make_tree.py says how the predictions were made.
func TestLabelsAsScikitLearn(t *testing.T) {
	var data struct {
		Cases []struct {
			Features, Classes                int
			Train, Labels, Test, Predictions learntest.Bytes
			Parameters                       json.RawMessage
		}
	}
	learntest.ReadJSON(t, "testdata/tree.json", &data)
	for i, c := range data.Cases {
		tree := NewDecisionTreeClassifier()
		if err := learn.Configure(tree, c.Parameters); err != nil {
			t.Fatal(err)
		}
		set := learn.Set{Images: learn.Images{Pixels: c.Train, Features: c.Features}, Labels: c.Labels, Classes: c.Classes}
		if err := tree.Fit(t.Context(), set, uint64(i)); err != nil {
			t.Fatal(err)
		}
		got := make([]uint8, len(c.Predictions))
		if err := tree.Predict(t.Context(), learn.Images{Pixels: c.Test, Features: c.Features}, got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, c.Predictions) {
			t.Errorf("case %d, %s: labels\n%v, scikit-learn's are\n%v", i, c.Parameters, got, c.Predictions)
		}
	}
}
