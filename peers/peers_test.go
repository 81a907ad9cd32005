package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn/families"
)

var update = flag.Bool("update", false, "write the golden files")

// The test binary stands for both sides' processes: under this variable, which
// names a file for what they were asked, its first argument says which.
const logVariable = "FMNIST_TEST_LOG"

func TestMain(m *testing.M) {
	if os.Getenv(logVariable) == "" {
		os.Exit(m.Run())
	}
	switch os.Args[1] {
	case "fmnist":
		beFmnist()
	case "serve":
		if err := bench.Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			os.Exit(3)
		}
	case "sklearn":
		beSklearn()
	}
}

// Seconds of the three rounds: their medians are in neither the first nor the
// last place.
var (
	ourSeconds   = []float64{9, 2, 1}
	theirSeconds = []float64{10, 40, 90}
)

const ourPeak = 1 << 40 // more than the process really has

func note(format string, args ...any) {
	f, err := os.OpenFile(os.Getenv(logVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	fmt.Fprintf(f, format+"\n", args...)
}

// beFmnist labels everything 0 in the time of the list.
func beFmnist() {
	var request struct{ Run bench.Run }
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		panic(err)
	}
	note("fmnist %s %d", request.Run.Name, request.Run.Seed)
	answer := map[string]any{
		"predictions": make([]byte, testImages), "fit_seconds": ourSeconds[request.Run.Seed], "predict_seconds": 0.5,
		"peak_memory_bytes": int64(ourPeak), "warnings": []string{"doubtful"},
	}
	switch request.Run.Name {
	case "Unknown":
		answer = map[string]any{"error": "no such family", "unknown": true}
	case "OursFails":
		answer = map[string]any{"error": "cannot fit"}
	}
	json.NewEncoder(os.Stdout).Encode(answer)
}

func beSklearn() {
	fmt.Println(`{"version": "fake 1.0"}`)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var request workerRequest
		if err := json.Unmarshal(in.Bytes(), &request); err != nil {
			panic(err)
		}
		note("sklearn %s %d", request.Name, request.Seed)
		switch request.Name {
		case "Dies":
			os.Exit(7)
		case "Mumbles":
			fmt.Println("hm")
		case "Fails":
			fmt.Println(`{"error": "ValueError: no"}`)
		default:
			fmt.Printf(`{"accuracy": 0.5, "fit_seconds": %v, "predict_seconds": 1}`+"\n", theirSeconds[request.Seed])
		}
	}
}

// A data set of one pixel an image. A fifth of the test images have label 0.
const (
	trainImages = 20
	testImages  = 10
)

func tinyData(t *testing.T) *dataset.Dataset {
	t.Helper()
	d := &dataset.Dataset{Name: "tiny", Rows: 1, Cols: 1}
	for i := range trainImages {
		d.Train.Images, d.Train.Labels = append(d.Train.Images, byte(i)), append(d.Train.Labels, byte(i%5))
	}
	for i := range testImages {
		d.Test.Images, d.Test.Labels = append(d.Test.Images, byte(i)), append(d.Test.Labels, byte(i%5))
	}
	return d
}

// fakeHarness is a harness with the test binary on both sides, and what they
// were asked.
func fakeHarness(t *testing.T) (h *harness, asked func() []string) {
	t.Helper()
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	t.Setenv(logVariable, log)
	h = &harness{
		progress: io.Discard, dir: dir, data: newStore(dir, tinyData(t)),
		ours:   bench.Runner{Command: []string{os.Args[0], "fmnist"}},
		python: func(library) ([]string, error) { return []string{os.Args[0], "sklearn"}, nil },
	}
	t.Cleanup(h.close)
	return h, func() []string {
		text, _ := os.ReadFile(log) // none when nobody was asked
		os.Remove(log)
		return strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(text)), " ", "/"))
	}
}

func sklearnRow(name string) row {
	return row{Contestant: bench.Contestant{Name: name}, Peer: "sklearn", Seconds: 1}
}

