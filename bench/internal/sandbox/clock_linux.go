package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// Clock times a program and finds out how much others disturbed it.
type Clock struct {
	cores []int
	begin time.Time
	busy  time.Duration
}

// StartClock starts a clock for a program that runs on the cores.
func StartClock(cores []int) Clock {
	return Clock{cores: cores, busy: busyTime(cores), begin: time.Now()}
}

// Stop is the seconds since the start, and the share of the cores' time in them
// that was spent on something else than the program, whose processor time is
// given. What a hypervisor gave to other guests counts as well.
func (c Clock) Stop(own time.Duration) (seconds, others float64) {
	elapsed := time.Since(c.begin)
	if len(c.cores) == 0 || elapsed == 0 {
		return elapsed.Seconds(), 0
	}
	foreign := busyTime(c.cores) - c.busy - own
	share := foreign.Seconds() / (elapsed.Seconds() * float64(len(c.cores)))
	return elapsed.Seconds(), min(1, max(0, share))
}

// Columns of /proc/stat behind the name of a core: user nice system idle iowait
// irq softirq steal (proc_stat(5)), in units of 1/100 s.
const (
	idleColumn, waitColumn = 3, 4
	busyColumns            = 8
	tick                   = 10 * time.Millisecond
)

// busyTime is the time in which the cores did something, since the system
// started.
func busyTime(cores []int) time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	var ticks int64
	for line := range bytes.Lines(text) {
		fields := bytes.Fields(line)
		core, ok := bytes.CutPrefix(fields[0], []byte("cpu"))
		n, err := strconv.Atoi(string(core))
		if !ok || err != nil || !slices.Contains(cores, n) {
			continue
		}
		for column, field := range fields[1:min(len(fields), 1+busyColumns)] {
			if column != idleColumn && column != waitColumn {
				value, _ := strconv.ParseInt(string(field), 10, 64)
				ticks += value
			}
		}
	}
	return time.Duration(ticks) * tick
}

// Slots shares out the cores that we may run on among a number of jobs, such
// that no two jobs are on one core, and as far as possible none on two halves
// of one. In each slot, first halves come first. With more jobs than cores they
// take turns: each slot is a single core that others have too.
func Slots(jobs int) [][]int {
	cores := Cores()
	if len(cores) == 0 {
		return make([][]int, jobs)
	}
	slices.SortStableFunc(cores, func(a, b int) int { return slices.Compare(topology(a), topology(b)) })
	slots := make([][]int, jobs)
	for i := range slots {
		if jobs > len(cores) {
			slots[i] = []int{cores[i%len(cores)]}
			continue
		}
		slots[i] = firstHalvesFirst(cores[i*len(cores)/jobs : (i+1)*len(cores)/jobs])
	}
	return slots
}

// topology is the physical core that a core is on: package, die, core.
func topology(core int) []int {
	var place []int
	for _, name := range []string{"physical_package_id", "die_id", "core_id"} {
		text, err := os.ReadFile(fmt.Sprintf("/sys/devices/system/cpu/cpu%d/topology/%s", core, name))
		n, convErr := strconv.Atoi(string(bytes.TrimSpace(text)))
		if err != nil || convErr != nil {
			n = core // no topology: every core is one of its own
		}
		place = append(place, n)
	}
	return place
}

// firstHalvesFirst puts one core of every physical one before all others.
func firstHalvesFirst(cores []int) []int {
	var first, rest []int
	for i, core := range cores {
		if i > 0 && slices.Equal(topology(core), topology(cores[i-1])) {
			rest = append(rest, core)
		} else {
			first = append(first, core)
		}
	}
	return append(first, rest...)
}
