package model_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

// hostile are files as small as they can be for what a reader would make of
// them that rearranges what it has read.
var hostile = map[string]struct {
	family, parameters string
	pixels             int
	state              func() learn.State
}{
	"one vector, 256 classes": {"SVC", `{}`, 1, func() learn.State {
		return vectors(256, 256, 1)
	}},
	"linear, wide, 256 classes": {"SVC", `{"kernel": "linear"}`, 1 << 13, func() learn.State {
		return vectors(256, 1, 1<<13)
	}},
	"linear, no vectors": {"SVC", `{"kernel": "linear"}`, 1 << 28, func() learn.State {
		return vectors(256, 0, 1<<28)
	}},
	"a wide neighbour": {"KNeighborsClassifier", `{}`, 1 << 18, func() learn.State {
		return neighbours(1, 1<<18)
	}},
	"narrow neighbours": {"KNeighborsClassifier", `{}`, 1, func() learn.State { return neighbours(1<<18, 1) }},
	"by other streets":  {"KNeighborsClassifier", `{"p": 1}`, 1 << 10, func() learn.State { return neighbours(2000, 1<<10) }},
	"a wide unit": {"MLPClassifier", `{"hidden_layer_sizes": [1]}`, 1 << 18, func() learn.State {
		return layers(1<<18, 1, 1)
	}},
	"units in a row": {"MLPClassifier", `{"hidden_layer_sizes": [` + strings.Repeat("1,", 1000) + `1]}`, 1, func() learn.State {
		return layers(append([]int{1}, append(ones(1001), 1)...)...)
	}},
	"trees of one leaf": {"RandomForestClassifier", `{}`, 1, func() learn.State {
		const n = 1 << 16
		return learn.State{"shape": []int32{1, 1}, "tree.nodes": int32s(n, 1), "node.feature": int32s(n, -1), "node.child": int32s(n, 0),
			"node.threshold": make([]uint8, n), "leaf.class": []uint8{0}, "leaf.number": []float32{1}}
	}},
	"stages of one leaf": {"HistGradientBoostingClassifier", `{}`, 1, func() learn.State {
		const n = 1 << 16
		return learn.State{"features": []int32{1}, "classes": []uint8{0, 1}, "prior": []float64{0}, "tree.nodes": int32s(n, 1),
			"node.feature": int32s(n, 0), "node.child": int32s(n, 0), "node.threshold": make([]uint8, n), "node.value": make([]float32, n)}
	}},
	"one pixel in many images": {"GaussianProcessClassifier", `{}`, 1, func() learn.State {
		return inducing(2, 1<<16, 1, 0)
	}},
	"pairs of 256 classes": {"GaussianProcessClassifier", `{"multi_class": "one_vs_one"}`, 1, func() learn.State {
		return inducing(256, 1, 1, 0)
	}},
	"a triangle": {"GaussianProcessClassifier", `{}`, 1, func() learn.State { return inducing(2, 1000, 1, 1000) }},
	"one axis": {"Pipeline", `{"steps": [{"PCA": {"n_components": 1}}, {"GaussianNB": {}}]}`, 1 << 16, func() learn.State {
		const d = 1 << 16
		return learn.State{"0.pixels": []int32{d}, "0.axes": make([]float32, d), "0.scale": make([]float32, d), "0.shift": make([]float32, d),
			"0.low": []float64{0}, "0.high": []float64{1}, "1.mean": []float64{0}, "1.precision": []float64{1}, "1.constant": []float64{0}}
	}},
	"one cell": {"Pipeline", `{"steps": [{"HOG": {"orientations": 1, "pixels_per_cell": [16384, 16384], "cells_per_block": [1, 1]}}, {"GaussianNB": {}}]}`,
		1 << 28, func() learn.State {
			return learn.State{"0.pixels": []int32{1 << 28}, "0.low": []float64{0}, "0.high": []float64{1},
				"1.mean": []float64{0}, "1.precision": []float64{1}, "1.constant": []float64{0}}
		}},
	"cells beyond counting": {"Pipeline", `{"steps": [{"HOG": {"orientations": 180, "pixels_per_cell": [1, 1], "cells_per_block": [8192, 8192]}}, {"GaussianNB": {}}]}`,
		1 << 28, func() learn.State {
			return learn.State{"0.pixels": []int32{1 << 28}, "0.low": []float64{0}, "0.high": []float64{1},
				"1.mean": []float64{0}, "1.precision": []float64{1}, "1.constant": []float64{0}}
		}},
	"many steps": {"Pipeline", `{"steps": [` + strings.Repeat(`{"PCA":{}},`, 330) + `{"GaussianNB": {}}]}`, 1, func() learn.State {
		s := learn.State{}
		for i := range 300 {
			s[fmt.Sprintf("%d.pixels", i)] = []int32{1}
		}
		return s
	}},
	"deep and long": {"Pipeline", nested(`{"GaussianNB": {"priors": [1, 0.`+strings.Repeat("0", 16000)+`]}}`, 4), 1, func() learn.State {
		p := strings.Repeat("0.", 4)
		return learn.State{p + "mean": []float64{0}, p + "precision": []float64{1}, p + "constant": []float64{0}}
	}},
}

