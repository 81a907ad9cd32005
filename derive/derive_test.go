package derive

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/dataset"
)

// pictures is a data set of 300 + 200 images of 28x24 pixels: a bright ellipse
// that gets darker towards its edge, of another size for each of ten classes.
func pictures(t *testing.T) *dataset.Dataset {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	split := func(n int) dataset.Split {
		s := dataset.Split{Images: make([]uint8, n*28*24), Labels: make([]uint8, n)}
		for i := range n {
			s.Labels[i] = uint8(random.IntN(10))
			r := 4 + float64(s.Labels[i])
			for j := range 28 * 24 {
				y, x := float64(j/24)-13.5, float64(j%24)-11.5
				s.Images[i*28*24+j] = uint8(max(0, 250*(1-(x*x+y*y*.7)/(r*r))))
			}
		}
		return s
	}
	d, err := dataset.New("pictures", nil, 28, 24, split(300), split(200))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func makeSteps(t *testing.T, d *dataset.Dataset, seed uint64, texts ...string) *dataset.Dataset {
	t.Helper()
	var steps []Step
	for _, text := range texts {
		s, err := ParseStep(text)
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s)
	}
	made, err := Make(t.Context(), d, steps, seed)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestStepText(t *testing.T) {
	for _, text := range []string{"subset/per_class=10", "subset/size=99/split=both", "label_noise/rate=0.25",
		"permuted_pixels", "jpeg/severity=5", "rotate/severity=1/split=train"} {
		s, err := ParseStep(text)
		if err != nil || s.String() != text {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
	for text, want := range map[string]string{
		"":                               "no such step",
		"jpg/severity=1":                 "known: subset, label_noise",
		"jpeg":                           "jpeg/severity=...",
		"jpeg/severity=6":                "from 1 to 5",
		"jpeg/severity=NaN":              "from 1 to 5",
		"jpeg/severity=1.5":              "whole number",
		"jpeg/severity":                  "want name=value",
		"jpeg/severity=x":                "not a number",
		"jpeg/severity=1/split=none":     "want train, test or both",
		"subset/size=5/per_class=2":      "both size and per_class",
		"subset/size=0":                  "from 1",
		"label_noise/rate=1.1":           "from 0 to 1",
		"label_noise/rate=.1/split=test": "always train",
		"permuted_pixels/severity=1":     "permuted_pixels",
	} {
		if _, err := ParseStep(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestMake has one core and four, another seed, and the splits that are left
// alone.
func TestMake(t *testing.T) {
	d := pictures(t)
	for _, k := range Kinds() {
		text := map[string]string{"per_class": "subset/per_class=5", "size": "subset/size=77", "rate": "label_noise/rate=0.3",
			"severity": k.Name + "/severity=3", "": k.Name}[k.Parameter]
		made := makeSteps(t, d, 0, text)
		before := runtime.GOMAXPROCS(4)
		again := makeSteps(t, d, 0, text)
		runtime.GOMAXPROCS(before)
		if again.Digest != made.Digest || made.Digest == d.Digest {
			t.Errorf("%s: digests %s and %s, it was %s", text, made.Digest, again.Digest, d.Digest)
		}
		other := makeSteps(t, d, 1, text)
		if fixed := slices.Contains([]string{"gaussian_blur", "contrast", "jpeg"}, k.Name); fixed != (other.Digest == made.Digest) {
			t.Errorf("%s: seeds 0 and 1 give %s and %s", text, made.Digest, other.Digest)
		}
		trainSame, testSame := cmp.Equal(made.Train, d.Train), cmp.Equal(made.Test, d.Test)
		if trainSame != (k.Split == Test) || testSame != (k.Split == Train) {
			t.Errorf("%s of the %s split left train alone: %v, test: %v", text, k.Split, trainSame, testSame)
		}
	}
}

func TestChain(t *testing.T) {
	d := pictures(t)
	made := makeSteps(t, d, 3, "subset/per_class=4", "subset/size=50/split=test", "gaussian_noise/severity=1/split=both", "gaussian_noise/severity=1")
	if made.Train.Len() != 40 || made.Test.Len() != 50 {
		t.Errorf("%d + %d images", made.Train.Len(), made.Test.Len())
	}
	if want := "pictures-subset-4_per_class-subset-50-test-gaussian_noise-1-both-gaussian_noise-1-seed3"; made.Name != want {
		t.Errorf("called %s, want %s", made.Name, want)
	}
	// The same noise twice would be twice the noise.
	once, twice := noiseDeviation(t, d, "gaussian_noise/severity=1"), noiseDeviation(t, d, "gaussian_noise/severity=1", "gaussian_noise/severity=1")
	if ratio := twice / once; ratio < 1.2 || ratio > 1.6 {
		t.Errorf("noise twice deviates %.2f times as much, want about 1.41", ratio)
	}
	dir := filepath.Join(t.TempDir(), "made")
	if err := made.Write(dir); err != nil {
		t.Fatal(err)
	}
	opened, err := dataset.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made.Origin, opened.Origin); diff != "" || opened.Digest != made.Digest || len(opened.Warnings) > 0 {
		t.Errorf("%s %v %s", opened.Digest, opened.Warnings, diff)
	}
	if want := "fmnist derive pictures subset/per_class=4 subset/size=50/split=test gaussian_noise/severity=1/split=both gaussian_noise/severity=1 --seed 3"; opened.Origin.Derived.Command != want {
		t.Error(opened.Origin.Derived.Command)
	}
}

// noiseDeviation is what the steps add to pixels in the middle of the range.
func noiseDeviation(t *testing.T, d *dataset.Dataset, steps ...string) float64 {
	made := makeSteps(t, d, 0, steps...)
	squares, n := 0.0, 0.0
	for i, v := range d.Test.Images {
		if v > 100 && v < 150 {
			squares += math.Pow(float64(made.Test.Images[i])-float64(v), 2)
			n++
		}
	}
	return math.Sqrt(squares / n)
}

func TestSubsets(t *testing.T) {
	d := pictures(t)
	counts := d.Describe().Train.PerClass
	made := makeSteps(t, d, 0, "subset/size=100").Describe().Train
	if made.Images != 100 {
		t.Errorf("%d images", made.Images)
	}
	for c, n := range made.PerClass {
		if exact := float64(counts[c]) / 3; math.Abs(float64(n)-exact) >= 1 {
			t.Errorf("class %d: %d images, its share is %.2f", c, n, exact)
		}
	}
	few, err := PerClass(d.Train.Labels, 10, 3, 7)
	if err != nil {
		t.Fatal(err)
	}
	more, err := PerClass(d.Train.Labels, 10, 9, 7)
	if err != nil {
		t.Fatal(err)
	}
	if len(few) != 30 || len(more) != 90 || !slices.IsSorted(more) {
		t.Errorf("%d and %d images", len(few), len(more))
	}
	for _, i := range few {
		if _, ok := slices.BinarySearch(more, i); !ok {
			t.Errorf("image %d is among 3 a class and not among 9", i)
		}
	}
	if _, err := PerClass(d.Train.Labels, 10, 200, 7); err == nil {
		t.Error("200 of each class: no error")
	}
	if _, err := Stratified(d.Train.Labels, 10, 301, 7); err == nil {
		t.Error("301 of 300: no error")
	}
	if all, err := Stratified(d.Train.Labels, 10, 300, 7); err != nil || len(all) != 300 {
		t.Errorf("all: %d, %v", len(all), err)
	}
}

func TestNoisyLabels(t *testing.T) {
	labels := make([]uint8, 9000)
	for i := range labels {
		labels[i] = uint8(i % 10)
	}
	low, high := NoisyLabels(labels, 10, .1, 5), NoisyLabels(labels, 10, .5, 5)
	var became [10][10]int
	changed := 0
	for i := range labels {
		if low[i] != labels[i] {
			changed++
			if high[i] != low[i] {
				t.Fatalf("image %d: %d at the low rate, %d at the high one", i, low[i], high[i])
			}
		}
		became[labels[i]][high[i]]++
	}
	if changed != 900 {
		t.Errorf("%d labels changed, want 900", changed)
	}
	for from, to := range became {
		for class, n := range to {
			if want := 50.0; from != class && math.Abs(float64(n)-want) > 5*math.Sqrt(want) {
				t.Errorf("%d became %d %d times, expected %.0f", from, class, n, want)
			}
		}
	}
}

func TestPermutedPixels(t *testing.T) {
	d := pictures(t)
	made := makeSteps(t, d, 0, "permuted_pixels")
	order := rand.New(rand.NewPCG(0, 0)) // any: pairs of places must go together in all images
	for range 50 {
		i, j := order.IntN(d.Train.Len()), order.IntN(d.Test.Len())
		a, b := d.Train.Images[i*672:(i+1)*672], d.Test.Images[j*672:(j+1)*672]
		c, e := made.Train.Images[i*672:(i+1)*672], made.Test.Images[j*672:(j+1)*672]
		var before, after [256][256]int
		for k := range a {
			before[a[k]][b[k]]++
			after[c[k]][e[k]]++
		}
		if before != after {
			t.Fatalf("training image %d and test image %d have their pixels in different orders", i, j)
		}
	}
}
