//go:build !amd64 || noasm

package linear

var fastKernels = goKernels
