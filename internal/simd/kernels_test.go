package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// band is the number of guard elements on either side of a slice.
const band = 16

// vectors are the arguments of a kernel, each between guard bands: NaN around
// floats, so that one read too many shows in the result, and random bytes
// around bytes.
type vectors struct {
	x, y, w, dst []float32
	a, b         []uint8
	alpha        float32

	floats [][]float32
	bytes  [][]uint8
}

func newVectors(r *rand.Rand, n int) *vectors {
	v := &vectors{alpha: float32(r.NormFloat64())}
	for _, s := range []*[]float32{&v.x, &v.y, &v.w, &v.dst} {
		whole := make([]float32, n+2*band)
		for i := range whole {
			whole[i] = float32(math.NaN())
		}
		*s = whole[band : band+n : band+n]
		for i := range *s {
			(*s)[i] = float32(r.NormFloat64())
		}
		v.floats = append(v.floats, whole)
	}
	for _, s := range []*[]uint8{&v.a, &v.b} {
		whole := make([]uint8, n+2*band)
		for i := range whole {
			whole[i] = uint8(r.UintN(256))
		}
		*s = whole[band : band+n : band+n]
		v.bytes = append(v.bytes, whole)
	}
	return v
}

// clone copies the vectors with their guard bands.
func (v *vectors) clone() *vectors {
	c := &vectors{alpha: v.alpha}
	for _, whole := range v.floats {
		c.floats = append(c.floats, slices.Clone(whole))
	}
	for _, whole := range v.bytes {
		c.bytes = append(c.bytes, slices.Clone(whole))
	}
	n := len(v.x)
	for i, s := range []*[]float32{&c.x, &c.y, &c.w, &c.dst} {
		*s = c.floats[i][band : band+n : band+n]
	}
	for i, s := range []*[]uint8{&c.a, &c.b} {
		*s = c.bytes[i][band : band+n : band+n]
	}
	return c
}

// kernelCases run each kernel on the vectors and return what it returns. The
// tolerance is relative to the size of the terms: 0 for integers.
var kernelCases = []struct {
	name      string
	tolerance float64
	run       func(k *kernels, v *vectors) float64
}{
	{"dot", 1e-6, func(k *kernels, v *vectors) float64 { return float64(k.dot(v.x, v.y)) }},
	{"axpy", 1e-6, func(k *kernels, v *vectors) float64 { k.axpy(v.alpha, v.x, v.dst); return 0 }},
	{"dotU8", 1e-6, func(k *kernels, v *vectors) float64 { return float64(k.dotU8(v.w, v.a)) }},
	{"axpyU8", 1e-6, func(k *kernels, v *vectors) float64 { k.axpyU8(v.alpha, v.a, v.dst); return 0 }},
	{"squaredL2U8", 0, func(k *kernels, v *vectors) float64 { return float64(k.squaredL2U8(v.a, v.b)) }},
	{"l1U8", 0, func(k *kernels, v *vectors) float64 { return float64(k.l1U8(v.a, v.b)) }},
	{"weightedL1U8", 1e-6, func(k *kernels, v *vectors) float64 { return float64(k.weightedL1U8(v.w, v.a, v.b)) }},
	{"weightedSquaredL2U8", 1e-6, func(k *kernels, v *vectors) float64 {
		return float64(k.weightedSquaredL2U8(v.w, v.a, v.b)) / 255
	}},
	{"indexNotBelow", 0, runIndexNotBelow},
	{"l1Tile", 0, func(k *kernels, v *vectors) float64 { runL1Tile(k, v); return 0 }},
	{"exp", 3e-7, func(k *kernels, v *vectors) float64 { k.exp(v.dst, v.x); return 0 }},
	{"tanh", 3e-7, func(k *kernels, v *vectors) float64 { k.tanh(v.dst, v.x); return 0 }},
	{"pack6", 0, func(k *kernels, v *vectors) float64 { runPacker(k.pack6, tileRows, v); return 0 }},
	{"pack16", 0, func(k *kernels, v *vectors) float64 { runPacker(k.pack16, tileCols, v); return 0 }},
	{"tile", 1e-6, func(k *kernels, v *vectors) float64 { runTile(k, v, 0); return 0 }},
	{"doubleTile", 1e-6, func(k *kernels, v *vectors) float64 { runDoubleTile(k, v, 0); return 0 }},
	{"doubleTile+", 1e-6, func(k *kernels, v *vectors) float64 { runDoubleTile(k, v, -0.5); return 0 }},
	{"quadTile", 1e-6, func(k *kernels, v *vectors) float64 { runQuadTile(k, v, 0); return 0 }},
	{"quadTile+", 1e-6, func(k *kernels, v *vectors) float64 { runQuadTile(k, v, -0.5); return 0 }},
	{"tile+", 1e-6, func(k *kernels, v *vectors) float64 { runTile(k, v, -0.5); return 0 }},
}

