package deep

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/tensor"
)

// TestOptimisers minimises a bowl in 16 directions from 1 to 16 in steepness.
func TestOptimisers(t *testing.T) {
	for kind, rate := range map[string]float64{sgd: 0.05, adam: 0.1, adamw: 0.1} {
		p := &parameter{size: tensor.Panel, trained: true, decays: true}
		n := &network{all: []*parameter{p}}
		w, g := slices.Repeat([]float32{1}, tensor.Panel), make([]float32, tensor.Panel)
		n.bind(w, g)
		o := newOptimiser(kind, 0.9, 0, n, g)
		for range 300 {
			for j, v := range w {
				g[j] = 2 * float32(j+1) * v // of two images
			}
			o.step(&pass{images: 2, over: serially}, rate)
		}
		for j, v := range w {
			if math.Abs(float64(v)) > 0.01 {
				t.Errorf("%s: weight %d is %v after 300 steps, want 0", kind, j, v)
			}
		}
	}
}

// TestWeightDecay takes a step without a gradient: weights shrink, what does
// not decay stays.
func TestWeightDecay(t *testing.T) {
	for kind, want := range map[string]float32{
		sgd:   1 - 0.1*0.5*1.9, // momentum looks ahead
		adam:  1 - 0.1,         // a full step, whatever the gradient's size
		adamw: 1 - 0.1*0.5,
	} {
		n := &network{all: []*parameter{{size: 16, trained: true, decays: true}, {size: 16, trained: true}, {size: 16}}}
		w, g := slices.Repeat([]float32{1}, 48), make([]float32, 48)
		n.bind(w, g)
		newOptimiser(kind, 0.9, 0.5, n, g).step(&pass{images: 1, over: serially}, 0.1)
		if math.Abs(float64(w[0]-want)) > 1e-6 || w[16] != 1 || w[32] != 1 {
			t.Errorf("%s: weights %v, %v and %v, want %v, 1 and 1", kind, w[0], w[16], w[32], want)
		}
	}
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		schedule string
		step     int
		want     float64
	}{
		{constant, 0, 1}, {constant, 999, 1},
		{cosine, 0, 1}, {cosine, 500, 0.5}, {cosine, 999, 0},
		{oneCycle, 0, 0.04}, {oneCycle, 250, 1}, {oneCycle, 625, 0.5}, {oneCycle, 999, 0.001},
	} {
		if got := rateAt(c.schedule, c.step, 1000); math.Abs(got-c.want) > 0.003 {
			t.Errorf("%s: %v of the rate at step %d of 1000, want %v", c.schedule, got, c.step, c.want)
		}
	}
}

func TestViews(t *testing.T) {
	p := pixels{scale: 2, shift: -1}
	image := []uint8{
		1, 2, 3,
		4, 5, 6,
		7, 8, 9,
	}
	for _, c := range []struct {
		view view
		want []float32
	}{
		{view{}, []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{view{mirrored: true}, []float32{3, 2, 1, 6, 5, 4, 9, 8, 7}},
		{view{down: 1}, []float32{0, 0, 0, 1, 2, 3, 4, 5, 6}},
		{view{right: -1}, []float32{2, 3, 0, 5, 6, 0, 8, 9, 0}},
		{view{mirrored: true, right: 1, down: -2}, []float32{0, 9, 8, 0, 0, 0, 0, 0, 0}},
	} {
		got := make([]float32, 9)
		p.load(got, image, 3, c.view)
		for i := range c.want {
			c.want[i] = 2*c.want[i] - 1
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.view, diff)
		}
	}
}

func TestPixelsHaveMeanZeroAndDeviationOne(t *testing.T) {
	p := measurePixels([]uint8{0, 0, 100, 200, 250})
	sum, squares := 0.0, 0.0
	for _, v := range []float32{0, 0, 100, 200, 250} {
		x := float64(p.scale*v + p.shift)
		sum, squares = sum+x, squares+x*x
	}
	if math.Abs(sum) > 1e-5 || math.Abs(squares/5-1) > 1e-5 {
		t.Errorf("sum %v and mean square %v", sum, squares/5)
	}
	if p := measurePixels([]uint8{7, 7}); p.scale != 1 || p.shift != -7 {
		t.Errorf("constant pixels are scaled by %+v", p)
	}
}

func TestSpoilingTakesWhatItSays(t *testing.T) {
	const side = 20
	r := rand.New(rand.NewPCG(1, 2))
	cut, erased := 0, 0
	for range 300 {
		x := slices.Repeat([]float32{9}, side*side)
		augmentation{cutout: 8}.spoil(x, side, r)
		zeros := 0
		for _, v := range x {
			if v == 0 {
				zeros++
			}
		}
		if zeros > 64 || zeros < 16 {
			t.Fatalf("cutout cleared %d pixels, want 16 to 64", zeros)
		}
		cut = max(cut, zeros)

		x = slices.Repeat([]float32{9}, side*side)
		augmentation{erasing: 0.5}.spoil(x, side, r)
		if slices.ContainsFunc(x, func(v float32) bool { return v != 9 }) {
			erased++
		}
	}
	if cut != 64 || erased < 100 || erased > 200 {
		t.Errorf("at most %d pixels cut of 64, %d of 300 images erased", cut, erased)
	}
}
