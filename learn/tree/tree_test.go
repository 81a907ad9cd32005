package tree

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fmnist/fmnist/learn"
)

// Images that walk together fall into the leaves that they fall into alone.
func TestAddAllEqualsAdd(t *testing.T) {
	const features, classes = 5, 3
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []uint8 {
		p := make([]uint8, n*features)
		for i := range p {
			p[i] = uint8(r.IntN(20))
		}
		return p
	}
	train := learn.Set{Images: learn.Images{Pixels: random(200), Features: features}, Classes: classes}
	for range train.Len() {
		train.Labels = append(train.Labels, uint8(r.IntN(classes)))
	}
	c := NewDecisionTreeClassifier()
	c.MaxDepth = 6 // leaves of several classes
	if err := c.Fit(t.Context(), train, 1); err != nil {
		t.Fatal(err)
	}
	for n := range 4 * abreast {
		images := learn.Images{Pixels: random(n + 2), Features: features}
		for from := range 3 {
			got, want := make([]float32, n*classes), make([]float32, n*classes)
			for i := range got {
				got[i] = float32(i)
				want[i] = float32(i)
			}
			c.tree.AddAll(images, from, got, classes)
			for i := range n {
				c.tree.Add(images.Row(from+i), want[i*classes:(i+1)*classes])
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d images from %d: %v, alone %v", n, from, got, want)
			}
		}
	}
}
