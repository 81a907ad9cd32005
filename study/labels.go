package study

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/derive"
	"github.com/fmnist/fmnist/learn"
)

// LabelModel is the model that labels are judged by unless another is named.
// Gradients and a linear model are fitted in seconds, and do not learn wrong
// labels by heart.
var LabelModel = Model{
	Family:     "Pipeline",
	Parameters: `{"steps":[{"HOG":{"pixels_per_cell":[4,4]}},{"LogisticRegression":{"C":0.1,"multi_class":"multinomial"}}]}`,
	Scaling:    learn.NoScaling,
}

// LabelOptions are the choices of Labels.
type LabelOptions struct {
	Model    Model
	Folds    int
	Flip     float64 // share of labels that are flipped on purpose in the second part, 0 for no second part
	Seed     uint64
	Progress Progress
}

// DefaultLabelOptions are five folds of LabelModel and a test with one label in
// twenty flipped.
func DefaultLabelOptions() LabelOptions {
	return LabelOptions{Model: LabelModel, Folds: 5, Flip: 0.05}
}

// LabelIssue is a training image whose label may be wrong.
type LabelIssue struct {
	Index      int     `json:"index"`
	Given      string  `json:"given"`
	Suggested  string  `json:"suggested"`
	Own        float64 `json:"self_confidence"`       // probability of the given label
	Confidence float64 `json:"suggested_probability"` // of the suggested one
}

// LabelSet is what was found in the training labels of one data set.
type LabelSet struct {
	Dataset   string       `json:"dataset"`
	Digest    string       `json:"dataset_digest"`
	Threshold []float64    `json:"thresholds"`
	Stranger  []float64    `json:"stranger_means"`
	Counts    [][]int      `json:"confident_joint"` // by given label, then by likely label
	Joint     [][]float64  `json:"joint"`           // the same as estimated shares of all images
	Issues    []LabelIssue `json:"issues"`          // the most doubtful first
	Flipped   *FlipTest    `json:"flipped,omitempty"`
}

