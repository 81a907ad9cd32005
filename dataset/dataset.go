// Package dataset has the data sets: what they are, where they come from and
// whether they are what they say.
//
// A data set is a folder of four IDX files, gzipped or not: images and labels
// to train on, images and labels to test on. What it is called is settled by
// its content: a folder called fashion that holds MNIST is MNIST. A data set
// that the catalogue does not know has ten classes, or those that a file
// classes.txt beside the four names, one a line.
//
// The cache holds one folder a data set, with plain IDX files and a
// provenance.json that says where they came from.
package dataset

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/fmnist/fmnist/idx"
)

// Dataset is a data set in memory.
type Dataset struct {
	Name     string // of the catalogue where the content is known, else of the folder
	Dir      string // where it was read from
	Digest   string // ContentDigest of the files
	Files    [numFiles]FileInfo
	Classes  []string // the names of the classes, in label order
	Rows     int      // of an image
	Cols     int
	Train    Split
	Test     Split
	Entry    *Entry      // of the catalogue, nil where the content is not known
	Origin   *Provenance // how it came here, nil where that is not recorded
	Warnings []string    // doubts, one sentence each: first of all a name that the content belies
}

// FileInfo is one of the four files.
type FileInfo struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // of the content, decompressed
	Bytes  int64  `json:"bytes"`  // of the content, decompressed
}

// Split is a half of a data set.
type Split struct {
	Images []uint8 // Len() x Rows x Cols, row-major
	Labels []uint8
}

// Len is the number of images.
func (s Split) Len() int { return len(s.Labels) }

// ContentDigest is the digest of a whole data set: the SHA-256 of the four
// lines
//
//	SHA256  NAME
//
// in the order of FileNames, each closed by a newline, where SHA256 is the
// lower-case hexadecimal digest of the decompressed file: what
//
//	sha256sum train-images-idx3-ubyte train-labels-idx1-ubyte \
//	    t10k-images-idx3-ubyte t10k-labels-idx1-ubyte | sha256sum
//
// prints.
func ContentDigest(files [numFiles]string) string {
	h := sha256.New()
	for i, digest := range files {
		fmt.Fprintf(h, "%s  %s\n", digest, FileNames[i])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ClassesFile names the classes of a data set that the catalogue does not have:
// one name a line, in label order. Without it there are ten.
const ClassesFile = "classes.txt"

// Open reads the four files of a folder and checks them: element type and
// shape, as many labels as images, labels below the number of classes. The
// error holds every fault that was found; Faults takes it apart.
func Open(dir string) (*Dataset, error) {
	if _, err := os.ReadDir(dir); err != nil {
		return nil, err
	}
	d := &Dataset{Dir: dir, Name: folderName(dir)}
	arrays, err := d.read()
	if err != nil {
		return nil, err
	}
	if err := d.assemble(arrays); err != nil {
		return nil, err
	}
	d.readOrigin()
	return d, nil
}

// Unchanged returns an error unless the folder still holds the same content.
func (d *Dataset) Unchanged() error {
	now, err := Open(d.Dir)
	if err != nil {
		return err
	}
	if now.Digest != d.Digest {
		return fmt.Errorf("%s: %w: digest %s, it was %s", d.Dir, ErrDigest, now.Digest, d.Digest)
	}
	return nil
}

// folderName is the last element of the absolute path, or the one before it
// where that is "raw", as torchvision lays out its folders.
func folderName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if name := filepath.Base(dir); name != "raw" {
		return name
	}
	return filepath.Base(filepath.Dir(dir))
}

// read reads the four files at the same time and settles what they are.
func (d *Dataset) read() (arrays [numFiles]idx.Array[uint8], err error) {
	var faults [numFiles]error
	var group errgroup.Group
	for i := range numFiles {
		group.Go(func() error {
			arrays[i], d.Files[i], faults[i] = readFile(d.Dir, i)
			return nil
		})
	}
	group.Wait()
	if err := swapped(d.Files, arrays); err != nil {
		return arrays, err
	}
	for i := range numFiles {
		if faults[i] == nil {
			faults[i] = checkDims(d.Files[i].Path, i, arrays[i].Dims)
		}
	}
	if err := errors.Join(faults[:]...); err != nil {
		return arrays, err
	}
	return arrays, d.name()
}

// find is the path of a file in a folder, plain or gzipped.
func find(dir string, file int) (string, error) {
	plain := filepath.Join(dir, FileNames[file])
	for _, path := range []string{plain, plain + ".gz"} {
		_, err := os.Stat(path)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s[.gz]: %w", plain, ErrMissing)
}

func readFile(dir string, file int) (a idx.Array[uint8], info FileInfo, err error) {
	info.Path, err = find(dir, file)
	if err != nil {
		return a, info, err
	}
	a, err = idx.ReadFile[uint8](info.Path)
	if err != nil {
		return a, info, err
	}
	return a, fileInfo(info.Path, a), nil
}

// fileInfo describes the file that has this content.
func fileInfo(path string, a idx.Array[uint8]) FileInfo {
	// A header has one encoding only, so this is the digest of the content.
	header := a.Header().Append(nil)
	h := sha256.New()
	h.Write(header)
	h.Write(a.Data)
	return FileInfo{Path: path, SHA256: hex.EncodeToString(h.Sum(nil)), Bytes: int64(len(header) + len(a.Data))}
}

// name identifies the data set by its content and reads the names of its
// classes.
func (d *Dataset) name() error {
	var digests [numFiles]string
	for i, f := range d.Files {
		digests[i] = f.SHA256
	}
	d.Digest = ContentDigest(digests)
	d.Entry = identify(digests)
	d.warn()
	if d.Entry != nil {
		d.Name, d.Classes = d.Entry.Name, d.Entry.Classes
		return nil
	}
	var err error
	d.Classes, err = ReadClasses(filepath.Join(d.Dir, ClassesFile))
	if errors.Is(err, fs.ErrNotExist) {
		d.Classes, err = numbered(10), nil
	}
	return err
}

// warn compares what the content is with what the folder is called.
func (d *Dataset) warn() {
	called := Lookup(d.Name)
	switch {
	case called != nil && d.Entry != nil && called != d.Entry:
		d.Warnings = append(d.Warnings, fmt.Sprintf("the folder %s is called %s but holds %s (%s)",
			d.Dir, d.Name, d.Entry.Name, d.Entry.Title))
	case called != nil && d.Entry == nil:
		d.Warnings = append(d.Warnings, fmt.Sprintf("the folder %s is called %s but its content is not %s",
			d.Dir, d.Name, called.Title))
	}
	if d.Entry != nil {
		return
	}
	for i, f := range d.Files {
		if e, name := identifyFile(f.SHA256); e != nil {
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s is %s of %s, but the four files together are not that data set",
				FileNames[i], name, e.Title))
		}
	}
}

// ReadClasses reads the names of classes, one a line in label order. Empty lines
// do not count.
func ReadClasses(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var classes []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" {
			classes = append(classes, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := checkClasses(classes); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return classes, nil
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}
