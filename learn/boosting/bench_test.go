package boosting

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
)

// realData is half of a data set in the cache; the test is skipped without it.
func realData(tb testing.TB, name, half string) learn.Set {
	tb.Helper()
	dir := os.Getenv("FMNIST_DATA")
	if dir == "" {
		tb.Skip("FMNIST_DATA does not name the cache of data sets")
	}
	read := func(kind string) []uint8 {
		a, err := idx.ReadFile[uint8](filepath.Join(dir, name, half+kind))
		if err != nil {
			tb.Skip(err)
		}
		return a.Data
	}
	return learn.Set{
		Images:  learn.Images{Pixels: read("-images-idx3-ubyte"), Features: 28 * 28},
		Labels:  read("-labels-idx1-ubyte"),
		Classes: 10,
	}
}

func benchmarkFit(b *testing.B, c learn.Classifier) {
	train, test := realData(b, "fashion", "train"), realData(b, "fashion", "t10k")
	labels := make([]uint8, test.Len())
	for b.Loop() {
		if err := c.Fit(b.Context(), train, 0); err != nil {
			b.Fatal(err)
		}
		if err := c.Predict(b.Context(), test.Images, labels); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(learn.Accuracy(labels, test.Labels), "accuracy")
}

func BenchmarkGradientBoosting(b *testing.B) {
	for _, depth := range []Limit{3, 10, 50} {
		b.Run(fmt.Sprintf("depth=%d", depth), func(b *testing.B) {
			g := NewGradientBoostingClassifier()
			g.NEstimators, g.MaxDepth = 10, depth
			benchmarkFit(b, g)
		})
	}
}

func BenchmarkHistGradientBoosting(b *testing.B) {
	for _, stages := range []int{10, 100} {
		b.Run(fmt.Sprintf("stages=%d", stages), func(b *testing.B) {
			h := NewHistGradientBoostingClassifier()
			h.MaxIter = stages
			benchmarkFit(b, h)
		})
	}
}
