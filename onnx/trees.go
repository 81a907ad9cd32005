package onnx

import (
	"errors"

	"github.com/fmnist/fmnist/learn"
)

// ensembleOf is the operator TreeEnsembleClassifier of ai.onnx.ml, version 3,
// with attributes as it takes them.
type ensembleOf struct {
	tree, node, feature []int64
	mode                []string
	threshold           []float64
	left, right         []int64

	weightTree, weightNode, weightClass []int64
	weight                              []float64
}

// branch adds a node that sends an image left when its feature is at most the
// threshold.
func (e *ensembleOf) branch(tree, node, feature, left int, threshold uint8) {
	e.tree, e.node, e.feature = append(e.tree, int64(tree)), append(e.node, int64(node)), append(e.feature, int64(feature))
	e.mode, e.threshold = append(e.mode, "BRANCH_LEQ"), append(e.threshold, float64(threshold))
	e.left, e.right = append(e.left, int64(left)), append(e.right, int64(left+1))
}

func (e *ensembleOf) leaf(tree, node int) {
	e.tree, e.node, e.feature = append(e.tree, int64(tree)), append(e.node, int64(node)), append(e.feature, 0)
	e.mode, e.threshold = append(e.mode, "LEAF"), append(e.threshold, 0)
	e.left, e.right = append(e.left, 0), append(e.right, 0)
}

// weigh adds what a leaf gives to a class.
func (e *ensembleOf) weigh(tree, node, class int, weight float32) {
	e.weightTree, e.weightNode = append(e.weightTree, int64(tree)), append(e.weightNode, int64(node))
	e.weightClass, e.weight = append(e.weightClass, int64(class)), append(e.weight, float64(weight))
}

// floats is a list of numbers as an attribute, under another name where they
// are to be doubles.
func floats(name string, values []float64, double bool) attribute {
	if double {
		return attribute{name + "_as_tensor", tensorOf(values)}
	}
	narrow := make([]float32, len(values))
	for i, v := range values {
		narrow[i] = float32(v)
	}
	return attribute{name, narrow}
}

// add adds the operator: the label and the sums of the classes, float. base may
// be nil. The labels are 0 to classes-1.
func (e *ensembleOf) add(g *graph, x value, classes int, base []float64, double bool) (label, sums value) {
	numbers := make([]int64, classes)
	for i := range numbers {
		numbers[i] = int64(i)
	}
	attributes := []attribute{
		{"nodes_treeids", e.tree}, {"nodes_nodeids", e.node}, {"nodes_featureids", e.feature},
		{"nodes_modes", e.mode}, floats("nodes_values", e.threshold, double),
		{"nodes_truenodeids", e.left}, {"nodes_falsenodeids", e.right},
		{"class_treeids", e.weightTree}, {"class_nodeids", e.weightNode}, {"class_ids", e.weightClass},
		floats("class_weights", e.weight, double),
		{"classlabels_int64s", numbers}, {"post_transform", "NONE"},
	}
	if base != nil {
		attributes = append(attributes, floats("base_values", base, double))
	}
	if double {
		x = g.cast(x, elemDouble)
	}
	out := g.node(mlDomain, "TreeEnsembleClassifier", []value{x}, 2, attributes...)
	return out[0], out[1]
}

// forest is a tree or a forest: leaves hold shares, which are added up. See
// tree.Forest.Put for the arrays.
func (g *graph) forest(s learn.State, x value, classes int) (result, error) {
	a, err := getForest(s)
	if err != nil {
		return result{}, err
	}
	e := new(ensembleOf)
	start := 0
	for t, size := range a.sizes {
		for i := range int(size) {
			feature, child := int(a.feature[start+i]), int(a.child[start+i])
			if feature >= 0 {
				e.branch(t, i, feature, child, a.threshold[start+i])
				continue
			}
			e.leaf(t, i)
			for j := child; j < child-feature; j++ {
				e.weigh(t, i, int(a.class[j]), a.number[j])
			}
		}
		start += int(size)
	}
	label, sums := e.add(g, x, classes, nil, false)
	return result{label, g.div(sums, scalar(g, float32(len(a.sizes))))}, nil
}

type forestArrays struct {
	sizes, feature, child []int32
	threshold, class      []uint8
	number                []float32
}

func getForest(s learn.State) (a forestArrays, err error) {
	var faults []error
	a.sizes = get[[]int32](s, "tree.nodes", &faults)
	a.feature = get[[]int32](s, "node.feature", &faults)
	a.child = get[[]int32](s, "node.child", &faults)
	a.threshold = get[[]uint8](s, "node.threshold", &faults)
	a.class = get[[]uint8](s, "leaf.class", &faults)
	a.number = get[[]float32](s, "leaf.number", &faults)
	return a, errors.Join(faults...)
}

// get is an array of a state, of whatever length; it appends to the faults.
func get[A learn.Array](s learn.State, name string, faults *[]error) A {
	a, err := learn.Get[A](s, name, -1)
	if err != nil {
		*faults = append(*faults, err)
	}
	return a
}

// boosting is gradient boosting: trees add to the scores in turn, in float64.
// Of two classes there is one score, the second's; the first's is 0.
func (g *graph) boosting(s learn.State, x value, all int) (result, error) {
	var faults []error
	sizes, child := get[[]int32](s, "tree.nodes", &faults), get[[]int32](s, "node.child", &faults)
	feature, threshold := get[[]int32](s, "node.feature", &faults), get[[]uint8](s, "node.threshold", &faults)
	number := get[[]float32](s, "node.value", &faults)
	classes, prior := get[[]uint8](s, "classes", &faults), get[[]float64](s, "prior", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	scores := len(prior)
	e := new(ensembleOf)
	start := 0
	for t, size := range sizes {
		for i := range int(size) {
			n := start + i
			if child[n] != 0 {
				e.branch(t, i, int(feature[n]), int(child[n]), threshold[n])
				continue
			}
			e.leaf(t, i)
			if scores == 1 { // and a class that gets nothing, so that there are two
				e.weigh(t, i, 0, 0)
				e.weigh(t, i, 1, number[n])
			} else {
				e.weigh(t, i, t%scores, number[n])
			}
		}
		start += int(size)
	}
	if scores == 1 {
		prior = []float64{0, prior[0]}
	}
	place, sums := e.add(g, x, len(classes), prior, true)
	p, err := g.spread(g.softmax(sums), classes, all)
	return result{g.labels(place, classes), p}, err
}
