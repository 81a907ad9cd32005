package bench

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// DescribeMachine says in one line what ran: processor, cores, system,
// memory. Times are comparable only between equal lines.
func DescribeMachine() string {
	parts := []string{fmt.Sprintf("%d cores", runtime.NumCPU()), runtime.GOOS + "/" + runtime.GOARCH}
	if model := procField("/proc/cpuinfo", "model name"); model != "" {
		parts = append([]string{model}, parts...)
	}
	var kilobytes int
	if _, err := fmt.Sscanf(procField("/proc/meminfo", "MemTotal"), "%d kB", &kilobytes); err == nil {
		parts = append(parts, fmt.Sprintf("%d GB", (kilobytes+1<<19)>>20))
	}
	return strings.Join(parts, ", ")
}

// procField is the first value of that name in a "name : value" file of
// Linux, empty elsewhere.
func procField(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
