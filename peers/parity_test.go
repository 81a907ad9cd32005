package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

// recorded is what record.py wrote.
type recorded struct {
	Sklearn string
	Entries []recordedEntry
}

type recordedEntry struct {
	bench.Contestant
	Train      int       // this many of the first training images
	Seeds      []uint64  // of the accuracies
	Accuracies []float64 // on all test images
	Warnings   []string
}

// tolerance is how many percentage points of accuracy a family may be below
// scikit-learn. A family that is not here may be 0.7 below.
var tolerance = map[string]float64{
	"DecisionTreeClassifier":         0.5,
	"ExtraTreeClassifier":            0.5,
	"ExtraTreesClassifier":           0.5,
	"GaussianNB":                     0.5,
	"GradientBoostingClassifier":     0.5,
	"HistGradientBoostingClassifier": 0.5,
	"KNeighborsClassifier":           0.05,
	"RandomForestClassifier":         0.5,
	"SVC":                            0.2,
}

// TestParity fits a sample of every family as scikit-learn was fitted by
// record.py and compares accuracies: with one seed where it does not matter,
// else the means over five, which may be further apart by the standard error of
// their difference. Families that do not exist are skipped by name.
func TestParity(t *testing.T) {
	if testing.Short() {
		t.Skip("fits a sample of every family, which takes a minute")
	}
	data := fashion(t)
	for _, e := range readRecorded(t).Entries {
		t.Run(fmt.Sprintf("%s:%d", e.Contestant, e.Train), func(t *testing.T) {
			if !slices.Contains(families.Names(), e.Name) {
				t.Skipf("there is no %s yet", e.Name)
			}
			start := time.Now()
			checkParity(t, data, e)
			t.Logf("%.1f s", time.Since(start).Seconds())
		})
	}
}

// fashion is Fashion-MNIST from the cache.
func fashion(t *testing.T) *dataset.Dataset {
	t.Helper()
	if os.Getenv("FMNIST_DATA") == "" {
		t.Skip("FMNIST_DATA does not name a folder of data sets")
	}
	data, err := dataset.Resolve(t.Context(), "fashion", "")
	if err != nil {
		t.Skip("no Fashion-MNIST here: ", err)
	}
	if data.Entry == nil || data.Entry.Name != "fashion" {
		t.Skipf("%s holds %s", data.Dir, data.Name)
	}
	return data
}

func readRecorded(t *testing.T) recorded {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "sklearn-10k.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r recorded
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func checkParity(t *testing.T, data *dataset.Dataset, e recordedEntry) {
	scores := make([]float64, len(e.Seeds))
	for i, seed := range e.Seeds {
		scores[i] = accuracyOf(t, data, e, seed)
	}
	allowed := 0.7
	if points, ok := tolerance[e.Name]; ok {
		allowed = points
	}
	spare := 100 * standardError(scores, e.Accuracies)
	below := 100 * (mean(e.Accuracies) - mean(scores))
	t.Logf("accuracies %.4f, scikit-learn's %.4f: %+.2f points", scores, e.Accuracies, -below)
	if below > allowed+spare+1e-9 {
		t.Errorf("%.2f points below scikit-learn, want at most %.2f and %.2f of standard error", below, allowed, spare)
	}
}

// accuracyOf fits on the first training images in their own order.
func accuracyOf(t *testing.T, data *dataset.Dataset, e recordedEntry, seed uint64) float64 {
	c, err := families.New(e.Name, []byte(e.Parameters.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	features := data.Rows * data.Cols
	images := learn.Images{Pixels: data.Train.Images[:e.Train*features], Features: features}
	train := learn.Set{Images: images, Labels: data.Train.Labels[:e.Train], Classes: len(data.Classes), Scaling: learn.Standardize(images)}
	if err := c.Fit(t.Context(), train, seed); err != nil {
		t.Fatal(err)
	}
	labels := make([]uint8, data.Test.Len())
	if err := c.Predict(t.Context(), learn.Images{Pixels: data.Test.Images, Features: features}, labels); err != nil {
		t.Fatal(err)
	}
	return learn.Accuracy(labels, data.Test.Labels)
}

// Every recorded entry has an accuracy for each of its seeds.
func TestRecordedIsWhole(t *testing.T) {
	entries := readRecorded(t).Entries
	if len(entries) == 0 {
		t.Fatal("nothing is recorded")
	}
	for _, e := range entries {
		if len(e.Accuracies) == 0 || len(e.Accuracies) != len(e.Seeds) {
			t.Errorf("%s: %d accuracies for %d seeds", e.Contestant, len(e.Accuracies), len(e.Seeds))
		}
	}
}
