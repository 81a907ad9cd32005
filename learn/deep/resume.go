package deep

import (
	"fmt"
	"slices"

	"github.com/fmnist/fmnist/learn"
)

// state is what the training has come to behind an epoch. What was random is not
// part of it: goOn draws it again.
func (t *trainer) state() learn.State {
	return learn.State{
		"weights": t.net.weights, "average": t.average, "best": t.best,
		"moment.first": t.step.moments[0], "moment.second": t.step.moments[1],
		"losses": t.c.curve, "scores": t.c.validation,
	}
}

// goOn brings a new trainer to where the state is of, bit for bit.
func (t *trainer) goOn(kept learn.State) error {
	losses, err := learn.Get[[]float64](kept, "losses", -1)
	if err != nil {
		return err
	}
	scores, err := learn.Get[[]float64](kept, "scores", -1)
	if err != nil {
		return err
	}
	best, err := learn.Get[[]float32](kept, "best", -1)
	if err != nil {
		return err
	}
	epochs, held := len(losses), len(t.held) > 0
	if epochs > t.c.Epochs || held != (len(scores) == epochs) || !held && len(scores)+len(best) > 0 || held && len(best) != t.net.size() {
		return fmt.Errorf("deep: ConvNetClassifier: to go on from: %d epochs of %d, %d scores, the best of %d weights", epochs, t.c.Epochs, len(scores), len(best))
	}
	for name, into := range map[string][]float32{
		"weights": t.net.weights, "average": t.average, "moment.first": t.step.moments[0], "moment.second": t.step.moments[1],
	} {
		numbers, err := learn.Get[[]float32](kept, name, len(into))
		if err != nil {
			return err
		}
		copy(into, numbers)
	}
	t.c.curve, t.c.validation, t.c.resumed = losses, scores, epochs
	if held {
		t.best = slices.Clone(best)
	}
	for range epochs {
		t.shuffle()
		for range t.batches() {
			t.random.Uint64() // the seed of a pass
		}
	}
	t.steps = epochs * t.batches()
	t.step.steps = t.steps
	return nil
}
