package tensor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// forAll runs a test on every implementation that this processor has.
func forAll(t *testing.T, test func(t *testing.T)) {
	fastest := active
	defer func() { active = fastest }()
	for _, k := range available() {
		active = k
		t.Run(k.name, test)
	}
}

func normals(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// fenced is a copy with NaN before and behind, where nobody may write.
func fenced(x []float32) (inner []float32, check func(t *testing.T)) {
	const fence = 40
	outer := make([]float32, len(x)+2*fence)
	for i := range outer {
		outer[i] = float32(math.NaN())
	}
	copy(outer[fence:], x)
	return outer[fence : fence+len(x) : fence+len(x)], func(t *testing.T) {
		t.Helper()
		for i, v := range outer {
			if (i < fence || i >= fence+len(x)) && v == v {
				t.Fatalf("element %d beyond the %d given was overwritten", i-fence, len(x))
			}
		}
	}
}

func near(got, want, scale float64) bool { return math.Abs(got-want) <= 1e-5*(1+scale) }

func TestProduct(t *testing.T) {
	forAll(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, rows := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 28, 33} {
			for _, panels := range []int{1, 2, 3} {
				for _, depth := range []int{1, 2, 5, 16, 31} {
					runs := 1 + (rows+depth)%4
					// As a convolution reads patches, and as its gradient does.
					checkProduct(t, r, rows, panels, Product{Runs: runs, Depth: depth, ARow: 3, ACol: 1, ARun: 3*rows + depth,
						BCol: 16, BRun: 16 * depth, BPanel: 16 * depth * runs, CRow: 16 * panels, CPanel: 16})
					checkProduct(t, r, rows, panels, Product{Runs: runs, Depth: depth, ARow: 1, ACol: 2, ARun: rows + 2*depth,
						BCol: 16 * panels, BRun: 16*panels*depth + 5, BPanel: 16, CRow: 16, CPanel: 16 * rows, Add: true})
				}
			}
		}
	})
}

func checkProduct(t *testing.T, r *rand.Rand, rows, panels int, p Product) {
	t.Helper()
	a, _ := fenced(normals(r, (p.Runs-1)*p.ARun+(rows-1)*p.ARow+(p.Depth-1)*p.ACol+1))
	b, _ := fenced(normals(r, (p.Runs-1)*p.BRun+(p.Depth-1)*p.BCol+(panels-1)*p.BPanel+Panel))
	before := normals(r, (rows-1)*p.CRow+(panels-1)*p.CPanel+Panel)
	c, check := fenced(before)
	p.Do(rows, panels, a, b, c)
	check(t)
	for i := range rows {
		for j := range panels * Panel {
			at := i*p.CRow + j/Panel*p.CPanel + j%Panel
			want, size := 0.0, 0.0
			if p.Add {
				want = float64(before[at])
			}
			for run := range p.Runs {
				for q := range p.Depth {
					v := float64(a[run*p.ARun+i*p.ARow+q*p.ACol]) * float64(b[run*p.BRun+q*p.BCol+j/Panel*p.BPanel+j%Panel])
					want, size = want+v, size+math.Abs(v)
				}
			}
			if got := float64(c[at]); !near(got, want, size) {
				t.Fatalf("%d rows, %d panels, %+v: element %d,%d is %v, want %v", rows, panels, p, i, j, got, want)
			}
		}
	}
}

