package derive

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// spoiled is what becomes of an image, over many draws.
func spoiled(name string, severity, rows, cols int, src []uint8, draws int) [][]uint8 {
	i := slices.IndexFunc(Corruptions, func(c Corruption) bool { return c.Name == name })
	spoil := Corruptions[i].prepare(Corruptions[i].Parameters[severity-1], rows, cols)
	var all [][]uint8
	for draw := range draws {
		dst := make([]uint8, len(src))
		spoil(dst, src, rand.New(rand.NewPCG(3, uint64(draw))))
		all = append(all, dst)
	}
	return all
}

// moments of all pixels of all images.
func moments(images [][]uint8) (mean, deviation float64) {
	var sum, squares, n float64
	for _, image := range images {
		for _, v := range image {
			sum += float64(v)
			squares += float64(v) * float64(v)
			n++
		}
	}
	return sum / n, math.Sqrt(squares/n - sum/n*sum/n)
}

func flat(v uint8, n int) []uint8 { return slices.Repeat([]uint8{v}, n) }

func TestNoiseHasItsMoments(t *testing.T) {
	for _, c := range []struct {
		name            string
		severity        int
		v               uint8
		mean, deviation float64
	}{
		{"gaussian_noise", 1, 128, 128, .08 * 255},
		{"gaussian_noise", 2, 120, 120, .12 * 255},
		{"shot_noise", 1, 100, 100, 255 * math.Sqrt(100./255/60)},
		{"shot_noise", 2, 64, 64, 255 * math.Sqrt(64./255/25)},
		{"shot_noise", 3, 0, 0, 0},
		{"impulse_noise", 5, 100, 100*.73 + 255*.135, math.Sqrt(100*100*.73 + 255*255*.135 - math.Pow(100*.73+255*.135, 2))},
	} {
		mean, deviation := moments(spoiled(c.name, c.severity, 20, 20, flat(c.v, 400), 100))
		if math.Abs(mean-c.mean) > 1 || math.Abs(deviation-c.deviation) > 1 {
			t.Errorf("%s, severity %d, of %d: mean %.2f deviation %.2f, want %.2f and %.2f", c.name, c.severity, c.v, mean, deviation, c.mean, c.deviation)
		}
	}
}

// TestFlatStaysFlat has the corruptions that a flat image does not show: JPEG
// only rounds its one coefficient.
func TestFlatStaysFlat(t *testing.T) {
	for _, name := range []string{"gaussian_blur", "contrast", "jpeg"} {
		for severity := 1; severity <= 5; severity++ {
			for _, v := range []uint8{0, 1, 128, 255} {
				got := spoiled(name, severity, 9, 30, flat(v, 270), 1)[0]
				if off := int(got[0]) - int(v); slices.Max(got) != slices.Min(got) || off < -10 || off > 10 || off != 0 && name != "jpeg" {
					t.Errorf("%s, severity %d: %d became %d to %d", name, severity, v, slices.Min(got), slices.Max(got))
				}
			}
		}
	}
}

func TestBlurSpreadsAPoint(t *testing.T) {
	point := make([]uint8, 41*41)
	point[20*41+20] = 255
	for severity, deviation := range []float64{.5, .75, 1} {
		got := spoiled("gaussian_blur", severity+1, 41, 41, point, 1)[0]
		for _, at := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {2, 1}} {
			var norm float64
			for k := -20.0; k <= 20; k++ {
				norm += math.Exp(-k * k / 2 / deviation / deviation)
			}
			want := 255 * math.Exp(-float64(at[0]*at[0]+at[1]*at[1])/2/deviation/deviation) / norm / norm
			if v := got[(20+at[0])*41+20+at[1]]; math.Abs(float64(v)-want) > 1 {
				t.Errorf("deviation %v, %v from the point: %d, want %.1f", deviation, at, v, want)
			}
		}
	}
}

func TestShift(t *testing.T) {
	point := make([]uint8, 28*20)
	point[10*20+10] = 200
	places := map[int]int{}
	for _, got := range spoiled("shift", 4, 28, 20, point, 200) {
		places[slices.Index(got, 200)]++
	}
	for _, want := range []int{6*20 + 6, 6*20 + 14, 14*20 + 6, 14*20 + 14} {
		if places[want] < 20 {
			t.Errorf("200 shifts by 4 went to %v", places)
		}
	}
}

// TestRotate turns a point right of the centre and follows where its light went.
func TestRotate(t *testing.T) {
	point := make([]uint8, 29*29)
	for _, at := range []int{-1, 0, 1} { // a small square at (10, 0) from the centre
		for _, side := range []int{-1, 0, 1} {
			point[(14+side)*29+24+at] = 240
		}
	}
	ways := map[bool]int{}
	for _, got := range spoiled("rotate", 3, 29, 29, point, 50) {
		var x, y, sum float64
		for i, v := range got {
			x, y, sum = x+float64(v)*float64(i%29-14), y+float64(v)*float64(i/29-14), sum+float64(v)
		}
		if angle := math.Abs(math.Atan2(y, x)); math.Abs(angle-.6) > .01 || math.Abs(math.Hypot(x, y)/sum-10) > .1 || math.Abs(sum/(9*240)-1) > .03 {
			t.Fatalf("turned by %.3f to %.2f from the centre, light %.3f", angle, math.Hypot(x, y)/sum, sum/(9*240))
		}
		ways[y > 0]++
	}
	if ways[true] < 10 || ways[false] < 10 {
		t.Errorf("ways: %v", ways)
	}
}

func TestOcclusion(t *testing.T) {
	for severity, side := range []int{6, 8, 11, 14, 17} {
		for _, got := range spoiled("occlusion", severity+1, 30, 28, flat(255, 840), 50) {
			covered := 0
			for _, v := range got {
				if v == 128 {
					covered++
				}
			}
			if covered != side*side {
				t.Fatalf("severity %d covers %d pixels, want %d", severity+1, covered, side*side)
			}
		}
	}
}

func TestContrast(t *testing.T) {
	half := append(flat(0, 50), flat(200, 50)...)
	got := spoiled("contrast", 5, 10, 10, half, 1)[0]
	if got[0] != 95 || got[99] != 105 {
		t.Errorf("0 and 200 became %d and %d, want 95 and 105", got[0], got[99])
	}
}

func TestSeverityGrows(t *testing.T) {
	d := pictures(t)
	for _, c := range Corruptions {
		last := 0.0
		for _, severity := range []string{"1", "2", "3", "4", "5"} {
			made := makeSteps(t, d, 0, c.Name+"/severity="+severity)
			sum := 0.0
			for i, v := range d.Test.Images {
				sum += math.Abs(float64(v) - float64(made.Test.Images[i]))
			}
			if sum <= last {
				t.Errorf("%s, severity %s: changes pixels by %.2f on average, the one before by %.2f", c.Name, severity,
					sum/float64(len(d.Test.Images)), last/float64(len(d.Test.Images)))
			}
			last = sum
		}
	}
}
