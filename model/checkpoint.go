package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fmnist/fmnist/learn"
)

// Checkpoint is a file in which a fit keeps how far it is: most of a
// course.Attendant. It is a model file of a family that does not exist, and comes
// into being whole or not at all. What it costs is less than a fiftieth of the
// time, and it never ends a fit.
type Checkpoint struct {
	Path string // empty: nothing is kept
	Fit  string // what is fitted, with all that decides what it learns: one of another fit is not used

	// Failed is told why nothing was kept, or nothing was found in a file.
	Failed func(error)

	rested time.Time     // since when nothing was written
	cost   time.Duration // of the last Keep
}

const (
	checkpointFamily = "checkpoint"
	costShare        = 50 // of the time between two, the cost of one
)

// Keep writes the file, unless the last time was too short ago.
func (c *Checkpoint) Keep(s learn.State) {
	begun := time.Now()
	if c.Path == "" || begun.Sub(c.rested) < costShare*c.cost {
		return
	}
	if err := c.write(s); err != nil {
		c.Failed(fmt.Errorf("no checkpoint: %w", err))
	}
	c.rested = time.Now()
	c.cost = c.rested.Sub(begun)
}

func (c *Checkpoint) write(s learn.State) error {
	name, err := json.Marshal(map[string]string{"fit": c.Fit})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.Path), 0o777); err != nil {
		return err
	}
	f := &File{Header: Header{Family: checkpointFamily, Parameters: name, Classes: []string{""}, Rows: 1, Cols: 1}, State: s}
	return f.Save(c.Path)
}

// Kept is what the file holds, nil where there is none.
func (c *Checkpoint) Kept() learn.State {
	if c.Path == "" {
		return nil
	}
	s, err := c.read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.Failed(fmt.Errorf("the fit begins anew: %w", err))
	}
	return s
}

func (c *Checkpoint) read() (learn.State, error) {
	f, err := Open(c.Path)
	if err != nil {
		return nil, err
	}
	var of struct {
		Fit string `json:"fit"`
	}
	if err := json.Unmarshal(f.Parameters, &of); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Path, err)
	}
	if f.Family != checkpointFamily || of.Fit != c.Fit {
		return nil, fmt.Errorf("%s is the checkpoint of another fit", c.Path)
	}
	return f.State, nil
}

// Remove removes the file.
func (c *Checkpoint) Remove() error {
	if err := os.Remove(c.Path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
