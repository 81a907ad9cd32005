package dataset

import "context"

// Source is a place that has the four files of a data set, gzipped or not.
type Source interface {
	// String names the source in messages and in the provenance.
	String() string
	// Fetch makes the files available in a folder, whose path it returns. It may
	// write to scratch, which belongs to it until the files have been copied.
	Fetch(ctx context.Context, e *Entry, scratch string, progress Progress) (dir string, err error)
}

// Step is how far the work on a data set has come.
type Step struct {
	Title       string
	Done, Total int64 // bytes; Total is 0 where it is not known
}

// Progress is told of each Step.
type Progress func(Step)
