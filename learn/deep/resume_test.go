package deep

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/course"
	"github.com/fmnist/fmnist/learn/learntest"
)

// diary keeps a fit in memory and breaks it off after an epoch.
type diary struct {
	told   []course.Epoch
	kept   learn.State
	last   int // epoch after which it breaks off, 0 for none
	cancel context.CancelFunc
}

func (d *diary) EpochEnded(e course.Epoch) { d.told = append(d.told, e) }
func (d *diary) Kept() learn.State         { return d.kept }

func (d *diary) Keep(s learn.State) {
	d.kept = cloned(s)
	if len(d.told) == d.last {
		d.cancel()
	}
}

func cloned(s learn.State) learn.State {
	copied := learn.State{}
	for name, array := range s {
		switch a := array.(type) {
		case []float32:
			copied[name] = slices.Clone(a)
		case []float64:
			copied[name] = slices.Clone(a)
		}
	}
	return copied
}

// fitWith fits under the diary's eyes.
func fitWith(t *testing.T, c *ConvNetClassifier, set learn.Set, d *diary) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d.cancel = cancel
	return c.Fit(course.With(ctx, d), set, 7)
}

// A fit that was broken off after any epoch learns, when it goes on, what an
// unbroken one does, to the bit.
func TestBrokenOffFitsGoOn(t *testing.T) {
	set := learntest.Blobs(150, 49, 3, 1)
	for name, setUp := range map[string]func(c *ConvNetClassifier){
		"sgd":   func(*ConvNetClassifier) {},
		"adamw": func(c *ConvNetClassifier) { c.Optimizer, c.LearningRate, c.EMADecay = adamw, 3e-3, 0.9 },
		"early stop": func(c *ConvNetClassifier) {
			c.EarlyStopping, c.NIterNoChange, c.Schedule, c.EMADecay = true, 2, constant, 0.5
		},
	} {
		t.Run(name, func(t *testing.T) {
			contestant := func() *ConvNetClassifier {
				c := quickly("small")
				c.Epochs, c.Flip, c.Shift, c.RandomErasing = 6, true, 1, 0.5
				setUp(c)
				return c
			}
			whole := contestant()
			all := &diary{}
			if err := fitWith(t, whole, set, all); err != nil {
				t.Fatal(err)
			}
			want, err := whole.State()
			if err != nil {
				t.Fatal(err)
			}
			if len(all.told) != len(whole.LossCurve()) || all.told[0].Number != 1 || all.told[0].Of != 6 || all.told[0].Loss != whole.LossCurve()[0] {
				t.Errorf("told of %+v, the losses are %v", all.told, whole.LossCurve())
			}
			for last := 1; last < len(all.told); last++ {
				d := &diary{last: last}
				if err := fitWith(t, contestant(), set, d); err != context.Canceled {
					t.Fatalf("error %v, want it to be broken off", err)
				}
				c := contestant()
				d.last = 0
				if err := fitWith(t, c, set, d); err != nil {
					t.Fatal(err)
				}
				got, err := c.State()
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("broken off after epoch %d, it learnt something else", last)
				}
				if diff := cmp.Diff(whole.LossCurve(), c.LossCurve()) + cmp.Diff(whole.ValidationScores(), c.ValidationScores()) + cmp.Diff(all.told, d.told); diff != "" {
					t.Errorf("broken off after epoch %d (-unbroken +resumed):\n%s", last, diff)
				}
				if n := c.Figures()["resumed_epochs"]; n != float64(last) {
					t.Errorf("resumed after %v epochs, want %d", n, last)
				}
			}
		})
	}
}

func TestWhatDoesNotFitIsNotGoneOnFrom(t *testing.T) {
	set := learntest.Blobs(100, 25, 3, 1)
	d := &diary{}
	c := quickly("tiny")
	c.Epochs = 2
	if err := fitWith(t, c, set, d); err != nil {
		t.Fatal(err)
	}
	for name, wrong := range map[string]any{
		"weights": make([]float32, 16), "losses": make([]float64, 9), "moment.first": []float64{1}, "average": make([]float32, 16),
		"scores": make([]float64, 2), "best": nil,
	} {
		spoilt := &diary{kept: maps.Clone(d.kept)}
		spoilt.kept[name] = wrong
		if err := fitWith(t, quickly("tiny"), set, spoilt); err == nil {
			t.Errorf("%s of %T are taken", name, wrong)
		}
	}
}
