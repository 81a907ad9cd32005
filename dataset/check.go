package dataset

import (
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/idx"
)

// isImages says whether a file has images rather than labels.
func isImages(file int) bool { return file == trainImages || file == testImages }

// swapped finds the mistake of giving the images the name of the labels and the
// other way round, which says more than two wrong shapes.
func swapped(files [numFiles]FileInfo, arrays [numFiles]idx.Array[uint8]) error {
	var faults []error
	for _, i := range []int{trainImages, testImages} {
		images, labels := arrays[i].Dims, arrays[i+1].Dims
		if len(images) == 1 && len(labels) == 3 {
			faults = append(faults, fmt.Errorf("%w: %s holds %d labels, %s holds %d images",
				ErrSwapped, files[i].Path, images[0], files[i+1].Path, labels[0]))
		}
	}
	return errors.Join(faults...)
}

// checkDims checks the dimensions of one file.
func checkDims(path string, file int, dims []int) error {
	want := 1
	if isImages(file) {
		want = 3
	}
	switch {
	case len(dims) != want:
		return fmt.Errorf("%s: %w: %v, want %d dimensions", path, ErrShape, dims, want)
	case dims[0] == 0:
		return fmt.Errorf("%s: %w: %v, it is empty", path, ErrShape, dims)
	case want == 3 && (dims[1] == 0 || dims[2] == 0):
		return fmt.Errorf("%s: %w: %v, images without pixels", path, ErrShape, dims)
	}
	return nil
}

// assemble checks the files against each other and makes the splits of them.
func (d *Dataset) assemble(arrays [numFiles]idx.Array[uint8]) error {
	train, test := arrays[trainImages].Dims, arrays[testImages].Dims
	d.Rows, d.Cols = train[1], train[2]
	var faults []error
	if train[1] != test[1] || train[2] != test[2] {
		faults = append(faults, fmt.Errorf("%s: %w: images of %dx%d, those to train on are %dx%d",
			d.Files[testImages].Path, ErrShape, test[1], test[2], train[1], train[2]))
	}
	for _, i := range []int{trainImages, testImages} {
		images, labels := arrays[i], arrays[i+1]
		if images.Dims[0] != labels.Dims[0] {
			faults = append(faults, fmt.Errorf("%w: %s holds %d images, %s holds %d labels",
				ErrCount, d.Files[i].Path, images.Dims[0], d.Files[i+1].Path, labels.Dims[0]))
		}
		faults = append(faults, d.checkLabels(d.Files[i+1].Path, labels))
	}
	d.Train = Split{Images: arrays[trainImages].Data, Labels: arrays[trainLabels].Data}
	d.Test = Split{Images: arrays[testImages].Data, Labels: arrays[testLabels].Data}
	return errors.Join(faults...)
}

// checkLabels reports the first label that is out of range, and how many more.
func (d *Dataset) checkLabels(path string, labels idx.Array[uint8]) error {
	first, wrong := 0, 0
	for i, y := range labels.Data {
		if int(y) >= len(d.Classes) {
			if wrong == 0 {
				first = i
			}
			wrong++
		}
	}
	if wrong == 0 {
		return nil
	}
	hint := ""
	if d.Entry == nil {
		hint = " (" + ClassesFile + " beside the files names the classes, one a line)"
	}
	return &idx.Error{File: path, Offset: int64(labels.Header().Len() + first), Err: fmt.Errorf(
		"%w: label %d of image %d, want below %d%s; %d such labels",
		ErrLabel, labels.Data[first], first, len(d.Classes), hint, wrong)}
}
