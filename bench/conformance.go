package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// Finding is one point of a conformance check.
type Finding struct {
	What  string
	Err   error    // what is wrong, nil where nothing is
	Notes []string // what could be better
}

// errNotChecked is wrapped by Conform's error for a contestant that cannot run
// here.
var errNotChecked = errors.New("not checked")

// Conform checks that an external contestant keeps the protocol, on small made
// data: that it learns, that it reads the shapes from the files instead of
// knowing them, and that it takes classes that do not occur. The first fault
// ends the check and is its error.
func (r *Runner) Conform(ctx context.Context, e *External, threads int, report func(Finding)) error {
	c, err := e.Contestant(nil)
	if err != nil {
		return err
	}
	suite := Suite{Externals: map[string]*External{e.Name: e}}
	r.Externals = suite.Externals
	easy := madeData(600, 100, 28, 28, 10, 10)
	var first Result
	for i, step := range []struct {
		what string
		data *dataset.Dataset
		seed uint64
	}{
		{"tells ten easy classes of 28x28 pixels apart", easy, 0},
		{"same seed, same labels", easy, 0},
		{"another seed", easy, 1},
		{"12x9 pixels, 3 classes, 7 images to label", madeData(150, 7, 12, 9, 3, 3), 0},
		{"one image to label", madeData(150, 1, 28, 28, 10, 10), 0},
		{"classes that do not occur in training", madeData(150, 20, 28, 28, 10, 6), 0},
	} {
		result, err := r.Run(ctx, suite.Series(c, step.data, "", threads, step.seed), step.data)
		switch {
		case err != nil:
			return err
		case result.Status == Skipped:
			return fmt.Errorf("%w: %s", errNotChecked, result.Reason)
		case i == 0:
			first = result
		}
		finding := judge(result, first, i)
		finding.What = step.what
		report(finding)
		if finding.Err != nil {
			return fmt.Errorf("%s: %w", step.what, finding.Err)
		}
	}
	return nil
}

// judge says what is wrong with the result of a step, given that of the first.
func judge(result, first Result, step int) Finding {
	const leastAccuracy = 0.5 // chance is 0.1, the worst of learners comes close to 1
	f := Finding{}
	switch {
	case result.Status != OK:
		f.Err = fmt.Errorf("%s: %s", result.Status, result.Reason)
	case step == 0 && result.Accuracy < leastAccuracy:
		f.Err = fmt.Errorf("accuracy %.2f: are images, labels and predictions in the same order?", result.Accuracy)
	case step == 0:
		f.Notes = result.Warnings
	case step == 1 && !bytes.Equal(result.Predictions, first.Predictions):
		f.Notes = []string{"the labels differ: results cannot be reproduced. FMNIST_SEED is for that"}
	}
	return f
}

// madeData is a data set of images that are easy to tell apart: each class a
// random pattern with noise on top. Training images are of the first classes
// only, as many as present says.
func madeData(train, test, rows, cols, classes, present int) *dataset.Dataset {
	random := rand.New(rand.NewPCG(uint64(train), uint64(test)))
	patterns := make([]uint8, classes*rows*cols)
	for i := range patterns {
		patterns[i] = uint8(30 + random.IntN(195))
	}
	d := &dataset.Dataset{Rows: rows, Cols: cols, Name: "made"}
	for i := range classes {
		d.Classes = append(d.Classes, strconv.Itoa(i))
	}
	for i := range train + test {
		split, y := &d.Train, i%present
		if i >= train {
			split, y = &d.Test, i%classes
		}
		split.Labels = append(split.Labels, uint8(y))
		for _, p := range patterns[y*rows*cols : (y+1)*rows*cols] {
			split.Images = append(split.Images, uint8(int(p)+random.IntN(61)-30))
		}
	}
	d.Digest = fmt.Sprintf("%x", learn.Images{Pixels: d.Train.Images, Features: rows * cols}.Row(0))
	return d
}
