package draw

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/draw/embed"
	"github.com/fmnist/fmnist/learn"
)

// Method is a way to place images in the plane.
type Method string

// The methods, see package embed.
const (
	PCA  Method = "PCA"
	TSNE Method = "t-SNE"
	UMAP Method = "UMAP"
)

const (
	// components is how many principal components t-SNE and UMAP see.
	components = 50
	// sampleSize is on how many images a picture's quality is measured.
	sampleSize = 10000
	// accuracyNeighbours and trustNeighbours are the k of the two measures.
	accuracyNeighbours, trustNeighbours = 10, 15
)

// Images are those of a data set that are to be placed.
type Images struct {
	Set    *dataset.Dataset
	Split  string // "all", "train" or "test"
	Pixels learn.Images
	Labels []uint8
	train  int // how many are training images; they come first
}

// Splits are the names that Select knows.
var Splits = []string{"all", "train", "test"}

// Select takes a split of a data set, "all" for both.
func Select(d *dataset.Dataset, split string) (Images, error) {
	x := Images{Set: d, Split: split}
	pixels := d.Test.Images
	switch split {
	case "all":
		pixels = slices.Concat(d.Train.Images, d.Test.Images)
		x.Labels, x.train = slices.Concat(d.Train.Labels, d.Test.Labels), d.Train.Len()
	case "train":
		pixels, x.Labels, x.train = d.Train.Images, d.Train.Labels, d.Train.Len()
	case "test":
		x.Labels = d.Test.Labels
	default:
		return x, fmt.Errorf("draw: split %q, want one of %q", split, Splits)
	}
	x.Pixels = learn.Images{Pixels: pixels, Features: d.Rows * d.Cols}
	if x.Pixels.Len() == 0 {
		return x, errEmpty
	}
	return x, nil
}

// Embedding is images in the plane.
type Embedding struct {
	Images
	Method Method
	Plane  []embed.Point
	// Facts are what there is to know about the method's work, one phrase each.
	Facts []string
}

// NewEmbedding places the images. t-SNE and UMAP see their first 50 principal
// components. frame, which may be nil, is shown t-SNE's way there, as
// embed.TSNE.Frame.
func NewEmbedding(ctx context.Context, x Images, method Method, seed uint64, frame func(iteration int, plane []embed.Point)) (*Embedding, error) {
	e := &Embedding{Images: x, Method: method}
	wanted := 2
	if method != PCA {
		wanted = components
	}
	pca, err := embed.NewPCA(ctx, x.Pixels, min(wanted, x.Pixels.Features), seed)
	if err != nil {
		return nil, err
	}
	points := pca.Project(x.Pixels)
	share := fmt.Sprintf("%d principal components with %.1f%% of the variance", points.Dims, 100*pca.Explained())
	switch method {
	case PCA:
		e.Plane = points.Plane()
		e.Facts = []string{share}
	case TSNE:
		err = e.tsne(ctx, points, frame)
		e.Facts = append(e.Facts, share)
	case UMAP:
		err = e.umap(ctx, points, seed)
		e.Facts = append(e.Facts, share)
	default:
		err = fmt.Errorf("draw: method %q", method)
	}
	return e, err
}

func (e *Embedding) tsne(ctx context.Context, points embed.Matrix, frame func(int, []embed.Point)) error {
	t := embed.NewTSNE()
	t.Frame = frame
	plane, kl, err := t.Embed(ctx, points, points.Plane())
	e.Plane = plane
	e.Facts = []string{fmt.Sprintf("perplexity %g", t.Perplexity), fmt.Sprintf("KL divergence %.3f", kl)}
	return err
}

func (e *Embedding) umap(ctx context.Context, points embed.Matrix, seed uint64) error {
	u := embed.NewUMAP()
	plane, connected, err := u.Embed(ctx, points, points.Plane(), seed)
	e.Plane = plane
	e.Facts = []string{fmt.Sprintf("%d neighbours", u.Neighbours), fmt.Sprintf("minimum distance %g", u.MinDist)}
	if !connected {
		e.Facts = append(e.Facts, "started from PCA, as the graph is not connected")
	}
	return err
}

// Quality says how good a picture is, measured on a sample of it.
type Quality struct {
	Sample          int     // images, evenly spaced
	LabelAccuracy   float64 // of the 10 nearest in the plane, see embed.LabelAccuracy
	Trustworthiness float64 // of the 15 nearest, see embed.Trustworthiness
}

// Measure computes the quality on up to 10,000 images. Of some tens it cannot be
// said: then Sample is 0.
func (e *Embedding) Measure(ctx context.Context) (q Quality, err error) {
	n := len(e.Plane)
	if n < 3*trustNeighbours {
		return q, nil
	}
	q.Sample = min(n, sampleSize)
	images := learn.Images{Features: e.Pixels.Features}
	plane, labels := make([]embed.Point, q.Sample), make([]uint8, q.Sample)
	for i := range q.Sample {
		from := i * n / q.Sample
		images.Pixels = append(images.Pixels, e.Pixels.Row(from)...)
		plane[i], labels[i] = e.Plane[from], e.Labels[from]
	}
	if q.LabelAccuracy, err = embed.LabelAccuracy(ctx, plane, labels, accuracyNeighbours); err != nil {
		return q, err
	}
	q.Trustworthiness, err = embed.Trustworthiness(ctx, images, plane, trustNeighbours)
	return q, err
}

// WriteCSV writes the columns split, index, label, x, y: the split train or test
// and the image's number in it, from 0; the class's number; the place.
func (e *Embedding) WriteCSV(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "split,index,label,x,y")
	for i, p := range e.Plane {
		split, index := "train", i
		if i >= e.train {
			split, index = "test", i-e.train
		}
		if _, err := fmt.Fprintf(b, "%s,%d,%d,%.6g,%.6g\n", split, index, e.Labels[i], p.X, p.Y); err != nil {
			return err
		}
	}
	return b.Flush()
}
