package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/model"
)

// TestServeModel labels images over HTTP as predict does, and reads the figures.
func TestServeModel(t *testing.T) {
	data, dir := smallData(t, "articles", 1), t.TempDir()
	path := filepath.Join(dir, "m.fmnist")
	if got := verb(t.Context(), "fit", "GaussianNB", "--data", data, "--out", path); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	address, _, stop := startServe(t, "--db", filepath.Join(dir, "r.db"), "--data", data, "--model", path)
	defer stop()
	images, err := os.ReadFile(filepath.Join(data, dataset.FileNames[2]))
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Post(address+"v1/predict", "application/octet-stream", bytes.NewReader(images))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var got struct{ Predictions []model.Prediction }
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil || len(got.Predictions) != 100 || len(got.Predictions[0].Probabilities) != 10 {
		t.Errorf("%v: status %d, %d predictions", err, r.StatusCode, len(got.Predictions))
	}
	figures, err := http.Get(address + "metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer figures.Body.Close()
	text, err := io.ReadAll(figures.Body)
	for _, want := range []string{"fmnist_predict_images_total 100", `fmnist_predict_requests_total{code="200"} 1`, "go_goroutines"} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%v: no %q in\n%.600s", err, want, text)
		}
	}
}
