package dataset

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/idx"
)

func TestOpen(t *testing.T) {
	s := newSet(1)
	for _, suffix := range []string{"", ".gz"} {
		dir := s.write(t, filepath.Join(t.TempDir(), "mine"), suffix)
		d, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if d.Name != "mine" || d.Dir != dir || d.Rows != 4 || d.Cols != 5 || d.Entry != nil || d.Warnings != nil {
			t.Errorf("%s %s %dx%d %v %q", d.Name, d.Dir, d.Rows, d.Cols, d.Entry, d.Warnings)
		}
		if d.Train.Len() != 200 || d.Test.Len() != 100 || len(d.Classes) != 10 {
			t.Errorf("%d + %d images, %d classes", d.Train.Len(), d.Test.Len(), len(d.Classes))
		}
		for i, got := range [][]uint8{d.Train.Images, d.Train.Labels, d.Test.Images, d.Test.Labels} {
			if !bytes.Equal(got, s[i].Data) {
				t.Errorf("%s is not what was written", FileNames[i])
			}
			want := FileInfo{filepath.Join(dir, FileNames[i]+suffix), s.digests()[i], int64(len(s.content(i)))}
			if diff := cmp.Diff(want, d.Files[i]); diff != "" {
				t.Error(diff)
			}
		}
		if d.Digest != ContentDigest(s.digests()) {
			t.Errorf("digest %s", d.Digest)
		}
	}
}

// TestCatalogue compares with what this prints in a folder of the original
// files, gunzipped:
//
//	sha256sum train-images-idx3-ubyte train-labels-idx1-ubyte \
//	    t10k-images-idx3-ubyte t10k-labels-idx1-ubyte | sha256sum
func TestCatalogue(t *testing.T) {
	want := map[string]string{
		"fashion": "5cf0562c46b89a77940b86f40a9a4325e7bed59d53ec555c4d14f0bed41ca53a",
		"mnist":   "d0a3eec1f5a454401d758fdbf15b9b0163a7034963586d671960c180b97e2c1a",
	}
	for _, e := range Catalogue {
		if e.Digest() != want[e.Name] {
			t.Errorf("%s has digest %s, want %s", e.Name, e.Digest(), want[e.Name])
		}
		if len(e.Classes) != 10 || len(e.Sources) < 2 {
			t.Errorf("%s: %d classes, %d sources", e.Name, len(e.Classes), len(e.Sources))
		}
	}
	sizes := []int64{47040016, 60008, 7840016, 10008}
	for i, want := range sizes {
		if got := Lookup("Fashion-MNIST").Size(i); got != want {
			t.Errorf("%s has %d bytes, want %d", FileNames[i], got, want)
		}
	}
	if Lookup("imagenet") != nil {
		t.Error("Lookup finds what there is not")
	}
}

// change is a way to make a good folder bad.
type change func(t *testing.T, dir string)

func remove(file int) change {
	return func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, FileNames[file])); err != nil {
			t.Fatal(err)
		}
	}
}

