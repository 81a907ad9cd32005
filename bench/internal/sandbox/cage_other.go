//go:build !linux

package sandbox

import (
	"errors"
	"os"
	"os/exec"
	"time"
)

// stopBelow has nothing to go by here: see run.
func stopBelow() {}

// run enforces nothing of the cage here.
func (c Cage) run() (Exit, error) {
	if c.Apart {
		return Exit{}, errors.New("sandbox: only Linux can set programs apart")
	}
	if len(c.Args) == 0 {
		return Exit{}, nil
	}
	program, err := c.find()
	if err != nil {
		return Exit{}, err
	}
	cmd := exec.Command(program, c.Args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.Dir, c.Env, os.Stderr, os.Stderr
	begin := time.Now()
	err = cmd.Run()
	if cmd.ProcessState == nil {
		return Exit{}, err
	}
	state := cmd.ProcessState
	return Exit{
		Code: state.ExitCode(), Seconds: time.Since(begin).Seconds(),
		CPU: (state.UserTime() + state.SystemTime()).Seconds(),
	}, nil
}
