package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn/learntest"
)

// programDir is the folder of the built program, empty before it is built.
var programDir string

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(programDir)
	os.Exit(code)
}

// builtProgram is the program itself: a benchmark starts it again for every run.
var builtProgram = sync.OnceValues(func() (string, error) {
	var err error
	if programDir, err = os.MkdirTemp("", "fmnist-test"); err != nil {
		return "", err
	}
	path := filepath.Join(programDir, "fmnist")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// program is a command of the built program in a folder of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(t.Context(), path, args...)
}

// outcome is what a finished program left.
type outcome struct {
	stdout, stderr string
	code           int
}

func finish(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// smallData writes a data set of blobs in ten classes under the given name.
func smallData(t *testing.T, name string, seed uint64) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	all := learntest.Blobs(700, 28*28, 10, seed)
	for file, a := range map[int]idx.Array[uint8]{
		0: {Dims: []int{600, 28, 28}, Data: all.Slice(0, 600).Pixels},
		1: {Dims: []int{600}, Data: all.Labels[:600]},
		2: {Dims: []int{100, 28, 28}, Data: all.Slice(600, 700).Pixels},
		3: {Dims: []int{100}, Data: all.Labels[600:]},
	} {
		if err := idx.WriteFile(filepath.Join(dir, dataset.FileNames[file]), a); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func writeSuite(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "suite.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBenchAndResults(t *testing.T) {
	one, two := smallData(t, "one", 1), smallData(t, "two", 2)
	db := filepath.Join(t.TempDir(), "results.db")
	suite := writeSuite(t, `{"classifiers": {"GaussianNB": [{"var_smoothing": [1e-9, 0.1]}]}}`)
	bench := func() outcome {
		return finish(t, program(t, "bench", "--suite", suite, "--data", one+","+two, "--db", db))
	}
	first := bench()
	if first.code != 0 {
		t.Fatalf("exit %d: %s", first.code, first.stderr)
	}
	for _, want := range []string{"GaussianNB", "ONE ACCURACY", "TWO ACCURACY", "content digest", "results: " + db} {
		if !strings.Contains(first.stdout, want) {
			t.Errorf("the table lacks %q:\n%s", want, first.stdout)
		}
	}
	if n := strings.Count(first.stderr, "GaussianNB/"); n != 8 { // 2 contestants, 2 data sets, 2 repeats
		t.Errorf("%d lines of progress, want one for each of 8 runs:\n%s", n, first.stderr)
	}
	if again := bench(); again.code != 0 || again.stdout != first.stdout || strings.Contains(again.stderr, "GaussianNB/") {
		t.Errorf("the second time exit %d, and not the same table without a run:\n%s%s", again.code, again.stdout, again.stderr)
	}
	shown := finish(t, program(t, "results", "--db", db, "--format", "json"))
	var rows []struct {
		Dataset string `json:"dataset"`
		Digest  string `json:"dataset_digest"`
		Repeats int
		Scaling string
		Status  string
	}
	if err := json.Unmarshal([]byte(shown.stdout), &rows); err != nil || len(rows) != 4 {
		t.Fatalf("results as json: %v\n%s", err, shown.stdout)
	}
	for _, r := range rows {
		if r.Repeats != 2 || r.Scaling != "standard" || r.Status != "ok" || len(r.Digest) != 64 {
			t.Errorf("row %+v", r)
		}
	}
}

// A dry run says what is missing and what it takes, and writes nothing.
func TestBenchDryRun(t *testing.T) {
	data, db := smallData(t, "one", 1), filepath.Join(t.TempDir(), "results.db")
	bench := func(smoothing string, more ...string) outcome {
		suite := writeSuite(t, `{"classifiers": {"GaussianNB": [{"var_smoothing": [`+smoothing+`]}]}}`)
		return finish(t, program(t, append([]string{"bench", "--suite", suite, "--data", data, "--db", db}, more...)...))
	}
	if o := bench("0.1", "--dry-run"); o.code != 0 || !strings.Contains(o.stdout, "2 of the runs are not in that") {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a dry run made a database")
	}
	if o := bench("0.1"); o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	if o := bench("0.1", "--dry-run"); o.code != 0 || o.stdout != "nothing is missing\n" {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	o := bench("0.1, 0.2", "--dry-run", "--repeats", "3")
	if o.code != 0 || !strings.Contains(o.stdout, "other parameters") || !strings.Contains(o.stdout, "runs at most") {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	if o := finish(t, program(t, "results", "--db", db, "--format", "csv")); strings.Count(o.stdout, "\n") != 2 {
		t.Errorf("dry runs left results:\n%s", o.stdout)
	}
}

// A preprocessing is another run, not the same one again.
func TestBenchKeepsScalingsApart(t *testing.T) {
	data, db := smallData(t, "one", 1), filepath.Join(t.TempDir(), "results.db")
	suite := writeSuite(t, `{"classifiers": {"GaussianNB": []}}`)
	for _, scaling := range []string{"standard", "none", "minmax"} {
		if o := finish(t, program(t, "bench", "--suite", suite, "--data", data, "--db", db, "--scaling", scaling, "--repeats", "1")); o.code != 0 {
			t.Fatalf("%s: exit %d: %s", scaling, o.code, o.stderr)
		}
	}
	shown := finish(t, program(t, "results", "--db", db, "--format", "csv"))
	if n := strings.Count(shown.stdout, "\n"); n != 4 {
		t.Errorf("%d lines, want a header and three:\n%s", n, shown.stdout)
	}
}

func TestBenchTellsWhatFailed(t *testing.T) {
	suite := writeSuite(t, `{"classifiers": {"NoSuchClassifier": [], "GaussianNB": [{"var_smoothing": [-1, 0.1]}]}}`)
	o := finish(t, program(t, "bench", "--suite", suite, "--data", smallData(t, "one", 1), "--db", filepath.Join(t.TempDir(), "r.db")))
	if o.code != 1 || !strings.Contains(o.stderr, "2 of 3") {
		t.Errorf("exit %d, want 1 and a count: %s", o.code, o.stderr)
	}
	for _, want := range []string{"skipped", "no such family", "failed", "var_smoothing -1", "ok"} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("the table lacks %q:\n%s", want, o.stdout)
		}
	}
}

func TestBenchRefusesTheSameDataTwice(t *testing.T) {
	data := smallData(t, "one", 1)
	other := filepath.Join(t.TempDir(), "other")
	if err := os.CopyFS(other, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	o := finish(t, program(t, "bench", "--data", data+","+other, "--db", filepath.Join(t.TempDir(), "r.db")))
	if o.code != 1 || !strings.Contains(o.stderr, "hold the same data") {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
}

func TestBenchUsage(t *testing.T) {
	db := filepath.Join(t.TempDir(), "r.db")
	for _, args := range [][]string{
		{"bench", "--repeats", "0"}, {"bench", "--jobs", "0"}, {"bench", "--only", "["}, {"bench", "--only", "nothing"},
		{"bench", "--scaling", "log"}, {"bench", "--memory", "much"}, {"bench", "extra"},
		{"results", "--format", "xml"}, {"results", "--only", "["},
	} {
		if o := finish(t, program(t, append(args, "--db", db)...)); o.code != 2 || o.stderr == "" {
			t.Errorf("%v: exit %d, want 2: %s", args, o.code, o.stderr)
		}
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a wrong command line made a database")
	}
}

// endless is a suite whose first run takes far longer than the test.
const endless = `{"classifiers": {"RandomForestClassifier": [{"n_estimators": [1000000]}]}}`

// startEndless starts a benchmark and waits for its child.
func startEndless(t *testing.T, db string) (cmd *exec.Cmd, child int, stderr *bytes.Buffer) {
	t.Helper()
	cmd = program(t, "bench", "--suite", writeSuite(t, endless), "--data", smallData(t, "one", 1), "--db", db)
	stderr = new(bytes.Buffer)
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	children := fmt.Sprintf("/proc/%d/task/%d/children", cmd.Process.Pid, cmd.Process.Pid)
	if _, err := os.Stat(children); err != nil {
		cmd.Process.Kill()
		t.Skipf("no list of children: %v", err)
	}
	for range 500 {
		if child = anyChild(cmd.Process.Pid); child != 0 {
			return cmd, child, stderr
		}
		time.Sleep(20 * time.Millisecond)
	}
	cmd.Process.Kill()
	t.Fatalf("no child was started: %s", stderr)
	return nil, 0, nil
}

// anyChild is a child process of any of the process's threads, 0 without one.
func anyChild(pid int) int {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			child, _ := strconv.Atoi(fields[0])
			return child
		}
	}
	return 0
}

func waitGone(t *testing.T, pid int) {
	t.Helper()
	for range 500 {
		if syscall.Kill(pid, 0) != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("process %d is still there", pid)
}

func TestBenchInterrupted(t *testing.T) {
	cmd, child, stderr := startEndless(t, filepath.Join(t.TempDir(), "r.db"))
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("exit %d, want 1", code)
	}
	for _, want := range []string{"the same command goes on", "fmnist: bench: interrupted"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr lacks %q:\n%s", want, stderr)
		}
	}
	waitGone(t, child)
}

func TestKilledBenchLeavesNoOrphan(t *testing.T) {
	cmd, child, _ := startEndless(t, filepath.Join(t.TempDir(), "r.db"))
	cmd.Process.Kill()
	cmd.Wait()
	waitGone(t, child)
}

// The mistake most often made with the original: MNIST in a folder called fashion.
func TestBenchNamesDataByContent(t *testing.T) {
	cached, err := dataset.Locate("mnist", "")
	if err != nil {
		t.Skip(err)
	}
	cached, err = filepath.Abs(cached)
	if err != nil {
		t.Fatal(err)
	}
	fashion := filepath.Join(t.TempDir(), "fashion")
	if err := os.Symlink(cached, fashion); err != nil {
		t.Fatal(err)
	}
	suite := writeSuite(t, `{"classifiers": {"GaussianNB": []}}`)
	o := finish(t, program(t, "bench", "--suite", suite, "--repeats", "1", "--data", fashion, "--db", filepath.Join(t.TempDir(), "r.db")))
	if o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	if !strings.Contains(o.stderr, "is called fashion but holds mnist") || !strings.Contains(o.stdout, "MNIST ACCURACY") {
		t.Errorf("the data is not reported as MNIST:\n%s%s", o.stderr, o.stdout)
	}
}
