// Package fmnist is the root of the module. It holds the sources that a result
// of the benchmark depends on, so that results can name the code they are of;
// ARCHITECTURE.md says where everything else is.
package fmnist

import "embed"

// Source are the sources of the classifiers and of what they compute with.
//
//go:embed learn/*.go learn/*/*.go internal/parallel/*.go internal/simd/*.go internal/simd/*.s internal/splits/*.go internal/splits/*.s internal/tensor/*.go internal/tensor/*.s
var Source embed.FS
