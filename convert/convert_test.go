package convert

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/fmnist/fmnist/dataset"
)

// random is a data set of noise, nine of ten pixels of it black, with labels in
// no order.
func random(t testing.TB, name string, classes []string, rows, cols, train, test int) *dataset.Dataset {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(rows), uint64(cols)))
	split := func(n int) dataset.Split {
		s := dataset.Split{Images: make([]uint8, n*rows*cols), Labels: make([]uint8, n)}
		for i := range s.Images {
			if r.IntN(10) == 0 {
				s.Images[i] = uint8(r.IntN(256))
			}
		}
		for i := range s.Labels {
			s.Labels[i] = uint8(r.IntN(10))
		}
		return s
	}
	d, err := dataset.New(name, classes, rows, cols, split(train), split(test))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// clothes are names that no file system takes as they are.
var clothes = []string{"T-shirt/top", "Trouser", "Pull\tover", "Dress", "Coat: long", "Sandal", "Shirt", "Sneaker.", "Bag", "Ankle boot", "none of all"}

func export(t *testing.T, format string, d *dataset.Dataset, path string) {
	t.Helper()
	f, err := Lookup(format)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Export(t.Context(), d, path); err != nil {
		t.Fatal(err)
	}
}

// importFrom imports without knowing more than the format tells.
func importFrom(format, path string, o Options) (*dataset.Dataset, error) {
	f, err := Lookup(format)
	if err != nil {
		return nil, err
	}
	o.Name = "back"
	return f.Import(context.Background(), path, o)
}

func TestRoundTrips(t *testing.T) {
	sets := []*dataset.Dataset{
		random(t, "square", nil, 28, 28, 1234, 150),
		random(t, "named", clothes, 5, 5, 101, 12),
		random(t, "wide", nil, 3, 7, 20, 10),
	}
	for _, f := range Formats {
		if !f.Reads() {
			continue
		}
		for _, d := range sets {
			path := filepath.Join(t.TempDir(), "[1]") // a name that is a pattern, too
			export(t, f.Name, d, path)
			var o Options
			if f.Name == "csv" && d.Rows != d.Cols {
				if _, err := importFrom(f.Name, path, o); err == nil || !strings.Contains(err.Error(), "no square") {
					t.Errorf("%s of %s without a shape: %v", f.Name, d.Name, err)
				}
				o.Rows, o.Cols = d.Rows, d.Cols
			}
			back, err := importFrom(f.Name, path, o)
			if err != nil {
				t.Errorf("%s of %s: %v", f.Name, d.Name, err)
				continue
			}
			want := d.Classes
			if f.Name == "png" && d.Name != "named" { // folders have no other names than these
				want = []string{"0_0", "1_1", "2_2", "3_3", "4_4", "5_5", "6_6", "7_7", "8_8", "9_9"}
			}
			if back.Digest != d.Digest || !slices.Equal(back.Classes, want) {
				t.Errorf("%s of %s: digest %s, it was %s; classes %q", f.Name, d.Name, back.Digest, d.Digest, back.Classes)
			}
		}
	}
}

