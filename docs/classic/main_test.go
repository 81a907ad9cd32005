package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/bench"
)

func TestPageIsUpToDate(t *testing.T) {
	page, err := os.ReadFile("../classic.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := update("../..", string(page))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(page)); diff != "" {
		t.Errorf("docs/classic.md is not what its inputs say: run `make docs` (-want +got):\n%s", diff)
	}
}

// Every row of the paper's is found by exactly one combination on each data set.
func TestPaperMatches(t *testing.T) {
	s, err := read("../..")
	if err != nil {
		t.Fatal(err)
	}
	suite, err := bench.LoadSuite("classic")
	if err != nil {
		t.Fatal(err)
	}
	found := map[*row]int{}
	for _, c := range suite.Contestants {
		for _, dataset := range []string{"fashion", "mnist"} {
			if r := find(s.paper, c, dataset); r != nil {
				found[r]++
			}
		}
	}
	if len(found) != 2*126 || len(s.paper) != 2*126 {
		t.Errorf("%d of %d rows found, want all 252", len(found), len(s.paper))
	}
	for r, n := range found {
		if n != 1 {
			t.Errorf("%+v found %d times", *r, n)
		}
	}
}

func TestTable(t *testing.T) {
	bayes := bench.Contestant{Name: "GaussianNB", Parameters: bench.Parameters{"var_smoothing": 0.5}}
	same := map[string]string{"var_smoothing": "0.5"}
	s := sources{
		ours: []row{
			{"GaussianNB", "fashion", same, 0.58, bench.OK},
			{"GaussianNB", "mnist", same, 0, bench.Timeout},
		},
		paper: []row{
			{"GaussianNB", "fashion", same, 0.511, bench.OK},
			{"GaussianNB", "mnist", same, 0.524, bench.OK},
		},
		sklearn: []row{{"GaussianNB", "fashion", same, 0.5791, bench.OK}},
	}
	got := s.table([]bench.Contestant{bayes})
	want := "| var_smoothing=0.5 | 0.5800 | 0.511 | **+6.9** | 0.5791 | +0.1 | timeout | 0.524 | | | |\n"
	if !strings.Contains(got, want) {
		t.Errorf("%q lacks\n%q", got, want)
	}
}

func TestUpdateNamesTheFault(t *testing.T) {
	for page, fault := range map[string]string{
		"<!-- begin GaussianNB -->\n<!-- end SVC -->":  `from "GaussianNB" to "SVC"`,
		"<!-- begin XGBoost -->\n<!-- end XGBoost -->": `from "XGBoost" to "XGBoost"`,
		"no tables": "no table of SVC",
	} {
		if _, err := update("../..", page); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%q: error %v, want one about %q", page, err, fault)
		}
	}
}
