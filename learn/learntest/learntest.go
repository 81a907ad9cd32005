// Package learntest is the suite that every classifier must pass, whatever its
// family, and the data that their tests read. A family's test is
//
//	func TestConformance(t *testing.T) {
//		learntest.Run(t, func() learn.Classifier { return bayes.NewGaussianNB() })
//	}
package learntest

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
)

// Run checks the contract of learn.Classifier on small made data. The
// constructor returns a new, unfitted classifier with the parameters under test.
func Run(t *testing.T, newClassifier func() learn.Classifier) {
	t.Helper()
	s := suite{newClassifier}
	t.Run("LearnsBlobs", s.learnsBlobs)
	t.Run("SameSeedSameModel", s.sameSeedSameModel)
	t.Run("OneThreadEqualsMany", s.oneThreadEqualsMany)
	t.Run("FitsAfresh", s.fitsAfresh)
	t.Run("InputUnchanged", s.inputUnchanged)
	t.Run("PredictBeforeFit", s.predictBeforeFit)
	t.Run("StateRestores", s.stateRestores)
	t.Run("BrokenStateIsRefused", s.brokenStateIsRefused)
	t.Run("OneClass", s.oneClass)
	t.Run("OneSample", s.oneSample)
	t.Run("ConstantFeatures", s.constantFeatures)
	t.Run("MissingClasses", s.missingClasses)
	t.Run("BadSets", s.badSets)
	t.Run("BadPredictArguments", s.badPredictArguments)
	t.Run("NoImages", s.noImages)
	t.Run("Cancelled", s.cancelled)
	if c, ok := newClassifier().(learn.ProbabilityClassifier); ok {
		t.Run("ProbabilitiesBeforeFit", func(t *testing.T) { probabilitiesBeforeFit(t, c) })
		t.Run("Probabilities", s.probabilities)
	}
}

type suite struct{ newClassifier func() learn.Classifier }

// Blobs returns n images of d features in k classes: each class a random
// pattern with noise on top, a fifth of the features constant, as the edges of
// real images are. Images are in random order and standardised.
func Blobs(n, d, k int, seed uint64) learn.Set {
	random := rand.New(rand.NewPCG(seed, 1))
	centres := make([]uint8, k*d)
	for i := range centres {
		centres[i] = uint8(60 + random.IntN(120))
	}
	set := learn.Set{
		Images:  learn.Images{Pixels: make([]uint8, n*d), Features: d},
		Labels:  make([]uint8, n),
		Classes: k,
	}
	for i := range n {
		y := random.IntN(k)
		set.Labels[i] = uint8(y)
		for j := range d {
			if j%5 != 4 {
				set.Row(i)[j] = uint8(int(centres[y*d+j]) + random.IntN(61) - 30)
			}
		}
	}
	set.Scaling = learn.Standardize(set.Images)
	return set
}

func (s suite) fit(t *testing.T, set learn.Set, seed uint64) learn.Classifier {
	t.Helper()
	c := s.newClassifier()
	if err := c.Fit(t.Context(), set, seed); err != nil {
		t.Fatalf("Fit: %v", err)
	}
	return c
}

func predict(t *testing.T, c learn.Classifier, images learn.Images) []uint8 {
	t.Helper()
	labels := make([]uint8, images.Len())
	if err := c.Predict(t.Context(), images, labels); err != nil {
		t.Fatalf("Predict: %v", err)
	}
	return labels
}

func state(t *testing.T, c learn.Classifier) learn.State {
	t.Helper()
	st, err := c.State()
	if err != nil {
		t.Fatalf("State: %v", err)
	}
	return st
}

func (s suite) learnsBlobs(t *testing.T) {
	all := Blobs(600, 25, 4, 1)
	train := all
	train.Images, train.Labels = all.Slice(0, 400), all.Labels[:400]
	got := predict(t, s.fit(t, train, 1), all.Slice(400, 600))
	if a := learn.Accuracy(got, all.Labels[400:]); a < 0.7 {
		t.Errorf("accuracy %.3f on easily separated blobs, want at least 0.7", a)
	}
}

