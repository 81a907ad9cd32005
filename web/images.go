package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

const (
	sheetCols = 25
	sheetRows = 20
	// perSheet is how many images a sheet shows: as many as a page of the
	// browser, in about 200 kB.
	perSheet = sheetCols * sheetRows
)

// setInfo is what the pages know of a data set.
type setInfo struct {
	Name     string   `json:"name"` // in addresses: unique among the site's sets
	Title    string   `json:"title"`
	Digest   string   `json:"digest"`
	Folder   string   `json:"folder,omitempty"` // of its files; none where the data are not here
	Classes  []string `json:"classes,omitempty"`
	Rows     int      `json:"rows,omitempty"` // of an image
	Cols     int      `json:"cols,omitempty"`
	Train    int      `json:"train,omitempty"` // images
	Test     int      `json:"test,omitempty"`
	PerSheet int      `json:"per_sheet,omitempty"` // images, in lines of SheetCols
	SheetCol int      `json:"sheet_cols,omitempty"`
	Licence  string   `json:"licence,omitempty"`
	Citation string   `json:"citation,omitempty"`
	Homepage string   `json:"homepage,omitempty"`

	Embeddings []embedding       `json:"embeddings,omitempty"`
	People     *bench.Submission `json:"people,omitempty"` // how right people are, see bench.Cited
}

// setInfos are the data sets that the results are of, and the others that are
// here.
func setInfos(summaries []bench.Summary, sets []*Images) []setInfo {
	infos := []setInfo{}
	known := map[string]bool{}
	names := map[string]bool{}
	add := func(i setInfo) {
		if known[i.Digest] {
			return
		}
		known[i.Digest] = true
		if names[i.Name] {
			i.Name += "." + bench.ShortDigest(i.Digest)
			i.Title += " (" + bench.ShortDigest(i.Digest) + ")"
		}
		names[i.Name] = true
		infos = append(infos, i)
	}
	for _, set := range sets {
		add(set.info())
	}
	for _, s := range summaries {
		title := s.Dataset
		if entry := dataset.Lookup(s.Dataset); entry != nil && entry.Digest() == s.Digest {
			title = entry.Title
		}
		add(setInfo{Name: s.Dataset, Title: title, Digest: s.Digest})
	}
	return infos
}

// Images are the files of one data set. They depend on nothing else, so that
// they are made once however often the results change.
type Images struct {
	data       *dataset.Dataset
	folder     string
	files      map[string]file
	embeddings []embedding
}

// NewImages prepares the files of a data set; none is made before it is read.
func NewImages(data *dataset.Dataset) *Images {
	x := &Images{data: data, folder: "data/" + bench.ShortDigest(data.Digest) + "/", files: map[string]file{}}
	for name, split := range map[string]dataset.Split{"train": data.Train, "test": data.Test} {
		addScript(x.files, x.folder+"labels-"+name+".js", func() (any, error) { return split.Labels, nil })
		for class, members := range byClass(split.Labels, len(data.Classes)) {
			for sheet := 0; sheet*perSheet < len(members); sheet++ {
				shown := members[sheet*perSheet : min(len(members), (sheet+1)*perSheet)]
				x.files[fmt.Sprintf("%s%s-%d-%d.png", x.folder, name, class, sheet)] = func() ([]byte, error) {
					return x.sheet(split, shown)
				}
			}
		}
	}
	x.files[x.folder+"means.png"] = x.means
	x.addNeighbours()
	return x
}

func (x *Images) info() setInfo {
	d := x.data
	i := setInfo{
		Name: d.Name, Title: d.Name, Digest: d.Digest, Folder: x.folder, Classes: d.Classes, Rows: d.Rows, Cols: d.Cols,
		Train: d.Train.Len(), Test: d.Test.Len(), PerSheet: perSheet, SheetCol: sheetCols, Embeddings: x.embeddings,
	}
	if d.Entry != nil {
		i.People = people(d.Digest)
		i.Title, i.Licence, i.Citation, i.Homepage = d.Entry.Title, d.Entry.Licence, d.Entry.Citation, d.Entry.Homepage
	}
	return i
}

// people is the cited accuracy of people on a data set, nil where there is none.
func people(digest string) *bench.Submission {
	for _, s := range bench.Cited() {
		if s.Digest == digest && s.Name == "Human performance" {
			return &s
		}
	}
	return nil
}

// byClass are the numbers of the images of each class.
func byClass(labels []uint8, classes int) [][]int {
	members := make([][]int, classes)
	for i, y := range labels {
		members[y] = append(members[y], i)
	}
	return members
}

// sheet is a PNG of images in lines of sheetCols, in the order given.
func (x *Images) sheet(split dataset.Split, shown []int) ([]byte, error) {
	size := x.data.Rows * x.data.Cols
	return x.tile(len(shown), func(i int) []uint8 { return split.Images[shown[i]*size : (shown[i]+1)*size] })
}

// tile is a PNG of n images in lines of sheetCols.
func (x *Images) tile(n int, pixels func(i int) []uint8) ([]byte, error) {
	rows, cols := x.data.Rows, x.data.Cols
	canvas := image.NewGray(image.Rect(0, 0, cols*min(n, sheetCols), rows*((n+sheetCols-1)/sheetCols)))
	for i := range n {
		left, top := i%sheetCols*cols, i/sheetCols*rows
		for y, from := 0, pixels(i); y < rows; y++ {
			copy(canvas.Pix[canvas.PixOffset(left, top+y):], from[y*cols:(y+1)*cols])
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, canvas)
	return b.Bytes(), err
}

// means is a sheet of the mean training image of every class.
func (x *Images) means() ([]byte, error) {
	size, train := x.data.Rows*x.data.Cols, x.data.Train
	sums := make([][]uint64, len(x.data.Classes))
	counts := make([]uint64, len(sums))
	for c := range sums {
		sums[c] = make([]uint64, size)
	}
	for i, y := range train.Labels {
		counts[y]++
		for j, p := range train.Images[i*size : (i+1)*size] {
			sums[y][j] += uint64(p)
		}
	}
	return x.tile(len(sums), func(class int) []uint8 {
		mean := make([]uint8, size)
		for j, sum := range sums[class] {
			mean[j] = uint8((sum + counts[class]/2) / max(1, counts[class]))
		}
		return mean
	})
}
