package deep

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/tensor"
)

// twin is what a layer computes of a batch, once more, slowly and in float64.
type twin func(x []float64, w [][]float64) []float64

func normals(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(float32(r.NormFloat64()))
	}
	return x
}

func narrow(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

// checkLayer holds a layer's outputs against its twin's, and its gradients of
// the sum of outputs times random numbers against the twin's differences.
func checkLayer(t *testing.T, l layer, images, size int, reference twin) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	x := normals(r, images*size)
	var w [][]float64
	for _, p := range l.parameters() {
		p.w, p.g = make([]float32, p.size), make([]float32, p.size)
		if p.initial != nil {
			p.initial(p.w, r)
		}
		own := make([]float64, p.size)
		for i, v := range p.w {
			if p.trained && p.filling == 0 {
				p.w[i] += float32(0.3 * r.NormFloat64())
				v = p.w[i]
			}
			own[i] = float64(v)
		}
		w = append(w, own)
	}
	pass := &pass{images: images, train: true, seed: 3, over: inParallel}
	y := l.forward(pass, narrow(x))
	want, bound := reference(x, w), tolerance(1e-5, 1)
	tiles, tiled := tilesOf(l)
	if tiled {
		squares := reference(squared(x), [][]float64{squared(w[0])})
		bound = func(i int, _ float64) float64 { return tiles.rounding(tiles.in.channels) * math.Sqrt(squares[i]) }
	}
	for i, v := range want {
		if math.Abs(float64(y[i])-v) > bound(i, v) {
			t.Fatalf("output %d is %v, want %v within %v", i, y[i], v, bound(i, v))
		}
	}
	weights := normals(r, len(y))
	dx := l.backward(pass, narrow(weights))
	loss := func() float64 { return dot(reference(x, w), weights) }
	if dx != nil {
		bound := tolerance(2e-5, 5)
		if tiled {
			squares := difference(x, 1, func() float64 { return dot(reference(x, [][]float64{squared(w[0])}), squared(weights)) })
			bound = func(i int, _ float64) float64 {
				return tiles.rounding(tiles.out.channels) * math.Sqrt(max(0, squares(i)))
			}
		}
		compareGradient(t, r, "input", dx, x, loss, bound)
	}
	for i, p := range l.parameters() {
		if p.trained && p.filling == 0 {
			bound := tolerance(2e-5, 5)
			if tiled {
				squares := difference(w[i], 1, func() float64 { return dot(reference(squared(x), w), squared(weights)) })
				bound = func(i int, _ float64) float64 {
					return tiles.rounding(images*tiles.rows*tiles.cols) * math.Sqrt(max(0, squares(i)))
				}
			}
			compareGradient(t, r, fmt.Sprintf("parameter %d", i), p.g, w[i], loss, bound)
		}
	}
}

// tolerance allows a share of the number, and of so much where that is small.
func tolerance(share, least float64) func(i int, want float64) float64 {
	return func(_ int, want float64) float64 { return share * (least + math.Abs(want)) }
}

func tilesOf(l layer) (*tiled, bool) {
	c, ok := l.(*conv)
	if !ok || c.tiles == nil {
		return nil, false
	}
	return c.tiles, true
}

// rounding is by how much a sum that tiles make may be off, as a multiple of the
// root of the sum of its terms' squares. terms is how many products there are of
// each place of a tile.
//
// Rounding errors of independent terms add up as the terms' squares do. Tiles
// sum other terms than are asked for: the sum over a tile's places of the squares
// of the last step's coefficient and of the lengths of the first steps' rows, in
// the matrices of package tensor, is as much as 94 in place of 3 for an output of
// a row of kernel 3, 97 in place of 4 for its weights, 99 in place of 5 for an
// output of kernel 5, and 90 in place of 2 for its weights. Rows and columns make
// it the square of that. Each of six transforms of a row rounds some four times,
// and a sum of products once for each, half of them at the size of the whole sum.
// Rounding is by 2^-25 on average, and five deviations are allowed.
func (t *tiled) rounding(terms int) float64 {
	grown := map[int]float64{3: 94. / 3, 5: 90. / 2}[t.kernel]
	return 5 * grown * math.Sqrt(float64(24+terms/2)) * math.Exp2(-25)
}

