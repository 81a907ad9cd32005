package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// forBothDense runs a test on the twins and on the assembly, if there is any,
// with the double tile and without.
func forBothDense(t *testing.T, test func(t *testing.T)) {
	fast := activeDense
	defer func() { activeDense = fast }()
	t.Run(Implementation(), test)
	if fast.doublePanelTile != nil {
		activeDense.doublePanelTile = nil
		t.Run(Implementation()+" in single tiles", test)
	}
	activeDense = goDense
	t.Run("twins", test)
}

func normals(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// fenced is n elements with NaN before and behind, where nobody may write.
func fenced(n int) (inner []float32, check func(t *testing.T)) {
	const fence = 24
	nan := float32(math.NaN())
	outer := make([]float32, n+2*fence)
	for i := range outer {
		outer[i] = nan
	}
	return outer[fence : fence+n : fence+n], func(t *testing.T) {
		t.Helper()
		for i, v := range outer {
			if (i < fence || i >= fence+n) && v == v {
				t.Fatalf("element %d beyond the %d given was overwritten", i-fence, n)
			}
		}
	}
}

func near(got, want, scale float64) bool { return math.Abs(got-want) <= 1e-5*(1+scale) }

func TestPanelProduct(t *testing.T) {
	forBothDense(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, rows := range []int{1, 5, 6, 7, 12, 13, 24} {
			for _, k := range []int{1, 2, 3, 4, 5, 8, 31, 200} {
				checkPanelProduct(t, r, rows, k, k+3, 1)    // a stored by rows
				checkPanelProduct(t, r, rows, k, 1, rows+6) // a stored by columns
			}
		}
	})
}

func checkPanelProduct(t *testing.T, r *rand.Rand, rows, k, rowStride, colStride int) {
	t.Helper()
	bStride, cStride, whole := 16+k%5, 16+rows%3, ceil(rows, PanelRows)*PanelRows
	a := normals(r, (whole-1)*rowStride+(k-1)*colStride+1)
	b := normals(r, (k-1)*bStride+PanelCols)
	c, check := fenced((whole-1)*cStride + PanelCols)
	PanelProduct(rows, k, a, rowStride, colStride, b, bStride, c, cStride, false)
	check(t)
	for i := range rows {
		for j := range PanelCols {
			want, size := 0.0, 0.0
			for p := range k {
				v := float64(a[i*rowStride+p*colStride]) * float64(b[p*bStride+j])
				want, size = want+v, size+math.Abs(v)
			}
			if got := float64(c[i*cStride+j]); !near(got, want, size) {
				t.Fatalf("%d rows, k %d: element %d,%d is %v, want %v", rows, k, i, j, got, want)
			}
			c[i*cStride+j] = float32(3 - want) // for the addition below
		}
	}
	PanelProduct(rows, k, a, rowStride, colStride, b, bStride, c, cStride, true)
	check(t)
	for i := range rows {
		for j := range PanelCols {
			if got := float64(c[i*cStride+j]); !near(got, 3, 10*float64(k)) {
				t.Fatalf("%d rows, k %d: element %d,%d plus what it should be is %v, want 3", rows, k, i, j, got)
			}
		}
	}
}

func TestPanelProductChecksItsOperands(t *testing.T) {
	x := make([]float32, 100)
	for name, call := range map[string]func(){
		"a": func() { PanelProduct(6, 3, x[:17], 3, 1, x, 16, make([]float32, 96), 16, false) },
		"b": func() { PanelProduct(6, 3, x, 3, 1, x[:47], 16, make([]float32, 96), 16, false) },
		"c": func() { PanelProduct(1, 3, x, 3, 1, x, 16, make([]float32, 95), 16, false) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a too short operand %s was accepted", name)
				}
			}()
			call()
		}()
	}
}