// runIndexNotBelow returns a digest of the indices, found among numbers of
// which some are NaN.
func runIndexNotBelow(k *kernels, v *vectors) float64 {
	for i := range v.dst {
		if v.a[i] == 7 {
			v.x[i] = float32(math.NaN())
		}
	}
	found := make([]int32, len(v.x)+1)
	found[len(v.x)] = -7
	digest := 0.0
	for _, limit := range []float32{-3, 0, 2, v.alpha} {
		n := k.indexNotBelow(found[:len(v.x)], v.x, limit)
		digest = digest*3 + float64(n)
		for i, j := range found[:n] {
			digest += float64(i+1) * float64(j)
		}
	}
	return digest + float64(found[len(v.x)])
}

// runL1Tile compares four rows with as many as there is room for.
func runL1Tile(k *kernels, v *vectors) {
	for _, width := range []int{L1Block, 2 * L1Block} {
		n := min(len(v.b)/width, len(v.dst)/l1TileRows-3)
		if n > 0 && len(v.a) >= l1TileRows*width {
			k.l1Tile(v.dst, n+3, v.a, v.b[:n*width], width)
		}
	}
}

// runPacker packs as much as the vectors hold, with every kernel in turn over
// the same destination, folding the results together.
func runPacker(p packer, width int, v *vectors) {
	n := len(v.x)
	total := make([]float32, n)
	fold := func() {
		for i, x := range v.dst {
			total[i] = total[i]/2 + x
		}
		clear(v.dst)
	}
	k := n / width &^ 7
	if k > 0 {
		p.columns(v.dst, v.x, n/width, k)
		fold()
		p.columnsU8(v.dst, v.a, n/width, k, v.w, v.y)
		fold()
	}
	if k = n / (width + 2); k > 0 && n >= 16 {
		p.rows(v.dst, v.x, width+2, k)
		fold()
		p.rowsU8(v.dst, v.a, width+2, k, v.w, v.y)
		fold()
	}
	copy(v.dst, total)
}

// runTile multiplies as many columns by rows as the vectors hold; rows of C
// are longer than the tile.
func runTile(k *kernels, v *vectors, beta float32) {
	const stride = tileCols + 3
	if len(v.dst) >= tileRows*stride {
		k.tile(len(v.x)/tileCols, v.alpha, v.x, v.y, beta, v.dst, stride)
	}
}

// runDoubleTile is runTile of two panels of A.
func runDoubleTile(k *kernels, v *vectors, beta float32) {
	const stride = tileCols + 3
	if len(v.dst) >= 2*tileRows*stride {
		k.doubleTile(len(v.x)/tileCols, v.alpha, v.x, v.y, beta, v.dst, stride)
	}
}

// runQuadTile is runDoubleTile of two panels of B.
func runQuadTile(k *kernels, v *vectors, beta float32) {
	const stride = 2*tileCols + 3
	if len(v.dst) >= 2*tileRows*stride {
		k.quadTile(len(v.x)/(2*tileCols), v.alpha, v.x, v.y, beta, v.dst, stride, &v.y[0])
	}
}

