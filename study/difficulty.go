package study

import (
	"context"
	"fmt"
	"image"
	"math"
	"math/rand/v2"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
)

// firstSize is the smallest training set of a learning curve; the next ones are
// twice as large, and the last one is all there is.
const firstSize = 100

// CurveModels are the models of the learning curves: one of each sort.
var CurveModels = []Model{
	{"LogisticRegression", `{"C":0.01,"multi_class":"multinomial"}`, learn.StandardScaling},
	{"RandomForestClassifier", `{}`, learn.NoScaling},
	{"KNeighborsClassifier", `{"n_neighbors":1}`, learn.NoScaling},
	{"Pipeline", `{"steps":[{"HOG":{"pixels_per_cell":[4,4]}},{"SVC":{"C":5}}]}`, learn.NoScaling},
}

// curveNames are what tables and pictures call them.
var curveNames = map[string]string{"Pipeline": "HOG and SVC", "KNeighborsClassifier": "1 nearest neighbour", "RandomForestClassifier": "random forest", "LogisticRegression": "logistic regression"}

// Curve is a learning curve and the law error = Scale * n^-Exponent that is
// fitted to it by least squares of the logarithms.
type Curve struct {
	Model         string       `json:"model"`
	Points        []CurvePoint `json:"points"`
	Exponent      float64      `json:"exponent"`
	ExponentError float64      `json:"exponent_standard_error"`
	Scale         float64      `json:"scale"`
	R2            float64      `json:"r_squared"`

	family string
}

// CurvePoint is the test error after training on so many images.
type CurvePoint struct {
	Images int     `json:"images"`
	Error  float64 `json:"error"`
}

// Separability is whether a hyperplane tells two classes' training images apart.
type Separability struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Images int    `json:"images"`
	Wrong  int    `json:"wrong"` // training images on the wrong side of the plane that was found
}

// DifficultySet is what was measured on one data set.
type DifficultySet struct {
	Dataset    string         `json:"dataset"`
	Digest     string         `json:"dataset_digest"`
	Curves     []Curve        `json:"learning_curves"`
	Linear     []Separability `json:"linear_separability"`
	Dimension  float64        `json:"twonn_dimension"`
	Dimensions []float64      `json:"twonn_dimension_of_classes"`
	Overlap    [][]int        `json:"nearest_neighbours"` // images by their class, then by that of their nearest other image
	Neighbours float64        `json:"nearest_neighbour_error"`
}

// Difficulty measures in what sense one data set is harder than another.
func Difficulty(ctx context.Context, sets []*dataset.Dataset, comparisons *Comparisons, seed uint64, progress Progress) (*Page, error) {
	if err := checkSets(ctx, sets); err != nil {
		return nil, err
	}
	p := newPage("difficulty", "In what sense is it harder?",
		"Learning curves: test error after training on the first n images of a random order, 100 and on by powers of two, all at last, and the power law error = scale n^-exponent fitted to it. "+
			"Linear separability: the training images of every pair of classes that are on the wrong side of the plane found by logistic regression almost without a penalty, in at most 200 steps of L-BFGS; none wrong proves the pair separable, the contrary proves nothing. "+
			"Intrinsic dimension: TwoNN, on training and test images together and of each class by itself. "+
			"Class overlap: how often the nearest other image, of training and test images together, has another label.",
		`E. Facco, M. d'Errico, A. Rodriguez, A. Laio, "Estimating the intrinsic dimension of datasets by a minimal neighborhood information", Scientific Reports 7, 2017`,
		`T. Ho, M. Basu, "Complexity measures of supervised classification problems", IEEE TPAMI 24, 2002`)

	p.about(sets)
	var all []DifficultySet
	for _, d := range sets {
		m, err := measure(ctx, d, comparisons, seed, progress)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
		all = append(all, m)
		p.difficultyFigures(d, m)
		heading := title(d) + ": class (rows) and class of the nearest other image, per 1,000"
		p.Pictures = append(p.Pictures, Picture{Name: d.Name + "-overlap", Title: heading,
			Caption: title(d) + ": images by their class, in rows, and the class of their nearest other image, in columns, in thousandths of the row; the diagonal is left out.",
			draw:    func(with theme) image.Image { return drawMatrix(with, heading, d.Classes, rowShares(m.Overlap), 1000) }})
	}
	p.Pictures = append([]Picture{{Name: "curves", Title: "Learning curves", Caption: "Learning curves: test error against the number of training images, both on logarithmic scales, and the fitted power laws.",
		draw: func(with theme) image.Image { return drawCurves(with, sets, all) }}}, p.Pictures...)
	p.Data = all
	p.difficultyTables(sets, all)
	p.difficultySentences(sets)
	return p, nil
}

