package features

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/learntest"
)

// values are what the bytes that a transformer makes of the images stand for.
func values(t *testing.T, f learn.Transformer, images learn.Images) *mat.Dense {
	t.Helper()
	x, err := f.Transform(t.Context(), images)
	if err != nil {
		t.Fatal(err)
	}
	m := mat.NewDense(x.Len(), x.Features, nil)
	for i := range x.Len() {
		for j, p := range x.Row(i) {
			m.Set(i, j, f.Scaling().At(j, p))
		}
	}
	return m
}

// eigen is the exact decomposition of the scaled images' covariance: their mean,
// and the eigenvalues and eigenvectors, ascending.
func eigen(t *testing.T, set learn.Set) (mean, variances []float64, vectors *mat.Dense) {
	t.Helper()
	x := mat.NewDense(set.Len(), set.Features, nil)
	for i := range set.Len() {
		for j, p := range set.Row(i) {
			x.Set(i, j, set.Scaling.At(j, p))
		}
	}
	for j := range set.Features {
		mean = append(mean, stat.Mean(mat.Col(nil, j, x), nil))
	}
	covariance := mat.NewSymDense(set.Features, nil)
	stat.CovarianceMatrix(covariance, x, nil)
	var e mat.EigenSym
	if !e.Factorize(covariance, true) {
		t.Fatal("no eigenvectors")
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return mean, e.Values(nil), vectors
}

func TestPCAIsTheEigenDecomposition(t *testing.T) {
	all := learntest.Blobs(400, 30, 5, 1)
	for name, scaling := range map[string]learn.Scaling{"standard": all.Scaling, "none": {}} {
		for _, whiten := range []bool{false, true} {
			set := all
			set.Scaling = scaling
			p := &PCA{NComponents: 7, Whiten: whiten}
			if err := p.Fit(t.Context(), set); err != nil {
				t.Fatal(err)
			}
			mean, variances, vectors := eigen(t, set)
			got := values(t, p, set.Images)
			for c := range 7 {
				at := set.Features - 1 - c
				axis := mat.Col(nil, at, vectors)
				for i := range set.Len() {
					want := 0.0
					for j, v := range set.Row(i) {
						want += axis[j] * (set.Scaling.At(j, v) - mean[j])
					}
					if whiten {
						want /= math.Sqrt(variances[at])
					}
					want = math.Copysign(1, largest(axis)) * want
					if step := p.Scaling().Scale[c]; math.Abs(got.At(i, c)-want) > 0.51*step {
						t.Fatalf("%s, whiten %v: component %d of image %d is %v, want %v to half of %v", name, whiten, c, i, got.At(i, c), want, step)
					}
				}
			}
		}
	}
}

func largest(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		if math.Abs(v) > math.Abs(most) {
			most = v
		}
	}
	return most
}

