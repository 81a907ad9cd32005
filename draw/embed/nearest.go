package embed

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// Neighbours are the K nearest other rows of every row, nearest first.
type Neighbours struct {
	K       int
	Index   []int32   // rows x K
	Squared []float32 // squares of the Euclidean distances
}

// queryBlock is how many rows a goroutine looks up together.
const queryBlock = 192

// Nearest finds the k nearest other rows of every row by Euclidean distance in
// float64, of equally near ones those of the lower number: what comparing all
// pairs would find, always.
//
// A matrix product in float32 scores all pairs by q.x - |x|^2/2, which is the
// higher the nearer they are. A row whose score is below the k-th highest by
// more than rounding can have done is ruled out; the others are compared in
// float64.
func Nearest(ctx context.Context, m Matrix, k int) (Neighbours, error) {
	n := m.Len()
	if k < 1 || k >= n {
		return Neighbours{}, fmt.Errorf("%w: %d nearest others of %d", errFew, k, n)
	}
	if err := m.check(); err != nil {
		return Neighbours{}, err
	}
	x := newScores(m)
	found := Neighbours{k, make([]int32, n*k), make([]float32, n*k)}
	err := parallel.Workers(ctx, n, queryBlock, func() func(lo, hi int) {
		s := &searcher{scores: x, k: k, queries: make([]query, queryBlock), passed: make([]int32, simd.TileCols)}
		return func(lo, hi int) { s.block(lo, hi, found) }
	})
	return found, err
}

// scores is what the products need.
type scores struct {
	points  Matrix // as given
	centred Matrix // less their mean, with a column of ones
	packed  *simd.Packed
	lengths []float64 // of the centred rows
	longest float64
}

func newScores(m Matrix) *scores {
	n, d := m.Len(), m.Dims
	mean := make([]float64, d)
	for i := range n {
		for j, v := range m.Row(i) {
			mean[j] += float64(v) / float64(n)
		}
	}
	s := &scores{points: m, centred: Matrix{make([]float32, n*(d+1)), d + 1}, lengths: make([]float64, n)}
	right := make([]float32, n*(d+1))
	for i := range n {
		row := s.centred.Row(i)
		square := 0.0
		for j, v := range m.Row(i) {
			row[j] = float32(float64(v) - mean[j])
			square += float64(row[j]) * float64(row[j])
		}
		copy(right[i*(d+1):], row[:d])
		row[d], right[i*(d+1)+d] = 1, float32(-square/2)
		s.lengths[i] = math.Sqrt(square)
		s.longest = max(s.longest, s.lengths[i])
	}
	s.packed = simd.Pack(simd.Float32s(right, n, d+1, d+1).T())
	return s
}

// slack is by how much more than the true scores two scores of a query can
// differ: the product's rounding, that of half the square, and that of the
// centred numbers, which moves both ends of a difference.
func (s *scores) slack(i int) float64 {
	q, x := s.lengths[i], s.longest
	product := simd.ProductError(s.centred.Dims) * (q*x + x*x/2)
	centring := 0x1p-23 * (q + x) * (q + x)
	return 2 * (product + x*x*0x1p-24 + centring) * 1.01
}

// query is a row whose neighbours are sought.
type query struct {
	best       []float32 // heap of the highest scores so far, the lowest of them first
	candidates []candidate
	limit      float32 // scores below it are ruled out
	slack      float64
}

type candidate struct {
	index int32
	score float32
}

// searcher is the scratch space of one goroutine.
type searcher struct {
	*scores
	k       int
	queries []query
	passed  []int32
	exact   []distance
}

type distance struct {
	squared float64
	index   int32
}

func (s *searcher) block(lo, hi int, found Neighbours) {
	for i := range s.queries[:hi-lo] {
		q := &s.queries[i]
		q.best, q.candidates = q.best[:0], q.candidates[:0]
		q.limit, q.slack = float32(math.Inf(-1)), s.slack(lo+i)
	}
	d := s.centred.Dims
	rows := simd.Float32s(s.centred.Data[lo*d:hi*d], hi-lo, d, d)
	s.packed.Tiles(1, rows, 0, s.packed.Cols(), func(t simd.Tile) {
		for i := range t.Rows {
			s.row(&s.queries[t.Row+i], t.C[i*t.Stride:][:t.Cols], int32(t.Col), int32(lo+t.Row+i))
		}
	})
	for i := lo; i < hi; i++ {
		s.settle(i, &s.queries[i-lo], found)
	}
}

// row goes through the scores of some rows for a query.
func (s *searcher) row(q *query, scores []float32, from, self int32) {
	n := simd.IndexNotBelow(s.passed[:len(scores)], scores, q.limit)
	for _, j := range s.passed[:n] {
		score := scores[j]
		if score < q.limit || from+j == self {
			continue
		}
		q.candidates = append(q.candidates, candidate{from + j, score})
		if len(q.best) < s.k {
			q.best = append(q.best, score)
			if len(q.best) < s.k {
				continue
			}
			slices.Sort(q.best) // a sorted slice is a heap
		} else if score > q.best[0] {
			replaceLowest(q.best, score)
		}
		q.limit = math.Nextafter32(float32(float64(q.best[0])-q.slack), float32(math.Inf(-1)))
	}
}

// replaceLowest puts score in the place of the first of a heap.
func replaceLowest(heap []float32, score float32) {
	i := 0
	for {
		child := 2*i + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && heap[child+1] < heap[child] {
			child++
		}
		if heap[child] >= score {
			break
		}
		heap[i] = heap[child]
		i = child
	}
	heap[i] = score
}

// settle computes the distances of what is left of the candidates.
func (s *searcher) settle(i int, q *query, found Neighbours) {
	s.exact = s.exact[:0]
	for _, c := range q.candidates {
		if c.score >= q.limit {
			s.exact = append(s.exact, distance{squaredDistance(s.points.Row(i), s.points.Row(int(c.index))), c.index})
		}
	}
	slices.SortFunc(s.exact, func(a, b distance) int {
		switch {
		case a.squared < b.squared:
			return -1
		case a.squared > b.squared:
			return 1
		}
		return int(a.index - b.index)
	})
	for j, e := range s.exact[:s.k] {
		found.Index[i*s.k+j], found.Squared[i*s.k+j] = e.index, float32(e.squared)
	}
}

func squaredDistance(x, y []float32) float64 {
	sum := 0.0
	for j, v := range x {
		d := float64(v) - float64(y[j])
		sum += float64(d * d) // the conversion keeps product and sum apart
	}
	return sum
}