// difference is how much f moves when an element of x does by step.
func difference(x []float64, step float64, f func() float64) func(i int) float64 {
	return func(i int) float64 {
		before := x[i]
		x[i] = before + step
		above := f()
		x[i] = before
		return above - f()
	}
}

func squared(x []float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = v * v
	}
	return y
}

// compareGradient tries 30 places and both ends.
func compareGradient(t *testing.T, r *rand.Rand, what string, got []float32, x []float64, loss func() float64, bound func(i int, want float64) float64) {
	t.Helper()
	const step = 1e-5
	for n := range 32 {
		i := r.IntN(len(x))
		if n < 2 {
			i = n * (len(x) - 1)
		}
		before := x[i]
		x[i] = before + step
		above := loss()
		x[i] = before - step
		below := loss()
		x[i] = before
		want := (above - below) / (2 * step)
		if allowed := bound(i, want); math.Abs(float64(got[i])-want) > allowed {
			t.Fatalf("gradient by element %d of the %s is %v, differences say %v within %v", i, what, got[i], want, allowed)
		}
	}
}

func convTwin(w *window, images int) twin {
	return func(x []float64, weights [][]float64) []float64 {
		y := make([]float64, images*w.out.size())
		for at := range y {
			o, px, py, image := at%w.out.channels, at/w.out.channels%w.out.width, at/w.out.channels/w.out.width%w.out.height, at/w.out.size()
			for tap := range w.kernel * w.kernel {
				iy, ix := py+tap/w.kernel-w.pad, px+tap%w.kernel-w.pad
				if iy < 0 || iy >= w.in.height || ix < 0 || ix >= w.in.width {
					continue
				}
				for c := range w.in.channels {
					from := ((image*w.in.height+iy)*w.in.width+ix)*w.in.channels + c
					row := tap*w.in.channels + c
					y[at] += x[from] * weights[0][(o/tensor.Panel*w.patch()+row)*tensor.Panel+o%tensor.Panel]
				}
			}
		}
		return y
	}
}

func TestConv(t *testing.T) {
	for _, c := range []struct {
		in               shape
		kernel, channels int
		same, first      bool
		images           int
	}{
		{shape{5, 5, 1}, 3, 32, true, true, 3},
		{shape{7, 7, 16}, 3, 48, true, false, 2},
		{shape{6, 9, 16}, 5, 16, true, false, 11},
		{shape{6, 8, 16}, 3, 32, false, false, 2},
		{shape{5, 5, 16}, 5, 16, false, false, 1},
		{shape{3, 3, 16}, 1, 16, true, false, 2},
		{shape{4, 4, 16}, 5, 16, true, false, 68}, // more than go through the tiles' products at once
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			l := newConv(c.in, c.kernel, c.channels, c.same, c.first)
			checkLayer(t, l, c.images, c.in.size(), convTwin(&l.window, c.images))
		})
	}
}

func TestDense(t *testing.T) {
	for _, c := range []struct{ in, out, images int }{{5, 16, 1}, {300, 48, 3}, {117, 144, 17}} {
		l := newDense(c.in, c.out, 1)
		checkLayer(t, l, c.images, c.in, func(x []float64, w [][]float64) []float64 {
			y := make([]float64, c.images*c.out)
			for at := range y {
				i, o := at/c.out, at%c.out
				for j := range c.in {
					y[at] += x[i*c.in+j] * w[0][(o/tensor.Panel*c.in+j)*tensor.Panel+o%tensor.Panel]
				}
			}
			return y
		})
	}
}

func TestDenseFillsPanelsWithZeros(t *testing.T) {
	n := newNetwork("small", 8, 3)
	n.bind(make([]float32, n.size()), nil)
	n.initialise(rand.New(rand.NewPCG(1, 1)))
	p := &pass{images: 2, over: serially}
	logits := n.layers.forward(p, narrow(normals(rand.New(rand.NewPCG(1, 2)), 2*64)))
	for i, v := range logits {
		if used := i%16 < 3; used == (v == 0) {
			t.Errorf("logit %d is %v", i, v)
		}
	}
}

