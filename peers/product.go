package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// absent is the exit status of internal/simd/peer where there is no OpenBLAS.
const absent = 3

// runProduct compares the matrix product with OpenBLAS's on one thread, which
// internal/simd/peer does. The row's seconds are of one product.
func (h *harness) runProduct(ctx context.Context, r row) outcome {
	program := filepath.Join(h.dir, "sgemm")
	if err := build(ctx, program, "internal/simd/peer"); err != nil {
		return ended(r, err)
	}
	n, ok := r.Parameters["n"].(float64)
	if !ok {
		return ended(r, errors.New("the parameter n is not a number"))
	}
	out, err := exec.CommandContext(ctx, program, "-n", strconv.Itoa(int(n))).Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() == absent {
		return ended(r, errSkip{skipped, "no OpenBLAS with a C compiler here (Debian: apt-get install gcc libopenblas-dev)"})
	}
	if err != nil {
		return ended(r, err)
	}
	ours, theirs, err := medianSpeeds(out)
	if err != nil {
		return ended(r, err)
	}
	h.tell("sgemm of " + openblasName(out))
	fmt.Fprintf(h.progress, "    fmnist %.1f GFLOP/s, openblas %.1f GFLOP/s\n", ours, theirs)
	flop := 2 * n * n * n / 1e9
	o := outcome{row: r, Seconds: flop / ours, PeerSeconds: flop / theirs, Ratio: ours / theirs}
	o.hold(0)
	return o
}

var nameLine = regexp.MustCompile(`(?m)^OpenBLAS .*\((.+)\)$`)

// openblasName is what the program's table says of the library: its version and
// the processor it runs for.
func openblasName(text []byte) string {
	if m := nameLine.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return "OpenBLAS"
}

var speedLine = regexp.MustCompile(`(?m)^\S+ +median +([0-9.]+) `)

// medianSpeeds reads GFLOP/s of both sides from the program's table.
func medianSpeeds(text []byte) (ours, theirs float64, err error) {
	lines := speedLine.FindAllSubmatch(text, -1)
	if len(lines) < 2 {
		return 0, 0, fmt.Errorf("the program's table is not understood: %.200q", text)
	}
	if ours, err = strconv.ParseFloat(string(lines[0][1]), 64); err != nil {
		return 0, 0, err
	}
	theirs, err = strconv.ParseFloat(string(lines[1][1]), 64)
	return ours, theirs, err
}
