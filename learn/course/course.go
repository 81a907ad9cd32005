// Package course is what a fit of many epochs tells while it runs, and where it
// keeps how far it is, so that it can go on after its process has ended. It
// travels in the context of Fit, since nothing of it changes what is learnt.
package course

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// Epoch is a pass over the training images that has ended.
type Epoch struct {
	Number int      `json:"number"`         // from 1
	Of     int      `json:"of"`             // how many there are at most
	Loss   float64  `json:"loss"`           // the mean of the training images
	Held   *float64 `json:"held,omitempty"` // accuracy on images that were held out, if any were
}

func (e Epoch) String() string {
	text := fmt.Sprintf("epoch %d of %d: loss %.4f", e.Number, e.Of, e.Loss)
	if e.Held != nil {
		text += fmt.Sprintf(", accuracy %.4f on what is held out", *e.Held)
	}
	return text
}

// Attendant looks after a fit, and is called by it between epochs.
type Attendant interface {
	EpochEnded(Epoch)

	// Keep is given what the fit needs to go on from here. The arrays are valid
	// during the call only.
	Keep(learn.State)
	// Kept is what Keep was given last by a fit of the same parameters, data, seed
	// and code; nil where there is nothing.
	Kept() learn.State
}

type key struct{}

// With is a context whose fits the attendant looks after.
func With(ctx context.Context, a Attendant) context.Context {
	return context.WithValue(ctx, key{}, a)
}

// Of is the attendant of the context's fits; where there is none, one that
// forgets everything.
func Of(ctx context.Context) Attendant {
	if a, ok := ctx.Value(key{}).(Attendant); ok {
		return a
	}
	return nobody{}
}

type nobody struct{}

func (nobody) EpochEnded(Epoch)  {}
func (nobody) Keep(learn.State)  {}
func (nobody) Kept() learn.State { return nil }
