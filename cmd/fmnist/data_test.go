package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

var update = flag.Bool("update", false, "write the golden files anew")

// verb runs the program in this process.
func verb(ctx context.Context, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := run(ctx, strings.NewReader(""), &stdout, &stderr, args)
	return outcome{stdout.String(), stderr.String(), code}
}

// golden compares with a file of testdata, in which DIR stands for the folder.
func golden(t *testing.T, name, got, dir string) {
	t.Helper()
	got = strings.ReplaceAll(got, dir, "DIR")
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// originals is the cache that FMNIST_DATA names.
func originals(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("not with -short")
	}
	root := os.Getenv("FMNIST_DATA")
	if _, err := os.Stat(filepath.Join(root, "mnist", dataset.FileNames[0])); root == "" || err != nil {
		t.Skipf("FMNIST_DATA (%q) has no mnist", root)
	}
	return root
}

// ramps writes a data set of 20 + 10 images of 3x4 pixels.
func ramps(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ramps")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, dims := range [][]int{{20, 3, 4}, {20}, {10, 3, 4}, {10}} {
		a := idx.Array[uint8]{Dims: dims}
		a.Data = make([]uint8, a.Header().Elements())
		for i := range a.Data {
			a.Data[i] = uint8(i)
			if len(dims) == 1 {
				a.Data[i] = uint8(i * i % 10)
			}
		}
		if err := idx.WriteFile(filepath.Join(dir, dataset.FileNames[file]), a); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInfo(t *testing.T) {
	dir := ramps(t)
	shown := verb(t.Context(), "info", dir)
	if shown.code != 0 || shown.stderr != "" {
		t.Errorf("exit %d: %s", shown.code, shown.stderr)
	}
	golden(t, "info.txt", shown.stdout, dir)
	shown = verb(t.Context(), "info", "--json", dir)
	if shown.code != 0 || shown.stderr != "" {
		t.Errorf("exit %d: %s", shown.code, shown.stderr)
	}
	golden(t, "info.json", shown.stdout, dir)
	var about dataset.Description
	if err := json.Unmarshal([]byte(shown.stdout), &about); err != nil || about.Train.Images != 20 {
		t.Errorf("%v %+v", err, about)
	}
}

func TestVerify(t *testing.T) {
	good, bad := smallData(t, "good", 1), smallData(t, "bad", 2)
	if got := verb(t.Context(), "verify", good); got.code != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, good+": ok: good, 600 + 100 images of 28x28") {
		t.Errorf("%+v", got)
	}
	if err := os.Remove(filepath.Join(bad, dataset.FileNames[1])); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, dataset.FileNames[2]), []byte{0, 0, 8, 3}, 0o644); err != nil {
		t.Fatal(err)
	}
	got := verb(t.Context(), "verify", bad, good, "./none")
	golden(t, "verify.txt", strings.ReplaceAll(got.stderr, good, "GOOD"), bad)
	if got.code != 1 || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("exit %d, stdout %q", got.code, got.stdout)
	}
}

// TestVerifyCache without arguments wants every known data set.
func TestVerifyCache(t *testing.T) {
	got := verb(t.Context(), "verify", "--data-dir", t.TempDir())
	if got.code != 1 || strings.Count(got.stderr, "not in the cache") != len(dataset.Catalogue) {
		t.Errorf("%+v", got)
	}
}

// TestMistakenIdentity has MNIST in folders called fashion, in the cache and
// elsewhere.
func TestMistakenIdentity(t *testing.T) {
	mnist := filepath.Join(originals(t), "mnist")
	cache := t.TempDir()
	dir := filepath.Join(cache, "fashion")
	if err := os.Symlink(mnist, dir); err != nil {
		t.Skip(err)
	}
	const warning = "is called fashion but holds mnist (MNIST)"
	for _, arg := range []string{dir, "fashion"} {
		shown := verb(t.Context(), "info", "--data-dir", cache, "--json", arg)
		var about dataset.Description
		if err := json.Unmarshal([]byte(shown.stdout), &about); err != nil {
			t.Fatal(err)
		}
		if about.Name != "mnist" || about.Classes[0] != "0" || !strings.Contains(shown.stderr, warning) {
			t.Errorf("info %s: %s, %q, %s", arg, about.Name, about.Classes, shown.stderr)
		}
		if got := verb(t.Context(), "verify", "--data-dir", cache, arg); got.code != 1 || !strings.Contains(got.stderr, warning) || got.stdout != "" {
			t.Errorf("verify %s: %+v", arg, got)
		}
	}
}

