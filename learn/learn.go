// Package learn is the contract between classifiers and everything that uses
// them: bytes in, labels out.
//
// A classifier is a struct whose exported fields are its parameters, under
// scikit-learn's names and defaults; what it has learnt is unexported. Each
// family lives in a sub-package of its own, package families lists them, and
// package learntest holds the suite that every one of them passes.
//
// Pixels stay bytes all the way to the kernels. Preprocessing is a Scaling
// that travels with the training set: a classifier that does not see scale (a
// tree) ignores it, the others fold it into their weights or apply it while
// they pack.
package learn

import (
	"context"
	"errors"
	"fmt"
)

// Images is a batch of images of Features bytes each, one after another.
type Images struct {
	Pixels   []uint8 // Len() x Features, row-major
	Features int
}

// Len is the number of images.
func (x Images) Len() int {
	if x.Features == 0 {
		return 0
	}
	return len(x.Pixels) / x.Features
}

// Row is image i, aliasing Pixels.
func (x Images) Row(i int) []uint8 {
	return x.Pixels[i*x.Features : (i+1)*x.Features : (i+1)*x.Features]
}

// Slice is the images lo to hi-1, aliasing Pixels.
func (x Images) Slice(lo, hi int) Images {
	return Images{Pixels: x.Pixels[lo*x.Features : hi*x.Features], Features: x.Features}
}

// Set is labelled images: what a classifier learns from.
type Set struct {
	Images
	Labels  []uint8 // Len() labels, each below Classes; not every class need occur
	Classes int     // 1 to 256
	Scaling Scaling // how a pixel becomes the number that the classifier computes with
}

// Classifier learns from labelled images and labels others.
//
// Fit is a pure function of the set, the exported fields and the seed: the
// same on one core and on many. It uses up to GOMAXPROCS goroutines, returns
// promptly with ctx.Err() once ctx is done, does not change its input, and may
// alias it. Fitting again starts afresh.
//
// Predict writes one label an image; len(labels) must be images.Len(). It may
// be called from several goroutines at once.
type Classifier interface {
	Fit(ctx context.Context, train Set, seed uint64) error
	Predict(ctx context.Context, images Images, labels []uint8) error

	// State is what Fit learnt, as named arrays; with the exported fields it
	// is the whole model. Restore is its inverse on a classifier with the same
	// parameters: it checks what it is given and returns an error rather than
	// panic, now or in a later Predict.
	State() (State, error)
	Restore(State) error
}

// Warner is implemented by a classifier that may doubt its own result: a
// solver that stopped before it converged, a method that approximates.
type Warner interface {
	// Warnings of the last Fit, one sentence each.
	Warnings() []string
}

// Measurer is implemented by a classifier whose solver has more to report than
// the labels show.
type Measurer interface {
	// Figures of the last Fit by name, such as support_vectors.
	Figures() map[string]float64
}

// Validator is implemented by a classifier whose parameters can be wrong in
// ways their types do not show.
type Validator interface {
	Validate() error
}

var (
	// ErrNotFitted is returned by Predict and State before Fit or Restore.
	ErrNotFitted = errors.New("learn: the classifier is not fitted")
	// ErrOneClass is returned by Fit of families that need two classes to
	// separate, when the labels hold one.
	ErrOneClass = errors.New("learn: the training labels hold one class only")
)

// Check returns an error unless the set can be learnt from: at least one
// image, as many labels as images, every label below Classes, and a scaling of
// the right length. Every Fit begins with it.
func (s Set) Check() error {
	switch {
	case s.Features <= 0 || len(s.Pixels)%s.Features != 0:
		return fmt.Errorf("learn: %d pixels are not a whole number of images of %d features", len(s.Pixels), s.Features)
	case s.Len() == 0:
		return errors.New("learn: the training set is empty")
	case len(s.Labels) != s.Len():
		return fmt.Errorf("learn: %d labels for %d images", len(s.Labels), s.Len())
	case s.Classes < 1 || s.Classes > 256:
		return fmt.Errorf("learn: %d classes, want 1 to 256", s.Classes)
	}
	for i, y := range s.Labels {
		if int(y) >= s.Classes {
			return fmt.Errorf("learn: label %d of image %d, want below %d", y, i, s.Classes)
		}
	}
	return s.Scaling.check(s.Features)
}

// CheckPredict returns an error unless a model of the given number of features
// can label the images into labels. Every Predict begins with it.
func CheckPredict(images Images, labels []uint8, features int) error {
	switch {
	case features == 0:
		return ErrNotFitted
	case images.Features != features:
		return fmt.Errorf("learn: images of %d features, the model was fitted on %d", images.Features, features)
	case len(images.Pixels)%features != 0:
		return fmt.Errorf("learn: %d pixels are not a whole number of images of %d features", len(images.Pixels), features)
	case len(labels) != images.Len():
		return fmt.Errorf("learn: room for %d labels of %d images", len(labels), images.Len())
	}
	return nil
}

// ClassCounts is the number of training images of each class.
func (s Set) ClassCounts() []int {
	counts := make([]int, s.Classes)
	for _, y := range s.Labels {
		counts[y]++
	}
	return counts
}

// PlaceClasses is the classes that occur, ascending, and for each training image
// the place of its own among them.
func (s Set) PlaceClasses() (classes, places []uint8) {
	place := make([]uint8, s.Classes)
	for y, count := range s.ClassCounts() {
		if count > 0 {
			place[y] = uint8(len(classes))
			classes = append(classes, uint8(y))
		}
	}
	places = make([]uint8, s.Len())
	for i, y := range s.Labels {
		places[i] = place[y]
	}
	return classes, places
}

// Accuracy is the share of predicted labels that equal the true ones.
func Accuracy(predicted, truth []uint8) float64 {
	if len(predicted) != len(truth) {
		panic(fmt.Sprintf("learn: %d predictions for %d labels", len(predicted), len(truth)))
	}
	right := 0
	for i, y := range truth {
		if predicted[i] == y {
			right++
		}
	}
	return float64(right) / float64(len(truth))
}
