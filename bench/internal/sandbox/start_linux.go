package sandbox

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// attributes has the kernel kill the process when we die; a supervisor that is
// not contained has to see to those below it first, and does when its input
// ends. A contained process
// is the head of a PID namespace: whatever it started, wherever that has moved
// to, dies with it. Apart, it is cut off from mounts, network and shared memory
// as well. Who is not root needs a user namespace for that, in which a process
// that is Apart may mount and set up the network.
func attributes(contained bool, spec Spec) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if !contained {
		if spec.Supervisor {
			attr.Pdeathsig = 0
		}
		return attr
	}
	attr.Cloneflags = unix.CLONE_NEWPID
	if spec.Apart {
		attr.Cloneflags |= unix.CLONE_NEWNS | unix.CLONE_NEWNET | unix.CLONE_NEWIPC
	}
	if os.Geteuid() != 0 {
		attr.Cloneflags |= unix.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		if spec.Apart {
			attr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN}
		}
	}
	return attr
}

// namespacesRefused tells a kernel that makes no namespaces for us from other
// reasons why a process does not start.
func namespacesRefused(err error) bool {
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOSPC)
}

// startOn starts the process on the given cores: a process inherits those of
// the thread that starts it.
func startOn(cores []int, cmd *exec.Cmd) error {
	if len(cores) == 0 {
		return cmd.Start()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var own, wanted unix.CPUSet
	if err := unix.SchedGetaffinity(0, &own); err != nil {
		return err
	}
	for _, core := range cores {
		wanted.Set(core)
	}
	if err := unix.SchedSetaffinity(0, &wanted); err != nil {
		return err
	}
	defer unix.SchedSetaffinity(0, &own)
	return cmd.Start()
}

// Cores are those that this process may run on.
func Cores() []int {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil
	}
	cores := make([]int, 0, set.Count())
	for core := 0; len(cores) < set.Count(); core++ {
		if set.IsSet(core) {
			cores = append(cores, core)
		}
	}
	return cores
}

// kill stops the process and all that it started.
func (c *child) kill() {
	if !c.contained {
		if !c.supervisor { // which has to wait for those below it, and starts no more
			_ = unix.Kill(c.cmd.Process.Pid, unix.SIGSTOP)
			time.Sleep(time.Millisecond)
		}
		killBelow(c.cmd.Process.Pid)
		// That the group is gone is not an error.
		_ = unix.Kill(-c.cmd.Process.Pid, unix.SIGKILL)
	}
	_ = c.cmd.Process.Kill()
}

// sweep stops what a process that is gone has left in its group.
func (c *child) sweep() {
	if !c.contained {
		_ = unix.Kill(-c.cmd.Process.Pid, unix.SIGKILL)
	}
}

// used is what the processes have used. The kernel adds up the times of all
// that were waited for, others are as they were last seen. Its peak is that of
// the largest process, and of the one that forked it.
func (c *child) used() Usage {
	state := c.cmd.ProcessState
	if state == nil {
		return Usage{}
	}
	u := Usage{CPU: max(c.cpu, state.UserTime()+state.SystemTime()), Peak: c.peak}
	if largest := state.SysUsage().(*syscall.Rusage).Maxrss << 10; largest > c.inherited && !c.supervisor {
		u.Peak = max(u.Peak, largest)
	}
	return u
}

// measure adds up what the processes use now. Memory that processes share counts
// once where the limit depends on it. Of more processes than are allowed only
// the number matters.
func (c *child) measure(limits Limits) sample {
	all := c.processes()
	if limits.Processes > 0 && len(all) > limits.Processes {
		return sample{tasks: len(all)}
	}
	var s sample
	for _, p := range all {
		status := p.status()
		s.resident += status.resident
		s.tasks += status.threads
		s.peak = status.peak
	}
	if len(all) == 1 {
		return s
	}
	if limits.Memory > 0 && s.resident > limits.Memory {
		s.resident = proportional(all)
	}
	s.peak = s.resident
	return s
}

// measureCPU adds up the processor time of all processes that are left and of
// those they have waited for.
func (c *child) measureCPU() {
	var total time.Duration
	for _, p := range c.processes() {
		total += p.cpuTime()
	}
	c.cpu = max(c.cpu, total)
}

// processes are those that the limits are for. Where the program has a PID
// namespace and the folder /proc that goes with it, they are listed there at
// once; else from parent to child.
func (c *child) processes() []process {
	root := processOf(c.cmd.Process.Pid)
	if c.apart {
		return inNamespace(string(root) + "/root/proc")
	}
	all := below(c.cmd.Process.Pid)
	if !c.supervisor {
		all = append(all, root)
	}
	return all
}

// killBelow stops all that the process started. A stopped process starts no
// more, so each round leaves fewer; the limit of rounds is for processes that
// the kernel does not let go.
func killBelow(pid int) {
	for range 100 {
		all := slices.DeleteFunc(below(pid), func(p process) bool { return !p.status().alive })
		if len(all) == 0 {
			return
		}
		for _, signal := range []unix.Signal{unix.SIGSTOP, unix.SIGKILL} {
			for _, p := range all {
				_ = unix.Kill(p.pid(), signal) // it may be gone
			}
		}
		time.Sleep(time.Millisecond)
	}
}