func TestRowsTakeTurns(t *testing.T) {
	h, asked := fakeHarness(t)
	o := h.run(t.Context(), sklearnRow("A"))
	want := []string{"fmnist/A/0", "sklearn/A/0", "fmnist/A/1", "sklearn/A/1", "fmnist/A/2", "sklearn/A/2"}
	if diff := cmp.Diff(want, asked()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	expected := outcome{
		row: sklearnRow("A"), Status: passed, Images: trainImages, Rounds: 3,
		Accuracy: 0.2, Fit: 2, Predict: 0.5, Seconds: 2.5, PeakBytes: ourPeak, Warnings: []string{"doubtful"},
		PeerAccuracy: 0.5, PeerFit: 40, PeerPredict: 1, PeerSeconds: 41, Ratio: 41 / 2.5, PredictRatio: 2,
	}
	if diff := cmp.Diff(expected, o, cmp.AllowUnexported(outcome{}, row{}), cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever happens on either side is a row, and the next row runs.
func TestEveryRowHasAnOutcome(t *testing.T) {
	h, asked := fakeHarness(t)
	slow := sklearnRow("Slow")
	slow.leftOut = "slow"
	tool := sklearnRow("Tool")
	tool.Peer = "libsvm"
	t.Setenv("PATH", t.TempDir())
	for _, c := range []struct {
		row    row
		status status
		reason string
		asked  []string
	}{
		{sklearnRow("Unknown"), notThere, "", []string{"fmnist/Unknown/0"}},
		{sklearnRow("OursFails"), failed, "fmnist: failed: cannot fit", []string{"fmnist/OursFails/0"}},
		{sklearnRow("Fails"), failed, "sklearn: ValueError: no", []string{"fmnist/Fails/0", "sklearn/Fails/0"}},
		{sklearnRow("Mumbles"), failed, "not understood", []string{"fmnist/Mumbles/0", "sklearn/Mumbles/0"}},
		{sklearnRow("Dies"), failed, "process ended", []string{"fmnist/Dies/0", "sklearn/Dies/0"}},
		{slow, leftOut, "slow", nil},
		{tool, skipped, "no svm-train here (Debian: apt-get install libsvm-tools)", nil},
		{sklearnRow("A"), passed, "", []string{"fmnist/A/0", "sklearn/A/0", "fmnist/A/1", "sklearn/A/1", "fmnist/A/2", "sklearn/A/2"}},
	} {
		outcomes, err := h.runAll(t.Context(), []row{c.row})
		if err != nil {
			t.Fatal(err)
		}
		o := outcomes[0]
		if o.Status != c.status || !strings.Contains(o.Reason, c.reason) || (c.reason == "") != (o.Reason == "") {
			t.Errorf("%s: %q, want %s: %s", c.row, o.result(), c.status, c.reason)
		}
		if diff := cmp.Diff(c.asked, asked(), cmp.Transformer("list", func(s []string) string { return fmt.Sprint(s) })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.row, diff)
		}
	}
}

func TestWithoutSklearn(t *testing.T) {
	h, asked := fakeHarness(t)
	h.python = func(library) ([]string, error) { return nil, errSkip{skipped, "none here"} }
	if o := h.run(t.Context(), sklearnRow("A")); o.Status != skipped || o.Reason != "none here" {
		t.Errorf("%s", o.result())
	}
	if a := asked(); len(a) > 0 {
		t.Errorf("%v was asked without a peer to compare with", a)
	}
}

// A library's process takes the place of another's.
func TestTwoLibraries(t *testing.T) {
	h, asked := fakeHarness(t)
	var started []string
	fake := h.python
	h.python = func(l library) ([]string, error) {
		started = append(started, l.title)
		return fake(l)
	}
	other := sklearnRow("B")
	other.Peer = "torch"
	h.rounds = 1
	if outcomes, err := h.runAll(t.Context(), []row{sklearnRow("A"), sklearnRow("C"), other, sklearnRow("D")}); err != nil || len(outcomes) != 4 {
		t.Fatal(outcomes, err)
	}
	if want := []string{"scikit-learn", "PyTorch", "scikit-learn"}; !slices.Equal(started, want) {
		t.Errorf("started %q, want %q", started, want)
	}
	if h.versions() != "fake 1.0" {
		t.Errorf("versions %q, want each once", h.versions())
	}
	if n := len(asked()); n != 8 {
		t.Errorf("%d fits were asked for, want 8", n)
	}
}

func TestInterrupted(t *testing.T) {
	h, _ := fakeHarness(t)
	ctx, cancel := context.WithCancel(t.Context())
	h.python = func(library) ([]string, error) {
		cancel()
		return nil, errSkip{skipped, "late"}
	}
	left := sklearnRow("Left")
	left.leftOut = "slow"
	outcomes, err := h.runAll(ctx, []row{left, sklearnRow("A"), left})
	if !errors.Is(err, context.Canceled) || len(outcomes) != 1 {
		t.Errorf("%d outcomes and the error %v, want 1 and the context's", len(outcomes), err)
	}
}

func TestBars(t *testing.T) {
	m := func(seconds, accuracy float64) measurement {
		return measurement{Accuracy: accuracy, FitSeconds: seconds, PeakBytes: 500e6}
	}
	at := func(objective float64) []measurement { return []measurement{{FitSeconds: 1, Objective: objective}} }
	of := func(fit, predict float64) []measurement {
		return []measurement{{FitSeconds: fit, PredictSeconds: predict}}
	}
	spread := []measurement{m(1, 0.80), m(1, 0.82), m(1, 0.78)} // standard error 0.0115
	for _, c := range []struct {
		name         string
		bar          bar
		seeded       bool
		ours, theirs []measurement
		fault        string
	}{
		{"none", bar{}, false, []measurement{m(9, 0.1)}, []measurement{m(1, 0.9)}, ""},
		{"fast enough", bar{Ratio: 4}, false, []measurement{m(1, 0.8)}, []measurement{m(4, 0.8)}, ""},
		{"slow", bar{Ratio: 4}, false, []measurement{m(1, 0.8)}, []measurement{m(3.9, 0.8)}, "3.90x, want 4x"},
		{"predicts fast", bar{PredictRatio: 5}, false, of(9, 1), of(1, 5), ""},
		{"predicts slowly", bar{Ratio: 2, PredictRatio: 5}, false, of(1, 1), of(10, 4.9), "predict 4.90x, want 5x"},
		{"predicting untold", bar{PredictRatio: 5}, false, of(1, 0), of(1, 0), "predict 0.00x, want 5x"},
		{"objective", bar{ObjectivePercent: 0.1}, false, at(-1000.9), at(-1000), ""},
		{"objective far", bar{ObjectivePercent: 0.1}, false, at(-1002), at(-1000), "dual objective 0.200% apart, want 0.1%"},
		{"objective untold", bar{ObjectivePercent: 0.1}, false, at(-1002), at(0), "dual objective +Inf% apart, want 0.1%"},
		{"memory", bar{MemoryMB: 499}, false, []measurement{m(1, 0.8)}, []measurement{m(1, 0.8)}, "500 MB, want 499"},
		{"accurate", bar{Points: 0.7}, false, []measurement{m(1, 0.8)}, []measurement{m(1, 0.807)}, ""},
		{"better", bar{Points: 0.7}, false, []measurement{m(1, 0.9)}, []measurement{m(1, 0.8)}, ""},
		{"worse", bar{Points: 0.7}, false, []measurement{m(1, 0.8)}, []measurement{m(1, 0.8071)}, "0.71 points below"},
		{"one seed", bar{Points: 0.7}, true, []measurement{m(1, 0.8)}, []measurement{m(1, 0.85)}, ""},
		{"seeds agree", bar{Points: 0.7}, true, spread, []measurement{m(1, 0.818), m(1, 0.818), m(1, 0.818)}, ""},
		{"seeds differ", bar{Points: 0.7}, true, spread, []measurement{m(1, 0.82), m(1, 0.82), m(1, 0.82)}, "0.85 points below"},
		{"two faults", bar{Ratio: 4, Points: 0.7}, false, []measurement{m(1, 0.8)}, []measurement{m(1, 0.9)}, "1.00x, want 4x; accuracy 10.00"},
	} {
		o := judge(row{Bar: c.bar, Seeded: c.seeded}, 10, c.ours, c.theirs)
		if (o.Status == passed) != (c.fault == "") || !strings.Contains(o.Reason, c.fault) {
			t.Errorf("%s: %q, want %q", c.name, o.result(), c.fault)
		}
	}
}

func TestMedianAndStandardError(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{4, 1}, 2.5}, {[]float64{9, 1, 2}, 2}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median of %v is %v", c.values, got)
		}
	}
	if got, want := standardError([]float64{1, 3}, []float64{1, 2, 3}), math.Sqrt(2.0/2+1.0/3); math.Abs(got-want) > 1e-12 {
		t.Errorf("standard error %v, want %v", got, want)
	}
}

