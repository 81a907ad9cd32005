package convert

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/internal/parallel"
)

// writePNG writes train/0_T-shirt-top/00001.png and so on: the label before the
// class, so that who sorts the folders, as ImageFolder does, finds the labels,
// and the number of the image in its split.
func writePNG(ctx context.Context, d *dataset.Dataset, path string) ([]string, error) {
	return nil, idx.CreateFolder(path, func(dir string) error {
		for name, s := range map[string]dataset.Split{"train": d.Train, "test": d.Test} {
			if err := writeImages(ctx, filepath.Join(dir, name), d, s); err != nil {
				return err
			}
		}
		return d.WriteClasses(dir)
	})
}

func writeImages(ctx context.Context, dir string, d *dataset.Dataset, s dataset.Split) error {
	folders := make([]string, len(d.Classes))
	for y, class := range d.Classes {
		folders[y] = filepath.Join(dir, classFolder(y, class, len(d.Classes)))
		if err := os.MkdirAll(folders[y], 0o777); err != nil {
			return err
		}
	}
	digits := len(strconv.Itoa(s.Len() - 1))
	return eachImage(ctx, s.Len(), func(i int) error {
		content, err := encodePNG(d, s, i)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folders[s.Labels[i]], fmt.Sprintf("%0*d.png", digits, i)), content, 0o666)
	})
}

// classFolder is a name for the folder of a class that every file system takes.
func classFolder(label int, class string, classes int) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, class)
	return fmt.Sprintf("%0*d_%s", len(strconv.Itoa(classes-1)), label, strings.TrimRight(safe, ". "))
}

// eachImage calls do for 0 to n-1 on all cores, and returns the error of the
// lowest number that failed.
func eachImage(ctx context.Context, n int, do func(i int) error) error {
	var mu sync.Mutex
	first, failed := n, error(nil)
	err := parallel.For(ctx, n, 256, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			err := do(i)
			if err == nil {
				continue
			}
			mu.Lock()
			if i < first {
				first, failed = i, err
			}
			mu.Unlock()
			return
		}
	})
	return cmp.Or(failed, err)
}

// encodePNG is an image of a split as a grey PNG.
func encodePNG(d *dataset.Dataset, s dataset.Split, i int) ([]byte, error) {
	size := d.Rows * d.Cols
	var b bytes.Buffer
	e := png.Encoder{BufferPool: &encoders}
	err := e.Encode(&b, &image.Gray{Pix: s.Images[i*size : (i+1)*size], Stride: d.Cols, Rect: image.Rect(0, 0, d.Cols, d.Rows)})
	return b.Bytes(), err
}

// encoders keeps what an encoder allocates, which is much more than an image.
var encoders encoderPool

type encoderPool struct{ sync.Pool }

func (p *encoderPool) Get() *png.EncoderBuffer {
	b, _ := p.Pool.Get().(*png.EncoderBuffer)
	return b
}

func (p *encoderPool) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

// readPNG reads what ImageFolder reads: a folder for each class in train and in
// test. Labels are given to the folders in the order of their names. Where the
// images of a split are called by numbers, all different, these are their
// order; else they come class by class, sorted by name.
func readPNG(ctx context.Context, path string, o Options) (c contents, err error) {
	folders, err := classFolders(path)
	if err != nil {
		return c, err
	}
	c.classes, err = dataset.ReadClasses(filepath.Join(path, dataset.ClassesFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.classes = folders
	case err != nil:
		return c, err
	case len(c.classes) != len(folders):
		return c, fmt.Errorf("%s: %s names %d classes, there are %d folders", path, dataset.ClassesFile, len(c.classes), len(folders))
	}
	for _, s := range []struct {
		name string
		to   *dataset.Split
	}{{"train", &c.train}, {"test", &c.test}} {
		files, err := imageFiles(filepath.Join(path, s.name), folders)
		if err != nil {
			return c, err
		}
		*s.to = dataset.Split{Labels: make([]uint8, len(files))}
		for i, f := range files {
			s.to.Labels[i] = f.label
		}
		read := func(i int) ([]byte, error) { return os.ReadFile(files[i].path) }
		name := func(i int) string { return files[i].path }
		if s.to.Images, err = c.decodeAll(ctx, len(files), read, name); err != nil {
			return c, err
		}
	}
	return c, nil
}

// classFolders are the names of the folders in train or in test, sorted.
func classFolders(path string) ([]string, error) {
	var folders []string
	for _, split := range []string{"train", "test"} {
		entries, err := os.ReadDir(filepath.Join(path, split))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				folders = append(folders, e.Name())
			}
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	if len(folders) < 1 || len(folders) > 256 {
		return nil, fmt.Errorf("%s: %d folders of classes in train and test, want 1 to 256", path, len(folders))
	}
	return folders, nil
}

// imageFile is an image of an ImageFolder.
type imageFile struct {
	path  string
	label uint8
}

// imageFiles are the images of a split in their order.
func imageFiles(dir string, folders []string) ([]imageFile, error) {
	var files []imageFile
	for label, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(dir, folder)) // sorted
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".png", ".jpg", ".jpeg":
				files = append(files, imageFile{filepath.Join(dir, folder, e.Name()), uint8(label)})
			}
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: there are no images", dir)
	}
	if numbered(files) {
		slices.SortFunc(files, func(a, b imageFile) int { return cmp.Compare(a.number(), b.number()) })
	}
	return files, nil
}

