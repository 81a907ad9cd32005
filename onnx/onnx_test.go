package onnx_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
	"github.com/fmnist/fmnist/onnx"
)

// full fits on that many training images, and compares all test images.
var full = flag.Int("full", 0, "training images to fit on, with all test images; 0 is a small test")

// cases are families with parameters that use other parts of the export.
var cases = []struct {
	name, family, parameters, scaling string
}{
	{"tree", "DecisionTreeClassifier", `{"max_depth": 10}`, "standard"},
	{"extra-tree", "ExtraTreeClassifier", `{}`, "none"},
	{"forest", "RandomForestClassifier", `{}`, "standard"},
	{"shallow-forest", "RandomForestClassifier", `{"max_depth": 8}`, "standard"},
	{"extra-trees", "ExtraTreesClassifier", `{"n_estimators": 50}`, "standard"},
	{"boosting", "GradientBoostingClassifier", `{"n_estimators": 10}`, "standard"},
	{"hist-boosting", "HistGradientBoostingClassifier", `{"max_iter": 20}`, "standard"},
	{"naive-bayes", "GaussianNB", `{}`, "standard"},
	{"logistic", "LogisticRegression", `{"max_iter": 50}`, "standard"},
	{"logistic-each", "LogisticRegression", `{"multi_class": "ovr", "max_iter": 30}`, "minmax"},
	{"linear-svc", "LinearSVC", `{"max_iter": 50}`, "standard"},
	{"sgd", "SGDClassifier", `{"max_iter": 20}`, "standard"},
	{"perceptron", "Perceptron", `{"max_iter": 20}`, "minmax"},
	{"passive-aggressive", "PassiveAggressiveClassifier", `{"max_iter": 20}`, "standard"},
	{"mlp", "MLPClassifier", `{"hidden_layer_sizes": [100, 50], "max_iter": 5}`, "standard"},
	{"mlp-tanh", "MLPClassifier", `{"hidden_layer_sizes": [30], "max_iter": 5, "activation": "tanh"}`, "minmax"},
	{"two-conv", "ConvNetClassifier", `{"epochs": 1}`, "standard"},
	{"conv-small", "ConvNetClassifier", `{"epochs": 1, "architecture": "small"}`, "standard"},
	{"conv-tiny", "ConvNetClassifier", `{"epochs": 1, "architecture": "tiny"}`, "standard"},
	{"conv-residual", "ConvNetClassifier", `{"epochs": 1, "architecture": "residual"}`, "standard"},
	{"conv-funnel", "ConvNetClassifier", `{"epochs": 1, "architecture": "funnel"}`, "standard"},
	{"conv-pyramid", "ConvNetClassifier", `{"epochs": 1, "architecture": "pyramid"}`, "standard"},
	{"conv-high-pyramid", "ConvNetClassifier", `{"epochs": 1, "architecture": "high_pyramid"}`, "standard"},
	{"svc-rbf", "SVC", `{"C": 10}`, "standard"},
	{"svc-poly", "SVC", `{"C": 10, "kernel": "poly", "coef0": 1}`, "standard"},
	{"svc-linear", "SVC", `{"kernel": "linear"}`, "standard"},
	{"svc-sigmoid", "SVC", `{"kernel": "sigmoid"}`, "standard"},
	{"neighbors", "KNeighborsClassifier", `{"n_neighbors": 5}`, "standard"},
	{"neighbors-weighted", "KNeighborsClassifier", `{"n_neighbors": 9, "weights": "distance"}`, "none"},
	{"pca-neighbors", "Pipeline", `{"steps": [{"PCA": {"n_components": 50}}, {"KNeighborsClassifier": {"weights": "distance"}}]}`, "standard"},
	{"hog-svc", "Pipeline", `{"steps": [{"HOG": {"pixels_per_cell": [4, 4]}}, {"SVC": {"C": 5}}]}`, "standard"},
	{"hog-logistic", "Pipeline", `{"steps": [{"HOG": {"pixels_per_cell": [5, 4], "cells_per_block": [1, 2]}}, {"LogisticRegression": {}}]}`, "standard"},
	{"soft", "VotingClassifier", `{"voting": "soft", "estimators": [{"GaussianNB": {}}, {"RandomForestClassifier": {}}, {"MLPClassifier": {"max_iter": 3}}]}`, "standard"},
	{"hard", "VotingClassifier", `{"estimators": [{"GaussianNB": {}}, {"ExtraTreeClassifier": {}}, {"LogisticRegression": {"max_iter": 20}}]}`, "standard"},
}

