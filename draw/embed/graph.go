package embed

import (
	"context"
	"slices"
)

// graph is a sparse matrix: the edges of vertex i are those from start[i] to
// start[i+1], by ascending end.
type graph struct {
	start  []int
	to     []int32
	weight []float32
}

func (g graph) vertices() int { return len(g.start) - 1 }

func (g graph) edges(i int) (to []int32, weight []float32) {
	lo, hi := g.start[i], g.start[i+1]
	return g.to[lo:hi], g.weight[lo:hi]
}

// directed is the graph of every row's neighbours with the given weights.
func directed(n Neighbours, weight []float32) graph {
	vertices := len(n.Index) / n.K
	g := graph{start: make([]int, vertices+1), to: slices.Clone(n.Index), weight: slices.Clone(weight)}
	for i := range vertices {
		g.start[i+1] = (i + 1) * n.K
		sortEdges(g.edges(i))
	}
	return g
}

// sortEdges orders few edges by their ends.
func sortEdges(to []int32, weight []float32) {
	for i := 1; i < len(to); i++ {
		t, w, j := to[i], weight[i], i
		for ; j > 0 && to[j-1] > t; j-- {
			to[j], weight[j] = to[j-1], weight[j-1]
		}
		to[j], weight[j] = t, w
	}
}

// transposed turns every edge round.
func (g graph) transposed() graph {
	t := graph{start: make([]int, len(g.start)), to: make([]int32, len(g.to)), weight: make([]float32, len(g.to))}
	for _, to := range g.to {
		t.start[to+1]++
	}
	for i := range g.vertices() {
		t.start[i+1] += t.start[i]
	}
	next := slices.Clone(t.start)
	for i := range g.vertices() {
		to, weight := g.edges(i)
		for e, j := range to {
			t.to[next[j]], t.weight[next[j]] = int32(i), weight[e]
			next[j]++
		}
	}
	return t
}

// symmetric gives both directions of an edge one weight, combined of those of
// the two; an edge that is not there has weight 0. combine must not depend on
// the order.
func (g graph) symmetric(combine func(a, b float32) float32) graph {
	t := g.transposed()
	s := graph{start: make([]int, len(g.start))}
	for i := range g.vertices() {
		to, weight := g.edges(i)
		back, backWeight := t.edges(i)
		for len(to) > 0 || len(back) > 0 {
			var a, b float32
			var j int32
			switch {
			case len(back) == 0 || len(to) > 0 && to[0] < back[0]:
				j, a, to, weight = to[0], weight[0], to[1:], weight[1:]
			case len(to) == 0 || back[0] < to[0]:
				j, b, back, backWeight = back[0], backWeight[0], back[1:], backWeight[1:]
			default:
				j, a, to, weight = to[0], weight[0], to[1:], weight[1:]
				b, back, backWeight = backWeight[0], back[1:], backWeight[1:]
			}
			if w := combine(a, b); w > 0 {
				s.to, s.weight = append(s.to, j), append(s.weight, w)
			}
		}
		s.start[i+1] = len(s.to)
	}
	return s
}

// connected reports whether there is a way from every vertex to every other of
// a symmetric graph.
func (g graph) connected() bool {
	seen := make([]bool, g.vertices())
	stack, count := []int32{0}, 1
	seen[0] = true
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		to, _ := g.edges(int(i))
		for _, j := range to {
			if !seen[j] {
				seen[j] = true
				count++
				stack = append(stack, j)
			}
		}
	}
	return count == len(seen)
}

// times sets dst to the matrix times x.
func (g graph) times(ctx context.Context, dst, x []float32) error {
	return each(ctx, g.vertices(), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			sum := float32(0)
			to, weight := g.edges(i)
			for e, j := range to {
				sum += weight[e] * x[j]
			}
			dst[i] = sum
		}
	})
}
