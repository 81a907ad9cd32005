package deep

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/course"
)

// trainer minimises the mean loss of a network over the images of a set.
type trainer struct {
	c        *ConvNetClassifier
	net      *network
	set      learn.Set
	classes  []uint8 // of each image, its place among the outputs
	held     []int32 // images held out
	order    []int32 // the others, in this epoch's order
	batch    int
	random   *rand.Rand
	seed     uint64
	loss     softmaxLoss
	step     *optimiser
	average  []float32 // of the weights over the steps, nil if none is kept
	best     []float32 // weights of the epoch that did best on what is held out, nil before
	input    []float32
	labels   []uint8
	steps    int // so far
	allSteps int
}

func newTrainer(c *ConvNetClassifier, net *network, set learn.Set, classes []uint8, seed uint64) *trainer {
	t := &trainer{c: c, net: net, set: set, classes: classes, seed: seed, random: rand.New(rand.NewPCG(seed, 0))}
	gradients := make([]float32, net.size())
	net.bind(make([]float32, net.size()), gradients)
	net.initialise(t.random)
	t.split()
	t.batch = min(c.BatchSize, len(t.order))
	t.allSteps = c.Epochs * t.batches()
	t.loss = softmaxLoss{classes: net.classes, smoothing: c.LabelSmoothing}
	t.step = newOptimiser(c.Optimizer, c.Momentum, c.WeightDecay, net, gradients)
	if c.EMADecay > 0 {
		t.average = slices.Clone(net.weights)
	}
	t.input, t.labels = make([]float32, t.batch*set.Features), make([]uint8, t.batch)
	return t
}

// split holds images out if training is to stop early.
func (t *trainer) split() {
	t.order = make([]int32, t.set.Len())
	for i := range t.order {
		t.order[i] = int32(i)
	}
	if !t.c.EarlyStopping {
		return
	}
	t.shuffle()
	held := min(len(t.order)-1, int(math.Ceil(t.c.ValidationFraction*float64(len(t.order)))))
	t.held, t.order = t.order[:held], t.order[held:]
}

// run trains for all epochs, or until the accuracy on what was held out stands
// still; then the network has the best weights.
func (t *trainer) run(ctx context.Context) error {
	attendant := course.Of(ctx)
	if kept := attendant.Kept(); kept != nil {
		if err := t.goOn(kept); err != nil {
			return err
		}
	}
	for !t.ended() {
		loss, err := t.epoch(ctx)
		if err != nil {
			return err
		}
		t.c.curve = append(t.c.curve, loss)
		if math.IsNaN(loss) || math.IsInf(loss, 0) {
			return fmt.Errorf("deep: ConvNetClassifier: the loss of epoch %d is %v: learning_rate may be too large", len(t.c.curve), loss)
		}
		e := course.Epoch{Number: len(t.c.curve), Of: t.c.Epochs, Loss: loss}
		if len(t.held) > 0 {
			if e.Held, err = t.validate(ctx); err != nil {
				return err
			}
		}
		attendant.EpochEnded(e)
		attendant.Keep(t.state())
	}
	if t.best == nil {
		t.best = t.result()
	}
	t.net.bind(t.best, nil)
	return nil
}

// ended reports whether the last epoch is over.
func (t *trainer) ended() bool {
	scores := t.c.validation
	if len(t.c.curve) == t.c.Epochs || len(scores) == 0 {
		return len(t.c.curve) == t.c.Epochs
	}
	return len(scores)-1-slices.Index(scores, slices.Max(scores)) >= t.c.NIterNoChange
}

// result is the weights that the training has come to.
func (t *trainer) result() []float32 {
	if t.average != nil {
		return t.average
	}
	return t.net.weights
}

// epoch passes once over the images in a new order and returns the mean loss.
// The images behind the last whole batch are left out this time.
func (t *trainer) epoch(ctx context.Context) (float64, error) {
	t.shuffle()
	total := 0.0
	for b := range t.batches() {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		total += t.trainOn(t.order[b*t.batch:][:t.batch])
	}
	return total / float64(t.batches()*t.batch), nil
}

func (t *trainer) shuffle() {
	t.random.Shuffle(len(t.order), func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
}

// batches is how many there are in an epoch.
func (t *trainer) batches() int { return len(t.order) / t.batch }

// trainOn takes one step and returns the sum of the losses before it.
func (t *trainer) trainOn(images []int32) float64 {
	p := &pass{images: len(images), train: true, seed: t.random.Uint64(), over: inParallel}
	t.load(p, images)
	loss, g := t.loss.of(p, t.net.layers.forward(p, t.input), t.labels)
	t.net.layers.backward(p, g)
	t.step.step(p, t.c.LearningRate*rateAt(t.c.Schedule, t.steps, t.allSteps))
	t.steps++
	if t.average != nil {
		t.follow(p)
	}
	return loss
}

// load makes the batch's input, each image changed at random.
func (t *trainer) load(p *pass, images []int32) {
	d, augment := t.set.Features, t.c.augmentation()
	p.over(len(images), 1, func(i, _ int) {
		random := rand.New(rand.NewPCG(p.seed, uint64(i)))
		image := int(images[i])
		dst := t.input[i*d:][:d]
		t.c.pixels.load(dst, t.set.Row(image), t.net.side, augment.draw(random))
		augment.spoil(dst, t.net.side, random)
		t.labels[i] = t.classes[image]
	})
}

// validate is the accuracy on the images held out, which it adds to the scores.
// The weights are the best if they have the highest so far.
func (t *trainer) validate(ctx context.Context) (*float64, error) {
	model := *t.c
	model.net = model.restored(t.net.side, t.result())
	held := learn.Images{Features: t.set.Features}
	truth := make([]uint8, 0, len(t.held))
	for _, i := range t.held {
		held.Pixels = append(held.Pixels, t.set.Row(int(i))...)
		truth = append(truth, t.set.Labels[i])
	}
	labels := make([]uint8, len(truth))
	if err := model.Predict(ctx, held, labels); err != nil {
		return nil, err
	}
	accuracy := learn.Accuracy(labels, truth)
	if t.best == nil || accuracy > slices.Max(t.c.validation) {
		t.best = slices.Clone(t.result())
	}
	t.c.validation = append(t.c.validation, accuracy)
	return &accuracy, nil
}
