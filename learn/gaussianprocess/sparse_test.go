package gaussianprocess

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/fmnist/fmnist/learn/learntest"
)

// newTestSparse is problems on blobs with m of n images inducing, and their
// covariances in float64.
func newTestSparse(t *testing.T, n, m, classes int, multiClass string, kernel Kernel) (*sparse, arrangement, []uint8, *mat.Dense) {
	t.Helper()
	set := learntest.Blobs(n, 12, classes, 5)
	model, places := newModel(set, multiClass)
	a := arrange(places, classes, m, rand.New(rand.NewPCG(1, 2)))
	s, err := newSparse(t.Context(), set.Images, a, newPoints(gather(set.Images, a.inducing), model.scale, model.shift), kernel, model.problems)
	if err != nil {
		t.Fatal(err)
	}
	k := mat.NewDense(n, m, nil)
	for r, image := range a.order {
		for j, other := range a.inducing {
			square := 0.0
			for f := range set.Features {
				d := set.Scaling.At(f, set.Row(image)[f]) - set.Scaling.At(f, set.Row(other)[f])
				square += d * d
			}
			k.Set(r, j, kernel.ConstantValue*math.Exp(-square/(2*kernel.LengthScale*kernel.LengthScale)))
		}
	}
	return s, a, places, k
}

// TestFeatures wants products of the inducing images' features to be their
// covariances, and F w the covariances' product with the coefficients that
// unwhiten makes of w.
func TestFeatures(t *testing.T) {
	s, a, _, k := newTestSparse(t, 150, 60, 3, oneVsRest, Kernel{3, 4})
	f := dense(s.features, s.n, s.stride)
	inducing := make([]int, 0, s.m)
	for r, image := range a.order {
		if len(inducing) < s.m && a.inducing[len(inducing)] == image {
			inducing = append(inducing, r)
		}
	}
	for _, r := range inducing {
		for j, other := range inducing {
			got := mat.Dot(f.RowView(r), f.RowView(other))
			if want := k.At(r, j); math.Abs(got-want) > 1e-4 {
				t.Fatalf("covariance %d,%d is %v, want %v", r, j, got, want)
			}
		}
	}
	w := make([]float32, s.m*s.width)
	random := rand.New(rand.NewPCG(3, 3))
	for i := range s.m {
		w[i*s.width+1] = float32(random.NormFloat64())
	}
	coefficients := s.l.unwhiten(w, s.width)
	for r := range s.n {
		got, want := 0.0, 0.0
		for j := range s.m {
			got += k.At(r, j) * float64(coefficients[j*s.width+1])
			want += f.At(r, j) * float64(w[j*s.width+1])
		}
		if math.Abs(got-want) > 1e-3 {
			t.Fatalf("row %d: the covariances give %v, the features %v", r, got, want)
		}
	}
}

// TestArrange wants rows sorted by class, each image once, the inducing first
// in each class and m of them.
func TestArrange(t *testing.T) {
	places := learntest.Blobs(101, 5, 4, 1).Labels
	a := arrange(places, 4, 30, rand.New(rand.NewPCG(1, 1)))
	seen := make([]bool, 101)
	for _, i := range a.order {
		seen[i] = true
	}
	for i, ok := range seen {
		if !ok {
			t.Errorf("image %d has no row", i)
		}
	}
	row, inducing := 0, a.inducing
	for c, count := range a.counts {
		for i := range count {
			image := a.order[row+i]
			if int(places[image]) != c {
				t.Errorf("row %d is of class %d, want %d", row+i, places[image], c)
			}
			if i < a.induced[c] && inducing[i] != image {
				t.Errorf("row %d of class %d is image %d, inducing is %d", i, c, image, inducing[i])
			}
		}
		row, inducing = row+count, inducing[a.induced[c]:]
	}
	if len(a.inducing) != 30 || row != 101 {
		t.Errorf("%d inducing images of %d rows", len(a.inducing), row)
	}
}

