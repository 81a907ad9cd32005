package dataset

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCorrections(t *testing.T) {
	images := make([]uint8, 3*4)
	for i := range images {
		images[i] = uint8(i)
	}
	d, err := New("three", nil, 2, 2, Split{images, []uint8{0, 1, 2}}, Split{images[:4], []uint8{5}})
	if err != nil {
		t.Fatal(err)
	}
	good := Correction{Split: TrainSplit, Index: 1, Image: fmt.Sprintf("%x", sha256.Sum256(images[4:8])), Given: 1, Label: 7}
	test := Correction{Split: TestSplit, Index: 0, Image: fmt.Sprintf("%x", sha256.Sum256(images[:4])), Given: 5, Label: 9}
	corrected, err := Corrections{Digest: d.Digest, Corrections: []Correction{good, test}}.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(corrected.Train.Labels, []uint8{0, 7, 2}) || !slices.Equal(corrected.Test.Labels, []uint8{9}) || corrected.Digest == d.Digest {
		t.Errorf("labels %v and %v, digest %s", corrected.Train.Labels, corrected.Test.Labels, corrected.Digest)
	}
	if !slices.Equal(d.Train.Labels, []uint8{0, 1, 2}) || !slices.Equal(d.Test.Labels, []uint8{5}) {
		t.Errorf("the original has changed: %v, %v", d.Train.Labels, d.Test.Labels)
	}
	if corrected.Origin.Derived.FromDigest != d.Digest {
		t.Errorf("made of %+v", corrected.Origin.Derived)
	}
	if _, err := (Corrections{Digest: "other"}).Apply(d); !errors.Is(err, ErrDigest) {
		t.Errorf("other content: %v", err)
	}
	for name, change := range map[string]func(*Correction){
		"split": func(c *Correction) { c.Split = "both" }, "index": func(c *Correction) { c.Index = 3 },
		"negative": func(c *Correction) { c.Index = -1 }, "image": func(c *Correction) { c.Image = "00" },
		"given": func(c *Correction) { c.Given = 2 }, "label": func(c *Correction) { c.Label = 10 },
	} {
		wrong := good
		change(&wrong)
		if _, err := (Corrections{Digest: d.Digest, Corrections: []Correction{wrong}}).Apply(d); !errors.Is(err, ErrCorrection) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Corrections{Digest: d.Digest, Corrections: []Correction{good, good}}).Apply(d); !errors.Is(err, ErrCorrection) {
		t.Errorf("twice: %v", err)
	}
}

func TestReadCorrections(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.json")
	for text, fault := range map[string]string{
		`{"dataset_digest":"d","corrections":[]}`: "",
		`{`:            "unexpected EOF",
		`{"digest":1}`: "unknown field",
		`{} {}`:        "text after the object",
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := ReadCorrections(path)
		if fault == "" && err != nil || fault != "" && (err == nil || !strings.Contains(err.Error(), fault) || !strings.Contains(err.Error(), path)) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := ReadCorrections(path + "x"); err == nil {
		t.Error("no file: no error")
	}
}
