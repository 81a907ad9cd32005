package web

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/fmnist/fmnist/dataset"
)

const testToken = "a token of the tests"

// testServer serves a store on a loopback address, and the studies of an empty folder.
func testServer(t *testing.T, store Store, data ...*dataset.Dataset) (*Server, string) {
	t.Helper()
	var sets []*Images
	for _, d := range data {
		sets = append(sets, NewImages(d))
	}
	server, err := NewServer(t.Context(), store, sets, Options{Version: "v1", Source: "a.db", Token: testToken, Studies: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return server, serving(t, server)
}

// serving lets a server serve on a loopback address until the test ends.
func serving(t *testing.T, server *Server) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

func TestHandler(t *testing.T) {
	d := smallSet(t, "clothes")
	_, address := testServer(t, &memory{results: madeResults(d)}, d)
	for _, c := range []struct {
		name, method, path, header, value string
		status                            int
	}{
		{"the page", "GET", "/", "", "", 200},
		{"the same", "GET", "/index.html", "", "", 200},
		{"head", "HEAD", "/data/results.js", "", "", 200},
		{"a download", "GET", "/results.csv", "", "", 200},
		{"nothing there", "GET", "/nothing", "", "", 404},
		{"out of the site", "GET", "/data/..%2f..%2fetc/passwd", "", "", 404},
		{"the digest of the bundle", "GET", "/sources.sha256", "", "", 404},
		{"a change", "POST", "/data/results.js", "", "", 405},
		{"another change", "DELETE", "/", "", "", 405},
		{"a script in another site's page", "GET", "/data/results.js", "Sec-Fetch-Site", "cross-site", 403},
		{"another port's page", "GET", "/events", "Sec-Fetch-Site", "same-site", 403},
		{"its own page", "GET", "/data/results.js", "Sec-Fetch-Site", "same-origin", 200},
		{"a name that somebody else made", "GET", "/", "Host", "evil.example", 421},
		{"localhost", "GET", "/", "Host", "localhost:1", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), c.method, address+c.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Header.Set(c.header, c.value); c.header == "Host" {
				r.Header.Del("Host")
				r.Host = c.value
			}
			if c.header == "" {
				r.Header = http.Header{}
			}
			response, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != c.status {
				t.Errorf("status %d, want %d", response.StatusCode, c.status)
			}
			for name, value := range map[string]string{
				"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "",
			} {
				if got := response.Header.Get(name); got != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
		})
	}
}

// TestPolicyIsStrict says what the policy must not allow.
func TestPolicyIsStrict(t *testing.T) {
	for _, weak := range []string{"unsafe", "*", "data:", "http"} {
		if strings.Contains(policy, weak) {
			t.Errorf("the policy has %q", weak)
		}
	}
}

// TestFirstPageIsSmall adds up what the first page loads, as it is sent.
func TestFirstPageIsSmall(t *testing.T) {
	d := smallSet(t, "clothes")
	server, _ := testServer(t, &memory{results: madeResults(d)}, d)
	total := 0
	for _, path := range []string{"/", "/app.js", "/app.css", "/icon.svg", "/data/results.js"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, r)
		if w.Code != 200 {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		total += w.Body.Len()
		if path == "/app.js" {
			if z, err := gzip.NewReader(w.Body); err != nil {
				t.Errorf("app.js is not compressed: %v", err)
			} else if _, err := io.Copy(io.Discard, z); err != nil {
				t.Error(err)
			}
		}
	}
	if total > 300_000 {
		t.Errorf("the first page is %d bytes, want 300 kB at most", total)
	}
	t.Logf("first page: %d bytes", total)
}

// TestNews listens while results come in.
func TestNews(t *testing.T) {
	d := smallSet(t, "clothes")
	store := &memory{}
	_, address := testServer(t, store, d)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", address+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("content type %q", got)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if lines.Text() == ": listening" {
			store.add(madeResults(d)...)
		}
		if lines.Text() == "event: results" {
			break
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	page, err := http.Get(address + "/data/results.js")
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	text, _ := io.ReadAll(page.Body)
	if !strings.Contains(string(text), "KNeighborsClassifier") {
		t.Error("the results that the news was of are not there")
	}
}
