package simd

import (
	"context"
	"fmt"
	"sync"

	"github.com/fmnist/fmnist/internal/parallel"
)

// The product follows the scheme of Goto and van de Geijn, "Anatomy of
// High-Performance Matrix Multiplication" (ACM TOMS 34, 2008), with the names
// of BLIS: A is packed into panels of tileRows rows and B into panels of
// tileCols columns, k of both going together in steps that keep a block of A
// in the second cache, where a panel of B is read once for every two of A.
const (
	tileRows = 6
	tileCols = 16

	depthBlock = 512           // at most this many k go through the tile at once
	rowBlock   = 32 * tileRows // rows of A that a packed block holds
	colBlock   = TileCols
	colLimit   = 256 * tileCols // columns of B that Gemm packs at once
)

// Gemm sets C to alpha*A*B + beta*C on the calling goroutine. A is m x k, B is
// k x n, and C has m rows of n columns, row i beginning at c[i*stride]. With
// beta = 0 what C held does not matter, not even NaN.
func Gemm(alpha float32, a, b Matrix, beta float32, c []float32, stride int) {
	checkProduct(a, b.rows, b.cols, c, stride)
	gemm(alpha, a, b, beta, c, stride, serially)
}

// ParallelGemm is Gemm on up to GOMAXPROCS goroutines. The result is the same
// bit for bit.
func ParallelGemm(alpha float32, a, b Matrix, beta float32, c []float32, stride int) {
	checkProduct(a, b.rows, b.cols, c, stride)
	gemm(alpha, a, b, beta, c, stride, inParallel)
}

func checkProduct(a Matrix, k, n int, c []float32, stride int) {
	if a.cols != k {
		panic(fmt.Sprintf("simd: product of %d x %d and %d x %d", a.rows, a.cols, k, n))
	}
	checkShape(len(c), a.rows, n, stride)
}

// loop runs body over [0, n) in chunks of a multiple of unit, at most the
// given number.
type loop func(n, unit, most int, body func(lo, hi int))

func serially(n, _, most int, body func(lo, hi int)) {
	for lo := 0; lo < n; lo += most {
		body(lo, min(n, lo+most))
	}
}

// inParallel makes chunks smaller where there would be few.
func inParallel(n, unit, most int, body func(lo, hi int)) {
	const atLeast = 8
	chunk := min(most, max(1, ceil(n, atLeast*unit))*unit)
	_ = parallel.For(context.Background(), n, chunk, body) // the context never ends
}

// gemm splits the work into blocks of k and of columns whose packed right
// operand stays in the last cache. What is added up in an element of C, and in
// which order, follows from k alone.
func gemm(alpha float32, a, b Matrix, beta float32, c []float32, stride int, over loop) {
	if a.cols == 0 {
		scaleBlock(beta, c, stride, a.rows, b.cols)
	}
	for k0, k := range depths(a.cols) {
		left, right := a.T().Slice(k0, k0+k).T(), b.Slice(k0, k0+k).T()
		for j := 0; j < b.cols; j += colLimit {
			packed := pack(right.Slice(j, min(b.cols, j+colLimit)).T(), over)
			packed.gemm(alpha, left, beta, c[j:], stride, over)
			giveBack(packed.data)
		}
		beta = 1
	}
}

// Packed is the right operand of products, rearranged once to be used many
// times.
type Packed struct {
	k, n int
	data []float32 // blocks of k, each the panels of tileCols columns, each k rows
}

// Pack packs the k x n matrix b on up to GOMAXPROCS goroutines. It takes 4
// bytes an element, the columns rounded up to a multiple of 16.
func Pack(b Matrix) *Packed { return pack(b, inParallel) }

func pack(b Matrix, over loop) *Packed {
	panels := ceil(b.cols, tileCols)
	p := &Packed{k: b.rows, n: b.cols, data: borrow(b.rows * panels * tileCols)}
	columns := b.T()
	over(panels, 1, colBlock/tileCols, func(lo, hi int) {
		for k0, k := range depths(p.k) {
			for j := lo; j < hi; j++ {
				columns.packPanel(p.panels(j, k0, k), j*tileCols, k0, k, tileCols)
			}
		}
	})
	return p
}

