package deep

import (
	"strings"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// quickly learns a few hundred small images.
func quickly(architecture string) *ConvNetClassifier {
	c := NewConvNetClassifier()
	c.Architecture, c.Epochs, c.BatchSize, c.LearningRate = architecture, 8, 32, 0.02
	return c
}

func TestConformance(t *testing.T) {
	learntest.Run(t, func() learn.Classifier { return quickly("tiny") })
	if testing.Short() {
		return
	}
	t.Run("everything", func(t *testing.T) {
		learntest.Run(t, func() learn.Classifier {
			c := quickly("funnel")
			c.Optimizer, c.LearningRate, c.Schedule = adamw, 3e-3, cosine
			c.LabelSmoothing, c.EMADecay = 0.1, 0.9
			c.Flip, c.Shift, c.Cutout, c.RandomErasing = false, 1, 1, 0.1
			c.TestTimeAugmentation, c.EarlyStopping = true, true
			return c
		})
	})
}

func TestEveryArchitectureLearns(t *testing.T) {
	all := learntest.Blobs(500, 100, 4, 1)
	train := all
	train.Images, train.Labels = all.Slice(0, 300), all.Labels[:300]
	for architecture := range architectures {
		c := quickly(architecture)
		if err := c.Fit(t.Context(), train, 1); err != nil {
			t.Fatal(err)
		}
		labels := make([]uint8, 200)
		if err := c.Predict(t.Context(), all.Slice(300, 500), labels); err != nil {
			t.Fatal(err)
		}
		if a := learn.Accuracy(labels, all.Labels[300:]); a < 0.9 {
			t.Errorf("%s: accuracy %v on easily separated blobs", architecture, a)
		}
		if curve := c.LossCurve(); len(curve) != c.Epochs || curve[len(curve)-1] > curve[0] {
			t.Errorf("%s: loss %v", architecture, curve)
		}
	}
}

// What the original's table says of its entry.
func TestSmallHasLessThan100000Parameters(t *testing.T) {
	if n := newNetwork("small", 28, 10).trainable(); n >= 100_000 {
		t.Errorf("%d parameters", n)
	}
}

func TestEarlyStopping(t *testing.T) {
	set := learntest.Blobs(200, 25, 3, 1)
	c := quickly("small")
	c.Epochs, c.EarlyStopping, c.NIterNoChange, c.Schedule = 50, true, 2, constant
	if err := c.Fit(t.Context(), set, 1); err != nil {
		t.Fatal(err)
	}
	scores := c.ValidationScores()
	if len(scores) == 50 || len(scores) < 3 || len(scores) != len(c.LossCurve()) {
		t.Fatalf("%d scores and %d losses of 50 epochs", len(scores), len(c.LossCurve()))
	}
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	if best != len(scores)-3 {
		t.Errorf("stopped after scores %v, want two epochs behind the best", scores)
	}
}

func TestValidateNamesTheFault(t *testing.T) {
	for fault, spoil := range map[string]func(c *ConvNetClassifier){
		"architecture":        func(c *ConvNetClassifier) { c.Architecture = "three_conv" },
		"optimizer":           func(c *ConvNetClassifier) { c.Optimizer = "lbfgs" },
		"schedule":            func(c *ConvNetClassifier) { c.Schedule = "step" },
		"batch_size":          func(c *ConvNetClassifier) { c.BatchSize = 0 },
		"epochs":              func(c *ConvNetClassifier) { c.Epochs = -1 },
		"learning_rate":       func(c *ConvNetClassifier) { c.LearningRate = 0 },
		"label_smoothing":     func(c *ConvNetClassifier) { c.LabelSmoothing = 1 },
		"validation_fraction": func(c *ConvNetClassifier) { c.ValidationFraction = 1 },
		"shift":               func(c *ConvNetClassifier) { c.Shift = -1 },
	} {
		c := NewConvNetClassifier()
		spoil(c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("error %v, want one about %s", err, fault)
		}
	}
}

func TestImagesMustBeSquare(t *testing.T) {
	set := learntest.Blobs(20, 24, 2, 1)
	if err := quickly("small").Fit(t.Context(), set, 1); err == nil || !strings.Contains(err.Error(), "square") {
		t.Errorf("error %v", err)
	}
}

func TestLossThatLeavesTheNumbersIsAnError(t *testing.T) {
	c := quickly("two_conv")
	c.LearningRate, c.Schedule = 1e30, constant
	err := c.Fit(t.Context(), learntest.Blobs(200, 25, 3, 1), 1)
	if err == nil || !strings.Contains(err.Error(), "learning_rate") {
		t.Errorf("error %v", err)
	}
}

func fashion(t testing.TB) (train, test learn.Set) {
	t.Helper()
	return learntest.Real(t, "fashion", "train"), learntest.Real(t, "fashion", "t10k")
}

// TestLearnsClothes takes a thirtieth of Fashion-MNIST.
func TestLearnsClothes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	train, test := fashion(t)
	train.Images, train.Labels = train.Slice(0, 2000), train.Labels[:2000]
	test.Images, test.Labels = test.Slice(0, 2000), test.Labels[:2000]
	c := NewConvNetClassifier()
	c.Architecture, c.Epochs, c.BatchSize = "small", 6, 32
	if err := c.Fit(t.Context(), train, 1); err != nil {
		t.Fatal(err)
	}
	labels := make([]uint8, test.Len())
	if err := c.Predict(t.Context(), test.Images, labels); err != nil {
		t.Fatal(err)
	}
	a := learn.Accuracy(labels, test.Labels)
	t.Logf("accuracy %.4f", a)
	if a < 0.83 {
		t.Errorf("accuracy %.4f from 2,000 images, want at least 0.83", a)
	}
}

// BenchmarkTraining is the training of the networks, a batch of 128 at a time.
// What PyTorch does of two_conv, go run ./peers --only torch says.
func BenchmarkTraining(b *testing.B) {
	train, _ := fashion(b)
	for architecture := range architectures {
		b.Run(architecture, func(b *testing.B) {
			c := NewConvNetClassifier()
			c.Architecture, c.Flip = architecture, true
			c.pixels = measurePixels(train.Pixels)
			t := newTrainer(c, newNetwork(architecture, 28, 10), train, train.Labels, 1)
			for b.Loop() {
				t.trainOn(t.order[:t.batch])
			}
			b.ReportMetric(float64(b.N*t.batch)/b.Elapsed().Seconds(), "images/s")
		})
	}
}
