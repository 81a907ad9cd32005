package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"

	"github.com/fmnist/fmnist/bench"
)

//go:embed rows.json
var rowsFile []byte

// row is one comparison: a contestant, a peer, and what is expected.
type row struct {
	bench.Contestant
	Train int    `json:"train,omitempty"` // this many of the first training images; 0: all
	Peer  string `json:"peer"`            // sklearn, torch, libsvm, liblinear or openblas
	// PeerParameters are those that a library in Python gets besides the contestant's,
	// or in their place.
	PeerParameters bench.Parameters `json:"peer_parameter,omitempty"`
	// Arguments are those of svm-train or liblinear-train; {gamma} stands for
	// scikit-learn's gamma=scale.
	Arguments []string `json:"arguments,omitempty"`
	// Seconds are about what the peer takes for one round on two cores.
	Seconds float64 `json:"seconds"`
	// Seeded says that the accuracy moves with the seed by as much as the bar
	// allows, so that one round proves nothing.
	Seeded bool `json:"seeded,omitempty"`
	Bar    bar  `json:"bar"`
	// leftOut is why the selection does not run the row.
	leftOut string
}

// bar is what fmnist has to reach; what is zero is not asked for.
type bar struct {
	Ratio float64 `json:"ratio,omitempty"` // the peer's seconds over ours, at least
	// PredictRatio is Ratio for the seconds of predict alone.
	PredictRatio float64 `json:"predict_ratio,omitempty"`
	Points       float64 `json:"points,omitempty"`    // percentage points of accuracy below the peer, at most
	MemoryMB     float64 `json:"memory_mb,omitempty"` // peak memory of our process, at most
	// ObjectivePercent is how far the dual objective may be from the peer's.
	ObjectivePercent float64 `json:"objective_percent,omitempty"`
}

// String is the row's identity: SVC/C=10/kernel=rbf:10000 vs libsvm.
func (r row) String() string {
	s := r.Contestant.String()
	if r.Train > 0 {
		s += fmt.Sprintf(":%d", r.Train)
	}
	return s + " vs " + r.Peer
}

// loadRows reads the list and refuses one that is not well-formed.
func loadRows(text []byte) ([]row, error) {
	var rows []row
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&rows); err != nil {
		return nil, fmt.Errorf("rows: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("rows: text after the end of the list")
	}
	seen := map[string]bool{}
	for _, r := range rows {
		_, tool := tools[r.Peer]
		switch {
		case seen[r.String()]:
			return nil, fmt.Errorf("rows: %s is listed twice", r)
		case !tool && libraries[r.Peer] == library{} && r.Peer != "openblas":
			return nil, fmt.Errorf("rows: %s: no such peer", r)
		case tool != (r.Arguments != nil):
			return nil, fmt.Errorf("rows: %s: libsvm and liblinear take arguments, the others parameters", r)
		}
		seen[r.String()] = true
	}
	return rows, nil
}

// Rows are left out by the seconds that the peer takes for one round.
const (
	slowSeconds   = 120 // above: only with --all
	quickSeconds  = 15  // up to here: with --quick
	repeatSeconds = 10  // below: three rounds
)

// selection is which rows to run, on how much.
type selection struct {
	only       *regexp.Regexp
	quick, all bool
	train      int // most training images; 0: any number
}

// choose is the rows that match, those too slow marked as left out. total is
// the number of training images there are.
func (s selection) choose(rows []row, total int) []row {
	var chosen []row
	for _, r := range rows {
		if !s.only.MatchString(r.String()) {
			continue
		}
		if s.train > 0 && r.Peer != "openblas" {
			r = r.limit(s.train, total)
		}
		switch {
		case s.quick && r.Seconds > quickSeconds:
			r.leftOut = fmt.Sprintf("not quick (about %.0f s)", r.Seconds)
		case !s.quick && !s.all && r.Seconds > slowSeconds:
			r.leftOut = fmt.Sprintf("slow (about %.0f s), --all runs it", r.Seconds)
		}
		chosen = append(chosen, r)
	}
	return chosen
}

// limit is the row on at most n training images. Its bars of speed and memory
// are for the number it had.
func (r row) limit(n, total int) row {
	had := r.Train
	if had == 0 {
		had = total
	}
	if n < had {
		r.Train, r.Seconds = n, r.Seconds*float64(n)/float64(had)
		r.Bar.Ratio, r.Bar.PredictRatio, r.Bar.MemoryMB = 0, 0, 0
	}
	return r
}

// roundsOf is how many rounds the row gets when the command line does not say.
func (r row) roundsOf() int {
	if r.Seconds < repeatSeconds {
		return 3
	}
	return 1
}