// TestTwins runs every loop on random numbers and holds it against plain Go:
// call gets an implementation and the same operands.
func TestTwins(t *testing.T) {
	for name, loop := range map[string]struct {
		sizes []int // of the operands, in channels of a matrix of rows, or of a parameter (negative)
		call  func(k *kernels, channels int, x [][]float32)
	}{
		"channelSums":  {[]int{1, -1, -1}, func(k *kernels, _ int, x [][]float32) { k.channelSums(x[0], x[1], x[2]) }},
		"gradientSums": {[]int{1, 1, -1, -1}, func(k *kernels, _ int, x [][]float32) { k.gradientSums(x[0], x[1], x[2], x[3]) }},
		"maskedSums":   {[]int{1, 1, 1, -1, -1}, func(k *kernels, _ int, x [][]float32) { k.maskedSums(x[0], x[1], x[2], x[3], x[4]) }},
		"scaleShift":   {[]int{1, 1, -1, -1}, func(k *kernels, _ int, x [][]float32) { k.scaleShift(x[0], x[1], x[2], x[3], 0.1) }},
		"combine":      {[]int{1, 1, 1, -1, -1, -1}, func(k *kernels, _ int, x [][]float32) { k.combine(x[0], x[1], x[2], x[3], x[4], x[5]) }},
		"maxPool":      {[]int{1, 2, 2}, func(k *kernels, c int, x [][]float32) { k.maxPool(x[0], x[1], x[2], c) }},
		"maxPoolBack": {[]int{2, 2, 1, 1, 2, 2}, func(k *kernels, c int, x [][]float32) {
			maxPoolGo(x[2], x[4], x[5], c)
			k.maxPoolBack(x[0], x[1], x[2], x[3], x[4], x[5], c)
		}},
		"nesterov": {[]int{1, 1, 1}, func(k *kernels, _ int, x [][]float32) {
			k.nesterov(&[4]float32{0.5, 0.1, 0.9, 0.3}, x[0], x[1], x[2])
		}},
		"adam": {[]int{1, 1, 1, 1}, func(k *kernels, _ int, x [][]float32) {
			for i, v := range x[2] {
				x[2][i] = v * v
			}
			k.adam(&[9]float32{0.5, 0.1, 0.9, 0.1, 0.99, 0.01, 0.3, 1e-3, 0.98}, x[0], x[1], x[2], x[3])
		}},
		"approach": {[]int{1, 1}, func(k *kernels, _ int, x [][]float32) { k.approach(x[0], x[1], 0.3) }},
	} {
		t.Run(name, func(t *testing.T) {
			for _, k := range available() {
				for _, channels := range []int{16, 32, 48} {
					for _, rows := range []int{0, 1, 2, 7} {
						r := rand.New(rand.NewPCG(uint64(rows), uint64(channels)))
						var got, want [][]float32
						var checks []func(*testing.T)
						for _, size := range loop.sizes {
							n := size * channels * rows
							if size < 0 {
								n = channels
							}
							x := normals(r, n)
							inner, check := fenced(x)
							got, want, checks = append(got, inner), append(want, x), append(checks, check)
						}
						loop.call(&k, channels, got)
						loop.call(&goKernels, channels, want)
						for i, check := range checks {
							check(t)
							compare(t, fmt.Sprintf("%s, %d rows of %d channels, operand %d", k.name, rows, channels, i), got[i], want[i])
						}
					}
				}
			}
		})
	}
}

func compare(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i, v := range want {
		if !near(float64(got[i]), float64(v), math.Abs(float64(v))) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got[i], v)
		}
	}
}

func TestNotANumberPassesTheFloor(t *testing.T) {
	forAll(t, func(t *testing.T) {
		x, y := make([]float32, Panel), make([]float32, Panel)
		x[3] = float32(math.NaN())
		ScaleShift(y, x, x, x, 0)
		if y[3] == y[3] {
			t.Errorf("not a number became %v", y[3])
		}
	})
}

// BenchmarkProduct is the second convolution of the original's network on one
// image, and its gradient.
func BenchmarkProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const side, k, in, out = 14, 5, 32, 64
	x, w, y := normals(r, (side+k-1)*(side+k-1)*in), normals(r, k*k*in*out), make([]float32, side*side*out)
	flops := float64(2 * side * side * k * k * in * out)
	b.Run("forward", func(b *testing.B) {
		p := Product{Runs: k, Depth: k * in, ARow: in, ACol: 1, ARun: (side + k - 1) * in,
			BCol: Panel, BRun: k * in * Panel, BPanel: k * k * in * Panel, CRow: out, CPanel: Panel}
		for b.Loop() {
			for row := range side {
				p.Do(side, out/Panel, x[row*(side+k-1)*in:], w, y[row*side*out:])
			}
		}
		b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
	})
	b.Run("weights", func(b *testing.B) {
		p := Product{Runs: side, Depth: side, ARow: 1, ACol: in, ARun: (side + k - 1) * in,
			BCol: out, BRun: side * out, BPanel: Panel, CRow: Panel, CPanel: k * k * in * Panel, Add: true}
		for b.Loop() {
			for row := range k {
				p.Do(k*in, out/Panel, x[row*(side+k-1)*in:], y, w[row*k*in*Panel:])
			}
		}
		b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
	})
}
