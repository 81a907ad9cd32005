package learn

import "context"

// Transformer turns images into others of other features: components, gradient
// histograms. What it makes is bytes again, which its own Scaling turns into
// numbers, so that every classifier takes them as it takes pixels.
//
// Fit is a pure function of the set and the exported fields, and like Transform
// does not change its input. State and Restore are as a Classifier's.
type Transformer interface {
	Fit(ctx context.Context, train Set) error
	// Transform is the features of the images, one row an image.
	Transform(ctx context.Context, images Images) (Images, error)
	// Scaling is how the bytes that Transform makes become numbers.
	Scaling() Scaling

	State() (State, error)
	Restore(State) error
}

// Composite is implemented by a classifier made of others.
type Composite interface {
	// Parts are the transformers and classifiers that it is made of, unfitted:
	// their code is part of what its results depend on.
	Parts() []any
}