func put(file int, content []byte) change {
	return func(t *testing.T, dir string) {
		if err := os.WriteFile(filepath.Join(dir, FileNames[file]), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func array(file int, dims ...int) change {
	a := idx.Array[uint8]{Dims: dims}
	a.Data = make([]uint8, a.Header().Elements())
	return put(file, append(a.Header().Append(nil), a.Data...))
}

func swap(t *testing.T, dir string) {
	images, labels := filepath.Join(dir, FileNames[trainImages]), filepath.Join(dir, FileNames[trainLabels])
	for _, move := range [][2]string{{images, images + ".x"}, {labels, images}, {images + ".x", labels}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
}

// gzipped is a gzip file of a good content, cut off.
func truncatedGzip(t *testing.T, dir string) {
	path := filepath.Join(dir, FileNames[trainImages])
	if err := idx.WriteFile(path+".gz", newSet(1)[trainImages]); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path + ".gz")
	if err != nil {
		t.Fatal(err)
	}
	put(trainImages, b[:len(b)/2])(t, dir)
}

func TestOpenFaults(t *testing.T) {
	labels := newSet(1)[testLabels]
	labels.Data = slices.Clone(labels.Data)
	labels.Data[3], labels.Data[7] = 10, 200
	badLabels := append(labels.Header().Append(nil), labels.Data...)
	claim := []byte{0, 0, 8, 3, 0x80, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28}
	for name, c := range map[string]struct {
		change change
		want   error
		says   string
	}{
		"missing":               {remove(testImages), ErrMissing, "t10k-images-idx3-ubyte[.gz]"},
		"four bytes":            {put(trainImages, []byte{0, 0, 8, 3}), idx.ErrHeader, "byte 4"},
		"2^31 images":           {put(trainImages, claim), idx.ErrShort, "2147483648"},
		"truncated gzip":        {truncatedGzip, idx.ErrTruncatedGzip, "compressed byte"},
		"trailing bytes":        {put(testLabels, append(newSet(1).content(testLabels), 0)), idx.ErrTrailing, "byte 108"},
		"text":                  {put(testLabels, []byte("0 1 2 3")), idx.ErrMagic, "byte 0"},
		"signed bytes":          {put(testLabels, []byte{0, 0, 9, 1, 0, 0, 0, 1, 1}), idx.ErrElement, "int8"},
		"swapped":               {swap, ErrSwapped, "train-images-idx3-ubyte holds 200 labels"},
		"images for labels":     {put(trainLabels, newSet(1).content(trainImages)), ErrShape, "want 1 dimensions"},
		"labels for images":     {put(testImages, newSet(1).content(testLabels)), ErrShape, "want 3 dimensions"},
		"one label too few":     {array(trainLabels, 199), ErrCount, "200 images"},
		"one label too many":    {array(testLabels, 101), ErrCount, "101 labels"},
		"other size":            {array(testImages, 100, 5, 4), ErrShape, "images of 5x4"},
		"no images":             {array(testImages, 0, 4, 5), ErrShape, "empty"},
		"no pixels":             {array(testImages, 100, 0, 5), ErrShape, "without pixels"},
		"labels out of range":   {put(testLabels, badLabels), ErrLabel, "byte 11"},
		"how many out of range": {put(testLabels, badLabels), ErrLabel, "2 such labels"},
		"a folder as a file": {func(t *testing.T, dir string) {
			remove(trainImages)(t, dir)
			if err := os.Mkdir(filepath.Join(dir, FileNames[trainImages]), 0o755); err != nil {
				t.Fatal(err)
			}
		}, nil, "is a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := newSet(1).write(t, t.TempDir(), "")
			c.change(t, dir)
			d, err := Open(dir)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("%v %v, want %v", d, err, c.want)
			}
			if faults := Faults(err); len(faults) != 1 {
				t.Errorf("%d faults: %q", len(faults), faults)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), dir) {
				t.Errorf("%q does not say %q and where", err, c.says)
			}
		})
	}
}

// TestOfficialCounts is the case of 9,999 labels for 10,000 images.
func TestOfficialCounts(t *testing.T) {
	dir := newSet(1).write(t, t.TempDir(), "")
	array(testImages, 10000, 4, 5)(t, dir)
	array(testLabels, 9999)(t, dir)
	_, err := Open(dir)
	if !errors.Is(err, ErrCount) || !strings.Contains(err.Error(), "10000 images") || !strings.Contains(err.Error(), "9999 labels") {
		t.Errorf("%v, want %v", err, ErrCount)
	}
}

// TestSeveralFaults reports all of them.
func TestSeveralFaults(t *testing.T) {
	dir := newSet(1).write(t, t.TempDir(), "")
	remove(trainImages)(t, dir)
	array(trainLabels, 3, 3)(t, dir)
	put(testImages, nil)(t, dir)
	_, err := Open(dir)
	faults := Faults(err)
	if len(faults) != 3 || !errors.Is(faults[0], ErrMissing) || !errors.Is(faults[1], ErrShape) || !errors.Is(faults[2], idx.ErrHeader) {
		t.Errorf("%q", faults)
	}
	if faults := Faults(nil); faults != nil {
		t.Errorf("Faults(nil) = %q", faults)
	}
}

func TestNoFolder(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none"))
	if !errors.Is(err, os.ErrNotExist) || len(Faults(err)) != 1 {
		t.Errorf("%v", err)
	}
}

