package dataset

import (
	"cmp"
	"math"
	"time"
)

// Description is everything about a data set but its images.
type Description struct {
	Name     string             `json:"name"`
	Title    string             `json:"title,omitempty"`
	Known    bool               `json:"known"` // the content is that of a data set of the catalogue
	Path     string             `json:"path"`
	Digest   string             `json:"digest"`
	Rows     int                `json:"rows"`
	Cols     int                `json:"cols"`
	Classes  []string           `json:"classes"`
	Train    SplitDescription   `json:"train"`
	Test     SplitDescription   `json:"test"`
	Files    [numFiles]FileInfo `json:"files"`
	Source   string             `json:"source"`
	Obtained *time.Time         `json:"obtained,omitempty"`
	Derived  *Derivation        `json:"derived,omitempty"`
	Licence  string             `json:"licence"`
	Citation string             `json:"citation"`
	Homepage string             `json:"homepage,omitempty"`
	Warnings []string           `json:"warnings,omitempty"`
}

// SplitDescription describes one half of a data set.
type SplitDescription struct {
	Images   int     `json:"images"`
	PerClass []int   `json:"per_class"`
	Mean     float64 `json:"mean"` // of all pixels, 0 to 255
	Std      float64 `json:"std"`  // of the population
}

const notRecorded = "not recorded"

// Describe computes the description.
func (d *Dataset) Describe() Description {
	about := Description{
		Name: d.Name, Path: d.Dir, Digest: d.Digest, Rows: d.Rows, Cols: d.Cols, Classes: d.Classes,
		Train: d.Train.describe(len(d.Classes)), Test: d.Test.describe(len(d.Classes)),
		Files: d.Files, Warnings: d.Warnings,
		Source: notRecorded, Licence: notRecorded, Citation: notRecorded,
	}
	if o := d.Origin; o != nil {
		about.Source, about.Derived = o.Source, o.Derived
		if !o.Obtained.IsZero() {
			about.Obtained = &o.Obtained
		}
		about.Licence = cmp.Or(o.Licence, about.Licence)
		about.Citation = cmp.Or(o.Citation, about.Citation)
	}
	if e := d.Entry; e != nil {
		about.Known, about.Title = true, e.Title
		about.Licence, about.Citation, about.Homepage = e.Licence, e.Citation, e.Homepage
	}
	return about
}

func (s Split) describe(classes int) SplitDescription {
	about := SplitDescription{Images: s.Len(), PerClass: make([]int, classes)}
	for _, y := range s.Labels {
		about.PerClass[y]++
	}
	var sum, squares uint64
	for _, p := range s.Images {
		sum += uint64(p)
		squares += uint64(p) * uint64(p)
	}
	n := float64(len(s.Images))
	about.Mean = float64(sum) / n
	// The conversion keeps the product from being fused into the difference, so
	// the result is the same on every machine.
	about.Std = math.Sqrt((float64(squares) - float64(about.Mean*float64(sum))) / n)
	return about
}
