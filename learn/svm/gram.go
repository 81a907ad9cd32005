package svm

import (
	"context"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// batchRows is the number of rows of the kernel matrix that are computed at
// once, batchCols that of columns a goroutine takes (a multiple of 16). Neither
// shows in a value.
const (
	batchRows = 192
	batchCols = 1920
)

// gram is the matrix of the kernel values between all training images, of
// which only the blocks asked for are computed.
type gram struct {
	*trainingSet
	kernel kernel
	selves []float32      // the diagonal
	packed []*simd.Packed // by class: features x images
	cache  *cache
}

func newGram(ctx context.Context, t *trainingSet, k kernel, cacheBytes int64) (*gram, error) {
	g := &gram{trainingSet: t, kernel: k, selves: make([]float32, len(t.order))}
	for r, norm := range t.norms {
		g.selves[r] = float32(k.diagonal(float64(norm)))
	}
	g.packed = make([]*simd.Packed, len(t.start)-1)
	largest := 0
	for c := range g.packed {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		largest = max(largest, t.count(c))
		g.packed[c] = simd.Pack(t.images.pick(t.order[t.start[c]:t.start[c+1]]).matrix().T())
	}
	g.cache = newCache(cacheBytes, largest)
	return g, nil
}

func (g *gram) diagonal(row int32) float32 { return g.selves[row] }

// fill takes the members' kernel from their rows.
func (g *gram) fill(ctx context.Context, p *problem, from int) error {
	rows := p.rows(p.set.member[from:])
	return g.visit(ctx, rows, p.classes, func(lo int, left, right [][]float32) {
		p.set.fill(from+lo, left, right)
	})
}

// update adds the rows, each times the change of its coefficient.
func (g *gram) update(ctx context.Context, p *problem, images []int32, changes []float64) error {
	return g.visit(ctx, p.rows(images), p.classes, func(lo int, left, right [][]float32) {
		addRows(p.f[:p.first], changes[lo:], left)
		addRows(p.f[p.first:], changes[lo:], right)
	})
}

// leap does nothing: the interior point method wants few features.
func (g *gram) leap(context.Context, *problem) error { return nil }

// addRows adds to f the rows x, each times its number in d.
func addRows(f, d []float64, x [][]float32) {
	for lo := 0; lo < len(x); lo += 4 {
		var numbers [4]float64
		var rows [4][]float32
		for r := range rows {
			rows[r] = x[0][:len(f)] // times 0 beyond the last
			if lo+r < len(x) {
				numbers[r], rows[r] = d[lo+r], x[lo+r][:len(f)]
			}
		}
		active.addRows(f, &numbers, &rows)
	}
}

// visit calls use for each of the given rows, in their order, with the row's
// kernel values for the images of two classes. They are valid during the call.
func (g *gram) visit(ctx context.Context, rows []int32, classes [2]int, use func(lo int, left, right [][]float32)) error {
	for lo := 0; lo < len(rows); lo += batchRows {
		hi := min(len(rows), lo+batchRows)
		left, right, err := g.pinned(ctx, rows[lo:hi], classes)
		if err == nil {
			use(lo, values(left, g.count(classes[0])), values(right, g.count(classes[1])))
		}
		for i := range left {
			g.cache.unpin(left[i])
			g.cache.unpin(right[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func values(blocks []*block, n int) [][]float32 {
	rows := make([][]float32, len(blocks))
	for i, b := range blocks {
		rows[i] = b.values[:n]
	}
	return rows
}

// pinned are the blocks of the rows for two classes, computed if they were not
// in the cache.
func (g *gram) pinned(ctx context.Context, rows []int32, classes [2]int) (left, right []*block, err error) {
	var blocks [2][]*block
	var missing [2][]*block
	for side, class := range classes {
		for _, r := range rows {
			key := blockKey{r, int32(class)}
			b := g.cache.get(key)
			if b == nil {
				b = g.cache.reserve(key)
				missing[side] = append(missing[side], b)
			}
			blocks[side] = append(blocks[side], b)
		}
	}
	for side, class := range classes {
		if err == nil {
			err = g.compute(ctx, missing[side], class)
		}
		if err == nil {
			for _, b := range missing[side] {
				g.cache.list(b)
			}
		}
	}
	return blocks[0], blocks[1], err
}

// compute fills blocks of one class, at most batchRows.
func (g *gram) compute(ctx context.Context, blocks []*block, class int) error {
	if len(blocks) == 0 {
		return ctx.Err()
	}
	indices := make([]int32, len(blocks))
	for i, b := range blocks {
		indices[i] = g.order[b.key.row]
	}
	images := g.images.pick(indices).matrix()
	norms := g.norms[g.start[class]:g.start[class+1]]
	err := parallel.For(ctx, len(norms), batchCols, func(lo, hi int) {
		g.packed[class].Tiles(1, images, lo, hi, func(t simd.Tile) {
			for i := range t.Rows {
				b := blocks[t.Row+i]
				g.kernel.apply(b.values[t.Col:][:t.Cols], t.C[i*t.Stride:][:t.Cols], g.norms[b.key.row], norms[t.Col:])
			}
		})
	})
	for _, b := range blocks {
		if at := int(b.key.row) - g.start[class]; at >= 0 && at < len(norms) {
			b.values[at] = g.selves[b.key.row]
		}
	}
	return err
}
