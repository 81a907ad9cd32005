package study

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// blobs is a made data set of 8x8 images: every class is bright in its own rows,
// the more noise, the less so.
func blobs(t *testing.T, name string, classes, train, test, noise int) *dataset.Dataset {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(noise)))
	split := func(n int) dataset.Split {
		s := dataset.Split{Images: make([]uint8, n*64), Labels: make([]uint8, n)}
		for i := range n {
			class := i % classes
			s.Labels[i] = uint8(class)
			for j := range 64 {
				v := random.IntN(noise + 1)
				if j/8 == class || j/8 == class+1 {
					v += 100 + random.IntN(50)
				}
				s.Images[i*64+j] = uint8(min(255, v))
			}
		}
		return s
	}
	names := make([]string, classes)
	for i := range names {
		names[i] = string(rune('a' + i))
	}
	d, err := dataset.New(name, names, 8, 8, split(train), split(test))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// real is a data set of the cache; the test is skipped where it is not there.
func real(t *testing.T, name string) *dataset.Dataset {
	t.Helper()
	d, err := dataset.Resolve(context.Background(), name, "")
	if err != nil {
		t.Skipf("%s is not here: %v", name, err)
	}
	return d
}

// randomImages are n images of d bytes.
func randomImages(n, d int, seed uint64) learn.Images {
	random := rand.New(rand.NewPCG(seed, 7))
	x := learn.Images{Features: d, Pixels: make([]uint8, n*d)}
	for i := range x.Pixels {
		x.Pixels[i] = uint8(random.IntN(256))
	}
	return x
}
