package web

import (
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/fmnist/fmnist/draw"
	"github.com/fmnist/fmnist/draw/embed"
)

// embedding places the images of a data set in the plane.
type embedding struct {
	Name  string `json:"name"` // in addresses and files
	Title string `json:"title"`
}

// unplaced is the place of an image that has none.
var unplaced = embed.Point{X: float32(math.NaN()), Y: float32(math.NaN())}

func isPlaced(p embed.Point) bool { return !math.IsNaN(float64(p.X)) }

// addEmbedding adds the file of an embedding: the training images, then the test
// images. It is made when it is asked for, and once.
func (x *Images) addEmbedding(title string, plane func() ([]embed.Point, error)) {
	name := strconv.Itoa(len(x.embeddings))
	x.embeddings = append(x.embeddings, embedding{name, title})
	made := sync.OnceValues(func() (any, error) {
		points, err := plane()
		if err != nil {
			return nil, err
		}
		first, second := quantize(points)
		return map[string][]byte{"x": first, "y": second}, nil
	})
	addScript(x.files, x.folder+"embedding-"+name+".js", made)
}

// addPCA adds the first two principal components of all images.
func (x *Images) addPCA() {
	x.addEmbedding("PCA", func() ([]embed.Point, error) {
		images, err := draw.Select(x.data, "all")
		if err != nil {
			return nil, err
		}
		const seed = 0
		e, err := draw.NewEmbedding(context.Background(), images, draw.PCA, seed, nil)
		if err != nil {
			return nil, err
		}
		return e.Plane, nil
	})
}

// steps is how finely the place of a point is told: 1 to steps, with the same step
// in both directions; 0 is no place.
const steps = math.MaxUint16

// quantize is the two coordinates of each point, two bytes each, little endian.
func quantize(points []embed.Point) (x, y []byte) {
	low, high := unplaced, unplaced
	for _, p := range points {
		if isPlaced(p) {
			low = embed.Point{X: lesser(p.X, low.X), Y: lesser(p.Y, low.Y)}
			high = embed.Point{X: -lesser(-p.X, -high.X), Y: -lesser(-p.Y, -high.Y)}
		}
	}
	span := math.Max(float64(high.X)-float64(low.X), float64(high.Y)-float64(low.Y))
	step := func(v, low, high float32) uint16 {
		middle := (float64(low) + float64(high)) / 2
		return uint16(1 + math.Round((steps-1)*((float64(v)-middle)/math.Max(span, math.SmallestNonzeroFloat32)+0.5)))
	}
	for _, p := range points {
		var a, b uint16
		if isPlaced(p) {
			a, b = step(p.X, low.X, high.X), step(p.Y, low.Y, high.Y)
		}
		x, y = binary.LittleEndian.AppendUint16(x, a), binary.LittleEndian.AppendUint16(y, b)
	}
	return x, y
}

// lesser is the smaller number, or the one that is a number.
func lesser(a, b float32) float32 {
	if a < b || math.IsNaN(float64(b)) {
		return a
	}
	return b
}

// AddEmbedding reads a file of fmnist draw: CSV with the columns split, index,
// label, x and y. It is of the set whose labels it has.
func AddEmbedding(path string, sets []*Images) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	most := 0
	for _, x := range sets {
		most = max(most, x.count())
	}
	rows, err := readPlaces(f, most)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, x := range sets {
		if points, ok := x.place(rows); ok {
			x.addEmbedding(titleOf(path), func() ([]embed.Point, error) { return points, nil })
			return nil
		}
	}
	return fmt.Errorf("%s: its labels are those of none of the data sets that are shown", path)
}

// titles are what files of the known methods have in their names.
var titles = []struct{ part, title string }{{"pca", string(draw.PCA)}, {"tsne", string(draw.TSNE)}, {"t-sne", string(draw.TSNE)}, {"umap", string(draw.UMAP)}}

func titleOf(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	for _, t := range titles {
		if strings.Contains(strings.ToLower(name), t.part) {
			return t.title
		}
	}
	return name
}

func (x *Images) count() int { return x.data.Train.Len() + x.data.Test.Len() }

// placed is a row of a file of places.
type placed struct {
	test  bool
	index int
	label int
	at    embed.Point
}

// place is where the rows have the images of the set; not ok where they are not
// of it.
func (x *Images) place(rows []placed) (points []embed.Point, ok bool) {
	points = make([]embed.Point, x.count())
	for i := range points {
		points[i] = unplaced
	}
	for _, r := range rows {
		labels, at := x.data.Train.Labels, r.index
		if r.test {
			labels, at = x.data.Test.Labels, r.index+x.data.Train.Len()
		}
		if r.index >= len(labels) || int(labels[r.index]) != r.label {
			return nil, false
		}
		points[at] = r.at
	}
	return points, true
}

// readPlaces reads at most so many rows. Its errors name the line.
func readPlaces(r io.Reader, most int) (rows []placed, err error) {
	c := csv.NewReader(r)
	c.ReuseRecord = true
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("the line of the columns' names: %w", err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	for _, name := range []string{"split", "index", "label", "x", "y"} {
		if _, there := column[name]; !there {
			return nil, fmt.Errorf("there is no column %q", name)
		}
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := c.FieldPos(0)
		if len(rows) == most {
			return nil, fmt.Errorf("line %d: the data sets that are shown have no more than %d images", line, most)
		}
		row, err := readPlace(func(name string) string { return record[column[name]] })
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, errors.New("it has no images")
	}
	return rows, nil
}

func readPlace(field func(name string) string) (p placed, err error) {
	switch field("split") {
	case "train":
	case "test":
		p.test = true
	default:
		return p, fmt.Errorf("split %q, want train or test", field("split"))
	}
	for name, to := range map[string]*int{"index": &p.index, "label": &p.label} {
		if *to, err = strconv.Atoi(field(name)); err != nil || *to < 0 {
			return p, fmt.Errorf("%s %q, want a whole number", name, field(name))
		}
	}
	for name, to := range map[string]*float32{"x": &p.at.X, "y": &p.at.Y} {
		v, err := strconv.ParseFloat(field(name), 32)
		if *to = float32(v); err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return p, fmt.Errorf("%s %q, want a number", name, field(name))
		}
	}
	return p, nil
}
