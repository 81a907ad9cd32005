//go:build !amd64 || noasm

package simd

func fastest() kernels { return goKernels }
