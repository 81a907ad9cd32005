package dataset

import (
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
	if e := d.Entry; e != nil {
		about.Known, about.Title = true, e.Title
		about.Licence, about.Citation, about.Homepage = e.Licence, e.Citation, e.Homepage
	}
	if o := d.Origin; o != nil {
		about.Source, about.Obtained = o.Source, &o.Obtained
	}
	return about
}

func (s Split) describe(classes int) SplitDescription {
	about := SplitDescription{Images: s.Len(), PerClass: make([]int, classes)}
	for _, y := range s.Labels {
		about.PerClass[y]++
	}
	// Of bytes a histogram has everything, and exactly.
	var histogram [256]int
	for _, p := range s.Images {
		histogram[p]++
	}
	n := float64(len(s.Images))
	for p, count := range histogram {
		about.Mean += float64(p) * float64(count) / n
	}
	for p, count := range histogram {
		deviation := float64(p) - about.Mean
		about.Std += deviation * deviation * float64(count) / n
	}
	about.Std = math.Sqrt(about.Std)
	return about
}
