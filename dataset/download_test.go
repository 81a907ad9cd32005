package dataset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

// server serves the four files of a set and misbehaves as it is told.
type server struct {
	*httptest.Server
	set     set
	pack    func([]byte) []byte
	handle  func(w http.ResponseWriter, r *http.Request, content []byte, nth int) // nth request of this file, from 1
	mu      sync.Mutex
	ranges  []string // the Range of each request of the training images
	counted map[string]int
}

func newServer(t *testing.T, s set) *server {
	srv := &server{set: s, pack: gzipOf, handle: serve, counted: make(map[string]int)}
	srv.Server = httptest.NewServer(http.HandlerFunc(srv.serveHTTP))
	t.Cleanup(srv.Close)
	return srv
}

func gzipOf(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func (s *server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	i := slices.Index(FileNames[:], strings.TrimSuffix(name, ".gz"))
	if i < 0 {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.counted[name]++
	nth := s.counted[name]
	if i == trainImages {
		s.ranges = append(s.ranges, r.Header.Get("Range"))
	}
	s.mu.Unlock()
	s.handle(w, r, s.pack(s.set.content(i)), nth)
}

// serve is a server that does all well, Range and If-Range too.
func serve(w http.ResponseWriter, r *http.Request, content []byte, _ int) {
	w.Header().Set("ETag", `"one"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// cutAt answers like serve, but breaks the connection after n bytes.
func cutAt(w http.ResponseWriter, r *http.Request, content []byte, n int) {
	serve(&cutter{w, n}, r, content, 0)
}

type cutter struct {
	http.ResponseWriter
	left int
}

func (c *cutter) Write(p []byte) (int, error) {
	if len(p) > c.left {
		c.ResponseWriter.Write(p[:c.left])
		http.NewResponseController(c.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	c.left -= len(p)
	return c.ResponseWriter.Write(p)
}

// source is the download from the server, in a hurry.
func (s *server) source() Source {
	d := Download(s.URL + "/").(download)
	d.client.RetryWaitMin, d.client.RetryWaitMax = time.Millisecond, 5*time.Millisecond
	d.stall = 300 * time.Millisecond
	return d
}

// asked is the Range of each request of the training images so far.
func (s *server) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ranges)
}

// get gets the set from the server into a cache.
func (s *server) get(t *testing.T, root string) error {
	t.Helper()
	e := s.set.enter(t, "pets", s.source())
	_, err := Getter{DataDir: root}.Get(t.Context(), e)
	if err == nil {
		if diff := cmp.Diff(cached(t, root, e), tree(t, root)); diff != "" {
			t.Error(diff)
		}
	}
	return err
}

func TestDownload(t *testing.T) {
	set := newSet(1)
	first := func(n int, then func(w http.ResponseWriter, r *http.Request, content []byte, nth int)) func(http.ResponseWriter, *http.Request, []byte, int) {
		return func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
			if nth <= n {
				then(w, r, content, nth)
			} else {
				serve(w, r, content, nth)
			}
		}
	}
	status := func(code int) func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
		return func(w http.ResponseWriter, _ *http.Request, _ []byte, _ int) { http.Error(w, "no", code) }
	}
	cut := func(w http.ResponseWriter, r *http.Request, content []byte, nth int) { cutAt(w, r, content, 40) }
	for name, c := range map[string]struct {
		handle func(w http.ResponseWriter, r *http.Request, content []byte, nth int)
		ranges []string // asked for, of the training images
		fails  string
	}{
		"all well":           {serve, []string{""}, ""},
		"cut once":           {first(1, cut), []string{"", "bytes=40-"}, ""},
		"cut three times":    {first(3, cut), []string{"", "bytes=40-", "bytes=80-", "bytes=120-"}, ""},
		"unavailable first":  {first(3, status(503)), []string{"", "", "", ""}, ""},
		"too many requests":  {first(2, status(429)), []string{"", "", ""}, ""},
		"always unavailable": {status(503), []string{"", "", "", "", ""}, "503 Service Unavailable"},
		"not there":          {status(404), []string{""}, "404 Not Found"},
		"no ranges": {func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
			r.Header.Del("Range")
			first(1, cut)(w, r, content, nth)
		}, []string{"", "bytes=40-"}, ""},
		"wrong range": {func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
			if nth == 2 {
				r.Header.Set("Range", "bytes=7-")
			}
			first(1, cut)(w, r, content, nth)
		}, []string{"", "bytes=40-", ""}, ""},
		"changed meanwhile": {func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
			if nth == 1 {
				w.Header().Set("ETag", `"older"`)
				w.Header().Set("Content-Length", "1000")
				w.Write(make([]byte, 40))
				return
			}
			serve(w, r, content, nth)
		}, []string{"", "bytes=40-"}, ""},
		"silent": {first(1, func(w http.ResponseWriter, r *http.Request, content []byte, _ int) {
			w.Header().Set("Content-Length", fmt.Sprint(len(content)))
			w.Write(content[:40])
			http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}), []string{"", "bytes=40-"}, ""},
		"nothing ever comes": {func(w http.ResponseWriter, r *http.Request, _ []byte, _ int) {
			w.Header().Set("Content-Length", "1000")
			panic(http.ErrAbortHandler)
		}, nil, "EOF"},
		"endless": {func(w http.ResponseWriter, r *http.Request, _ []byte, _ int) {
			for {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, []string{""}, "wrong content: more than"},
		"wrong content": {func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
			serve(w, r, gzipOf(newSet(2).content(trainImages)), nth)
		}, []string{""}, "wrong content: SHA-256"},
		"a page instead": {func(w http.ResponseWriter, r *http.Request, _ []byte, nth int) {
			serve(w, r, []byte("<html>Please log in"), nth)
		}, []string{""}, "not an IDX file"},
		"unpacked on the way": {func(w http.ResponseWriter, r *http.Request, _ []byte, nth int) {
			i := slices.Index(FileNames[:], strings.TrimSuffix(path.Base(r.URL.Path), ".gz"))
			serve(w, r, set.content(i), nth)
		}, []string{""}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, set)
			s.handle = c.handle
			root := t.TempDir()
			err := s.get(t, root)
			if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
				t.Errorf("%v, want %q", err, c.fails)
			}
			if diff := cmp.Diff(c.ranges, s.asked()); diff != "" && c.ranges != nil {
				t.Error(diff)
			}
			if left := tree(t, root); err != nil && len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestDownloadGoesOn interrupts a download; the next run resumes it, at the file
// and the byte where it was.
func TestDownloadGoesOn(t *testing.T) {
	s := newServer(t, newSet(1))
	broken := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "t10k-images") }
	var mu sync.Mutex
	s.handle = func(w http.ResponseWriter, r *http.Request, content []byte, nth int) {
		mu.Lock()
		cut := broken(r)
		mu.Unlock()
		if cut {
			cutAt(w, r, content, 100)
		}
		serve(w, r, content, nth)
	}
	root := t.TempDir()
	e := s.set.enter(t, "pets", s.source())
	ctx, cancel := context.WithCancel(t.Context())
	g := Getter{DataDir: root, Progress: func(_ string, step Step) {
		if strings.Contains(step.Title, "t10k-images") && step.Done == 100 {
			cancel()
		}
	}}
	if _, err := g.Get(ctx, e); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v, want %v", err, context.Canceled)
	}
	left := tree(t, root)
	for name := range left {
		if !strings.HasPrefix(name, ".pets.fetch"+string(filepath.Separator)) {
			t.Errorf("%s was left in the cache", name)
		}
	}
	if len(left) != 3 {
		t.Errorf("left to be resumed: %v", left)
	}
	var asked []string
	mu.Lock()
	broken = func(r *http.Request) bool {
		asked = append(asked, path.Base(r.URL.Path)+" "+r.Header.Get("Range"))
		return false
	}
	mu.Unlock()
	if err := s.get(t, root); err != nil {
		t.Fatal(err)
	}
	want := []string{"t10k-images-idx3-ubyte.gz bytes=100-", "t10k-labels-idx1-ubyte.gz "}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
}

// TestDownloadWhole finds a part that is the whole file already, and one that is
// longer than the file.
func TestDownloadWhole(t *testing.T) {
	for extra, then := range map[string][]string{
		"":     nil,
		"junk": {""},
	} {
		s := newServer(t, newSet(1))
		dir := t.TempDir()
		content := append(s.pack(s.set.content(trainImages)), extra...)
		path := filepath.Join(dir, FileNames[trainImages]+".gz")
		if err := os.WriteFile(path+partSuffix, content, 0o644); err != nil {
			t.Fatal(err)
		}
		want := append([]string{fmt.Sprintf("bytes=%d-", len(content))}, then...)
		e := s.set.enter(t, "pets")
		if _, err := s.source().Fetch(t.Context(), e, dir, func(Step) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, s.asked()); diff != "" {
			t.Error(diff)
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, s.pack(s.set.content(trainImages))) {
			t.Error("not the file that the server has")
		}
	}
}

// TestOffline has nobody who listens: the error comes at once and names the
// address.
func TestOffline(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s := newSet(1)
	e := s.enter(t, "pets", Download("http://"+address+"/a/"), Download("http://"+address+"/b/"))
	root := t.TempDir()
	begin := time.Now()
	_, err = Getter{DataDir: root}.Get(t.Context(), e)
	if err == nil || !strings.Contains(err.Error(), "connection refused") || !strings.Contains(err.Error(), address+"/b/") {
		t.Errorf("%v", err)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	if left := tree(t, root); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
