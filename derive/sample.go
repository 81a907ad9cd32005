package derive

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fmnist/fmnist/dataset"
)

// PerClass draws n images of each class, without replacement, and returns their
// numbers in ascending order. With the same seed the images of a smaller n are
// among those of a larger one. A class with fewer than n images is an error.
func PerClass(labels []uint8, classes, n int, seed uint64) ([]int, error) {
	return perClass(labels, classes, n, stream{kind: "subset", seed: seed})
}

func perClass(labels []uint8, classes, n int, random stream) ([]int, error) {
	quotas := make([]int, classes)
	for c, members := range byClass(labels, classes) {
		if len(members) < n {
			return nil, fmt.Errorf("class %d has %d images, %d were asked for", c, len(members), n)
		}
		quotas[c] = n
	}
	return draw(labels, quotas, random), nil
}

// Stratified draws size images, without replacement, the classes in the
// proportions in which the labels have them, and returns their numbers in
// ascending order. What does not divide goes to the largest remainders, then to
// the lower labels. With the same seed and as many images of each class, the
// images of a smaller size are among those of a larger one.
func Stratified(labels []uint8, classes, size int, seed uint64) ([]int, error) {
	return stratified(labels, classes, size, stream{kind: "subset", seed: seed})
}

func stratified(labels []uint8, classes, size int, random stream) ([]int, error) {
	if size > len(labels) {
		return nil, fmt.Errorf("there are %d images, %d were asked for", len(labels), size)
	}
	quotas, remainders := make([]int, classes), make([]int, classes)
	order := make([]int, classes)
	left := size
	for c, members := range byClass(labels, classes) {
		quotas[c], remainders[c] = size*len(members)/len(labels), size*len(members)%len(labels)
		order[c] = c
		left -= quotas[c]
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainders[b] - remainders[a] })
	for _, c := range order[:left] {
		quotas[c]++
	}
	return draw(labels, quotas, random), nil
}

// draw draws so many images of each class.
func draw(labels []uint8, quotas []int, random stream) []int {
	var drawn []int
	for c, members := range byClass(labels, len(quotas)) {
		random.at(c).Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		drawn = append(drawn, members[:quotas[c]]...)
	}
	slices.Sort(drawn)
	return drawn
}

// byClass are the numbers of the images of each class.
func byClass(labels []uint8, classes int) [][]int {
	members := make([][]int, classes)
	for i, y := range labels {
		members[y] = append(members[y], i)
	}
	return members
}

func perClassSubset(_ context.Context, t task) (dataset.Split, error) {
	numbers, err := perClass(t.split.Labels, t.classes, int(t.value), t.stream)
	if err != nil {
		return t.split, err
	}
	return t.split.Take(numbers), nil
}

func sizeSubset(_ context.Context, t task) (dataset.Split, error) {
	numbers, err := stratified(t.split.Labels, t.classes, int(t.value), t.stream)
	if err != nil {
		return t.split, err
	}
	return t.split.Take(numbers), nil
}

// NoisyLabels is a copy of labels in which round(rate x len(labels)) of them,
// drawn at random, are another class, each of the others as likely: symmetric
// noise (Angluin and Laird, Learning from noisy examples, Machine Learning 2,
// 1988; for more than two classes as in van Rooyen, Menon and Williamson, NIPS
// 2015). With the same seed, what a lower rate changes a higher one changes in
// the same way. rate is from 0 to 1, and there are at least two classes.
func NoisyLabels(labels []uint8, classes int, rate float64, seed uint64) []uint8 {
	return noisy(labels, classes, rate, stream{kind: "label_noise", seed: seed})
}

func noisy(labels []uint8, classes int, rate float64, random stream) []uint8 {
	if classes < 2 || !(rate >= 0 && rate <= 1) {
		panic(fmt.Sprintf("derive: label noise at a rate of %v among %d classes", rate, classes))
	}
	changed := slices.Clone(labels)
	order := random.at(0).Perm(len(labels))
	for _, i := range order[:int(math.Round(rate*float64(len(labels))))] {
		other := uint8(random.at(1 + i).IntN(classes - 1))
		if other >= labels[i] {
			other++
		}
		changed[i] = other
	}
	return changed
}

func noisyLabels(_ context.Context, t task) (dataset.Split, error) {
	if t.classes < 2 {
		return t.split, fmt.Errorf("there is only one class")
	}
	return dataset.Split{Images: t.split.Images, Labels: noisy(t.split.Labels, t.classes, t.value, t.stream)}, nil
}

// permutedPixels gives every image the same random order of pixels: what a
// classifier makes of neighbourhoods is lost, and nothing else (as in Goodfellow
// et al., An empirical investigation of catastrophic forgetting, 2013).
func permutedPixels(_ context.Context, t task) (dataset.Split, error) {
	t.stream.split = 0 // training and test images alike
	order := t.stream.at(0).Perm(t.rows * t.cols)
	pixels := make([]uint8, len(t.split.Images))
	for start := 0; start < len(pixels); start += len(order) {
		from := t.split.Images[start : start+len(order)]
		for i, j := range order {
			pixels[start+i] = from[j]
		}
	}
	return dataset.Split{Images: pixels, Labels: t.split.Labels}, nil
}
