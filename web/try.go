package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"slices"
	"time"

	"golang.org/x/image/draw"

	"github.com/fmnist/fmnist/photo"
)

// What a visitor's photograph may be. Its header is looked at before it is decoded.
const (
	largestPhoto = 16 << 20 // bytes of the file
	mostPixels   = 1 << 25  // a camera's 32 million
)

// How long a photograph may take, and wait for others: photosAtOnce are worked on
// at the same time. They are variables for the tests.
var (
	photoTimeout  = 20 * time.Second
	photoPatience = 5 * time.Second
)

const photosAtOnce = 2

// previewSide is the longest side of a step's picture as it is shown.
const previewSide = 240

// converted is what becomes of a photograph.
type converted struct {
	Steps  []step `json:"steps"`
	Fault  string `json:"fault,omitempty"`  // why there are no more
	Pixels []byte `json:"pixels,omitempty"` // the image, as the data sets have them
}

// step is the photograph after one of the steps of package photo.
type step struct {
	Name    string `json:"name"`
	What    string `json:"what"`
	Picture []byte `json:"picture"` // PNG, made smaller where it is large
}

// servePhoto converts the photograph that a visitor sends. Nothing is kept.
func (s *Server) servePhoto(w http.ResponseWriter, r *http.Request) {
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestPhoto))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		http.Error(w, fmt.Sprintf("the file is larger than %d MB", largestPhoto>>20), http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the file did not come whole", http.StatusBadRequest)
		return
	}
	c, err := s.convert(r.Context(), file)
	switch {
	case errors.Is(err, errBusy):
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	case err != nil:
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	default:
		answer(w, c)
	}
}

var errBusy = errors.New("others have their photographs converted: try again in a moment")

// convert does the work in its turn. A decoder cannot be stopped: one that takes
// too long keeps its turn until it is done.
func (s *Server) convert(ctx context.Context, file []byte) (converted, error) {
	select {
	case s.photos <- struct{}{}:
	case <-time.After(photoPatience):
		return converted{}, errBusy
	case <-ctx.Done():
		return converted{}, ctx.Err()
	}
	type outcome struct {
		converted
		error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-s.photos }()
		c, err := convert(file)
		done <- outcome{c, err}
	}()
	select {
	case o := <-done:
		return o.converted, o.error
	case <-time.After(photoTimeout):
		return converted{}, errors.New("the photograph takes too long")
	case <-ctx.Done():
		return converted{}, ctx.Err()
	}
}

func convert(file []byte) (c converted, err error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err == nil && config.Width > 0 && config.Height > mostPixels/config.Width {
		return c, fmt.Errorf("the photograph has %d x %d pixels, at most %d million are taken", config.Width, config.Height, mostPixels>>20)
	}
	p, err := photo.Decode(file, photo.Ground)
	if err != nil {
		return c, err
	}
	steps, err := photo.Steps(p, photo.BySamples)
	if err != nil {
		c.Fault = err.Error()
	}
	for _, s := range steps {
		picture, err := preview(s.Image)
		if err != nil {
			return c, err
		}
		c.Steps = append(c.Steps, step{s.Name, s.What, picture})
		if gray, ok := s.Image.(*image.Gray); ok {
			c.Pixels = slices.Clone(gray.Pix)
		}
	}
	return c, nil
}

// preview is a PNG of a picture, no larger than it is shown.
func preview(img image.Image) ([]byte, error) {
	if b := img.Bounds(); max(b.Dx(), b.Dy()) > previewSide {
		scale := float64(previewSide) / float64(max(b.Dx(), b.Dy()))
		small := image.NewRGBA(image.Rect(0, 0, max(1, int(scale*float64(b.Dx()))), max(1, int(scale*float64(b.Dy())))))
		draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
		img = small
	}
	var text bytes.Buffer
	err := png.Encode(&text, img)
	return text.Bytes(), err
}

// serveLabels has the models of a data set say what an image shows: the body is
// its pixels. What is not fitted yet says so, and is being fitted from then on.
func (s *Server) serveLabels(w http.ResponseWriter, r *http.Request) {
	set := setOf(s.sets, r.URL.Query().Get("set"))
	if set == nil {
		http.Error(w, "that data set is not here", http.StatusNotFound)
		return
	}
	size := set.data.Rows * set.data.Cols
	pixels, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(size)))
	if err != nil || len(pixels) != size {
		http.Error(w, fmt.Sprintf("want an image of %d pixels", size), http.StatusBadRequest)
		return
	}
	answer(w, s.models[set.data.Digest].say(s.lasting, r.Context(), pixels))
}

// answer sends JSON.
func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(value)
}
