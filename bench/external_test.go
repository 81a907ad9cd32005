package bench

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
)

// writeContestant makes a contestant of a shell script that anybody can read.
func writeContestant(t *testing.T, script string, change func(*Manifest)) *External {
	t.Helper()
	dir, err := os.MkdirTemp("", "contestant-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	m := Manifest{Protocol: Protocol, Name: "script", Command: []string{"sh", "run.sh"}}
	if change != nil {
		change(&m)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{manifestName: string(text), "run.sh": script} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	e, err := LoadExternal(dir)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// newExternalRunner runs external contestants, its children being this test binary.
func newExternalRunner(t *testing.T, all ...*External) *Runner {
	t.Helper()
	r := &Runner{
		Command: []string{"/usr/bin/env", behaviourVariable + "=serve", os.Args[0]},
		Limits:  Limits{Timeout: time.Minute}, Externals: map[string]*External{},
	}
	for _, e := range all {
		r.Externals[e.Name] = e
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func runExternal(t *testing.T, r *Runner, e *External, parameters Parameters) Result {
	t.Helper()
	data := tinyData(t)
	c, err := e.Contestant(parameters)
	if err != nil {
		t.Fatal(err)
	}
	run := Suite{Externals: r.Externals}.Series(c, data, "standard", 1, 0)
	result, err := r.Run(t.Context(), run, data)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// zeros is a script that labels all of the 100 test images 0.
const zeros = `{ printf '\0\0\10\1\0\0\0\144'; head -c 100 /dev/zero; } > "$FMNIST_PREDICTIONS"
`

func TestExternalScores(t *testing.T) {
	e := writeContestant(t, zeros+`echo '{"fit_seconds": 0.001, "predict_seconds": 0.0005, "warnings": ["a doubt"]}' > "$FMNIST_REPORT"`, nil)
	r := newExternalRunner(t, e)
	result := runExternal(t, r, e, nil)
	if result.Status != OK || result.Accuracy == 0 || result.Accuracy > 0.3 || len(result.Predictions) != 100 {
		t.Errorf("%s: %s, accuracy %v", result.Status, result.Reason, result.Accuracy)
	}
	if result.FitSeconds != 0.001 || result.PredictSeconds != 0.0005 || result.Warnings[0] != "a doubt" || result.Scaling != "own" {
		t.Errorf("the report is not in the result: %+v", result)
	}
	if result.PeakMemoryBytes > 30<<20 {
		t.Errorf("a shell used %d MB", result.PeakMemoryBytes>>20)
	}
	silent := writeContestant(t, zeros+"sleep 0.1", func(m *Manifest) { m.Name = "silent" })
	r.Externals[silent.Name] = silent
	result = runExternal(t, r, silent, nil)
	if result.Status != OK || result.FitSeconds < 0.1 || len(result.Warnings) == 0 || !strings.Contains(result.Warnings[0], "does not report") {
		t.Errorf("%s: %s, fit %v s, warnings %q", result.Status, result.Reason, result.FitSeconds, result.Warnings)
	}
}

// What the protocol promises is in the environment, and nothing of ours.
func TestExternalEnvironment(t *testing.T) {
	t.Setenv("FMNIST_SECRET", "ours")
	script := `for f in "$FMNIST_TRAIN_IMAGES" "$FMNIST_TRAIN_LABELS" "$FMNIST_TEST_IMAGES"; do od -An -v -t u1 -N 16 "$f" | tr -s ' '; done
ls "$(dirname "$FMNIST_TRAIN_IMAGES")"; cat "$FMNIST_WORK/made"; pwd; env | sort
exit 1`
	e := writeContestant(t, script, func(m *Manifest) {
		m.Parameters = Parameters{"k": 1.0, "metric": "l2", "list": []any{1.0}}
		m.Environment = map[string]string{"OWN": "value", "OMP_NUM_THREADS": "7"}
		m.WarmUp = []string{"sh", "-c", `echo warm > "$FMNIST_WORK/made"; echo once >> "$FMNIST_WORK/count"; wc -l < "$FMNIST_WORK/count"`}
	})
	r := newExternalRunner(t, e)
	o, err := externalOutput(t, r, e, Parameters{"k": 3.0})
	if err == nil {
		t.Error("exit status 1 is no error")
	}
	for _, want := range []string{
		"0 0 8 3 0 0 1 144 0 0 0 4 0 0 0 4", "0 0 8 1 0 0 1 144", "0 0 8 3 0 0 0 100 0 0 0 4 0 0 0 4",
		"t10k-images-idx3-ubyte\ntrain-images-idx3-ubyte\ntrain-labels-idx1-ubyte\nwarm\n" + e.Dir + "\n",
		"FMNIST_PROTOCOL=1\n", "FMNIST_CLASSES=10\n", "FMNIST_SEED=9\n", "FMNIST_THREADS=1\n", "OWN=value\n", "OMP_NUM_THREADS=7\n",
		`FMNIST_PARAMETERS={"k":3,"list":[1],"metric":"l2"}`, "FMNIST_PARAMETER_k=3\n", "FMNIST_PARAMETER_metric=l2\n", "FMNIST_PARAMETER_list=[1]\n",
	} {
		if !strings.Contains(o, want) {
			t.Errorf("lacks %q:\n%s", want, o)
		}
	}
	if strings.Contains(o, "FMNIST_SECRET") {
		t.Errorf("the program has our environment:\n%s", o)
	}
}

// externalOutput is the end of what a contestant prints.
func externalOutput(t *testing.T, r *Runner, e *External, parameters Parameters) (string, error) {
	t.Helper()
	data := tinyData(t)
	c, err := e.Contestant(parameters)
	if err == nil {
		err = r.prepare(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.ext.scratch.view(data, 9)
	if err != nil {
		t.Fatal(err)
	}
	cage, dir, err := r.newCage("")
	if err != nil {
		t.Fatal(err)
	}
	run := Run{Contestant: c, Threads: 1, Seed: 9}
	k := task{External: e, run: run, view: v, cage: cage, dir: dir, data: data}
	if k.work, err = r.warm(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	o, err := r.program(t.Context(), k, e.Command)
	return o.output, err
}

// Every misbehaviour is a row with a status and a reason, in time, and does not
// keep the next run from its own.
func TestExternalMisbehaves(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	// Only those that would go on for ever meet the short limit: how long the
	// others take is the machine's affair, and a busy one's tests must not fail.
	const short, long = 3 * time.Second, time.Minute
	good := writeContestant(t, zeros, nil)
	r := newExternalRunner(t, good)
	r.Memory = 200 << 20
	python := func(program string) func(*Manifest) {
		return func(m *Manifest) { m.Command = []string{"python3", "-c", program} }
	}
	network := fmt.Sprintf("import socket; socket.create_connection(('127.0.0.1', %d), 1)", listener.Addr().(*net.TCPAddr).Port)
	const bomb = `
import os
while True:
    try:
        os.fork()
    except OSError:
        pass`
	for _, c := range []struct {
		name, script string
		change       func(*Manifest)
		status       Status
		reason       string
	}{
		{"too few", `printf '\0\0\10\1\0\0\0\3\0\0\0' > "$FMNIST_PREDICTIONS"`, nil, Failed, "3 predictions for 100 test images"},
		{"short file", `printf '\0\0\10\1\0\0\0\144\0\0\0' > "$FMNIST_PREDICTIONS"`, nil, Failed, "the header claims more"},
		{"no IDX", `head -c 100 /dev/zero | tr '\0' x > "$FMNIST_PREDICTIONS"`, nil, Failed, "not an IDX file"},
		{"other type", `{ printf '\0\0\14\1\0\0\0\144'; head -c 400 /dev/zero; } > "$FMNIST_PREDICTIONS"`, nil, Failed, "int32"},
		{"two dimensions", `{ printf '\0\0\10\2\0\0\0\144\0\0\0\1'; head -c 100 /dev/zero; } > "$FMNIST_PREDICTIONS"`, nil, Failed, "want uint8 in one"},
		{"label out of range", `{ printf '\0\0\10\1\0\0\0\144'; head -c 99 /dev/zero; printf '\12'; } > "$FMNIST_PREDICTIONS"`, nil, Failed, "prediction 99 is 10, there are 10 classes"},
		{"huge file", `head -c 10000000 /dev/zero > "$FMNIST_PREDICTIONS"`, nil, Failed, "10000000 bytes"},
		{"a link", `ln -s /etc/passwd "$FMNIST_PREDICTIONS"`, nil, Failed, "no regular file"},
		{"a pipe", `mkfifo "$FMNIST_PREDICTIONS"`, nil, Failed, "no regular file"},
		{"no output", `true`, nil, Failed, "no predictions were written"},
		{"exit status", `echo first >&2; echo it did not work >&2; exit 3`, nil, Failed, "exit status 3: first | it did not work"},
		{"crash", `kill -SEGV $$`, nil, Failed, "signal: segmentation fault"},
		{"does not want", zeros + `echo no library >&2; exit 77`, nil, Skipped, "exit status 77: no library"},
		{"not installed", zeros, func(m *Manifest) { m.Command = []string{"no-such-program"} }, Skipped, "no-such-program"},
		{"no such file", zeros, func(m *Manifest) { m.Command = []string{"./run"} }, Failed, "no such file"},
		{"hangs", `sleep 1000`, nil, Timeout, "time limit of 3s"},
		{"leaves others", zeros + `sleep 1000 & setsid sleep 1000 & exit 0`, nil, OK, ""},
		{"endless output", `cat /dev/zero`, nil, Failed, "wrote more than 64 MB to standard output"},
		{"endless complaint", `yes >&2`, nil, Failed, "wrote more than 64 MB to standard output"},
		{"too much memory", `head -c 400m /dev/zero | tail | sleep 10`, nil, OOM, "memory limit of 200 MB"},
		{"fork bomb", "", python(bomb), Failed, "more than 128 processes"},
		{"fork bomb that burns out", `bomb() { bomb | bomb & }; bomb; sleep 1000`, nil, "", ""},
		{"network", "", python(network), Failed, "Error"},
		{"report of nonsense", zeros + `echo '{"fit_seconds": -1, "predict_seconds": 0}' > "$FMNIST_REPORT"`, nil, Failed, "fit_seconds -1"},
		{"report of too much", zeros + `echo '{"fit_seconds": 100, "predict_seconds": 0}' > "$FMNIST_REPORT"`, nil, Failed, "of a program that took"},
		{"report of half", zeros + `echo '{"fit_seconds": 0}' > "$FMNIST_REPORT"`, nil, Failed, "is missing"},
		{"warm-up fails", zeros, func(m *Manifest) { m.WarmUp = []string{"sh", "-c", "echo no compiler; exit 1"} }, Failed, "warm-up: exit status 1: no compiler"},
		{"changes its folder", `echo x > changed && ` + zeros, nil, Failed, "exit status"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := writeContestant(t, c.script, func(m *Manifest) {
				m.Name = "misbehaves"
				if c.change != nil {
					c.change(m)
				}
			})
			r.Externals[e.Name] = e
			r.Timeout = long
			if c.status == Timeout || c.status == "" {
				r.Timeout = short
			}
			begin := time.Now()
			result := runExternal(t, r, e, nil)
			r.Timeout = long
			if result.Status == Skipped && c.script == "" {
				t.Skip(result.Reason)
			}
			if result.Status == OK && c.status != OK || c.status != "" && result.Status != c.status || !strings.Contains(result.Reason, c.reason) {
				t.Errorf("status %s, reason %q, want %s and %q", result.Status, result.Reason, c.status, c.reason)
			}
			took := time.Since(begin)
			t.Logf("%s after %v: %s", result.Status, took.Round(time.Millisecond), result.Reason)
			if took > long {
				t.Errorf("it took %v", took)
			}
			if next := runExternal(t, r, good, nil); next.Status != OK {
				t.Errorf("the next run: %s, %s", next.Status, next.Reason)
			}
		})
	}
}

// The labels of the test images are nowhere, nor the files they come from.
func TestExternalCannotReachLabels(t *testing.T) {
	e := writeContestant(t, `find / -name 't10k-labels*' 2>/dev/null; find / -path /proc -prune -o -newer "$0" -type f -print 2>/dev/null; exit 1`, nil)
	r := newExternalRunner(t, e)
	if err := r.Apart(t.Context()); err != nil {
		t.Skipf("programs cannot be set apart here: %v", err)
	}
	output, _ := externalOutput(t, r, e, nil)
	if strings.Contains(output, "t10k-labels") {
		t.Errorf("it found:\n%s", output)
	}
}

// A process that was killed leaves its folder; the next one removes it, and no
// other.
func TestScratchIsRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	held, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	abandoned, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	abandoned.lock.Unlock() // as the kernel does
	next, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(abandoned.dir); err == nil {
		t.Error("the abandoned folder is still there")
	}
	for _, s := range []*scratch{held, next} {
		if _, err := os.Stat(s.dir); err != nil {
			t.Error(err)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Processes that start at once take nobody's folder away.
func TestScratchesAtOnce(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var all errgroup.Group
	for range 8 {
		all.Go(func() error {
			for range 50 {
				s, err := newScratch()
				if err != nil {
					return err
				}
				if err := os.Mkdir(filepath.Join(s.dir, "run"), 0o755); err != nil {
					return err
				}
				if err := s.close(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}

// Views are shared, kept for a while, and shuffled as our own families see them.
func TestViews(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	data := tinyData(t)
	first, err := s.view(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.view(data, 0); err != nil || again != first {
		t.Errorf("the same view twice: %v, error %v", again, err)
	}
	labels, err := os.ReadFile(first.trainLabels())
	if err != nil {
		t.Fatal(err)
	}
	_, want := shuffled(data, 0)
	if diff := cmp.Diff(want, labels[8:]); diff != "" {
		t.Error(diff)
	}
	s.release(first)
	for seed := range uint64(2 * idleViews) {
		v, err := s.view(data, 1+seed)
		if err != nil {
			t.Fatal(err)
		}
		s.release(v)
		if _, err := os.Stat(first.dir); err != nil {
			t.Error("a view that is in use was removed")
		}
	}
	s.release(first)
	if folders, _ := filepath.Glob(filepath.Join(s.dir, "data-*")); len(folders) != idleViews {
		t.Errorf("%d views are kept, want %d", len(folders), idleViews)
	}
}
