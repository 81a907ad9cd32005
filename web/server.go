package web

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/study"
)

// Store is where results are read from and runs are looked after: any database of
// results.
type Store interface {
	Results(ctx context.Context) ([]bench.Result, error)
	// Mark changes whenever a result comes or goes. It is asked for often and
	// must be cheap.
	Mark(ctx context.Context) (string, error)
	Activity(ctx context.Context) (Activity, error)
	Log(ctx context.Context, run string) (Log, error)
	// Cancel ends the run of that key; Retry has those of a series run again that
	// did not end well. Their errors are for the visitor.
	Cancel(ctx context.Context, run string) error
	Retry(ctx context.Context, series string) error
}

// Activity is what is going on in a store.
type Activity struct {
	Workers []Worker `json:"workers"`
	Running []Job    `json:"running"`     // the oldest of them
	Next    []string `json:"next"`        // keys of the first runs that wait
	Waiting int64    `json:"waiting"`     // runs in the queues, at least: a benchmark does not queue all it has at once
	Minute  int64    `json:"last_minute"` // results that came in
	Hour    int64    `json:"last_hour"`
}

// Job is a run that a worker has.
type Job struct {
	Run     string    `json:"run"` // its key
	Worker  string    `json:"worker"`
	Begun   time.Time `json:"begun"`
	Attempt int       `json:"attempt"`
}

// Log is what is known of the way of a run.
type Log struct {
	Events []Event `json:"events"`
	Output string  `json:"output"` // of its process, the end
}

// Event is something that happened to a run.
type Event struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Worker is a process that works on a store's runs.
type Worker struct {
	Name    string `json:"name"`
	Machine string `json:"machine"`
	State   string `json:"state"` // in words: works, idle, lost, ...
	Running int    `json:"running"`
}

// Server serves the site of a store and follows its results and studies.
type Server struct {
	store   Store
	sets    []*Images
	options Options
	site    atomic.Pointer[Site]
	mark    string // of the results and studies that the site shows; used by Follow alone
	news    *news
	lasting context.Context    // of the server
	photos  chan struct{}      // one a photograph that is worked on
	models  map[string]*models // by the digest of their data
	others  map[string]http.Handler
}

// NewServer reads the results and prepares their site. The context is of all that
// the server does.
func NewServer(ctx context.Context, store Store, sets []*Images, o Options) (*Server, error) {
	o.Live, o.Changes = true, o.Token != ""
	s := &Server{
		store: store, sets: sets, options: o, news: newNews(), lasting: ctx,
		photos: make(chan struct{}, photosAtOnce), models: map[string]*models{},
	}
	for _, set := range sets {
		s.models[set.data.Digest] = newModels(set.data)
	}
	_, err := s.refresh(ctx)
	return s, err
}

// followEvery is how often the store is asked for news.
const followEvery = time.Second

// Follow keeps the site up to date until the context ends. A store that cannot
// be read for a while leaves the site as it was.
func (s *Server) Follow(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := s.refresh(ctx)
		activity, activityErr := s.store.Activity(ctx)
		if err := errors.Join(err, activityErr); err != nil {
			if ctx.Err() == nil {
				slog.Warn("the store cannot be read", "error", err)
			}
			continue
		}
		s.news.tell(changed, activity)
	}
}

// refresh makes the site anew where the results or the studies have changed.
func (s *Server) refresh(ctx context.Context) (changed bool, err error) {
	mark, err := s.store.Mark(ctx)
	if s.options.Studies != "" {
		mark += "\n" + study.Mark(s.options.Studies)
	}
	if err != nil || mark == s.mark && s.site.Load() != nil {
		return false, err
	}
	results, err := s.store.Results(ctx)
	if err != nil {
		return false, err
	}
	o := s.options
	o.Made = time.Now()
	site, err := New(results, s.sets, o)
	if err != nil {
		return false, err
	}
	s.site.Store(site)
	s.mark = mark
	return true, nil
}

// Handle has another handler answer what matches the pattern of http.ServeMux,
// behind the same protection from other sites. It is for before Handler.
func (s *Server) Handle(pattern string, h http.Handler) {
	if s.others == nil {
		s.others = map[string]http.Handler{}
	}
	s.others[pattern] = h
}

// Handler answers requests for the site's files, for news and for logs, converts
// photographs, and lets who has the token cancel and retry. Such a request names a
// run that is known; nothing in any is executed.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /events", s.news.serve)
	mux.HandleFunc("GET /log", s.serveLog)
	mux.Handle("POST /cancel", s.change(s.store.Cancel))
	mux.Handle("POST /retry", s.change(s.store.Retry))
	mux.Handle("POST /photo", sameOrigin(s.servePhoto))
	mux.Handle("POST /labels", sameOrigin(s.serveLabels))
	for pattern, h := range s.others {
		mux.Handle(pattern, h)
	}
	if s.options.Mirror != "" {
		newMirror(s.options.Mirror, s.sets).register(mux)
	}
	mux.Handle("GET /", gzhttp.GzipHandler(http.HandlerFunc(s.serveFile)))
	return protect(mux)
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	content, err := s.read(w, r, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.NotFound(w, r)
		return
	case err != nil:
		slog.Error("a file of the site cannot be made", "path", name, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("Cache-Control", cacheControl(name))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// read is a file's content, compressed already where that was done once for all.
func (s *Server) read(w http.ResponseWriter, r *http.Request, name string) ([]byte, error) {
	site := s.site.Load()
	packed, there := site.packed[name]
	if !there || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		return site.Read(name)
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Vary", "Accept-Encoding")
	return packed()
}

// cacheControl lets browsers keep images of data sets, whose path has the digest of
// the set; all else may be different at the next request.
func cacheControl(name string) string {
	if path.Ext(name) == ".png" && !strings.HasPrefix(name, studiesFolder) {
		return "private, max-age=86400"
	}
	return "no-store"
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".jsonl":
		return "application/jsonl"
	case ".md", ".txt":
		return "text/plain; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// policy allows a page nothing but what comes from the site itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// protect sets the headers that keep other sites out, and refuses what only
// other sites would ask: the page's data are scripts, which any page of the
// visitor's browser could include otherwise.
func protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		switch {
		case !directHost(r):
			http.Error(w, "fmnist: this address is not that of the site", http.StatusMisdirectedRequest)
		case fromElsewhere(r):
			http.Error(w, "fmnist: not for other sites", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// directHost is false where a name was made to point at this machine's loopback
// address by somebody else (DNS rebinding): who came in there came by its
// address or as localhost.
func directHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return true
	}
	address, ok := local.(*net.TCPAddr)
	if !ok || !address.IP.IsLoopback() {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// fromElsewhere says whether a page of another site asks, other than by a link
// that the visitor follows.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate"
}

// Serve answers on the listener until the context ends.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	go s.Follow(ctx)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if server.Shutdown(stopping) != nil { // a browser holds a connection without asking for anything
		return server.Close()
	}
	return nil
}