func measure(ctx context.Context, d *dataset.Dataset, comparisons *Comparisons, seed uint64, progress Progress) (m DifficultySet, err error) {
	m = DifficultySet{Dataset: d.Name, Digest: d.Digest}
	all, err := comparisons.of(ctx, d)
	if err != nil {
		return m, err
	}
	var ok bool
	if m.Dimension, ok = twoNN(all.nearest); !ok {
		return m, fmt.Errorf("study: too few different images for an intrinsic dimension")
	}
	m.Overlap, m.Neighbours = overlap(all, len(d.Classes))
	progress.tell("difficulty: %s, dimensions of classes", d.Name)
	if m.Dimensions, err = classDimensions(ctx, all, len(d.Classes)); err != nil {
		return m, err
	}
	if m.Linear, err = separability(ctx, d, progress); err != nil {
		return m, err
	}
	for _, model := range CurveModels {
		c, err := curve(ctx, d, model, seed, progress)
		if err != nil {
			return m, fmt.Errorf("%s: %w", model, err)
		}
		m.Curves = append(m.Curves, c)
	}
	return m, nil
}

// overlap counts nearest neighbours by class.
func overlap(m *comparison, classes int) (counts [][]int, wrong float64) {
	counts = matrixOf[int](classes)
	misses := 0
	for i, n := range m.nearest {
		a, b := m.labels[i], m.labels[n[0].Index]
		counts[a][b]++
		misses += boolInt(a != b)
	}
	return counts, float64(misses) / float64(len(m.nearest))
}

// classDimensions is the dimension of every class by itself, 0 of those with
// too few images.
func classDimensions(ctx context.Context, m *comparison, classes int) ([]float64, error) {
	dimensions := make([]float64, classes)
	for class := range classes {
		x := learn.Images{Features: m.images.Features}
		for i, y := range m.labels {
			if int(y) == class {
				x.Pixels = append(x.Pixels, m.images.Row(i)...)
			}
		}
		if x.Len() < leastRatios {
			continue
		}
		nearest, _, err := allPairs(ctx, x, 0, func(int, int) {})
		if err != nil {
			return nil, err
		}
		dimensions[class], _ = twoNN(nearest)
	}
	return dimensions, nil
}

// planeModel looks for a hyperplane between two classes.
var planeModel = Model{"LogisticRegression", `{"C":1000,"max_iter":200,"tol":1e-6}`, learn.StandardScaling}

// separability looks for a plane between every two classes.
func separability(ctx context.Context, d *dataset.Dataset, progress Progress) ([]Separability, error) {
	var all []Separability
	for a := range d.Classes {
		progress.tell("difficulty: %s, planes between %s and others", d.Name, d.Classes[a])
		for b := a + 1; b < len(d.Classes); b++ {
			set := pairSet(d, uint8(a), uint8(b))
			if counts := set.ClassCounts(); counts[0] == 0 || counts[1] == 0 {
				continue
			}
			predicted, err := fitAndPredict(ctx, planeModel, set, set.Images, 0)
			if err != nil {
				return nil, err
			}
			s := Separability{A: d.Classes[a], B: d.Classes[b], Images: set.Len()}
			for i, y := range set.Labels {
				s.Wrong += boolInt(predicted[i] != y)
			}
			all = append(all, s)
		}
	}
	return all, nil
}

// pairSet is the training images of two classes, labelled 0 and 1.
func pairSet(d *dataset.Dataset, a, b uint8) learn.Set {
	all := trainSet(d)
	set := learn.Set{Classes: 2, Images: learn.Images{Features: all.Features}}
	for i, y := range all.Labels {
		if y == a || y == b {
			set.Labels = append(set.Labels, uint8(boolInt(y == b)))
			set.Pixels = append(set.Pixels, all.Row(i)...)
		}
	}
	return set
}

func fitAndPredict(ctx context.Context, m Model, set learn.Set, images learn.Images, seed uint64) ([]uint8, error) {
	c, err := m.New()
	if err != nil {
		return nil, err
	}
	if set.Scaling, err = learn.NewScaling(m.Scaling, set.Images); err != nil {
		return nil, err
	}
	if err := c.Fit(ctx, set, seed); err != nil {
		return nil, err
	}
	labels := make([]uint8, images.Len())
	return labels, c.Predict(ctx, images, labels)
}

// curveSizes are the sizes of the training set.
func curveSizes(n int) []int {
	var sizes []int
	for size := firstSize; size < n; size *= 2 {
		sizes = append(sizes, size)
	}
	return append(sizes, n)
}

