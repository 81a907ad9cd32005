package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"runtime/debug"
	"time"

	"github.com/fmnist/fmnist/bench/internal/sandbox"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

// request is what the parent writes to the child's standard input: a run of a
// family, or a program to look after.
type request struct {
	Run  Run           `json:"run,omitzero"`
	Dir  string        `json:"dir,omitempty"` // the data set's folder
	Cage *sandbox.Cage `json:"cage,omitempty"`
}

// answer is what the child writes to its standard output.
type answer struct {
	Predictions    []byte             `json:"predictions,omitempty"`
	FitSeconds     float64            `json:"fit_seconds"`
	PredictSeconds float64            `json:"predict_seconds"`
	Warnings       []string           `json:"warnings,omitempty"`
	Figures        map[string]float64 `json:"figures,omitempty"` // learn.Measurer's
	Error          string             `json:"error,omitempty"`
	Unknown        bool               `json:"unknown,omitempty"`           // Error: the family does not exist, or the program is not installed
	PeakBytes      int64              `json:"peak_memory_bytes,omitempty"` // resident memory of the child

	Exit sandbox.Exit `json:"exit,omitzero"` // of the program looked after
}

// perform does what is asked for.
func (req request) perform(ctx context.Context) (a answer, err error) {
	if req.Cage == nil {
		a, err = execute(ctx, req)
		a.PeakBytes = sandbox.OwnPeak()
		return a, err
	}
	a.Exit, err = req.Cage.Run(ctx)
	return a, err
}

// Serve is the child's side of Runner.Run: it reads one request from in,
// executes it and writes the answer to out. When in ends, the parent is gone,
// and so is the reason to go on.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var req request
	d := json.NewDecoder(in)
	if err := d.Decode(&req); err != nil {
		return fmt.Errorf("bench: request: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		io.Copy(io.Discard, in)
		cancel()
	}()
	a, err := req.perform(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		a.Error, a.Unknown = err.Error(), errors.Is(err, families.ErrUnknown) || errors.Is(err, exec.ErrNotFound)
	}
	return json.NewEncoder(out).Encode(a)
}

// execute follows the original's runner: preprocessing fitted on the training
// set, the training set shuffled, fit, predict. Only fit and predict are timed.
func execute(ctx context.Context, req request) (answer, error) {
	// The heap is a few large slices without pointers, in which the collector
	// has nothing to follow. So it may run often, and the memory that a run
	// takes is little more than what it has in use.
	debug.SetGCPercent(25)
	var a answer
	run := req.Run
	classifier, err := families.New(run.Name, []byte(run.Parameters.JSON()))
	if err != nil {
		return a, err
	}
	data, err := dataset.Open(req.Dir)
	if err != nil {
		return a, err
	}
	if data.Digest != run.Digest {
		return a, fmt.Errorf("%s holds %s with digest %s, the run is of %s", req.Dir, data.Name, ShortDigest(data.Digest), ShortDigest(run.Digest))
	}
	train, err := trainingSet(data, run)
	if err != nil {
		return a, err
	}
	start := time.Now()
	if err := classifier.Fit(ctx, train, run.Seed); err != nil {
		return a, fmt.Errorf("fit: %w", err)
	}
	a.FitSeconds = time.Since(start).Seconds()
	if w, ok := classifier.(learn.Warner); ok {
		a.Warnings = w.Warnings()
	}
	if m, ok := classifier.(learn.Measurer); ok {
		a.Figures = m.Figures()
	}
	test := learn.Images{Pixels: data.Test.Images, Features: train.Features}
	a.Predictions = make([]byte, test.Len())
	start = time.Now()
	if err := classifier.Predict(ctx, test, a.Predictions); err != nil {
		return a, fmt.Errorf("predict: %w", err)
	}
	a.PredictSeconds = time.Since(start).Seconds()
	return a, nil
}

// trainingSet is the data set's training images in the seed's order, with the
// run's preprocessing.
func trainingSet(data *dataset.Dataset, run Run) (learn.Set, error) {
	images := learn.Images{Pixels: data.Train.Images, Features: data.Rows * data.Cols}
	scaling, err := learn.NewScaling(run.Scaling, images)
	if err != nil {
		return learn.Set{}, err
	}
	pixels, labels := shuffled(data, run.Seed)
	data.Train.Images = nil // the unshuffled copy is not needed any more
	return learn.Set{
		Images: learn.Images{Pixels: pixels, Features: images.Features},
		Labels: labels, Classes: len(data.Classes), Scaling: scaling,
	}, nil
}

// shuffleStream sets the shuffle's random numbers apart from those that a
// classifier draws from the same seed.
const shuffleStream = 0x73687566666c65

// shuffled are the training images and labels in the seed's order.
func shuffled(data *dataset.Dataset, seed uint64) (pixels, labels []byte) {
	d := data.Rows * data.Cols
	pixels, labels = make([]byte, len(data.Train.Images)), make([]byte, len(data.Train.Labels))
	random := rand.New(rand.NewPCG(seed, shuffleStream))
	for to, from := range random.Perm(len(labels)) {
		copy(pixels[to*d:(to+1)*d], data.Train.Images[from*d:(from+1)*d])
		labels[to] = data.Train.Labels[from]
	}
	return pixels, labels
}