func TestBias(t *testing.T) {
	for _, rectified := range []bool{false, true} {
		l := newBias(32, rectified)
		checkLayer(t, l, 3, 4*32, func(x []float64, w [][]float64) []float64 {
			y := make([]float64, len(x))
			for i, v := range x {
				if y[i] = v + w[0][i%32]; rectified {
					y[i] = max(0, y[i])
				}
			}
			return y
		})
	}
}

func TestNorm(t *testing.T) {
	for _, rectified := range []bool{false, true} {
		checkLayer(t, newNorm(16, rectified), 5, 6*16, func(x []float64, w [][]float64) []float64 {
			y := make([]float64, len(x))
			n := float64(len(x) / 16)
			for c := range 16 {
				mean, squares := 0.0, 0.0
				for i := c; i < len(x); i += 16 {
					mean += x[i] / n
				}
				for i := c; i < len(x); i += 16 {
					squares += (x[i] - mean) * (x[i] - mean) / n
				}
				for i := c; i < len(x); i += 16 {
					if y[i] = w[0][c]*(x[i]-mean)/math.Sqrt(squares+1e-5) + w[1][c]; rectified {
						y[i] = max(0, y[i])
					}
				}
			}
			return y
		})
	}
}

// TestNormForgets trains on one batch often: inference then computes nearly
// what training does.
func TestNormForgets(t *testing.T) {
	l := newNorm(16, false)
	r := rand.New(rand.NewPCG(1, 2))
	x := narrow(normals(r, 40*16))
	for i := range x {
		x[i] = 3*x[i] + 5
	}
	for _, p := range l.parameters() {
		p.w = make([]float32, p.size)
		if p.initial != nil {
			p.initial(p.w, r)
		}
	}
	var trained []float32
	for range 100 {
		trained = append(trained[:0], l.forward(&pass{images: 40, train: true, over: serially}, x)...)
	}
	for i, v := range l.forward(&pass{images: 40, over: serially}, x) {
		if math.Abs(float64(v-trained[i])) > 0.05 {
			t.Fatalf("output %d is %v in inference and %v in training", i, v, trained[i])
		}
	}
}

func poolTwin(in shape, images int, of func(a, b, c, d float64) float64) twin {
	return func(x []float64, _ [][]float64) []float64 {
		out := in.half()
		y := make([]float64, images*out.size())
		for at := range y {
			c, px, py, image := at%out.channels, at/out.channels%out.width, at/out.channels/out.width%out.height, at/out.size()
			pixel := func(dy, dx int) float64 {
				return x[((image*in.height+2*py+dy)*in.width+2*px+dx)*in.channels+c]
			}
			y[at] = of(pixel(0, 0), pixel(0, 1), pixel(1, 0), pixel(1, 1))
		}
		return y
	}
}

func TestPools(t *testing.T) {
	for _, in := range []shape{{4, 6, 16}, {5, 7, 32}} {
		checkLayer(t, &maxPool{in: in}, 3, in.size(), poolTwin(in, 3, func(a, b, c, d float64) float64 { return max(a, b, c, d) }))
		checkLayer(t, &meanPool{in: in}, 3, in.size(), poolTwin(in, 3, func(a, b, c, d float64) float64 { return (a + b + c + d) / 4 }))
		checkLayer(t, &globalMean{in: in}, 3, in.size(), globalMeanTwin(in))
	}
}

func globalMeanTwin(in shape) twin {
	return func(x []float64, _ [][]float64) []float64 {
		y := make([]float64, len(x)/(in.height*in.width))
		for i, v := range x {
			y[i/in.size()*in.channels+i%in.channels] += v / float64(in.height*in.width)
		}
		return y
	}
}

func TestDropout(t *testing.T) {
	l := &dropout{size: 500, share: 0.4}
	checkLayer(t, l, 4, 500, func(x []float64, _ [][]float64) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = v * float64(l.kept[i])
		}
		return y
	})
	zeros := 0
	for _, v := range l.kept {
		if v == 0 {
			zeros++
		}
	}
	if zeros < 740 || zeros > 860 {
		t.Errorf("%d of 2000 numbers dropped, want about 800", zeros)
	}
	x := narrow(normals(rand.New(rand.NewPCG(1, 2)), 500))
	if diff := cmp.Diff(x, l.forward(&pass{images: 1, over: serially}, x)); diff != "" {
		t.Errorf("inference drops: %s", diff)
	}
}

