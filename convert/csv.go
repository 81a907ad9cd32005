package convert

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

func writeCSV(ctx context.Context, d *dataset.Dataset, path string) ([]string, error) {
	return nil, idx.CreateFolder(path, func(dir string) error {
		for name, s := range map[string]dataset.Split{"_train.csv": d.Train, "_test.csv": d.Test} {
			if err := writeLines(ctx, filepath.Join(dir, slug(d)+name), csvHeader(d), s, appendCSV); err != nil {
				return err
			}
		}
		return d.WriteClasses(dir)
	})
}

func csvHeader(d *dataset.Dataset) string {
	header := "label"
	for i := range d.Rows * d.Cols {
		header += ",pixel" + strconv.Itoa(i+1)
	}
	return header + "\n"
}

func appendCSV(line []byte, label uint8, pixels []uint8) []byte {
	line = strconv.AppendUint(line, uint64(label), 10)
	for _, v := range pixels {
		line = strconv.AppendUint(append(line, ','), uint64(v), 10)
	}
	return append(line, '\n')
}

// writeLines writes a file that has a line for each image, in their order.
func writeLines(ctx context.Context, path, header string, s dataset.Split, appendLine func(line []byte, label uint8, pixels []uint8) []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<16)
	w.WriteString(header)
	size := len(s.Images) / s.Len()
	var line []byte
	for i, label := range s.Labels {
		line = appendLine(line[:0], label, s.Images[i*size:(i+1)*size])
		w.Write(line)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := w.Flush(); err != nil { // it remembers the first failure
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// readCSV reads a folder with a file *train*.csv and one *test*.csv, or several
// of each, which are then put together in the order of their names.
func readCSV(ctx context.Context, path string, o Options) (c contents, err error) {
	train, test, err := splitFiles(path, ".csv")
	if err != nil {
		return c, err
	}
	c.classes, err = dataset.ReadClasses(filepath.Join(path, dataset.ClassesFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	t := table{ctx: ctx, options: o}
	if c.train, err = t.readFiles(train); err != nil {
		return c, err
	}
	if c.test, err = t.readFiles(test); err != nil {
		return c, err
	}
	c.rows, c.cols = t.rows, t.cols
	return c, nil
}

// table reads CSV files that have the same columns.
type table struct {
	ctx        context.Context
	options    Options
	rows, cols int // of an image, 0 before the first line
}

func (t *table) readFiles(paths []string) (s dataset.Split, err error) {
	for _, path := range paths {
		if err := t.readFile(path, &s); err != nil {
			return s, fmt.Errorf("%s: %w", path, err)
		}
	}
	return s, nil
}

func (t *table) readFile(path string, s *dataset.Split) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<16))
	r.ReuseRecord = true
	for first := true; ; first = false {
		record, err := r.Read()
		if err == io.EOF {
			return t.ctx.Err()
		}
		if err != nil {
			return err
		}
		if first && strings.Trim(record[0], "0123456789") != "" {
			if err := t.header(record); err != nil {
				return err
			}
			continue
		}
		if err := t.line(record, s); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
		if t.ctx.Err() != nil {
			return t.ctx.Err()
		}
	}
}

// place is how some files call the pixels: 1x1 to 28x28.
var place = regexp.MustCompile(`^([0-9]{1,4})x([0-9]{1,4})$`)

// header checks that the label comes first, and learns the shape where the names
// of the columns tell it.
func (t *table) header(record []string) error {
	if first := strings.TrimPrefix(record[0], "\ufeff"); !strings.EqualFold(first, "label") && !strings.EqualFold(first, "class") {
		return fmt.Errorf("the first column is called %q: want label, then the pixels", first)
	}
	if m := place.FindStringSubmatch(record[len(record)-1]); m != nil && t.options.Rows == 0 {
		t.options.Rows, _ = strconv.Atoi(m[1])
		t.options.Cols, _ = strconv.Atoi(m[2])
	}
	return nil
}

// line reads one image.
func (t *table) line(record []string, s *dataset.Split) (err error) {
	if t.rows == 0 {
		if t.rows, t.cols, err = t.options.shape(len(record) - 1); err != nil {
			return err
		}
	}
	if len(record) != 1+t.rows*t.cols {
		return fmt.Errorf("%d columns, want a label and %d pixels", len(record), t.rows*t.cols)
	}
	for i, field := range record {
		v, err := strconv.ParseUint(field, 10, 8)
		if err != nil {
			return fmt.Errorf("column %d: %.20q: want a whole number from 0 to 255", i+1, field)
		}
		if i == 0 {
			s.Labels = append(s.Labels, uint8(v))
		} else {
			s.Images = append(s.Images, uint8(v))
		}
	}
	return nil
}
