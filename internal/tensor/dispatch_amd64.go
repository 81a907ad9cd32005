//go:build amd64 && !noasm

package tensor

import "golang.org/x/sys/cpu"

// available is what this processor runs, the fastest last.
func available() []kernels {
	all := []kernels{goKernels}
	if x := &cpu.X86; x.HasAVX2 && x.HasFMA {
		all = append(all, avx2Kernels())
		if x.HasAVX512F {
			all = append(all, avx512Kernels())
		}
	}
	return all
}

func avx2Kernels() kernels {
	return kernels{
		name: "avx2", panels: 1, tiles: []tile{{6, 1, tile6AVX2}, {3, 1, tile3AVX2}, {1, 1, tile1AVX2}},
		channelSums: channelSumsAVX2, gradientSums: gradientSumsAVX2, maskedSums: maskedSumsAVX2,
		scaleShift: scaleShiftAVX2, combine: combineAVX2, maxPool: maxPoolAVX2, maxPoolBack: maxPoolBackAVX2,
		nesterov: nesterovAVX2, adam: adamAVX2, approach: approachAVX2,
	}
}

// avx512Kernels have tiles for the widths of pictures of 28, 14 and 7 pixels.
func avx512Kernels() kernels {
	k := avx2Kernels()
	k.name, k.panels = "avx512", 2
	k.tiles = []tile{
		{14, 2, tile14x2AVX512}, {7, 2, tile7x2AVX512}, {5, 2, tile5x2AVX512}, {3, 2, tile3x2AVX512}, {1, 2, tile1x2AVX512},
		{14, 1, tile14x1AVX512}, {7, 1, tile7x1AVX512}, {5, 1, tile5x1AVX512}, {3, 1, tile3x1AVX512}, {1, 1, tile1x1AVX512},
	}
	return k
}