func TestClasses(t *testing.T) {
	dir := newSet(1).write(t, t.TempDir(), "")
	array(testImages, 12, 4, 5)(t, dir)
	put(testLabels, []byte{0, 0, 8, 1, 0, 0, 0, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})(t, dir)
	path := filepath.Join(dir, ClassesFile)
	for _, c := range []struct {
		classes string
		want    string // in the error
	}{
		{"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n", ""},
		{"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n", "label 11 of image 11, want below 11"},
		{"\n\n", "0 classes"},
		{strings.Repeat("x\n", 257), "257 classes"},
	} {
		if err := os.WriteFile(path, []byte(c.classes), 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := Open(dir)
		if c.want == "" {
			if err != nil || len(d.Classes) != 12 || d.Classes[11] != "l" {
				t.Errorf("%v %v", d, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

// TestNamedByContent has every combination of what a folder is called and what
// it holds.
func TestNamedByContent(t *testing.T) {
	clothes, digits, other := newSet(1), newSet(2), newSet(3)
	clothes.enter(t, "clothes")
	digits.enter(t, "digits")
	mixed := set{clothes[0], clothes[1], digits[2], digits[3]}
	for _, c := range []struct {
		folder string
		holds  set
		name   string
		warns  []string // part of each warning
	}{
		{"clothes", clothes, "clothes", nil},
		{"folder", clothes, "clothes", nil},
		{"clothes", digits, "digits", []string{"is called clothes but holds digits"}},
		{"CLOTHES/raw", digits, "digits", []string{"is called CLOTHES but holds digits"}},
		{"clothes", other, "clothes", []string{"its content is not The clothes set"}},
		{"folder/raw", other, "folder", nil},
		{"folder", mixed, "folder", []string{
			"train-images-idx3-ubyte is train-images-idx3-ubyte of The clothes set",
			"train-labels-idx1-ubyte is train-labels-idx1-ubyte of The clothes set",
			"t10k-images-idx3-ubyte is t10k-images-idx3-ubyte of The digits set",
			"t10k-labels-idx1-ubyte is t10k-labels-idx1-ubyte of The digits set"}},
	} {
		dir := c.holds.write(t, filepath.Join(t.TempDir(), c.folder), ".gz")
		d, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if d.Name != c.name || len(d.Warnings) != len(c.warns) {
			t.Errorf("%s: name %s, warnings %q; want %s, %q", c.folder, d.Name, d.Warnings, c.name, c.warns)
			continue
		}
		for i, w := range c.warns {
			if !strings.Contains(d.Warnings[i], w) {
				t.Errorf("%s: warning %q, want %q", c.folder, d.Warnings[i], w)
			}
		}
	}
}

// TestRealData opens both data sets, and MNIST from a folder called fashion.
func TestRealData(t *testing.T) {
	root := realData(t)
	for _, e := range Catalogue {
		d, err := Open(filepath.Join(root, e.Name))
		if err != nil {
			t.Fatal(err)
		}
		if d.Entry != e || d.Digest != e.Digest() || d.Warnings != nil {
			t.Errorf("%s is %s, digest %s, warnings %q", e.Name, d.Name, d.Digest, d.Warnings)
		}
	}
	wrong := filepath.Join(t.TempDir(), "fashion")
	if err := os.Symlink(filepath.Join(root, "mnist"), wrong); err != nil {
		t.Skip(err)
	}
	d, err := Open(wrong)
	if err != nil || d.Name != "mnist" || len(d.Warnings) != 1 {
		t.Errorf("MNIST in a folder called fashion is %v %v", d, err)
	}
}

func TestDescribe(t *testing.T) {
	s := newSet(1)
	s[trainImages].Data = bytes.Repeat([]byte{0, 10}, 2000)
	s.enter(t, "pets")
	d, err := Open(s.write(t, t.TempDir(), ""))
	if err != nil {
		t.Fatal(err)
	}
	got := d.Describe()
	if got.Train.Mean != 5 || got.Train.Std != 5 || got.Train.Images != 200 || got.Test.PerClass[9] != 10 {
		t.Errorf("%+v", got.Train)
	}
	if !got.Known || got.Title != "The pets set" || got.Licence != "none" || got.Source != notRecorded {
		t.Errorf("%+v", got)
	}
}

// TestNewAndWrite makes a data set in memory, writes it, and reads it again.
func TestNewAndWrite(t *testing.T) {
	s := newSet(3)
	train, test := Split{s[0].Data, s[1].Data}, Split{s[2].Data, s[3].Data}
	classes := strings.Split("a b c d e f g h i j", " ")
	made, err := New("made", classes, 4, 5, train, test)
	if err != nil {
		t.Fatal(err)
	}
	made.Origin = &Provenance{Name: "made", Digest: made.Digest, Source: "a test", Licence: "none"}
	dir := filepath.Join(t.TempDir(), "deep", "made")
	if err := made.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest != made.Digest || !slices.Equal(got.Classes, classes) || !cmp.Equal(got.Train, train) || got.Describe().Licence != "none" {
		t.Errorf("%+v", got.Describe())
	}
	if b, err := os.ReadFile(filepath.Join(dir, provenanceFile)); err != nil || strings.Contains(string(b), "obtained") {
		t.Errorf("%s, %v", b, err)
	}
	if err := made.Write(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	for want, f := range map[string]func() (*Dataset, error){
		"whole number of images": func() (*Dataset, error) { return New("x", nil, 3, 7, train, test) },
		"images of 0x5":          func() (*Dataset, error) { return New("x", nil, 0, 5, train, test) },
		"differ in number":       func() (*Dataset, error) { return New("x", nil, 4, 5, Split{train.Images, test.Labels}, test) },
		"it is empty":            func() (*Dataset, error) { return New("x", nil, 4, 5, train, Split{}) },
		"out of range":           func() (*Dataset, error) { return New("x", []string{"one"}, 4, 5, train, test) },
		"blanks":                 func() (*Dataset, error) { return New("x", append([]string{" a"}, classes...), 4, 5, train, test) },
	} {
		if _, err := f(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	e := s.enter(t, "known")
	if known, err := New("made", nil, 4, 5, train, test); err != nil || known.Name != "known" || known.Entry != e {
		t.Errorf("%v %+v", err, known)
	}
}
