package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/learn"
)

// tool is a peer that consists of two programs working on text files. LIBSVM
// numbers classes as they appear in the training set and settles a tie of votes
// by that number: its accuracy is a tenth of a point from scikit-learn's, which
// is built on the same code.
type tool struct{ train, predict, debian string }

var tools = map[string]tool{
	"libsvm":    {"svm-train", "svm-predict", "libsvm-tools"},
	"liblinear": {"liblinear-train", "liblinear-predict", "liblinear-tools"},
}

// find is the tool as a side; its error says what is not installed.
func (t tool) find() (side, error) {
	for _, program := range []string{t.train, t.predict} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, errSkip{skipped, fmt.Sprintf("no %s here (Debian: apt-get install %s)", program, t.debian)}
		}
	}
	return t.measure, nil
}

// measure runs the two programs. Their times are of whole processes.
func (t tool) measure(ctx context.Context, of task) (m measurement, err error) {
	train, test, err := of.data.textFiles(of.seed)
	if err != nil {
		return m, err
	}
	model, labels := filepath.Join(of.data.Dir, "model"), filepath.Join(of.data.Dir, "labels")
	var arguments []string
	for _, a := range of.row.Arguments {
		arguments = append(arguments, strings.ReplaceAll(a, "{gamma}", strconv.FormatFloat(of.data.gamma, 'g', -1, 64)))
	}
	var log []byte
	if m.FitSeconds, log, err = timed(ctx, t.train, append(arguments, train, model)...); err != nil {
		return m, err
	}
	m.Objective = objective(log)
	if m.PredictSeconds, _, err = timed(ctx, t.predict, test, model, labels); err != nil {
		return m, err
	}
	predicted, err := bench.LoadPredictions(labels, of.data.Test.Len())
	if err != nil {
		return m, err
	}
	m.Accuracy = learn.Accuracy(predicted, of.data.Test.Labels)
	return m, nil
}

// timed is the seconds that a program takes from start to end, and what it
// prints.
func timed(ctx context.Context, program string, arguments ...string) (seconds float64, out []byte, err error) {
	start := time.Now()
	out, err = exec.CommandContext(ctx, program, arguments...).CombinedOutput()
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w: %.200s", program, err, bytes.TrimSpace(out))
	}
	return time.Since(start).Seconds(), out, nil
}

// objectiveLine is what svm-train prints when a problem of two classes is solved.
var objectiveLine = regexp.MustCompile(`(?m)^obj = (\S+), rho = `)

// objective is the sum of the dual objectives in what svm-train printed, 0
// where there is none.
func objective(log []byte) float64 {
	sum := 0.0
	for _, line := range objectiveLine.FindAllSubmatch(log, -1) {
		value, err := strconv.ParseFloat(string(line[1]), 64)
		if err != nil {
			return math.NaN()
		}
		sum += value
	}
	return sum
}