func (s suite) sameSeedSameModel(t *testing.T) {
	set := Blobs(300, 25, 3, 2)
	a, b := s.fit(t, set, 7), s.fit(t, set, 7)
	if diff := cmp.Diff(state(t, a), state(t, b)); diff != "" {
		t.Errorf("two fits with one seed differ: %s", diff)
	}
}

func (s suite) oneThreadEqualsMany(t *testing.T) {
	set := Blobs(500, 25, 3, 3)
	many := runtime.GOMAXPROCS(4)
	defer runtime.GOMAXPROCS(many)
	a := s.fit(t, set, 7)
	wantLabels := predict(t, a, set.Images)
	runtime.GOMAXPROCS(1)
	b := s.fit(t, set, 7)
	if diff := cmp.Diff(state(t, a), state(t, b)); diff != "" {
		t.Errorf("the model depends on the number of threads: %s", diff)
	}
	if !bytes.Equal(predict(t, b, set.Images), wantLabels) {
		t.Error("the labels depend on the number of threads")
	}
}

func (s suite) fitsAfresh(t *testing.T) {
	c := s.fit(t, Blobs(200, 36, 4, 4), 1)
	set := Blobs(300, 25, 3, 5)
	if err := c.Fit(t.Context(), set, 7); err != nil {
		t.Fatalf("second Fit: %v", err)
	}
	if diff := cmp.Diff(state(t, s.fit(t, set, 7)), state(t, c)); diff != "" {
		t.Errorf("an earlier Fit shows in the later model: %s", diff)
	}
}

func (s suite) inputUnchanged(t *testing.T) {
	set, twin := Blobs(200, 25, 3, 6), Blobs(200, 25, 3, 6)
	predict(t, s.fit(t, set, 1), set.Images)
	if diff := cmp.Diff(twin, set); diff != "" {
		t.Errorf("Fit or Predict changed its input: %s", diff)
	}
}

func (s suite) predictBeforeFit(t *testing.T) {
	set := Blobs(5, 25, 3, 1)
	c := s.newClassifier()
	if err := c.Predict(t.Context(), set.Images, make([]uint8, 5)); !errors.Is(err, learn.ErrNotFitted) {
		t.Errorf("Predict before Fit returned %v, want ErrNotFitted", err)
	}
	if _, err := c.State(); !errors.Is(err, learn.ErrNotFitted) {
		t.Errorf("State before Fit returned %v, want ErrNotFitted", err)
	}
}

func (s suite) stateRestores(t *testing.T) {
	set := Blobs(300, 25, 3, 8)
	fitted := s.fit(t, set, 1)
	restored := s.newClassifier()
	if err := restored.Restore(state(t, fitted)); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	if !bytes.Equal(predict(t, restored, set.Images), predict(t, fitted, set.Images)) {
		t.Error("the restored model labels differently")
	}
	for name, v := range state(t, fitted) {
		switch v.(type) {
		case []uint8, []int32, []uint64, []float32, []float64:
		default:
			t.Errorf("array %q is a %T, which State does not allow", name, v)
		}
	}
}

// brokenStateIsRefused leaves arrays out, cuts them short and empties them:
// each must be refused, or label without a panic.
func (s suite) brokenStateIsRefused(t *testing.T) {
	set := Blobs(60, 25, 3, 9)
	whole := state(t, s.fit(t, set, 1))
	if err := s.newClassifier().Restore(learn.State{}); err == nil {
		t.Error("Restore of an empty state succeeded")
	}
	for name, v := range whole {
		for kind, broken := range map[string]any{"missing": nil, "empty": cut(v, 0), "halved": cut(v, 2)} {
			st := learn.State{}
			for n, w := range whole {
				st[n] = w
			}
			if st[name] = broken; broken == nil {
				delete(st, name)
			}
			c := s.newClassifier()
			if err := c.Restore(st); err != nil {
				continue
			}
			if kind == "missing" {
				t.Errorf("Restore without array %q succeeded", name)
			}
			// An error is fine here; a panic is what fails.
			_ = c.Predict(t.Context(), set.Images, make([]uint8, set.Len()))
		}
	}
}

