package study

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
)

// TestBestPixel compares with trying every pixel and threshold on the images
// themselves.
func TestBestPixel(t *testing.T) {
	d := blobs(t, "noisy", 3, 90, 60, 155)
	pairs, err := pixelPairs(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) != 3 {
		t.Fatalf("%d pairs of three classes", len(pairs))
	}
	for _, p := range pairs {
		a, b := p.A[0]-'a', p.B[0]-'a'
		want, best := "", -1
		for pixel := range 64 {
			for threshold := range 256 {
				for _, above := range []uint8{b, a} {
					right, _ := stumpRight(d.Train, a, b, pixel, threshold, above)
					if right > best {
						best = right
						testRight, tests := stumpRight(d.Test, a, b, pixel, threshold, above)
						want = fmt.Sprintf("%d %d %d %s %.4f %.4f", pixel/8, pixel%8, threshold, d.Classes[above], float64(right)/60, float64(testRight)/float64(tests))
					}
				}
			}
		}
		if got := fmt.Sprintf("%d %d %d %s %.4f %.4f", p.Row, p.Col, p.Threshold, p.Above, p.Train, p.Test); got != want {
			t.Errorf("%s and %s: %s, want %s", p.A, p.B, got, want)
		}
	}
}

func stumpRight(s dataset.Split, a, b uint8, pixel, threshold int, above uint8) (right, n int) {
	for i, y := range s.Labels {
		if y != a && y != b {
			continue
		}
		n++
		label := a + b - above
		if int(s.Images[i*64+pixel]) > threshold {
			label = above
		}
		right += boolInt(label == y)
	}
	return right, n
}

// TestOnePixelOfBoth holds the figures of the documentation.
func TestOnePixelOfBoth(t *testing.T) {
	sets := []*dataset.Dataset{real(t, "fashion"), real(t, "mnist")}
	p, err := OnePixel(context.Background(), sets, nil)
	if err != nil {
		t.Fatal(err)
	}
	for figure, want := range map[string]float64{
		"fashion.pairs_at_0.90_test": 33, "fashion.pairs_at_0.90_train": 33,
		"mnist.pairs_at_0.90_test": 21, "mnist.pairs_at_0.90_train": 20,
	} {
		if got := p.number(figure); got != want {
			t.Errorf("%s = %v, want %v", figure, got, want)
		}
	}
	if first := p.Sentences[0].Text; !strings.Contains(first, "Fashion-MNIST is the easier data set: it tells 33 of 45") || !strings.Contains(first, "21 of 45 on MNIST") {
		t.Errorf("it begins with %q", first)
	}
}

func TestOnePixelOfOneClass(t *testing.T) {
	d := blobs(t, "one", 1, 10, 10, 5)
	if _, err := OnePixel(context.Background(), []*dataset.Dataset{d}, nil); err == nil {
		t.Error("no error for a data set of one class")
	}
}
