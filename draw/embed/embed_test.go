package embed

import (
	"context"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/learn"
)

// clusters are n rows about as many centres, and which is whose.
func clusters(n, dims, centres int, spread float64) (Matrix, []uint8) {
	random := rand.New(rand.NewPCG(7, 7))
	middle := make([]float64, centres*dims)
	for i := range middle {
		middle[i] = 10 * random.NormFloat64()
	}
	m, labels := Matrix{make([]float32, n*dims), dims}, make([]uint8, n)
	for i := range n {
		labels[i] = uint8(i % centres)
		for j := range dims {
			m.Row(i)[j] = float32(middle[int(labels[i])*dims+j] + spread*random.NormFloat64())
		}
	}
	return m, labels
}

// pictures are n images of low rank and noise.
func pictures(n, features int) learn.Images {
	random := rand.New(rand.NewPCG(3, 3))
	const rank = 8
	basis := make([]float64, rank*features)
	for i := range basis {
		basis[i] = random.NormFloat64()
	}
	images := learn.Images{Pixels: make([]uint8, n*features), Features: features}
	for i := range n {
		row := images.Row(i)
		var weights [rank]float64
		for k := range weights {
			weights[k] = 40 * random.NormFloat64() / float64(k+1)
		}
		for j := range row {
			v := 128 + 3*random.NormFloat64()
			for k, w := range weights {
				v += w * basis[k*features+j]
			}
			row[j] = uint8(max(0, min(255, v)))
		}
	}
	return images
}

// oneCore runs f with one core.
func oneCore(f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
}

func TestFourier(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{4, 8, 12, 16, 24, 32, 48, 96, 128, 384} {
		x, want := make([]complex128, n), make([]complex128, n)
		for i := range x {
			x[i] = complex(random.NormFloat64(), random.NormFloat64())
		}
		for k := range want {
			for j, v := range x {
				want[k] += v * cmplx.Exp(complex(0, -2*math.Pi*float64(j*k%n)/float64(n)))
			}
		}
		newFourier(n).transform(x, make([]complex128, n))
		for k := range x {
			if cmplx.Abs(x[k]-want[k]) > 1e-11*float64(n) {
				t.Fatalf("length %d: element %d is %v, want %v", n, k, x[k], want[k])
			}
		}
	}
	for n := 1; n < 300; n++ {
		if got := fourierLength(n); got < n || got%2 != 0 || got > max(16, 3*n/2+1) {
			t.Errorf("the length for %d is %d", n, got)
		}
	}
}

// TestRepulsion compares the forces with the sum over all pairs, in planes from
// that of the start to one in which few points are alone with their nearest,
// which is where interpolation is worst.
func TestRepulsion(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	r := &repulsion{}
	for _, c := range []struct{ deviation, tolerance float64 }{{1e-4, 1e-6}, {0.1, 1e-6}, {1, 1e-3}, {3, 0.02}, {20, 0.1}} {
		deviation := c.deviation
		points := make([]Point, 1500)
		for i := range points {
			points[i] = Point{float32(deviation * random.NormFloat64()), float32(3 + deviation*random.NormFloat64())}
		}
		force := make([]Point, len(points))
		z, err := r.evaluate(context.Background(), points, force)
		if err != nil {
			t.Fatal(err)
		}
		want, wantZ := exactRepulsion(points)
		var off, size float64
		for i, f := range force {
			off += math.Pow(float64(f.X)-want[i][0], 2) + math.Pow(float64(f.Y)-want[i][1], 2)
			size += want[i][0]*want[i][0] + want[i][1]*want[i][1]
		}
		relative := math.Sqrt(off / size)
		t.Logf("deviation %g: forces off by %.2g, Z by %.2g, transform of %d", deviation, relative, z/wantZ-1, r.size)
		if relative > c.tolerance || math.Abs(z/wantZ-1) > c.tolerance {
			t.Errorf("deviation %g: forces off by %g, Z by %g", deviation, relative, z/wantZ-1)
		}
	}
}

func exactRepulsion(points []Point) (force [][2]float64, z float64) {
	force = make([][2]float64, len(points))
	for i, p := range points {
		for j, q := range points {
			x, y := float64(p.X)-float64(q.X), float64(p.Y)-float64(q.Y)
			w := 1 / (1 + x*x + y*y)
			force[i][0] += x * w * w
			force[i][1] += y * w * w
			if i != j {
				z += w
			}
		}
	}
	return force, z
}

func TestNearestIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for _, c := range []struct{ n, dims, k int }{{2, 1, 1}, {30, 2, 29}, {700, 2, 10}, {600, 50, 90}, {500, 3, 7}} {
		m := Matrix{make([]float32, c.n*c.dims), c.dims}
		for i := range m.Data {
			m.Data[i] = 1e4 + float32(random.IntN(40)) // far from 0, with many ties
		}
		got, err := Nearest(context.Background(), m, c.k)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.n {
			order := make([]int, 0, c.n)
			for j := range c.n {
				if j != i {
					order = append(order, j)
				}
			}
			slices.SortStableFunc(order, func(a, b int) int {
				return int(squaredDistance(m.Row(i), m.Row(a)) - squaredDistance(m.Row(i), m.Row(b)))
			})
			for j, want := range order[:c.k] {
				if int(got.Index[i*c.k+j]) != want {
					t.Fatalf("%+v: neighbour %d of %d is %d, want %d", c, j, i, got.Index[i*c.k+j], want)
				}
			}
		}
	}
	if _, err := Nearest(context.Background(), Matrix{make([]float32, 6), 2}, 3); err == nil {
		t.Error("3 nearest others of 3 are not an error")
	}
	if _, err := Nearest(context.Background(), Matrix{[]float32{0, 1, float32(math.NaN()), 2}, 1}, 1); err == nil || !strings.Contains(err.Error(), "row 2") {
		t.Errorf("a NaN gives %v", err)
	}
}

// TestPCA compares with the eigenvectors of the whole covariance.
func TestPCA(t *testing.T) {
	images := pictures(700, 60)
	p, err := NewPCA(context.Background(), images, 5, 1)
	if err != nil {
		t.Fatal(err)
	}
	covariance := mat.NewSymDense(60, nil)
	total := 0.0
	for a := range 60 {
		for b := range 60 {
			sum := 0.0
			for i := range images.Len() {
				sum += (float64(images.Row(i)[a])/255 - p.Mean[a]) * (float64(images.Row(i)[b])/255 - p.Mean[b])
			}
			covariance.SetSym(a, b, sum/float64(images.Len()-1))
		}
		total += covariance.At(a, a)
	}
	if math.Abs(p.Total/total-1) > 1e-9 {
		t.Errorf("variance of all pixels %g, want %g", p.Total, total)
	}
	var eigen mat.EigenSym
	eigen.Factorize(covariance, true)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	for k := range 5 {
		if want := eigen.Values(nil)[59-k]; math.Abs(p.Variances[k]/want-1) > 1e-4 {
			t.Errorf("variance %d is %g, want %g", k, p.Variances[k], want)
		}
		cosine := 0.0
		for j, v := range p.Axes.Row(k) {
			cosine += float64(v) * vectors.At(j, 59-k)
		}
		if math.Abs(math.Abs(cosine)-1) > 1e-3 {
			t.Errorf("axis %d: cosine %g", k, cosine)
		}
	}
	projected := p.Project(images)
	want := 0.0
	for j, v := range images.Row(11) {
		want += float64(p.Axes.Row(2)[j]) * (float64(v)/255 - p.Mean[j])
	}
	if got := float64(projected.Row(11)[2]); math.Abs(got-want) > 1e-4 {
		t.Errorf("a coordinate is %g, want %g", got, want)
	}
	oneCore(func() {
		again, err := NewPCA(context.Background(), images, 5, 1)
		if err != nil || !slices.Equal(again.Axes.Data, p.Axes.Data) {
			t.Errorf("other axes on one core (%v)", err)
		}
	})
	if _, err := NewPCA(context.Background(), images, 61, 1); err == nil {
		t.Error("61 components of 60 pixels are not an error")
	}
}

func TestSymmetricGraph(t *testing.T) {
	near := Neighbours{K: 2, Index: []int32{2, 1, 0, 3, 1, 0, 1, 2}}
	g := directed(near, []float32{1, 2, 3, 4, 5, 6, 7, 8}).symmetric(func(a, b float32) float32 { return a + b })
	want := map[[2]int]float32{{0, 1}: 5, {0, 2}: 7, {1, 2}: 5, {1, 3}: 11, {2, 3}: 8}
	edges := 0
	for i := range g.vertices() {
		to, weight := g.edges(i)
		if !slices.IsSorted(to) {
			t.Errorf("the edges of %d are %v", i, to)
		}
		for e, j := range to {
			edges++
			if w := want[[2]int{min(i, int(j)), max(i, int(j))}]; w != weight[e] {
				t.Errorf("the edge from %d to %d has weight %g, want %g", i, j, weight[e], w)
			}
		}
	}
	if edges != 2*len(want) || !g.connected() {
		t.Errorf("%d edges, connected: %v", edges, g.connected())
	}
	pairs := directed(Neighbours{K: 1, Index: []int32{1, 0, 3, 2}}, []float32{1, 1, 1, 1})
	if pairs.connected() {
		t.Error("two pairs are connected")
	}
}

