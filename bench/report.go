package bench

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/fmnist/fmnist/learn"
)

// formats write summaries in the forms of `fmnist results`.
var formats = map[string]func(io.Writer, []Summary) error{
	"table": writeTable,
	"md":    writeMarkdown,
	"json":  writeJSON,
	"jsonl": writeJSONLines,
	"csv":   writeCSV,
}

// Formats are the names that WriteReport knows.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// WriteReport writes the summaries as
//
//	table, md  side by side: a contestant a row, a data set a column
//	json       an array of Summary
//	jsonl      the original runner's objects, one a line, with the data set and the status
//	csv        a Summary a line, lists and objects as JSON
func WriteReport(w io.Writer, format string, summaries []Summary) error {
	write, ok := formats[format]
	if !ok {
		return fmt.Errorf("bench: format %q, want one of %s", format, strings.Join(Formats(), ", "))
	}
	return write(w, summaries)
}

func writeTable(w io.Writer, summaries []Summary) error {
	side := sideBySide(summaries)
	side.SetStyle(table.StyleLight)
	_, err := fmt.Fprintf(w, "%s\n%s", side.Render(), footnotes(summaries))
	return err
}

func writeMarkdown(w io.Writer, summaries []Summary) error {
	_, err := fmt.Fprintf(w, "%s\n\n%s", sideBySide(summaries).RenderMarkdown(), footnotes(summaries))
	return err
}

// sideBySide is the table of the whole project: each contestant once, its
// accuracy on every data set beside it.
func sideBySide(summaries []Summary) table.Writer {
	columns, machines, details := dataColumns(summaries), machinesOf(summaries), differingConditions(summaries)
	t := table.NewWriter()
	header := table.Row{"family", "parameters"}
	for _, c := range columns {
		header = append(header, c.title+" accuracy")
	}
	t.AppendHeader(append(header, "fit s", "predict s", "status"))
	t.SetColumnConfigs(rightAligned(3, len(columns)+2))
	for _, row := range contestantRows(summaries) {
		cells := table.Row{row[0].Name, details.parameters(row[0])}
		var fits, predictions []string
		for _, c := range columns {
			s := c.find(row)
			cells = append(cells, accuracyCell(s))
			fits = append(fits, machines.seconds(s, Summary.fit))
			predictions = append(predictions, machines.seconds(s, Summary.predict))
		}
		t.AppendRow(append(cells, strings.Join(fits, " / "), strings.Join(predictions, " / "), statusCell(row)))
	}
	return t
}

func (s Summary) fit() float64     { return s.FitSeconds }
func (s Summary) predict() float64 { return s.PredictSeconds }

// rightAligned are the settings of columns first to first+count-1.
func rightAligned(first, count int) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, count)
	for i := range configs {
		configs[i] = table.ColumnConfig{Number: first + i, Align: text.AlignRight}
	}
	return configs
}

// dataColumn is one data set of a table.
type dataColumn struct{ title, name, digest string }

// find is the row's summary on the column's data set, nil where there is none.
func (c dataColumn) find(row []Summary) *Summary {
	for i := range row {
		if row[i].Dataset == c.name && row[i].Digest == c.digest {
			return &row[i]
		}
	}
	return nil
}

