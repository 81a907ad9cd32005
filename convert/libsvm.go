package convert

import (
	"context"
	"path/filepath"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// writeLIBSVM writes NAME and NAME.t, as LIBSVM's own collection calls training
// and test data. Pixels keep their values: LIBSVM's svm-scale scales them.
func writeLIBSVM(ctx context.Context, d *dataset.Dataset, path string) ([]string, error) {
	return nil, idx.CreateFolder(path, func(dir string) error {
		for suffix, s := range map[string]dataset.Split{"": d.Train, ".t": d.Test} {
			if err := writeLines(ctx, filepath.Join(dir, slug(d)+suffix), "", s, appendLIBSVM); err != nil {
				return err
			}
		}
		return d.WriteClasses(dir)
	})
}

// appendLIBSVM appends the label and the pixels that are not zero, counted from 1.
func appendLIBSVM(line []byte, label uint8, pixels []uint8) []byte {
	line = strconv.AppendUint(line, uint64(label), 10)
	for i, v := range pixels {
		if v != 0 {
			line = strconv.AppendUint(append(line, ' '), uint64(i+1), 10)
			line = strconv.AppendUint(append(line, ':'), uint64(v), 10)
		}
	}
	return append(line, '\n')
}
