package study

import (
	"context"
	"fmt"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// NearLimit is the difference up to which two images are called near
// duplicates: up to there one sees the same article, beyond it more and more
// articles of the same cut.
const NearLimit = 0.005

// Comparisons compares all images of a data set with each other, each data set
// once: several studies look at the same distances. It is for one goroutine.
type Comparisons struct {
	Limit    float64 // difference up to which a pair is near
	Progress Progress

	done map[string]*comparison
}

// comparison is all images of a data set, the training images first.
type comparison struct {
	images  learn.Images
	labels  []uint8
	train   int // images that are training images
	nearest []nearestTwo
	near    []near
}

func (c *Comparisons) of(ctx context.Context, d *dataset.Dataset) (*comparison, error) {
	if known := c.done[d.Digest]; known != nil {
		return known, nil
	}
	if c.Limit < 0 || c.Limit >= 1 {
		return nil, fmt.Errorf("study: a limit of %g to the difference of near duplicates, want 0 or more and below 1", c.Limit)
	}
	m := together(d)
	var err error
	m.nearest, m.near, err = allPairs(ctx, m.images, c.Limit, func(done, total int) {
		c.Progress.tell("all pairs: %s, %d of %d images", d.Name, done, total)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Name, err)
	}
	if c.done == nil {
		c.done = map[string]*comparison{}
	}
	c.done[d.Digest] = m
	return m, nil
}

// together is a copy of both splits, one after the other.
func together(d *dataset.Dataset) *comparison {
	m := &comparison{train: d.Train.Len(), images: learn.Images{Features: d.Rows * d.Cols}}
	m.images.Pixels = append(append(make([]uint8, 0, len(d.Train.Images)+len(d.Test.Images)), d.Train.Images...), d.Test.Images...)
	m.labels = append(append(make([]uint8, 0, d.Train.Len()+d.Test.Len()), d.Train.Labels...), d.Test.Labels...)
	return m
}

// place is where an image is.
func (m *comparison) place(i int) (split string, index int) {
	if i < m.train {
		return "train", i
	}
	return "test", i - m.train
}

// between names the splits of two images.
func (m *comparison) between(i, j int) string {
	a, _ := m.place(i)
	b, _ := m.place(j)
	if a == b {
		return "within " + a
	}
	return "across"
}
