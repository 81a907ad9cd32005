package compose

import (
	"context"
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/learn"
)

// VotingClassifier labels an image as several classifiers do on the whole. Each
// is fitted on the training set with the same seed, so that it is the classifier
// that it would be on its own.
type VotingClassifier struct {
	// Estimators are the classifiers that vote.
	Estimators []Part `json:"estimators"`
	// Voting is "hard", one vote each, or "soft": the class of the largest mean
	// probability. The lowest class wins a tie.
	Voting string `json:"voting"`

	maker    Maker
	kept     kept[[]learn.Classifier]
	fitted   []learn.Classifier
	classes  int
	warnings []string
}

// Values of VotingClassifier.Voting.
const (
	hard = "hard"
	soft = "soft"
)

// NewVotingClassifier returns the classifier with scikit-learn's defaults and
// nobody to vote.
func NewVotingClassifier(maker Maker) *VotingClassifier {
	return &VotingClassifier{Voting: hard, maker: maker}
}

// Validate reports estimators that do not exist, have wrong parameters, or give
// no probabilities where these are wanted.
func (v *VotingClassifier) Validate() error {
	if v.Voting != hard && v.Voting != soft {
		return fmt.Errorf("compose: VotingClassifier: voting %q, want %s or %s", v.Voting, hard, soft)
	}
	members, err := v.kept.get(v.Estimators, v.build)
	if err != nil || v.Voting == hard {
		return err
	}
	for i, c := range members {
		if err := probable(c, v.Estimators[i].Name); err != nil {
			return fmt.Errorf("compose: VotingClassifier: %w", err)
		}
	}
	return nil
}

// build makes the estimators, unfitted.
func (v *VotingClassifier) build() ([]learn.Classifier, error) {
	if len(v.Estimators) == 0 {
		return nil, errors.New("compose: VotingClassifier: no estimators")
	}
	members := make([]learn.Classifier, len(v.Estimators))
	for i, e := range v.Estimators {
		c, err := v.maker.classifier(e)
		if err != nil {
			return nil, fmt.Errorf("compose: VotingClassifier: %w", err)
		}
		members[i] = c
	}
	return members, nil
}

// take is the estimators to fit or restore.
func (v *VotingClassifier) take() ([]learn.Classifier, error) {
	if err := v.Validate(); err != nil {
		return nil, err
	}
	return v.kept.take(v.Estimators, v.build)
}

// Parts are the estimators, none where they are wrong.
func (v *VotingClassifier) Parts() []any {
	members, err := v.kept.get(v.Estimators, v.build)
	if err != nil {
		return nil
	}
	return anySlice(members)
}

// Fit fits the estimators, one after another.
func (v *VotingClassifier) Fit(ctx context.Context, train learn.Set, seed uint64) error {
	v.fitted, v.warnings = nil, nil
	if err := train.Check(); err != nil {
		return err
	}
	members, err := v.take()
	if err != nil {
		return err
	}
	for i, c := range members {
		name := v.Estimators[i].Name
		if err := c.Fit(ctx, train, seed); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		v.warnings = append(v.warnings, warningsOf(c, name)...)
	}
	v.fitted, v.classes = members, train.Classes
	return nil
}

// Warnings are those of the estimators.
func (v *VotingClassifier) Warnings() []string { return v.warnings }

// Predict labels the images.
func (v *VotingClassifier) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if v.fitted == nil {
		return learn.ErrNotFitted
	}
	if len(labels) != images.Len() {
		return fmt.Errorf("compose: VotingClassifier: room for %d labels of %d images", len(labels), images.Len())
	}
	shares, err := v.shares(ctx, images)
	if err != nil {
		return err
	}
	for i := range labels {
		labels[i] = uint8(learn.Argmax(shares[i*v.classes:][:v.classes]))
	}
	return nil
}

// PredictProba writes the mean of the estimators' probabilities, or under hard
// voting, which scikit-learn does not have here, the share of the votes.
func (v *VotingClassifier) PredictProba(ctx context.Context, images learn.Images, p []float32) error {
	if v.fitted == nil {
		return learn.ErrNotFitted
	}
	shares, err := v.shares(ctx, images)
	if err != nil || len(p) == 0 && len(shares) == 0 {
		return err
	}
	columns, err := learn.CheckPredictProba(images, p, images.Features, v.classes)
	if err != nil {
		return err
	}
	clear(p)
	for i := range images.Len() {
		copy(p[i*columns:], shares[i*v.classes:][:v.classes])
	}
	return nil
}

// shares are what the estimators give to each class on the average: images x
// classes.
func (v *VotingClassifier) shares(ctx context.Context, images learn.Images) ([]float32, error) {
	sum, own := make([]float32, images.Len()*v.classes), make([]float32, images.Len()*v.classes)
	for i, c := range v.fitted {
		var err error
		if v.Voting == soft {
			err = c.(learn.ProbabilityClassifier).PredictProba(ctx, images, own)
		} else {
			err = vote(ctx, c, images, own, v.classes)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.Estimators[i].Name, err)
		}
		for j, share := range own {
			sum[j] += share
		}
	}
	for j := range sum {
		sum[j] /= float32(len(v.fitted))
	}
	return sum, nil
}

// vote writes 1 for the class that c decides for and 0 for the others.
func vote(ctx context.Context, c learn.Classifier, images learn.Images, p []float32, classes int) error {
	labels := make([]uint8, images.Len())
	if err := c.Predict(ctx, images, labels); err != nil {
		return err
	}
	clear(p)
	for i, y := range labels {
		if int(y) >= classes {
			return fmt.Errorf("label %d of %d classes", y, classes)
		}
		p[i*classes+int(y)] = 1
	}
	return nil
}

// State returns the number of classes and the states of the estimators, the
// names of estimator i behind "i.".
func (v *VotingClassifier) State() (learn.State, error) {
	if v.fitted == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{"classes": []int32{int32(v.classes)}}
	for i, c := range v.fitted {
		if err := putState(s, i, c); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Restore sets the fitted estimators.
func (v *VotingClassifier) Restore(s learn.State) error {
	members, err := v.take()
	if err != nil {
		return err
	}
	classes, err := learn.Get[[]int32](s, "classes", 1)
	if err != nil {
		return err
	}
	if classes[0] < 1 || classes[0] > 256 {
		return fmt.Errorf("compose: VotingClassifier: %d classes", classes[0])
	}
	parts := newPartStates(s)
	for i, c := range members {
		if err := parts.restore(i, c, v.Estimators[i].Name); err != nil {
			return err
		}
	}
	v.fitted, v.classes, v.warnings = members, int(classes[0]), nil
	return nil
}
