package idx_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/fmnist/fmnist/idx"
)

// BenchmarkGzip reads the training images of Fashion-MNIST, compressed as they
// are published (gzip -6), and lets gzip -dc read the same file beside it. The
// first must not take longer than the second.
func BenchmarkGzip(b *testing.B) {
	path := compressed(b)
	b.Run("ReadFile", func(b *testing.B) {
		for b.Loop() {
			a, err := idx.ReadFile[uint8](path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(a.Data)))
		}
	})
	b.Run("gzip-dc", func(b *testing.B) {
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			b.Fatal(err)
		}
		defer null.Close()
		for b.Loop() {
			cmd := exec.Command("gzip", "-dc", path)
			cmd.Stdout = null
			if err := cmd.Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// compressed is the gzipped training images, made of the plain ones in the cache
// that FMNIST_DATA names.
func compressed(b *testing.B) string {
	plain, err := os.ReadFile(filepath.Join(os.Getenv("FMNIST_DATA"), "fashion", "train-images-idx3-ubyte"))
	if err != nil {
		b.Skipf("FMNIST_DATA has no Fashion-MNIST: %v", err)
	}
	cmd := exec.Command("gzip", "-6")
	cmd.Stdin = bytes.NewReader(plain)
	gz, err := cmd.Output()
	if err != nil {
		b.Skipf("gzip: %v", err)
	}
	path := filepath.Join(b.TempDir(), "train-images-idx3-ubyte.gz")
	if err := os.WriteFile(path, gz, 0o644); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkPlain reads the plain training images, as they are in the cache.
func BenchmarkPlain(b *testing.B) {
	path := filepath.Join(os.Getenv("FMNIST_DATA"), "fashion", "train-images-idx3-ubyte")
	for b.Loop() {
		a, err := idx.ReadFile[uint8](path)
		if err != nil {
			b.Skipf("FMNIST_DATA has no Fashion-MNIST: %v", err)
		}
		b.SetBytes(int64(len(a.Data)))
	}
}
