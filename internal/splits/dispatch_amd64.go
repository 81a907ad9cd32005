//go:build amd64 && !noasm

package splits

import (
	"math"

	"golang.org/x/sys/cpu"
)

// available is what this processor runs, the fastest last.
func available() []kernels {
	all := []kernels{goKernels}
	if x := &cpu.X86; x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VPOPCNTDQ && x.HasBMI1 {
		all = append(all, kernels{"avx512", gatherAMD64, bestCut})
	}
	return all
}

// bestCut is bestCutGo by a kernel that keeps eight splits, the best of an
// eighth of the thresholds each.
func bestCut(values [][Samples]uint8, n *Node) (score float64, key uint64) {
	var scores [8]float64
	var keys [8]uint64
	bestCutAVX512(values, n.samples, n.planes, n.sets, n.totals, n.weight, n.squares, &scores, &keys)
	score = math.Inf(-1)
	for i, s := range scores {
		if s > score || s == score && keys[i] < key {
			score, key = s, keys[i]
		}
	}
	return score, key
}
