//go:build amd64 && !noasm

package simd

// fastestDense relies on active having found AVX2 and FMA.
func fastestDense() denseKernels {
	if active.name == goKernels.name {
		return goDense
	}
	k := denseKernels{panelTile: panelTileAVX2, adam: adamAVX2, affineU8: affineU8AVX2, prefetch: prefetchAVX2}
	if active.name == avx512Kernels().name {
		k.doublePanelTile = doublePanelTileAVX512
	}
	return k
}
