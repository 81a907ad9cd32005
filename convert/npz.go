package convert

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// An .npz file is a zip archive of .npy files. The names of the classes stand in
// the comment of the archive, where NumPy does not look, so that there are
// exactly the four arrays that Keras's files have.

type npzComment struct {
	Classes []string `json:"classes"`
}

func writeNPZ(ctx context.Context, d *dataset.Dataset, path string) ([]string, error) {
	f, err := idx.Create(path)
	if err != nil {
		return nil, err
	}
	defer f.Discard()
	z := zip.NewWriter(f)
	for _, a := range []struct {
		name  string
		data  []uint8
		shape []int
	}{
		{"x_train", d.Train.Images, []int{d.Train.Len(), d.Rows, d.Cols}},
		{"y_train", d.Train.Labels, []int{d.Train.Len()}},
		{"x_test", d.Test.Images, []int{d.Test.Len(), d.Rows, d.Cols}},
		{"y_test", d.Test.Labels, []int{d.Test.Len()}},
	} {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		w, err := z.Create(a.name + ".npy")
		if err != nil {
			return nil, err
		}
		if err := writeNPY(w, a.data, a.shape); err != nil {
			return nil, err
		}
	}
	if d.OwnClasses() {
		comment, err := json.Marshal(npzComment{d.Classes})
		if err == nil {
			err = z.SetComment(string(comment))
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return nil, f.Commit()
}

func readNPZ(_ context.Context, path string, o Options) (contents, error) {
	c, err := readNPZFile(path, o)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return c, err
}

func readNPZFile(path string, o Options) (c contents, err error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return c, err
	}
	defer z.Close()
	var comment npzComment
	if json.Unmarshal([]byte(z.Comment), &comment) == nil {
		c.classes = comment.Classes
	}
	for _, s := range []struct {
		name string
		to   *dataset.Split
	}{{"train", &c.train}, {"test", &c.test}} {
		images, shape, err := readMember(&z.Reader, "x_"+s.name)
		if err != nil {
			return c, err
		}
		rows, cols, err := imageShape(shape, o)
		if err != nil {
			return c, fmt.Errorf("x_%s: %w", s.name, err)
		}
		if c.rows != 0 && (c.rows != rows || c.cols != cols) {
			return c, fmt.Errorf("x_%s: images of %dx%d, those to train on are %dx%d", s.name, rows, cols, c.rows, c.cols)
		}
		c.rows, c.cols = rows, cols
		labels, shape, err := readMember(&z.Reader, "y_"+s.name)
		if err != nil {
			return c, err
		}
		if shape = dropOnes(shape, 1); len(shape) != 1 {
			return c, fmt.Errorf("y_%s: shape %v, want one dimension", s.name, shape)
		}
		*s.to = dataset.Split{Images: images, Labels: labels}
	}
	return c, nil
}

// imageShape takes images x rows x columns, with or without a channel, and
// images x pixels.
func imageShape(shape []int, o Options) (rows, cols int, err error) {
	shape = dropOnes(shape, 3)
	switch len(shape) {
	case 3:
		return shape[1], shape[2], nil
	case 2:
		return o.shape(shape[1])
	}
	return 0, 0, fmt.Errorf("shape %v, want images x rows x columns, grey", shape)
}

// dropOnes drops dimensions of 1 at the end, down to the given number.
func dropOnes(shape []int, to int) []int {
	for len(shape) > to && shape[len(shape)-1] == 1 {
		shape = shape[:len(shape)-1]
	}
	return shape
}

// deflateRatio is the most that deflate can shrink.
const deflateRatio = 1032

// readMember reads one array of the archive.
func readMember(z *zip.Reader, name string) ([]uint8, []int, error) {
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == name+".npy" })
	if i < 0 {
		return nil, nil, fmt.Errorf("there is no array %s", name)
	}
	f := z.File[i]
	if f.UncompressedSize64/deflateRatio > f.CompressedSize64 {
		return nil, nil, fmt.Errorf("%s: %w: %d bytes in %d compressed", name, errClaim, f.UncompressedSize64, f.CompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	data, shape, err := readNPY(r, int64(f.UncompressedSize64))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if _, err := io.Copy(io.Discard, r); err != nil { // the checksum is at the end
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, shape, nil
}

var errClaim = errors.New("it claims more than it can hold")
