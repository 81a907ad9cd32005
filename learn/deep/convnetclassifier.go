package deep

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/learn"
)

// ConvNetClassifier is a convolutional network with a softmax on top, trained on
// minibatches to the least cross-entropy. Images are square. Pixels are scaled
// by one mean and deviation of all of them, whatever the set's Scaling.
type ConvNetClassifier struct {
	// Architecture is two_conv, small, tiny, residual, funnel, pyramid or
	// high_pyramid.
	Architecture string `json:"architecture"`
	Epochs       int    `json:"epochs"`
	BatchSize    int    `json:"batch_size"`
	// Optimizer is sgd (with Nesterov's momentum), adam or adamw.
	Optimizer string `json:"optimizer"`
	// LearningRate is the highest, Schedule its course: constant, cosine or
	// one_cycle.
	LearningRate float64 `json:"learning_rate"`
	Schedule     string  `json:"schedule"`
	// Momentum is that of sgd, and the decay of adam's first moment.
	Momentum float64 `json:"momentum"`
	// WeightDecay is the strength of the L2 penalty on weights; biases and
	// normalisation have none.
	WeightDecay float64 `json:"weight_decay"`
	// LabelSmoothing is the share of each label that is spread over all classes.
	LabelSmoothing float64 `json:"label_smoothing"`
	// EMADecay is how much an average of the weights keeps at a step, 0 for
	// none; the average is what is learnt.
	EMADecay float64 `json:"ema_decay"`

	// Flip mirrors every second image, which suits clothes and not digits;
	// Shift moves images by up to so many pixels; Cutout clears a square of so
	// many pixels; RandomErasing is the probability that a rectangle is filled
	// with noise.
	Flip          bool    `json:"flip"`
	Shift         int     `json:"shift"`
	Cutout        int     `json:"cutout"`
	RandomErasing float64 `json:"random_erasing"`

	// EarlyStopping holds a ValidationFraction of the images out, ends when for
	// NIterNoChange epochs the accuracy on them has not been higher than ever
	// before, and takes the weights of the best epoch.
	EarlyStopping      bool    `json:"early_stopping"`
	ValidationFraction float64 `json:"validation_fraction"`
	NIterNoChange      int     `json:"n_iter_no_change"`

	// TestTimeAugmentation labels by the mean of the probabilities of several
	// views of an image: mirrored if Flip, moved by a pixel if Shift.
	TestTimeAugmentation bool `json:"test_time_augmentation"`

	net        *network
	pixels     pixels
	classes    []uint8 // the label of each output
	curve      []float64
	validation []float64
	resumed    int // after how many epochs the last Fit went on
}

// NewConvNetClassifier returns the classifier with its defaults.
func NewConvNetClassifier() *ConvNetClassifier {
	return &ConvNetClassifier{
		Architecture: "two_conv", Epochs: 6, BatchSize: 128,
		Optimizer: sgd, LearningRate: 0.05, Schedule: oneCycle, Momentum: 0.9, WeightDecay: 5e-4,
		ValidationFraction: 0.1, NIterNoChange: 5,
	}
}

// Validate reports parameters out of their range.
func (c *ConvNetClassifier) Validate() error {
	for _, p := range []struct {
		name, value string
		want        []string
	}{
		{"architecture", c.Architecture, slices.Sorted(maps.Keys(architectures))},
		{"optimizer", c.Optimizer, []string{sgd, adam, adamw}},
		{"schedule", c.Schedule, []string{constant, cosine, oneCycle}},
	} {
		if !slices.Contains(p.want, p.value) {
			return fmt.Errorf("deep: ConvNetClassifier: %s %q, want one of %q", p.name, p.value, p.want)
		}
	}
	for _, p := range []struct {
		name  string
		value float64
		ok    bool
	}{
		{"epochs", float64(c.Epochs), c.Epochs > 0},
		{"batch_size", float64(c.BatchSize), c.BatchSize > 0 && c.BatchSize <= mostImages},
		{"learning_rate", c.LearningRate, c.LearningRate > 0},
		{"momentum", c.Momentum, c.Momentum >= 0 && c.Momentum < 1},
		{"weight_decay", c.WeightDecay, c.WeightDecay >= 0},
		{"label_smoothing", c.LabelSmoothing, c.LabelSmoothing >= 0 && c.LabelSmoothing < 1},
		{"ema_decay", c.EMADecay, c.EMADecay >= 0 && c.EMADecay < 1},
		{"shift", float64(c.Shift), c.Shift >= 0 && c.Shift < mostSide},
		{"cutout", float64(c.Cutout), c.Cutout >= 0 && c.Cutout < mostSide},
		{"random_erasing", c.RandomErasing, c.RandomErasing >= 0 && c.RandomErasing <= 1},
		{"validation_fraction", c.ValidationFraction, c.ValidationFraction > 0 && c.ValidationFraction < 1},
		{"n_iter_no_change", float64(c.NIterNoChange), c.NIterNoChange > 0},
	} {
		if !p.ok || math.IsInf(p.value, 0) {
			return fmt.Errorf("deep: ConvNetClassifier: %s %v is out of its range", p.name, p.value)
		}
	}
	return nil
}