// TestAdam holds the kernel to algorithm 1 in float64.
func TestAdam(t *testing.T) {
	forBothDense(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		s := AdamStep{Scale: 0.005, Decay: 1e-4, Beta1: 0.9, Rest1: 0.1, Beta2: 0.999, Rest2: 0.001, Rate: 0.01, Epsilon: 1e-8}
		for _, n := range []int{0, 1, 2, 7, 8, 9, 16, 37, 768} {
			w0, m0, v0, g := normals(r, n), normals(r, n), normals(r, n), normals(r, n)
			var squares float64
			for i := range v0 {
				v0[i] *= v0[i]
				squares += float64(w0[i]) * float64(w0[i])
			}
			w, checkW := fenced(n)
			m, checkM := fenced(n)
			v, checkV := fenced(n)
			copy(w, w0)
			copy(m, m0)
			copy(v, v0)
			if got := float64(Adam(&s, w, m, v, g)); !near(got, squares, squares) {
				t.Errorf("n %d: the squares add up to %v, want %v", n, got, squares)
			}
			for _, check := range []func(*testing.T){checkW, checkM, checkV} {
				check(t)
			}
			for i := range n {
				d := float64(s.Scale) * (float64(g[i]) + float64(s.Decay)*float64(w0[i]))
				wantM := float64(s.Beta1)*float64(m0[i]) + float64(s.Rest1)*d
				wantV := float64(s.Beta2)*float64(v0[i]) + float64(s.Rest2)*d*d
				wantW := float64(w0[i]) - float64(s.Rate)*wantM/(math.Sqrt(wantV)+float64(s.Epsilon))
				if !near(float64(m[i]), wantM, 0) || !near(float64(v[i]), wantV, 0) || !near(float64(w[i]), wantW, 0) {
					t.Fatalf("n %d, element %d: w, m, v are %v, %v, %v, want %v, %v, %v", n, i, w[i], m[i], v[i], wantW, wantM, wantV)
				}
			}
		}
	})
}

func TestAffineU8(t *testing.T) {
	forBothDense(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for _, n := range []int{0, 1, 15, 16, 17, 40, 784} {
			x := make([]uint8, n)
			for i := range x {
				x[i] = uint8(r.Uint32())
			}
			scale, shift := normals(r, n), normals(r, n)
			dst, check := fenced(n)
			AffineU8(dst, x, scale, shift)
			check(t)
			for j, p := range x {
				want := float64(scale[j])*float64(p) + float64(shift[j])
				if got := float64(dst[j]); !near(got, want, 255*math.Abs(float64(scale[j]))) {
					t.Fatalf("n %d: element %d is %v, want %v", n, j, got, want)
				}
			}
		}
	})
}

func BenchmarkPanelProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, shape := range []struct{ rows, k, rowStride, colStride int }{{102, 785, 785, 1}, {48, 200, 1, 785}} {
		b.Run(fmt.Sprintf("rows=%d/k=%d", shape.rows, shape.k), func(b *testing.B) {
			x := normals(r, 220*785)
			panels, c := normals(r, 7*785*16), make([]float32, 120*112)
			for b.Loop() {
				for j := range 7 {
					PanelProduct(shape.rows, shape.k, x, shape.rowStride, shape.colStride, panels[j*785*16:], 16, c[j*16:], 112, false)
				}
			}
			flops := 2 * 112 * float64(shape.rows*shape.k) * float64(b.N)
			b.ReportMetric(flops/1e9/b.Elapsed().Seconds(), "GFLOP/s")
		})
	}
}

func BenchmarkAdam(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	n := 78_500
	w, m, v, g := normals(r, n), normals(r, n), make([]float32, n), normals(r, n)
	s := AdamStep{Scale: 0.005, Decay: 1e-4, Beta1: 0.9, Rest1: 0.1, Beta2: 0.999, Rest2: 0.001, Rate: 1e-5, Epsilon: 1e-8}
	for b.Loop() {
		Adam(&s, w, m, v, g)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/float64(n), "ns/weight")
}
