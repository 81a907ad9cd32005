package learntest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
)

// Bytes is a list of numbers from 0 to 255 in JSON, where a []uint8 would be
// base64.
type Bytes []uint8

func (b *Bytes) UnmarshalJSON(text []byte) error {
	var numbers []int
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	*b = make(Bytes, len(numbers))
	for i, n := range numbers {
		if n < 0 || n > 255 {
			return fmt.Errorf("%d is not a byte", n)
		}
		(*b)[i] = uint8(n)
	}
	return nil
}

// ReadJSON reads a file of the test's data, such as what a script of
// scikit-learn stored.
func ReadJSON(tb testing.TB, file string, into any) {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
}

// Real returns half of a data set, train or t10k of fashion or mnist, from the
// cache that FMNIST_DATA names. Without it the test is skipped.
func Real(tb testing.TB, name, half string) learn.Set {
	tb.Helper()
	dir := os.Getenv("FMNIST_DATA")
	if dir == "" {
		tb.Skip("FMNIST_DATA does not name the cache of data sets")
	}
	read := func(kind string) []uint8 {
		a, err := idx.ReadFile[uint8](filepath.Join(dir, name, half+kind))
		if err != nil {
			tb.Skip(err)
		}
		return a.Data
	}
	return learn.Set{
		Images:  learn.Images{Pixels: read("-images-idx3-ubyte"), Features: 28 * 28},
		Labels:  read("-labels-idx1-ubyte"),
		Classes: 10,
	}
}