// TestAffinities: every row's probabilities have the perplexity.
func TestAffinities(t *testing.T) {
	m, _ := clusters(300, 5, 3, 1)
	near, err := Nearest(context.Background(), m, 60)
	if err != nil {
		t.Fatal(err)
	}
	p := make([]float32, 60)
	for i := range m.Len() {
		conditional(p, near.Squared[i*60:(i+1)*60], math.Log(20))
		entropy := 0.0
		for _, v := range p {
			if v > 0 {
				entropy -= float64(v) * math.Log(float64(v))
			}
		}
		if math.Abs(math.Exp(entropy)-20) > 0.01 {
			t.Fatalf("row %d has perplexity %g", i, math.Exp(entropy))
		}
	}
	conditional(p[:3], []float32{0, 0, 0}, math.Log(2)) // cannot be, and must end
	if p[0] != p[1] || p[1] != p[2] {
		t.Errorf("equally near ones get %v", p[:3])
	}
}

func TestTSNE(t *testing.T) {
	m, labels := clusters(1200, 10, 6, 1)
	tsne := NewTSNE()
	tsne.Iterations = 300
	frames := 0
	tsne.Frame = func(int, []Point) { frames++ }
	plane, kl, err := tsne.Embed(context.Background(), m, m.Plane())
	if err != nil {
		t.Fatal(err)
	}
	if frames != 301 {
		t.Errorf("%d frames", frames)
	}
	if accuracy, err := LabelAccuracy(context.Background(), plane, labels, 10); err != nil || accuracy < 0.99 {
		t.Errorf("label accuracy %g (%v)", accuracy, err)
	}
	near, _ := Nearest(context.Background(), m, 90)
	p, _ := affinities(context.Background(), near, 30)
	if want := exactDivergence(p, plane); math.Abs(kl-want) > 0.02 {
		t.Errorf("KL %g, want %g", kl, want)
	}
	oneCore(func() {
		again, klAgain, err := tsne.Embed(context.Background(), m, m.Plane())
		if err != nil || kl != klAgain || !slices.Equal(plane, again) {
			t.Errorf("another picture on one core (%v)", err)
		}
	})
	if _, _, err := tsne.Embed(context.Background(), Matrix{m.Data[:200], 10}, m.Plane()[:20]); err == nil {
		t.Error("20 points at perplexity 30 are not an error")
	}
}

func exactDivergence(p graph, plane []Point) (kl float64) {
	_, z := exactRepulsion(plane)
	for i := range plane {
		to, weight := p.edges(i)
		for e, j := range to {
			x, y := float64(plane[i].X-plane[j].X), float64(plane[i].Y-plane[j].Y)
			kl += float64(weight[e]) * math.Log(float64(weight[e])*(1+x*x+y*y)*z)
		}
	}
	return kl
}

