package study

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/fmnist/fmnist/dataset"
)

// TestPlanted hides 100 copies, and copies that differ a little, in a data set.
func TestPlanted(t *testing.T) {
	d := blobs(t, "blobs", 4, 1000, 200, 200)
	m := together(d)
	random := rand.New(rand.NewPCG(8, 9))
	order := random.Perm(m.images.Len())
	exact, close := map[[2]int]bool{}, map[[2]int]bool{}
	for k := range 200 {
		from, to := order[2*k], order[2*k+1]
		copy(m.images.Row(to), m.images.Row(from))
		pair := [2]int{min(from, to), max(from, to)}
		if k < 100 {
			exact[pair] = true
			continue
		}
		close[pair] = true
		m.images.Row(to)[random.IntN(64)] ^= 1
	}
	copy(d.Train.Images, m.images.Pixels)
	copy(d.Test.Images, m.images.Pixels[len(d.Train.Images):])
	p, err := Duplicates(context.Background(), []*dataset.Dataset{d}, &Comparisons{Limit: 0.001}, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := p.Data.([]DuplicateSet)[0]
	if len(found.Exact) != 100 || len(found.Near) != 100 || p.number("blobs.planted_found") != 100 {
		t.Errorf("%d exact, %d near, %v of the planted", len(found.Exact), len(found.Near), p.Figures["blobs.planted_found"])
	}
	for _, x := range found.Exact {
		if !exact[[2]int{x.i, x.j}] || x.Distance != 0 {
			t.Errorf("%+v was not planted", x)
		}
	}
	for _, x := range found.Near {
		if !close[[2]int{x.i, x.j}] || x.Distance != 1 {
			t.Errorf("%+v was not planted", x)
		}
	}
}

// TestNoExactDuplicates holds for the data that everybody has.
func TestNoExactDuplicates(t *testing.T) {
	m := together(real(t, "fashion"))
	if pairs := equalPairs(m.images); len(pairs) != 0 {
		t.Errorf("Fashion-MNIST has %d pairs of equal images", len(pairs))
	}
	if n := plantAndFind(m.images); n != planted {
		t.Errorf("%d of %d planted copies found", n, planted)
	}
}