// TestSweep compares the products with loops, on more problems than a panel
// holds, so that the two kinds of columns and several segments take part.
func TestSweep(t *testing.T) {
	for _, c := range []struct {
		n, m, classes int
		how           string
	}{{200, 50, 7, oneVsOne}, {130, 130, 3, oneVsRest}, {90, 20, 20, oneVsRest}, {60, 25, 2, oneVsOne}} {
		s, a, places, _ := newTestSparse(t, c.n, c.m, c.classes, c.how, Kernel{2, 5})
		features := dense(s.features, s.n, s.stride)
		random := rand.New(rand.NewPCG(8, 8))
		x := make([]float32, s.m*s.width)
		for i := range s.m {
			for p := range s.problems {
				x[i*s.width+p] = float32(random.NormFloat64())
			}
		}
		product, err := s.sweep(t.Context(), x, func(_ *segment, _, _ int, f []float32) {
			for i, v := range f {
				f[i] = v*v + 1
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for p, problem := range s.problems {
			want := make([]float64, s.m)
			for r, image := range a.order {
				if !problem.involves(int(places[image])) {
					continue
				}
				f := 0.0
				for j := range s.m {
					f += features.At(r, j) * float64(x[j*s.width+p])
				}
				for j := range s.m {
					want[j] += features.At(r, j) * (f*f + 1)
				}
			}
			for j := range s.m {
				if got := float64(product[j*s.width+p]); math.Abs(got-want[j]) > 1e-4*(1+math.Abs(want[j])) {
					t.Fatalf("%v: product %d of problem %d is %v, want %v", c, j, p, got, want[j])
				}
			}
		}
	}
}

// TestModeIsDenseNewtons compares the latent values at the mode with those of
// Newton's method on the whole Hessian in float64, fewer images inducing than
// not.
func TestModeIsDenseNewtons(t *testing.T) {
	for _, how := range []string{oneVsRest, oneVsOne} {
		s, a, places, k := newTestSparse(t, 160, 40, 3, how, Kernel{20, 4})
		got, converged, err := posteriorMode(t.Context(), s, 100, exactTolerance)
		if err != nil || !converged {
			t.Fatalf("converged: %v, error %v", converged, err)
		}
		for p, problem := range s.problems {
			want := denseMode(problem, a, places, k)
			for r := range s.n {
				f, w := 0.0, 0.0
				for j := range s.m {
					f += float64(s.features[r*s.stride+j]) * float64(got[j*s.width+p])
					w += k.At(r, j) * want.AtVec(j)
				}
				if math.Abs(f-w) > 5e-3 {
					t.Fatalf("%s, problem %d: latent value %v of row %d, want %v", how, p, f, r, w)
				}
			}
		}
	}
}

func denseMode(p problem, a arrangement, places []uint8, k *mat.Dense) *mat.VecDense {
	n, m := k.Dims()
	inducing := mat.NewDense(m, m, nil)
	row := 0
	for r, image := range a.order {
		if row < m && a.inducing[row] == image {
			inducing.SetRow(row, k.RawRowView(r))
			row++
		}
	}
	x := mat.NewVecDense(m, nil)
	for range 30 {
		var hessian mat.Dense
		var gradient mat.VecDense
		hessian.CloneFrom(inducing)
		gradient.MulVec(inducing, x)
		for r := range n {
			class := int(places[a.order[r]])
			if !p.involves(class) {
				continue
			}
			v := mat.NewVecDense(m, k.RawRowView(r))
			pi := sigmoid(mat.Dot(v, x))
			gradient.AddScaledVec(&gradient, pi-float64(p.target(class)), v)
			hessian.RankOne(&hessian, pi*(1-pi), v, v)
		}
		var step mat.VecDense
		_ = step.SolveVec(&hessian, &gradient) // a poor condition number is no matter here
		x.SubVec(x, &step)
	}
	return x
}

func TestAverageSigmoid(t *testing.T) {
	for _, mean := range []float64{-6, -1, 0, 0.3, 2, 5} {
		for _, variance := range []float64{0, 0.1, 1, 10} {
			want, weight := 0.0, 0.0
			for z := -8.0; z <= 8; z += 0.01 {
				density := math.Exp(-z * z / 2)
				want += density * sigmoid(mean+z*math.Sqrt(variance))
				weight += density
			}
			want /= weight
			if got := averageSigmoid(mean, variance); math.Abs(got-want) > 2e-3 {
				t.Errorf("mean %v, variance %v: %v, want about %v", mean, variance, got, want)
			}
		}
	}
}

func TestSoftplus(t *testing.T) {
	for f, want := range map[float64]float64{0: math.Ln2, 800: 800, -800: 0, 1: 1.3132616875182228} {
		if got := softplus(f); math.Abs(got-want) > 1e-12 {
			t.Errorf("softplus(%v) is %v, want %v", f, got, want)
		}
	}
}