func TestGet(t *testing.T) {
	from := originals(t)
	cache := filepath.Join(t.TempDir(), "new")
	for _, source := range []string{"folder " + filepath.Join(from, "mnist"), "folder " + filepath.Join(from, "mnist")} {
		got := verb(t.Context(), "get", "mnist", "--from", from, "--data-dir", cache)
		if got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d: %s", got.code, got.stderr)
		}
		want := "mnist\n  source  " + source + "\n  digest  " + dataset.Lookup("mnist").Digest() + "\n  path    " + filepath.Join(cache, "mnist") + "\n"
		if diff := cmp.Diff(want, got.stdout); diff != "" {
			t.Error(diff)
		}
		from = t.TempDir() // the second time the cache has it
	}
	if got := verb(t.Context(), "verify", "mnist", "--data-dir", cache); got.code != 0 {
		t.Errorf("%+v", got)
	}
}

// TestGetOffline has neither the programs that could fetch nor a network.
func TestGetOffline(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	cache := t.TempDir()
	cmd := program(t, "get", "mnist", "--data-dir", cache)
	cmd.Env = []string{"PATH=", "HOME=" + t.TempDir(), "HTTPS_PROXY=http://" + l.Addr().String()}
	got := finish(t, cmd)
	if got.code != 1 || got.stdout != "" || !strings.HasPrefix(got.stderr, "fmnist: get: mnist: no source has it:\n") {
		t.Errorf("%+v", got)
	}
	for _, want := range []string{"go: executable file not found", "storage.googleapis.com", "ossci-datasets", "connection refused"} {
		if !strings.Contains(got.stderr, want) {
			t.Errorf("%s\ndoes not say %q", got.stderr, want)
		}
	}
	left, err := os.ReadDir(cache)
	if err != nil || len(left) != 1 || left[0].Name() != ".mnist.lock" {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{"brew"}, {"info"}, {"info", "a", "b"}, {"get", "imagenet"}, {"verify", "--loudly"}, {"version", "now"},
	} {
		got := verb(t.Context(), args...)
		if got.code != 2 || got.stdout != "" || !strings.HasPrefix(got.stderr, "fmnist: ") || !strings.Contains(got.stderr, "--help") {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if got := verb(t.Context()); got.code != 0 || !strings.Contains(got.stdout, "verify") {
		t.Errorf("without arguments: %+v", got)
	}
}

func TestFailures(t *testing.T) {
	if got := verb(t.Context(), "info", "nothing"); got.code != 1 ||
		got.stderr != "fmnist: info: nothing: neither a known data set nor a folder (known: fashion, mnist)\n" {
		t.Errorf("%+v", got)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if got := verb(done, "get", "mnist", "--data-dir", t.TempDir()); got.code != 1 || got.stderr != "fmnist: get: interrupted\n" {
		t.Errorf("%+v", got)
	}
	var stderr bytes.Buffer
	full := errors.New("no space")
	code := run(t.Context(), strings.NewReader(""), writer{iotest.ErrReader(full)}, &stderr, []string{"version"})
	if code != 1 || stderr.String() != "fmnist: version: no space\n" {
		t.Errorf("output that cannot be written: exit %d, %s", code, &stderr)
	}
}

// writer fails as its reader does.
type writer struct{ r io.Reader }

func (w writer) Write(p []byte) (int, error) { return w.r.Read(nil) }

func TestVersion(t *testing.T) {
	if got := verb(t.Context(), "version"); got.code != 0 || strings.TrimSpace(got.stdout) != version() {
		t.Errorf("%+v", got)
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "abc"}
	modified := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for want, info := range map[string]*debug.BuildInfo{
		"v1.2.3":    {Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{revision}},
		"abc":       {Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{revision}},
		"abc+dirty": {Settings: []debug.BuildSetting{revision, modified}},
		"unknown":   {Main: debug.Module{Version: "(devel)"}},
	} {
		if got := versionOf(info); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
