package convert

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// The layout of Hugging Face's data sets: a column image of PNG bytes and a path
// that is null, a column label of int64, and in the metadata under huggingface
// what the columns mean
// (https://huggingface.co/docs/datasets/image_dataset, ClassLabel and Image).

// hfKey is the key of the metadata.
const hfKey = "huggingface"

type hfMetadata struct {
	Info hfInfo `json:"info"`
}

type hfInfo struct {
	Features struct {
		Image hfFeature `json:"image"`
		Label hfFeature `json:"label"`
	} `json:"features"`
}

type hfFeature struct {
	Names []string `json:"names,omitempty"`
	Type  string   `json:"_type"`
}

type hfImage struct {
	Bytes []byte  `parquet:"bytes"`
	Path  *string `parquet:"path,optional"`
}

// hfRow is a row as it is written.
type hfRow struct {
	Image hfImage `parquet:"image"`
	Label int64   `parquet:"label"`
}

// rowGroup is how many images are compressed together, as Hugging Face does.
const rowGroup = 1000

func writeParquet(ctx context.Context, d *dataset.Dataset, path string) ([]string, error) {
	return nil, idx.CreateFolder(path, func(dir string) error {
		for name, s := range map[string]dataset.Split{"train": d.Train, "test": d.Test} {
			if err := writeParquetFile(ctx, filepath.Join(dir, name+"-00000-of-00001.parquet"), d, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeParquetFile(ctx context.Context, path string, d *dataset.Dataset, s dataset.Split) error {
	var m hfMetadata
	m.Info.Features.Image = hfFeature{Type: "Image"}
	m.Info.Features.Label = hfFeature{Names: d.Classes, Type: "ClassLabel"}
	metadata, err := json.Marshal(m)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := parquet.NewGenericWriter[hfRow](f, parquet.Compression(&parquet.Snappy), parquet.KeyValueMetadata(hfKey, string(metadata)))
	for start := 0; start < s.Len(); start += rowGroup {
		rows := make([]hfRow, min(rowGroup, s.Len()-start))
		err := eachImage(ctx, len(rows), func(i int) (err error) {
			rows[i].Label = int64(s.Labels[start+i])
			rows[i].Image.Bytes, err = encodePNG(d, s, start+i)
			return err
		})
		if err != nil {
			return err
		}
		if _, err := w.Write(rows); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// readRow is a row as others write it: everything may be null.
type readRow struct {
	Image *struct {
		Bytes []byte  `parquet:"bytes,optional"`
		Path  *string `parquet:"path,optional"`
	} `parquet:"image,optional"`
	Label *int64 `parquet:"label,optional"`
}

func readParquet(ctx context.Context, path string, _ Options) (c contents, err error) {
	train, test, err := splitFiles(path, ".parquet")
	if err != nil {
		return c, err
	}
	if c.train, err = c.readParquetFiles(ctx, train); err != nil {
		return c, err
	}
	c.test, err = c.readParquetFiles(ctx, test)
	return c, err
}

func (c *contents) readParquetFiles(ctx context.Context, paths []string) (s dataset.Split, err error) {
	for _, path := range paths {
		if err := c.readParquetFile(ctx, path, &s); err != nil {
			return s, fmt.Errorf("%s: %w", path, err)
		}
	}
	return s, nil
}

// readParquetFile appends the images of a file.
func (c *contents) readParquetFile(ctx context.Context, path string, s *dataset.Split) (err error) {
	defer func() {
		// The library takes the file's word for much, and indexes by it.
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the file is damaged: %v", fault)
		}
	}()
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return err
	}
	if err := c.checkColumns(file); err != nil {
		return err
	}
	r := parquet.NewGenericReader[readRow](file)
	defer r.Close()
	for rows := make([]readRow, rowGroup); ; clear(rows) {
		n, err := r.Read(rows)
		if err := c.appendRows(ctx, rows[:n], s); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// checkColumns looks for the two columns, which the library would take as null
// where they are missing, and reads the names of the classes.
func (c *contents) checkColumns(file *parquet.File) error {
	for _, column := range [][]string{{"image", "bytes"}, {"label"}} {
		if _, ok := file.Schema().Lookup(column...); !ok {
			return fmt.Errorf("there is no column %v, as Hugging Face's data sets of images have it", column)
		}
	}
	text, ok := file.Lookup(hfKey)
	if !ok {
		return nil
	}
	var m hfMetadata
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return fmt.Errorf("metadata %s: %w", hfKey, err)
	}
	c.classes = m.Info.Features.Label.Names
	return nil
}

func (c *contents) appendRows(ctx context.Context, rows []readRow, s *dataset.Split) error {
	start := s.Len()
	for i, row := range rows {
		switch {
		case row.Image == nil || row.Image.Bytes == nil:
			return fmt.Errorf("row %d has no image bytes", start+i)
		case row.Label == nil:
			return fmt.Errorf("row %d has no label", start+i)
		case *row.Label < 0 || *row.Label > 255:
			return fmt.Errorf("row %d: label %d, want 0 to 255", start+i, *row.Label)
		}
		s.Labels = append(s.Labels, uint8(*row.Label))
	}
	read := func(i int) ([]byte, error) { return rows[i].Image.Bytes, nil }
	name := func(i int) string { return "row " + strconv.Itoa(start+i) }
	pixels, err := c.decodeAll(ctx, len(rows), read, name)
	s.Images = append(s.Images, pixels...)
	return err
}
