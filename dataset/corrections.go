package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Splits as corrections name them.
const (
	TrainSplit = "train"
	TestSplit  = "test"
)

// Corrections are other labels for images of a data set. They are applied to
// the data set of that content and no other; its files stay what they are.
type Corrections struct {
	Dataset     string       `json:"dataset"`
	Digest      string       `json:"dataset_digest"` // ContentDigest
	Source      string       `json:"source"`         // where the corrections come from
	Corrections []Correction `json:"corrections"`
}

// Correction is another label for one image.
type Correction struct {
	Split string `json:"split"` // TrainSplit or TestSplit
	Index int    `json:"index"`
	Image string `json:"image_sha256"` // of its pixels, row by row
	Given int    `json:"given"`        // the label that it has
	Label int    `json:"label"`        // the label that it shall have
}

// ErrCorrection is wrapped by the error of a correction that does not fit the
// data set.
var ErrCorrection = errors.New("the correction does not fit")

// ReadCorrections reads a file of corrections.
func ReadCorrections(path string) (c Corrections, err error) {
	f, err := os.Open(path)
	if err != nil {
		return c, err
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return c, fmt.Errorf("%s: text after the object", path)
	}
	return c, nil
}

// Apply is the data set with the corrected labels, a new one with a digest of
// its own that shares the images; d does not change. Content of another digest,
// an image or label that is not what the correction says, and two corrections of
// one image are errors.
func (c Corrections) Apply(d *Dataset) (*Dataset, error) {
	if c.Digest != d.Digest {
		return nil, fmt.Errorf("%w: corrections of the content %s, %s has %s", ErrDigest, c.Digest, d.Name, d.Digest)
	}
	train := Split{d.Train.Images, slices.Clone(d.Train.Labels)}
	test := Split{d.Test.Images, slices.Clone(d.Test.Labels)}
	done := map[string]bool{}
	for k, x := range c.Corrections {
		split := train
		if x.Split == TestSplit {
			split = test
		}
		place := fmt.Sprintf("%s %d", x.Split, x.Index)
		if err := x.check(d, split); err != nil {
			return nil, fmt.Errorf("correction %d, %s: %w: %w", k+1, place, ErrCorrection, err)
		}
		if done[place] {
			return nil, fmt.Errorf("correction %d, %s: %w: it is the second of this image", k+1, place, ErrCorrection)
		}
		done[place] = true
		split.Labels[x.Index] = uint8(x.Label)
	}
	corrected, err := New(d.Name+"-corrected", d.Classes, d.Rows, d.Cols, train, test)
	if err != nil {
		return nil, err
	}
	about := d.Describe()
	corrected.Origin = &Provenance{Name: corrected.Name, Digest: corrected.Digest, Source: d.Name, Licence: about.Licence, Citation: about.Citation,
		Derived: &Derivation{From: d.Name, FromDigest: d.Digest, Steps: []string{fmt.Sprintf("%d labels corrected: %s", len(c.Corrections), c.Source)}}}
	return corrected, nil
}

// check compares the correction with the image that it is of.
func (x Correction) check(d *Dataset, s Split) error {
	size := d.Rows * d.Cols
	switch {
	case x.Split != TrainSplit && x.Split != TestSplit:
		return fmt.Errorf("split %q, want %s or %s", x.Split, TrainSplit, TestSplit)
	case x.Index < 0 || x.Index >= s.Len():
		return fmt.Errorf("there are %d images", s.Len())
	case x.Label < 0 || x.Label >= len(d.Classes):
		return fmt.Errorf("label %d, want below %d", x.Label, len(d.Classes))
	case int(s.Labels[x.Index]) != x.Given:
		return fmt.Errorf("the label is %d, not %d", s.Labels[x.Index], x.Given)
	}
	if digest := sha256.Sum256(s.Images[x.Index*size : (x.Index+1)*size]); hex.EncodeToString(digest[:]) != x.Image {
		return fmt.Errorf("the image has the digest %x, not %s", digest, x.Image)
	}
	return nil
}
