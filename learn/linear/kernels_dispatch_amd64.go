//go:build amd64 && !noasm

package linear

var fastKernels = kernels{softDotsAVX2, packedDotsAVX2, packedAxpyAVX2, blockDotsAVX2, outerAVX2}
