package bench

import (
	"bytes"
	"cmp"
	_ "embed" // what others have reported
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// Submission is a result from elsewhere: nothing here has trained it. Where its
// predictions are known they were scored here; else the accuracy is what the
// source says, checked by nobody.
type Submission struct {
	Name          string    `json:"name"`
	Dataset       string    `json:"dataset"`
	Digest        string    `json:"dataset_digest"`
	Preprocessing string    `json:"preprocessing,omitempty"`
	By            string    `json:"by,omitempty"`
	Code          string    `json:"code,omitempty"`   // where it is
	Source        string    `json:"source,omitempty"` // of an accuracy that is only cited
	Scored        bool      `json:"scored"`           // here, from predictions
	Reproduced    bool      `json:"reproduced"`       // always false: what runs here is a Result
	Accuracy      float64   `json:"accuracy"`         // 0 to 1
	AccuracyLow   float64   `json:"accuracy_low"`     // Wilson's interval, see Wilson
	AccuracyHigh  float64   `json:"accuracy_high"`
	TestImages    int       `json:"test_images"`
	Submitted     time.Time `json:"submitted,omitzero"`
	Predictions   []byte    `json:"-"` // one label a test image; stored beside the record
}

// Key is the submission's identity.
func (s Submission) Key() string {
	return fmt.Sprintf("%s@%s.%s", s.Name, s.Dataset, ShortDigest(s.Digest))
}

// Score completes a submission with what its predictions are worth on the data.
func (s Submission) Score(data *dataset.Dataset, predictions []byte) (Submission, error) {
	if strings.TrimSpace(s.Name) == "" || strings.ContainsFunc(s.Name, func(r rune) bool { return r < ' ' }) {
		return s, fmt.Errorf("the name %q: want one line of text", s.Name)
	}
	if u, err := url.Parse(s.Code); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return s, fmt.Errorf("the code %q: want the http or https address of what made the predictions", s.Code)
	}
	if err := checkPredictions(predictions, data); err != nil {
		return s, err
	}
	s.Dataset, s.Digest, s.Scored, s.Predictions = data.Name, data.Digest, true, predictions
	s.TestImages, s.Accuracy = len(predictions), learn.Accuracy(predictions, data.Test.Labels)
	s.AccuracyLow, s.AccuracyHigh = Wilson(s.Accuracy, s.TestImages)
	return s, nil
}

// LoadPredictions reads n labels in the order of the test images: an IDX file of
// bytes, or text with one number a line.
func LoadPredictions(path string, n int) ([]byte, error) {
	head := make([]byte, 2)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	_, err = io.ReadFull(f, head)
	f.Close()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("%s: no predictions, want %d", path, n)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var labels []byte
	if bytes.Equal(head, []byte{0, 0}) { // no text begins so, and every IDX file does
		labels, err = readPredictions(path, n)
	} else {
		labels, err = readLabels(path, n)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return labels, nil
}

// readLabels reads text.
func readLabels(path string, n int) ([]byte, error) {
	content, err := readRegular(path, int64(n)<<4+1<<10)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(content), "\r\n "), "\n")
	labels := make([]byte, 0, n)
	for i, line := range lines {
		label, err := strconv.ParseUint(strings.TrimSpace(line), 10, 8)
		if err != nil {
			return nil, fmt.Errorf("line %d is %.40q, want a label", i+1, line)
		}
		labels = append(labels, byte(label))
	}
	if len(labels) != n {
		return nil, fmt.Errorf("%d predictions for %d test images", len(labels), n)
	}
	return labels, nil
}

// citedFile is the table of submitted results in the original repository's
// README: numbers and names, as facts.
//
//go:embed cited/fashion-mnist.json
var citedFile []byte

// Cited are the results that the original repository lists as submitted, with
// the human baseline. Nobody there or here has checked them.
var Cited = sync.OnceValue(func() []Submission {
	var file struct {
		Source  string `json:"source"`
		Results []struct {
			Name          string  `json:"name"`
			Preprocessing string  `json:"preprocessing"`
			Fashion       float64 `json:"fashion"`
			MNIST         float64 `json:"mnist"` // 0 where it is not told
			By            string  `json:"by"`
			Code          string  `json:"code"`
			TestImages    int     `json:"test_images"` // 0 for all
		} `json:"results"`
	}
	if err := json.Unmarshal(citedFile, &file); err != nil {
		panic(fmt.Sprintf("bench: cited results: %v", err)) // it is ours
	}
	var all []Submission
	for _, r := range file.Results {
		for name, accuracy := range map[string]float64{"fashion": r.Fashion, "mnist": r.MNIST} {
			if accuracy == 0 {
				continue
			}
			entry := dataset.Lookup(name)
			s := Submission{
				Name: r.Name, Dataset: name, Digest: entry.Digest(), Preprocessing: r.Preprocessing,
				By: r.By, Code: r.Code, Source: file.Source, Accuracy: accuracy, TestImages: cmp.Or(r.TestImages, entry.Test),
			}
			s.AccuracyLow, s.AccuracyHigh = Wilson(accuracy, s.TestImages)
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Submission) int {
		return cmp.Or(strings.Compare(a.Dataset, b.Dataset), cmp.Compare(b.Accuracy, a.Accuracy), strings.Compare(a.Name, b.Name))
	})
	return all
})

// WriteSubmissions writes them as table, md or json.
func WriteSubmissions(w io.Writer, format string, all []Submission) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(append([]Submission{}, all...))
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"from elsewhere", "data", "accuracy", "preprocessing", "by", "checked"})
	t.SetColumnConfigs(rightAligned(3, 1))
	for _, s := range all {
		checked := "cited, nothing checked"
		if s.Scored {
			checked = "predictions scored, not reproduced"
		}
		accuracy := fmt.Sprintf("%.4f ± %.4f", s.Accuracy, (s.AccuracyHigh-s.AccuracyLow)/2)
		t.AppendRow(table.Row{s.Name, s.Dataset, accuracy, text.WrapSoft(s.Preprocessing, 40), s.By, checked})
	}
	switch format {
	case "table":
		_, err := fmt.Fprintln(w, t.Render())
		return err
	case "md":
		_, err := fmt.Fprintln(w, t.RenderMarkdown())
		return err
	}
	return fmt.Errorf("bench: format %q of results from elsewhere, want table, md or json", format)
}
