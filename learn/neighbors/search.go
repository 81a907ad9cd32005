package neighbors

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// queryBlock is how many queries a goroutine handles together.
const queryBlock = 96

// search finds the k nearest training images of every query, fewer where there
// are not so many, and hands them, nearest first, to visit, of which every
// goroutine makes its own; visit must not keep the slice.
//
// It works as branch and bound does. For a block of queries the filter scores
// all training images by a lower bound of their distance. Those of the best
// scores so far are compared at once, and the k-th smallest upper bound of a
// distance says from which score on a training image can be among the k
// nearest. The others of such a score wait until all have been scored, when
// most of them are ruled out by what has been found meanwhile.
//
// To compare is to compute the distance in float32, with bounds of what
// rounding can have done to it. Those whose lower bound is not above the k-th
// upper bound, few more than the neighbours themselves, are settled in float64.
func (x *index) search(ctx context.Context, queries learn.Images, k int, newVisit func() func(i int, found []neighbor)) error {
	k = min(k, x.train.Len())
	return parallel.Workers(ctx, queries.Len(), queryBlock, func() func(lo, hi int) {
		s := newSearcher(x, k)
		visit := newVisit()
		return func(lo, hi int) {
			s.block(ctx, queries.Slice(lo, hi))
			for i := lo; i < hi; i++ {
				visit(i, s.queries[i-lo].found)
			}
		}
	})
}

// searcher is the scratch space of one goroutine.
type searcher struct {
	*index
	k       int
	scorer  scorer
	queries []query
	passed  []int32
}

// query is one image whose neighbours are sought.
type query struct {
	number   int // within the block
	pixels   []uint8
	features []float64 // scaled; empty without scaling

	// best holds the k highest scores so far, descending, and waiting the
	// training images of lower ones.
	best    []float32
	waiting []candidate
	// high holds the k smallest upper bounds so far, ascending, and finalists
	// the training images whose lower bounds are not above the radius, see
	// index.radius, that the largest of these gives.
	high      []float64
	radius    float64
	finalists []neighbor
	// score is what the radius means for scores in a tile of training images.
	score float32
	tile  int32

	found []neighbor
}

// candidate is a training image, by its column, that may be a neighbour.
type candidate struct {
	col   int32
	score float32
}

func newSearcher(x *index, k int) *searcher {
	s := &searcher{index: x, k: k, queries: make([]query, queryBlock)}
	if x.filter != nil {
		s.scorer = x.filter.newScorer()
	}
	return s
}

// block finds the neighbours of a block of queries.
func (s *searcher) block(ctx context.Context, images learn.Images) {
	queries := s.queries[:images.Len()]
	for i := range queries {
		s.begin(&queries[i], i, images.Row(i))
	}
	if s.scorer == nil {
		s.all(ctx, queries)
	} else {
		s.scored(ctx, images, queries)
	}
	for i := range queries {
		s.settle(&queries[i])
	}
}

// scored compares the queries with the training images that the filter leaves.
func (s *searcher) scored(ctx context.Context, images learn.Images, queries []query) {
	s.scorer.begin(images)
	s.scorer.tiles(func(t simd.Tile) {
		for i := 0; i < t.Rows && ctx.Err() == nil; i++ {
			s.row(&queries[t.Row+i], t.C[i*t.Stride:][:t.Cols], int32(t.Col))
		}
	})
	for i := range queries {
		if ctx.Err() != nil {
			return
		}
		s.compareWaiting(&queries[i])
	}
}

func (s *searcher) begin(q *query, number int, pixels []uint8) {
	q.number, q.pixels, q.features = number, pixels, q.features[:0]
	q.best, q.waiting = q.best[:0], q.waiting[:0]
	q.high, q.radius, q.finalists = q.high[:0], math.Inf(1), q.finalists[:0]
	if !s.scaling.IsIdentity() {
		for j, p := range pixels {
			q.features = append(q.features, s.scaling.At(j, p))
		}
	}
}

// all compares the queries with every training image.
func (s *searcher) all(ctx context.Context, queries []query) {
	for i := range queries {
		for j := range s.train.Len() {
			s.compare(&queries[i], int32(j))
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// row goes through the scores of a tile of training images for a query.
func (s *searcher) row(q *query, scores []float32, col int32) {
	if len(s.passed) < len(scores) {
		s.passed = make([]int32, len(scores))
	}
	s.setScore(q, col/simd.TileCols)
	n := simd.IndexNotBelow(s.passed[:len(scores)], scores, q.score)
	for _, j := range s.passed[:n] {
		c := candidate{col + j, scores[j]}
		if s.amongBest(q, c.score) {
			s.compare(q, s.scorer.image(c.col))
		} else {
			q.waiting = append(q.waiting, c)
		}
	}
}

// amongBest takes up a score if it is among the k highest.
func (s *searcher) amongBest(q *query, score float32) bool {
	if len(q.best) == s.k {
		if !(score > q.best[s.k-1]) {
			return false
		}
		q.best = q.best[:s.k-1]
	}
	at, _ := slices.BinarySearchFunc(q.best, score, func(a, b float32) int { return cmp.Compare(b, a) })
	q.best = slices.Insert(q.best, at, score)
	return true
}

// compareWaiting compares those waiting that are still of interest, fetching
// each from memory some time before.
func (s *searcher) compareWaiting(q *query) {
	const ahead = 3
	q.waiting = slices.DeleteFunc(q.waiting, func(c candidate) bool { return s.ruledOut(q, c) })
	for i, c := range q.waiting {
		if i+ahead < len(q.waiting) {
			simd.Prefetch(s.train.Row(int(s.scorer.image(q.waiting[i+ahead].col))))
		}
		if !s.ruledOut(q, c) {
			s.compare(q, s.scorer.image(c.col))
		}
	}
}

// ruledOut reports whether a candidate's score is too low by now.
func (s *searcher) ruledOut(q *query, c candidate) bool {
	if tile := c.col / simd.TileCols; tile != q.tile {
		s.setScore(q, tile)
	}
	return c.score < q.score
}

// setScore sets the score for a tile from the radius.
func (s *searcher) setScore(q *query, tile int32) {
	q.tile = tile
	q.score = s.scorer.limit(q.number, tile, q.radius)
}

// compare takes up a training image if it can be among the k nearest.
func (s *searcher) compare(q *query, i int32) {
	low, high := s.bounds(q.pixels, i)
	if low > q.radius {
		return
	}
	q.finalists = append(q.finalists, neighbor{low, i})
	if len(q.high) == s.k {
		if high >= q.high[s.k-1] {
			return
		}
		q.high = q.high[:s.k-1]
	}
	at, _ := slices.BinarySearch(q.high, high)
	q.high = slices.Insert(q.high, at, high)
	if len(q.high) == s.k {
		q.radius = s.radius(q.high[s.k-1])
		if s.scorer != nil {
			s.setScore(q, q.tile)
		}
	}
}

// settle finds the neighbours among the finalists.
func (s *searcher) settle(q *query) {
	q.found = q.found[:0]
	for _, n := range q.finalists {
		if n.distance <= q.radius {
			q.found = append(q.found, neighbor{s.exact(q.pixels, q.features, n.index), n.index})
		}
	}
	slices.SortFunc(q.found, func(a, b neighbor) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.index, b.index))
	})
	q.found = q.found[:min(s.k, len(q.found))]
}
