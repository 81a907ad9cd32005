// Package build makes data sets of photographs: four files in Fashion-MNIST's
// form that everything reads which reads Fashion-MNIST, with a card that says what
// they are and a report on what was left out.
//
// The steps are those of the paper (Xiao, Rasul and Vollgraf, arXiv:1708.07747,
// section 2): photographs are listed, converted by package photo, cleared of those
// that are of no use and of duplicates, split 7 to 1 within each class, and
// written. The result is a function of the photographs and the options, the same
// on one core and on many.
//
// What is known of each photograph is kept in a journal on the disk, a SQLite
// database in a folder beside the destination, and everything is sorted there. So
// memory does not grow with the number of photographs, and a build that was
// interrupted goes on where it stopped.
package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/photo"
)

// Options are what a data set is made of, and how.
type Options struct {
	// Photos is a folder with a folder of photographs for each class, or a
	// manifest in CSV or JSON lines; see the listing in list.go.
	Photos string
	// Out is the folder that is made. It must not exist, or be empty.
	Out string
	// Seed draws the split and the order of the images.
	Seed uint64
	// Shuffled mixes the classes; else images are sorted by label, as the paper
	// says of the original.
	Shuffled bool
	// Resize is a way of package photo, the original's BySamples if empty.
	Resize photo.Resize
	// Command is what people enter to make the data set again, for the card.
	Command string
	// Progress, if not nil, is told how far a step has come.
	Progress func(step string, done, total int)
}

// Summary is what became of the photographs.
type Summary struct {
	Train, Test int
	Rejected    map[Reason]int
	Classes     []string
	Digest      string   // dataset.ContentDigest of the four files
	Warnings    []string // doubts, a sentence each
}

// builder carries a build through its steps.
type builder struct {
	Options
	*journal
	classes []string
}

// Build makes the data set. When ctx is done it returns its error, and another
// Build with the same photographs and destination goes on.
func Build(ctx context.Context, o Options) (*Summary, error) {
	if o.Resize == "" {
		o.Resize = photo.BySamples
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	work := filepath.Clean(o.Out) + ".building"
	if err := os.MkdirAll(work, 0o777); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(work, "lock"))
	if locked, err := lock.TryLock(); err != nil || !locked {
		return nil, errors.Join(fmt.Errorf("%s: another build of %s is at work", work, o.Out), err)
	}
	defer lock.Unlock()
	summary, err := o.run(ctx, work)
	if err == nil {
		err = os.RemoveAll(work)
	}
	return summary, err
}

func (o Options) run(ctx context.Context, work string) (*Summary, error) {
	j, err := openJournal(ctx, work)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	b := &builder{Options: o, journal: j}
	for _, step := range []func(context.Context) error{b.list, b.convert, b.findDuplicates, b.split} {
		if err := step(ctx); err != nil {
			return nil, j.place(err)
		}
	}
	var s *Summary
	err = idx.CreateFolder(o.Out, func(dir string) (err error) {
		s, err = b.write(ctx, dir)
		return j.place(err)
	})
	return s, err
}

// check refuses what cannot end well before anything is done.
func (o Options) check() error {
	if err := o.Resize.Check(); err != nil {
		return err
	}
	if _, err := os.Stat(o.Photos); err != nil {
		return err
	}
	there, err := os.ReadDir(o.Out)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(there) > 0:
		return fmt.Errorf("%s: there is something in the folder already", o.Out)
	}
	return nil
}

// tell reports progress.
func (b *builder) tell(step string, done, total int) {
	if b.Progress != nil {
		b.Progress(step, done, total)
	}
}
