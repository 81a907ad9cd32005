package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist/bench"
)

//go:embed sklearn_peer.py
var sklearnScript string

// sklearn is a process of sklearn_peer.py, which see for what is said.
type sklearn struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	version string
	alive   bool
}

// findPython is the command that runs sklearn_peer.py: the system's Python,
// else the first one on the path, if it has scikit-learn.
func findPython(ctx context.Context) ([]string, error) {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(ctx, python, "-c", "import sklearn").Run() == nil {
			return []string{python, "-c", sklearnScript}, nil
		}
	}
	return nil, errSkip{skipped, "no python3 with scikit-learn here (Debian: apt-get install python3-sklearn)"}
}

// startSklearn starts the process, to use all cores.
func startSklearn(ctx context.Context, command []string, stderr io.Writer) (*sklearn, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	threads := strconv.Itoa(runtime.NumCPU())
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
	s := &sklearn{cmd: cmd, in: in, out: bufio.NewScanner(out), alive: true}
	var hello struct {
		Version string `json:"version"`
	}
	if err := s.receive(&hello); err != nil {
		s.stop()
		return nil, err
	}
	s.version = hello.Version
	return s, nil
}

// withoutTuning is the environment without what has OpenBLAS take other kernels
// or blocks than it finds best for the processor.
func withoutTuning(environment []string) []string {
	return slices.DeleteFunc(environment, func(v string) bool { return strings.HasPrefix(v, "OPENBLAS_") })
}

type sklearnRequest struct {
	Name       string           `json:"name"`
	Parameters bench.Parameters `json:"parameter"`
	Seed       uint64           `json:"seed"`
	Dir        string           `json:"dir"`
	Order      string           `json:"order"`
}

type sklearnAnswer struct {
	Accuracy       float64  `json:"accuracy"`
	FitSeconds     float64  `json:"fit_seconds"`
	PredictSeconds float64  `json:"predict_seconds"`
	Warnings       []string `json:"warnings"`
	Error          string   `json:"error"`
}

// measure has scikit-learn do the task.
func (s *sklearn) measure(_ context.Context, t task) (measurement, error) {
	order, err := t.data.orderFile(t.seed)
	if err != nil {
		return measurement{}, err
	}
	parameters := bench.Parameters{}
	maps.Copy(parameters, t.row.Parameters)
	maps.Copy(parameters, t.row.PeerParameters)
	request := sklearnRequest{Name: t.row.Name, Parameters: parameters, Seed: t.seed, Dir: t.data.Dir, Order: order}
	if err := json.NewEncoder(s.in).Encode(request); err != nil {
		s.stop()
		return measurement{}, fmt.Errorf("it did not take the request: %w", err)
	}
	var a sklearnAnswer
	if err := s.receive(&a); err != nil {
		s.stop()
		return measurement{}, err
	}
	if a.Error != "" {
		return measurement{}, errors.New(a.Error)
	}
	return measurement{Accuracy: a.Accuracy, FitSeconds: a.FitSeconds, PredictSeconds: a.PredictSeconds, Warnings: a.Warnings}, nil
}

func (s *sklearn) receive(answer any) error {
	if !s.out.Scan() {
		return fmt.Errorf("the process ended: %w", errors.Join(s.out.Err(), io.ErrUnexpectedEOF))
	}
	if err := json.Unmarshal(s.out.Bytes(), answer); err != nil {
		return fmt.Errorf("an answer that is not understood: %w", err)
	}
	return nil
}

// stop ends the process, whatever it is doing; it may be stopped already.
func (s *sklearn) stop() {
	if !s.alive {
		return
	}
	s.alive = false
	s.in.Close()
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}