func TestUMAP(t *testing.T) {
	m, labels := clusters(1000, 10, 5, 4)
	u := NewUMAP()
	u.Epochs = 100
	plane, _, err := u.Embed(context.Background(), m, m.Plane(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if accuracy, err := LabelAccuracy(context.Background(), plane, labels, 10); err != nil || accuracy < 0.97 {
		t.Errorf("label accuracy %g (%v)", accuracy, err)
	}
	oneCore(func() {
		again, _, err := u.Embed(context.Background(), m, m.Plane(), 1)
		if err != nil || !slices.Equal(plane, again) {
			t.Errorf("another picture on one core (%v)", err)
		}
	})
	apart, _ := clusters(100, 3, 2, 0.01)
	if _, connected, err := u.Embed(context.Background(), apart, apart.Plane(), 1); err != nil || connected {
		t.Errorf("two heaps far apart are connected: %v (%v)", connected, err)
	}
}

// TestCurve: the values are those that the paper's program finds.
func TestCurve(t *testing.T) {
	a, b, err := fitCurve(0.1)
	if err != nil || math.Abs(a-1.5769) > 2e-3 || math.Abs(b-0.8951) > 2e-3 {
		t.Errorf("a = %g, b = %g (%v)", a, b, err)
	}
	f := func(d float64) float64 { return 2 * b / ((0.001 + d) * (1 + a*math.Pow(d, b))) }
	c := newCurve(f)
	for d := 1e-9; d < 1e9; d *= 1.37 {
		if got := float64(c.at(float32(d))); math.Abs(got/f(d)-1) > 2e-4 {
			t.Errorf("the curve at %g is %g, want %g", d, got, f(d))
		}
	}
	if c.at(0) != c.table[0] || c.at(1e30) != c.table[len(c.table)-2] && c.at(1e30) > 1e-9 {
		t.Errorf("the curve ends with %g and %g", c.at(0), c.at(1e30))
	}
}

// TestSpectral compares with the eigenvectors of a dense Laplacian.
func TestSpectral(t *testing.T) {
	m, _ := clusters(250, 4, 2, 8)
	near, err := Nearest(context.Background(), m, 10)
	if err != nil {
		t.Fatal(err)
	}
	g, err := fuzzy(context.Background(), near)
	if err != nil || !g.connected() {
		t.Fatalf("connected: %v (%v)", g.connected(), err)
	}
	plane, err := spectral(context.Background(), g, 1)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := normalised(g)
	dense := mat.NewSymDense(250, nil)
	for i := range 250 {
		to, weight := a.edges(i)
		for e, j := range to {
			dense.SetSym(i, int(j), float64(weight[e]))
		}
	}
	var eigen mat.EigenSym
	eigen.Factorize(dense, true)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	var x, y float64
	for i, p := range plane {
		x += float64(p.X) * vectors.At(i, 248)
		y += float64(p.Y) * vectors.At(i, 247)
	}
	if math.Abs(math.Abs(x)-1) > 1e-3 || math.Abs(math.Abs(y)-1) > 1e-3 {
		t.Errorf("cosines %g and %g", x, y)
	}
}

func TestTrustworthiness(t *testing.T) {
	images := learn.Images{Pixels: make([]uint8, 2*200), Features: 2}
	plane := make([]Point, 200)
	random := rand.New(rand.NewPCG(5, 5))
	for i := range plane {
		images.Row(i)[0], images.Row(i)[1] = uint8(i), uint8(random.IntN(2))
		plane[i] = Point{float32(images.Row(i)[0]), float32(images.Row(i)[1])}
	}
	if got, err := Trustworthiness(context.Background(), images, plane, 5); err != nil || got != 1 {
		t.Errorf("trustworthiness of the images themselves is %g (%v)", got, err)
	}
	random.Shuffle(len(plane), func(i, j int) { plane[i], plane[j] = plane[j], plane[i] })
	if got, err := Trustworthiness(context.Background(), images, plane, 5); err != nil || got < 0.4 || got > 0.6 {
		t.Errorf("trustworthiness of chance is %g (%v)", got, err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m, _ := clusters(500, 4, 2, 1)
	if _, _, err := NewTSNE().Embed(ctx, m, m.Plane()); err != context.Canceled {
		t.Errorf("t-SNE: %v", err)
	}
	if _, _, err := NewUMAP().Embed(ctx, m, m.Plane(), 1); err != context.Canceled {
		t.Errorf("UMAP: %v", err)
	}
	if _, err := NewPCA(ctx, pictures(50, 20), 3, 1); err != context.Canceled {
		t.Errorf("PCA: %v", err)
	}
}

// TestAllTheSame: of images that are all the same there is a picture too.
func TestAllTheSame(t *testing.T) {
	images := learn.Images{Pixels: make([]uint8, 120*30), Features: 30}
	for i := range images.Pixels {
		images.Pixels[i] = 77
	}
	p, err := NewPCA(context.Background(), images, 4, 1)
	if err != nil || p.Explained() != 0 {
		t.Fatalf("%g of no variance (%v)", p.Explained(), err)
	}
	points := p.Project(images)
	for name, embed := range map[string]func() ([]Point, error){
		"t-SNE": func() ([]Point, error) {
			plane, _, err := NewTSNE().Embed(context.Background(), points, points.Plane())
			return plane, err
		},
		"UMAP": func() ([]Point, error) {
			plane, _, err := NewUMAP().Embed(context.Background(), points, points.Plane(), 1)
			return plane, err
		},
	} {
		plane, err := embed()
		if err != nil || len(plane) != 120 || matrixOf(plane).check() != nil {
			t.Errorf("%s: %d points, %v (%v)", name, len(plane), matrixOf(plane).check(), err)
		}
	}
}
