//go:build !amd64 || noasm

package tensor

func available() []kernels { return []kernels{goKernels} }
