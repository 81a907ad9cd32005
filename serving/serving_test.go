package serving

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
	"github.com/fmnist/fmnist/model"
)

func serve(t *testing.T, c learn.Classifier, l Limits) (*Service, *httptest.Server) {
	t.Helper()
	m := &model.Model{Header: model.Header{Family: "Mine", Classes: []string{"a", "b", "c"}, Rows: 5, Cols: 5}, Classifier: c}
	ctx, cancel := context.WithCancel(t.Context())
	s := New(ctx, m, "0123", l, prometheus.NewRegistry())
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() { server.Close(); cancel() })
	return s, server
}

// firstPixel labels an image by its first pixel. It waits for its gate, where it
// has one.
type firstPixel struct {
	learn.Classifier
	gate chan struct{}
}

func (f firstPixel) Predict(ctx context.Context, images learn.Images, labels []uint8) error {
	if f.gate != nil {
		<-f.gate
	}
	for i := range labels {
		if labels[i] = images.Row(i)[0]; labels[i] == 200 {
			return errors.New("no such thing")
		}
	}
	return nil
}

type response struct {
	Model       string
	Predictions []model.Prediction
	Error       string
}

func post(t *testing.T, server *httptest.Server, kind string, body []byte) (int, response) {
	t.Helper()
	r, err := http.Post(server.URL+"/v1/predict", kind, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, response{}
	}
	defer r.Body.Close()
	var got response
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		t.Errorf("status %d: %v", r.StatusCode, err)
	}
	return r.StatusCode, got
}

// images is a request for images of 5x5 pixels with these first ones.
func images(first ...uint8) []byte {
	var all [][]int
	for _, v := range first {
		p := make([]int, 25)
		p[0] = int(v)
		all = append(all, p)
	}
	b, _ := json.Marshal(map[string]any{"images": all})
	return b
}

func TestBodies(t *testing.T) {
	_, server := serve(t, firstPixel{}, Limits{Images: 3, Body: 1000})
	file := idx.Array[uint8]{Dims: []int{2, 5, 5}}.Header().Append(nil)
	file = append(file, make([]byte, 50)...)
	file[len(file)-25] = 2
	for name, c := range map[string]struct {
		kind, body string
		status     int
		labels     []uint8
		fault      string
	}{
		"numbers":       {"application/json; charset=utf-8", string(images(1, 2)), 200, []uint8{1, 2}, ""},
		"base64":        {"application/json", `{"images": ["AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="]}`, 200, []uint8{2}, ""},
		"IDX":           {"application/octet-stream", string(file), 200, []uint8{0, 2}, ""},
		"none":          {"application/json", `{"images": []}`, 200, []uint8{}, ""},
		"too many":      {"application/json", string(images(1, 1, 1, 1)), 413, nil, "at most 3"},
		"too long":      {"application/json", strings.Repeat(" ", 1001), 413, nil, "1000 bytes"},
		"wrong size":    {"application/json", `{"images": [[1, 2]]}`, 400, nil, "2 pixels, want 25"},
		"out of range":  {"application/json", `{"images": [[256]]}`, 400, nil, "want 0 to 255"},
		"negative":      {"application/json", `{"images": [[-1]]}`, 400, nil, "number -1"},
		"null":          {"application/json", `{"images": [null]}`, 400, nil, "0 pixels"},
		"unknown field": {"application/json", `{"instances": []}`, 400, nil, "unknown field"},
		"no JSON":       {"application/json", `hello`, 400, nil, "invalid character"},
		"no image":      {"image/png", `hello`, 400, nil, "not a JPEG"},
		"model fails":   {"application/json", string(images(200)), 500, nil, "no such thing"},
		"beyond":        {"application/json", string(images(3)), 500, nil, "labels beyond its classes"},
	} {
		status, got := post(t, server, c.kind, []byte(c.body))
		if status != c.status || !strings.Contains(got.Error, c.fault) || (c.fault == "") != (got.Error == "") {
			t.Errorf("%s: %d %+v", name, status, got)
		}
		if len(got.Predictions) != len(c.labels) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, y := range c.labels {
			if p := got.Predictions[i]; p.Label != y || p.Class != []string{"a", "b", "c"}[y] {
				t.Errorf("%s: image %d: %+v", name, i, p)
			}
		}
	}
}