// TestSameBytesAgain exports twice.
func TestSameBytesAgain(t *testing.T) {
	d := random(t, "square", clothes, 8, 8, 1100, 50)
	for _, f := range Formats {
		var contents [2]map[string]string
		for i := range contents {
			path := filepath.Join(t.TempDir(), "out")
			export(t, f.Name, d, path)
			contents[i] = map[string]string{}
			if err := filepath.WalkDir(path, func(p string, e os.DirEntry, err error) error {
				if err == nil && !e.IsDir() {
					var b []byte
					b, err = os.ReadFile(p)
					contents[i][strings.TrimPrefix(p, path)] = string(b)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if len(contents[0]) == 0 || !cmp.Equal(contents[0], contents[1]) {
			t.Errorf("%s: %d and %d files, not the same", f.Name, len(contents[0]), len(contents[1]))
		}
	}
}

func TestExportFails(t *testing.T) {
	d := random(t, "square", nil, 4, 4, 20, 10)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range Formats {
		dir := t.TempDir()
		if _, err := f.Export(done, d, filepath.Join(dir, "out")); err == nil {
			t.Errorf("%s: interrupted, and no error", f.Name)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: interrupted, it left %v", f.Name, left)
		}
		if err := os.WriteFile(filepath.Join(dir, "mine"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Export(t.Context(), d, dir); err == nil {
			t.Errorf("%s: into a folder that has files, and no error", f.Name)
		}
	}
	if _, err := Lookup("xml"); err == nil || !strings.Contains(err.Error(), "npz, csv") {
		t.Error(err)
	}
}

func write(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCSVOfOthers(t *testing.T) {
	const header, line = "label,1x1,1x2,2x1,2x2,3x1,3x2\n", "25,0,1,2,3,4,255\n"
	dir := write(t, t.TempDir(), map[string]string{"emnist_train.csv": header + line + line, "data/x": "", "emnist_test.csv": strings.ReplaceAll(line, "\n", "\r\n")})
	d, err := importFrom("csv", dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Rows != 3 || d.Cols != 2 || d.Train.Len() != 2 || len(d.Classes) != 26 || !slices.Equal(d.Test.Images, []uint8{0, 1, 2, 3, 4, 255}) {
		t.Errorf("%+v", d)
	}
	for want, train := range map[string]string{
		`line 2: column 3: "256"`: "1,2,3,4,5\n1,2,256,4,5\n",
		`column 2: "-1"`:          "1,-1,3,4,5\n",
		`column 1: ""`:            "\n,1,2,3,4\n",
		"want label":              "id,label,a,b,c\n",
		"wrong number of fields":  "1,2,3,4,5\n1,2,3\n",
		"no square":               "1,2,3,4\n",
		"want a label and 4":      "1,2,3,4,5\n", // the test file has more
		"it is empty":             "label,a,b,c,d\n",
	} {
		dir := write(t, t.TempDir(), map[string]string{"train.csv": train, "test.csv": "1,2,3,4,5\n"})
		if want == "want a label and 4" {
			write(t, dir, map[string]string{"test.csv": "1,2,3,4,5,6,7,8,9,10\n"})
		}
		if _, err := importFrom("csv", dir, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", train, err, want)
		}
	}
	if _, err := importFrom("csv", write(t, t.TempDir(), map[string]string{"train.csv": line}), Options{}); err == nil || !strings.Contains(err.Error(), "want some of each") {
		t.Error(err)
	}
	if _, err := importFrom("csv", write(t, t.TempDir(), map[string]string{"train.csv": line, "val.csv": line}), Options{}); err == nil || !strings.Contains(err.Error(), "does not say") {
		t.Error(err)
	}
}

// zipped is an archive of the given members.
func zipped(t *testing.T, members map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range members {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, content)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "some.npz")
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func npy(descr, order, shape, data string) string {
	header := "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n"
	return npyMagic + "\x01\x00" + string([]byte{byte(len(header)), byte(len(header) >> 8)}) + header + data
}

func TestNPZOfOthers(t *testing.T) {
	images := npy("|u1", "False", "(2, 2, 3, 1)", "abcdefghijkl")
	good := map[string]string{"x_train.npy": images, "x_test.npy": images,
		"y_train.npy": npy("<i8", "False", "(2, 1)", "\x01\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00"),
		"y_test.npy":  npy(">i2", "False", "(2L,)", "\x00\x03\x00\x04")}
	d, err := importFrom("npz", zipped(t, good), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Rows != 2 || d.Cols != 3 || string(d.Train.Images) != "abcdefghijkl" || !slices.Equal(d.Train.Labels, []uint8{1, 9}) || !slices.Equal(d.Test.Labels, []uint8{3, 4}) {
		t.Errorf("%+v", d)
	}
	for want, array := range map[string]string{
		"x_train: not a .npy file":      "PK",
		"the header is cut off":         npyMagic + "\x01\x00\xff\x00{",
		"header of 4294967295":          npyMagic + "\x02\x00\xff\xff\xff\xff",
		"version 9":                     npyMagic + "\x09\x00\xff\xff",
		"array of integers":             npy("<f4", "False", "(1,1,1)", "abcd"),
		"not that of an array":          npy("|u1", "Maybe", "(1,1,1)", "a"),
		"column by column":              npy("|u1", "True", "(1,2,2)", "abcd"),
		"it claims more":                npy("|u1", "False", "(65536,65536,65536,65536)", "a"),
		"there are 1 or more":           npy("|u1", "False", "(2,2,2)", "a"),
		"there are 9 or more":           npy("|u1", "False", "(2,2,2)", "abcdefghi"),
		"shape (9999999999)":            npy("|u1", "False", "(9999999999)", "a"),
		"grey":                          npy("|u1", "False", "(1, 1, 1, 3)", "abc"),
		"element 1 is not":              npy("<i2", "False", "(2,1,1)", "\x01\x00\x01\x01"),
		"element 0 is not from 0":       npy("|i1", "False", "(2,1,1)", "\xff\x00"),
		"to train on are 1x1":           npy("|u1", "False", "(2,1,1)", "ab"),
		"some.npz: there is no array x": "",
	} {
		bad := map[string]string{"x_test.npy": images, "y_train.npy": good["y_train.npy"], "y_test.npy": good["y_test.npy"]}
		if array != "" {
			bad["x_train.npy"] = array
		}
		if _, err := importFrom("npz", zipped(t, bad), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func encoded(t *testing.T, encode func(io.Writer, image.Image) error, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestImageFolderOfOthers(t *testing.T) {
	gray, rgb, clear, deep := image.NewGray(image.Rect(0, 0, 3, 2)), image.NewRGBA(image.Rect(0, 0, 3, 2)), image.NewNRGBA(image.Rect(0, 0, 3, 2)), image.NewRGBA64(image.Rect(0, 0, 3, 2))
	for i := range gray.Pix {
		gray.Pix[i] = uint8(40 * i)
		rgb.Set(i%3, i/3, color.Gray{uint8(40 * i)})
		deep.Set(i%3, i/3, color.White)
	}
	asPNG, asRGB := encoded(t, png.Encode, gray), encoded(t, png.Encode, rgb)
	asJPEG := encoded(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 100}) }, gray)
	dir := write(t, t.TempDir(), map[string]string{
		"train/cat/b.png": asPNG, "train/cat/a.png": asRGB, "train/bird/z.PNG": asPNG, "train/.hidden/x": "", "train/cat/notes.txt": "",
		"test/cat/10.png": asPNG, "test/bird/9.png": asPNG, "test/dog/8.jpg": asJPEG,
	})
	d, err := importFrom("png", dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Classes, []string{"bird", "cat", "dog"}) || !slices.Equal(d.Train.Labels, []uint8{0, 1, 1}) || !slices.Equal(d.Test.Labels, []uint8{2, 0, 1}) {
		t.Errorf("%q %v %v", d.Classes, d.Train.Labels, d.Test.Labels)
	}
	if !slices.Equal(d.Train.Images, slices.Repeat(gray.Pix, 3)) {
		t.Errorf("%v", d.Train.Images)
	}
	for want, content := range map[string]string{
		"cat/c.png: png: invalid format":  asPNG[:len(asPNG)-20] + strings.Repeat("x", 20),
		"not enough pixel data":           asPNG[:50],
		"image: unknown format":           "hello",
		"transparent":                     encoded(t, png.Encode, clear),
		"16 bits":                         encoded(t, png.Encode, deep),
		"2x2, the first one is 2x3":       encoded(t, png.Encode, image.NewGray(image.Rect(0, 0, 2, 2))),
		"100000x100000, the first one is": pngHeader(100000),
	} {
		write(t, dir, map[string]string{"train/cat/c.png": content})
		if _, err := importFrom("png", dir, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	write(t, dir, map[string]string{"train/bird/a.png": pngHeader(100000)})
	if _, err := importFrom("png", dir, Options{}); err == nil || !strings.Contains(err.Error(), "at most 65536 pixels") {
		t.Error(err)
	}
	write(t, dir, map[string]string{"classes.txt": "one\n"})
	if _, err := importFrom("png", dir, Options{}); err == nil || !strings.Contains(err.Error(), "names 1 classes, there are 3") {
		t.Error(err)
	}
	if _, err := importFrom("png", t.TempDir(), Options{}); err == nil {
		t.Error("an empty folder: no error")
	}
}

// pngHeader is the beginning of a PNG that claims to be a square of that side.
func pngHeader(side uint32) string {
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), side)
	chunk = append(binary.BigEndian.AppendUint32(chunk, side), 8, 0, 0, 0, 0)
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk))
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + string(chunk) + string(sum)
}

func TestParquetLayout(t *testing.T) {
	d := random(t, "named", clothes, 6, 6, 1500, 10)
	dir := filepath.Join(t.TempDir(), "out")
	export(t, "parquet", d, dir)
	f, err := os.Open(filepath.Join(dir, "train-00000-of-00001.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	if file.NumRows() != 1500 || len(file.RowGroups()) != 2 {
		t.Errorf("%d rows in %d groups", file.NumRows(), len(file.RowGroups()))
	}
	want := `message hfRow {
	required group image {
		required binary bytes;
		optional binary path (STRING);
	}
	required int64 label (INT(64,true));
}`
	if diff := cmp.Diff(want, file.Schema().String()); diff != "" {
		t.Error(diff)
	}
	text, _ := file.Lookup("huggingface")
	var got any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	names := []any{}
	for _, c := range clothes {
		names = append(names, c)
	}
	if diff := cmp.Diff(map[string]any{"info": map[string]any{"features": map[string]any{
		"image": map[string]any{"_type": "Image"},
		"label": map[string]any{"names": names, "_type": "ClassLabel"},
	}}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestParquetOfOthers(t *testing.T) {
	d := random(t, "square", nil, 6, 6, 300, 10)
	dir := filepath.Join(t.TempDir(), "out")
	export(t, "parquet", d, dir)
	path := filepath.Join(dir, "train-00000-of-00001.parquet")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Whatever a damaged file says, it is an error or, where the damage is to
	// pixels, another data set: no panic.
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 300 {
		bad := slices.Clone(good)
		for range 3 {
			at := r.IntN(len(bad))
			if i%2 == 0 { // the footer
				at = len(bad) - 1 - r.IntN(min(1200, len(bad)))
			}
			bad[at] = uint8(r.IntN(256))
		}
		if i%5 == 0 {
			bad = bad[:r.IntN(len(bad))]
		}
		if err := os.WriteFile(path, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := importFrom("parquet", dir, Options{}); err != nil && !strings.Contains(err.Error(), path) && !strings.Contains(err.Error(), "differ in number") && !strings.Contains(err.Error(), "label") {
			t.Errorf("an error that does not name the file: %v", err)
		}
	}
	type other struct{ Text string }
	if err := parquet.WriteFile(path, []other{{"a"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := importFrom("parquet", dir, Options{}); err == nil || !strings.Contains(err.Error(), "there is no column [image bytes]") {
		t.Error(err)
	}
	if err := parquet.WriteFile(path, []readRow{{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := importFrom("parquet", dir, Options{}); err == nil || !strings.Contains(err.Error(), "row 0 has no image bytes") {
		t.Error(err)
	}
}

func TestLIBSVM(t *testing.T) {
	d, err := dataset.New("x", nil, 2, 2, dataset.Split{Images: []uint8{0, 255, 0, 3, 0, 0, 0, 0}, Labels: []uint8{7, 0}}, dataset.Split{Images: []uint8{1, 0, 0, 0}, Labels: []uint8{1}})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	export(t, "libsvm", d, dir)
	for name, want := range map[string]string{"x": "7 2:255 4:3\n0\n", "x.t": "1 1:1\n"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestOfficial makes the published files of both data sets; of the large ones
// only that of MNIST's test images, the mirror's test makes all of Fashion-MNIST.
func TestOfficial(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short")
	}
	if gnu, why := gnuGzip(t.Context()); gnu == "" {
		t.Skip(why)
	}
	root := os.Getenv("FMNIST_DATA")
	for _, name := range dataset.Names() {
		d, err := dataset.Resolve(t.Context(), name, root)
		if root == "" || err != nil {
			t.Skipf("FMNIST_DATA (%q) has no %s", root, name)
		}
		for _, file := range []int{1, 2, 3} {
			path := filepath.Join(t.TempDir(), dataset.FileNames[file]+".gz")
			sum, warning, err := WriteOfficial(t.Context(), d, file, path)
			if err != nil || warning != "" || sum != d.Entry.Official[file].MD5 {
				t.Errorf("%s, %s: MD5 %s, %s, %v", name, dataset.FileNames[file], sum, warning, err)
			}
		}
	}
}

// TestWithoutGNU has no gzip, another gzip, and one that fails.
func TestWithoutGNU(t *testing.T) {
	d := random(t, "square", nil, 8, 8, 50, 20)
	d.Entry = &dataset.Entry{Name: "square", Title: "Square", Official: dataset.Catalogue[0].Official}
	for want, script := range map[string]string{
		"there is no gzip here":     "",
		"gzip is another one":       "#!/bin/sh\necho FreeBSD gzip 20190107\n",
		"compresses otherwise than": "#!/bin/sh\ncase $1 in --version) echo gzip 1.99;; *) exec " + realGzip() + " \"$@\";; esac\n",
		"no more":                   "#!/bin/sh\ncase $1 in --version) echo gzip 1.99;; *) echo no more >&2; exit 3;; esac\n",
	} {
		bin := t.TempDir()
		t.Setenv("PATH", bin)
		if script != "" {
			if err := os.WriteFile(filepath.Join(bin, "gzip"), []byte(script), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		dir := filepath.Join(t.TempDir(), "out")
		f, _ := Lookup("idx")
		warnings, err := f.Export(t.Context(), d, dir)
		if want == "no more" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
			continue
		}
		if err != nil || len(warnings) != 4 || !strings.Contains(warnings[0], want) {
			t.Fatalf("%q, %v, want %s", warnings, err, want)
		}
		if got, err := dataset.Open(dir); err != nil || got.Digest != d.Digest {
			t.Errorf("%s: %+v, %v", want, got, err)
		}
	}
}

func realGzip() string {
	path, err := exec.LookPath("gzip")
	if err != nil {
		return "false"
	}
	return path
}
