package dataset

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// failing is a source that has nothing, and counts who asks.
type failing struct{ asked *int }

func (failing) String() string { return "empty source" }

func (f failing) Fetch(_ context.Context, _ *Entry, scratch string, _ Progress) (string, error) {
	*f.asked++
	os.WriteFile(filepath.Join(scratch, "half"), []byte("x"), 0o644)
	return "", errors.New("nothing here")
}

func TestGet(t *testing.T) {
	s, asked := newSet(1), 0
	good := Folder(s.write(t, t.TempDir(), ".gz"))
	wrong := Folder(newSet(2).write(t, t.TempDir(), ""))
	e := s.enter(t, "pets", Folder(t.TempDir()), failing{&asked}, wrong, good)
	root := filepath.Join(t.TempDir(), "new", "cache")
	var last Step
	g := Getter{DataDir: root, Progress: func(name string, s Step) { last = s }}
	before := time.Now().Add(-time.Second)
	d, err := g.Get(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	if d.Entry != e || d.Origin == nil || d.Origin.Source != good.String() || d.Warnings != nil {
		t.Errorf("%s from %+v, warnings %q", d.Name, d.Origin, d.Warnings)
	}
	if at := d.Origin.Obtained; at.Before(before) || at.After(time.Now()) {
		t.Errorf("obtained at %v", at)
	}
	if last.Done != last.Total || last.Done != 200*21+100*21+48 {
		t.Errorf("progress ended at %+v", last)
	}
	if diff := cmp.Diff(cached(t, root, e), tree(t, root)); diff != "" {
		t.Error(diff)
	}
	if asked != 1 {
		t.Errorf("the second source was asked %d times", asked)
	}
	if d, err := g.Get(t.Context(), e); err != nil || asked != 1 || d.Origin.Source != good.String() {
		t.Errorf("from the cache: %v, sources asked %d times", err, asked)
	}
}

// TestGetNothing has sources of which none is right: the error tells of each,
// and nothing is cached.
func TestGetNothing(t *testing.T) {
	asked := 0
	s := newSet(1)
	wrong := newSet(1)
	wrong[testLabels] = newSet(2)[testLabels]
	wrongFolder := wrong.write(t, t.TempDir(), "")
	long := newSet(1).write(t, t.TempDir(), "")
	array(trainImages, 70000, 4, 5)(t, long)
	cut := newSet(1).write(t, t.TempDir(), "")
	truncatedGzip(t, cut)
	os.Remove(filepath.Join(cut, FileNames[trainImages]+".gz"))
	e := s.enter(t, "pets", failing{&asked}, Folder(wrongFolder), Folder(long), Folder(cut))
	root := t.TempDir()
	_, err := Getter{DataDir: root, From: filepath.Join(root, "none")}.Get(t.Context(), e)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"no such file or directory",
		"empty source: nothing here",
		"t10k-labels-idx1-ubyte: wrong content: SHA-256 " + wrong.digests()[testLabels],
		"train-images-idx3-ubyte: wrong content: [70000 4 5] uint8 of 1400016 bytes, want 4016",
		"compressed byte",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
	if left := tree(t, root); len(left) != 0 || isFolder(filepath.Join(root, e.Name)) {
		t.Errorf("left behind: %v", left)
	}
}

func TestGetFrom(t *testing.T) {
	s, asked := newSet(1), 0
	e := s.enter(t, "pets", failing{&asked})
	from := t.TempDir()
	s.write(t, filepath.Join(from, "pets"), "")
	for _, from := range []string{from, filepath.Join(from, "pets")} {
		d, err := Getter{DataDir: t.TempDir(), From: from}.Get(t.Context(), e)
		if err != nil || asked != 0 || d.Entry != e {
			t.Errorf("%v, other sources asked %d times", err, asked)
		}
	}
	// A folder that does not have it is told about, and the sources follow.
	e.Sources = []Source{Folder(filepath.Join(from, "pets"))}
	d, err := Getter{DataDir: t.TempDir(), From: t.TempDir()}.Get(t.Context(), e)
	if err != nil || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "not taken from the folder given") {
		t.Errorf("%v, %+v", err, d)
	}
}