// fakeTools puts svm-train and svm-predict on the path: they leave their
// arguments in a file, and every prediction is 0.
func fakeTools(t *testing.T) (arguments string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake programs are shell scripts")
	}
	dir := t.TempDir()
	arguments = filepath.Join(dir, "arguments")
	record := "#!/bin/sh\necho \"$@\" >>" + arguments + "\n"
	train := record + "printf '..*\\nobj = -1.5, rho = 2\\nnSV = 3, nBSV = 1\\nobj = -0.25, rho = 0\\n'\n"
	predict := record + "sed 's/.*/0/' \"$1\" >\"$3\"\n"
	for name, script := range map[string]string{"svm-train": train, "svm-predict": predict} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return arguments
}

func TestTools(t *testing.T) {
	arguments := fakeTools(t)
	h, _ := fakeHarness(t)
	r := row{Contestant: bench.Contestant{Name: "A"}, Peer: "libsvm", Seconds: slowSeconds, Arguments: []string{"-g", "{gamma}"}}
	o := h.run(t.Context(), r)
	if o.Status != passed || o.PeerAccuracy != 0.2 || o.PeerObjective != -1.75 || o.PeerFit <= 0 || o.PeerPredict <= 0 || o.Rounds != 1 {
		t.Fatalf("%+v", o)
	}
	text, err := os.ReadFile(arguments)
	if err != nil {
		t.Fatal(err)
	}
	// One standardised feature has variance 1.
	if want := regexp.MustCompile(`^-g (0\.99999|1\.0000|1 )\S* ?\S*train-0\.libsvm \S*model\n`); !want.Match(text) {
		t.Errorf("arguments %q", text)
	}
	checkText(t, filepath.Join(h.dir, "tiny-first-20", "train-0.libsvm"))
}

