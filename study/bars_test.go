package study

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/fmnist/fmnist/dataset"
)

var bars = flag.Bool("bars", false, "hold the studies to their times and to what they have to find, on the whole data")

// TestBars takes minutes, and its times need the machine to itself.
func TestBars(t *testing.T) {
	if !*bars {
		t.Skip("only with -bars")
	}
	ctx, fashion := context.Background(), real(t, "fashion")
	within := func(what string, limit time.Duration, do func() error) {
		start := time.Now()
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		took := time.Since(start)
		t.Logf("%s: %v", what, took)
		if took > limit {
			t.Errorf("%s took %v, want less than %v", what, took, limit)
		}
	}
	within("one pixel, both data sets", 5*time.Second, func() error {
		_, err := OnePixel(ctx, []*dataset.Dataset{fashion, real(t, "mnist")}, nil)
		return err
	})
	within("duplicates of 70,000 images", time.Minute, func() error {
		_, err := Duplicates(ctx, []*dataset.Dataset{fashion}, &Comparisons{Limit: NearLimit}, nil)
		return err
	})
	p, err := Labels(ctx, []*dataset.Dataset{fashion}, DefaultLabelOptions())
	if err != nil {
		t.Fatal(err)
	}
	precision, recall := p.number("fashion.precision"), p.number("fashion.recall")
	t.Logf("labels: precision %.3f, recall %.3f", precision, recall)
	if precision < 0.75 || recall < 0.75 {
		t.Errorf("precision %.3f and recall %.3f of the labels flipped, want 0.75", precision, recall)
	}
}
