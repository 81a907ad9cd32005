package study

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/internal/parallel"
)

// levels are the accuracies at which pairs of classes are counted.
var levels = []float64{0.80, 0.85, 0.90, 0.95, 0.99}

// telling is the level of the claim that one pixel tells a pair apart.
const telling = 0.90

// PixelPair is how far one pixel tells two classes apart: an image is of the
// class Above where the pixel is above the threshold, else of the other one.
// Pixel, threshold and direction are those with the most training images right;
// of equally good ones the first pixel, then the lowest threshold.
type PixelPair struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Row       int     `json:"row"`
	Col       int     `json:"col"`
	Threshold int     `json:"threshold"`
	Above     string  `json:"above"`
	Train     float64 `json:"train_accuracy"`
	Test      float64 `json:"test_accuracy"` // with what was chosen on the training images
	Majority  float64 `json:"majority"`      // share of the larger class in the pair's training images

	pixels []float64 // the best accuracy of each pixel on the training images
}

// OnePixelSet is the analysis of one data set.
type OnePixelSet struct {
	Dataset string      `json:"dataset"`
	Digest  string      `json:"dataset_digest"`
	Pairs   []PixelPair `json:"pairs"`
}

// pixelHistograms counts the images of a split by class, pixel and value.
type pixelHistograms struct {
	pixels int
	images []uint32 // of each class
	counts [][256]uint32
}

func (h *pixelHistograms) of(class, pixel int) *[256]uint32 { return &h.counts[class*h.pixels+pixel] }

func countPixels(ctx context.Context, d *dataset.Dataset, s dataset.Split) (*pixelHistograms, error) {
	x := imagesOf(d, s)
	h := &pixelHistograms{pixels: x.Features, images: make([]uint32, len(d.Classes)), counts: make([][256]uint32, len(d.Classes)*x.Features)}
	for _, y := range s.Labels {
		h.images[y]++
	}
	err := parallel.For(ctx, x.Features, 56, func(lo, hi int) {
		for i, y := range s.Labels {
			row := x.Row(i)
			counts := h.counts[int(y)*x.Features:][:x.Features]
			for j := lo; j < hi; j++ {
				counts[j][row[j]]++
			}
		}
	})
	return h, err
}

// OnePixel is David Robinson's question ("Most pairs of MNIST digits can be
// distinguished pretty well by just one pixel", 2017), answered exhaustively: of
// every pair of classes, every pixel and every threshold.
func OnePixel(ctx context.Context, sets []*dataset.Dataset, progress Progress) (*Page, error) {
	if err := checkSets(ctx, sets); err != nil {
		return nil, err
	}
	p := newPage("onepixel", "One pixel",
		"For every pair of classes, every pixel and every threshold: an image is of one class where the pixel is above the threshold, and of the other one elsewhere. "+
			"Pixel, threshold and direction are chosen on the training images of the pair; the test images only measure the choice. "+
			"Accuracy is the share of the pair's images that are labelled right. A pair counts as told apart where that is at least 0.9.",
		`D. Robinson, "Most pairs of MNIST digits can be distinguished pretty well by just one pixel", gist, 2017`)
	p.about(sets)
	p.set("level", telling)
	p.set("lower_level", levels[0])
	var all []OnePixelSet
	for _, d := range sets {
		progress.tell("one pixel: %s", d.Name)
		pairs, err := pixelPairs(ctx, d)
		if err != nil {
			return nil, err
		}
		all = append(all, OnePixelSet{d.Name, d.Digest, pairs})
		p.onePixelFigures(d, pairs)
		heading := title(d) + ": how far one pixel tells two classes apart"
		p.Pictures = append(p.Pictures, Picture{Name: d.Name, Title: heading,
			Caption: title(d) + ": above the diagonal the accuracy of each pixel for the pair of row and column, dark blue where it is no better than the larger class; the circle is the best pixel. " +
				"Below the diagonal the test accuracy of that pixel.",
			draw: func(with theme) image.Image { return drawPixelPairs(with, heading, d, pairs) }})
	}
	p.Data = all
	p.onePixelTables(sets, all)
	p.onePixelSentences(sets)
	return p, nil
}

