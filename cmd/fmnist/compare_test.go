package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// benchTwo benches two variants of a family on two data sets and returns the
// database and the data sets' folders.
func benchTwo(t *testing.T) (db, data string) {
	t.Helper()
	db = filepath.Join(t.TempDir(), "results.db")
	data = smallData(t, "one", 1) + "," + smallData(t, "two", 2)
	suite := writeSuite(t, `{"classifiers": {"GaussianNB": [{"var_smoothing": [1e-9, 1e6]}]}}`)
	if o := finish(t, program(t, "bench", "--suite", suite, "--data", data, "--db", db)); o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	return db, data
}

func TestCompare(t *testing.T) {
	db, data := benchTwo(t)
	o := finish(t, program(t, "compare", "GaussianNB/var_smoothing=1e-9", "1e.06|1000000", "--db", db, "--data", data, "--json"))
	if o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	var comparisons []struct {
		Dataset string
		A       struct{ Contestant string }
		Times   struct{ Refused string }
	}
	if err := json.Unmarshal([]byte(o.stdout), &comparisons); err != nil {
		t.Fatalf("%v\n%s", err, o.stdout)
	}
	if len(comparisons) != 2 || comparisons[0].Dataset != "one" || comparisons[1].A.Contestant != "GaussianNB/var_smoothing=1e-9" || comparisons[0].Times.Refused != "" {
		t.Errorf("comparisons %+v", comparisons)
	}
	if o := finish(t, program(t, "compare", "1e-9", "1000000", "--db", db, "--data", data)); o.code != 0 || !strings.Contains(o.stdout, "McNemar") {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
}

func TestCompareRanksAll(t *testing.T) {
	db, data := benchTwo(t)
	o := finish(t, program(t, "compare", "--db", db, "--data", data))
	if o.code != 0 || strings.Count(o.stdout, "GaussianNB/") != 4 || !strings.Contains(o.stdout, "order on one and on two, 2 contestants") {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	var ranked struct {
		Rankings     []struct{ Rows []any }
		Correlations []struct{ A, B string }
	}
	o = finish(t, program(t, "compare", "--db", db, "--data", data, "--json"))
	if err := json.Unmarshal([]byte(o.stdout), &ranked); err != nil || len(ranked.Rankings) != 2 || len(ranked.Rankings[0].Rows) != 2 || len(ranked.Correlations) != 1 {
		t.Errorf("%v\n%s", err, o.stdout)
	}
}

func TestCompareTellsWhatIsWrong(t *testing.T) {
	db, data := benchTwo(t)
	other := smallData(t, "other", 3)
	for _, c := range []struct {
		args  []string
		code  int
		fault string
	}{
		{[]string{"compare", "Gauss", "1e-9", "--data", data}, 1, "names 2 contestants"},
		{[]string{"compare", "1e-9", "KNeighbors", "--data", data}, 1, "names no contestant"},
		{[]string{"compare", "1e-9", "[", "--data", data}, 2, "missing closing"},
		{[]string{"compare", "1e-9", "--data", data}, 2, "want two contestants"},
		{[]string{"compare", "1e-9", "1000000", "--data", other}, 1, "no results of the data in"},
		{[]string{"compare", "1e-9", "1000000"}, 1, "--data names the data sets"},
	} {
		if o := finish(t, program(t, append(c.args, "--db", db)...)); o.code != c.code || !strings.Contains(o.stderr, c.fault) {
			t.Errorf("%v: exit %d: %s", c.args, o.code, o.stderr)
		}
	}
	if o := finish(t, program(t, "compare", "--db", filepath.Join(t.TempDir(), "none.db"))); o.code != 1 {
		t.Errorf("a database that is not there: exit %d", o.code)
	}
}
