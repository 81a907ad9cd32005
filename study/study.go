// Package study asks data sets and results what they are worth as a benchmark:
// how far one pixel goes, whether the order of contestants on one data set tells
// that on another, which images occur twice, which labels are wrong, and in what
// sense one data set is harder than another.
//
// A study is a function from data to a Page: figures by name, the sentences that
// they support, tables and pictures. A sentence has no number of its own: it is
// a template whose figures are filled in by name, so that whatever the report
// says stands in its data file. Every study is a pure function of its input and
// a seed, the same on one core and on many.
package study

import (
	"context"
	"fmt"
	"image"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// Names are the studies in the order of the report.
var Names = []string{"onepixel", "transfer", "duplicates", "labels", "difficulty"}

// Page is what a study found, and the one source of all that shows it: the data
// file, which is its JSON form, the report, and the page of the results site.
// Pictures, tables and other files stand beside the data file.
type Page struct {
	Study     string         `json:"study"` // one of Names
	Title     string         `json:"title"`
	Method    string         `json:"method"` // what was computed, by whose method
	Sources   []string       `json:"sources"`
	DataSets  []Subject      `json:"datasets"`
	Sentences []Sentence     `json:"sentences"` // what follows from it; the first one is the answer
	Figures   map[string]any `json:"figures"`   // numbers and texts by name
	Tables    []Table        `json:"tables"`
	Pictures  []Picture      `json:"pictures"`
	Files     []File         `json:"files,omitempty"`
	Data      any            `json:"data,omitempty"` // everything else that was measured
}

// Subject is a data set that was studied.
type Subject struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Digest string `json:"digest"`
}

// Sentence is a statement and what it rests on.
type Sentence struct {
	Text  string `json:"text"`
	Parts []Part `json:"parts"` // the same piece by piece
}

// Part is text of a sentence, or a figure as the sentence shows it.
type Part struct {
	Text   string `json:"text"`
	Figure string `json:"figure,omitempty"` // name in Page.Figures; empty for text
}

// Table is a table of the page and a CSV file.
type Table struct {
	Name    string     `json:"-"`    // of the file, behind that of the study
	File    string     `json:"file"` // set by Write, as are those below
	Caption string     `json:"caption"`
	Header  []string   `json:"header"` // no two columns have the same one
	Rows    [][]string `json:"rows"`
	Shown   int        `json:"shown"` // rows that are shown at first; 0 for all, less for none

	// Where columns have the numbers of images: which these are, each after one
	// that names the split, and the digest of the data set.
	Images  []int  `json:"images,omitempty"`
	DataSet string `json:"dataset_digest,omitempty"`
}

// Picture is a PNG file for light pages and one for dark ones.
type Picture struct {
	Name    string `json:"-"` // of the files, behind that of the study
	File    string `json:"file"`
	Dark    string `json:"file_dark"`
	Title   string `json:"title"`
	Caption string `json:"caption"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`

	draw func(theme) image.Image
}

// File is another file of the study.
type File struct {
	Name    string `json:"-"` // behind that of the study
	File    string `json:"file"`
	Caption string `json:"caption"`
	Content []byte `json:"-"`
}

func newPage(study, title, method string, sources ...string) *Page {
	return &Page{Study: study, Title: title, Method: method, Sources: sources, Figures: map[string]any{}}
}

// about records the data sets that the page is about.
func (p *Page) about(sets []*dataset.Dataset) {
	for _, d := range sets {
		p.DataSets = append(p.DataSets, Subject{d.Name, title(d), d.Digest})
	}
}

// set records a figure: a number or a text.
func (p *Page) set(name string, value any) {
	switch v := value.(type) {
	case int:
		p.Figures[name] = float64(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			panic(fmt.Sprintf("study: the figure %s is %v", name, v))
		}
		p.Figures[name] = v
	case string:
		p.Figures[name] = v
	default:
		panic(fmt.Sprintf("study: the figure %s is a %T", name, value))
	}
}

var placeholder = regexp.MustCompile(`\{([^{}|]+)(?:\|([^{}]*))?\}`)

// say adds a sentence. {name} stands for a figure: a text as it is, a whole
// number with its thousands apart; {name|3} is a number with three decimals,
// {name|1%} a share in percent with one. A sentence without a figure, and a
// figure that does not exist, are mistakes of this package and panic.
func (p *Page) say(template string) {
	var s Sentence
	figures, rest := 0, 0
	add := func(text, figure string) {
		if text != "" {
			s.Parts = append(s.Parts, Part{text, figure})
			s.Text += text
		}
	}
	for _, at := range placeholder.FindAllStringSubmatchIndex(template, -1) {
		name, form := template[at[2]:at[3]], ""
		if at[4] >= 0 {
			form = template[at[4]:at[5]]
		}
		value, ok := p.Figures[name]
		if !ok {
			panic(fmt.Sprintf("study: %s has no figure %q", p.Study, name))
		}
		add(template[rest:at[0]], "")
		add(show(value, form), name)
		figures, rest = figures+1, at[1]
	}
	if figures == 0 {
		panic(fmt.Sprintf("study: a sentence without a figure: %q", template))
	}
	add(template[rest:], "")
	p.Sentences = append(p.Sentences, s)
}

func show(value any, form string) string {
	v, ok := value.(float64)
	if !ok {
		return value.(string)
	}
	share := strings.HasSuffix(form, "%")
	decimals, err := strconv.Atoi(strings.TrimSuffix(form, "%"))
	switch {
	case err != nil:
		return humanize.Commaf(math.Round(v))
	case share:
		return strconv.FormatFloat(100*v, 'f', decimals, 64) + "%"
	default:
		return strconv.FormatFloat(v, 'f', decimals, 64)
	}
}

// Progress is told what a study does next; nil where nobody wants to know.
type Progress func(what string)

func (p Progress) tell(format string, args ...any) {
	if p != nil {
		p(fmt.Sprintf(format, args...))
	}
}

// title is what pages call a data set.
func title(d *dataset.Dataset) string {
	switch {
	case d.Entry != nil:
		return d.Entry.Title
	case d.Name == "":
		return bench.ShortDigest(d.Digest)
	}
	return d.Name
}

// imagesOf are the images of a split.
func imagesOf(d *dataset.Dataset, s dataset.Split) learn.Images {
	return learn.Images{Pixels: s.Images, Features: d.Rows * d.Cols}
}

// trainSet is what a classifier learns from.
func trainSet(d *dataset.Dataset) learn.Set {
	return learn.Set{Images: imagesOf(d, d.Train), Labels: d.Train.Labels, Classes: len(d.Classes)}
}

// checkSets returns an error unless there is something to study.
func checkSets(ctx context.Context, sets []*dataset.Dataset) error {
	if len(sets) == 0 {
		return fmt.Errorf("study: no data set")
	}
	names := map[string]bool{}
	for _, d := range sets {
		if names[d.Name] {
			return fmt.Errorf("study: two data sets called %s", d.Name)
		}
		names[d.Name] = true
		if d.Train.Len() == 0 || d.Test.Len() == 0 {
			return fmt.Errorf("study: %s: %d training and %d test images, want both", d.Name, d.Train.Len(), d.Test.Len())
		}
	}
	return ctx.Err()
}