// dataColumns are the data sets in the order of their appearance. Two contents
// under one name are told apart by their digests.
func dataColumns(summaries []Summary) []dataColumn {
	var columns []dataColumn
	for _, s := range summaries {
		c := dataColumn{name: s.Dataset, digest: s.Digest}
		if !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	for i := range columns {
		columns[i].title = columns[i].name
		for j := range columns {
			if i != j && columns[i].name == columns[j].name {
				columns[i].title = columns[i].name + "." + ShortDigest(columns[i].digest)
			}
		}
	}
	return columns
}

// contestantRows groups summaries by all that decides their results but the
// data set, in order of appearance.
func contestantRows(summaries []Summary) [][]Summary {
	index := map[string]int{}
	var rows [][]Summary
	for _, s := range summaries {
		key := s.Identity()
		i, known := index[key]
		if !known {
			i = len(rows)
			index[key] = i
			rows = append(rows, nil)
		}
		rows[i] = append(rows[i], s)
	}
	return rows
}

// conditions says which of a row's conditions a reader needs to tell it from
// the others: threads where not all rows have the same, the program where a
// contestant has more than one.
type conditions struct {
	threads bool
	program map[string]bool // by contestant
}

func differingConditions(summaries []Summary) conditions {
	c := conditions{program: map[string]bool{}}
	first := map[string]string{}
	for _, s := range summaries {
		c.threads = c.threads || s.Threads != summaries[0].Threads
		name := s.Contestant().String()
		program, seen := first[name]
		if !seen {
			first[name] = s.Program
		}
		c.program[name] = c.program[name] || seen && program != s.Program
	}
	return c
}

// parameters are a row's parameters as a reader wants them. Preprocessing is
// named where it is not the original's.
func (c conditions) parameters(s Summary) string {
	parts := make([]string, 0, len(s.Parameters)+1)
	for _, name := range sortedKeys(s.Parameters) {
		parts = append(parts, Parameters{name: s.Parameters[name]}.String())
	}
	if s.Scaling != learn.StandardScaling && s.Scaling != ownScaling {
		parts = append(parts, "scaling="+s.Scaling)
	}
	if c.threads {
		parts = append(parts, fmt.Sprintf("threads=%d", s.Threads))
	}
	if c.program[s.Contestant().String()] {
		parts = append(parts, "program="+s.Program)
	}
	return text.WrapSoft(strings.Join(parts, " "), 56)
}

// machines are those the times were measured on, in order of appearance. Where
// there are several, each time says which.
type machines []string

func machinesOf(summaries []Summary) machines {
	var m machines
	for _, s := range summaries {
		if len(s.Scores) > 0 && !slices.Contains(m, s.Machine) {
			m = append(m, s.Machine)
		}
	}
	return m
}

func (m machines) seconds(s *Summary, seconds func(Summary) float64) string {
	if s == nil || len(s.Scores) == 0 {
		return "-"
	}
	cell := strconv.FormatFloat(seconds(*s), 'f', 2, 64)
	if len(s.TimingDoubts) > 0 {
		cell = "~" + cell
	}
	if len(m) > 1 {
		cell += fmt.Sprintf(" [%d]", 1+slices.Index(m, s.Machine))
	}
	return cell
}

func (m machines) note() string {
	if len(m) == 1 {
		return "times are of: " + m[0] + "\n"
	}
	var b strings.Builder
	for i, name := range m {
		fmt.Fprintf(&b, "times marked [%d] are of: %s\n", i+1, name)
	}
	if len(m) > 1 {
		b.WriteString("times of different machines tell nothing about each other\n")
	}
	return b.String()
}

func accuracyCell(s *Summary) string {
	if s == nil || len(s.Scores) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.4f ± %.4f", s.Accuracy, (s.AccuracyHigh-s.AccuracyLow)/2)
}

// statusCell is ok, or what went wrong: once where it is the same on every data
// set.
func statusCell(row []Summary) string {
	var faults, places []string
	for _, s := range row {
		if s.Status == OK {
			continue
		}
		fault := fmt.Sprintf("%s: %s", s.Status, s.Reason)
		faults, places = append(faults, fault), append(places, s.Dataset+": "+fault)
	}
	switch {
	case len(faults) == len(row) && len(slices.Compact(slices.Clone(faults))) == 1:
		return text.WrapSoft(faults[0], 60)
	case len(faults) > 0:
		return text.WrapSoft(strings.Join(places, "; "), 60)
	case slices.ContainsFunc(row, func(s Summary) bool { return len(s.Warnings) > 0 }):
		return "ok, warned"
	}
	return string(OK)
}

// footnotes say which data the names stand for, and what the contestants warned of.
func footnotes(summaries []Summary) string {
	var b strings.Builder
	columns := dataColumns(summaries)
	for _, c := range columns {
		fmt.Fprintf(&b, "%s is the data of content digest %s\n", c.title, c.digest)
	}
	if len(columns) > 0 {
		fmt.Fprintf(&b, "accuracy: mean over repeats, ± half of the 95%% Wilson interval; fit s and predict s: medians, %s\n", columnTitles(columns))
	}
	b.WriteString(machinesOf(summaries).note())
	if slices.ContainsFunc(summaries, func(s Summary) bool { return len(s.TimingDoubts) > 0 }) {
		b.WriteString("~ before a time: others used the cores, or the run waited or used more of them than it was given, or repeats are of different machines; json and csv say which\n")
	}
	for _, s := range summaries {
		for _, w := range s.Warnings {
			fmt.Fprintf(&b, "warning: %s on %s: %s\n", s.Contestant(), s.Dataset, w)
		}
	}
	return b.String()
}

func columnTitles(columns []dataColumn) string {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	return strings.Join(titles, " / ")
}

func writeJSON(w io.Writer, summaries []Summary) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if summaries == nil {
		summaries = []Summary{}
	}
	return e.Encode(summaries)
}

