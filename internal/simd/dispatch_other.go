//go:build !amd64 || noasm

package simd

func available() []kernels { return []kernels{goKernels} }