// number is the number that the file is called by, -1 where it is not.
func (f imageFile) number() int64 {
	base := filepath.Base(f.path)
	n, err := strconv.ParseUint(strings.TrimSuffix(base, filepath.Ext(base)), 10, 62)
	if err != nil {
		return -1
	}
	return int64(n)
}

// numbered says whether all files are called by numbers, all different.
func numbered(files []imageFile) bool {
	seen := map[int64]bool{-1: true}
	for _, f := range files {
		if seen[f.number()] {
			return false
		}
		seen[f.number()] = true
	}
	return true
}

// pixelLimit keeps photographs from being taken for a data set like MNIST, and
// headers from deciding about memory.
const pixelLimit = 1 << 16

// decodeAll reads n images of one size, which the first image of the data set
// decides, as grey pixels. name is what an error calls an image.
func (c *contents) decodeAll(ctx context.Context, n int, read func(i int) ([]byte, error), name func(i int) string) ([]uint8, error) {
	if c.rows == 0 && n > 0 {
		content, err := read(0)
		if err != nil {
			return nil, err
		}
		first, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err == nil && first.Width*first.Height > pixelLimit {
			err = fmt.Errorf("an image of %dx%d, want at most %d pixels", first.Height, first.Width, pixelLimit)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name(0), err)
		}
		c.rows, c.cols = first.Height, first.Width
	}
	size := c.rows * c.cols
	pixels := make([]uint8, n*size)
	err := eachImage(ctx, n, func(i int) error {
		content, err := read(i)
		if err != nil {
			return err
		}
		if err := decodeGray(pixels[i*size:(i+1)*size], content, c.rows, c.cols); err != nil {
			return fmt.Errorf("%s: %w", name(i), err)
		}
		return nil
	})
	return pixels, err
}

// decodeGray decodes an image of the given size. Colours become grey by their
// luma (ITU-R BT.601), as PIL's mode L.
func decodeGray(dst []uint8, content []byte, rows, cols int) error {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return err
	}
	if config.Height != rows || config.Width != cols { // before anything is allocated for it
		return fmt.Errorf("an image of %dx%d, the first one is %dx%d", config.Height, config.Width, rows, cols)
	}
	decoded, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return err
	}
	if gray, ok := decoded.(*image.Gray); ok {
		for y := range rows {
			copy(dst[y*cols:(y+1)*cols], gray.Pix[y*gray.Stride:])
		}
		return nil
	}
	if o, ok := decoded.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		return errors.New("it is transparent: want grey or colour without an alpha channel")
	}
	if config.ColorModel == color.Gray16Model || config.ColorModel == color.RGBA64Model || config.ColorModel == color.NRGBA64Model {
		return errors.New("it has 16 bits a colour, want 8")
	}
	at := decoded.Bounds().Min
	for y := range rows {
		for x := range cols {
			dst[y*cols+x] = color.GrayModel.Convert(decoded.At(at.X+x, at.Y+y)).(color.Gray).Y
		}
	}
	return nil
}
