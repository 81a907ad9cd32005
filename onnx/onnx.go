// Package onnx writes models as ONNX graphs (https://onnx.ai), of standard
// operators alone, for the runtimes of other languages and machines.
//
// A graph has one input, pixels (float, N x features, 0 to 255: the
// preprocessing is in the graph), and the outputs label (int64, N) and, where
// the family gives them, probabilities (float, N x classes). The model's header
// is in metadata_props.
//
// Where this program computes with float64, or with float32 whose rounding could
// turn a label, the graph computes with doubles; trees compare and add exactly
// what ours do. What can remain are images for which two classes are as good as
// equal.
package onnx

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/bayes"
	"github.com/fmnist/fmnist/learn/boosting"
	"github.com/fmnist/fmnist/learn/compose"
	"github.com/fmnist/fmnist/learn/deep"
	"github.com/fmnist/fmnist/learn/ensemble"
	"github.com/fmnist/fmnist/learn/families"
	"github.com/fmnist/fmnist/learn/features"
	"github.com/fmnist/fmnist/learn/linear"
	"github.com/fmnist/fmnist/learn/neighbors"
	"github.com/fmnist/fmnist/learn/neural"
	"github.com/fmnist/fmnist/learn/svm"
	"github.com/fmnist/fmnist/learn/tree"
	"github.com/fmnist/fmnist/model"
)

// ErrUnsupported is wrapped by the error of a model that standard operators do
// not express.
var ErrUnsupported = errors.New("no standard operators of ONNX for it")

// Versions that are written: what ONNX Runtime 1.17 and later read, and most
// others.
const (
	irVersion = 8
	opset     = 17
	mlOpset   = 3
)

// Export writes the model.
func Export(out io.Writer, m *model.Model) error {
	f, err := m.File()
	if err != nil {
		return err
	}
	g := new(graph)
	r, err := g.classifier(m.Classifier, f.State, "pixels", len(m.Classes))
	if err != nil {
		return fmt.Errorf("onnx: %s: %w", m.Family, err)
	}
	g.rename(r.label, "label")
	g.text(graphName, m.Family)
	g.bytes(graphInput, declare("pixels", elemFloat, 0, m.Features()))
	g.bytes(graphOutput, declare("label", elemInt64, 0))
	if r.probabilities != "" {
		g.rename(r.probabilities, "probabilities")
		g.bytes(graphOutput, declare("probabilities", elemFloat, 0, len(m.Classes)))
	}
	file, err := g.model(m)
	if err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}

// model is the ModelProto around the graph.
func (g *graph) model(m *model.Model) (message, error) {
	var file message
	file.varint(modelIRVersion, irVersion)
	file.text(modelProducerName, "fmnist")
	file.text(modelProducerVersion, m.Version)
	file.bytes(modelOpset, opsetImport("", opset))
	if g.ml {
		file.bytes(modelOpset, opsetImport(mlDomain, mlOpset))
	}
	header, err := json.Marshal(m.Header)
	if err != nil {
		return nil, err
	}
	var entry message
	entry.text(1, "fmnist")
	entry.text(2, string(header))
	file.bytes(modelMetadata, entry)
	file.bytes(modelGraph, g.message)
	if len(file) > 1<<31-1 {
		return nil, fmt.Errorf("onnx: %d bytes, an ONNX file has at most 2^31-1", len(file))
	}
	return file, nil
}

func opsetImport(domain string, version int64) (m message) {
	m.text(1, domain)
	m.varint(2, version)
	return m
}

// result are the outputs of a classifier in the graph.
type result struct {
	label         value // int64, N
	probabilities value // float, N x classes; empty where there are none
}

// classifier adds a classifier that reads x, bytes as floats, N x features.
func (g *graph) classifier(c learn.Classifier, s learn.State, x value, classes int) (result, error) {
	switch c := c.(type) {
	case *tree.Classifier, *ensemble.ForestClassifier:
		return g.forest(s, x, classes)
	case *boosting.GradientBoostingClassifier, *boosting.HistGradientBoostingClassifier:
		return g.boosting(s, x, classes)
	case *bayes.GaussianNB:
		return g.gaussianNB(s, x, classes)
	case *linear.LogisticRegression:
		return g.logistic(c, s, x, classes)
	case *linear.LinearSVC, *linear.SGDClassifier, *linear.Perceptron, *linear.PassiveAggressiveClassifier:
		return g.linear(s, x)
	case *neural.MLPClassifier:
		return g.perceptron(c, s, x, classes)
	case *deep.ConvNetClassifier:
		return g.convnet(c, s, x, classes)
	case *svm.SVC:
		return g.svc(c, s, x)
	case *neighbors.KNeighborsClassifier:
		return g.neighbors(c, s, x, classes)
	case *compose.Pipeline:
		return g.pipeline(c, s, x, classes)
	case *compose.VotingClassifier:
		return g.voting(c, s, x, classes)
	}
	return result{}, fmt.Errorf("%T: %w", c, ErrUnsupported)
}