// checkText wants the images in the order of the seed, standardised.
func checkText(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	deviation := math.Sqrt((trainImages*trainImages - 1) / 12.0)
	for _, from := range order(0, trainImages) {
		fmt.Fprintf(&want, "%d 1:%.6f\n", from%5, (float64(from)-(trainImages-1)/2.0)/deviation)
	}
	var got bytes.Buffer
	for line := range strings.Lines(string(text)) {
		var label int
		var value float64
		if _, err := fmt.Sscanf(line, "%d 1:%g\n", &label, &value); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		fmt.Fprintf(&got, "%d 1:%.6f\n", label, value)
	}
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOrderFile(t *testing.T) {
	h, _ := fakeHarness(t)
	p, err := h.data.prepare(7)
	if err != nil {
		t.Fatal(err)
	}
	path, err := p.orderFile(3)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]int, len(text)/4)
	for i := range got {
		got[i] = int(binary.LittleEndian.Uint32(text[4*i:]))
	}
	if diff := cmp.Diff(order(3, 7), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The peers' training order is that of fmnist. The nearest of several equal
// images is the first in that order, and its label tells which one it was.
func TestOrderIsOurs(t *testing.T) {
	if !slices.Contains(families.Names(), "KNeighborsClassifier") {
		t.Skip("no KNeighborsClassifier that would show the order")
	}
	h, _ := fakeHarness(t)
	h.ours.Command[1] = "serve"
	d := h.data.whole
	for i := range d.Train.Images { // pairs of equal images, labels 0 and 1
		d.Train.Images[i], d.Train.Labels[i] = byte(i/2), byte(i%2)
	}
	p, err := h.data.prepare(0)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(3) {
		first := map[byte]byte{}
		for _, from := range order(seed, trainImages) {
			if _, known := first[d.Train.Images[from]]; !known {
				first[d.Train.Images[from]] = d.Train.Labels[from]
			}
		}
		result, err := h.ours.Run(t.Context(), bench.Run{
			Contestant: bench.Contestant{Name: "KNeighborsClassifier", Parameters: bench.Parameters{"n_neighbors": 1}},
			Dataset:    p.Name, Digest: p.Digest, Scaling: scaling, Threads: 1, Seed: seed,
		}, p.Dataset)
		if err != nil || result.Status != bench.OK {
			t.Fatal(err, result.Reason)
		}
		for i, label := range result.Predictions {
			if label != first[byte(i)] {
				t.Errorf("seed %d: image %d has label %d, the first in the order has %d", seed, i, label, first[byte(i)])
			}
		}
	}
}

func TestSklearnItself(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python, which takes seconds")
	}
	// As nobody has it who measures a peer at its best.
	t.Setenv("OPENBLAS_CORETYPE", "Prescott")
	h, _ := fakeHarness(t)
	h.python, h.ours.Command[1] = nil, "serve"
	r := sklearnRow("GaussianNB")
	o := h.run(t.Context(), r)
	if o.Status == skipped {
		t.Skip(o.Reason)
	}
	if o.Status != passed || o.PeerAccuracy != o.Accuracy || o.PeerFit <= 0 || !strings.HasPrefix(h.versions(), "scikit-learn") {
		t.Errorf("%+v with %s", o, h.versions())
	}
	if strings.Contains(h.versions(), "Prescott") {
		t.Errorf("the environment chose the kernels: %s", h.versions())
	}
	r.PeerParameters = bench.Parameters{"priors": "x"}
	if o := h.run(t.Context(), r); o.Status != failed || !strings.Contains(o.Reason, "InvalidParameterError") {
		t.Errorf("%s, want scikit-learn's refusal", o.result())
	}
}

