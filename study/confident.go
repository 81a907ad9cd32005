package study

import (
	"cmp"
	"math"
	"slices"
)

// confidence is confident learning (Northcutt, Jiang, Chuang, "Confident
// learning: estimating uncertainty in dataset labels", JAIR 70, 2021) on given
// labels and out-of-sample probabilities p, images x classes.
//
//	threshold[j] = mean of p[x][j] over the images x that are labelled j       (the paper's t_j)
//	counts[i][j] = images labelled i whose most likely class, among those with p[x][j] >= threshold[j], is j  (C)
//	joint[i][j]  = counts, every row brought to the number of images labelled i, as a share of all  (Q)
//	stranger[j]  = mean of p[x][j] over the images x that are not labelled j   (not in the paper)
type confidence struct {
	classes   int
	labels    []uint8
	p         []float32
	threshold []float64
	stranger  []float64
	counts    [][]int
	joint     [][]float64
}

func newConfidence(labels []uint8, p []float32, classes int) *confidence {
	c := &confidence{classes: classes, labels: labels, p: p}
	c.threshold, c.stranger = make([]float64, classes), make([]float64, classes)
	of := make([]int, classes)
	for i, y := range labels {
		of[y]++
		for j, v := range c.row(i) {
			if j == int(y) {
				c.threshold[j] += float64(v)
			} else {
				c.stranger[j] += float64(v)
			}
		}
	}
	for j, n := range of {
		// No image is confidently of a class that no image is labelled with.
		c.threshold[j] = ratio(c.threshold[j], n, math.Inf(1))
		c.stranger[j] = ratio(c.stranger[j], len(labels)-n, 0)
	}
	c.count()
	c.estimate(of)
	return c
}

func ratio(sum float64, n int, without float64) float64 {
	if n == 0 {
		return without
	}
	return sum / float64(n)
}

func (c *confidence) row(i int) []float32 { return c.p[i*c.classes : (i+1)*c.classes] }

// own is the probability of the label that an image has: its self-confidence.
func (c *confidence) own(i int) float64 { return float64(c.row(i)[c.labels[i]]) }

// likeliest is the class that fits best, and whether the model is confident of
// it; without such a class, the most likely one.
func (c *confidence) likeliest(i int) (class int, confident bool) {
	best, sure := 0, -1
	row := c.row(i)
	for j, v := range row {
		if v > row[best] {
			best = j
		}
		if float64(v) >= c.threshold[j] && (sure < 0 || v > row[sure]) {
			sure = j
		}
	}
	if sure >= 0 {
		return sure, true
	}
	return best, false
}

func (c *confidence) count() {
	c.counts = matrixOf[int](c.classes)
	for i, y := range c.labels {
		if j, confident := c.likeliest(i); confident {
			c.counts[y][j]++
		}
	}
}

func matrixOf[T any](n int) [][]T {
	m := make([][]T, n)
	for i := range m {
		m[i] = make([]T, n)
	}
	return m
}

// estimate calibrates the counts. A class of which the model is never confident
// is taken to be labelled right.
func (c *confidence) estimate(of []int) {
	c.joint = matrixOf[float64](c.classes)
	for i, row := range c.counts {
		sum := 0
		for _, n := range row {
			sum += n
		}
		if sum == 0 {
			c.joint[i][i] = float64(of[i]) / float64(len(c.labels))
			continue
		}
		for j, n := range row {
			c.joint[i][j] = float64(n) / float64(sum) * float64(of[i]) / float64(len(c.labels))
		}
	}
}

// noise is the estimated share of wrong labels.
func (c *confidence) noise() float64 {
	sum := 0.0
	for i, row := range c.joint {
		for j, v := range row {
			if i != j {
				sum += v
			}
		}
	}
	return sum
}

// pruned are the images that both of the paper's prunings take out, by class
// and by noise rate, ascending. Of the images labelled i the first takes the as
// many of the least self-confidence as the joint estimate has outside the
// diagonal of row i, the second for every class j the as many of the largest
// p[x][j] - p[x][i] as it has in [i][j].
func (c *confidence) pruned() []int {
	byClass, byRate := map[int]bool{}, map[int]bool{}
	for i := range c.classes {
		var of []int
		for x, y := range c.labels {
			if int(y) == i {
				of = append(of, x)
			}
		}
		c.mark(byClass, of, c.wrong(i), func(x int) float64 { return c.own(x) })
		for j := range c.classes {
			if j != i {
				c.mark(byRate, of, c.joint[i][j], func(x int) float64 { return c.own(x) - float64(c.row(x)[j]) })
			}
		}
	}
	var both []int
	for x := range c.labels {
		if byClass[x] && byRate[x] {
			both = append(both, x)
		}
	}
	return both
}

// wrong is the estimated share of images that are labelled i and are not.
func (c *confidence) wrong(i int) float64 {
	sum := 0.0
	for j, v := range c.joint[i] {
		if j != i {
			sum += v
		}
	}
	return sum
}

// mark marks the given share of all images, those of the least score.
func (c *confidence) mark(marked map[int]bool, of []int, share float64, score func(x int) float64) {
	slices.SortFunc(of, func(x, y int) int { return cmp.Or(cmp.Compare(score(x), score(y)), cmp.Compare(x, y)) })
	n := int(math.Round(share * float64(len(c.labels))))
	for _, x := range of[:min(n, len(of))] {
		marked[x] = true
	}
}

// issues are the images whose labels are taken to be wrong, the least
// self-confidence first: those that are pruned, and whose label is no more
// likely to the model than it is for images that are not labelled so. Without
// the second condition, which mirrors the paper's thresholds, the list is longer
// by the images that the model cannot tell: it is then the joint of the model's
// confusions, not of wrong labels.
func (c *confidence) issues() []int {
	listed := slices.DeleteFunc(c.pruned(), func(x int) bool { return c.own(x) > c.stranger[c.labels[x]] })
	slices.SortFunc(listed, func(x, y int) int { return cmp.Or(cmp.Compare(c.own(x), c.own(y)), cmp.Compare(x, y)) })
	return listed
}

// suggested is the most likely class other than the label.
func (c *confidence) suggested(x int) int {
	best := -1
	for j, v := range c.row(x) {
		if j != int(c.labels[x]) && (best < 0 || v > c.row(x)[best]) {
			best = j
		}
	}
	return best
}
