package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
)

// scaling is what both sides compute with.
const scaling = learn.StandardScaling

// store hands out the data set and its parts as folders of raw IDX files, which
// every side can read.
type store struct {
	dir   string
	whole *dataset.Dataset
	parts map[int]*prepared // by number of training images
}

func newStore(dir string, d *dataset.Dataset) *store {
	return &store{dir: dir, whole: d, parts: map[int]*prepared{}}
}

// total is the number of training images there are.
func (s *store) total() int { return s.whole.Train.Len() }

// prepared is a data set in a folder of its own, with the files that peers want
// beside it.
type prepared struct {
	*dataset.Dataset
	gamma float64 // scikit-learn's gamma=scale; set with the text files
}

func (p *prepared) images() int { return p.Train.Len() }

// prepare writes the first n training images (0: all) and the test images.
func (s *store) prepare(n int) (*prepared, error) {
	if n <= 0 || n > s.total() {
		n = s.total()
	}
	if p := s.parts[n]; p != nil {
		return p, nil
	}
	d := s.whole
	dir := filepath.Join(s.dir, fmt.Sprintf("%s-first-%d", d.Name, n))
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	pixels := d.Rows * d.Cols
	for file, a := range map[string]idx.Array[uint8]{
		"train-images-idx3-ubyte": {Dims: []int{n, d.Rows, d.Cols}, Data: d.Train.Images[:n*pixels]},
		"train-labels-idx1-ubyte": {Dims: []int{n}, Data: d.Train.Labels[:n]},
		"t10k-images-idx3-ubyte":  {Dims: []int{d.Test.Len(), d.Rows, d.Cols}, Data: d.Test.Images},
		"t10k-labels-idx1-ubyte":  {Dims: []int{d.Test.Len()}, Data: d.Test.Labels},
	} {
		if err := idx.WriteFile(filepath.Join(dir, file), a); err != nil {
			return nil, err
		}
	}
	part, err := dataset.Open(dir)
	if err != nil {
		return nil, err
	}
	s.parts[n] = &prepared{Dataset: part}
	return s.parts[n], nil
}

// order is the training order of fmnist for a seed, the same as in package
// bench: the image that stands at each place.
func order(seed uint64, n int) []int {
	const shuffleStream = 0x73687566666c65
	return rand.New(rand.NewPCG(seed, shuffleStream)).Perm(n)
}

// orderFile writes the order as little-endian int32, once.
func (p *prepared) orderFile(seed uint64) (string, error) {
	path := filepath.Join(p.Dir, fmt.Sprintf("order-%d", seed))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	var text []byte
	for _, from := range order(seed, p.images()) {
		text = binary.LittleEndian.AppendUint32(text, uint32(from))
	}
	return path, os.WriteFile(path, text, 0o600)
}

// textFiles writes the standardised images in the format of LIBSVM and
// LIBLINEAR, the training images in the order of the seed, and finds gamma.
func (p *prepared) textFiles(seed uint64) (train, test string, err error) {
	train = filepath.Join(p.Dir, fmt.Sprintf("train-%d.libsvm", seed))
	test = filepath.Join(p.Dir, "test.libsvm")
	images := learn.Images{Pixels: p.Train.Images, Features: p.Rows * p.Cols}
	standard, err := learn.NewScaling(scaling, images)
	if err != nil {
		return "", "", err
	}
	if _, err := os.Stat(train); err != nil {
		moments, err := writeText(train, standard, images, p.Train.Labels, order(seed, images.Len()))
		if err != nil {
			return "", "", err
		}
		p.gamma = 1 / (float64(images.Features) * moments.variance())
	}
	if _, err := os.Stat(test); err != nil {
		images := learn.Images{Pixels: p.Test.Images, Features: images.Features}
		if _, err := writeText(test, standard, images, p.Test.Labels, nil); err != nil {
			return "", "", err
		}
	}
	return train, test, nil
}

// moments are the sums of numbers and of their squares.
type moments struct{ n, sum, squares float64 }

func (m moments) variance() float64 {
	average := m.sum / m.n
	return m.squares/m.n - average*average
}

// writeText writes a line an image: label, then index:value for every feature
// that is not zero, from 1. Eight digits are as many as float32 has.
func writeText(path string, s learn.Scaling, images learn.Images, labels []uint8, order []int) (m moments, err error) {
	f, err := os.Create(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	var line []byte
	for i := range images.Len() {
		if order != nil {
			i = order[i]
		}
		line = strconv.AppendUint(line[:0], uint64(labels[i]), 10)
		for j, pixel := range images.Row(i) {
			v := s.At(j, pixel)
			m.n, m.sum, m.squares = m.n+1, m.sum+v, m.squares+v*v
			if v != 0 {
				line = append(strconv.AppendUint(append(line, ' '), uint64(j+1), 10), ':')
				line = strconv.AppendFloat(line, v, 'g', 8, 64)
			}
		}
		out.Write(append(line, '\n')) // Flush returns its error
	}
	if err := out.Flush(); err != nil {
		return m, err
	}
	return m, f.Close()
}
