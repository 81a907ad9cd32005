package features

import (
	"context"
	"fmt"
	"math"
	"sync"

	"github.com/fmnist/fmnist/learn"
)

// HOG describes an image by histograms of oriented gradients (Dalal, Triggs,
// "Histograms of oriented gradients for human detection", CVPR 2005), under the
// names of scikit-image's hog. At every pixel the gradient g is that of central
// differences, the border repeated beyond itself; its direction, without a sign
// between 0 and 180 degrees, votes with |g| for the two nearest of Orientations
// bins in the four nearest cells of PixelsPerCell, by linear interpolation.
// Blocks of CellsPerBlock cells, one starting at every cell that has room for
// it, are each normalised,
//
//	v/sqrt(|v|^2 + 1e-10), no entry above 0.2, and once more ("L2-Hys")
//
// and are the features, row by row: cells of a block and bins of a cell in
// their order.
//
// scikit-image does not interpolate, which on images this small costs accuracy,
// and has no gradient at the border.
//
// HOG reads the pixels as they are, whatever the set's scaling: to standardise
// pixel by pixel would bend the gradients. Images are square; rows and columns
// that make no whole cell are part of no block's own cell.
type HOG struct {
	Orientations  int    `json:"orientations"`
	PixelsPerCell [2]int `json:"pixels_per_cell"` // rows and columns
	CellsPerBlock [2]int `json:"cells_per_block"` // rows and columns

	*quantizer
}

// NewHOG returns the transformer with Dalal and Triggs's choice for their
// images of people; cells of 4 x 4 suit images of 28 x 28.
func NewHOG() *HOG {
	return &HOG{Orientations: 9, PixelsPerCell: [2]int{8, 8}, CellsPerBlock: [2]int{2, 2}}
}

// Validate reports parameters out of their range.
func (h *HOG) Validate() error {
	if h.Orientations < 1 || h.Orientations > 180 {
		return fmt.Errorf("features: HOG: orientations %d, want 1 to 180", h.Orientations)
	}
	for _, n := range []int{h.PixelsPerCell[0], h.PixelsPerCell[1], h.CellsPerBlock[0], h.CellsPerBlock[1]} {
		if n < 1 {
			return fmt.Errorf("features: HOG: pixels_per_cell %d, cells_per_block %d, want 1 or more", h.PixelsPerCell, h.CellsPerBlock)
		}
	}
	return nil
}

// Fit learns nothing but the range of every feature.
func (h *HOG) Fit(ctx context.Context, train learn.Set) error {
	if err := train.Check(); err != nil {
		return err
	}
	g, err := h.grid(train.Features)
	if err != nil {
		return err
	}
	h.quantizer, err = newQuantizer(ctx, g, train.Images)
	return err
}

// State returns the range of every feature.
func (h *HOG) State() (learn.State, error) {
	if h.quantizer == nil {
		return nil, learn.ErrNotFitted
	}
	s := learn.State{}
	h.put(s)
	return s, nil
}

// Restore sets the range of every feature.
func (h *HOG) Restore(s learn.State) error {
	q, err := getQuantizer(s, h.grid)
	if err != nil {
		return err
	}
	h.quantizer = q
	return nil
}

// grid is how an image is cut up.
type grid struct {
	bins         int
	side         int    // pixels
	pixels       [2]int // of a cell: rows, columns
	cells        [2]int // of a block
	across       [2]int // cells of an image
	down, beside int    // blocks of an image
	features     int    // of an image: all blocks'
	shares       func() (row, col []share)
}

// maxHOG bounds the features of an image.
const maxHOG = 1 << 28

// share is the two cells that a row or column of pixels votes in, and by how
// much in the second of them. The first can be -1, the second one too many:
// such votes are lost.
type share struct {
	first  int
	second float32
}