// panels are the panel j of the block of k rows from k0, and those behind it.
func (p *Packed) panels(j, k0, k int) []float32 {
	return p.data[k0*ceil(p.n, tileCols)*tileCols+j*k*tileCols:]
}

// Rows is the number of rows of the operand.
func (p *Packed) Rows() int { return p.k }

// Cols is the number of columns of the operand.
func (p *Packed) Cols() int { return p.n }

// Gemm sets C to alpha*A*P + beta*C on the calling goroutine, as [Gemm] does.
func (p *Packed) Gemm(alpha float32, a Matrix, beta float32, c []float32, stride int) {
	checkProduct(a, p.k, p.n, c, stride)
	p.gemm(alpha, a, beta, c, stride, serially)
}

func (p *Packed) gemm(alpha float32, a Matrix, beta float32, c []float32, stride int, over loop) {
	over(a.rows, tileRows, rowBlock, func(lo, hi int) {
		block := packRows(a.Slice(lo, hi))
		for j := 0; j < p.n; j += colBlock {
			cols := min(colBlock, p.n-j)
			p.block(alpha, block, hi-lo, j, cols, beta, c[lo*stride+j:], stride)
		}
		giveBack(block)
	})
}

// TileCols is the number of columns of every Tile but the last of a row.
const TileCols = 14 * tileCols

// Tile is a finished block of a product: row Row+i of the product, from column
// Col on, is C[i*Stride:][:Cols].
type Tile struct {
	Row, Col, Rows, Cols, Stride int
	C                            []float32
}

// Tiles computes alpha*A*P a block at a time on the calling goroutine and hands
// each block to emit, which may overwrite it but not keep it; the whole
// product is never in memory. The blocks of the same rows follow each other,
// columns ascending. Only the columns lo to hi-1 are computed; lo must be a
// multiple of 16. Many goroutines may use one Packed at once, for other rows or
// other columns.
func (p *Packed) Tiles(alpha float32, a Matrix, lo, hi int, emit func(Tile)) {
	if a.cols != p.k || lo < 0 || hi > p.n || lo%tileCols != 0 {
		panic(fmt.Sprintf("simd: columns %d to %d of the product of %d x %d and %d x %d", lo, hi, a.rows, a.cols, p.k, p.n))
	}
	c := borrow(min(a.rows, rowBlock) * min(max(0, hi-lo), colBlock))
	defer giveBack(c)
	for i := 0; i < a.rows; i += rowBlock {
		rows := min(rowBlock, a.rows-i)
		block := packRows(a.Slice(i, i+rows))
		for j := lo; j < hi; j += colBlock {
			cols := min(colBlock, hi-j)
			p.block(alpha, block, rows, j, cols, 0, c, cols)
			emit(Tile{Row: i, Col: j, Rows: rows, Cols: cols, Stride: cols, C: c[:rows*cols]})
		}
		giveBack(block)
	}
}

// packRows packs all of a, at most rowBlock rows, as packPanel and depths say.
func packRows(a Matrix) []float32 {
	panels := ceil(a.rows, tileRows)
	block := borrow(panels * tileRows * a.cols)
	rest := block
	for k0, k := range depths(a.cols) {
		for i := range panels {
			a.packPanel(rest, i*tileRows, k0, k, tileRows)
			rest = rest[k*tileRows:]
		}
	}
	return block
}

// block computes a block of C from the packed rows of A and cols columns of P
// from col on.
func (p *Packed) block(alpha float32, a []float32, rows, col, cols int, beta float32, c []float32, stride int) {
	for k0, k := range depths(p.k) {
		for j := 0; j < cols; j += 2 * tileCols {
			b := p.panels((col+j)/tileCols, k0, k)
			columns(k, alpha, a, b, beta, c[j:], stride, rows, min(2*tileCols, cols-j))
		}
		a = a[ceil(rows, tileRows)*tileRows*k:]
		beta = 1
	}
	if p.k == 0 {
		scaleBlock(beta, c, stride, rows, cols)
	}
}