// TestRuntime exports models of each family and has ONNX Runtime label images
// with them: the same labels and probabilities as ours.
func TestRuntime(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short")
	}
	runtime, err := filepath.Abs("testdata/runtime")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(runtime, "node_modules", "onnxruntime-node")); err != nil {
		t.Skip("ONNX Runtime is not installed (make onnxruntime)")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed")
	}
	train, test := images(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "images"), test.Pixels)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			set := train
			var err error
			if set.Scaling, err = learn.NewScaling(c.scaling, set.Images); err != nil {
				t.Fatal(err)
			}
			m, err := model.Fit(t.Context(), c.family, []byte(c.parameters), set, 1)
			if err != nil {
				t.Fatal(err)
			}
			want, err := m.Predict(t.Context(), test)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, want, run(t, node, runtime, dir, m))
		})
	}
}

// images are the beginnings of Fashion-MNIST, or all of its test images.
func images(t *testing.T) (train learn.Set, test learn.Images) {
	t.Helper()
	var arrays []idx.Array[uint8]
	for _, name := range []string{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"} {
		a, err := idx.ReadFile[uint8](filepath.Join(os.Getenv("FMNIST_DATA"), "fashion", name))
		if err != nil {
			t.Skipf("FMNIST_DATA has no Fashion-MNIST: %v", err)
		}
		arrays = append(arrays, a)
	}
	n, m := 200, 300
	if *full > 0 {
		n, m = *full, 10000
	}
	train.Images, train.Labels, train.Classes = learn.Images{Pixels: arrays[0].Data[:n*784], Features: 784}, arrays[1].Data[:n], 10
	return train, learn.Images{Pixels: arrays[2].Data[:m*784], Features: 784}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run labels the images of the folder in ONNX Runtime.
func run(t *testing.T, node, runtime, dir string, m *model.Model) (got []model.Prediction) {
	t.Helper()
	var file bytes.Buffer
	if err := onnx.Export(&file, m); err != nil {
		t.Fatal(err)
	}
	own := t.TempDir()
	path := func(name string) string { return filepath.Join(own, name) }
	write(t, path("model.onnx"), file.Bytes())
	jobs, err := json.Marshal([]map[string]any{{
		"model": path("model.onnx"), "images": filepath.Join(dir, "images"), "labels": path("labels"),
		"probabilities": path("probabilities"), "features": m.Features(), "batch": 500,
	}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, path("jobs.json"), jobs)
	cmd := exec.CommandContext(t.Context(), node, filepath.Join(runtime, "run.mjs"), path("jobs.json"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	labels, err := os.ReadFile(path("labels"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := os.ReadFile(path("probabilities"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	numbers := make([]float32, len(p)/4)
	for i := range numbers {
		numbers[i] = math.Float32frombits(binary.LittleEndian.Uint32(p[4*i:]))
	}
	k := len(numbers) / len(labels)
	for i, y := range labels {
		got = append(got, model.Prediction{Label: y, Probabilities: numbers[i*k : (i+1)*k]})
	}
	return got
}

// compare wants the same labels, and probabilities that differ by rounding. Of
// one image in a thousand they may differ by more: where a quantized feature is
// rounded the other way, the last of the nearest neighbours can be another.
func compare(t *testing.T, want, got []model.Prediction) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%d labels, want %d", len(got), len(want))
	}
	differ, far, most, without := 0, 0, 0.0, 0
	for i, w := range want {
		if got[i].Label != w.Label {
			differ++
		}
		if len(w.Probabilities) != len(got[i].Probabilities) {
			without++
			continue
		}
		apart := 0.0
		for y, p := range w.Probabilities {
			apart = max(apart, math.Abs(float64(p-got[i].Probabilities[y])))
		}
		most = max(most, apart)
		if apart > 2e-3 {
			far++
		}
	}
	t.Logf("%d of %d labels differ, probabilities by %.2g at most, of %d by more than 0.002", differ, len(want), most, far)
	if differ > 0 || far > len(want)/1000 || without > 0 {
		t.Errorf("%d of %d labels differ, probabilities of %d, %d without", differ, len(want), far, without)
	}
}

func TestUnsupported(t *testing.T) {
	train := learn.Set{Images: learn.Images{Pixels: []uint8{1, 2, 3, 4, 5, 6, 7, 8}, Features: 2}, Labels: []uint8{0, 1, 0, 1}, Classes: 2}
	for family, parameters := range map[string]string{"GaussianProcessClassifier": `{}`, "KNeighborsClassifier": `{"p": 1, "n_neighbors": 1}`} {
		m, err := model.Fit(t.Context(), family, []byte(parameters), train, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := onnx.Export(&bytes.Buffer{}, m); !errors.Is(err, onnx.ErrUnsupported) {
			t.Errorf("%s: %v", family, err)
		}
	}
}