// FlipTest is how well the list finds labels that were flipped on purpose. What
// else is on the list counts against it, also labels that were wrong before.
type FlipTest struct {
	Flipped   int     `json:"flipped"`
	Listed    int     `json:"listed"`
	Found     int     `json:"found"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Paper     struct {
		Listed    int     `json:"listed"`
		Precision float64 `json:"precision"`
		Recall    float64 `json:"recall"`
	} `json:"paper"` // of the paper's prunings alone
	Noise float64 `json:"estimated_noise"` // share of wrong labels by the joint estimate
}

// Labels looks for wrong training labels by confident learning.
func Labels(ctx context.Context, sets []*dataset.Dataset, o LabelOptions) (*Page, error) {
	if err := checkSets(ctx, sets); err != nil {
		return nil, err
	}
	if o.Flip < 0 || o.Flip >= 0.5 {
		return nil, fmt.Errorf("study: %g of the labels flipped, want 0 or more and below 0.5", o.Flip)
	}
	for _, d := range sets {
		if len(d.Classes) < 2 {
			return nil, fmt.Errorf("study: %s has one class, want two or more", d.Name)
		}
	}
	p := newPage("labels", "Label errors",
		"Confident learning: every training image gets the probabilities of a model that was fitted on other folds. An image counts as confidently of class j where its probability of j is at least the mean over the images labelled j. "+
			"Counting given against confident classes estimates the joint distribution of given and true labels. The list is what both of the paper's prunings take, by class and by noise rate, "+
			"less the images whose label is more likely to the model than that label is for images of other labels: this last condition is ours, and keeps classes that the model mixes up from filling the list. "+
			"The list is in the order of self-confidence, the probability of the given label. To measure it, labels are flipped at random to another class and searched for; everything else on the list counts as false, even where it is not.",
		`C. Northcutt, L. Jiang, I. Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 70, 2021`)
	p.about(sets)
	p.set("model", o.Model.String())
	p.set("model_name", o.Model.name())
	p.set("folds", o.Folds)
	p.set("flip", o.Flip)
	var all []LabelSet
	for _, d := range sets {
		found, err := p.labelsOf(ctx, d, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
		all = append(all, found)
	}
	p.Data = all
	p.labelSentences(sets, o)
	return p, nil
}

func (p *Page) labelsOf(ctx context.Context, d *dataset.Dataset, o LabelOptions) (LabelSet, error) {
	set := trainSet(d)
	c, err := judge(ctx, d.Name, set, o)
	if err != nil {
		return LabelSet{}, err
	}
	found := LabelSet{Dataset: d.Name, Digest: d.Digest, Threshold: c.threshold, Stranger: c.stranger, Counts: c.counts, Joint: c.joint, Issues: []LabelIssue{}}
	issues := c.issues()
	for _, x := range issues {
		s := c.suggested(x)
		found.Issues = append(found.Issues, LabelIssue{x, d.Classes[c.labels[x]], d.Classes[s], c.own(x), float64(c.row(x)[s])})
	}
	p.labelFigures(d, c, found)
	p.Tables = append(p.Tables, jointTable(d, c.joint), issueTable(d, found.Issues))
	heading, joint := title(d)+": labels to look at, the most doubtful first", title(d)+": given labels (rows) and likely ones, per 10,000 images"
	p.Pictures = append(p.Pictures,
		Picture{Name: d.Name, Title: heading, Caption: title(d) + ": the first of the list, by row, the most doubtful first, with the given label and, in orange, the suggested one.", draw: func(with theme) image.Image { return drawIssues(with, heading, d, found.Issues) }},
		Picture{Name: d.Name + "-joint", Title: joint, Caption: title(d) + ": the joint estimate outside the diagonal, images in ten thousand.", draw: func(with theme) image.Image { return drawMatrix(with, joint, d.Classes, c.joint, 10_000) }})
	corrections, err := correctionsOf(d, c, issues, o)
	if err != nil {
		return found, err
	}
	p.Files = append(p.Files, File{Name: d.Name + "-corrections.json", Caption: title(d) + ": the list as corrections, to be edited and applied to a copy of the data set", Content: corrections})
	if o.Flip > 0 {
		found.Flipped, err = flipTest(ctx, d.Name, set, o)
	}
	if found.Flipped != nil {
		p.flipFigures(d.Name+".", found.Flipped)
	}
	return found, err
}

// judge is what the model, fitted on other images, thinks of the labels.
func judge(ctx context.Context, name string, set learn.Set, o LabelOptions) (*confidence, error) {
	p, err := outOfSample(ctx, o.Model, set, o.Folds, o.Seed, func(what string) { o.Progress.tell("labels: %s, %s", name, what) })
	if err != nil {
		return nil, err
	}
	return newConfidence(set.Labels, p, set.Classes), nil
}

// flipTest flips labels and looks for them.
func flipTest(ctx context.Context, name string, set learn.Set, o LabelOptions) (*FlipTest, error) {
	before := set.Labels
	set.Labels = derive.NoisyLabels(before, set.Classes, o.Flip, o.Seed)
	flipped := map[int]bool{}
	for i, y := range set.Labels {
		if y != before[i] {
			flipped[i] = true
		}
	}
	c, err := judge(ctx, name+" with flipped labels", set, o)
	if err != nil {
		return nil, err
	}
	t := &FlipTest{Flipped: len(flipped), Noise: c.noise()}
	t.Listed, t.Precision, t.Recall, t.Found = compareLists(c.issues(), flipped)
	t.Paper.Listed, t.Paper.Precision, t.Paper.Recall, _ = compareLists(c.pruned(), flipped)
	return t, nil
}

func compareLists(listed []int, flipped map[int]bool) (n int, precision, recall float64, found int) {
	for _, x := range listed {
		found += boolInt(flipped[x])
	}
	return len(listed), ratio(float64(found), len(listed), 0), ratio(float64(found), len(flipped), 0), found
}

// correctionsOf is the list as a file that package dataset applies.
func correctionsOf(d *dataset.Dataset, c *confidence, issues []int, o LabelOptions) ([]byte, error) {
	file := dataset.Corrections{Dataset: d.Name, Digest: d.Digest,
		Source: fmt.Sprintf("confident learning, %s, %d folds, seed %d", o.Model, o.Folds, o.Seed), Corrections: []dataset.Correction{}}
	size := d.Rows * d.Cols
	for _, x := range issues {
		digest := sha256.Sum256(d.Train.Images[x*size : (x+1)*size])
		file.Corrections = append(file.Corrections, dataset.Correction{
			Split: dataset.TrainSplit, Index: x, Image: hex.EncodeToString(digest[:]), Given: int(c.labels[x]), Label: c.suggested(x)})
	}
	b, err := json.MarshalIndent(file, "", "  ")
	return append(b, '\n'), err
}

func (p *Page) labelFigures(d *dataset.Dataset, c *confidence, found LabelSet) {
	name := d.Name + "."
	p.set(name+"name", title(d))
	p.set(name+"images", len(c.labels))
	p.set(name+"noise", c.noise())
	p.set(name+"listed", len(found.Issues))
	p.set(name+"listed_share", float64(len(found.Issues))/float64(len(c.labels)))
	right := 0
	for i, y := range c.labels {
		right += boolInt(learn.Argmax(c.row(i)) == int(y))
	}
	p.set(name+"accuracy", float64(right)/float64(len(c.labels)))
	pairs, most := map[[2]string]int{}, 0
	for _, x := range found.Issues {
		pair := [2]string{x.Given, x.Suggested}
		if pairs[pair]++; pairs[pair] > most {
			most = pairs[pair]
		}
	}
	p.set(name+"most_listed", most)
	for _, x := range found.Issues {
		if pairs[[2]string{x.Given, x.Suggested}] == most {
			p.set(name+"most_listed_given", x.Given)
			p.set(name+"most_listed_suggested", x.Suggested)
			break
		}
	}
	worst, at := 0.0, [2]int{0, 0}
	for i, row := range c.joint {
		for j, v := range row {
			if i != j && v > worst {
				worst, at = v, [2]int{i, j}
			}
		}
	}
	p.set(name+"largest_joint", worst)
	p.set(name+"largest_joint_given", d.Classes[at[0]])
	p.set(name+"largest_joint_true", d.Classes[at[1]])
}

func (p *Page) flipFigures(name string, t *FlipTest) {
	p.set(name+"flipped", t.Flipped)
	p.set(name+"flipped_listed", t.Listed)
	p.set(name+"flipped_found", t.Found)
	p.set(name+"precision", t.Precision)
	p.set(name+"recall", t.Recall)
	p.set(name+"paper_listed", t.Paper.Listed)
	p.set(name+"paper_precision", t.Paper.Precision)
	p.set(name+"paper_recall", t.Paper.Recall)
	p.set(name+"flipped_noise", t.Noise)
}

func jointTable(d *dataset.Dataset, joint [][]float64) Table {
	t := Table{Name: d.Name + "-joint", Caption: title(d) + ": the joint estimate, shares of all images; given labels in rows, likely ones in columns", Header: append([]string{"given"}, d.Classes...)}
	for i, row := range joint {
		cells := []string{d.Classes[i]}
		for _, v := range row {
			cells = append(cells, fmt.Sprintf("%.4f", v))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func issueTable(d *dataset.Dataset, issues []LabelIssue) Table {
	t := Table{Name: d.Name, Caption: title(d) + ": training images whose label may be wrong, the most doubtful first", Shown: 20, Images: []int{1}, DataSet: d.Digest,
		Header: []string{"split", "image", "given", "suggested", "probability of the given", "of the suggested"}}
	for _, x := range issues {
		t.Rows = append(t.Rows, []string{dataset.TrainSplit, strconv.Itoa(x.Index), x.Given, x.Suggested, fmt.Sprintf("%.5f", x.Own), fmt.Sprintf("%.5f", x.Confidence)})
	}
	return t
}

func (p *Page) labelSentences(sets []*dataset.Dataset, o LabelOptions) {
	for _, d := range sets {
		n := d.Name
		if p.number(n+".listed") > 0 {
			p.say(fmt.Sprintf("The labels of {%[1]s.listed} training images of {%[1]s.name} may be wrong, {%[1]s.listed_share|2%%} of its {%[1]s.images}; most often the label is {%[1]s.most_listed_given} and {%[1]s.most_listed_suggested} is suggested ({%[1]s.most_listed} images).", n))
		} else {
			p.say(fmt.Sprintf("The labels of {%[1]s.listed} training images of {%[1]s.name} may be wrong.", n))
		}
		p.say(fmt.Sprintf("By {model_name} in {folds} folds, which labels {%[1]s.accuracy|2%%} of the training images of {%[1]s.name} as they are labelled, the joint estimate takes {%[1]s.noise|2%%} of the labels to be wrong.", n))
		if p.number(n+".largest_joint") > 0 {
			p.say(fmt.Sprintf("The largest part of that, {%[1]s.largest_joint|2%%} of all images, is labelled {%[1]s.largest_joint_given} and likely {%[1]s.largest_joint_true}.", n))
		}
		if o.Flip > 0 {
			p.say(fmt.Sprintf("With {flip|0%%} of the labels of {%[1]s.name} flipped on purpose, {%[1]s.flipped} of them, the list has {%[1]s.flipped_listed} images and finds {%[1]s.flipped_found}: precision {%[1]s.precision|3}, recall {%[1]s.recall|3}. "+
				"The paper's prunings alone list {%[1]s.paper_listed}: precision {%[1]s.paper_precision|3}, recall {%[1]s.paper_recall|3}. The joint estimate then takes {%[1]s.flipped_noise|2%%} of the labels to be wrong.", n))
		}
	}
}
