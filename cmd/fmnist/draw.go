package main

import (
	"fmt"
	"image/gif"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/draw"
	"github.com/fmnist/fmnist/idx"
)

func newDraw(a *app) *cobra.Command {
	d := &drawing{app: a}
	cmd := &cobra.Command{
		Use:   "draw",
		Short: "Draw data and results: sprites, embeddings in the plane, films",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&d.out, "out", ".", "folder of the files, which is made where it is missing")
	cmd.PersistentFlags().Uint64Var(&d.seed, "seed", 0, "seed of what is random")
	cmd.AddCommand(newDrawSprite(d), newDrawGIF(d))
	for use, method := range map[string]draw.Method{"pca": draw.PCA, "tsne": draw.TSNE, "umap": draw.UMAP} {
		cmd.AddCommand(newDrawEmbedding(d, use, method))
	}
	return cmd
}

// drawing is what the verbs below draw share.
type drawing struct {
	*app
	out  string
	seed uint64
}

// open reads the data set of the argument.
func (d *drawing) open(cmd *cobra.Command, nameOrDir string) (*dataset.Dataset, error) {
	set, err := dataset.Resolve(cmd.Context(), nameOrDir, d.dataDir)
	if err == nil {
		warn(cmd, set)
	}
	return set, err
}

// write makes a file in the folder, whole or not at all, and tells its name.
func (d *drawing) write(cmd *cobra.Command, name string, content func(io.Writer) error) error {
	if err := os.MkdirAll(d.out, 0o777); err != nil {
		return err
	}
	path := filepath.Join(d.out, name)
	f, err := idx.Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := content(f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := f.Commit(); err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), path)
	return nil
}

func newDrawSprite(d *drawing) *cobra.Command {
	var count int
	cmd := &cobra.Command{
		Use:   "sprite NAME|DIR",
		Short: "Draw the classes, and the test images for TensorBoard's projector",
		Long: `Draw the classes, three rows each, and the first test images as the square
sprite of TensorBoard's embedding projector, with the files that it reads:
tensors, metadata, and projector_config.pbtxt, which names them.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := d.open(cmd, args[0])
			if err != nil {
				return err
			}
			n := count
			if n == 0 {
				n = set.Test.Len()
			}
			return d.sprites(cmd, set, n)
		},
	}
	cmd.Flags().IntVar(&count, "count", 0, "how many test images (default all)")
	return cmd
}

func (d *drawing) sprites(cmd *cobra.Command, set *dataset.Dataset, n int) error {
	sprite, err := draw.SquareSprite(set, n)
	if err != nil {
		return err
	}
	if err := d.write(cmd, set.Name+"-classes.png", draw.ClassSprite(set).WritePNG); err != nil {
		return err
	}
	image, tensors, metadata := set.Name+"-sprite.png", set.Name+"-tensors.tsv", set.Name+"-metadata.tsv"
	if err := d.write(cmd, image, func(w io.Writer) error { return png.Encode(w, sprite) }); err != nil {
		return err
	}
	if err := d.write(cmd, tensors, func(w io.Writer) error { return draw.WriteTensors(w, set, n) }); err != nil {
		return err
	}
	if err := d.write(cmd, metadata, func(w io.Writer) error { return draw.WriteMetadata(w, set, n) }); err != nil {
		return err
	}
	return d.write(cmd, "projector_config.pbtxt", func(w io.Writer) error {
		return draw.WriteProjectorConfig(w, set, tensors, metadata, image)
	})
}

func newDrawEmbedding(d *drawing, use string, method draw.Method) *cobra.Command {
	var split string
	cmd := &cobra.Command{
		Use:   use + " NAME|DIR",
		Short: "Place the images in the plane by " + string(method),
		Long: "Place the images in the plane by " + string(method) + `: a picture as PNG and as SVG, and the
coordinates as CSV with the columns split, index, label, x and y.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := d.open(cmd, args[0])
			if err != nil {
				return err
			}
			images, err := draw.Select(set, split)
			if err != nil {
				return usagef("--split: %w", err)
			}
			return d.embedding(cmd, images, use, method)
		},
	}
	cmd.Flags().StringVar(&split, "split", "all", "images to place: all, train or test")
	return cmd
}

func (d *drawing) embedding(cmd *cobra.Command, images draw.Images, use string, method draw.Method) error {
	b := newBars(cmd)
	b.step(images.Set.Name, dataset.Step{Title: "placing the images by " + string(method)})
	began := time.Now()
	e, err := draw.NewEmbedding(cmd.Context(), images, method, d.seed, nil)
	b.clear()
	if err != nil {
		return err
	}
	took := time.Since(began)
	quality, err := e.Measure(cmd.Context())
	if err != nil {
		return err
	}
	name, picture := images.Set.Name+"-"+use, draw.Scatter(e)
	if err := d.write(cmd, name+".png", picture.WritePNG); err != nil {
		return err
	}
	if err := d.write(cmd, name+".svg", picture.WriteSVG); err != nil {
		return err
	}
	if err := d.write(cmd, name+".csv", e.WriteCSV); err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%d images placed in %.1f s: %s\n", len(e.Plane), took.Seconds(), strings.Join(e.Facts, "; "))
	if quality.Sample > 0 {
		fmt.Fprintf(out, "of %d images, %.4f have the label of most of the 10 nearest in the plane; trustworthiness %.4f\n",
			quality.Sample, quality.LabelAccuracy, quality.Trustworthiness)
	}
	return nil
}

func newDrawGIF(d *drawing) *cobra.Command {
	var db string
	cmd := &cobra.Command{
		Use:   "gif [NAME|DIR]",
		Short: "Film t-SNE placing the test images, or the results table",
		Long: `Film t-SNE placing the test images of a data set, NAME-embedding.gif, or with --db
and no data set a tour of the results table, benchmark.gif.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 0) == (db == "") {
				return usagef("want either a data set or --db")
			}
			if db != "" {
				return d.tour(cmd, db)
			}
			set, err := d.open(cmd, args[0])
			if err != nil {
				return err
			}
			b := newBars(cmd)
			b.step(set.Name, dataset.Step{Title: "filming t-SNE"})
			film, err := draw.EmbeddingFilm(cmd.Context(), set, d.seed)
			b.clear()
			if err != nil {
				return err
			}
			return d.film(cmd, set.Name+"-embedding.gif", film)
		},
	}
	cmd.Flags().StringVar(&db, "db", "", "database of the results to tour")
	return cmd
}

func (d *drawing) tour(cmd *cobra.Command, db string) error {
	results, err := readResults(cmd, db)
	if err != nil {
		return err
	}
	film, err := draw.ResultsFilm(bench.Newest(bench.Summarize(results)))
	if err != nil {
		return err
	}
	return d.film(cmd, "benchmark.gif", film)
}

func (d *drawing) film(cmd *cobra.Command, name string, film *gif.GIF) error {
	return d.write(cmd, name, func(w io.Writer) error { return gif.EncodeAll(w, film) })
}
