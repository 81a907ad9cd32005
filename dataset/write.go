package dataset

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/idx"
)

// New is a data set made in memory, of images of rows x cols pixels, checked as
// Open checks files. classes are the names of its classes; nil stands for ten.
// It is what its content is: one that the catalogue knows has the name and the
// classes that it has there.
func New(name string, classes []string, rows, cols int, train, test Split) (*Dataset, error) {
	if classes == nil {
		classes = numbered(10)
	}
	if err := checkClasses(classes); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	d := &Dataset{Name: name, Classes: classes, Rows: rows, Cols: cols, Train: train, Test: test}
	arrays, err := d.arrays()
	if err != nil {
		return nil, err
	}
	var digests [numFiles]string
	var faults []error
	for i, a := range arrays {
		d.Files[i] = fileInfo(name+": "+FileNames[i], a)
		digests[i] = d.Files[i].SHA256
		faults = append(faults, checkDims(d.Files[i].Path, i, a.Dims))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	d.Digest = ContentDigest(digests)
	if d.Entry = identify(digests); d.Entry != nil {
		d.Name, d.Classes = d.Entry.Name, d.Entry.Classes
	}
	return d, d.assemble(arrays)
}

// arrays are the contents of the four files.
func (d *Dataset) arrays() (arrays [numFiles]idx.Array[uint8], err error) {
	size := d.Rows * d.Cols
	if d.Rows < 1 || d.Cols < 1 {
		return arrays, fmt.Errorf("%s: %w: images of %dx%d", d.Name, ErrShape, d.Rows, d.Cols)
	}
	for i, s := range []Split{d.Train, d.Test} {
		if len(s.Images)%size != 0 {
			return arrays, fmt.Errorf("%s: %s: %w: %d pixels are no whole number of images of %dx%d",
				d.Name, FileNames[2*i], ErrShape, len(s.Images), d.Rows, d.Cols)
		}
		arrays[2*i] = idx.Array[uint8]{Dims: []int{len(s.Images) / size, d.Rows, d.Cols}, Data: s.Images}
		arrays[2*i+1] = idx.Array[uint8]{Dims: []int{len(s.Labels)}, Data: s.Labels}
	}
	return arrays, nil
}

// Write makes the folder dir, whole or not at all: the four files as plain IDX,
// the names of the classes where the catalogue does not have them, and the
// provenance where there is one. Something of that name is an error, unless it
// is an empty folder.
func (d *Dataset) Write(dir string) error {
	arrays, err := d.arrays()
	if err != nil {
		return err
	}
	return idx.CreateFolder(dir, func(dir string) error {
		for i, a := range arrays {
			if err := idx.WriteFile(filepath.Join(dir, FileNames[i]), a); err != nil {
				return err
			}
		}
		if err := d.WriteClasses(dir); err != nil || d.Origin == nil {
			return err
		}
		return d.Origin.write(dir)
	})
}

// WriteClasses writes the names of the classes into the file ClassesFile of a
// folder. It writes nothing where a reader knows them without: those of the
// catalogue, and ten that are numbered.
func (d *Dataset) WriteClasses(dir string) error {
	if !d.OwnClasses() {
		return nil
	}
	return writeWhole(filepath.Join(dir, ClassesFile), []byte(strings.Join(d.Classes, "\n")+"\n"))
}

// OwnClasses says whether the classes have names that only the data set itself
// knows.
func (d *Dataset) OwnClasses() bool { return d.Entry == nil && !slices.Equal(d.Classes, numbered(10)) }

// Encode writes one of the four files, by its number in FileNames, as plain IDX.
func (d *Dataset) Encode(w io.Writer, file int) error {
	arrays, err := d.arrays()
	if err != nil {
		return err
	}
	iw, err := idx.NewWriter(w, arrays[file].Header())
	if err != nil {
		return err
	}
	if _, err := iw.Write(arrays[file].Data); err != nil {
		return err
	}
	return iw.Close()
}

// writeWhole writes a small file atomically.
func writeWhole(path string, content []byte) error {
	f, err := idx.Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// checkClasses returns an error unless the names can be written one a line.
func checkClasses(classes []string) error {
	if len(classes) < 1 || len(classes) > 256 {
		return fmt.Errorf("%d classes, want 1 to 256", len(classes))
	}
	for i, c := range classes {
		if c == "" || strings.TrimSpace(c) != c || strings.ContainsAny(c, "\r\n") {
			return fmt.Errorf("class %d: the name %q is empty or has blanks around it or more than a line", i, c)
		}
	}
	return nil
}

// Take is the split of the images of the given numbers, in the order given.
func (s Split) Take(numbers []int) Split {
	if s.Len() == 0 {
		return s
	}
	size := len(s.Images) / s.Len()
	taken := Split{Images: make([]uint8, 0, len(numbers)*size), Labels: make([]uint8, 0, len(numbers))}
	for _, i := range numbers {
		taken.Images = append(taken.Images, s.Images[i*size:(i+1)*size]...)
		taken.Labels = append(taken.Labels, s.Labels[i])
	}
	return taken
}