// TestHostileFiles holds what reading and restoring allocates against the bound
// that package model promises. Whether the model is taken does not matter: if it
// is, it labels an image.
func TestHostileFiles(t *testing.T) {
	for name, c := range hostile {
		t.Run(name, func(t *testing.T) {
			f := &model.File{Header: model.Header{Family: c.family, Parameters: json.RawMessage(c.parameters), Rows: 1, Cols: c.pixels},
				State: c.state()}
			for f.Cols > 1<<14 {
				f.Rows, f.Cols = f.Rows*2, f.Cols/2
			}
			for i := range 256 {
				f.Classes = append(f.Classes, fmt.Sprint(i))
			}
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			file, m, err := load(t, b.Bytes())
			if file == nil {
				t.Fatal(err)
			}
			if err == nil {
				label(t, m)
			}
		})
	}
}

func int32s(n int, value int32) []int32 {
	a := make([]int32, n)
	for i := range a {
		a[i] = value
	}
	return a
}

func ones(n int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = 1
	}
	return a
}

func bytesUpTo(n int) []uint8 {
	a := make([]uint8, n)
	for i := range a {
		a[i] = uint8(i)
	}
	return a
}

// vectors is the state of an SVC of n vectors, all of the first class but for
// one in each other where there are enough.
func vectors(classes, n, features int) learn.State {
	labels, counts := int32s(classes, 0), int32s(classes, 0)
	for i := range labels {
		labels[i] = int32(i)
		if i < n {
			counts[i] = 1
		}
	}
	counts[0] += int32(max(0, n-classes))
	return learn.State{"classes": labels, "counts": counts, "features": []int32{int32(features)}, "vectors": make([]uint8, n*features),
		"coef": make([]float64, n*(classes-1)), "rho": make([]float64, classes*(classes-1)/2), "gamma": []float64{1},
		"scaling.scale": []float64{}, "scaling.shift": []float64{}}
}

func neighbours(n, features int) learn.State {
	return learn.State{"pixels": make([]uint8, n*features), "labels": make([]uint8, n), "classes": []int32{1},
		"scaling.scale": []float64{}, "scaling.shift": []float64{}}
}

// layers is the state of an MLPClassifier with so many units.
func layers(sizes ...int) learn.State {
	coefs, intercepts := 0, 0
	var units []int32
	for l, n := range sizes {
		units = append(units, int32(n))
		if l > 0 {
			coefs, intercepts = coefs+sizes[l-1]*n, intercepts+n
		}
	}
	return learn.State{"layers": units, "coefs": make([]float32, coefs), "intercepts": make([]float32, intercepts),
		"classes": bytesUpTo(sizes[len(sizes)-1]), "scale": make([]float32, sizes[0]), "shift": make([]float32, sizes[0])}
}

// inducing is the state of a Gaussian process over n images, the first problem's
// variance of a triangle of so many rows.
func inducing(classes, n, features, rows int) learn.State {
	problems := classes * (classes - 1) / 2
	sizes := int32s(problems, 0)
	sizes[0] = int32(rows)
	return learn.State{"classes": bytesUpTo(classes), "kernel": []float64{1, 1}, "scale": make([]float32, features),
		"shift": make([]float32, features), "inducing": make([]uint8, n*features), "coefficients": make([]float32, n*problems),
		"variance.sizes": sizes, "variance.points": int32s(rows, 0), "variance.factors": make([]float32, rows*(rows+1)/2)}
}

// nested is the parameters of a pipeline in a pipeline and so on.
func nested(last string, depth int) string {
	for range depth - 1 {
		last = `{"Pipeline": {"steps": [` + last + `]}}`
	}
	return `{"steps": [` + last + `]}`
}
