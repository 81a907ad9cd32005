package draw

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"io"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
)

const (
	classRows = 3  // of images of a class
	classCols = 30 // images in a row
	// spriteSide is the largest side of a sprite that TensorBoard takes, in pixels.
	spriteSide = 8192
)

// ClassSprite shows the first 90 training images of each class, three rows a
// class, black on white.
func ClassSprite(d *dataset.Dataset) *Picture {
	const nameWidth, nameSize, top = 116., 16., 52.
	sheet := classSheet(d)
	size := sheet.Bounds().Size()
	width := margin + nameWidth + float64(size.X) + margin
	source := wrapped(sourceOf(d), smallSize, width-2*margin)
	p := newPicture(width, top+float64(size.Y)+16+float64(len(source))*smallSize*lineDistance+4)
	p.add(label{x: margin, y: 34, size: titleSize, text: titleOf(d) + ": the classes", fill: ink, bold: true})
	p.add(raster{margin + nameWidth, top, float64(size.X), float64(size.Y), sheet})
	height := float64(classRows * d.Rows)
	for class, name := range d.Classes {
		y := top + (float64(class)+0.5)*height
		p.add(label{x: margin, y: y + nameSize/3, size: nameSize, text: shortened(name, nameSize, nameWidth-8, false), fill: ink})
	}
	p.source(source)
	return p
}

// source adds lines at the bottom.
func (p *Picture) source(lines []string) {
	for i, text := range lines {
		up := float64(len(lines)-1-i) * smallSize * lineDistance
		p.add(label{x: margin, y: p.Height - 8 - up, size: smallSize, text: text, fill: muted})
	}
}

func classSheet(d *dataset.Dataset) *image.Gray {
	sheet := whiteSheet(classCols*d.Cols, len(d.Classes)*classRows*d.Rows)
	drawn := make([]int, len(d.Classes))
	for i, class := range d.Train.Labels {
		k := drawn[class]
		if k == classRows*classCols {
			continue
		}
		drawn[class]++
		x, y := k%classCols*d.Cols, (int(class)*classRows+k/classCols)*d.Rows
		putInverted(sheet, x, y, d.Cols, imageOf(d, d.Train, i))
	}
	return sheet
}

func whiteSheet(width, height int) *image.Gray {
	sheet := image.NewGray(image.Rect(0, 0, width, height))
	for i := range sheet.Pix {
		sheet.Pix[i] = 255
	}
	return sheet
}

func imageOf(d *dataset.Dataset, split dataset.Split, i int) []uint8 {
	size := d.Rows * d.Cols
	return split.Images[i*size : (i+1)*size]
}

// putInverted puts an image, black on white, where its upper left corner is
// told.
func putInverted(sheet *image.Gray, x, y, cols int, pixels []uint8) {
	for i, v := range pixels {
		sheet.Pix[sheet.PixOffset(x+i%cols, y+i/cols)] = 255 - v
	}
}

// SquareSprite is the first n test images, black on white, as many a row as
// rows: the sprite that TensorBoard's projector wants.
func SquareSprite(d *dataset.Dataset, n int) (*image.Gray, error) {
	if n < 1 || n > d.Test.Len() {
		return nil, fmt.Errorf("draw: a sprite of %d images: %s has 1 to %d test images", n, d.Name, d.Test.Len())
	}
	side := 1
	for side*side < n {
		side++
	}
	if side*max(d.Rows, d.Cols) > spriteSide {
		return nil, fmt.Errorf("draw: a sprite of %d images of %dx%d: more than %d pixels a side, which TensorBoard refuses", n, d.Rows, d.Cols, spriteSide)
	}
	sheet := whiteSheet(side*d.Cols, side*d.Rows)
	for i := range n {
		putInverted(sheet, i%side*d.Cols, i/side*d.Rows, d.Cols, imageOf(d, d.Test, i))
	}
	return sheet, nil
}

// WriteTensors writes the first n test images, a line each, the pixels with
// tabs between.
func WriteTensors(w io.Writer, d *dataset.Dataset, n int) error {
	b := bufio.NewWriter(w)
	var buffer []byte
	for i := range n {
		buffer = buffer[:0]
		for j, v := range imageOf(d, d.Test, i) {
			if j > 0 {
				buffer = append(buffer, '\t')
			}
			buffer = strconv.AppendUint(buffer, uint64(v), 10)
		}
		if _, err := b.Write(append(buffer, '\n')); err != nil {
			return err
		}
	}
	return b.Flush()
}

// WriteMetadata writes the class names of the first n test images, a line each:
// a single column has no header.
func WriteMetadata(w io.Writer, d *dataset.Dataset, n int) error {
	b := bufio.NewWriter(w)
	for _, y := range d.Test.Labels[:n] {
		if _, err := b.WriteString(d.Classes[y] + "\n"); err != nil {
			return err
		}
	}
	return b.Flush()
}

// WriteProjectorConfig writes the projector_config.pbtxt that names the files.
func WriteProjectorConfig(w io.Writer, d *dataset.Dataset, tensors, metadata, sprite string) error {
	_, err := fmt.Fprintf(w, `embeddings {
  tensor_name: %q
  tensor_path: %q
  metadata_path: %q
  sprite {
    image_path: %q
    single_image_dim: %d
    single_image_dim: %d
  }
}
`, titleOf(d)+" test images", tensors, metadata, sprite, d.Cols, d.Rows)
	return err
}

var errEmpty = errors.New("draw: no images")