// curve is a learning curve. Every training set is the beginning of the next.
func curve(ctx context.Context, d *dataset.Dataset, m Model, seed uint64, progress Progress) (Curve, error) {
	c := Curve{Model: m.String(), family: m.Family}
	order := rand.New(rand.NewPCG(seed, 0x6375727665)).Perm(d.Train.Len())
	for _, size := range curveSizes(d.Train.Len()) {
		progress.tell("difficulty: %s, %s on %d images", d.Name, curveNames[m.Family], size)
		predicted, err := fitAndPredict(ctx, m, selected(trainSet(d), order[:size]), imagesOf(d, d.Test), seed)
		if err != nil {
			return c, err
		}
		c.Points = append(c.Points, CurvePoint{size, 1 - learn.Accuracy(predicted, d.Test.Labels)})
	}
	c.fit()
	return c, nil
}

// fit fits the power law, where three or more points have an error.
func (c *Curve) fit() {
	var x, y []float64
	for _, p := range c.Points {
		if p.Error > 0 {
			x, y = append(x, math.Log(float64(p.Images))), append(y, math.Log(p.Error))
		}
	}
	if len(x) < 3 {
		return
	}
	intercept, slope, slopeError, r2 := line(x, y)
	c.Scale, c.Exponent, c.ExponentError, c.R2 = math.Exp(intercept), -slope, slopeError, r2
}

func (p *Page) difficultyFigures(d *dataset.Dataset, m DifficultySet) {
	name := d.Name + "."
	p.set(name+"name", title(d))
	for _, c := range m.Curves {
		last := c.Points[len(c.Points)-1]
		p.set(name+c.family+".exponent", c.Exponent)
		p.set(name+c.family+".exponent_error", c.ExponentError)
		p.set(name+c.family+".r_squared", c.R2)
		p.set(name+c.family+".first_error", c.Points[0].Error)
		p.set(name+c.family+".last_error", last.Error)
		p.set(name+"first_images", c.Points[0].Images)
		p.set(name+"most_images", last.Images)
	}
	separable, wrong, images := 0, 0, 0
	worst := m.Linear[0]
	for _, s := range m.Linear {
		separable += boolInt(s.Wrong == 0)
		wrong += s.Wrong
		images += s.Images
		if s.rate() > worst.rate() {
			worst = s
		}
	}
	p.set(name+"pairs", len(m.Linear))
	p.set(name+"separable", separable)
	p.set(name+"pair_error", float64(wrong)/float64(images))
	p.set(name+"worst_pair", worst.A+" and "+worst.B)
	p.set(name+"worst_pair_error", worst.rate())
	p.set(name+"dimension", m.Dimension)
	p.set(name+"class_dimension", median(m.Dimensions))
	p.set(name+"overlap", m.Neighbours)
	a, b := mostMixed(m.Overlap)
	p.set(name+"most_mixed", d.Classes[a]+" and "+d.Classes[b])
	p.set(name+"most_mixed_share", ratio(float64(m.Overlap[a][b]+m.Overlap[b][a]), offDiagonal(m.Overlap), 0))
}

func (s Separability) rate() float64 { return float64(s.Wrong) / float64(s.Images) }

// mostMixed are the two classes that are most often each other's neighbours.
func mostMixed(counts [][]int) (a, b int) {
	b, most := 1, -1
	for i := range counts {
		for j := range i {
			if n := counts[i][j] + counts[j][i]; n > most {
				a, b, most = j, i, n
			}
		}
	}
	return a, b
}

func offDiagonal(counts [][]int) int {
	n := 0
	for i, row := range counts {
		for j, v := range row {
			if i != j {
				n += v
			}
		}
	}
	return n
}

// criterion is a row of the table that compares data sets: a figure, and whether
// more of it means harder.
type criterion struct {
	name, figure, form string
	moreIsHarder       bool
}

func criteria() []criterion {
	var all []criterion
	for _, m := range CurveModels {
		all = append(all, criterion{"test error of " + curveNames[m.Family] + ", all training images", m.Family + ".last_error", "2%", true})
	}
	for _, m := range CurveModels {
		all = append(all, criterion{"exponent of the learning curve of " + curveNames[m.Family], m.Family + ".exponent", "3", false})
	}
	return append(all,
		criterion{"pairs of classes that a plane separates", "separable", "0", false},
		criterion{"wrong side of the plane, all pairs", "pair_error", "3%", true},
		criterion{"nearest other image has another label", "overlap", "2%", true},
		criterion{"intrinsic dimension (TwoNN)", "dimension", "2", true},
		criterion{"intrinsic dimension, median of the classes", "class_dimension", "2", true})
}

