//go:build !amd64 || noasm

package simd

func fastestDense() denseKernels { return goDense }
