package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// operand is a random matrix as a view and as plain numbers.
func operand(r *rand.Rand, rows, cols int, bytes, scaled, transposed bool) (Matrix, func(i, j int) float64) {
	if transposed {
		m, at := operand(r, cols, rows, bytes, scaled, false)
		return m.T(), func(i, j int) float64 { return at(j, i) }
	}
	stride := cols + r.IntN(3)
	if !bytes {
		data := make([]float32, rows*stride)
		for i := range data {
			data[i] = float32(r.NormFloat64())
		}
		return Float32s(data, rows, cols, stride), func(i, j int) float64 { return float64(data[i*stride+j]) }
	}
	data := make([]uint8, rows*stride)
	for i := range data {
		data[i] = uint8(r.UintN(256))
	}
	if !scaled {
		return Bytes(data, rows, cols, stride, nil, nil), func(i, j int) float64 { return float64(data[i*stride+j]) }
	}
	scale, shift := make([]float32, cols), make([]float32, cols)
	for j := range scale {
		scale[j], shift[j] = float32(r.NormFloat64())/100, float32(r.NormFloat64())
	}
	return Bytes(data, rows, cols, stride, scale, shift), func(i, j int) float64 {
		return float64(scale[j])*float64(data[i*stride+j]) + float64(shift[j])
	}
}

var shapes = [][3]int{
	{0, 3, 4}, {3, 0, 4}, {3, 4, 0}, {1, 1, 1}, {5, 15, 7}, {6, 16, 8}, {7, 17, 9}, {12, 32, 16}, {23, 100, 33},
	{23, 64, 40}, {20, 47, 16}, {50, 10, 784}, {193, 481, 5}, {13, 31, 650}, {7, 17, 2*depthBlock + 3}, {2, colLimit + 5, 3},
}

// TestGemm compares every form of the product with the sum in float64.
func TestGemm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range shapes {
		m, n, k := s[0], s[1], s[2]
		for form := range 36 {
			a, atA := operand(r, m, k, form%3 > 0, form%3 > 1, form/9%2 > 0)
			b, atB := operand(r, k, n, form/3%3 > 0, form/3%3 > 1, form/18 > 0)
			t.Run(fmt.Sprintf("%dx%dx%d/%d", m, n, k, form), func(t *testing.T) {
				checkGemm(t, r, a, b, atA, atB)
			})
		}
	}
}

// reference is alpha*A*B in float64, and for every element how far rounding
// may take it: 1e-6 of the sizes of its terms, and more where the operands
// themselves have been rounded, as scaled bytes near 0 have.
func reference(a, b Matrix, alpha float64, atA, atB func(i, j int) float64) (product, tolerance []float64) {
	m, n, k := a.rows, b.cols, a.cols
	x, largestA := numbers(m, k, atA)
	y, largestB := numbers(k, n, atB)
	product, tolerance = make([]float64, m*n), make([]float64, m*n)
	for i := range m {
		for j := range n {
			at := i*n + j
			for p := range k {
				v := alpha * x[i*k+p] * y[p*n+j]
				product[at] += v
				tolerance[at] += 1e-6 * math.Abs(v)
			}
			tolerance[at] += 1e-7 * float64(k) * largestA * largestB
		}
	}
	return product, tolerance
}

// numbers is a matrix a row after another, and its largest size.
func numbers(rows, cols int, at func(i, j int) float64) (all []float64, largest float64) {
	for i := range rows {
		for j := range cols {
			all = append(all, at(i, j))
			largest = max(largest, math.Abs(at(i, j)))
		}
	}
	return all, max(1, largest)
}

func checkGemm(t *testing.T, r *rand.Rand, a, b Matrix, atA, atB func(i, j int) float64) {
	const alpha = 0.75
	n := b.cols
	product, tolerance := reference(a, b, alpha, atA, atB)
	for _, beta := range []float32{0, 1, -0.5} {
		stride := n + 3
		c := make([]float32, a.rows*stride)
		for i := range c {
			c[i] = float32(r.NormFloat64())
			if beta == 0 || i%stride >= n {
				c[i] = float32(math.NaN())
			}
		}
		before := slices.Clone(c)
		Gemm(alpha, a, b, beta, c, stride)
		checkParallel(t, a, b, alpha, beta, before, c, stride)
		for i := range a.rows {
			for j := range n {
				want := product[i*n+j]
				if beta != 0 {
					want += float64(beta * before[i*stride+j])
				}
				if got := float64(c[i*stride+j]); !(math.Abs(got-want) <= tolerance[i*n+j]+1e-6) {
					t.Fatalf("beta %g: C[%d,%d] = %g, want %g", beta, i, j, got, want)
				}
			}
			for _, v := range c[i*stride+n : (i+1)*stride] {
				if v == v {
					t.Fatalf("beta %g: row %d written beyond its end", beta, i)
				}
			}
		}
	}
}

// checkParallel wants the same bits from any number of goroutines and from the
// product in tiles.
func checkParallel(t *testing.T, a, b Matrix, alpha, beta float32, before, want []float32, stride int) {
	t.Helper()
	for _, procs := range []int{1, 3} {
		old := runtime.GOMAXPROCS(procs)
		got := slices.Clone(before)
		ParallelGemm(alpha, a, b, beta, got, stride)
		runtime.GOMAXPROCS(old)
		if !slices.EqualFunc(got, want, sameBits) {
			t.Fatalf("beta %g: another result on %d processors", beta, procs)
		}
	}
	if beta != 0 {
		return
	}
	got := slices.Clone(before)
	p := Pack(b)
	half := p.Cols() / 2 &^ (tileCols - 1)
	for _, part := range [][2]int{{half, p.Cols()}, {0, half}} {
		p.Tiles(alpha, a, part[0], part[1], func(tile Tile) {
			for i := range tile.Rows {
				copy(got[(tile.Row+i)*stride+tile.Col:], tile.C[i*tile.Stride:][:tile.Cols])
			}
		})
	}
	if !slices.EqualFunc(got, want, sameBits) {
		t.Fatal("another result from tiles")
	}
}

func sameBits(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) }

// TestManyTiles finds the sums of two and four panels at once equal bit for bit
// to those of one after the other, so that a fit is the same with all.
func TestManyTiles(t *testing.T) {
	for _, k := range available() {
		for n := range 60 {
			got := newVectors(rand.New(rand.NewPCG(9, uint64(n))), 2*tileRows*(2*tileCols+3)+n*2*tileCols)
			want := got.clone()
			runDoubleTile(&k, got, 0.5)
			runQuadTile(&k, got, 0.5)
			one := k
			one.doubleTile = twice(k.tile)
			one.quadTile = beside(one.doubleTile)
			runDoubleTile(&one, want, 0.5)
			runQuadTile(&one, want, 0.5)
			if !slices.EqualFunc(got.dst, want.dst, sameBits) {
				t.Errorf("%s, %d: the sums differ", k.name, n)
			}
		}
	}
}