func (p *Page) difficultyTables(sets []*dataset.Dataset, all []DifficultySet) {
	t := Table{Name: "measures", Caption: "In what sense which data set is harder", Header: []string{"measure"}}
	for _, d := range sets {
		t.Header = append(t.Header, title(d))
	}
	t.Header = append(t.Header, "harder")
	for _, c := range criteria() {
		row := []string{c.name}
		hardest, most := "", math.Inf(-1)
		for _, d := range sets {
			v := p.number(d.Name + "." + c.figure)
			row = append(row, show(v, c.form))
			if !c.moreIsHarder {
				v = -v
			}
			switch {
			case v > most:
				hardest, most = title(d), v
			case v == most:
				hardest = "neither"
			}
		}
		t.Rows = append(t.Rows, append(row, hardest))
	}
	curves := Table{Name: "curves", Caption: "Learning curves: test error", Header: []string{"data set", "model", "images", "error"}, Shown: -1}
	planes := Table{Name: "planes", Caption: "Training images on the wrong side of the plane between two classes", Header: []string{"data set", "class A", "class B", "images", "wrong"}, Shown: -1}
	dimensions := Table{Name: "dimensions", Caption: "Intrinsic dimension of each class", Header: []string{"data set", "class", "dimension"}}
	for k, d := range sets {
		for _, c := range all[k].Curves {
			for _, x := range c.Points {
				curves.Rows = append(curves.Rows, []string{title(d), curveNames[c.family], fmt.Sprint(x.Images), fmt.Sprintf("%.4f", x.Error)})
			}
		}
		for _, s := range all[k].Linear {
			planes.Rows = append(planes.Rows, []string{title(d), s.A, s.B, fmt.Sprint(s.Images), fmt.Sprint(s.Wrong)})
		}
		for class, v := range all[k].Dimensions {
			dimensions.Rows = append(dimensions.Rows, []string{title(d), d.Classes[class], fmt.Sprintf("%.2f", v)})
		}
	}
	p.Tables = append(p.Tables, t, curves, planes, dimensions)
}

func (p *Page) difficultySentences(sets []*dataset.Dataset) {
	if find(sets, "mnist") != nil && find(sets, "fashion") != nil {
		p.difficultyVerdict()
	}
	for _, d := range sets {
		n := d.Name
		p.say(fmt.Sprintf("On {%[1]s.name} the error of HOG and SVC falls from {%[1]s.Pipeline.first_error|2%%} with {%[1]s.first_images} training images to {%[1]s.Pipeline.last_error|2%%} with {%[1]s.most_images}, about as the power {%[1]s.Pipeline.exponent|3} (standard error {%[1]s.Pipeline.exponent_error|3}); that of the random forest to {%[1]s.RandomForestClassifier.last_error|2%%}, power {%[1]s.RandomForestClassifier.exponent|3}.", n))
		p.say(fmt.Sprintf("A plane separates the training images of at least {%[1]s.separable} of {%[1]s.pairs} pairs of its classes; the worst pair is {%[1]s.worst_pair}, with {%[1]s.worst_pair_error|2%%} on the wrong side.", n))
		p.say(fmt.Sprintf("The nearest other image has another label for {%[1]s.overlap|2%%} of the images of {%[1]s.name}; {%[1]s.most_mixed_share|1%%} of these pairs are of {%[1]s.most_mixed}.", n))
		p.say(fmt.Sprintf("The intrinsic dimension of {%[1]s.name} is {%[1]s.dimension|1}, of its classes {%[1]s.class_dimension|1} in the median.", n))
	}
}

// difficultyVerdict says what Fashion-MNIST has more of than MNIST.
func (p *Page) difficultyVerdict() {
	p.set("dimension_ratio", ratioOf(p.number("fashion.dimension"), p.number("mnist.dimension")))
	p.set("overlap_ratio", ratioOf(p.number("fashion.overlap"), p.number("mnist.overlap")))
	p.say("{fashion.name} has {overlap_ratio|1} times the overlap of classes that {mnist.name} has, and {dimension_ratio|2} times its intrinsic dimension.")
	if p.number("fashion.Pipeline.exponent") < p.number("mnist.Pipeline.exponent") {
		p.say("More data help less: the error of HOG and SVC falls with the power {fashion.Pipeline.exponent|3} of their number on {fashion.name}, with {mnist.Pipeline.exponent|3} on {mnist.name}.")
	}
}
