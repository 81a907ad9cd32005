package study

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// Field is the contestants that have a result on a data set.
type Field struct {
	Dataset   string
	Digest    string
	Title     string
	Images    int // test images
	Standings []Standing
}

// Standing is one contestant's result.
type Standing struct {
	Contestant string // with the preprocessing where that is not the standard one
	Family     string
	Accuracy   float64

	predicted, truth []uint8 // empty where only the accuracy is known
}

// accuracyOn is the share of the test images labelled right by the first repeat,
// of those that keep names, nil for all.
func (s Standing) accuracyOn(keep []bool) float64 {
	right, n := 0, 0
	for i, y := range s.truth {
		if keep == nil || keep[i] {
			n++
			right += boolInt(s.predicted[i] == y)
		}
	}
	return float64(right) / float64(n)
}

// FieldOf is the field of a data set in results.
func FieldOf(results []bench.Summary, d *dataset.Dataset) Field {
	return Field{d.Name, d.Digest, title(d), d.Test.Len(), standings(results, d)}
}

// standings are those of the results that have a prediction for every test
// image of the data set, in their order.
func standings(results []bench.Summary, d *dataset.Dataset) []Standing {
	var all []Standing
	seen := map[string]bool{}
	for _, s := range results {
		first, ok := s.First()
		name := contestantName(s.Contestant(), s.Scaling)
		if !ok || s.Digest != d.Digest || len(first.Predictions) != d.Test.Len() || seen[name] {
			continue
		}
		seen[name] = true
		all = append(all, Standing{name, s.Name, s.Accuracy, first.Predictions, d.Test.Labels})
	}
	return all
}

func contestantName(c bench.Contestant, scaling string) string {
	if scaling == "" || scaling == learn.StandardScaling {
		return c.String()
	}
	return c.String() + " (" + scaling + ")"
}

// ReadFields reads results in the form of `fmnist results --format jsonl`, which
// has accuracies and no predictions. name is for errors.
func ReadFields(r io.Reader, name string) ([]Field, error) {
	var fields []Field
	at := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var line struct {
			bench.Contestant
			Dataset string       `json:"dataset"`
			Digest  string       `json:"dataset_digest"`
			Mean    *float64     `json:"mean_accuracy"`
			Status  bench.Status `json:"status"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, n, err)
		}
		if line.Mean == nil || line.Name == "" {
			continue
		}
		if !(*line.Mean >= 0 && *line.Mean <= 1) {
			return nil, fmt.Errorf("%s: line %d: mean_accuracy %g, want 0 to 1", name, n, *line.Mean)
		}
		key := line.Dataset + " " + line.Digest
		k, known := at[key]
		if !known {
			k = len(fields)
			at[key] = k
			fields = append(fields, newField(line.Dataset, line.Digest))
		}
		contestant := line.Contestant.String()
		if !slices.ContainsFunc(fields[k].Standings, func(s Standing) bool { return s.Contestant == contestant }) {
			fields[k].Standings = append(fields[k].Standings, Standing{Contestant: contestant, Family: line.Name, Accuracy: *line.Mean})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return fields, nil
}

// newField knows the test set where the catalogue does.
func newField(name, digest string) Field {
	f := Field{Dataset: name, Digest: digest, Title: name}
	for _, e := range dataset.Catalogue {
		if e.Digest() == digest || digest == "" && e.Name == name {
			f.Dataset, f.Digest, f.Title, f.Images = e.Name, e.Digest(), e.Title, e.Test
		}
	}
	return f
}

// common is both fields with the contestants that both have, in the same order.
func common(a, b Field) (Field, Field) {
	inB := map[string]Standing{}
	for _, s := range b.Standings {
		inB[s.Contestant] = s
	}
	all := a.Standings
	a.Standings, b.Standings = nil, nil
	for _, s := range all {
		if other, both := inB[s.Contestant]; both {
			a.Standings, b.Standings = append(a.Standings, s), append(b.Standings, other)
		}
	}
	return a, b
}

func (f Field) accuracies() []float64 {
	all := make([]float64, len(f.Standings))
	for i, s := range f.Standings {
		all[i] = s.Accuracy
	}
	return all
}

// paired reports whether there are predictions to test with.
func (f Field) paired() bool {
	return !slices.ContainsFunc(f.Standings, func(s Standing) bool { return len(s.truth) == 0 })
}

// apart is which pairs of contestants differ by more than chance in the choice
// of test images explains: by McNemar's exact test, or where only accuracies are
// known by the test of two independent shares, which tells fewer apart; at 5%
// after Holm's correction for all pairs.
func (f Field) apart() [][]bool {
	n := len(f.Standings)
	var p []float64
	paired := f.paired()
	for i := range n {
		for j := range i {
			if paired {
				p = append(p, mcNemar(f.Standings[i], f.Standings[j]))
			} else {
				p = append(p, twoShares(f.Standings[i].Accuracy, f.Standings[j].Accuracy, f.Images))
			}
		}
	}
	adjusted := bench.Holm(p)
	differ := matrixOf[bool](n)
	for i, k := 0, 0; i < n; i++ {
		for j := range i {
			differ[i][j] = adjusted[k] < 0.05
			differ[j][i] = differ[i][j]
			k++
		}
	}
	return differ
}

func mcNemar(a, b Standing) float64 {
	onlyA, onlyB := 0, 0
	for i, y := range a.truth {
		rightA, rightB := a.predicted[i] == y, b.predicted[i] == y
		onlyA += boolInt(rightA && !rightB)
		onlyB += boolInt(rightB && !rightA)
	}
	return bench.NewMcNemar(onlyA, onlyB).P
}

// twoShares is the two-sided p of two shares of n each being the same, by the
// normal approximation with the pooled variance.
func twoShares(a, b float64, n int) float64 {
	mean := (a + b) / 2
	spread := math.Sqrt(2 * mean * (1 - mean) / float64(n))
	if a == b || n == 0 {
		return 1
	}
	return 2 * distuv.UnitNormal.Survival(math.Abs(a-b)/spread)
}

// best are the contestants of which none is better: those that no contestant
// with a higher accuracy is apart from.
func (f Field) best(apart [][]bool) []int {
	var all []int
	for i, s := range f.Standings {
		beaten := false
		for j, other := range f.Standings {
			beaten = beaten || other.Accuracy > s.Accuracy && apart[i][j]
		}
		if !beaten {
			all = append(all, i)
		}
	}
	return all
}

// ranks are the places by accuracy from 1, ties at their mean.
func ranks(accuracies []float64) []float64 {
	order := make([]int, len(accuracies))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return compareDescending(accuracies[i], accuracies[j]) })
	places := make([]float64, len(accuracies))
	for lo := 0; lo < len(order); {
		hi := lo + 1
		for hi < len(order) && accuracies[order[hi]] == accuracies[order[lo]] {
			hi++
		}
		for _, i := range order[lo:hi] {
			places[i] = float64(lo+hi+1) / 2
		}
		lo = hi
	}
	return places
}
