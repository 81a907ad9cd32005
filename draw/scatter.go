package draw

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/draw/embed"
)

const (
	scatterWidth = 800.
	plotTop      = 70.
	plotSide     = 568.
	legendLeft   = margin + plotSide + 16
	thumbnail    = 28. // side of an image in the legend
	thumbnails   = 4   // a class
)

// Scatter shows an embedding: a dot for each image in the colour of its class,
// the classes' names where they are densest, and a legend with images from the
// left end of a class to the right.
func Scatter(e *Embedding) *Picture {
	source := wrapped(sourceOf(e.Set), smallSize, scatterWidth-2*margin)
	p := newPicture(scatterWidth, plotTop+plotSide+18+float64(len(source))*smallSize*lineDistance)
	p.heading(e)
	p.frame(margin, plotTop, plotSide, plotSide, line)
	at := fit(e.Plane, margin+6, plotTop+6, plotSide-12)
	p.add(mixed(at, e.Labels))
	for _, l := range classLabels(at, e.Labels, e.Set.Classes, margin, plotTop, plotSide) {
		p.add(l)
	}
	p.legend(e, at)
	p.source(source)
	return p
}

func (p *Picture) heading(e *Embedding) {
	which := map[string]string{"all": "training and test images", "train": "training images", "test": "test images"}[e.Split]
	p.add(label{x: margin, y: 34, size: titleSize, text: titleOf(e.Set) + " by " + string(e.Method), fill: ink, bold: true})
	text := fmt.Sprintf("%s %s; %s", thousands(len(e.Plane)), which, strings.Join(e.Facts, "; "))
	p.add(label{x: margin, y: 55, size: 12, text: shortened(text, 12, p.Width-2*margin, false), fill: muted})
}

// thousands writes 70000 as 70,000.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// fit moves and scales points into a square, alike both ways, y upwards.
func fit(plane []embed.Point, left, top, side float64) []place {
	low, high := plane[0], plane[0]
	for _, p := range plane {
		low = embed.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = embed.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	width, height := float64(high.X)-float64(low.X), float64(high.Y)-float64(low.Y)
	scale := side / max(width, height, 1e-30)
	left += (side - width*scale) / 2
	top += (side - height*scale) / 2
	at := make([]place, len(plane))
	for i, p := range plane {
		at[i] = place{left + (float64(p.X)-float64(low.X))*scale, top + (float64(high.Y)-float64(p.Y))*scale}
	}
	return at
}

// mixed are the dots in a random order, always the same, so that no class
// covers the others.
func mixed(at []place, labels []uint8) dots {
	d := dots{at: make([]place, len(at)), class: make([]uint8, len(at)), radius: 0.75, opacity: 0.7}
	if len(at) <= 20000 {
		d.radius = 1.2
	}
	for i, j := range rand.New(rand.NewPCG(1, 1)).Perm(len(at)) {
		d.at[i], d.class[i] = at[j], labels[j]
	}
	return d
}

// gridSide is into how many cells a side the plot is cut to find where a class
// is dense.
const gridSide = 40

// classLabels are the names of the classes, each as near to the densest place of
// its class as it can be without touching another.
func classLabels(at []place, labels []uint8, classes []string, left, top, side float64) (placed []label) {
	const most = 40 // names; more would not leave room for the dots
	for class, name := range classes[:min(most, len(classes))] {
		for _, cell := range densest(at, labels, uint8(class), left, top, side) {
			x := left + (float64(cell%gridSide)+0.5)*side/gridSide
			y := top + (float64(cell/gridSide)+0.5)*side/gridSide
			l := label{x: x, y: y + labelSize/3, size: labelSize, text: name, fill: ink, bold: true, anchor: middle, halo: 2}
			half := textWidth(name, labelSize, true)/2 + 4
			l.x = max(left+half, min(left+side-half, l.x))
			if !slices.ContainsFunc(placed, l.touches) {
				placed = append(placed, l)
				break
			}
		}
	}
	return placed
}

// touches reports whether two centred labels are too near to each other.
func (l label) touches(other label) bool {
	const gap = 6
	apart := (textWidth(l.text, l.size, l.bold)+textWidth(other.text, other.size, other.bold))/2 + gap
	return max(l.x-other.x, other.x-l.x) < apart && max(l.y-other.y, other.y-l.y) < l.size+gap
}

// densest are the cells of a grid in which the class has images, those with most
// of them in and around it first; none where the class has no images.
func densest(at []place, labels []uint8, class uint8, left, top, side float64) (cells []int) {
	var count, around [gridSide * gridSide]int
	cellOf := func(v, from float64) int { return max(0, min(gridSide-1, int((v-from)*gridSide/side))) }
	for i, p := range at {
		if labels[i] == class {
			count[cellOf(p.y, top)*gridSide+cellOf(p.x, left)]++
		}
	}
	for c := range count {
		for dy := -2; dy <= 2; dy++ {
			for dx := -2; dx <= 2; dx++ {
				if x, y := c%gridSide+dx, c/gridSide+dy; x >= 0 && x < gridSide && y >= 0 && y < gridSide {
					around[c] += count[y*gridSide+x]
				}
			}
		}
		if count[c] > 0 {
			cells = append(cells, c)
		}
	}
	slices.SortStableFunc(cells, func(a, b int) int { return around[b] - around[a] })
	return cells
}

// legend names the classes beside the plot, with images where there is room.
func (p *Picture) legend(e *Embedding, at []place) {
	const most = 40
	classes := e.Set.Classes[:min(most, len(e.Set.Classes))]
	height := min(plotSide/float64(len(classes)), 20+thumbnail+9)
	for class, name := range classes {
		y := plotTop + float64(class)*height
		p.add(dots{at: []place{{legendLeft + 6, y + 8}}, class: []uint8{uint8(class)}, radius: 6, opacity: 1})
		p.add(label{x: legendLeft + 18, y: y + 12.5, size: labelSize, text: shortened(name, labelSize, p.Width-legendLeft-18-margin, true), fill: ink, bold: true})
		if height < 18+thumbnail {
			continue
		}
		for k, i := range spread(at, e.Labels, uint8(class)) {
			p.add(raster{legendLeft + 18 + float64(k)*(thumbnail+6), y + 18, thumbnail, thumbnail, e.inverted(i)})
		}
	}
}

// spread are a few images of a class, from the left of the plot to the right.
func spread(at []place, labels []uint8, class uint8) (chosen []int) {
	var members []int
	for i, y := range labels {
		if y == class {
			members = append(members, i)
		}
	}
	if len(members) < thumbnails {
		return members
	}
	slices.SortStableFunc(members, func(a, b int) int {
		switch {
		case at[a].x < at[b].x:
			return -1
		case at[a].x > at[b].x:
			return 1
		}
		return 0
	})
	for k := range thumbnails {
		chosen = append(chosen, members[(2*k+1)*len(members)/(2*thumbnails)])
	}
	return chosen
}

// inverted is an image, black on white.
func (e *Embedding) inverted(i int) image.Image {
	g := image.NewGray(image.Rect(0, 0, e.Set.Cols, e.Set.Rows))
	putInverted(g, 0, 0, e.Set.Cols, e.Pixels.Row(i))
	return g
}
