// Command peer measures the matrix product of package simd beside OpenBLAS,
// one thread each, taking turns:
//
//	go run ./internal/simd/peer [-n 2048] [-rounds 9]
//
// It needs a C compiler and OpenBLAS with its header (Debian's
// libopenblas-dev), and exits with status 3, saying why, where there is none.
package main

import (
	"bufio"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fmnist/fmnist/internal/simd"
)

//go:embed testdata/sgemm.c
var source []byte

// errAbsent is why there is nothing to compare with.
var errAbsent = errors.New("skipped: no OpenBLAS to compare with")

func main() {
	n := flag.Int("n", 2048, "rows and columns of the matrices")
	rounds := flag.Int("rounds", 9, "products on either side")
	flag.Parse()
	err := run(os.Stdout, *n, *rounds)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "peer:", err)
	if errors.Is(err, errAbsent) {
		os.Exit(3)
	}
	os.Exit(1)
}

func run(stdout io.Writer, n, rounds int) error {
	if n < 1 || rounds < 1 {
		return fmt.Errorf("-n %d -rounds %d: want at least 1", n, rounds)
	}
	dir, err := os.MkdirTemp("", "fmnist-peer")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	openblas, err := build(dir)
	if err != nil {
		return err
	}
	peer, err := start(openblas, n)
	if err != nil {
		return err
	}
	defer peer.stop()
	return compare(stdout, n, rounds, peer)
}

// build compiles testdata/sgemm.c into dir.
func build(dir string) (string, error) {
	file, program := filepath.Join(dir, "sgemm.c"), filepath.Join(dir, "sgemm")
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return "", err
	}
	if out, err := exec.Command("cc", "-O2", "-o", program, file, "-lopenblas").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %v\n%s", errAbsent, err, out)
	}
	return program, nil
}

// process is OpenBLAS waiting to be asked for a product.
type process struct {
	name string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Scanner
}

func start(program string, n int) (*process, error) {
	cmd := exec.Command(program, strconv.Itoa(n))
	// Without what has it take other kernels or blocks than it finds best.
	environment := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "OPENBLAS_") })
	cmd.Env = append(environment, "OPENBLAS_NUM_THREADS=1")
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
	p := &process{cmd: cmd, in: in, out: bufio.NewScanner(out)}
	p.name, err = p.line()
	return p, err
}

func (p *process) line() (string, error) {
	if !p.out.Scan() {
		return "", fmt.Errorf("OpenBLAS ended early: %w", errors.Join(p.out.Err(), io.ErrUnexpectedEOF))
	}
	return p.out.Text(), nil
}

// product is the seconds that one product takes.
func (p *process) product() (float64, error) {
	if _, err := io.WriteString(p.in, "\n"); err != nil {
		return 0, err
	}
	line, err := p.line()
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(line, 64)
}

func (p *process) stop() {
	p.in.Close()
	_ = p.cmd.Wait() // every answer has been read
}

func compare(stdout io.Writer, n, rounds int, peer *process) error {
	a, b, c := make([]float32, n*n), make([]float32, n*n), make([]float32, n*n)
	for i := range a {
		a[i], b[i] = float32(i%251)/251-0.5, float32(i%241)/241-0.5
	}
	var ours, theirs []float64
	for round := range rounds + 1 {
		begin := time.Now()
		simd.Gemm(1, simd.Float32s(a, n, n, n), simd.Float32s(b, n, n, n), 0, c, n)
		seconds := time.Since(begin).Seconds()
		other, err := peer.product()
		if err != nil {
			return err
		}
		if round > 0 { // the first one warms up
			ours, theirs = append(ours, seconds), append(theirs, other)
		}
	}
	speed := func(seconds []float64) (median, best float64) {
		slices.Sort(seconds)
		flop := 2 * float64(n) * float64(n) * float64(n) / 1e9
		return flop / seconds[len(seconds)/2], flop / seconds[0]
	}
	median, best := speed(ours)
	otherMedian, otherBest := speed(theirs)
	_, err := fmt.Fprintf(stdout, "sgemm %d^3, one thread, %d rounds in turn, GFLOP/s:\n%-10s median %6.1f  best %6.1f\n%-10s median %6.1f  best %6.1f  (%s)\nratio      median %6.2f  best %6.2f\n",
		n, rounds, "simd/"+simd.Implementation(), median, best, "OpenBLAS", otherMedian, otherBest,
		strings.TrimSpace(peer.name), median/otherMedian, best/otherBest)
	return err
}
