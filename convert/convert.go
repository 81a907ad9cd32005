// Package convert writes data sets in the forms that other programs read, and
// reads them from there. What it writes and reads again is the same data set,
// byte for byte. docs/formats.md has an example for each form.
package convert

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist/dataset"
)

// Format is a form of data sets.
type Format struct {
	Name   string
	About  string // in a line
	write  func(ctx context.Context, d *dataset.Dataset, path string) (warnings []string, err error)
	read   func(ctx context.Context, path string, o Options) (contents, error) // nil where it is only written
	Folder bool                                                                // it is a folder, else a file
}

// Formats are all forms.
var Formats = []Format{
	{"npz", "NumPy: x_train, y_train, x_test, y_test in one file, as Keras has them", writeNPZ, readNPZ, false},
	{"csv", "two tables, label,pixel1,pixel2,... as on Kaggle", writeCSV, readCSV, true},
	{"parquet", "two files in the layout of Hugging Face: PNG images, labels, names of the classes", writeParquet, readParquet, true},
	{"png", "a PNG an image, in folders train/CLASS and test/CLASS, as torchvision's ImageFolder reads them", writePNG, readPNG, true},
	{"libsvm", "two files of sparse lines, label index:value, as LIBSVM and LIBLINEAR read them", writeLIBSVM, nil, true},
	{"idx", "the four .gz files, of Fashion-MNIST and MNIST byte for byte as they were published", writeIDX, nil, true},
}

// Lookup is the format of that name.
func Lookup(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("%s: no such format (known: %s)", name, strings.Join(names, ", "))
}

// Reads says whether the format can be imported.
func (f Format) Reads() bool { return f.read != nil }

// Export writes a data set to path, which comes into being whole or not at all.
// A folder has to be new or empty, a file is replaced. The warnings say in what
// the result is not all that the format promises.
func (f Format) Export(ctx context.Context, d *dataset.Dataset, path string) (warnings []string, err error) {
	return f.write(ctx, d, path)
}

// Options say what a format cannot.
type Options struct {
	Name    string   // of the data set; the catalogue's where that knows the content
	Classes []string // nil: those that the format tells, else numbers
	Rows    int      // of an image; 0: as the format tells, else the images are square
	Cols    int
}

// Import reads a data set from path.
func (f Format) Import(ctx context.Context, path string, o Options) (*dataset.Dataset, error) {
	if f.read == nil {
		return nil, fmt.Errorf("%s: it is only written", f.Name)
	}
	c, err := f.read(ctx, path, o)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Classes != nil:
		c.classes = o.Classes
	case c.classes == nil:
		c.classes = numbers(max(10, 1+largest(c.train.Labels), 1+largest(c.test.Labels)))
	}
	return dataset.New(o.Name, c.classes, c.rows, c.cols, c.train, c.test)
}

// contents are what a format holds.
type contents struct {
	classes     []string // nil where it does not tell
	rows, cols  int
	train, test dataset.Split
}

func largest(labels []uint8) int {
	most := 0
	for _, y := range labels {
		most = max(most, int(y))
	}
	return most
}

func numbers(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}

// shape settles how many rows and columns images of so many pixels have.
func (o Options) shape(pixels int) (rows, cols int, err error) {
	if o.Rows != 0 {
		if o.Rows*o.Cols != pixels {
			return 0, 0, fmt.Errorf("an image has %d pixels, that is not %dx%d", pixels, o.Rows, o.Cols)
		}
		return o.Rows, o.Cols, nil
	}
	for side := 1; side*side <= pixels; side++ {
		if side*side == pixels {
			return side, side, nil
		}
	}
	return 0, 0, fmt.Errorf("an image has %d pixels, which is no square: say how many rows and columns", pixels)
}

// slug is the data set's name in names of files: Fashion-MNIST is fashion-mnist,
// as it is called elsewhere.
func slug(d *dataset.Dataset) string {
	if d.Entry != nil {
		return strings.ToLower(d.Entry.Title)
	}
	return d.Name
}

// splitFiles finds the files of a format in a folder, or in its folder data, and
// tells by their names which are of the training and which of the test split.
func splitFiles(dir, suffix string) (train, test []string, err error) {
	var found []string
	for _, pattern := range []string{"*" + suffix, filepath.Join("data", "*"+suffix)} {
		paths, err := filepath.Glob(filepath.Join(globEscape(dir), pattern))
		if err != nil {
			return nil, nil, err
		}
		if found = append(found, paths...); len(found) > 0 {
			break
		}
	}
	for _, path := range found {
		name := strings.ToLower(filepath.Base(path))
		switch isTrain, isTest := strings.Contains(name, "train"), strings.Contains(name, "test") || strings.Contains(name, "t10k"); {
		case isTrain == isTest:
			return nil, nil, fmt.Errorf("%s: its name does not say whether it is to train or to test on", path)
		case isTrain:
			train = append(train, path)
		default:
			test = append(test, path)
		}
	}
	if len(train) == 0 || len(test) == 0 {
		return nil, nil, fmt.Errorf("%s: %d files *train*%s and %d *test*%s, want some of each", dir, len(train), suffix, len(test), suffix)
	}
	return train, test, nil
}

// globEscape takes a folder's name literally.
func globEscape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}