// TestTorchItself has both sides tell bright columns from bright rows.
func TestTorchItself(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python, which takes seconds")
	}
	h, _ := fakeHarness(t)
	h.python, h.ours.Command[1] = nil, "serve"
	// PyTorch's threads wait for each other in loops, which takes minutes where
	// something else runs.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	h.data = newStore(t.TempDir(), stripes(8))
	r := row{Peer: "torch", Contestant: bench.Contestant{Name: "ConvNetClassifier", Parameters: bench.Parameters{
		"architecture": "two_conv", "epochs": 2, "batch_size": 8, "learning_rate": 0.02,
	}}}
	o := h.run(t.Context(), r)
	if o.Status == skipped {
		t.Skip(o.Reason)
	}
	if o.Status != passed || o.Accuracy < 0.9 || o.PeerAccuracy < 0.9 || !strings.HasPrefix(h.versions(), "PyTorch ") {
		t.Errorf("%+v with %s", o, h.versions())
	}
	r.PeerParameters = bench.Parameters{"flip": true}
	if o := h.run(t.Context(), r); o.Status != failed || !strings.Contains(o.Reason, "flip") {
		t.Errorf("%s, want the refusal of a parameter", o.result())
	}
}

// stripes are images with a bright column, label 0, or a bright row, label 1.
func stripes(side int) *dataset.Dataset {
	d := &dataset.Dataset{Name: "stripes", Rows: side, Cols: side}
	for _, split := range []*dataset.Split{&d.Train, &d.Test} {
		for i := range 10 * side {
			image := make([]byte, side*side)
			for j := range side {
				at := []int{j*side + i/2%side, i/2%side*side + j}[i%2]
				image[at] = byte(150 + i%100)
			}
			split.Images, split.Labels = append(split.Images, image...), append(split.Labels, byte(i%2))
		}
	}
	return d
}