// TestBatches has requests come in while one is being labelled: all of them are
// the next batch, and each gets its own labels.
func TestBatches(t *testing.T) {
	gate := make(chan struct{})
	s, server := serve(t, firstPixel{gate: gate}, Limits{})
	gate <- struct{}{} // for the server's own image
	var group sync.WaitGroup
	const requests = 40
	for i := range requests {
		group.Go(func() {
			first := []uint8{uint8(i % 3), uint8((i + 1) % 3)}
			status, got := post(t, server, "application/json", images(first...))
			if status != 200 || len(got.Predictions) != 2 || got.Predictions[0].Label != first[0] || got.Predictions[1].Label != first[1] {
				t.Errorf("request %d: %d %+v", i, status, got)
			}
		})
	}
	for s.batcher.waiting.Load() < 2*requests {
		time.Sleep(time.Millisecond)
	}
	close(gate)
	group.Wait()
	if n := testutil.ToFloat64(s.metrics.images); n != 2*requests {
		t.Errorf("%v images counted", n)
	}
	if n := testutil.ToFloat64(s.metrics.requests.WithLabelValues("200")); n != requests {
		t.Errorf("%v requests counted", n)
	}
	var batches dto.Metric
	if err := s.metrics.batch.Write(&batches); err != nil {
		t.Fatal(err)
	}
	if n := batches.GetHistogram().GetSampleCount(); n < 2 || n > requests/2 {
		t.Errorf("%d requests in %d batches", requests, n)
	}
}

func TestLimits(t *testing.T) {
	gate := make(chan struct{})
	s, server := serve(t, firstPixel{gate: gate}, Limits{Waiting: 1})
	held := make(chan struct{})
	go func() {
		post(t, server, "application/json", images(1))
		close(held)
	}()
	for s.batcher.waiting.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if status, got := post(t, server, "application/json", images(1)); status != 503 || !strings.Contains(got.Error, "wait") {
		t.Errorf("busy: %d %+v", status, got)
	}
	close(gate)
	<-held

	_, slow := serve(t, firstPixel{}, Limits{Rate: 0.001, Images: 2})
	if status, _ := post(t, slow, "application/json", images(1, 1)); status != 200 {
		t.Errorf("within the rate: %d", status)
	}
	r, err := http.Post(slow.URL+"/v1/predict", "application/json", bytes.NewReader(images(1)))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != 429 || r.Header.Get("Retry-After") == "" {
		t.Errorf("beyond the rate: %d %v", r.StatusCode, r.Header)
	}
}

func TestModelAndMethods(t *testing.T) {
	_, server := serve(t, firstPixel{}, Limits{})
	r, err := http.Get(server.URL + "/v1/model")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(text), `"family":"Mine"`) || !strings.Contains(string(text), `"sha256":"0123"`) {
		t.Errorf("%s %v", text, err)
	}
	if r, err := http.Get(server.URL + "/v1/predict"); err != nil || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: %v %v", r, err)
	}
}

// BenchmarkRequest is a request of one image, over a connection that stays.
func BenchmarkRequest(b *testing.B) {
	set := learntest.Blobs(1000, 784, 10, 1)
	m, err := model.Fit(b.Context(), "RandomForestClassifier", nil, set, 1)
	if err != nil {
		b.Fatal(err)
	}
	s := New(b.Context(), m, "", Limits{}, prometheus.NewRegistry())
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	body, err := json.Marshal(map[string]any{"images": [][]byte{set.Row(0)}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := http.Post(server.URL+"/v1/predict", "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
}
