//go:build !amd64 || noasm

package svm

var fastLoops = goLoops
