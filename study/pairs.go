package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// Neighbour is an image and its squared Euclidean distance in bytes.
type Neighbour struct {
	Index   int
	Squared uint64
}

// nearer orders by distance, of equal ones the first image first.
func (n Neighbour) nearer(m Neighbour) bool {
	return n.Squared < m.Squared || n.Squared == m.Squared && n.Index < m.Index
}

// nearestTwo are the nearest and the second nearest other image.
type nearestTwo [2]Neighbour

func (n *nearestTwo) insert(x Neighbour) {
	switch {
	case x.nearer(n[0]):
		n[0], n[1] = x, n[0]
	case x.nearer(n[1]):
		n[1] = x
	}
}

// near is two images, i before j, that differ little.
type near struct {
	I, J    int
	Squared uint64
}

// noNeighbour is further than any image can be.
var noNeighbour = Neighbour{Index: -1, Squared: 1 << 62}

const (
	pairColumns = 17 * simd.TileCols // images packed at a time: 13 MB of them
	pairRows    = 192                // images compared with them at a time
	mostNear    = 1 << 20            // near pairs beyond which the limit makes no sense
)

// search compares all images with each other.
//
// Squared distances are |x|^2 + |y|^2 - 2xy with the products of a block of
// images computed at once in float32. What rounding can do to a product is
// bounded (simd.ProductError), and whatever may be a neighbour or near in spite
// of it is computed again in whole numbers: the result is that of brute force.
type search struct {
	x       learn.Images
	limit   float64   // of the difference of near images
	squares []uint64  // |x|^2
	half    []float32 // |x|^2/2, made smaller by what rounding can do
	enough  []float32 // what an image contributes to the product of a near pair, made smaller alike

	mu      sync.Mutex
	idle    []*searchState
	all     []*searchState
	nearAll atomic.Int64 // near pairs of all goroutines
}

// searchState is what one goroutine has found so far.
type searchState struct {
	*search
	nearest []nearestTwo
	bar     []float32 // the product with image i, less half, of one that is as far as its second nearest
	near    []near
}

// allPairs finds the two nearest other images of every image, and all pairs
// whose difference (see difference) is at most limit. There must be three images.
func allPairs(ctx context.Context, x learn.Images, limit float64, progress func(done, total int)) ([]nearestTwo, []near, error) {
	n := x.Len()
	if n < 3 {
		return nil, nil, fmt.Errorf("study: %d images, want three or more to compare", n)
	}
	s := newSearch(x, limit)
	for lo := 0; lo < n; lo += pairColumns {
		hi := min(n, lo+pairColumns)
		progress(lo, n)
		columns := simd.Pack(simd.Bytes(x.Pixels[lo*x.Features:hi*x.Features], hi-lo, x.Features, x.Features, nil, nil).T())
		err := parallel.For(ctx, hi, pairRows, func(from, to int) { s.block(columns, lo, from, to) })
		if err != nil {
			return nil, nil, err
		}
		if s.nearAll.Load() > mostNear {
			return nil, nil, fmt.Errorf("study: more than %d pairs differ by at most %g: choose a smaller limit", mostNear, limit)
		}
	}
	nearest, pairs := s.merge()
	return nearest, pairs, nil
}

func newSearch(x learn.Images, limit float64) *search {
	n := x.Len()
	s := &search{x: x, limit: limit, squares: make([]uint64, n), half: make([]float32, n), enough: make([]float32, n)}
	// A product is at most (|x|^2+|y|^2)/2 and wrong by a share of that; the
	// second term is for the comparisons below.
	wrong := simd.ProductError(x.Features) + 0x1p-20
	zero := make([]uint8, x.Features)
	for i := range n {
		s.squares[i] = simd.SquaredL2U8(x.Row(i), zero)
		s.half[i] = float32((1 - wrong) * float64(s.squares[i]) / 2)
		s.enough[i] = float32((1 - limit - wrong) * float64(s.squares[i]) / 2)
	}
	return s
}

func (s *search) borrow() *searchState {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.idle) - 1; last >= 0 {
		state := s.idle[last]
		s.idle = s.idle[:last]
		return state
	}
	n := s.x.Len()
	state := &searchState{search: s, nearest: make([]nearestTwo, n), bar: make([]float32, n)}
	for i := range n {
		state.nearest[i] = nearestTwo{noNeighbour, noNeighbour}
		state.raiseBar(i)
	}
	s.all = append(s.all, state)
	return state
}

func (s *search) giveBack(state *searchState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, state)
}

// block compares the images from to to-1 with those packed that come after them.
func (s *search) block(columns *simd.Packed, first, from, to int) {
	state := s.borrow()
	defer s.giveBack(state)
	const align = 16
	skip := max(0, from-first) / align * align
	if skip >= columns.Cols() || s.nearAll.Load() > mostNear {
		return
	}
	d := s.x.Features
	rows := simd.Bytes(s.x.Pixels[from*d:to*d], to-from, d, d, nil, nil)
	columns.Tiles(1, rows, skip, columns.Cols(), func(t simd.Tile) {
		for r := range t.Rows {
			state.row(from+t.Row+r, first+t.Col, t.C[r*t.Stride:][:t.Cols])
		}
	})
}

// row looks at the products of image i and those from first on.
func (s *searchState) row(i, first int, products []float32) {
	half, bar, enough := s.half[first:][:len(products)], s.bar[first:][:len(products)], s.enough[first:][:len(products)]
	ownHalf, ownBar, ownEnough := s.half[i], s.bar[i], s.enough[i]
	for k, product := range products {
		if product-half[k] >= ownBar || product-ownHalf >= bar[k] || product >= ownEnough+enough[k] {
			if j := first + k; j > i {
				s.compare(i, j)
				ownBar = s.bar[i]
			}
		}
	}
}

// compare is exact.
func (s *searchState) compare(i, j int) {
	squared := simd.SquaredL2U8(s.x.Row(i), s.x.Row(j))
	s.nearest[i].insert(Neighbour{j, squared})
	s.nearest[j].insert(Neighbour{i, squared})
	s.raiseBar(i)
	s.raiseBar(j)
	if difference(squared, s.squares[i], s.squares[j]) <= s.limit && s.nearAll.Add(1) <= mostNear {
		s.near = append(s.near, near{i, j, squared})
	}
}

func (s *searchState) raiseBar(i int) {
	s.bar[i] = float32(float64(s.half[i]) - float64(s.nearest[i][1].Squared)/2)
}

// merge joins what the goroutines have found. The order of near pairs is by
// difference, then by image.
func (s *search) merge() ([]nearestTwo, []near) {
	nearest, pairs := s.all[0].nearest, s.all[0].near
	for _, state := range s.all[1:] {
		for i := range nearest {
			nearest[i].insert(state.nearest[i][0])
			nearest[i].insert(state.nearest[i][1])
		}
		pairs = append(pairs, state.near...)
	}
	slices.SortFunc(pairs, func(p, q near) int {
		return cmp.Or(cmp.Compare(s.difference(p), s.difference(q)), cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J))
	})
	return nearest, pairs
}

func (s *search) difference(p near) float64 {
	return difference(p.Squared, s.squares[p.I], s.squares[p.J])
}

// difference is how much two images differ, whatever their brightness: their
// squared distance as a share of the sum of their squared lengths, 0 for equal
// ones and 1 for such as have no pixel in common.
func difference(squared, lengthI, lengthJ uint64) float64 {
	if squared == 0 {
		return 0
	}
	return float64(squared) / float64(lengthI+lengthJ)
}