// cut is the first len/divisor elements of an array, none for divisor 0.
func cut(v any, divisor int) any {
	n := func(length int) int {
		if divisor == 0 {
			return 0
		}
		return length / divisor
	}
	switch a := v.(type) {
	case []uint8:
		return slices.Clone(a[:n(len(a))])
	case []int32:
		return slices.Clone(a[:n(len(a))])
	case []uint64:
		return slices.Clone(a[:n(len(a))])
	case []float32:
		return slices.Clone(a[:n(len(a))])
	case []float64:
		return slices.Clone(a[:n(len(a))])
	}
	return v
}

// fitsOrRefusesOneClass allows ErrOneClass, and no other error.
func (s suite) fitsOrRefusesOneClass(t *testing.T, set learn.Set) {
	t.Helper()
	c := s.newClassifier()
	err := c.Fit(t.Context(), set, 1)
	if errors.Is(err, learn.ErrOneClass) {
		return
	}
	if err != nil {
		t.Fatalf("Fit: %v", err)
	}
	for i, y := range predict(t, c, set.Images) {
		if y != set.Labels[0] {
			t.Fatalf("image %d labelled %d, the only class seen is %d", i, y, set.Labels[0])
		}
	}
}

func (s suite) oneClass(t *testing.T) {
	set := Blobs(50, 25, 3, 10)
	for i := range set.Labels {
		set.Labels[i] = 2
	}
	s.fitsOrRefusesOneClass(t, set)
}

func (s suite) oneSample(t *testing.T) {
	set := Blobs(1, 25, 3, 11)
	s.fitsOrRefusesOneClass(t, set)
}

// constantFeatures has nothing to learn from: any label seen will do.
func (s suite) constantFeatures(t *testing.T) {
	set := Blobs(40, 25, 3, 12)
	for i := range set.Pixels {
		set.Pixels[i] = 9
	}
	for _, scaling := range []learn.Scaling{{}, learn.Standardize(set.Images)} {
		set.Scaling = scaling
		for i, y := range predict(t, s.fit(t, set, 1), set.Images) {
			if int(y) >= set.Classes {
				t.Fatalf("image %d labelled %d of %d classes", i, y, set.Classes)
			}
		}
	}
}

func (s suite) missingClasses(t *testing.T) {
	set := Blobs(200, 25, 2, 13)
	for i, y := range set.Labels {
		set.Labels[i] = 1 + 5*y // classes 1 and 6 of 0..7
	}
	set.Classes = 8
	for i, y := range predict(t, s.fit(t, set, 1), set.Images) {
		if y != 1 && y != 6 {
			t.Fatalf("image %d labelled %d, only 1 and 6 were seen", i, y)
		}
	}
}

func (s suite) badSets(t *testing.T) {
	for name, spoil := range map[string]func(*learn.Set){
		"empty":           func(x *learn.Set) { x.Pixels, x.Labels = nil, nil },
		"no features":     func(x *learn.Set) { x.Features = 0 },
		"ragged":          func(x *learn.Set) { x.Pixels = x.Pixels[1:] },
		"label missing":   func(x *learn.Set) { x.Labels = x.Labels[1:] },
		"label too large": func(x *learn.Set) { x.Labels[3] = 3 },
		"short scaling":   func(x *learn.Set) { x.Scaling.Scale = x.Scaling.Scale[1:] },
	} {
		set := Blobs(20, 25, 3, 14)
		spoil(&set)
		if err := s.newClassifier().Fit(t.Context(), set, 1); err == nil {
			t.Errorf("%s: Fit succeeded", name)
		}
	}
}

