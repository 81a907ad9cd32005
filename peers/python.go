package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist/bench"
)

//go:embed peer.py sklearn_peer.py torch_peer.py
var scripts embed.FS

// library is a peer in Python, asked by a script of this folder.
type library struct{ module, script, title, debian string }

var libraries = map[string]library{
	"sklearn": {"sklearn", "sklearn_peer.py", "scikit-learn", "python3-sklearn"},
	"torch":   {"torch", "torch_peer.py", "PyTorch", "python3-torch"},
}

// worker is a process of a script, see peer.py for what is said.
type worker struct {
	library string
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	version string
	alive   bool
}

// findPython is the command that runs the library's script, with what it imports
// in dir: the system's Python, else the first one on the path, if it has the
// library.
func findPython(ctx context.Context, l library, dir string) ([]string, error) {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(ctx, python, "-c", "import "+l.module).Run() != nil {
			continue
		}
		folder := filepath.Join(dir, "python")
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
		if err := os.CopyFS(folder, scripts); err != nil {
			return nil, err
		}
		return []string{python, filepath.Join(folder, l.script)}, nil
	}
	return nil, errSkip{skipped, fmt.Sprintf("no python3 with %s here (Debian: apt-get install %s)", l.title, l.debian)}
}

// startWorker starts the process, to use all cores.
func startWorker(ctx context.Context, library string, command []string, stderr io.Writer) (*worker, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	threads := strconv.Itoa(runtime.GOMAXPROCS(0))
	cmd.Env = append(withoutTuning(os.Environ()), "OMP_NUM_THREADS="+threads, "OPENBLAS_NUM_THREADS="+threads)
	cmd.Stderr = stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &worker{library: library, cmd: cmd, in: in, out: bufio.NewScanner(out), alive: true}
	var hello struct {
		Version string `json:"version"`
	}
	if err := w.receive(&hello); err != nil {
		w.stop()
		return nil, err
	}
	w.version = hello.Version
	return w, nil
}

// withoutTuning is the environment without what has OpenBLAS take other kernels
// or blocks than it finds best for the processor.
func withoutTuning(environment []string) []string {
	return slices.DeleteFunc(environment, func(v string) bool { return strings.HasPrefix(v, "OPENBLAS_") })
}

type workerRequest struct {
	Name       string           `json:"name"`
	Parameters bench.Parameters `json:"parameter"`
	Seed       uint64           `json:"seed"`
	Dir        string           `json:"dir"`
	Order      string           `json:"order"`
}

type workerAnswer struct {
	Accuracy       float64  `json:"accuracy"`
	FitSeconds     float64  `json:"fit_seconds"`
	PredictSeconds float64  `json:"predict_seconds"`
	Warnings       []string `json:"warnings"`
	Error          string   `json:"error"`
}

// measure has the library do the task.
func (w *worker) measure(_ context.Context, t task) (measurement, error) {
	order, err := t.data.orderFile(t.seed)
	if err != nil {
		return measurement{}, err
	}
	parameters := bench.Parameters{}
	maps.Copy(parameters, t.row.Parameters)
	maps.Copy(parameters, t.row.PeerParameters)
	request := workerRequest{Name: t.row.Name, Parameters: parameters, Seed: t.seed, Dir: t.data.Dir, Order: order}
	if err := json.NewEncoder(w.in).Encode(request); err != nil {
		w.stop()
		return measurement{}, fmt.Errorf("it did not take the request: %w", err)
	}
	var a workerAnswer
	if err := w.receive(&a); err != nil {
		w.stop()
		return measurement{}, err
	}
	if a.Error != "" {
		return measurement{}, errors.New(a.Error)
	}
	return measurement{Accuracy: a.Accuracy, FitSeconds: a.FitSeconds, PredictSeconds: a.PredictSeconds, Warnings: a.Warnings}, nil
}

func (w *worker) receive(answer any) error {
	if !w.out.Scan() {
		return fmt.Errorf("the process ended: %w", errors.Join(w.out.Err(), io.ErrUnexpectedEOF))
	}
	if err := json.Unmarshal(w.out.Bytes(), answer); err != nil {
		return fmt.Errorf("an answer that is not understood: %w", err)
	}
	return nil
}

// stop ends the process, whatever it is doing; it may be stopped already.
func (w *worker) stop() {
	if !w.alive {
		return
	}
	w.alive = false
	w.in.Close()
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait()
}
