package dataset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// command runs a program in a folder. The environment keeps its messages in one
// language and the go command to itself.
func command(ctx context.Context, dir, name string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "GOFLAGS=", "GOWORK=off", "GO111MODULE=on")
	// Its own children may hold on to the pipes after it was killed.
	cmd.WaitDelay = 5 * time.Second
	stderr := new(bytes.Buffer)
	cmd.Stderr = stderr
	return cmd, stderr
}

// output runs a command and returns what it prints.
func output(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	cmd, stderr := command(ctx, dir, name, args...)
	out, err := cmd.Output()
	return out, explain(ctx, name, err, stderr)
}

// explain makes the failure of a command readable: with what it said on stderr.
func explain(ctx context.Context, name string, err error, stderr *bytes.Buffer) error {
	said := bytes.TrimSpace(stderr.Bytes())
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%s: %w", name, exec.ErrNotFound)
	case len(said) > 0:
		return fmt.Errorf("%s: %w: %s", name, err, bytes.Join(bytes.Fields(said), []byte(" ")))
	}
	return fmt.Errorf("%s: %w", name, err)
}
