package study

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"

	"github.com/fmnist/fmnist/dataset"
)

// imageSide is about how large the images of a data set are drawn.
const imageSide = 56

// scaleOf is how many pixels of the picture a pixel of the data set's images has.
func scaleOf(d *dataset.Dataset, side int) int { return max(1, side/max(d.Rows, d.Cols)) }

const titleHeight = 34

func titled(with theme, width, height int, title string) canvas {
	c := newCanvas(with, width, height+titleHeight)
	c.text(8, 22, fitted(title, large, width-16), large, left, c.ink)
	return c
}

// drawPixelPairs draws every pair's map of accuracies above the diagonal and the
// best pixel's test accuracy below it.
func drawPixelPairs(with theme, heading string, d *dataset.Dataset, pairs []PixelPair) image.Image {
	scale := scaleOf(d, 84)
	w, h := d.Cols*scale+4, d.Rows*scale+4
	n := len(d.Classes)
	c := titled(with, n*w+16, n*h+50, heading)
	cell := func(row, col int) image.Point { return image.Pt(8+col*w, titleHeight+row*h) }
	for class, name := range d.Classes {
		at := cell(class, class)
		c.text(at.X+w/2, at.Y+h/2+4, fitted(name, small, w), small, centre, c.ink)
	}
	for _, p := range pairs {
		a, b := slices.Index(d.Classes, p.A), slices.Index(d.Classes, p.B)
		at := cell(a, b)
		for j, v := range p.pixels {
			x, y := at.X+j%d.Cols*scale, at.Y+j/d.Cols*scale
			c.fill(image.Rect(x, y, x+scale, y+scale), viridis(shade(v)))
		}
		c.ring(at.X+p.Col*scale+scale/2, at.Y+p.Row*scale+scale/2, 3*scale/2+2)
		at = cell(b, a)
		colour := viridis(shade(p.Test))
		c.fill(image.Rect(at.X, at.Y, at.X+w-4, at.Y+h-4), colour)
		c.text(at.X+w/2-2, at.Y+h/2+4, fmt.Sprintf("%.3f", p.Test), large, centre, textOn(colour))
	}
	c.colourBar(image.Pt(8, titleHeight+n*h+10))
	return c
}

// shade is the place of an accuracy in the colours.
func shade(accuracy float64) float64 { return (accuracy - 0.5) / 0.5 }

func (c canvas) colourBar(at image.Point) {
	const width = 250
	for x := range width {
		c.fill(image.Rect(at.X+x, at.Y, at.X+x+1, at.Y+12), viridis(float64(x)/(width-1)))
	}
	c.text(at.X, at.Y+28, "0.5", small, left, c.ink)
	c.text(at.X+width/2, at.Y+28, "accuracy", small, centre, c.ink)
	c.text(at.X+width, at.Y+28, "1.0", small, right, c.ink)
}

// ring draws a white circle with a dark border.
func (c canvas) ring(x, y, radius int) {
	for dy := -radius - 2; dy <= radius+2; dy++ {
		for dx := -radius - 2; dx <= radius+2; dx++ {
			switch off := math.Abs(math.Hypot(float64(dx), float64(dy)) - float64(radius)); {
			case off <= 0.9:
				c.Set(x+dx, y+dy, light.ground)
			case off <= 1.8:
				c.Set(x+dx, y+dy, light.ink)
			}
		}
	}
}

const (
	galleryPairs = 36
	pairsAcross  = 6
)

