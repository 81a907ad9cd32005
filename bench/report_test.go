package bench

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sampleResults are two contestants on two data sets: one that ends early, one
// that fails on the second.
func sampleResults() []Result {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	make := func(name string, parameters Parameters, data string, seed uint64, accuracy, fit float64) Result {
		digest := strings.Repeat(map[string]string{"fashion": "ab", "mnist": "cd"}[data], 32)
		at = at.Add(10 * time.Second)
		return Result{
			Run:    Run{Contestant{name, parameters}, data, digest, "standard", 2, "9b01c2d3", seed},
			Status: OK, Accuracy: accuracy, TestImages: 10000,
			FitSeconds: fit, PredictSeconds: fit / 2, CPUSeconds: fit * 2,
			PeakMemoryBytes: 100 << 20, Version: "v1", Machine: "a machine",
			Started: at, Done: at.Add(time.Duration(3 * fit * float64(time.Second))),
		}
	}
	knn := Parameters{"n_neighbors": 5.0, "p": 2.0, "weights": "uniform"}
	tree := Parameters{"criterion": "gini", "max_depth": 100.0}
	results := []Result{
		make("KNeighborsClassifier", knn, "fashion", 0, 0.8533, 1.25),
		make("KNeighborsClassifier", knn, "mnist", 0, 0.9443, 1.5),
		make("DecisionTreeClassifier", tree, "fashion", 0, 0.79, 2),
		make("DecisionTreeClassifier", tree, "mnist", 0, 0, 0),
		make("DecisionTreeClassifier", tree, "fashion", 1, 0.8, 4),
		make("KNeighborsClassifier", knn, "fashion", 1, 0.8533, 1.75),
	}
	results[3].Status, results[3].Reason = Timeout, "stopped after the time limit of 2s"
	results[4].Warnings = []string{"it did not converge"}
	results[5].TimingDoubts = []string{"others used 40% of the run's cores"}
	return results
}

func TestReports(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			if err := WriteReport(&got, format, Summarize(sampleResults())); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "report."+format)
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The original's readers find the fields they know, with the meaning they know.
func TestJSONLinesAreTheOriginals(t *testing.T) {
	var out bytes.Buffer
	if err := WriteReport(&out, "jsonl", Summarize(sampleResults())); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines, want one a contestant and data set", len(lines))
	}
	var tree map[string]any
	if err := json.Unmarshal([]byte(lines[2]), &tree); err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]any{
		"name": "DecisionTreeClassifier", "parameter": map[string]any{"criterion": "gini", "max_depth": 100.0},
		"score": []any{0.79, 0.8}, "num_repeat": 2.0, "mean_accuracy": 0.795, "std_accuracy": 0.01, // 2 x 0.005
		"time_per_repeat": 9.0, // (6 s + 12 s) / 2
		"dataset":         "fashion", "status": "ok",
	} {
		if diff := cmp.Diff(want, tree[field], cmp.Comparer(func(a, b float64) bool { return abs(a-b) < 1e-12 })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", field, diff)
		}
	}
}

func TestCSVIsRectangular(t *testing.T) {
	var out bytes.Buffer
	if err := WriteReport(&out, "csv", Summarize(sampleResults())); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll() // refuses ragged rows
	if err != nil || len(rows) != 5 {
		t.Errorf("%d rows, error %v, want a header and four", len(rows), err)
	}
}

func TestEmptyReports(t *testing.T) {
	for _, format := range Formats() {
		var out bytes.Buffer
		if err := WriteReport(&out, format, nil); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if format == "json" && strings.TrimSpace(out.String()) != "[]" {
			t.Errorf("json of no results is %q, want an empty array", out.String())
		}
	}
	if err := WriteReport(nil, "xml", nil); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("an unknown format: error %v, want one that lists the known", err)
	}
}

// Two contents under one name must not share a column.
func TestSameNameOtherContent(t *testing.T) {
	results := sampleResults()[:2]
	results[1].Dataset = results[0].Dataset
	columns := dataColumns(Summarize(results))
	if len(columns) != 2 || columns[0].title == columns[1].title {
		t.Errorf("columns %v, want two with titles of their own", columns)
	}
}

// Times of two machines stand in one table only with a mark each.
func TestReportTellsMachinesApart(t *testing.T) {
	results := sampleResults()
	results[1].Machine = "another machine"
	var out bytes.Buffer
	if err := WriteReport(&out, "table", Summarize(results)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1.50 [1] / 1.50 [2]", "[1] are of: a machine", "[2] are of: another machine", "nothing about each other"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

// Rows that differ in threads or in the program only are told apart, and
// Newest leaves the last program's.
func TestReportTellsConditionsApart(t *testing.T) {
	results := sampleResults()[:1]
	fewer, older := results[0], results[0]
	fewer.Threads = 1
	older.Program = "00000000"
	older.Done = older.Done.Add(-time.Hour)
	results = append(results, fewer, older)
	var out bytes.Buffer
	if err := WriteReport(&out, "table", Summarize(results)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"threads=1", "threads=2", "program=00000000", "program=9b01c2d3"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
	newest := Newest(Summarize(results))
	if len(newest) != 2 || newest[0].Program != "9b01c2d3" || newest[1].Threads != 1 {
		t.Errorf("the newest are %v", newest)
	}
}
