package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// below are the processes that the process started, those that they started,
// and so on, without the dead.
func below(pid int) []int {
	var all []int
	for _, child := range children(pid) {
		if statusOf(child).alive {
			all = append(all, child)
		}
		all = append(all, below(child)...)
	}
	return all
}

// children of all threads of the process.
func children(pid int) []int {
	tasks := fmt.Sprintf("/proc/%d/task", pid)
	threads, err := os.ReadDir(tasks)
	if err != nil {
		return nil // it is gone
	}
	var pids []int
	for _, thread := range threads {
		list, err := os.ReadFile(tasks + "/" + thread.Name() + "/children")
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(list)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}

// processStatus is what the kernel says of a process.
type processStatus struct {
	resident, peak int64
	threads        int
	alive          bool // neither gone nor a zombie
}

func statusOf(pid int) processStatus {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return processStatus{}
	}
	p := processStatus{alive: true}
	for line := range bytes.Lines(text) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch string(name) {
		case "State":
			p.alive = !bytes.ContainsAny(value, "ZX")
		case "VmRSS":
			p.resident = kilobytes(value)
		case "VmHWM":
			p.peak = kilobytes(value)
		case "Threads":
			p.threads, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
	return p
}

// kilobytes reads a value such as "  1234 kB" in bytes.
func kilobytes(value []byte) int64 {
	n, err := strconv.ParseInt(string(bytes.TrimSuffix(bytes.TrimSpace(value), []byte(" kB"))), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// cpuTime is the processor time of a process and of the children it has waited
// for: the fields utime, stime, cutime and cstime of /proc/PID/stat (proc_pid_stat(5)).
func cpuTime(pid int) time.Duration {
	const utime, cstime = 14, 17 // the name before them, in brackets, may hold anything
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(text[bytes.LastIndexByte(text, ')')+1:], []byte(" "))
	fields := bytes.Fields(rest) // from the third on
	if len(fields) < cstime-2 {
		return 0
	}
	var ticks int64
	for _, field := range fields[utime-3 : cstime-2] {
		n, _ := strconv.ParseInt(string(field), 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * tick
}

// proportional is the resident memory of the processes together, with what
// several share counted once.
func proportional(pids []int) int64 {
	var total int64
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			total += statusOf(pid).resident
			continue
		}
		for line := range bytes.Lines(text) {
			if value, ok := bytes.CutPrefix(line, []byte("Pss:")); ok {
				total += kilobytes(value)
			}
		}
	}
	return total
}

// OwnPeak is the largest resident memory of this process so far.
func OwnPeak() int64 { return statusOf(os.Getpid()).peak }