// grid is for images of so many pixels.
func (h *HOG) grid(pixels int) (extractor, error) {
	if err := h.Validate(); err != nil {
		return nil, err
	}
	g := &grid{bins: h.Orientations, pixels: h.PixelsPerCell, cells: h.CellsPerBlock}
	g.side = int(math.Round(math.Sqrt(float64(pixels))))
	if g.side*g.side != pixels {
		return nil, fmt.Errorf("features: HOG: images of %d pixels are not square", pixels)
	}
	for axis := range g.across {
		g.across[axis] = g.side / g.pixels[axis]
	}
	g.down, g.beside = g.across[0]-g.cells[0]+1, g.across[1]-g.cells[1]+1
	if g.down < 1 || g.beside < 1 {
		return nil, fmt.Errorf("features: HOG: no room for blocks of %d cells of %d pixels in images of %d x %d",
			g.cells, g.pixels, g.side, g.side)
	}
	width := float64(g.down) * float64(g.beside) * float64(g.cells[0]) * float64(g.cells[1]) * float64(g.bins)
	if width > maxHOG {
		return nil, fmt.Errorf("features: HOG: %.3g features of an image, at most %d", width, maxHOG)
	}
	g.features = int(width)
	g.shares = sync.OnceValues(func() (row, col []share) {
		return shares(g.side, g.pixels[0]), shares(g.side, g.pixels[1])
	})
	return g, nil
}

func shares(side, pixels int) []share {
	s := make([]share, side)
	for i := range s {
		// In cells, from the centre of the first one.
		at := (float64(i)+0.5)/float64(pixels) - 0.5
		first := math.Floor(at)
		s[i] = share{int(first), float32(at - first)}
	}
	return s
}

func (g *grid) width() int { return g.features }

func (g *grid) newExtract() func(dst []float32, images learn.Images) {
	// A margin of one cell takes the votes that are lost.
	histograms := make([]float32, (g.across[0]+2)*(g.across[1]+2)*g.bins)
	rows, cols := g.shares()
	return func(dst []float32, images learn.Images) {
		w := g.width()
		for i := range images.Len() {
			clear(histograms)
			g.vote(histograms, images.Row(i), rows, cols)
			g.blocks(dst[i*w:][:w], histograms)
		}
	}
}

// cell is the histogram of a cell; -1 and across are those of the margin.
func (g *grid) cell(histograms []float32, row, col int) []float32 {
	return histograms[((row+1)*(g.across[1]+2)+col+1)*g.bins:][:g.bins]
}

// vote adds the gradient of every pixel to the histograms.
func (g *grid) vote(histograms []float32, image []uint8, rows, cols []share) {
	last := g.side - 1
	for y := range g.side {
		above, row, below := image[max(0, y-1)*g.side:], image[y*g.side:][:g.side], image[min(last, y+1)*g.side:]
		for x := range row {
			dx := int(row[min(last, x+1)]) - int(row[max(0, x-1)])
			dy := int(below[x]) - int(above[x])
			if dx != 0 || dy != 0 {
				g.voteOne(histograms, rows[y], cols[x], float64(dx), float64(dy))
			}
		}
	}
}

func (g *grid) voteOne(histograms []float32, row, col share, dx, dy float64) {
	// In bins, from the centre of the first one; -1/2 to bins-1/2.
	at := math.Atan2(dy, dx)/math.Pi*float64(g.bins) - 0.5
	if at < -0.5 {
		at += float64(g.bins)
	}
	floor := math.Floor(at)
	second := float32(at - floor)
	first := (int(floor) + g.bins) % g.bins
	next := (first + 1) % g.bins
	size := float32(math.Sqrt(dx*dx + dy*dy))
	for i, v := range [2]float32{1 - row.second, row.second} {
		for j, h := range [2]float32{1 - col.second, col.second} {
			// The last rows and columns can be further than the margin.
			r, c := min(row.first+i, g.across[0]), min(col.first+j, g.across[1])
			cell := g.cell(histograms, r, c)
			cell[first] += size * v * h * (1 - second)
			cell[next] += size * v * h * second
		}
	}
}

// blocks writes the normalised blocks.
func (g *grid) blocks(dst, histograms []float32) {
	size := g.cells[0] * g.cells[1] * g.bins
	for y := range g.down {
		for x := range g.beside {
			b := dst[(y*g.beside+x)*size:][:size]
			at := 0
			for r := range g.cells[0] {
				for c := range g.cells[1] {
					at += copy(b[at:], g.cell(histograms, y+r, x+c))
				}
			}
			normalise(b)
			for j, v := range b {
				b[j] = min(v, clip)
			}
			normalise(b)
		}
	}
}

const (
	clip    = 0.2
	epsilon = 1e-10 // squared
)

// normalise scales v to the length 1, or 0 where it has none.
func normalise(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	factor := float32(1 / math.Sqrt(sum+epsilon))
	for j := range v {
		v[j] *= factor
	}
}
