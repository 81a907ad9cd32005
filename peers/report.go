package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

// report is everything that is printed.
type report struct {
	Machine string `json:"machine"`
	Threads int    `json:"threads"`
	Version string `json:"version"` // of fmnist
	Peers   string `json:"peers"`   // the versions of the others
	Dataset string `json:"dataset"`
	Digest  string `json:"dataset_digest"`
	// GeometricMean is of the ratios with scikit-learn over Families families.
	GeometricMean float64   `json:"geometric_mean,omitempty"`
	Families      int       `json:"families"`
	Rows          []outcome `json:"rows"`
}

func newReport(outcomes []outcome, d *dataset.Dataset) report {
	r := report{
		Machine: bench.DescribeMachine(), Threads: runtime.NumCPU(),
		Dataset: d.Name, Digest: d.Digest, Rows: outcomes,
	}
	r.GeometricMean, r.Families = familyMean(outcomes)
	return r
}

// familyMean is the geometric mean over families of the geometric means of
// their rows with scikit-learn. Rows on part of the training images count where
// a family has no others.
func familyMean(outcomes []outcome) (ratio float64, families int) {
	logs, onAll := map[string][]float64{}, map[string]bool{}
	for _, o := range outcomes {
		if o.Peer != "sklearn" || o.Ratio == 0 {
			continue
		}
		all := o.Train == 0
		if all && !onAll[o.Name] {
			logs[o.Name], onAll[o.Name] = nil, true
		}
		if all == onAll[o.Name] {
			logs[o.Name] = append(logs[o.Name], math.Log(o.Ratio))
		}
	}
	if len(logs) == 0 {
		return 0, 0
	}
	sum := 0.0
	for _, family := range logs {
		sum += mean(family)
	}
	return math.Exp(sum / float64(len(logs))), len(logs)
}

// verdict is an error where a row failed or missed its bar.
func (r report) verdict() error {
	count := map[status]int{}
	for _, o := range r.Rows {
		count[o.Status]++
	}
	if count[failed]+count[missed] == 0 {
		return nil
	}
	return fmt.Errorf("of %d rows %d failed and %d missed a bar, the table says which", len(r.Rows), count[failed], count[missed])
}

// formats write a report.
var formats = map[string]func(io.Writer, report) error{
	"table": func(w io.Writer, r report) error {
		t := r.table()
		t.SetStyle(table.StyleLight)
		_, err := fmt.Fprintf(w, "%s\n%s", t.Render(), r.notes())
		return err
	},
	"md": func(w io.Writer, r report) error {
		notes := strings.ReplaceAll(r.notes(), "\n", "  \n")
		_, err := fmt.Fprintf(w, "%s\n\n%s", r.table().RenderMarkdown(), notes)
		return err
	},
	"json": func(w io.Writer, r report) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	},
}

func (r report) table() table.Writer {
	t := table.NewWriter()
	t.AppendHeader(table.Row{"contestant", "peer", "rounds", "accuracy", "peer's accuracy", "seconds", "peer's seconds", "ratio", "bar", "peak MB", "result"})
	columns := []table.ColumnConfig{
		{Number: 1, WidthMax: 52, WidthMaxEnforcer: text.WrapSoft},
		{Number: 11, WidthMax: 44, WidthMaxEnforcer: text.WrapSoft},
	}
	for i := 3; i <= 10; i++ {
		columns = append(columns, table.ColumnConfig{Number: i, Align: text.AlignRight})
	}
	t.SetColumnConfigs(columns)
	for _, o := range r.Rows {
		t.AppendRow(o.cells())
	}
	return t
}

func (o outcome) cells() table.Row {
	bar := ""
	if o.Bar.Ratio > 0 {
		bar = fmt.Sprintf("%gx", o.Bar.Ratio)
	}
	cells := table.Row{o.title(), o.Peer}
	if o.Ratio == 0 {
		return append(cells, "", "", "", "", "", "", bar, "", o.result())
	}
	return append(cells, orBlank("%.0f", float64(o.Rounds)),
		orBlank("%.4f", o.Accuracy), orBlank("%.4f", o.PeerAccuracy),
		fmt.Sprintf("%.3f", o.Seconds), fmt.Sprintf("%.3f", o.PeerSeconds),
		fmt.Sprintf("%.2fx", o.Ratio), bar, orBlank("%.0f", o.megabytes()), o.result())
}

// title is the contestant as a reader wants it.
func (o outcome) title() string {
	words := strings.Split(o.Contestant.String(), "/")
	if o.Train > 0 {
		words = append(words, fmt.Sprintf("[first %d images]", o.Train))
	}
	return strings.Join(words, " ")
}

func orBlank(format string, value float64) string {
	if value == 0 {
		return ""
	}
	return fmt.Sprintf(format, value)
}

// notes say what was compared with what, and who doubted.
func (r report) notes() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: content digest %s\n", r.Dataset, r.Digest)
	fmt.Fprintf(&b, "fmnist %s; %s; %d threads on either side; %s\n", r.Version, orElse(r.Peers, "scikit-learn not run"), r.Threads, r.Machine)
	b.WriteString("seconds: fit + predict, median of the rounds; of libsvm and liblinear whole processes, reading text files included; of sgemm one product\n")
	b.WriteString("accuracy: mean of the rounds, a round a seed; judged with one standard error to spare, with three rounds or more where the seed matters\n")
	if r.Families > 0 {
		fmt.Fprintf(&b, "geometric mean of the ratios with scikit-learn (families: %d): %.1fx\n", r.Families, r.GeometricMean)
	}
	for _, o := range r.Rows {
		if o.Bar.ObjectivePercent > 0 && o.Objective != 0 {
			fmt.Fprintf(&b, "%s: dual objective %.8g, the peer's %.8g: %.4f%% apart\n", o.row, o.Objective, o.PeerObjective, o.objectivePercent())
		}
		if o.Bar.PredictRatio > 0 && o.PredictRatio != 0 {
			fmt.Fprintf(&b, "%s: predict %.3f s, the peer's %.3f: %.2fx, bar %gx\n", o.row, o.Predict, o.PeerPredict, o.PredictRatio, o.Bar.PredictRatio)
		}
		for _, w := range o.Warnings {
			fmt.Fprintf(&b, "warning: %s: fmnist: %s\n", o.row, w)
		}
		for _, w := range o.PeerWarnings {
			fmt.Fprintf(&b, "warning: %s: %s: %s\n", o.row, o.Peer, w)
		}
	}
	return b.String()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
