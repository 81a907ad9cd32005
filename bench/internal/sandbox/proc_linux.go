package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// process is the folder of a process in a file system of type proc: /proc/1.
type process string

func processOf(pid int) process { return process(fmt.Sprintf("/proc/%d", pid)) }

func (p process) pid() int {
	pid, err := strconv.Atoi(path.Base(string(p)))
	if err != nil {
		panic("sandbox: " + string(p))
	}
	return pid
}

// below are the processes that the process started, those that they started,
// and so on.
func below(pid int) []process {
	all := processOf(pid).children()
	for i := 0; i < len(all); i++ {
		all = append(all, all[i].children()...)
	}
	return all
}

// children of all threads of the process.
func (p process) children() []process {
	threads, err := os.ReadDir(string(p) + "/task")
	if err != nil {
		return nil // it is gone
	}
	var all []process
	for _, thread := range threads {
		list, err := os.ReadFile(string(p) + "/task/" + thread.Name() + "/children")
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(list)) {
			all = append(all, process("/proc/"+field))
		}
	}
	return all
}

// inNamespace are the processes of a PID namespace but its head, by its own
// /proc. There are none as long as that is still ours.
func inNamespace(proc string) []process {
	var theirs, ours unix.Stat_t
	if unix.Stat(proc, &theirs) != nil || unix.Stat("/proc", &ours) != nil || theirs.Dev == ours.Dev {
		return nil
	}
	folder, err := os.Open(proc)
	if err != nil {
		return nil
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return nil
	}
	var all []process
	for _, name := range names {
		if name[0] >= '0' && name[0] <= '9' && name != "1" {
			all = append(all, process(proc+"/"+name))
		}
	}
	return all
}

// processStatus is what the kernel says of a process.
type processStatus struct {
	resident, peak int64
	threads        int
	alive          bool // neither gone nor a zombie
}

func (p process) status() processStatus {
	text, err := os.ReadFile(string(p) + "/status")
	if err != nil {
		return processStatus{}
	}
	s := processStatus{alive: true}
	for line := range bytes.Lines(text) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch string(name) {
		case "State":
			s.alive = !bytes.ContainsAny(value, "ZX")
		case "VmRSS":
			s.resident = kilobytes(value)
		case "VmHWM":
			s.peak = kilobytes(value)
		case "Threads":
			s.threads, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
	return s
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
func (p process) cpuTime() time.Duration {
	const utime, cstime = 14, 17 // the name before them, in brackets, may hold anything
	text, err := os.ReadFile(string(p) + "/stat")
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
func proportional(all []process) int64 {
	var total int64
	for _, p := range all {
		text, err := os.ReadFile(string(p) + "/smaps_rollup")
		if err != nil {
			total += p.status().resident
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
func OwnPeak() int64 { return processOf(os.Getpid()).status().peak }

// FreeSpace is how many bytes a user can still write where dir is, 0 where that
// is not known.
func FreeSpace(dir string) int64 {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0
	}
	return int64(stat.Bavail) * stat.Bsize
}