func TestPCAKeepsAllWithoutNumber(t *testing.T) {
	set := learntest.Blobs(50, 10, 2, 1)
	p := NewPCA()
	if err := learn.Configure(p, []byte(`{"n_components": null, "whiten": true}`)); err != nil {
		t.Fatal(err)
	}
	if err := p.Fit(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	got := values(t, p, set.Images)
	if _, c := got.Dims(); c != 10 {
		t.Fatalf("%d components of 10 features", c)
	}
	// Two of the ten features are constant: nothing is left for the last two.
	if v := stat.Variance(mat.Col(nil, 0, got), nil); math.Abs(v-1) > 0.01 {
		t.Errorf("the first component has variance %v, want 1", v)
	}
	if v := mat.Max(got.Slice(0, 50, 8, 10)); v != 0 {
		t.Errorf("components without variance reach %v", v)
	}
}

// referenceHOG is the definition, for one image: every block asks every pixel.
func referenceHOG(h *HOG, side int, image []uint8) []float64 {
	pixel := func(y, x int) float64 {
		y, x = max(0, min(side-1, y)), max(0, min(side-1, x))
		return float64(image[y*side+x])
	}
	// histogram adds up what all pixels vote in one bin of one cell.
	histogram := func(row, col, bin int) float64 {
		sum := 0.0
		for y := range side {
			for x := range side {
				dy, dx := pixel(y+1, x)-pixel(y-1, x), pixel(y, x+1)-pixel(y, x-1)
				degrees := math.Mod(math.Atan2(dy, dx)*180/math.Pi+360, 180)
				width := 180 / float64(h.Orientations)
				apart := math.Abs(degrees - (float64(bin)+0.5)*width)
				apart = min(apart, 180-apart) / width // in bins, around the circle
				vote := math.Hypot(dy, dx) * max(0, 1-apart)
				if h.Orientations == 1 {
					vote = math.Hypot(dy, dx)
				}
				for axis, at := range [2]int{y, x} {
					cell := [2]int{row, col}[axis]
					size := float64(h.PixelsPerCell[axis])
					centre := (float64(cell)+0.5)*size - 0.5
					vote *= max(0, 1-math.Abs(float64(at)-centre)/size)
				}
				sum += vote
			}
		}
		return sum
	}
	var features []float64
	for y := 0; (y+h.CellsPerBlock[0])*h.PixelsPerCell[0] <= side; y++ {
		for x := 0; (x+h.CellsPerBlock[1])*h.PixelsPerCell[1] <= side; x++ {
			var block []float64
			for row := range h.CellsPerBlock[0] {
				for col := range h.CellsPerBlock[1] {
					for bin := range h.Orientations {
						block = append(block, histogram(y+row, x+col, bin))
					}
				}
			}
			features = append(features, l2Hys(l2Hys(block, 0.2), math.Inf(1))...)
		}
	}
	return features
}

// l2Hys is the vector at length 1 with no entry above the limit.
func l2Hys(v []float64, limit float64) []float64 {
	sum := 1e-10
	for _, x := range v {
		sum += x * x
	}
	var scaled []float64
	for _, x := range v {
		scaled = append(scaled, min(limit, x/math.Sqrt(sum)))
	}
	return scaled
}

// randomImages are squares with patches of the same value, so that some
// gradients are 0 and some pixels at the border have one.
func randomImages(n, side int) learn.Images {
	random := rand.New(rand.NewPCG(1, 2))
	x := learn.Images{Pixels: make([]uint8, n*side*side), Features: side * side}
	for i := range x.Pixels {
		if i%3 == 0 || i == 0 {
			x.Pixels[i] = uint8(random.IntN(256))
		} else {
			x.Pixels[i] = x.Pixels[i-1]
		}
	}
	return x
}

func TestHOGIsItsDefinition(t *testing.T) {
	for _, c := range []struct {
		side int
		HOG
	}{
		{9, HOG{Orientations: 9, PixelsPerCell: [2]int{3, 3}, CellsPerBlock: [2]int{2, 2}}},
		{10, HOG{Orientations: 4, PixelsPerCell: [2]int{4, 2}, CellsPerBlock: [2]int{1, 3}}},
		{7, HOG{Orientations: 1, PixelsPerCell: [2]int{2, 3}, CellsPerBlock: [2]int{2, 1}}},
		{7, HOG{Orientations: 2, PixelsPerCell: [2]int{1, 5}, CellsPerBlock: [2]int{2, 1}}},
	} {
		images := randomImages(20, c.side)
		set := learn.Set{Images: images, Labels: make([]uint8, images.Len()), Classes: 1, Scaling: learn.Standardize(images)}
		if err := c.Fit(t.Context(), set); err != nil {
			t.Fatal(err)
		}
		got := values(t, &c.HOG, images)
		for i := range images.Len() {
			want := referenceHOG(&c.HOG, c.side, images.Row(i))
			if _, w := got.Dims(); w != len(want) {
				t.Fatalf("%d features, want %d", w, len(want))
			}
			for j, v := range want {
				if step := c.Scaling().Scale[j]; math.Abs(got.At(i, j)-v) > 0.51*step+1e-6 {
					t.Fatalf("%+v, image %d: feature %d is %v, want %v to half of %v", c, i, j, got.At(i, j), v, step)
				}
			}
		}
	}
}

func transformers() map[string]func() learn.Transformer {
	return map[string]func() learn.Transformer{
		"PCA": func() learn.Transformer { return &PCA{NComponents: 6} },
		"HOG": func() learn.Transformer {
			return &HOG{Orientations: 4, PixelsPerCell: [2]int{2, 2}, CellsPerBlock: [2]int{1, 1}}
		},
	}
}

func TestTransformers(t *testing.T) {
	for name, construct := range transformers() {
		t.Run(name, func(t *testing.T) {
			set, twin := learntest.Blobs(300, 36, 3, 1), learntest.Blobs(300, 36, 3, 1)
			if _, err := construct().Transform(t.Context(), set.Images); !errors.Is(err, learn.ErrNotFitted) {
				t.Errorf("Transform before Fit: %v", err)
			}
			if _, err := construct().State(); !errors.Is(err, learn.ErrNotFitted) {
				t.Errorf("State before Fit: %v", err)
			}
			f := construct()
			if err := f.Fit(t.Context(), set); err != nil {
				t.Fatal(err)
			}
			want := values(t, f, set.Images)
			if diff := cmp.Diff(twin, set); diff != "" {
				t.Errorf("Fit or Transform changed its input: %s", diff)
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			again := construct()
			if err := again.Fit(t.Context(), set); err != nil {
				t.Fatal(err)
			}
			if !mat.Equal(want, values(t, again, set.Images)) {
				t.Error("the features depend on the number of threads")
			}
			state, err := f.State()
			if err != nil {
				t.Fatal(err)
			}
			restored := construct()
			if err := restored.Restore(state); err != nil {
				t.Fatal(err)
			}
			if !mat.Equal(want, values(t, restored, set.Images)) {
				t.Error("the restored transformer makes other features")
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := f.Fit(ctx, set); !errors.Is(err, context.Canceled) {
				t.Errorf("Fit under a cancelled context: %v", err)
			}
		})
	}
}

// What lies outside of the training set's range becomes the nearest inside.
func TestQuantizerCutsOff(t *testing.T) {
	train := learn.Set{Images: learn.Images{Pixels: []uint8{50, 100, 60, 200}, Features: 1}, Labels: make([]uint8, 4), Classes: 1}
	p := NewPCA()
	if err := p.Fit(t.Context(), train); err != nil {
		t.Fatal(err)
	}
	got := values(t, p, learn.Images{Pixels: []uint8{0, 50, 200, 255}, Features: 1})
	if mean := 102.5; math.Abs(got.At(0, 0)-(50-mean)) > 1e-4 || math.Abs(got.At(3, 0)-(200-mean)) > 1e-4 || got.At(0, 0) != got.At(1, 0) {
		t.Errorf("components %v", mat.Formatted(got))
	}
}

func TestTransformersRefuse(t *testing.T) {
	set := learntest.Blobs(20, 36, 2, 1)
	for fault, f := range map[string]learn.Transformer{
		"40 of 36":        &PCA{NComponents: 40},
		"n_components -1": &PCA{NComponents: -1},
		"orientations 0":  &HOG{},
		"1 or more":       &HOG{Orientations: 9},
		"no room":         &HOG{Orientations: 9, PixelsPerCell: [2]int{4, 4}, CellsPerBlock: [2]int{2, 2}},
	} {
		if err := f.Fit(t.Context(), set); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("error %v, want one about %q", err, fault)
		}
	}
	if err := NewHOG().Fit(t.Context(), learntest.Blobs(20, 35, 2, 1)); err == nil || !strings.Contains(err.Error(), "not square") {
		t.Errorf("error %v of images that are not square", err)
	}
}
