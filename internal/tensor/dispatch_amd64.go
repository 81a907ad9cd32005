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
		name:        "avx2",
		tiles:       [][]tile{{tile1AVX2, tile2AVX2, tile3AVX2, tile4AVX2, tile5AVX2, tile6AVX2}},
		channelSums: channelSumsAVX2, gradientSums: gradientSumsAVX2, maskedSums: maskedSumsAVX2,
		scaleShift: scaleShiftAVX2, combine: combineAVX2, maxPool: maxPoolAVX2, maxPoolBack: maxPoolBackAVX2,
		transforms: transforms{
			input: inputAVX2, inputAdjoint: inputAdjointAVX2,
			kernel3: kernel3AVX2, kernel3Adjoint: kernel3AdjointAVX2,
			kernel5: kernel5AVX2, kernel5Adjoint: kernel5AdjointAVX2,
			output3: output3AVX2, output3Adjoint: output3AdjointAVX2,
			output5: output5AVX2, output5Adjoint: output5AdjointAVX2,
		},
		nesterov: nesterovAVX2, adam: adamAVX2, approach: approachAVX2,
	}
}

// avx512Kernels is avx2Kernels but for those that need registers.
func avx512Kernels() kernels {
	k := avx2Kernels()
	k.name = "avx512"
	k.tiles = [][]tile{{
		tile1x1AVX512, tile2x1AVX512, tile3x1AVX512, tile4x1AVX512, tile5x1AVX512, tile6x1AVX512, tile7x1AVX512,
		tile8x1AVX512, tile9x1AVX512, tile10x1AVX512, tile11x1AVX512, tile12x1AVX512, tile13x1AVX512, tile14x1AVX512,
	}, {
		tile1x2AVX512, tile2x2AVX512, tile3x2AVX512, tile4x2AVX512, tile5x2AVX512, tile6x2AVX512, tile7x2AVX512,
		tile8x2AVX512, tile9x2AVX512, tile10x2AVX512, tile11x2AVX512, tile12x2AVX512, tile13x2AVX512, tile14x2AVX512,
	}}
	k.transforms = transforms{
		input: inputAVX512, inputAdjoint: inputAdjointAVX512,
		kernel3: kernel3AVX512, kernel3Adjoint: kernel3AdjointAVX512,
		kernel5: kernel5AVX512, kernel5Adjoint: kernel5AdjointAVX512,
		output3: output3AVX512, output3Adjoint: output3AdjointAVX512,
		output5: output5AVX512, output5Adjoint: output5AdjointAVX512,
	}
	return k
}
