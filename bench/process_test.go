package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn/course"
	"github.com/fmnist/fmnist/learn/learntest"
)

// The test binary is its own child process: under this variable it behaves as
// the variable says.
const behaviourVariable = "FMNIST_TEST_CHILD"

func TestMain(m *testing.M) {
	if behaviour := os.Getenv(behaviourVariable); behaviour != "" {
		behave(behaviour)
		return
	}
	os.Exit(m.Run())
}

func behave(behaviour string) {
	switch behaviour {
	case "serve":
		if err := Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			os.Exit(3)
		}
	case "hang":
		time.Sleep(time.Hour)
	case "hang with a child":
		cmd := exec.Command(os.Args[0], os.Getenv("FMNIST_TEST_MARK"))
		cmd.Env = append(os.Environ(), behaviourVariable+"=burn")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		cmd.Start()
		time.Sleep(time.Hour)
	case "burn":
		//lint:ignore SA5002 burning a core is what it is for
		for {
		}
	case "crash":
		panic("crashed on purpose")
	case "exit":
		os.Exit(7)
	case "keep a checkpoint":
		os.WriteFile(os.Args[len(os.Args)-1], nil, 0o644)
		TellEpoch(os.Stdout, course.Epoch{Number: 3, Of: 4, Loss: 0.5})
		time.Sleep(100 * time.Millisecond)
	case "say nothing":
	case "talk for ever":
		for {
			os.Stdout.Write(bytes.Repeat([]byte("x"), 1<<16))
		}
	case "eat":
		var held [][]byte
		for {
			//lint:ignore SA4010 holding it is what it is for
			held = append(held, bytes.Repeat([]byte{1}, 1<<20))
			time.Sleep(time.Millisecond / 4)
		}
	default: // an answer
		io.WriteString(os.Stdout, behaviour)
	}
}

