package linear

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
)

func shuffle(random *rand.Rand, order []int32) {
	for i := len(order) - 1; i > 0; i-- {
		j := random.Uint32N(uint32(i + 1))
		order[i], order[j] = order[j], order[i]
	}
}

// What windowed orders are made of.
const (
	blockRows  = 32            // adjacent in memory: a few pages
	windowRows = 8 * blockRows // two windows fit in the second cache
)

// windowed is random orders of rows that memory can follow. To take one row
// after another from anywhere among 60,000 is to wait for each: for its
// lines, and before that for the page table. Here blocks of adjacent rows are
// shuffled, and then the rows of every window of successive blocks; and while
// one window is at work, the next is fetched block by block. Over rows that
// lie in random order to begin with, see problem.shuffled, each order is as
// random as any for a single row, and which rows share a window is by chance.
type windowed struct {
	n      int
	blocks []int32
	fetch  []int32 // by blocks
	rows   []int32 // windows of fetch, shuffled
}

// newWindowed is the rows as they lie.
func newWindowed(n int) *windowed {
	return &windowed{n, ascending((n + blockRows - 1) / blockRows), ascending(n), ascending(n)}
}

// shuffle makes another order.
func (w *windowed) shuffle(random *rand.Rand) {
	shuffle(random, w.blocks)
	w.fetch = w.fetch[:0]
	for _, block := range w.blocks {
		first := int(block) * blockRows
		for i := first; i < min(first+blockRows, w.n); i++ {
			w.fetch = append(w.fetch, int32(i))
		}
	}
	copy(w.rows, w.fetch)
	for window := range slices.Chunk(w.rows, windowRows) {
		shuffle(random, window)
	}
}

// ahead is the block to fetch during the blockRows steps from step n on. (Behind
// the one block that may be short, fetching is less exact.)
func (w *windowed) ahead(n int) int {
	return int(w.blocks[min((n+windowRows)/blockRows, len(w.blocks)-1)])
}

// ascending is 0 to n-1.
func ascending(n int) []int32 {
	v := make([]int32, n)
	for i := range v {
		v[i] = int32(i)
	}
	return v
}

// shuffled is a copy of the problem with its rows in random order.
func (p *problem) shuffled(ctx context.Context, random *rand.Rand) (*problem, error) {
	from := ascending(p.n)
	shuffle(random, from)
	q := *p
	q.pixels, q.y = make([]uint8, len(p.pixels)), make([]uint8, p.n)
	err := parallel.For(ctx, p.n, 1024, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			copy(q.row(i), p.row(int(from[i])))
			q.y[i] = p.y[from[i]]
		}
	})
	return &q, err
}