// columns computes rows x cols elements of C, cols at most 2*tileCols, from one
// or two panels of B and all panels of A. Behind b are the panels that come next.
func columns(k int, alpha float32, a, b []float32, beta float32, c []float32, stride, rows, cols int) {
	i := 0
	if cols == 2*tileCols {
		next := 2 * tileCols * k
		for ; i+2*tileRows <= rows; i += 2 * tileRows {
			ahead := &b[min(len(b)-1, next)]
			active.quadTile(k, alpha, a[i*k:], b, beta, c[i*stride:], stride, ahead)
			next += 4 * k
		}
	}
	for j := 0; j < cols && i < rows; j += tileCols {
		column(k, alpha, a[i*k:], b[j*k:], beta, c[i*stride+j:], stride, rows-i, min(tileCols, cols-j))
	}
}

// column computes rows x cols elements of C, cols at most tileCols, from one
// panel of B and all panels of A.
func column(k int, alpha float32, a, b []float32, beta float32, c []float32, stride, rows, cols int) {
	for i := 0; i < rows; i += 2 * tileRows {
		high := min(2*tileRows, rows-i)
		ai, ci := a[i*k:], c[i*stride:]
		switch {
		case cols < tileCols || high != tileRows && high != 2*tileRows:
			edgeTile(k, alpha, ai, b, beta, ci, stride, high, cols)
		case high == tileRows:
			active.tile(k, alpha, ai, b, beta, ci, stride)
		default:
			active.doubleTile(k, alpha, ai, b, beta, ci, stride)
		}
	}
}

// edgeTile computes a tile, or two below each other, of which only some rows
// and columns exist.
func edgeTile(k int, alpha float32, a, b []float32, beta float32, c []float32, stride, rows, cols int) {
	var tile [2 * tileRows * tileCols]float32
	if beta != 0 {
		for i := range rows {
			copy(tile[i*tileCols:][:cols], c[i*stride:])
		}
	}
	kernel := active.tile
	if rows > tileRows {
		kernel = active.doubleTile
	}
	kernel(k, alpha, a, b, beta, tile[:], tileCols)
	for i := range rows {
		copy(c[i*stride:][:cols], tile[i*tileCols:])
	}
}

func scaleBlock(beta float32, c []float32, stride, rows, cols int) {
	for i := range rows {
		row := c[i*stride:][:cols]
		for j := range row {
			if beta == 0 {
				row[j] = 0
			} else {
				row[j] *= beta
			}
		}
	}
}

// depths yields the blocks into which k is cut, as start and length: about
// equal, and all but the last a multiple of 16.
func depths(k int) func(yield func(k0, k int) bool) {
	return func(yield func(int, int) bool) {
		if k == 0 {
			return
		}
		step := ceil(ceil(k, ceil(k, depthBlock)), 16) * 16
		for k0 := 0; k0 < k; k0 += step {
			if !yield(k0, min(step, k-k0)) {
				return
			}
		}
	}
}

// ProductError is how far an element of a product of depth k, with alpha = 1
// and beta = 0, can be from the exact one, in units of the sum of the sizes of
// its terms: a term is rounded once itself, with every addition in its block
// of k, and with every block that follows.
func ProductError(k int) float64 {
	nu := float64(min(k, depthBlock)+ceil(k, depthBlock)+2) * 0x1p-24
	return nu / (1 - nu)
}

func ceil(n, d int) int { return (n + d - 1) / d }

// buffers keeps scratch space between calls.
var buffers sync.Pool

// borrow returns a slice of n numbers of any value.
func borrow(n int) []float32 {
	if b, ok := buffers.Get().(*[]float32); ok && cap(*b) >= n {
		return (*b)[:n]
	}
	return make([]float32, n)
}

func giveBack(b []float32) { buffers.Put(&b) }