// pixelPairs is the best pixel of every pair.
func pixelPairs(ctx context.Context, d *dataset.Dataset) ([]PixelPair, error) {
	train, err := countPixels(ctx, d, d.Train)
	if err != nil {
		return nil, err
	}
	test, err := countPixels(ctx, d, d.Test)
	if err != nil {
		return nil, err
	}
	type classPair struct{ a, b int }
	var todo []classPair
	for a := range d.Classes {
		for b := a + 1; b < len(d.Classes); b++ {
			if train.images[a] > 0 && train.images[b] > 0 && test.images[a]+test.images[b] > 0 {
				todo = append(todo, classPair{a, b})
			}
		}
	}
	if len(todo) == 0 {
		return nil, fmt.Errorf("study: %s has no two classes with training and test images", d.Name)
	}
	pairs := make([]PixelPair, len(todo))
	err = parallel.For(ctx, len(todo), 1, func(k, _ int) {
		pairs[k] = bestPixel(d, train, test, todo[k].a, todo[k].b)
	})
	return pairs, err
}

// bestPixel tries every pixel and threshold for the classes a and b.
func bestPixel(d *dataset.Dataset, train, test *pixelHistograms, a, b int) PixelPair {
	n := train.images[a] + train.images[b]
	best := PixelPair{A: d.Classes[a], B: d.Classes[b], Majority: share(max(train.images[a], train.images[b]), n), pixels: make([]float64, train.pixels)}
	var most uint32
	var at stump
	for pixel := range train.pixels {
		s, right := bestThreshold(train.of(a, pixel), train.of(b, pixel), train.images[a], train.images[b])
		best.pixels[pixel] = share(right, n)
		if right > most {
			most, at = right, s
			at.pixel = pixel
		}
	}
	best.Row, best.Col, best.Threshold = at.pixel/d.Cols, at.pixel%d.Cols, at.threshold
	best.Train = share(most, n)
	right := at.right(test.of(a, at.pixel), test.of(b, at.pixel), test.images[a], test.images[b])
	best.Test = share(right, test.images[a]+test.images[b])
	best.Above = best.A
	if at.bAbove {
		best.Above = best.B
	}
	return best
}

// stump is a tree of one node.
type stump struct {
	pixel, threshold int
	bAbove           bool // values above the threshold are of the second class
}

// right is how many images of two classes it labels right.
func (s stump) right(a, b *[256]uint32, imagesA, imagesB uint32) uint32 {
	var below, belowB uint32
	for v := range s.threshold + 1 {
		below += a[v]
		belowB += b[v]
	}
	right := below + imagesB - belowB
	if !s.bAbove {
		right = imagesA + imagesB - right
	}
	return right
}

// bestThreshold is the lowest of the best thresholds; at 255 nothing is above.
func bestThreshold(a, b *[256]uint32, imagesA, imagesB uint32) (best stump, most uint32) {
	var belowA, belowB uint32
	n := imagesA + imagesB
	for v := range 256 {
		belowA += a[v]
		belowB += b[v]
		right := belowA + imagesB - belowB
		if right > most {
			best, most = stump{threshold: v, bAbove: true}, right
		}
		if n-right > most {
			best, most = stump{threshold: v}, n-right
		}
	}
	return best, most
}

func share(part, whole uint32) float64 { return float64(part) / float64(whole) }

// onePixelFigures records what the sentences need of one data set.
func (p *Page) onePixelFigures(d *dataset.Dataset, pairs []PixelPair) {
	name := d.Name + "."
	p.set(name+"name", title(d))
	p.set(name+"pairs", len(pairs))
	for _, level := range levels {
		train, test := 0, 0
		for _, pair := range pairs {
			train += boolInt(pair.Train >= level)
			test += boolInt(pair.Test >= level)
		}
		p.set(fmt.Sprintf("%spairs_at_%.2f_train", name, level), train)
		p.set(fmt.Sprintf("%spairs_at_%.2f_test", name, level), test)
	}
	trains, tests := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, pair := range pairs {
		trains[i], tests[i] = pair.Train, pair.Test
	}
	p.set(name+"median_train", median(trains))
	p.set(name+"median_test", median(tests))
	worst, best := slices.Index(tests, slices.Min(tests)), slices.Index(tests, slices.Max(tests))
	p.set(name+"worst_pair", pairs[worst].A+" and "+pairs[worst].B)
	p.set(name+"worst_test", tests[worst])
	p.set(name+"best_pair", pairs[best].A+" and "+pairs[best].B)
	p.set(name+"best_test", tests[best])
	p.set(name+"best_pixel", fmt.Sprintf("row %d, column %d", pairs[best].Row, pairs[best].Col))
}