func committedRows(t *testing.T) []row {
	t.Helper()
	rows, err := loadRows(rowsFile)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Every family of the original benchmark has a row that runs without --all.
func TestRowsCoverTheClassicSuite(t *testing.T) {
	suite, err := bench.LoadSuite("classic")
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	all := selection{only: regexp.MustCompile("")}
	for _, r := range all.choose(committedRows(t), 60000) {
		covered[r.Name] = covered[r.Name] || r.leftOut == ""
	}
	for _, c := range suite.Contestants {
		if !covered[c.Name] {
			t.Errorf("no row of %s", c.Name)
			covered[c.Name] = true
		}
	}
}

func TestFamiliesTakeTheRowsParameters(t *testing.T) {
	for _, r := range committedRows(t) {
		if !slices.Contains(families.Names(), r.Name) {
			continue
		}
		if _, err := families.New(r.Name, []byte(r.Parameters.JSON())); err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
}

func TestLoadRowsRefuses(t *testing.T) {
	for text, fault := range map[string]string{
		`[{"name": "A", "peer": "weka"}]`:                                      "no such peer",
		`[{"name": "A", "peer": "libsvm"}]`:                                    "take arguments",
		`[{"name": "A", "peer": "sklearn", "arguments": []}]`:                  "take arguments",
		`[{"name": "A", "peer": "sklearn"}, {"name": "A", "peer": "sklearn"}]`: "listed twice",
		`[{"name": "A", "peer": "sklearn", "bar": {"speed": 1}}]`:              "speed",
		`[] []`: "after the end",
		`[`:     "EOF",
	} {
		if _, err := loadRows([]byte(text)); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: error %v, want one about %q", text, err, fault)
		}
	}
}

func TestSelection(t *testing.T) {
	rows := []row{
		{Contestant: bench.Contestant{Name: "Fast"}, Peer: "sklearn", Seconds: 1, Bar: bar{Ratio: 2, Points: 1, PredictRatio: 4, MemoryMB: 3}},
		{Contestant: bench.Contestant{Name: "Medium"}, Peer: "sklearn", Seconds: 60},
		{Contestant: bench.Contestant{Name: "Slow"}, Peer: "libsvm", Seconds: 600},
		{Contestant: bench.Contestant{Name: "Part"}, Train: 100, Peer: "sklearn", Seconds: 20},
	}
	for _, c := range []struct {
		name string
		s    selection
		want string
	}{
		{"all but the slow", selection{}, "Fast Medium -Slow Part:100"},
		{"quick", selection{quick: true}, "Fast -Medium -Slow -Part:100"},
		{"all", selection{all: true}, "Fast Medium Slow Part:100"},
		{"by name", selection{only: regexp.MustCompile("libsvm|^Part:100")}, "-Slow Part:100"},
		{"fewer images", selection{train: 100}, "Fast:100 Medium:100 Slow:100 Part:100"},
		{"very few images", selection{train: 10, quick: true}, "Fast:10 Medium:10 Slow:10 Part:10"},
	} {
		if c.s.only == nil {
			c.s.only = regexp.MustCompile("")
		}
		var got []string
		for _, r := range c.s.choose(rows, 1000) {
			name, _, _ := strings.Cut(r.String(), " ")
			if r.leftOut != "" {
				name = "-" + name
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	limited := rows[0].limit(10, 1000)
	if limited.Bar != (bar{Points: 1}) || rows[0].limit(1000, 1000).Bar.Ratio != 2 {
		t.Errorf("the bar of a row on fewer images is %+v", limited.Bar)
	}
	if rows[0].roundsOf() != 3 || rows[1].roundsOf() != 1 {
		t.Error("not three rounds of the fast row and one of the other")
	}
}

// A family counts once, with its rows on all images where it has them; other
// peers than scikit-learn do not count.
func TestFamilyMean(t *testing.T) {
	ratio := func(name, peer string, train int, ratio float64) outcome {
		return outcome{row: row{Contestant: bench.Contestant{Name: name}, Peer: peer, Train: train}, Ratio: ratio}
	}
	got, families := familyMean([]outcome{
		ratio("A", "sklearn", 100, 1000), ratio("A", "sklearn", 0, 2), ratio("A", "sklearn", 0, 8), ratio("A", "sklearn", 100, 1000),
		ratio("B", "sklearn", 100, 16), ratio("B", "libsvm", 0, 1000), ratio("C", "sklearn", 0, 0), ratio("D", "openblas", 0, 1),
	})
	if math.Abs(got-8) > 1e-9 || families != 2 { // of 4 and 16
		t.Errorf("mean %v of %d families, want 8 of 2", got, families)
	}
	if got, families := familyMean(nil); got != 0 || families != 0 {
		t.Errorf("mean %v of %d families of nothing", got, families)
	}
}

func TestMedianSpeeds(t *testing.T) {
	table := []byte("sgemm 2048^3, one thread:\nsimd/avx2  median   97.5  best   99.0\nOpenBLAS   median  100.1  best  101.0  (OpenBLAS 0.3.21 MAX_THREADS=64, Zen)\nratio      median   0.97  best   0.98\n")
	if name := openblasName(table); name != "OpenBLAS 0.3.21 MAX_THREADS=64, Zen" {
		t.Errorf("the library is %q", name)
	}
	ours, theirs, err := medianSpeeds(table)
	if err != nil || ours != 97.5 || theirs != 100.1 {
		t.Errorf("%v and %v, error %v", ours, theirs, err)
	}
	if _, _, err := medianSpeeds([]byte("nothing\n")); err == nil {
		t.Error("no error from a table without speeds")
	}
}

func fixedReport() report {
	parameters := bench.Parameters{"n_neighbors": 5.0, "weights": "uniform"}
	good := outcome{
		row:    row{Contestant: bench.Contestant{Name: "KNeighborsClassifier", Parameters: parameters}, Peer: "sklearn", Bar: bar{Ratio: 4, PredictRatio: 5}},
		Status: passed, Images: 60000, Rounds: 3, Accuracy: 0.8533, PeerAccuracy: 0.8533, Seconds: 1.25, PeerSeconds: 10, Ratio: 8, Predict: 0.25, PeerPredict: 2, PredictRatio: 8,
		PeakBytes: 200e6, PeerWarnings: []string{"Objective did not converge"},
	}
	bad := good
	bad.Train, bad.Peer, bad.Status, bad.Reason, bad.Ratio = 10000, "libsvm", missed, "2.00x, want 4x", 2
	product := outcome{row: row{Contestant: bench.Contestant{Name: "sgemm"}, Peer: "openblas", Bar: bar{Ratio: 0.9}}, Status: passed, Seconds: 0.2, PeerSeconds: 0.19, Ratio: 0.95}
	r := report{Machine: "a machine", Threads: 2, Version: "v1", Peers: "scikit-learn 1.2.1", Dataset: "fashion", Digest: "0123"}
	r.Rows = []outcome{
		good, bad, product,
		ended(sklearnRow("Unknown"), errSkip{status: notThere}),
		ended(sklearnRow("Skipped"), errSkip{skipped, "no python3 with scikit-learn here"}),
		ended(sklearnRow("Failed"), errors.New("sklearn: ValueError: no")),
	}
	r.GeometricMean, r.Families = 8, 1
	return r
}

func TestReport(t *testing.T) {
	for format, write := range formats {
		var got bytes.Buffer
		if err := write(&got, fixedReport()); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "report."+format)
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", golden, diff)
		}
	}
}

func TestVerdict(t *testing.T) {
	r := fixedReport()
	if err := r.verdict(); err == nil || !strings.Contains(err.Error(), "1 failed and 1 missed") {
		t.Errorf("verdict %v", err)
	}
	r.Rows = r.Rows[2:5]
	if err := r.verdict(); err != nil {
		t.Errorf("verdict %v on rows that are ok, skipped and not there", err)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"--only", "("}, {"--rounds", "-1"}, {"--train", "-1"}, {"--format", "xml"}, {"--no-such"}, {"word"}} {
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), &stdout, &stderr, args); status != 2 || !strings.HasPrefix(stderr.String(), "peers: ") || stdout.Len() > 0 {
			t.Errorf("%v: status %d, %q, %q", args, status, stdout.String(), stderr.String())
		}
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), &stdout, &stderr, []string{"--data", filepath.Join(t.TempDir(), "none")}); status != 1 {
		t.Errorf("status %d without data, want 1", status)
	}
}
