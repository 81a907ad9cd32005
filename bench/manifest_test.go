package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadExternalRefuses(t *testing.T) {
	for text, fault := range map[string]string{
		`{"protocol": 1, "name": "a", "command": ["x"], "colour": 1}`:                     `unknown field "colour"`,
		`{"protocol": 2, "name": "a", "command": ["x"]}`:                                  "protocol 2",
		`{"name": "a", "command": ["x"]}`:                                                 "protocol is missing",
		`{"protocol": 1, "name": "a/b", "command": ["x"]}`:                                `name "a/b"`,
		`{"protocol": 1, "command": ["x"]}`:                                               `name ""`,
		`{"protocol": 1, "name": "GaussianNB", "command": ["x"]}`:                         "a family of this program",
		`{"protocol": 1, "name": "a"}`:                                                    "command is missing",
		`{"protocol": 1, "name": "a", "command": ["x"], "warm_up": []}`:                   "warm_up is empty",
		`{"protocol": 1, "name": "a", "command": ["x"], "parameters": {"a b": 1}}`:        `parameter "a b"`,
		`{"protocol": 1, "name": "a", "command": ["x"], "environment": {"FMNIST_X": ""}}`: "FMNIST_X",
		`{"protocol": 1, "name": "a", "command": ["x"], "read": ["opt"]}`:                 "not an absolute path",
		`{"protocol": 1, "name": "a", "command": ["x"]} {}`:                               "after the end",
		`{"protocol": 1, "name": "a", "command": "x"}`:                                    "command",
		`[`: "EOF",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadExternal(dir); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: error %v, want one about %q", text, err, fault)
		}
	}
	if _, err := LoadExternal(t.TempDir()); err == nil || !strings.Contains(err.Error(), manifestName) {
		t.Errorf("a folder without a description: error %v", err)
	}
}

// Another program is another contestant; what tools leave behind is not.
func TestFolderDigest(t *testing.T) {
	e := writeContestant(t, "echo 1", nil)
	change := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(e.Dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		again, err := LoadExternal(e.Dir)
		if err != nil {
			t.Fatal(err)
		}
		return again.Program
	}
	for _, name := range []string{".git/HEAD", "__pycache__/run.pyc", "run.sh~", ".hidden"} {
		if change(name, "x", 0o644) != e.Program {
			t.Errorf("%s changes the digest", name)
		}
	}
	seen := map[string]bool{e.Program: true}
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
	}{{"run.sh", "echo 2", 0o644}, {"more", "", 0o644}, {"sub/more", "", 0o644}, {"program", "", 0o755}} {
		if digest := change(c.name, c.text, c.mode); seen[digest] {
			t.Errorf("%s leaves the digest as it was", c.name)
		} else {
			seen[digest] = true
		}
	}
}

func TestSuiteWithContestants(t *testing.T) {
	e := writeContestant(t, "", func(m *Manifest) { m.Parameters = Parameters{"k": 1.0, "p": 2.0} })
	file := filepath.Join(filepath.Dir(e.Dir), "suite.json")
	suite, err := ParseSuite(file, []byte(`{"contestants": {"`+filepath.Base(e.Dir)+`": [{"k": [3, 5]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(suite.Contestants) != 2 || suite.Contestants[1].String() != "script/k=5/p=2" || suite.Externals["script"].Program != e.Program {
		t.Errorf("%v", suite)
	}
	for text, fault := range map[string]string{
		`{"contestants": {"` + e.Dir + `": [{"q": [3]}]}}`:                                     `no parameter "q"`,
		`{"contestants": {"/no/such/folder": []}}`:                                             "no such file",
		`{"contestants": {"` + e.Dir + `": [{"k": [1]}], "` + filepath.Base(e.Dir) + `": []}}`: "listed twice",
	} {
		if _, err := ParseSuite(file, []byte(text)); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: error %v, want one about %q", text, err, fault)
		}
	}
	other := writeContestant(t, "", nil)
	if err := suite.Add(other); err == nil || !strings.Contains(err.Error(), "both called script") {
		t.Errorf("two folders of one name: error %v", err)
	}
}
