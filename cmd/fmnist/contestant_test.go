package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/bench"
)

// The examples run as they stand, where what they need is installed.
func TestExamplesKeepTheProtocol(t *testing.T) {
	examples, err := filepath.Glob("../../examples/*/contestant.json")
	if err != nil || len(examples) < 4 {
		t.Fatalf("examples %v, error %v", examples, err)
	}
	for _, path := range examples {
		dir := filepath.Dir(path)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			o := finish(t, program(t, "contestant", "check", readable(t, dir)))
			if strings.Contains(o.stderr, "not checked") {
				t.Skip(o.stderr)
			}
			if o.code != 0 || !strings.Contains(o.stdout, "keeps the protocol") || strings.Contains(o.stdout, "note") {
				t.Errorf("exit %d:\n%s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// readable is a copy of the folder that every user can read: the checkout may
// be for its owner only.
func readable(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(publicDir(t), filepath.Base(dir))
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func publicDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "contestant-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// writeContestant makes a contestant of a shell script, with a parameter i.
func writeContestant(t *testing.T, name, script string) string {
	t.Helper()
	dir := filepath.Join(publicDir(t), name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	manifest, err := json.Marshal(bench.Manifest{
		Protocol: bench.Protocol, Name: name, Command: []string{"sh", "run.sh"}, Parameters: bench.Parameters{"i": 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"contestant.json": string(manifest), "run.sh": script} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestContestantCheckFindsFaults(t *testing.T) {
	for name, c := range map[string]struct{ script, fault string }{
		"zeros":  {`tail -c +9 "$FMNIST_TRAIN_LABELS" > /dev/null; { printf '\0\0\10\1\0\0\0\144'; head -c 100 /dev/zero; } > "$FMNIST_PREDICTIONS"`, "accuracy 0.10"},
		"silent": {`true`, "no predictions were written"},
		"absent": {`echo no such library; exit 77`, "not checked: exit status 77: no such library"},
	} {
		o := finish(t, program(t, "contestant", "check", writeContestant(t, name, c.script)))
		if o.code != 1 || !strings.Contains(o.stderr, c.fault) {
			t.Errorf("%s: exit %d: %s%s", name, o.code, o.stdout, o.stderr)
		}
	}
	if o := finish(t, program(t, "contestant", "check", t.TempDir())); o.code != 1 || !strings.Contains(o.stderr, "contestant.json") {
		t.Errorf("a folder without a description: exit %d: %s", o.code, o.stderr)
	}
	for _, args := range [][]string{{"check"}, {"check", ".", "--timeout", "0s"}, {"check", ".", "--memory", "x"}} {
		if o := finish(t, program(t, append([]string{"contestant"}, args...)...)); o.code != 2 {
			t.Errorf("%v: exit %d", args, o.code)
		}
	}
}

// An external contestant stands in the table beside our own, and a change to its
// program is another contestant.
func TestBenchContestant(t *testing.T) {
	data, db := smallData(t, "one", 1), filepath.Join(t.TempDir(), "results.db")
	dir := writeContestant(t, "zeros", `{ printf '\0\0\10\1\0\0\0\144'; head -c 100 /dev/zero; } > "$FMNIST_PREDICTIONS"
echo '{"fit_seconds": 0, "predict_seconds": 0}' > "$FMNIST_REPORT"`)
	suite := writeSuite(t, `{"classifiers": {"GaussianNB": []}}`)
	run := func() outcome {
		return finish(t, program(t, "bench", "--suite", suite, "--contestant", dir, "--data", data, "--db", db, "--repeats", "1"))
	}
	o := run()
	if o.code != 0 || !strings.Contains(o.stdout, "│ zeros ") || !strings.Contains(o.stdout, "GaussianNB") {
		t.Fatalf("exit %d:\n%s%s", o.code, o.stdout, o.stderr)
	}
	if o = run(); strings.Contains(o.stderr, "zeros/i=0#0") {
		t.Errorf("it ran again:\n%s", o.stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "changed"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if o = run(); !strings.Contains(o.stderr, "zeros/i=0#0") || strings.Contains(o.stderr, "GaussianNB#0") {
		t.Errorf("the changed program did not run, or more did:\n%s", o.stderr)
	}
	for all, rows := range map[bool]int{false: 1, true: 2} {
		args := []string{"results", "--db", db, "--only", "zeros"}
		if all {
			args = append(args, "--all")
		}
		if shown := finish(t, program(t, args...)); strings.Count(shown.stdout, "│ zeros ") != rows {
			t.Errorf("all %v: want %d rows:\n%s", all, rows, shown.stdout)
		}
	}
	if o := finish(t, program(t, "bench", "--contestant", "/no/such/folder", "--db", db)); o.code != 1 {
		t.Errorf("a contestant that is not there: exit %d", o.code)
	}
}