// TestKernels runs every kernel in use and its twin on the same vectors: same
// result, same vectors afterwards, guard bands intact.
func TestKernels(t *testing.T) {
	if active.name == goKernels.name {
		t.Skip("the twins themselves are in use")
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, k := range available()[1:] {
		for _, c := range kernelCases {
			t.Run(k.name+"/"+c.name, func(t *testing.T) {
				for n := range 440 {
					checkKernel(t, &k, r, n, c.tolerance, c.run)
				}
				checkKernel(t, &k, r, 70_000, c.tolerance, c.run)
			})
		}
	}
}

func checkKernel(t *testing.T, k *kernels, r *rand.Rand, n int, tolerance float64, run func(k *kernels, v *vectors) float64) {
	t.Helper()
	got := newVectors(r, n)
	want := got.clone()
	a, b := run(k, got), run(&goKernels, want)
	terms := 1.0
	for i := range n {
		terms += math.Abs(float64(want.w[i])) * float64(want.a[i])
	}
	if !(math.Abs(a-b) <= tolerance*terms) {
		t.Fatalf("length %d: %g, the twin has %g", n, a, b)
	}
	for i := range got.floats {
		for j, x := range got.floats[i] {
			y := want.floats[i][j]
			if inside := j >= band && j < band+n; sameBits(x, y) || inside && math.Abs(float64(x-y)) <= tolerance*max(1, math.Abs(float64(y)))*256 {
				continue
			}
			t.Fatalf("length %d: float %d of vector %d is %g, the twin has %g", n, j-band, i, x, y)
		}
	}
	for i := range got.bytes {
		if !slices.Equal(got.bytes[i], want.bytes[i]) {
			t.Fatalf("length %d: bytes changed", n)
		}
	}
}

// TestExponentials measures the error in units in the last place over the
// whole range of arguments, NaN and infinities included.
func TestExponentials(t *testing.T) {
	for _, f := range []struct {
		name   string
		kernel func(dst, x []float32)
		exact  func(float64) float64
		bound  float64
	}{{"Exp", Exp, math.Exp, 2}, {"Tanh", Tanh, math.Tanh, 3}} {
		t.Run(f.name, func(t *testing.T) {
			var worst, at float64
			x, y := make([]float32, 1<<10), make([]float32, 1<<10)
			for bits := uint64(0); bits < 1<<32; {
				for i := range x {
					x[i] = math.Float32frombits(uint32(bits))
					bits += 997
				}
				f.kernel(y, x)
				for i := range x {
					if e := ulps(y[i], f.exact(float64(x[i]))); e > worst {
						worst, at = e, float64(x[i])
					}
				}
			}
			if t.Logf("worst error %.2f ulp, at %g", worst, at); worst > f.bound {
				t.Errorf("above the documented %g ulp", f.bound)
			}
		})
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), 1e-40, -1e-40} {
		x, y := []float32{float32(v)}, []float32{0}
		if Exp(y, x); ulps(y[0], math.Exp(float64(x[0]))) > 0 {
			t.Errorf("Exp(%g) = %g", v, y[0])
		}
		if Tanh(y, x); ulps(y[0], math.Tanh(float64(x[0]))) > 0 || math.Signbit(float64(y[0])) != math.Signbit(v) {
			t.Errorf("Tanh(%g) = %g", v, y[0])
		}
	}
}

// ulps is how many units in the last place of want got is away from it.
func ulps(got float32, want float64) float64 {
	near := float32(want)
	switch {
	case sameBits(got, near), got != got && near != near:
		return 0
	case math.IsInf(float64(near), 0) || got != got || near != near:
		if math.IsInf(float64(near), 0) && math.Abs(float64(got)) == math.MaxFloat32 {
			return 1
		}
		return math.Inf(1)
	}
	size := math.Abs(float64(near))
	_, exponent := math.Frexp(size)
	return math.Abs(float64(got)-want) / math.Ldexp(1, max(exponent-24, -149))
}

// TestLengths wants a panic where slices do not match.
func TestLengths(t *testing.T) {
	f := make([]float32, 5)
	for name, call := range map[string]func(){
		"Dot":          func() { Dot(f, f[1:]) },
		"WeightedL1U8": func() { WeightedL1U8(f, make([]uint8, 5), make([]uint8, 4)) },
		"Exp":          func() { Exp(f[1:], f) },
		"Float32s":     func() { Float32s(f, 2, 3, 3) },
		"stride":       func() { Float32s(f, 1, 3, 2) },
		"Bytes":        func() { Bytes(make([]uint8, 6), 2, 3, 3, f[:2], f[:2]) },
		"Gemm":         func() { Gemm(1, Float32s(f, 1, 5, 5), Float32s(f, 4, 1, 1), 0, f, 5) },
		"C":            func() { Gemm(1, Float32s(f, 1, 5, 5), Float32s(f, 5, 1, 1).T().T(), 0, nil, 1) },
		"Slice":        func() { Float32s(f, 1, 5, 5).Slice(0, 2) },
		"Tiles":        func() { Pack(Float32s(f, 5, 1, 1)).Tiles(1, Float32s(f, 1, 5, 5), 1, 1, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func BenchmarkKernels(b *testing.B) {
	for _, c := range kernelCases {
		for _, k := range []*kernels{&goKernels, &active} {
			b.Run(fmt.Sprintf("%s/%s", c.name, k.name), func(b *testing.B) {
				v := newVectors(rand.New(rand.NewPCG(5, 6)), 784)
				b.SetBytes(784)
				for b.Loop() {
					c.run(k, v)
				}
			})
		}
	}
}
