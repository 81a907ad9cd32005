package model_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

// stripes are n images of 4x4 pixels: of class 0 with horizontal stripes, of
// class 1 with vertical ones, in different greys.
func stripes(n int) (pixels, labels []uint8) {
	for i := range n {
		label := uint8(i % 2)
		for p := range 16 {
			line := p / 4
			if label == 1 {
				line = p % 4
			}
			pixels = append(pixels, uint8(line%2*(100+37*i%150)))
		}
		labels = append(labels, label)
	}
	return pixels, labels
}

// Fit a classifier, save it, load it and label images with it.
func Example() {
	ctx := context.Background()
	pixels, labels := stripes(100)
	train := learn.Set{Images: learn.Images{Pixels: pixels, Features: 16}, Labels: labels, Classes: 2}
	train.Scaling = learn.Standardize(train.Images)
	m, err := model.Fit(ctx, "RandomForestClassifier", []byte(`{"n_estimators": 20}`), train, 1)
	if err != nil {
		log.Fatal(err)
	}
	m.Classes = []string{"horizontal", "vertical"}

	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "stripes.fmnist")
	if err := m.Save(path); err != nil {
		log.Fatal(err)
	}
	loaded, err := model.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	predictions, err := loaded.Predict(ctx, learn.Images{Pixels: pixels[:3*16], Features: 16})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range predictions {
		fmt.Println(p.Label, p.Class, p.Probabilities)
	}
	// Output:
	// 0 horizontal [1 0]
	// 1 vertical [0 1]
	// 0 horizontal [1 0]
}

// Darkness is a classifier of one's own: it labels an image with the class whose
// mean grey is nearest.
type Darkness struct{ means []float64 }

func grey(row []uint8) (sum float64) {
	for _, p := range row {
		sum += float64(p) / float64(len(row))
	}
	return sum
}

func (d *Darkness) Fit(_ context.Context, train learn.Set, _ uint64) error {
	if err := train.Check(); err != nil {
		return err
	}
	counts := train.ClassCounts()
	d.means = make([]float64, train.Classes)
	for i, y := range train.Labels {
		d.means[y] += grey(train.Row(i)) / float64(counts[y])
	}
	return nil
}

func (d *Darkness) Predict(_ context.Context, images learn.Images, labels []uint8) error {
	for i := range labels {
		distances := make([]float64, len(d.means))
		for y, mean := range d.means {
			distances[y] = -max(mean-grey(images.Row(i)), grey(images.Row(i))-mean)
		}
		labels[i] = uint8(learn.Argmax(distances))
	}
	return nil
}

func (d *Darkness) State() (learn.State, error) { return learn.State{"means": d.means}, nil }

func (d *Darkness) Restore(s learn.State) (err error) {
	d.means, err = learn.Get[[]float64](s, "means", -1)
	return err
}

// A classifier of one's own needs four methods. A model.File keeps it, and what
// it learnt comes back by its Restore.
func Example_ownClassifier() {
	ctx := context.Background()
	train := learn.Set{
		Images: learn.Images{Pixels: []uint8{10, 20, 200, 220, 30, 10, 250, 190}, Features: 2},
		Labels: []uint8{0, 1, 0, 1}, Classes: 2,
	}
	var c learn.Classifier = new(Darkness)
	if err := c.Fit(ctx, train, 0); err != nil {
		log.Fatal(err)
	}
	m := model.Model{Header: model.Header{Family: "Darkness", Classes: []string{"dark", "light"}, Rows: 1, Cols: 2}, Classifier: c}
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "darkness.fmnist")
	if err := m.Save(path); err != nil {
		log.Fatal(err)
	}

	file, err := model.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	again := new(Darkness)
	if err := again.Restore(file.State); err != nil {
		log.Fatal(err)
	}
	labels := make([]uint8, 2)
	if err := again.Predict(ctx, learn.Images{Pixels: []uint8{0, 40, 180, 255}, Features: 2}, labels); err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.Classes[labels[0]], file.Classes[labels[1]])
	// Output: dark light
}

// A data set of one's own is a folder of the four IDX files that every program
// for MNIST reads, with the names of its classes in classes.txt.
func Example_ownDataset() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for half, n := range []int{80, 20} {
		pixels, labels := stripes(n)
		images := idx.Array[uint8]{Dims: []int{n, 4, 4}, Data: pixels}
		if err := idx.WriteFile(filepath.Join(dir, dataset.FileNames[2*half]), images); err != nil {
			log.Fatal(err)
		}
		if err := idx.WriteFile(filepath.Join(dir, dataset.FileNames[2*half+1]), idx.Array[uint8]{Dims: []int{n}, Data: labels}); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "classes.txt"), []byte("horizontal\nvertical\n"), 0o644); err != nil {
		log.Fatal(err)
	}

	d, err := dataset.Open(dir)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	train := learn.Set{Images: learn.Images{Pixels: d.Train.Images, Features: d.Rows * d.Cols}, Labels: d.Train.Labels, Classes: len(d.Classes)}
	m, err := model.Fit(ctx, "KNeighborsClassifier", []byte(`{"n_neighbors": 1}`), train, 0)
	if err != nil {
		log.Fatal(err)
	}
	labels := make([]uint8, d.Test.Len())
	if err := m.Classifier.Predict(ctx, learn.Images{Pixels: d.Test.Images, Features: train.Features}, labels); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v: %.2f\n", d.Classes, learn.Accuracy(labels, d.Test.Labels))
	// Output: [horizontal vertical]: 1.00
}
