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
	topLeft, topRight, bottomLeft := p.RGB(0, 0), p.RGB(w-1, 0), p.RGB(0, h-1)
	top := 0
	for top < h && (top > 0 && p.rowRepeats(top, 1, 0, w) || p.firstUnlike(topLeft, top, 0, w) == w) {
		top++
	}
	bottom := h - 1
	for bottom >= 0 && (bottom < h-1 && p.rowRepeats(bottom, -1, 0, w) || p.firstUnlike(bottomLeft, bottom, 0, w) == w) {
		bottom--
	}
	left, right := w, -1
	first, end := 0, h
	if topLeft == topRight && topLeft == bottomLeft { // the other rows are known to be like all three
		first, end = top, bottom+1
	}
	for y := first; y < end; y++ {
		// Outside of left and right, the row before was like the corners.
		if y == first || !p.rowRepeats(y, 1, 0, left) {
			left = p.firstUnlike(topLeft, y, 0, left)
		}
		if y == first || !p.rowRepeats(y, 1, right+1, w) {
			right = p.lastUnlike(topRight, y, right, w)
		}
	}
	box := image.Rect(left, top, right+1, bottom+1)
	if left > right || top > bottom {
		return nil, ErrBlank
	}
	return p.Crop(box), nil
}

// firstUnlike is the first of the columns lo to hi-1 of row y that is not like c,
// or hi.
func (p *Photo) firstUnlike(c RGB, y, lo, hi int) int { return p.unlike(c, y, lo, hi, 1) }

// lastUnlike is the last of the columns lo+1 to hi-1 of row y that is not like c,
// or lo.
func (p *Photo) lastUnlike(c RGB, y, lo, hi int) int { return p.unlike(c, y, hi-1, lo, -1) }

// unlike is the first column from one to the other, which is not looked at, that is
// not like c in row y, or the other. Most of this is ground of a single colour, so
// where the source can tell that a pixel is as the one before, nothing is computed.
func (p *Photo) unlike(c RGB, y, from, to, step int) int {
	s, repeats := p.src.(ycbcr)
	repeats = repeats && p.orient == 1
	last, dx, row := c, p.view.Min.X, p.view.Min.Y+y
	for x := from; x != to; x += step {
		if repeats && x != from && s.repeats(x+dx, row, step) {
			continue
		}
		if next := p.RGB(x, y); next != last {
			if !alike(next, c) {
				return x
			}
			last = next
		}
	}
	return to
}

// rowRepeats reports that the columns lo to hi-1 of row y certainly have the colours
// of row y-dy. It may miss some.
func (p *Photo) rowRepeats(y, dy, lo, hi int) bool {
	s, ok := p.src.(ycbcr)
	dx := p.view.Min.X
	return ok && p.orient == 1 && s.rowRepeats(y+p.view.Min.Y, dy, lo+dx, hi+dx)
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
