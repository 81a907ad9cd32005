//go:build !linux

package sandbox

import (
	"os/exec"
	"syscall"
	"time"
)

// Elsewhere than on Linux only the time limit is kept, and only the process
// itself is stopped: what it started learns of that from the end of its pipes.

func attributes(bool, Spec) *syscall.SysProcAttr { return nil }

func namespacesRefused(error) bool { return false }

func startOn(_ []int, cmd *exec.Cmd) error { return cmd.Start() }

// Slots are as many as jobs, without cores: they are not known here.
func Slots(jobs int) [][]int { return make([][]int, jobs) }

// Clock times a program.
type Clock struct{ begin time.Time }

// StartClock starts a clock.
func StartClock([]int) Clock { return Clock{time.Now()} }

// Stop is the seconds since the start; how busy the machine was is not known here.
func (c Clock) Stop(time.Duration) (seconds, others float64) {
	return time.Since(c.begin).Seconds(), 0
}

func (c *child) kill() { _ = c.cmd.Process.Kill() }

func (c *child) sweep() {}

func (c *child) used() Usage {
	state := c.cmd.ProcessState
	if state == nil {
		return Usage{}
	}
	return Usage{CPU: state.UserTime() + state.SystemTime()}
}

func (c *child) measure(Limits) sample { return sample{} }

func (c *child) measureCPU() {}

// OwnPeak is not known here.
func OwnPeak() int64 { return 0 }

// FreeSpace is not known here.
func FreeSpace(string) int64 { return 0 }