func TestResidual(t *testing.T) {
	in := shape{5, 5, 16}
	c := newConv(in, 3, 16, true, false)
	l := &residual{body: sequence{c, newBias(16, true)}}
	conv := convTwin(&c.window, 2)
	checkLayer(t, l, 2, in.size(), func(x []float64, w [][]float64) []float64 {
		y := conv(x, w[:1])
		for i, v := range y {
			y[i] = x[i] + max(0, v+w[1][i%16])
		}
		return y
	})
}

func TestLoss(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const images, classes = 20, 5
	labels := make([]uint8, images)
	for i := range labels {
		labels[i] = uint8(r.IntN(classes))
	}
	for _, smoothing := range []float64{0, 0.1} {
		x := normals(r, images*16)
		reference := func() float64 {
			total := 0.0
			for i, y := range labels {
				sum := 0.0
				for _, v := range x[i*16:][:classes] {
					sum += math.Exp(v)
				}
				for j, v := range x[i*16:][:classes] {
					target := smoothing / classes
					if j == int(y) {
						target += 1 - smoothing
					}
					total -= target * (v - math.Log(sum))
				}
			}
			return total
		}
		l := softmaxLoss{classes: classes, smoothing: smoothing}
		loss, g := l.of(&pass{images: images, over: inParallel}, narrow(x), labels)
		if want := reference(); math.Abs(loss-want) > 1e-4 {
			t.Errorf("loss %v, want %v", loss, want)
		}
		compareGradient(t, r, "logits", g, x, reference, tolerance(2e-5, 5))
	}
}

// TestGradientOfNetworks compares the directional derivative along the gradient
// itself: every layer of every architecture is passed in both directions.
func TestGradientOfNetworks(t *testing.T) {
	for name := range architectures {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			n := newNetwork(name, 12, 10)
			g := make([]float32, n.size())
			n.bind(make([]float32, n.size()), g)
			n.initialise(r)
			x, labels := narrow(normals(r, 30*144)), make([]uint8, 30)
			for i := range labels {
				labels[i] = uint8(i % 10)
			}
			l := softmaxLoss{classes: 10}
			at := func(step float64) float64 {
				moved := make([]float32, len(g))
				for i, v := range n.weights {
					moved[i] = v + float32(step*float64(g[i]))
				}
				other := newNetwork(name, 12, 10)
				other.bind(moved, nil)
				loss, _ := l.of(&pass{images: 30, train: true, seed: 1, over: inParallel}, other.layers.forward(&pass{images: 30, train: true, seed: 1, over: inParallel}, x), labels)
				return loss
			}
			p := &pass{images: 30, train: true, seed: 1, over: inParallel}
			_, gradient := l.of(p, n.layers.forward(p, x), labels)
			n.layers.backward(p, gradient)
			want := 0.0
			for _, v := range g {
				want += float64(v) * float64(v)
			}
			step := 1e-3 / math.Sqrt(want)
			if got := (at(step) - at(-step)) / (2 * step); math.Abs(got-want) > 0.02*want {
				t.Errorf("the loss changes by %v along the gradient, whose square is %v", got, want)
			}
		})
	}
}

func TestGradientIsTheSameOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []float32
	for _, cores := range []int{1, 3} {
		runtime.GOMAXPROCS(cores)
		r := rand.New(rand.NewPCG(1, 2))
		n := newNetwork("residual", 12, 10)
		g := make([]float32, n.size())
		n.bind(make([]float32, n.size()), g)
		n.initialise(r)
		p := &pass{images: 21, train: true, over: inParallel}
		logits := n.layers.forward(p, narrow(normals(r, 21*144)))
		n.layers.backward(p, narrow(normals(r, len(logits))))
		if first == nil {
			first = g
		} else if diff := cmp.Diff(first, g); diff != "" {
			t.Errorf("(-1 core +3 cores):\n%s", diff)
		}
	}
}
