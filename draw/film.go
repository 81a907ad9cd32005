package draw

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"slices"

	"golang.org/x/image/draw"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/draw/embed"
)

// A film is a GIF of few colours, so that it stays small: white, greys for text
// and images, and the class colours. Its pictures are one pixel a unit.

const greys = 16

// palette is white to black, then the class colours.
var palette = func() (p color.Palette) {
	for i := range greys {
		v := uint8(255 - 255*i/(greys-1))
		p = append(p, color.RGBA{v, v, v, 255})
	}
	for _, c := range classColours {
		p = append(p, c)
	}
	return p
}()

// classIndex is the colour of a class in the palette.
func classIndex(class int) uint8 { return uint8(greys + class%len(classColours)) }

// quantizer finds the nearest colours of the palette, each once.
type quantizer map[color.RGBA]uint8

func (q quantizer) paletted(m *image.RGBA) *image.Paletted {
	p := image.NewPaletted(m.Rect, palette)
	for i := range p.Pix {
		c := color.RGBA{m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2], 255}
		index, known := q[c]
		if !known {
			index = uint8(palette.Index(c))
			q[c] = index
		}
		p.Pix[i] = index
	}
	return p
}

// reel is a film that is being made.
type reel struct {
	film gif.GIF
	last *image.Paletted
}

// show adds a picture for some hundredths of a second. Only the part that
// differs from the one before is stored.
func (r *reel) show(p *image.Paletted, hundredths int) {
	area := p.Rect
	if r.last != nil {
		area = changed(r.last, p)
	}
	if area.Empty() {
		r.film.Delay[len(r.film.Delay)-1] += hundredths
		return
	}
	part := image.NewPaletted(area, palette)
	draw.Draw(part, area, p, area.Min, draw.Src)
	r.film.Image = append(r.film.Image, part)
	r.film.Delay = append(r.film.Delay, hundredths)
	r.film.Disposal = append(r.film.Disposal, gif.DisposalNone)
	r.last = p
}

// changed is the least rectangle outside which two pictures are the same.
func changed(a, b *image.Paletted) (area image.Rectangle) {
	for y := range a.Rect.Dy() {
		rowA, rowB := a.Pix[y*a.Stride:][:a.Rect.Dx()], b.Pix[y*b.Stride:][:b.Rect.Dx()]
		if slices.Equal(rowA, rowB) {
			continue
		}
		left, right := 0, len(rowA)
		for rowA[left] == rowB[left] {
			left++
		}
		for rowA[right-1] == rowB[right-1] {
			right--
		}
		area = area.Union(image.Rect(left, y, right, y+1))
	}
	return area
}

const (
	filmWidth = 640.
	filmSide  = 470.
	filmTop   = 66.
	// framesOf is about how many pictures t-SNE's iterations become.
	framesOf = 60
)

// EmbeddingFilm shows how t-SNE places the test images, from the principal
// components to the end.
func EmbeddingFilm(ctx context.Context, d *dataset.Dataset, seed uint64) (*gif.GIF, error) {
	x, err := Select(d, "test")
	if err != nil {
		return nil, err
	}
	iterations := embed.NewTSNE().Iterations
	var planes [][]embed.Point
	var numbers []int
	e, err := NewEmbedding(ctx, x, TSNE, seed, func(i int, plane []embed.Point) {
		if i%(iterations/framesOf) == 0 || i == iterations {
			planes, numbers = append(planes, slices.Clone(plane)), append(numbers, i)
		}
	})
	if err != nil {
		return nil, err
	}
	s := newStage(e)
	for i, plane := range planes[:len(planes)-1] {
		s.show(s.scene(plane, fmt.Sprintf("step %d of %d", numbers[i], iterations), nil), 8)
	}
	last := fmt.Sprintf("step %d of %d", iterations, iterations)
	at := fit(e.Plane, margin+6, filmTop+6, filmSide-12)
	s.show(s.scene(e.Plane, last, nil), 100)
	s.show(s.scene(e.Plane, last, classLabels(at, e.Labels, d.Classes, margin, filmTop, filmSide)), 500)
	return &s.film, nil
}

// stage is what all pictures of an embedding's film share.
type stage struct {
	reel
	embedding *Embedding
	still     *Picture
	quantizer quantizer
}

func newStage(e *Embedding) *stage {
	source := wrapped(sourceOf(e.Set), smallSize, filmWidth-2*margin)
	p := newPicture(filmWidth, filmTop+filmSide+18+float64(len(source))*smallSize*lineDistance)
	p.heading(e)
	p.frame(margin, filmTop, filmSide, filmSide, line)
	left := margin + filmSide + 14
	for class, name := range e.Set.Classes[:min(len(e.Set.Classes), 20)] {
		y := filmTop + 14 + float64(class)*23
		p.add(dots{at: []place{{left + 6, y - 4.5}}, class: []uint8{uint8(class)}, radius: 6, opacity: 1})
		p.add(label{x: left + 18, y: y, size: labelSize, text: shortened(name, labelSize, filmWidth-left-18-4, false), fill: ink})
	}
	p.source(source)
	return &stage{embedding: e, still: p, quantizer: quantizer{}}
}

// scene is one picture. Dots are two pixels wide and hard-edged, which a GIF
// stores well.
func (s *stage) scene(plane []embed.Point, step string, names []label) *image.Paletted {
	p := *s.still
	p.shapes = slices.Clip(p.shapes)
	p.add(label{x: margin + 8, y: filmTop + 18, size: 12, text: step, fill: muted})
	scene := s.quantizer.paletted(p.image(1))
	dots := mixed(fit(plane, margin+6, filmTop+6, filmSide-12), s.embedding.Labels)
	for i, at := range dots.at {
		x, y := int(at.x), int(at.y)
		for k := range 4 {
			scene.SetColorIndex(x+k%2, y+k/2, classIndex(int(dots.class[i])))
		}
	}
	if len(names) == 0 {
		return scene
	}
	over := image.NewRGBA(scene.Rect)
	draw.Draw(over, over.Rect, scene, image.Point{}, draw.Src)
	c := &canvas{RGBA: over, scale: 1, faces: newFaces()}
	for _, name := range names {
		name.paint(c)
	}
	return s.quantizer.paletted(over)
}