// originalLine has the fields of the original's runner with their meaning
// there, and the data set and status, which it did not record.
type originalLine struct {
	Name          string     `json:"name"`
	Parameters    Parameters `json:"parameter"`
	Score         []float64  `json:"score"`           // of every repeat
	StartTime     int64      `json:"start_time"`      // Unix seconds
	DoneTime      int64      `json:"done_time"`       // the same
	NumRepeat     int        `json:"num_repeat"`      // repeats done
	MeanAccuracy  *float64   `json:"mean_accuracy"`   // null without a score
	StdAccuracy   *float64   `json:"std_accuracy"`    // two standard deviations
	TimePerRepeat int64      `json:"time_per_repeat"` // whole seconds, rounded down
	Dataset       string     `json:"dataset"`
	Digest        string     `json:"dataset_digest"`
	Status        Status     `json:"status"`
}

func writeJSONLines(w io.Writer, summaries []Summary) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, s := range summaries {
		if err := e.Encode(original(s)); err != nil {
			return err
		}
	}
	return nil
}

func original(s Summary) originalLine {
	line := originalLine{
		Name: s.Name, Parameters: s.Parameters, Score: s.Scores,
		StartTime: s.Started().Unix(), DoneTime: s.Done().Unix(), NumRepeat: len(s.Scores),
		Dataset: s.Dataset, Digest: s.Digest, Status: s.Status,
	}
	if len(s.Scores) > 0 {
		twoSigma := s.TwoSigma()
		line.MeanAccuracy, line.StdAccuracy = &s.Accuracy, &twoSigma
		line.TimePerRepeat = int64(s.SecondsPerRepeat())
	}
	return line
}

func writeCSV(w io.Writer, summaries []Summary) error {
	out := csv.NewWriter(w)
	out.Write([]string{"dataset", "dataset_digest", "scaling", "name", "parameter", "status", "reason",
		"accuracy", "accuracy_low", "accuracy_high", "scores", "fit_seconds", "predict_seconds",
		"peak_memory_bytes", "seed", "repeats", "threads", "program", "version", "machine", "warnings", "timing_doubts"})
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, s := range summaries {
		out.Write([]string{s.Dataset, s.Digest, s.Scaling, s.Name, s.Parameters.JSON(), string(s.Status), s.Reason,
			number(s.Accuracy), number(s.AccuracyLow), number(s.AccuracyHigh), compactJSON(s.Scores),
			number(s.FitSeconds), number(s.PredictSeconds), strconv.FormatInt(s.PeakMemoryBytes, 10),
			strconv.FormatUint(s.Seed, 10), strconv.Itoa(s.Repeats), strconv.Itoa(s.Threads),
			s.Program, s.Version, s.Machine, compactJSON(s.Warnings), compactJSON(s.TimingDoubts)})
	}
	out.Flush()
	return out.Error()
}
