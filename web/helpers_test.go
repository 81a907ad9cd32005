package web

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/study"
)

const (
	trainSize = 700 // class 0 has more than one sheet
	testSize  = 260 // three chunks
)

// smallSet is a data set of noise, 6x6: enough for every kind of file.
func smallSet(t *testing.T, name string) *dataset.Dataset { return noise(t, name, 6, trainSize) }

// noise is a data set of side x side pixels, with so many training images.
func noise(t *testing.T, name string, side, train int) *dataset.Dataset {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(len(name)), 7))
	for file, n := range map[int]int{0: train, 2: testSize} {
		pixels, labels := make([]byte, n*side*side), make([]byte, n)
		for i := range pixels {
			pixels[i] = byte(random.IntN(256))
		}
		for i := range labels {
			labels[i] = byte(max(0, i-540) % 10)
			if n == testSize {
				labels[i] = byte(i % 10)
			}
		}
		writeIDX(t, filepath.Join(dir, dataset.FileNames[file]), pixels, n, side, side)
		writeIDX(t, filepath.Join(dir, dataset.FileNames[file+1]), labels, n)
	}
	d, err := dataset.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func writeIDX(t *testing.T, path string, elements []byte, dims ...int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w, err := idx.NewWriter(f, idx.Header{Type: idx.Uint8, Dims: dims})
	if err != nil {
		t.Fatal(err)
	}
	if err := idx.Encode(w, elements); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// madeResult is a result with predictions that are right on the given share of
// the images, more or less.
func madeResult(d *dataset.Dataset, name string, p bench.Parameters, right float64) bench.Result {
	random := rand.New(rand.NewPCG(uint64(1000*right), uint64(len(name))))
	predictions := make([]byte, d.Test.Len())
	correct := 0
	for i, y := range d.Test.Labels {
		predictions[i] = y
		if random.Float64() >= right {
			predictions[i] = byte(random.IntN(10))
		}
		if predictions[i] == y {
			correct++
		}
	}
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return bench.Result{
		Run: bench.Run{
			Contestant: bench.Contestant{Name: name, Parameters: p}, Dataset: d.Name, Digest: d.Digest,
			Scaling: "standard", Threads: 2, Program: "0123abcd",
		},
		Status: bench.OK, Accuracy: float64(correct) / float64(len(predictions)), Predictions: predictions, TestImages: len(predictions),
		FitSeconds: 2 * right, PredictSeconds: 0.1, Seconds: 3, CPUSeconds: 5, PeakMemoryBytes: 1 << 28,
		Version: "v1", Machine: "a machine", Started: began, Done: began.Add(3 * time.Second),
	}
}

// madeResults are those of three contestants on every set; one is of a program
// that failed.
func madeResults(sets ...*dataset.Dataset) []bench.Result {
	var results []bench.Result
	for i, d := range sets {
		lift := 0.1 * float64(i)
		results = append(results,
			madeResult(d, "GaussianNB", bench.Parameters{"priors": []any{0.1, 0.9}}, 0.5+lift),
			madeResult(d, "KNeighborsClassifier", bench.Parameters{"n_neighbors": 5., "weights": "uniform"}, 0.8+lift),
			madeResult(d, "DecisionTreeClassifier", bench.Parameters{"criterion": "gini"}, 0.7+lift))
		failed := madeResult(d, "their/own?#%<b>", bench.Parameters{"path": "</script>"}, 0.3)
		failed.Status, failed.Reason, failed.Predictions, failed.Accuracy = bench.Failed, "it said <no>", nil, 0
		results = append(results, failed)
	}
	return results
}

// memory is a store in memory.
type memory struct {
	mu       sync.Mutex
	results  []bench.Result
	activity Activity
	changes  []string // that were asked for
}

func (m *memory) Activity(context.Context) (Activity, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.activity, nil
}

func (m *memory) Cancel(_ context.Context, run string) error { return m.change("cancel", run) }
func (m *memory) Retry(_ context.Context, run string) error  { return m.change("retry", run) }

func (m *memory) change(what, run string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if run == "nobody" {
		return errors.New("there is no such run")
	}
	m.changes = append(m.changes, what+" "+run)
	return nil
}

func (m *memory) Log(_ context.Context, run string) (Log, error) {
	return Log{Events: []Event{{time.Unix(0, 0).UTC(), "begun " + run}}, Output: "<b>printed</b>"}, nil
}

func (m *memory) Results(context.Context) ([]bench.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]bench.Result(nil), m.results...), nil
}

func (m *memory) Mark(context.Context) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strconv.Itoa(len(m.results)), nil
}

func (m *memory) add(r ...bench.Result) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.results = append(m.results, r...)
}

// writeStudies writes two studies of the sets, whose images they name.
func writeStudies(t *testing.T, dir string, sets ...*dataset.Dataset) {
	t.Helper()
	for _, of := range []func() (*study.Page, error){
		func() (*study.Page, error) { return study.OnePixel(t.Context(), sets, nil) },
		func() (*study.Page, error) {
			return study.Duplicates(t.Context(), sets, &study.Comparisons{Limit: 0.1}, nil)
		},
	} {
		page, err := of()
		if err == nil {
			err = page.Write(dir)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// testSite is the site of madeResults and writeStudies on two small sets.
func testSite(t *testing.T) (*Site, []*dataset.Dataset) {
	t.Helper()
	data := []*dataset.Dataset{smallSet(t, "clothes"), smallSet(t, "digits-of-noise")}
	dir := t.TempDir()
	writeStudies(t, dir, data...)
	site, err := New(madeResults(data...), []*Images{NewImages(data[0]), NewImages(data[1])}, Options{Version: "v1", Studies: dir})
	if err != nil {
		t.Fatal(err)
	}
	return site, data
}

// received is the value that a script of the site hands over.
func received[T any](t *testing.T, site *Site, path string) (value T) {
	t.Helper()
	content, err := site.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(string(content), "fmnist.receive("+strconv.Quote(path)+", ")
	if !ok {
		t.Fatalf("%s begins %.60q", path, content)
	}
	if err := json.Unmarshal([]byte(strings.TrimSuffix(text, ");\n")), &value); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return value
}