// What more of would not fit into memory.
const (
	mostSide   = 256
	mostImages = 8192
)

func (c *ConvNetClassifier) augmentation() augmentation {
	return augmentation{flip: c.Flip, shift: c.Shift, cutout: c.Cutout, erasing: c.RandomErasing}
}

// sideOf is the side of square images of so many pixels.
func sideOf(pixels int) (int, error) {
	side := int(math.Round(math.Sqrt(float64(pixels))))
	if side*side != pixels || side > mostSide {
		return 0, fmt.Errorf("deep: ConvNetClassifier: images of %d pixels, want square ones of at most %d x %d", pixels, mostSide, mostSide)
	}
	return side, nil
}

// Fit trains a network with as many outputs as there are classes in the set.
// The seed decides the first weights, the order of the images, and what is
// random in augmentation and dropout. It fails when the loss leaves the finite
// numbers. The context's course.Attendant is told of every epoch; a fit that was
// broken off goes on from what it has kept, and learns the same.
func (c *ConvNetClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	if err := train.Check(); err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	side, err := sideOf(train.Features)
	if err != nil {
		return err
	}
	c.net, c.curve, c.validation, c.resumed = nil, nil, nil, 0
	var places []uint8
	c.classes, places = train.PlaceClasses()
	c.pixels = measurePixels(train.Pixels)
	net := newNetwork(c.Architecture, side, len(c.classes))
	if err := newTrainer(c, net, train, places, seed).run(ctx); err != nil {
		return err
	}
	c.net = c.restored(side, net.weights)
	return nil
}

// restored is a network of these weights, without what training left behind.
func (c *ConvNetClassifier) restored(side int, weights []float32) *network {
	net := newNetwork(c.Architecture, side, len(c.classes))
	net.bind(weights, nil)
	return net
}

// LossCurve is the mean loss of each epoch of the last Fit.
func (c *ConvNetClassifier) LossCurve() []float64 { return c.curve }

// ValidationScores is the accuracy on the images held out after each epoch of
// the last Fit, if training was to stop early.
func (c *ConvNetClassifier) ValidationScores() []float64 { return c.validation }

// Figures are epochs, final_loss (of the last epoch, in training), parameters,
// and, of a Fit that went on from what an earlier one had kept, resumed_epochs:
// how many the earlier one had made.
func (c *ConvNetClassifier) Figures() map[string]float64 {
	if c.net == nil || len(c.curve) == 0 {
		return nil
	}
	figures := map[string]float64{
		"epochs": float64(len(c.curve)), "final_loss": c.curve[len(c.curve)-1], "parameters": float64(c.net.trainable()),
	}
	if c.resumed > 0 {
		figures["resumed_epochs"] = float64(c.resumed)
	}
	return figures
}

// Predict labels each image with the most probable class, the lowest on a tie.
func (c *ConvNetClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if c.net == nil {
		return learn.ErrNotFitted
	}
	if err := learn.CheckPredict(images, labels, c.net.side*c.net.side); err != nil {
		return err
	}
	return c.eachImage(ctx, images, func(i int, shares []float64) {
		labels[i] = c.classes[learn.Argmax(shares)]
	})
}

// PredictProba writes the softmax of each image's outputs.
func (c *ConvNetClassifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	if c.net == nil {
		return learn.ErrNotFitted
	}
	columns, err := learn.CheckPredictProba(images, p, c.net.side*c.net.side, learn.Labels(c.classes))
	if err != nil {
		return err
	}
	return c.eachImage(ctx, images, func(i int, shares []float64) {
		learn.SetProbabilities(p[i*columns:][:columns], c.classes, shares)
	})
}

