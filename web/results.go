package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fmnist/fmnist/bench"
)

// resultsPath is the script that every page needs.
const resultsPath = "data/results.js"

// overview is what resultsPath holds.
type overview struct {
	Version  string    `json:"version"`
	Made     time.Time `json:"made"`
	Live     bool      `json:"live"`
	Changes  bool      `json:"changes"` // who has the token may cancel and retry
	Source   string    `json:"source"`
	Datasets []setInfo `json:"datasets"`
	Rows     []row     `json:"rows"`
}

// row is a contestant on one data set.
type row struct {
	bench.Summary
	ID               string    `json:"id"`         // of its own file, see rowPath
	Series           string    `json:"series"`     // its identity, which stands in addresses
	Identity         string    `json:"identity"`   // the same on other data sets
	Contestant       string    `json:"contestant"` // without the conditions
	Kind             string    `json:"kind"`       // bench.FamilyKind, empty for programs of others
	TwoSigma         float64   `json:"two_sigma"`
	SecondsPerRepeat float64   `json:"seconds_per_repeat"`
	Done             time.Time `json:"done"`
}

// detail is what the page of a row needs beyond the overview.
type detail struct {
	Runs        []bench.Result      `json:"runs"`
	Reproduce   string              `json:"reproduce"`             // a command
	Predictions []byte              `json:"predictions,omitempty"` // of the first repeat that is ok
	Confusion   [][]int             `json:"confusion,omitempty"`   // of the same, as are the scores
	Classes     []bench.ClassScores `json:"classes,omitempty"`
}

func newRow(s bench.Summary) row {
	series := s.Runs()[0].Series()
	digest := sha256.Sum256([]byte(series))
	return row{
		Summary: s, ID: hex.EncodeToString(digest[:8]), Series: series, Identity: s.Identity(),
		Contestant: s.Contestant().String(), Kind: bench.FamilyKind(s.Name),
		TwoSigma: s.TwoSigma(), SecondsPerRepeat: s.SecondsPerRepeat(), Done: s.Done(),
	}
}

func rowPath(id string) string { return "data/rows/" + id + ".js" }

func (s *Site) addResults(summaries []bench.Summary, sets []*Images, o Options) {
	o.Made = o.Made.UTC().Truncate(time.Second)
	view := overview{o.Version, o.Made, o.Live, o.Changes, o.Source, setInfos(summaries, sets), make([]row, len(summaries))}
	for i, summary := range summaries {
		r := newRow(summary)
		view.Rows[i] = r
		set := setOf(sets, summary.Digest)
		addScript(s.files, rowPath(r.ID), func() (any, error) { return newDetail(summary, set), nil })
	}
	addScript(s.files, resultsPath, func() (any, error) { return view, nil })
	s.add(resultsPath, s.files[resultsPath])
	for _, set := range sets {
		newVotes(set, view.Rows).add(s.files)
	}
	for _, format := range []string{"csv", "json", "jsonl", "md"} {
		s.files["results."+format] = func() ([]byte, error) {
			var b bytes.Buffer
			err := bench.WriteReport(&b, format, summaries)
			return b.Bytes(), err
		}
	}
}

func setOf(sets []*Images, digest string) *Images {
	if i := slices.IndexFunc(sets, func(set *Images) bool { return set.data.Digest == digest }); i >= 0 {
		return sets[i]
	}
	return nil
}

// newDetail is the detail of a summary; set is nil where its data are not here.
func newDetail(s bench.Summary, set *Images) detail {
	d := detail{Runs: s.Runs(), Reproduce: reproduce(s)}
	first, ok := s.First()
	if !ok {
		return d
	}
	d.Predictions = first.Predictions
	if set != nil && len(d.Predictions) == set.data.Test.Len() {
		d.Confusion = bench.Confusion(set.data.Test.Labels, d.Predictions, len(set.data.Classes))
		d.Classes = bench.Scores(d.Confusion, set.data.Classes)
	}
	return d
}

// reproduce is the command that runs the summary's repeats again.
func reproduce(s bench.Summary) string {
	suite := "FILE" // one of the user's own
	for _, name := range []string{"quick", "classic"} {
		if listed(name, s.Contestant()) {
			suite = name
			break
		}
	}
	contestant := "^" + regexp.QuoteMeta(s.Contestant().String()) + "$"
	command := fmt.Sprintf("fmnist bench --suite %s --only %s --data %s --threads %d --seed %d --repeats %d",
		suite, shellQuote(contestant), shellQuote(s.Dataset), s.Threads, s.Seed, s.Repeats)
	if bench.FamilyKind(s.Name) == "" {
		return strings.Replace(command, "--suite FILE", "--suite none --contestant FOLDER", 1)
	}
	return command + " --scaling " + s.Scaling
}

func listed(suite string, c bench.Contestant) bool {
	s, err := bench.LoadSuite(suite)
	return err == nil && slices.ContainsFunc(s.Contestants, func(other bench.Contestant) bool { return other.String() == c.String() })
}

var plain = regexp.MustCompile(`^[\w./=,:@%+-]+$`)

// shellQuote is the argument as a POSIX shell takes it.
func shellQuote(argument string) string {
	if plain.MatchString(argument) {
		return argument
	}
	return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
}
