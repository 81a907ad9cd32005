//go:build !linux

package bench

import (
	"os"
	"syscall"
)

// Elsewhere than on Linux a child is stopped alone, learns of its parent's
// death from the end of its standard input, and is not limited in memory.

func childAttributes() *syscall.SysProcAttr { return nil }

func killGroup(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill() // that it is gone already is not an error
	}
}

func peakMemory(*os.ProcessState) int64 { return 0 }

func residentMemory(int) int64 { return 0 }
