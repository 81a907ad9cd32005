package photo

import "image"

// Fuzz is how far a colour may be from a corner's to be trimmed, as a part of the
// largest distance there is in the RGB cube.
const Fuzz = 0.05

// Trim cuts off the edges whose colours are within Fuzz of those of the corners:
// of the upper left corner at the top and on the left, of the upper right one on
// the right, of the lower left one at the bottom. That is ImageMagick's -fuzz 5%
// -trim (GetImageBoundingBox in its attribute.c). ErrBlank where nothing else is
// there.
func Trim(p *Photo) (*Photo, error) {
	w, h := p.Width(), p.Height()
	topLeft, topRight, bottomLeft := newGround(p, 0, 0), newGround(p, w-1, 0), newGround(p, 0, h-1)
	top := 0
	for top < h && topLeft.firstUnlike(top, 0, w) == w {
		top++
	}
	bottom := h - 1
	for bottom >= 0 && bottomLeft.firstUnlike(bottom, 0, w) == w {
		bottom--
	}
	left, right := w, -1
	first, end := 0, h
	if topLeft.c == topRight.c && topLeft.c == bottomLeft.c { // the other rows are known to be like all three
		first, end = top, bottom+1
	}
	// A few rows first: what they have need not be looked for in the others.
	for _, every := range []int{4 * tile, 1} {
		for y := first; y < end; y += every {
			left = topLeft.firstUnlike(y, 0, left)
			right = topRight.lastUnlike(y, right, w)
		}
	}
	box := image.Rect(left, top, right+1, bottom+1)
	if left > right || top > bottom {
		return nil, ErrBlank
	}
	return p.Crop(box), nil
}

// ground is what is alike a corner of a photograph. Most of a shop's photograph is,
// so pixels are looked at by tiles first.
type ground struct {
	p    *Photo
	c    RGB    // of the corner
	src  *ycbcr // the photograph's, if it is one
	like levels // of the corner
	band int    // the row of tiles that is known
	all  []verdict
}

// verdict says of a tile whether all of it is alike the corner, as far as can be
// told without looking at each of its pixels.
type verdict uint8

const (
	unknown verdict = iota
	whole
	mixed
)

// tile is the edge of a tile. Chroma is one sample for up to 16 x 16 pixels.
const tile = 16

func newGround(p *Photo, x, y int) *ground {
	g := &ground{p: p, c: p.RGB(x, y), band: -1, all: make([]verdict, (p.Width()-1)/tile+1)}
	if src, ok := p.src.(*ycbcr); ok {
		g.src, g.like = src, src.levels(p.stored(x, y))
	}
	return g
}

// firstUnlike is the first of the columns lo to hi-1 of row y that is not like the
// corner, or hi.
func (g *ground) firstUnlike(y, lo, hi int) int { return g.unlike(y, lo, hi, 1) }

// lastUnlike is the last of the columns lo+1 to hi-1 of row y that is not like the
// corner, or lo.
func (g *ground) lastUnlike(y, lo, hi int) int { return g.unlike(y, hi-1, lo, -1) }

// unlike is the first column from one to the other that is not like the corner in
// row y, or the other.
func (g *ground) unlike(y, from, to, step int) int {
	last := g.c
	for x := from; x != to; {
		end := min(x/tile*tile+tile, to) // of the tile's columns, in the direction of step
		row := image.Rect(x, y, end, y+1)
		if step < 0 {
			end = max(x/tile*tile-1, to)
			row = image.Rect(end+1, y, x+1, y+1)
		}
		if g.verdict(x, y) == whole || g.allLike(row) {
			x = end
		}
		for ; x != end; x += step {
			if next := g.p.RGB(x, y); next != last {
				if !alike(next, g.c) {
					return x
				}
				last = next
			}
		}
	}
	return to
}

// verdict is that on the tile at column x and row y.
func (g *ground) verdict(x, y int) verdict {
	if y/tile != g.band {
		g.band = y / tile
		clear(g.all)
	}
	v := &g.all[x/tile]
	if *v == unknown {
		at := image.Pt(x/tile*tile, y/tile*tile)
		*v = mixed
		if g.allLike(image.Rectangle{at, at.Add(image.Pt(tile, tile))}.Intersect(g.p.Bounds())) {
			*v = whole
		}
	}
	return *v
}

// allLike reports that all colours in a rectangle of the view are certainly alike
// the corner's.
func (g *ground) allLike(r image.Rectangle) bool {
	if g.src == nil {
		return false
	}
	left, top := g.p.stored(r.Min.X, r.Min.Y)
	right, bottom := g.p.stored(r.Max.X-1, r.Max.Y-1)
	return g.src.allLike(image.Rect(min(left, right), min(top, bottom), max(left, right)+1, max(top, bottom)+1), g.like)
}

// alike reports whether two colours are within Fuzz: the squares of their
// differences sum up to at most three times the square of Fuzz of a channel's
// range, which for ImageMagick is 65,536.
func alike(a, b RGB) bool {
	const fuzz = Fuzz * (Max + 1)
	sum := int64(0)
	for i := range a {
		d := int64(a[i]) - int64(b[i])
		sum += d * d
	}
	return float64(sum) <= 3*fuzz*fuzz
}
