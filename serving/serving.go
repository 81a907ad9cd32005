// Package serving answers requests for labels over HTTP.
//
//	POST /v1/predict    labels of images
//	GET  /v1/model      what the model is
//
// A request's body is an image as the model's DecodeImages takes it (a picture,
// a photograph, an IDX file), or, with Content-Type application/json,
//
//	{"images": [[0, 0, 31, ...], ...]}
//
// where an image is a list of its pixels, row by row, or their bytes in base64.
// The answer is
//
//	{"model": "8d5e...", "predictions": [{"label": 9, "class": "Ankle boot", "probabilities": [0.01, ...]}, ...]}
//
// with the SHA-256 of the model's file. An error is {"error": "..."}.
package serving

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

// Limits keep what requests can take within bounds. A field that is 0 has its
// default.
type Limits struct {
	Body    int64   // bytes of a request; default 16 MiB
	Images  int     // of a request; default 10,000
	Rate    float64 // images a second, of all requests together; default no limit
	Waiting int     // images that wait for their labels; default 20,000
}

func (l Limits) withDefaults() Limits {
	if l.Body == 0 {
		l.Body = 16 << 20
	}
	if l.Images == 0 {
		l.Images = 10_000
	}
	if l.Waiting == 0 {
		l.Waiting = 2 * l.Images
	}
	return l
}

// Service labels images with one model.
type Service struct {
	model   *model.Model
	id      string // SHA-256 of the model's file
	limits  Limits
	limiter *rate.Limiter
	batcher *batcher
	metrics *metrics
}

// New is the service of a model, known by id, with its figures registered in r.
// It works until the context ends.
func New(ctx context.Context, m *model.Model, id string, l Limits, r prometheus.Registerer) *Service {
	l = l.withDefaults()
	s := &Service{model: m, id: id, limits: l, metrics: newMetrics(r)}
	if l.Rate > 0 {
		s.limiter = rate.NewLimiter(rate.Limit(l.Rate), max(l.Images, int(l.Rate)))
	}
	s.batcher = newBatcher(m, l.Waiting, s.metrics)
	go s.batcher.run(ctx)
	return s
}

// Handler answers the requests.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/predict", s.servePredict)
	mux.HandleFunc("GET /v1/model", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, struct {
			model.Header
			SHA256 string `json:"sha256"`
		}{s.model.Header, s.id})
	})
	return mux
}

// refusal is an error with the status that it is answered with.
type refusal struct {
	status int
	retry  time.Duration // when to try again, 0 for never mind
	err    error
}

func (r refusal) Error() string { return r.err.Error() }

func refuse(status int, format string, args ...any) error {
	return refusal{status: status, err: fmt.Errorf(format, args...)}
}

func (s *Service) servePredict(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	predictions, err := s.predict(w, r)
	status := http.StatusOK
	if err == nil {
		answer(w, status, struct {
			Model       string             `json:"model"`
			Predictions []model.Prediction `json:"predictions"`
		}{s.id, predictions})
	} else {
		status = s.answerError(w, r, err)
	}
	s.metrics.requests.WithLabelValues(strconv.Itoa(status)).Inc()
	s.metrics.seconds.Observe(time.Since(start).Seconds())
}

func (s *Service) answerError(w http.ResponseWriter, r *http.Request, err error) (status int) {
	status = http.StatusInternalServerError
	var refused refusal
	switch {
	case errors.As(err, &refused):
		status = refused.status
		if refused.retry > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(refused.retry.Seconds()))))
		}
	case r.Context().Err() != nil:
		status = http.StatusServiceUnavailable // the client is gone, or the server ends
	}
	answer(w, status, map[string]string{"error": err.Error()})
	return status
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) // a client that does not listen is no fault of ours
}

func (s *Service) predict(w http.ResponseWriter, r *http.Request) ([]model.Prediction, error) {
	images, err := s.decode(w, r)
	if err != nil {
		return nil, err
	}
	if images.Len() == 0 {
		return []model.Prediction{}, nil
	}
	if err := s.admit(images.Len()); err != nil {
		return nil, err
	}
	return s.batcher.predict(r.Context(), images)
}

// admit holds a request against the rate.
func (s *Service) admit(images int) error {
	if s.limiter == nil {
		return nil
	}
	reservation := s.limiter.ReserveN(time.Now(), images)
	wait := reservation.Delay()
	if reservation.OK() && wait == 0 {
		return nil
	}
	reservation.Cancel()
	return refusal{http.StatusTooManyRequests, wait, fmt.Errorf("more than %g images a second", s.limits.Rate)}
}

// decode reads the images of a request.
func (s *Service) decode(w http.ResponseWriter, r *http.Request) (images learn.Images, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.limits.Body))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return images, refuse(http.StatusRequestEntityTooLarge, "a body of more than %d bytes", s.limits.Body)
	}
	if err != nil {
		return images, refuse(http.StatusBadRequest, "the body cannot be read: %w", err)
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		images, err = s.decodeJSON(body)
	} else {
		images, err = s.model.DecodeImages(body, s.limits.Images)
	}
	if errors.Is(err, model.ErrTooMany) {
		return images, refuse(http.StatusRequestEntityTooLarge, "%w", err)
	}
	if err != nil {
		return images, refuse(http.StatusBadRequest, "%w", err)
	}
	return images, nil
}

func (s *Service) decodeJSON(body []byte) (images learn.Images, err error) {
	images.Features = s.model.Features()
	var request struct {
		Images []pixels `json:"images"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&request); err != nil {
		return images, err
	}
	if n := len(request.Images); n > s.limits.Images {
		return images, fmt.Errorf("%w: %d, at most %d", model.ErrTooMany, n, s.limits.Images)
	}
	for i, p := range request.Images {
		if len(p) != images.Features {
			return images, fmt.Errorf("image %d has %d pixels, want %d", i, len(p), images.Features)
		}
		images.Pixels = append(images.Pixels, p...)
	}
	return images, nil
}

// pixels are an image in JSON.
type pixels []uint8

// UnmarshalJSON reads a list of numbers from 0 to 255, or base64.
func (p *pixels) UnmarshalJSON(text []byte) error {
	if text[0] == '"' {
		var s string
		if err := json.Unmarshal(text, &s); err != nil {
			return err
		}
		b, err := base64.StdEncoding.DecodeString(s)
		*p = b
		return err
	}
	var numbers []uint16
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	*p = make([]uint8, len(numbers))
	for i, v := range numbers {
		if v > 255 {
			return fmt.Errorf("pixel %d is %d, want 0 to 255", i, v)
		}
		(*p)[i] = uint8(v)
	}
	return nil
}