// views are how an image is looked at.
func (c *ConvNetClassifier) views() []view {
	all := []view{{}}
	if !c.TestTimeAugmentation {
		return all
	}
	if c.Shift > 0 {
		all = append(all, view{down: 1}, view{down: -1}, view{right: 1}, view{right: -1})
	}
	if c.Flip {
		for _, v := range all {
			v.mirrored = true
			all = append(all, v)
		}
	}
	return all
}

// readAtOnce is how many images go through a network together in inference.
const readAtOnce = 32

// reader is what one goroutine needs for inference: a network of the fitted
// weights, whose layers keep their room, an input and what comes out.
type reader struct {
	net    *network
	input  []float32
	shares []float64
}

func (c *ConvNetClassifier) reader() *reader {
	if r, ok := c.net.readers.Get().(*reader); ok {
		return r
	}
	net := c.restored(c.net.side, c.net.weights)
	return &reader{net, make([]float32, readAtOnce*net.side*net.side), make([]float64, readAtOnce*net.classes)}
}

// eachImage calls use, from several goroutines, with the probabilities of every
// image's classes.
func (c *ConvNetClassifier) eachImage(ctx context.Context, images learn.Images, use func(i int, shares []float64)) error {
	views := c.views()
	return parallel.For(ctx, images.Len(), readAtOnce, func(lo, hi int) {
		r := c.reader()
		defer c.net.readers.Put(r)
		clear(r.shares)
		p := &pass{images: hi - lo, over: serially}
		for _, v := range views {
			for i := lo; i < hi; i++ {
				c.pixels.load(r.input[(i-lo)*images.Features:][:images.Features], images.Row(i), r.net.side, v)
			}
			r.net.addShares(p, r.shares, r.input, 1/float64(len(views)))
		}
		for i := lo; i < hi; i++ {
			use(i, r.shares[(i-lo)*r.net.classes:][:r.net.classes])
		}
	})
}

// addShares adds the probabilities of the classes times weight.
func (n *network) addShares(p *pass, shares []float64, input []float32, weight float64) {
	logits := n.layers.forward(p, input[:p.images*n.side*n.side])
	width := roundUp(n.classes)
	own := make([]float32, n.classes)
	for i := range p.images {
		softmax(own, logits[i*width:][:n.classes])
		for j, v := range own {
			shares[i*n.classes+j] += weight * float64(v)
		}
	}
}

// State returns weights (all numbers of the network, in the order of its
// layers), side (of an image), classes (the label of each output) and pixels
// (how a byte is scaled and shifted).
func (c *ConvNetClassifier) State() (learn.State, error) {
	if c.net == nil {
		return nil, learn.ErrNotFitted
	}
	return learn.State{
		"weights": c.net.weights, "side": []int32{int32(c.net.side)}, "classes": c.classes,
		"pixels": []float32{c.pixels.scale, c.pixels.shift},
	}, nil
}

// Restore sets the fitted network.
func (c *ConvNetClassifier) Restore(s learn.State) error {
	if err := c.Validate(); err != nil {
		return err
	}
	classes, err := learn.Get[[]uint8](s, "classes", -1)
	if err != nil {
		return err
	}
	side, err := learn.Get[[]int32](s, "side", 1)
	if err != nil {
		return err
	}
	scaling, err := learn.Get[[]float32](s, "pixels", 2)
	if err != nil {
		return err
	}
	weights, err := learn.Get[[]float32](s, "weights", -1)
	if err != nil {
		return err
	}
	if len(classes) == 0 || side[0] < 1 || side[0] > mostSide {
		return fmt.Errorf("deep: ConvNetClassifier: a model of %d classes and images of %d x %d pixels", len(classes), side[0], side[0])
	}
	if want := newNetwork(c.Architecture, int(side[0]), len(classes)).size(); len(weights) != want {
		return fmt.Errorf("deep: ConvNetClassifier: %d weights, the network %s has %d", len(weights), c.Architecture, want)
	}
	c.classes, c.pixels = classes, pixels{scaling[0], scaling[1]}
	c.net = c.restored(int(side[0]), weights)
	return nil
}