// part is the state of a composite's part i.
func part(s learn.State, i int) learn.State {
	own := learn.State{}
	for name, v := range s {
		if rest, ok := strings.CutPrefix(name, fmt.Sprintf("%d.", i)); ok {
			own[rest] = v
		}
	}
	return own
}

func (g *graph) pipeline(p *compose.Pipeline, s learn.State, x value, classes int) (result, error) {
	end := len(p.Steps) - 1
	for i, step := range p.Steps[:end] {
		var err error
		switch step.Name {
		case "PCA":
			x, err = g.pca(part(s, i), x)
		case "HOG":
			h := features.NewHOG()
			if err = learn.Configure(h, step.Parameters); err == nil {
				x, err = g.hog(h, part(s, i), x)
			}
		default:
			err = ErrUnsupported
		}
		if err != nil {
			return result{}, fmt.Errorf("%s: %w", step.Name, err)
		}
	}
	return g.member(p.Steps[end], part(s, end), x, classes)
}

// member is a classifier that a composite names.
func (g *graph) member(p compose.Part, s learn.State, x value, classes int) (result, error) {
	c, err := families.New(p.Name, p.Parameters)
	if err != nil {
		return result{}, err
	}
	r, err := g.classifier(c, s, x, classes)
	if err != nil {
		return result{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	return r, nil
}

// voting adds up float32 in the order that VotingClassifier does.
func (g *graph) voting(v *compose.VotingClassifier, s learn.State, x value, classes int) (result, error) {
	var sum value
	for i, e := range v.Estimators {
		r, err := g.member(e, part(s, i), x, classes)
		if err != nil {
			return result{}, err
		}
		share := r.probabilities
		if v.Voting == "hard" {
			share = g.oneHot(r.label, classes)
		}
		if sum == "" {
			sum = share
		} else {
			sum = g.add(sum, share)
		}
	}
	mean := g.div(sum, scalar(g, float32(len(v.Estimators))))
	return result{g.argmax(mean), mean}, nil
}

// oneHot is 1 at each index, 0 elsewhere, along a new last axis; float.
func (g *graph) oneHot(indices value, depth int) value {
	offOn := g.constant(tensorOf([]float32{0, 1}))
	return g.op("OneHot", []value{indices, scalar(g, int64(depth)), offOn}, attribute{"axis", int64(-1)})
}

// labels are the classes at the places.
func (g *graph) labels(places value, classes []uint8) value {
	wide := make([]int64, len(classes))
	same := true
	for i, c := range classes {
		wide[i] = int64(c)
		same = same && int(c) == i
	}
	if same {
		return places
	}
	return g.gather(g.constant(tensorOf(wide)), places, 0)
}

// spread puts the shares of the classes that occur, N x len(classes), into
// columns of all labels.
func (g *graph) spread(shares value, classes []uint8, all int) (value, error) {
	if len(classes) == all {
		return shares, nil
	}
	matrix := make([]float32, len(classes)*all)
	for i, c := range classes {
		if int(c) >= all {
			return "", fmt.Errorf("label %d of %d classes", c, all)
		}
		matrix[i*all+int(c)] = 1
	}
	return g.matmul(shares, g.constant(tensorOf(matrix, len(classes), all))), nil
}

// doubles is x as doubles, scaled where the state has a scaling.
func (g *graph) doubles(s learn.State, x value, features int) (value, error) {
	scaling, err := learn.GetScaling(s, features)
	if err != nil {
		return "", err
	}
	x = g.cast(x, elemDouble)
	if scaling.IsIdentity() {
		return x, nil
	}
	return g.add(g.mul(x, g.constant(tensorOf(scaling.Scale))), g.constant(tensorOf(scaling.Shift))), nil
}