func (p *Page) onePixelTables(sets []*dataset.Dataset, all []OnePixelSet) {
	counts := Table{Name: "levels", Caption: "Pairs of classes that one pixel tells apart, by the accuracy asked for", Header: []string{"accuracy at least"}}
	for _, d := range sets {
		counts.Header = append(counts.Header, title(d)+", train", title(d)+", test", title(d)+", pairs")
	}
	for _, level := range levels {
		row := []string{fmt.Sprintf("%.2f", level)}
		for _, d := range sets {
			at := fmt.Sprintf("%s.pairs_at_%.2f_", d.Name, level)
			for _, figure := range []string{at + "train", at + "test", d.Name + ".pairs"} {
				row = append(row, show(p.Figures[figure], ""))
			}
		}
		counts.Rows = append(counts.Rows, row)
	}
	p.Tables = append(p.Tables, counts)
	for k, d := range sets {
		t := Table{Name: d.Name, Caption: title(d) + ": the best pixel of every pair, the best told apart first", Shown: 15,
			Header: []string{"class A", "class B", "row", "column", "threshold", "above it", "train accuracy", "test accuracy"}}
		pairs := slices.Clone(all[k].Pairs)
		slices.SortStableFunc(pairs, func(a, b PixelPair) int { return compareDescending(a.Test, b.Test) })
		for _, x := range pairs {
			t.Rows = append(t.Rows, []string{x.A, x.B, strconv.Itoa(x.Row), strconv.Itoa(x.Col), strconv.Itoa(x.Threshold), x.Above, fmt.Sprintf("%.4f", x.Train), fmt.Sprintf("%.4f", x.Test)})
		}
		p.Tables = append(p.Tables, t)
	}
}

func (p *Page) onePixelSentences(sets []*dataset.Dataset) {
	if find(sets, "mnist") != nil && find(sets, "fashion") != nil {
		p.onePixelVerdict()
	}
	for _, d := range sets {
		n := d.Name
		p.say(fmt.Sprintf("On {%[1]s.name} one pixel tells {%[1]s.pairs_at_0.90_test} of {%[1]s.pairs} pairs of classes apart with an accuracy of at least {level|1} on the test images "+
			"({%[1]s.pairs_at_0.90_train} on the training images that it was chosen on), and {%[1]s.pairs_at_0.80_test} with at least {lower_level|1}; the median pair reaches {%[1]s.median_test|3}.", n))
		most := p.number(n+".pairs_at_0.90_test") > p.number(n+".pairs")/2
		p.say(fmt.Sprintf("That most of the pairs can be told apart by one pixel is %[2]t of {%[1]s.name} at {level|1}: {%[1]s.pairs_at_0.90_test} of {%[1]s.pairs}.", n, most))
		p.say(fmt.Sprintf("The easiest pair of {%[1]s.name} is {%[1]s.best_pair}, {%[1]s.best_test|3} by the pixel at {%[1]s.best_pixel}; the hardest is {%[1]s.worst_pair}, {%[1]s.worst_test|3}.", n))
	}
}

// onePixelVerdict says what the counts mean for Fashion-MNIST and MNIST.
func (p *Page) onePixelVerdict() {
	switch more := p.number("fashion.pairs_at_0.90_test") - p.number("mnist.pairs_at_0.90_test"); {
	case more > 0:
		p.say("By one pixel {fashion.name} is the easier data set: it tells {fashion.pairs_at_0.90_test} of {fashion.pairs} pairs of classes apart, with an accuracy of {level|1}, and {mnist.pairs_at_0.90_test} of {mnist.pairs} on {mnist.name}.")
		p.say("So one pixel does not show that {mnist.name} is too easy; that its hardest pair still reaches {mnist.worst_test|3}, where that of {fashion.name} reaches {fashion.worst_test|3}, says more.")
	case more < 0:
		p.say("By one pixel {mnist.name} is the easier data set: it tells {mnist.pairs_at_0.90_test} of {mnist.pairs} pairs of classes apart, with an accuracy of {level|1}, and {fashion.pairs_at_0.90_test} of {fashion.pairs} on {fashion.name}.")
	default:
		p.say("By one pixel neither is the easier data set: it tells {mnist.pairs_at_0.90_test} pairs of classes apart on {mnist.name}, and {fashion.pairs_at_0.90_test} on {fashion.name}.")
	}
}

// number is a figure that is one.
func (p *Page) number(name string) float64 { return p.Figures[name].(float64) }

// find is the data set of that name, nil if it is not among them.
func find(sets []*dataset.Dataset, name string) *dataset.Dataset {
	i := slices.IndexFunc(sets, func(d *dataset.Dataset) bool { return d.Name == name })
	if i < 0 {
		return nil
	}
	return sets[i]
}