// drawTwins draws pairs of images beside each other.
func drawTwins(with theme, heading string, d *dataset.Dataset, m *comparison, twins []Twin) image.Image {
	scale := scaleOf(d, imageSide)
	w, h := d.Cols*scale, d.Rows*scale
	across, down := max(2*w+26, 152), h+56
	c := titled(with, pairsAcross*across+8, (len(twins)+pairsAcross-1)/pairsAcross*down, heading)
	for k, t := range twins {
		at := image.Pt(8+k%pairsAcross*across, titleHeight+k/pairsAcross*down)
		c.bytes(at.Add(image.Pt(2, 2)), m.images.Row(t.i), d.Cols, scale)
		c.bytes(at.Add(image.Pt(w+6, 2)), m.images.Row(t.j), d.Cols, scale)
		if t.Label1 != t.Label2 {
			c.frame(image.Rect(at.X, at.Y, at.X+2*w+8, at.Y+h+4), 2, c.mark)
		}
		c.text(at.X+2, at.Y+h+16, fmt.Sprintf("%s %d · %s %d", t.Split1, t.Index1, t.Split2, t.Index2), tiny, left, c.ink)
		names := t.Label1
		if t.Label1 != t.Label2 {
			names += " · " + t.Label2
		}
		c.text(at.X+2, at.Y+h+28, fitted(names, tiny, across-4), tiny, left, c.ink)
		c.text(at.X+2, at.Y+h+40, fmt.Sprintf("difference %.5f", t.Difference), tiny, left, c.faint)
	}
	return c
}

const (
	galleryIssues = 80
	issuesAcross  = 10
)

// drawIssues draws images with the label that they have and the suggested one.
func drawIssues(with theme, heading string, d *dataset.Dataset, issues []LabelIssue) image.Image {
	scale := scaleOf(d, imageSide)
	w, h := d.Cols*scale, d.Rows*scale
	across, down := max(w+16, 86), h+46
	issues = issues[:min(galleryIssues, len(issues))]
	c := titled(with, issuesAcross*across+8, max(1, (len(issues)+issuesAcross-1)/issuesAcross)*down, heading)
	size := d.Rows * d.Cols
	for k, x := range issues {
		at := image.Pt(8+k%issuesAcross*across, titleHeight+k/issuesAcross*down)
		c.bytes(at, d.Train.Images[x.Index*size:(x.Index+1)*size], d.Cols, scale)
		c.text(at.X, at.Y+h+11, fitted(x.Given, tiny, across-4), tiny, left, c.ink)
		c.text(at.X, at.Y+h+23, fitted(x.Suggested, tiny, across-4), tiny, left, c.mark)
		c.text(at.X, at.Y+h+35, fmt.Sprint(x.Index), tiny, left, c.faint)
	}
	return c
}

// rowShares are counts as shares of their row.
func rowShares(counts [][]int) [][]float64 {
	shares := matrixOf[float64](len(counts))
	for i, row := range counts {
		sum := 0
		for _, n := range row {
			sum += n
		}
		for j, n := range row {
			shares[i][j] = ratio(float64(n), sum, 0)
		}
	}
	return shares
}

// drawMatrix draws a square matrix as numbers on shades, without its diagonal.
func drawMatrix(with theme, heading string, classes []string, values [][]float64, unit float64) image.Image {
	const w, h, margin = 74, 32, 84
	n := len(classes)
	c := titled(with, max(margin+n*w+8, 640), n*h+30, heading)
	most := 0.0
	for i, row := range values {
		for j, v := range row {
			if i != j {
				most = max(most, v)
			}
		}
	}
	decimals := 0
	if unit*most < 10 {
		decimals = 1
	}
	for i, name := range classes {
		c.text(margin-6, titleHeight+24+i*h+20, fitted(name, small, margin-10), small, right, c.ink)
		c.text(margin+i*w+w/2, titleHeight+14, fitted(name, small, w-2), small, centre, c.ink)
		for j, v := range values[i] {
			at := image.Rect(margin+j*w, titleHeight+24+i*h, margin+(j+1)*w-2, titleHeight+24+(i+1)*h-2)
			if i == j {
				continue
			}
			colour := c.shades(ratioOf(v, most))
			c.fill(at, colour)
			c.text(at.Min.X+w/2-1, at.Min.Y+20, strconv.FormatFloat(unit*v, 'f', decimals, 64), small, centre, textOn(colour))
		}
	}
	return c
}

// ratioOf is 0 where there is nothing to take a share of.
func ratioOf(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
