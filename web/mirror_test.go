package web

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	formats "github.com/fmnist/fmnist/convert"
	"github.com/fmnist/fmnist/dataset"
)

// mirrorOf serves data sets, with their compressed files in dir.
func mirrorOf(t *testing.T, dir string, data ...*dataset.Dataset) (address string) {
	t.Helper()
	var sets []*Images
	for _, d := range data {
		sets = append(sets, NewImages(d))
	}
	server, err := NewServer(t.Context(), &memory{}, sets, Options{Mirror: dir})
	if err != nil {
		t.Fatal(err)
	}
	return serving(t, server) + "/data/"
}

// get asks with a header, given as name and value in turn.
func get(t *testing.T, method, url string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func TestMirror(t *testing.T) {
	d, dir := smallSet(t, "clothes"), filepath.Join(t.TempDir(), "mirror")
	address := mirrorOf(t, dir, d)
	for file, name := range dataset.FileNames {
		url := address + "clothes/" + name + ".gz"
		response, whole := get(t, "GET", url, "Accept-Encoding", "gzip")
		sum := md5.Sum(whole)
		etag := response.Header.Get("ETag")
		if response.StatusCode != 200 || etag != `"`+hex.EncodeToString(sum[:])+`"` || response.Header.Get("Content-Encoding") != "" {
			t.Fatalf("%s: %s %v", name, response.Status, response.Header)
		}
		var want bytes.Buffer
		if err := d.Encode(&want, file); err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want.Bytes()) || z.Name != name {
			t.Errorf("%s: %d bytes called %s, %v", name, len(got), z.Name, err)
		}
		if response, body := get(t, "GET", url, "Range", "bytes=10-19", "If-Range", etag); response.StatusCode != 206 || !bytes.Equal(body, whole[10:20]) {
			t.Errorf("%s: a range: %s, %d bytes", name, response.Status, len(body))
		}
		if response, body := get(t, "GET", url, "Range", "bytes=10-19", "If-Range", `"other"`); response.StatusCode != 200 || len(body) != len(whole) {
			t.Errorf("%s: a range of something else: %s, %d bytes", name, response.Status, len(body))
		}
		if response, _ := get(t, "GET", url, "If-None-Match", etag); response.StatusCode != 304 {
			t.Errorf("%s: nothing new: %s", name, response.Status)
		}
		if response, _ := get(t, "HEAD", url); response.StatusCode != 200 || response.ContentLength != int64(len(whole)) {
			t.Errorf("%s: head: %s, %d bytes", name, response.Status, response.ContentLength)
		}
	}
	for path, status := range map[string]int{
		"none/train-images-idx3-ubyte.gz": 404, "clothes/train-images-idx3-ubyte": 404, "clothes/": 404, "results.js": 200,
		d.Digest[:12] + "/train-images-idx3-ubyte.gz": 200, "..%2fclothes/train-images-idx3-ubyte.gz": 404,
	} {
		if response, _ := get(t, "GET", address+path); response.StatusCode != status {
			t.Errorf("%s: %s, want %d", path, response.Status, status)
		}
	}
	if response, _ := get(t, "PUT", address+"clothes/train-images-idx3-ubyte.gz"); response.StatusCode != 405 {
		t.Errorf("a change: %s", response.Status)
	}
	// Another server finds the files, and makes what is missing.
	before := modified(t, filepath.Join(dir, d.Digest, dataset.FileNames[0]+".gz"))
	if err := os.Remove(filepath.Join(dir, d.Digest, dataset.FileNames[1]+".gz")); err != nil {
		t.Fatal(err)
	}
	address = mirrorOf(t, dir, d)
	for _, name := range dataset.FileNames[:2] {
		if response, _ := get(t, "GET", address+"clothes/"+name+".gz"); response.StatusCode != 200 {
			t.Errorf("%s again: %s", name, response.Status)
		}
	}
	if after := modified(t, filepath.Join(dir, d.Digest, dataset.FileNames[0]+".gz")); after != before {
		t.Error("a file that was there was made again")
	}
}

func modified(t *testing.T, path string) time.Time {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

// TestTorchvisionFromMirror has torchvision download Fashion-MNIST, with the
// checksums that it has of the published files.
func TestTorchvisionFromMirror(t *testing.T) {
	d := fashion(t)
	python := findPython(t, "torchvision")
	root := t.TempDir()
	address := mirrorOf(t, filepath.Join(root, "mirror"), d)
	cmd := exec.CommandContext(t.Context(), python, "testdata/mirror.py", address+"fashion-mnist/", root)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, &stderr)
	}
	for name, entry := range map[string]dataset.Gzip{dataset.FileNames[0]: formats.Published(d, 0), dataset.FileNames[3]: formats.Published(d, 3)} {
		if sum, err := md5Sum(filepath.Join(root, "FashionMNIST", "raw", name+".gz")); err != nil || sum != entry.MD5 {
			t.Errorf("%s: MD5 %s, %v", name, sum, err)
		}
	}
	got, err := dataset.Open(filepath.Join(root, "FashionMNIST", "raw"))
	if err != nil || got.Entry == nil || got.Entry != d.Entry {
		t.Errorf("%v, %v", got, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	lines = lines[max(0, len(lines)-2):] // torchvision talks
	if diff := cmp.Diff([]string{"torchvision 60000 10000", "keras 60000 10000"}, lines); diff != "" {
		t.Error(diff)
	}
}

// fashion is Fashion-MNIST, from the cache that FMNIST_DATA names.
func fashion(t *testing.T) *dataset.Dataset {
	t.Helper()
	if testing.Short() {
		t.Skip("not with -short")
	}
	root := os.Getenv("FMNIST_DATA")
	d, err := dataset.Resolve(t.Context(), "fashion", root)
	if root == "" || err != nil {
		t.Skipf("FMNIST_DATA (%q) has no fashion", root)
	}
	return d
}

func findPython(t *testing.T, module string) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), name, "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('"+module+"') is None)").Run() == nil {
			return name
		}
	}
	t.Skipf("no python3 here that has %s (Debian: apt-get install python3-%s)", module, module)
	return ""
}