// TestGetMends repairs a damaged cache, and removes what a killed process left.
func TestGetMends(t *testing.T) {
	s := newSet(1)
	e := s.enter(t, "pets", Folder(s.write(t, t.TempDir(), "")))
	for name, damage := range map[string]change{
		"a file is missing": remove(testLabels),
		"a file is short":   put(trainImages, s.content(trainImages)[:100]),
		"a flipped bit":     put(trainImages, newSet(7).content(trainImages)),
		"left by a kill":    put(0, nil),
	} {
		root := t.TempDir()
		dir := s.write(t, filepath.Join(root, "pets"), "")
		damage(t, dir)
		if err := os.WriteFile(filepath.Join(dir, "."+FileNames[0]+".ABC.tmp"), []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
		if d, err := (Getter{DataDir: root}).Get(t.Context(), e); err != nil || d.Entry != e {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(cached(t, root, e), tree(t, root)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestGetKeepsOthers does not overwrite somebody's own data set.
func TestGetKeepsOthers(t *testing.T) {
	s, own := newSet(1), newSet(2)
	e := s.enter(t, "pets", Folder(s.write(t, t.TempDir(), "")))
	root := t.TempDir()
	own.write(t, filepath.Join(root, "pets"), "")
	before := tree(t, root)
	_, err := Getter{DataDir: root}.Get(t.Context(), e)
	if err == nil || !strings.Contains(err.Error(), "holds another data set") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, tree(t, root)); diff != "" {
		t.Error(diff)
	}
}

// TestGetCancelled stops in the middle of copying.
func TestGetCancelled(t *testing.T) {
	s := newSet(1)
	e := s.enter(t, "pets", Folder(s.write(t, t.TempDir(), "")))
	root := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Getter{DataDir: root, Progress: func(string, Step) { cancel() }}.Get(ctx, e)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if left := tree(t, root); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestProvenance(t *testing.T) {
	s := newSet(1)
	e := s.enter(t, "pets", Folder(s.write(t, t.TempDir(), "")))
	root := t.TempDir()
	if _, err := (Getter{DataDir: root}).Get(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "pets")
	for content, want := range map[string]string{
		"{":                 "the provenance cannot be read",
		`{"digest": "abc"}`: "is about other content",
	} {
		if err := os.WriteFile(filepath.Join(dir, provenanceFile), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := Open(dir)
		if err != nil || d.Origin != nil || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], want) {
			t.Errorf("%s: %v %+v, want a warning %q", content, err, d, want)
		}
	}
}

// TestTwoProcesses starts several processes that get the same data set into the
// same cache at once, from a server that counts.
func TestTwoProcesses(t *testing.T) {
	if root := os.Getenv("DATASET_TEST_ROOT"); root != "" {
		e := newSet(1).enter(t, "pets", Download(os.Getenv("DATASET_TEST_URL")))
		d, err := Getter{DataDir: root}.Get(t.Context(), e)
		if err != nil || d.Entry != e {
			t.Fatal(err)
		}
		return
	}
	folder := newSet(1).write(t, t.TempDir(), ".gz")
	var requests atomic.Int32
	files := http.FileServer(http.Dir(folder))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		time.Sleep(50 * time.Millisecond) // so that all of them are at it
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	root := t.TempDir()
	failures := make(chan error)
	const processes = 3
	for range processes {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTwoProcesses$")
		cmd.Env = append(os.Environ(), "DATASET_TEST_ROOT="+root, "DATASET_TEST_URL="+server.URL+"/")
		go func() {
			out, err := cmd.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%w: %s", err, out)
			}
			failures <- err
		}()
	}
	for range processes {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if n := requests.Load(); n != numFiles {
		t.Errorf("%d requests, want one a file", n)
	}
	e := newSet(1).enter(t, "pets")
	if diff := cmp.Diff(cached(t, root, e), tree(t, root)); diff != "" {
		t.Error(diff)
	}
}
