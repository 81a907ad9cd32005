package bench

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

func mustLoad(t *testing.T, name string) Suite {
	t.Helper()
	suite, err := LoadSuite(name)
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

// The counts are the original's: 14 families, 143 combinations.
func TestClassicIsTheOriginal(t *testing.T) {
	got := map[string]int{}
	for _, c := range mustLoad(t, "classic").Contestants {
		got[c.Name]++
	}
	want := map[string]int{
		"PassiveAggressiveClassifier": 3, "SGDClassifier": 15, "Perceptron": 3, "DecisionTreeClassifier": 12,
		"RandomForestClassifier": 18, "LogisticRegression": 12, "MLPClassifier": 8, "KNeighborsClassifier": 12,
		"SVC": 12, "GaussianNB": 1, "ExtraTreeClassifier": 12, "GaussianProcessClassifier": 2,
		"GradientBoostingClassifier": 9, "LinearSVC": 24,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("combinations a family (-want +got):\n%s", diff)
	}
}

func TestClassicKeepsTheOrder(t *testing.T) {
	suite := mustLoad(t, "classic")
	got := []string{suite.Contestants[0].String(), suite.Contestants[3].String(), suite.Contestants[4].String(), suite.Contestants[142].String()}
	want := []string{
		"PassiveAggressiveClassifier/C=1",
		"SGDClassifier/loss=hinge/penalty=l1",
		"SGDClassifier/loss=hinge/penalty=l2",
		"LinearSVC/C=100/loss=squared_hinge/multi_class=crammer_singer/penalty=l2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A family without a member in quick would never be seen by `make bench`.
func TestQuickHasEveryFamilyOnce(t *testing.T) {
	var got []string
	for _, c := range mustLoad(t, "quick").Contestants {
		got = append(got, c.Name)
		if _, err := families.New(c.Name, []byte(c.Parameters.JSON())); err != nil {
			t.Error(err)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(families.Names(), got); diff != "" {
		t.Errorf("(-families +quick):\n%s", diff)
	}
}

// Whatever of the original's suite has a family here takes its parameters.
func TestFamiliesTakeTheOriginalsParameters(t *testing.T) {
	known := slices.Collect(slices.Values(families.Names()))
	for _, c := range mustLoad(t, "classic").Contestants {
		if !slices.Contains(known, c.Name) {
			continue
		}
		if _, err := families.New(c.Name, []byte(c.Parameters.JSON())); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
}

func TestParseSuite(t *testing.T) {
	suite, err := ParseSuite("test", []byte(`{
		"common": {"verbose": true},
		"classifiers": {
			"B": [{"sizes": ["(10,)", "(100, 10,)"], "mode": ["a"]}, {"x": [1, null]}],
			"A": [],
			"C": [[{"x": [1], "y": [2]}], [{"x": [3, 4]}]]
		}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range suite.Contestants {
		got = append(got, c.String())
	}
	want := []string{
		"B/mode=a/sizes=[10]/verbose=true/x=1",
		"B/mode=a/sizes=[10]/verbose=true/x=null",
		"B/mode=a/sizes=[100,10]/verbose=true/x=1",
		"B/mode=a/sizes=[100,10]/verbose=true/x=null",
		"A/verbose=true",
		"C/verbose=true/x=1/y=2",
		"C/verbose=true/x=3",
		"C/verbose=true/x=4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseSuiteRefuses(t *testing.T) {
	for text, fault := range map[string]string{
		`{"classifiers": {"A": [{"x": ["(1, a)"]}]}}`:          "not a tuple",
		`{"classifiers": {"A": [{"x": [1]}, {"x": [2]}]}}`:     "given twice",
		`{"classifiers": {"A": [{"x": [1, 1]}]}}`:              "listed twice",
		`{"classifiers": {"A": {"x": 1}}}`:                     "A:",
		`{"classifiers": {"A": [[{"x": [1]}], {"x": [2]}]}}`:   "A:",
		`{"classifiers": {"A": [[{"x": [1]}], [{"x": [1]}]]}}`: "listed twice",
		`{"classifiers": {"A": [{"x": 1}]}}`:                   "x:",
		`{"classifiers": []}`:                                  "object",
		`{"clasifiers": {}}`:                                   "clasifiers",
		`{"classifiers": {"A": [{"x": [1]}]}} {"another": 1}`:  "after the end",
		`{"classifiers": {"A": [`:                              "EOF",
	} {
		_, err := ParseSuite("test", []byte(text))
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: error %v, want one about %q", text, err, fault)
		}
	}
}

func TestLoadSuiteNamesTheFault(t *testing.T) {
	if _, err := LoadSuite("qick"); err == nil || !strings.Contains(err.Error(), "classic, deep, modern, quick") {
		t.Errorf("error %v, want one that lists the suites", err)
	}
	if _, err := LoadSuite("./no/such.json"); err == nil || !strings.Contains(err.Error(), "no/such.json") {
		t.Errorf("error %v, want one that names the file", err)
	}
}

func TestOnly(t *testing.T) {
	kept := mustLoad(t, "classic").Only(regexp.MustCompile(`^KNeighbors.*p=2`))
	if len(kept.Contestants) != 6 {
		t.Errorf("%d contestants match, want 6", len(kept.Contestants))
	}
}

func TestKeysTellRunsApart(t *testing.T) {
	base := Run{Contestant: Contestant{"A", Parameters{"x": 1.0}}, Dataset: "d", Digest: "0123456789abcdef", Scaling: learn.StandardScaling, Threads: 2, Program: "9b01c2d3"}
	variants := map[string]Run{"base": base}
	add := func(name string, change func(*Run)) {
		r := base
		r.Parameters = maps.Clone(base.Parameters)
		change(&r)
		variants[name] = r
	}
	add("seed", func(r *Run) { r.Seed = 1 })
	add("scaling", func(r *Run) { r.Scaling = learn.NoScaling })
	add("digest", func(r *Run) { r.Digest = "f123456789abcdef" })
	add("threads", func(r *Run) { r.Threads = 1 })
	add("program", func(r *Run) { r.Program = "9b01c2d4" })
	add("parameter", func(r *Run) { r.Parameters["x"] = 2.0 })
	add("more", func(r *Run) { r.Parameters["y"] = 2.0 })
	add("slash", func(r *Run) { r.Parameters["x"] = "1/y=2" })
	seen := map[string]string{}
	for name, r := range variants {
		if other, twice := seen[r.Key()]; twice {
			t.Errorf("%s and %s share the key %s", name, other, r.Key())
		}
		seen[r.Key()] = name
	}
	if got, want := base.Key(), "A/x=1@d.0123456789ab+standard+2threads+9b01c2d3#0"; got != want {
		t.Errorf("key %s, want %s", got, want)
	}
}
