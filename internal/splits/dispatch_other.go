//go:build !amd64 || noasm

package splits

func available() []kernels { return []kernels{goKernels} }