func (s suite) badPredictArguments(t *testing.T) {
	set := Blobs(100, 25, 3, 15)
	c := s.fit(t, set, 1)
	other := Blobs(10, 24, 3, 15)
	if err := c.Predict(t.Context(), other.Images, make([]uint8, 10)); err == nil {
		t.Error("Predict on images of another size succeeded")
	}
	if err := c.Predict(t.Context(), set.Images, make([]uint8, 99)); err == nil {
		t.Error("Predict with room for too few labels succeeded")
	}
}

func (s suite) noImages(t *testing.T) {
	c := s.fit(t, Blobs(100, 25, 3, 16), 1)
	if got := predict(t, c, learn.Images{Features: 25}); len(got) != 0 {
		t.Errorf("%d labels for no image", len(got))
	}
}

func (s suite) cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	set := Blobs(300, 25, 3, 17)
	if err := s.newClassifier().Fit(ctx, set, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Fit under a cancelled context returned %v", err)
	}
	c := s.fit(t, set, 1)
	if err := c.Predict(ctx, set.Images, make([]uint8, set.Len())); !errors.Is(err, context.Canceled) {
		t.Errorf("Predict under a cancelled context returned %v", err)
	}
}

func probabilitiesBeforeFit(t *testing.T, c learn.ProbabilityClassifier) {
	set := Blobs(5, 25, 3, 1)
	if err := c.PredictProba(t.Context(), set.Images, make([]float32, 15)); !errors.Is(err, learn.ErrNotFitted) {
		t.Errorf("PredictProba before Fit returned %v, want ErrNotFitted", err)
	}
}

// probabilities fits two and three classes that are not the first labels, and
// asks for more columns than there are labels.
func (s suite) probabilities(t *testing.T) {
	for _, classes := range []int{2, 3} {
		set := Blobs(200, 25, classes, 18)
		for i, y := range set.Labels {
			set.Labels[i] = 1 + 2*y // 1, 3 and 5 of 0..7
		}
		set.Classes = 8
		c := s.fit(t, set, 1).(learn.ProbabilityClassifier)
		const columns = 10
		p := slices.Repeat([]float32{-1}, set.Len()*columns)
		if err := c.PredictProba(t.Context(), set.Images, p); err != nil {
			t.Fatalf("PredictProba: %v", err)
		}
		for i, y := range predict(t, c, set.Images) {
			checkProbabilities(t, i, p[i*columns:][:columns], y, classes)
		}
		if err := c.PredictProba(t.Context(), set.Images, make([]float32, set.Len()*2)); err == nil {
			t.Error("PredictProba with room for two labels of eight succeeded")
		}
		if err := c.PredictProba(t.Context(), learn.Images{Features: 25}, nil); err != nil {
			t.Errorf("PredictProba of no image: %v", err)
		}
		if err := c.PredictProba(t.Context(), Blobs(2, 24, 3, 1).Images, make([]float32, 16)); err == nil {
			t.Error("PredictProba on images of another size succeeded")
		}
	}
}

// checkProbabilities holds a row against what must be true of it: it adds up to
// 1, labels not seen have nothing, and none has more than the predicted one.
func checkProbabilities(t *testing.T, image int, row []float32, label uint8, classes int) {
	t.Helper()
	sum := 0.0
	for y, v := range row {
		sum += float64(v)
		if seen := y%2 == 1 && y < 2*classes; v < 0 || v > 1+1e-6 || !seen && v != 0 || v > row[label]+1e-6 {
			t.Fatalf("image %d, labelled %d: probability %v of label %d in %v", image, label, v, y, row)
		}
	}
	if sum < 1-1e-5 || sum > 1+1e-5 {
		t.Fatalf("image %d: the probabilities add up to %v: %v", image, sum, row)
	}
}
