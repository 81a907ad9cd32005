package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The cited results are those of the original's table; a few stand for all.
func TestCited(t *testing.T) {
	find := func(name, data string) Submission {
		i := slices.IndexFunc(Cited(), func(s Submission) bool { return s.Name == name && s.Dataset == data })
		if i < 0 {
			t.Fatalf("no %s on %s", name, data)
		}
		return Cited()[i]
	}
	human := find("Human performance", "fashion")
	if human.Accuracy != 0.835 || human.TestImages != 1000 || human.AccuracyLow > 0.82 || human.AccuracyHigh < 0.85 {
		t.Errorf("%+v", human)
	}
	if s := find("XGBoost", "mnist"); s.Accuracy != 0.958 || s.TestImages != 10000 {
		t.Errorf("%+v", s)
	}
	if s := Cited()[0]; s.Accuracy != 0.967 || s.Name != "WRN40-4 8.9M parameters" {
		t.Errorf("the best is %+v", s)
	}
	for _, s := range Cited() {
		if s.Scored || s.Reproduced || s.Source == "" || s.By == "" || s.Accuracy < 0.8 || s.Accuracy > 1 {
			t.Errorf("%+v", s)
		}
	}
	if len(Cited()) != 50 {
		t.Errorf("%d cited results", len(Cited()))
	}
}

func TestLoadPredictions(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ content, want, fault string }{
		"lines":     {"3\n0\n9\n", "\x03\x00\x09", ""},
		"windows":   {"3\r\n0\r\n9\r\n\r\n", "\x03\x00\x09", ""},
		"idx":       {"\x00\x00\x08\x01\x00\x00\x00\x03\x03\x00\x09", "\x03\x00\x09", ""},
		"few":       {"3\n0\n", "", "2 predictions for 3 test images"},
		"many":      {"3\n0\n1\n2\n", "", "4 predictions for 3 test images"},
		"word":      {"3\nshirt\n1\n", "", `line 2 is "shirt", want a label`},
		"large":     {"3\n256\n1\n", "", "line 2"},
		"empty":     {"", "", "no predictions, want 3"},
		"short idx": {"\x00\x00\x08\x01\x00\x00\x00\x03\x03", "", "claims more"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := LoadPredictions(path, 3)
		if c.fault == "" && (err != nil || string(got) != c.want) {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
		if c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault) || !strings.Contains(err.Error(), path)) {
			t.Errorf("%s: error %v, want one about %q that names the file", name, err, c.fault)
		}
	}
}