// tinyData writes a data set of blobs, 400 to train on and 100 to test on.
func tinyData(t *testing.T) *dataset.Dataset {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tiny")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	all := learntest.Blobs(500, 16, 10, 1)
	write := func(name string, data []uint8, dims ...int) {
		if err := idx.WriteFile(filepath.Join(dir, name), idx.Array[uint8]{Dims: dims, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	write("train-images-idx3-ubyte", all.Slice(0, 400).Pixels, 400, 4, 4)
	write("train-labels-idx1-ubyte", all.Labels[:400], 400)
	write("t10k-images-idx3-ubyte", all.Slice(400, 500).Pixels, 100, 4, 4)
	write("t10k-labels-idx1-ubyte", all.Labels[400:], 100)
	data, err := dataset.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func runOf(data *dataset.Dataset, name string) Run {
	return Run{Contestant: Contestant{Name: name}, Dataset: data.Name, Digest: data.Digest, Scaling: "standard", Threads: 1}
}

func runChild(t *testing.T, behaviour string, change func(*Runner, *Run)) Result {
	t.Helper()
	t.Setenv(behaviourVariable, behaviour)
	data := tinyData(t)
	runner, run := &Runner{Command: []string{os.Args[0]}}, runOf(data, "GaussianNB")
	if change != nil {
		change(runner, &run)
	}
	result, err := runner.Run(t.Context(), run, data)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestRunScores(t *testing.T) {
	r := runChild(t, "serve", func(r *Runner, _ *Run) { r.Timeout, r.Memory = time.Minute, 1<<30 })
	if r.Status != OK || r.Accuracy < 0.9 {
		t.Errorf("status %s (%s), accuracy %.2f on easy blobs", r.Status, r.Reason, r.Accuracy)
	}
	if len(r.Predictions) != 100 || r.TestImages != 100 || r.Threads != 1 {
		t.Errorf("%d predictions for %d images on %d threads", len(r.Predictions), r.TestImages, r.Threads)
	}
	if r.FitSeconds <= 0 || r.PredictSeconds <= 0 || r.PeakMemoryBytes < 1<<20 || r.CPUSeconds <= 0 {
		t.Errorf("fit %v s, predict %v s, %d bytes, %v CPU s", r.FitSeconds, r.PredictSeconds, r.PeakMemoryBytes, r.CPUSeconds)
	}
}

// Every way a child can go wrong is a row with a status and a reason.
func TestRunReportsFaults(t *testing.T) {
	for _, c := range []struct {
		name, behaviour string
		change          func(*Runner, *Run)
		status          Status
		reason          string
	}{
		{"crash", "crash", nil, Failed, "crashed on purpose"},
		{"exit code", "exit", nil, Failed, "exit status 7"},
		{"silence", "say nothing", nil, Failed, "not understood"},
		{"rubbish", "rubbish", nil, Failed, "not understood"},
		{"too few", `{"predictions":"AAAA"}`, nil, Failed, "3 predictions for 100"},
		{"no class", `{"predictions":"` + strings.Repeat("/", 132) + `/w=="}`, nil, Failed, "10 classes"},
		{"own error", `{"error":"no idea"}`, nil, Failed, "no idea"},
		{"unknown family", "serve", func(_ *Runner, r *Run) { r.Name = "NoSuchClassifier" }, Skipped, "NoSuchClassifier"},
		{"unknown parameter", "serve", func(_ *Runner, r *Run) { r.Parameters = Parameters{"x": 1.0} }, Failed, `unknown field "x"`},
		{"unknown scaling", "serve", func(_ *Runner, r *Run) { r.Scaling = "log" }, Failed, `"log"`},
		{"other data", "serve", func(_ *Runner, r *Run) { r.Digest = "0123" }, Failed, "digest"},
		{"hang", "hang", func(r *Runner, _ *Run) { r.Timeout = 300 * time.Millisecond }, Timeout, "300ms"},
		{"endless output", "talk for ever", func(r *Runner, _ *Run) { r.Timeout = 300 * time.Millisecond }, Timeout, "300ms"},
		{"memory", "eat", func(r *Runner, _ *Run) { r.Memory = 100 << 20; r.Timeout = time.Minute }, OOM, "100 MB"},
		{"no program", "serve", func(r *Runner, _ *Run) { r.Command = []string{"/no/such/program"} }, Failed, "/no/such/program"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := runChild(t, c.behaviour, c.change)
			if r.Status != c.status || !strings.Contains(r.Reason, c.reason) {
				t.Errorf("status %s, reason %q, want %s and %q", r.Status, r.Reason, c.status, c.reason)
			}
			if r.Predictions != nil || r.Accuracy != 0 {
				t.Errorf("a run that is %s has predictions or an accuracy", r.Status)
			}
		})
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	t.Setenv(behaviourVariable, "hang")
	data := tinyData(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := (&Runner{Command: []string{os.Args[0]}}).Run(ctx, runOf(data, "GaussianNB"), data)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the context's", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}

// What a child starts goes with it, though it has left the group and the
// session, and what it used is in the result.
func TestRunLeavesNoGrandchild(t *testing.T) {
	mark := "grandchild-of-" + filepath.Base(t.TempDir()) + fmt.Sprint(time.Now().UnixNano())
	t.Setenv("FMNIST_TEST_MARK", mark)
	r := runChild(t, "hang with a child", func(r *Runner, _ *Run) { r.Timeout = 4 * time.Second })
	if r.Status != Timeout || r.CPUSeconds < 0.2 || r.PeakMemoryBytes < 1<<20 || r.Seconds < 1 {
		t.Errorf("%s after %.2f s with %.2f s of processor time, %d bytes: want what the grandchild used", r.Status, r.Seconds, r.CPUSeconds, r.PeakMemoryBytes)
	}
	if found := processesWith(mark); len(found) > 0 {
		t.Errorf("processes %v, started by the child, are still there", found)
	}
}

// processesWith are the processes that have the mark on their command line.
func processesWith(mark string) []string {
	var found []string
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, line := range lines {
		if text, err := os.ReadFile(line); err == nil && bytes.Contains(text, []byte(mark)) {
			found = append(found, line)
		}
	}
	return found
}

// The parent's end of the pipe closes when the parent dies, however it dies.
func TestServeEndsWithItsParent(t *testing.T) {
	data := tinyData(t)
	in, parent := io.Pipe()
	done := make(chan error, 1)
	go func() {
		// A forest of that size is busy for long enough to be interrupted.
		done <- Serve(t.Context(), in, io.Discard)
	}()
	run := runOf(data, "RandomForestClassifier")
	run.Parameters = Parameters{"n_estimators": 1_000_000.0}
	if err := json.NewEncoder(parent).Encode(request{Run: run, Dir: data.Dir}); err != nil {
		t.Fatal(err)
	}
	parent.Close()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Serve ended with %v, want the cancellation", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("Serve goes on without its parent")
	}
}

// What is beyond the limit is dropped, also where io.Copy does the writing.
func TestBoundedIsBounded(t *testing.T) {
	b := &bounded{limit: 10}
	n, err := io.Copy(b, struct{ io.Reader }{strings.NewReader("twelve bytes")})
	if n != 12 || err != nil || b.kept.String() != "twelve byt" {
		t.Errorf("%d bytes and error %v, kept %q", n, err, b.kept.String())
	}
}
