package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// partSuffix marks a download that is not complete. It outlives a run that was
// interrupted, so the next one goes on where it stopped.
const partSuffix = ".part"

// download is a folder on the web that has the four gzipped files.
type download struct {
	base    string
	client  *retryablehttp.Client
	stall   time.Duration // how long to wait for the next bytes
	retries int           // how often to go on with a transfer that brings nothing new
}

// Download is the source that fetches the four gzipped files from below a URL.
// It resumes what was cut off, tries again with growing pauses, and does not
// wait for a server that is silent.
func Download(base string) Source {
	client := retryablehttp.NewClient()
	client.Logger = nil
	client.RetryMax = 4
	client.RetryWaitMin, client.RetryWaitMax = 500*time.Millisecond, 15*time.Second
	client.CheckRetry = checkRetry
	// The last answer says more than that there were several.
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: 15 * time.Second}).DialContext
	transport.ResponseHeaderTimeout = 30 * time.Second
	client.HTTPClient.Transport = transport
	return download{base: base, client: client, stall: 30 * time.Second, retries: 4}
}

// checkRetry does not try again where nobody listens or no such host is known:
// that is being offline, and the user should hear it now.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	var dns *net.DNSError
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENETUNREACH) || errors.As(err, &dns) && !dns.IsTimeout {
		return false, err
	}
	return retryablehttp.DefaultRetryPolicy(ctx, resp, err)
}

func (d download) String() string { return d.base }

func (d download) Fetch(ctx context.Context, e *Entry, scratch string, progress Progress) (string, error) {
	for i, name := range FileNames {
		name += ".gz"
		path := filepath.Join(scratch, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		// Compressing never makes a file much longer.
		limit := e.Size(i) + e.Size(i)/100 + 4096
		err := d.file(ctx, d.base+name, path, limit, func(done, total int64) { progress(Step{"download " + name, done, total}) })
		if err != nil {
			return "", err
		}
	}
	return scratch, nil
}

// file downloads one file, in as many transfers as it takes.
func (d download) file(ctx context.Context, url, path string, limit int64, progress func(done, total int64)) error {
	f, err := os.OpenFile(path+partSuffix, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return cacheError{err}
	}
	defer f.Close()
	t := transfer{download: d, url: url, f: f, limit: limit, progress: progress}
	if t.have, err = f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	if err := t.run(ctx); err != nil {
		if t.have == 0 {
			os.Remove(f.Name()) // nothing to resume
		}
		return err
	}
	if err := f.Close(); err != nil {
		return cacheError{err}
	}
	return os.Rename(path+partSuffix, path)
}

// transfer is the download of one file.
type transfer struct {
	download
	url      string
	f        *os.File
	have     int64  // bytes in f, where its offset is
	etag     string // of the content that they are of, when the server told
	limit    int64
	progress func(done, total int64)
}

// errInterrupted is wrapped by failures that the next attempt may get over.
var errInterrupted = errors.New("the transfer was interrupted")

// run repeats attempts until the file is complete, as long as they bring
// something new or there are retries left.
func (t *transfer) run(ctx context.Context) error {
	for barren := 0; ; {
		before := t.have
		err := t.attempt(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil || !errors.Is(err, errInterrupted):
			return err
		case t.have > before:
			barren = 0
		case barren == t.retries:
			return err
		}
		wait := t.client.Backoff(t.client.RetryWaitMin, t.client.RetryWaitMax, barren, nil)
		barren++
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// attempt asks once for what is missing.
func (t *transfer) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, t.url, nil)
	if err != nil {
		return err
	}
	// The file as it is: net/http would unpack what a server labels as gzip.
	req.Header.Set("Accept-Encoding", "identity")
	if t.have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.have))
		if t.etag != "" {
			req.Header.Set("If-Range", t.etag)
		}
	}
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if done, err := t.position(resp); done || err != nil {
		return err
	}
	watchdog := time.AfterFunc(t.stall, func() {
		cancel(fmt.Errorf("no bytes for %v", t.stall))
	})
	defer watchdog.Stop()
	err = t.receive(resp, watchdog)
	if stalled := context.Cause(ctx); err != nil && stalled != nil {
		err = fmt.Errorf("%w: %w", errInterrupted, stalled)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", t.url, err)
	}
	return nil
}

// position sets the file to where the answer goes on. done says that the file
// was complete already.
func (t *transfer) position(resp *http.Response) (done bool, err error) {
	switch resp.StatusCode {
	case http.StatusOK: // all of it: the server cannot resume, or has something new
		err = t.rewind()
	case http.StatusPartialContent:
		if !strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", t.have)) {
			err = errors.Join(t.rewind(), fmt.Errorf("%s: %w: not the range that was asked for", t.url, errInterrupted))
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if resp.Header.Get("Content-Range") == fmt.Sprintf("bytes */%d", t.have) {
			return true, nil
		}
		err = errors.Join(t.rewind(), fmt.Errorf("%s: %w: %s", t.url, errInterrupted, resp.Status))
	default:
		err = fmt.Errorf("%s: %s", t.url, resp.Status)
	}
	// A weak tag does not promise the same bytes.
	if etag := resp.Header.Get("ETag"); !strings.HasPrefix(etag, "W/") {
		t.etag = etag
	}
	return false, err
}

// rewind forgets what was downloaded so far.
func (t *transfer) rewind() error {
	t.have = 0
	if err := t.f.Truncate(0); err != nil {
		return cacheError{err}
	}
	if _, err := t.f.Seek(0, io.SeekStart); err != nil {
		return cacheError{err}
	}
	return nil
}

// receive appends the body to the file.
func (t *transfer) receive(resp *http.Response, watchdog *time.Timer) error {
	total := int64(0)
	if resp.ContentLength >= 0 {
		total = t.have + resp.ContentLength
	}
	buffer := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buffer)
		watchdog.Reset(t.stall)
		if _, err := t.f.Write(buffer[:n]); err != nil {
			return cacheError{err}
		}
		t.have += int64(n)
		t.progress(t.have, total)
		switch {
		case t.have > t.limit:
			return errors.Join(t.rewind(), fmt.Errorf("%w: more than %d bytes", ErrDigest, t.limit))
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", errInterrupted, err)
		}
	}
}
