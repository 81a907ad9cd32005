package deep

import (
	"sync"

	"github.com/fmnist/fmnist/internal/tensor"
)

// tiled is a convolution by Winograd's tiles, see tensor.Transform: a tile of
// 6 x 6 pixels and the weights are transformed, which makes products of
// matrices, tiles by channels, of the 36 places of a tile, and these are
// transformed to pixels. The way back is the adjoint of every step.
type tiled struct {
	*window
	side                      int // of what a tile makes
	rows, cols                int // tiles of an image
	kernelStep, kernelAdjoint *tensor.Transform
	output, outputAdjoint     *tensor.Transform
	there, back               []float32 // transformed weights
	settled                   bool      // there is what it will be
	rooms                     sync.Pool // *tileRoom
}

const places = tensor.Tile * tensor.Tile

// tilesAtOnce is about how many tiles go through the products together: what
// they and their channels take stays in the second cache, and the weights, which
// need not, are read for all of them at once.
const tilesAtOnce = 64

// newTiled is nil where tiles would not save enough multiplications to pay for
// the transforms.
func newTiled(w *window) *tiled {
	t := &tiled{window: w, side: tensor.Tile - w.kernel + 1}
	switch w.kernel {
	case 3:
		t.kernelStep, t.kernelAdjoint = tensor.Kernel3, tensor.Kernel3Adjoint
		t.output, t.outputAdjoint = tensor.Output3, tensor.Output3Adjoint
	case 5:
		t.kernelStep, t.kernelAdjoint = tensor.Kernel5, tensor.Kernel5Adjoint
		t.output, t.outputAdjoint = tensor.Output5, tensor.Output5Adjoint
	default:
		return nil
	}
	t.rows, t.cols = (w.out.height+t.side-1)/t.side, (w.out.width+t.side-1)/t.side
	direct, byTiles := w.kernel*w.kernel*w.out.height*w.out.width, places*t.rows*t.cols
	if w.in.channels%tensor.Panel != 0 || 3*byTiles > 2*direct {
		return nil
	}
	t.rooms.New = func() any { return t.newRoom() }
	return t
}

// tileRoom is what one goroutine needs for the tiles of some images. Borders of
// framed and of g stay zero.
type tileRoom struct {
	framed, sum []float32 // an image, the gradient by it
	y, g        []float32 // the output of whole tiles, the gradient by it
	v, m        []float32 // transformed tiles of the input and of the output
	weights     []float32 // the gradient by the transformed weights
	transform   tensor.TransformRoom
}

func (t *tiled) newRoom() *tileRoom {
	framed := (t.rows*t.side + t.kernel - 1) * t.framedRow()
	whole := t.rows * t.side * t.wholeRow()
	tiles := t.imagesAtOnce() * t.rows * t.cols
	return &tileRoom{
		framed: make([]float32, framed), sum: make([]float32, framed),
		y: make([]float32, whole), g: make([]float32, whole),
		v: make([]float32, places*stride(tiles, t.in.channels)), m: make([]float32, places*stride(tiles, t.out.channels)),
	}
}

func (t *tiled) imagesAtOnce() int { return max(1, tilesAtOnce/(t.rows*t.cols)) }
func (t *tiled) framedRow() int    { return (t.cols*t.side + t.kernel - 1) * t.in.channels }
func (t *tiled) wholeRow() int     { return t.cols * t.side * t.out.channels }

// stride is from one place to the next of so many tiles or weights: not a power
// of two, with which the places would meet in one line of the cache.
func stride(n, channels int) int { return n*channels + tensor.Panel }

// eachTile calls do with the number of every tile, and where it begins in an
// image whose rows are so long.
func (t *tiled) eachTile(row, channels int, do func(tile, at int)) {
	for y := range t.rows {
		for x := range t.cols {
			do(y*t.cols+x, y*t.side*row+x*t.side*channels)
		}
	}
}

// transformWeights transforms weights in panels, in x kernel x kernel rows of 16
// each, to panels of in x 36 rows.
func (t *tiled) transformWeights(p *pass, buffer *[]float32, weights []float32, in, out int) {
	place, tap := stride(tensor.Panel, in), tensor.Panel*in
	u := grow(buffer, out/tensor.Panel*places*place)
	p.over(out/tensor.Panel, 1, func(panel, _ int) {
		room := t.rooms.Get().(*tileRoom)
		defer t.rooms.Put(room)
		t.kernelStep.Do(&room.transform, tap, u[panel*places*place:], tensor.Tile*place, place,
			weights[panel*t.kernel*t.kernel*tap:], t.kernel*tap, tap)
	})
}

// products sets dst to what the tiles in src are times the weights, place by
// place.
func (t *tiled) products(dst, src, weights []float32, tiles, in, out int) {
	place := stride(tensor.Panel, in)
	p := tensor.Product{
		Runs: 1, Depth: in, ARow: in, ACol: 1, BCol: tensor.Panel, BPanel: places * place,
		CRow: out, CPanel: tensor.Panel,
	}
	for e := range places {
		p.Do(tiles, out/tensor.Panel, src[e*stride(tiles, in):], weights[e*place:], dst[e*stride(tiles, out):])
	}
}

// weightProducts adds the gradient by the transformed weights, or sets it.
func (t *tiled) weightProducts(room *tileRoom, tiles int, add bool) {
	in, out := t.in.channels, t.out.channels
	place := stride(tensor.Panel, in)
	p := tensor.Product{
		Runs: 1, Depth: tiles, ARow: 1, ACol: in, BCol: out, BPanel: tensor.Panel,
		CRow: tensor.Panel, CPanel: places * place, Add: add,
	}
	for e := range places {
		p.Do(in, out/tensor.Panel, room.v[e*stride(tiles, in):], room.m[e*stride(tiles, out):], room.weights[e*place:])
	}
}

// loadInput transforms images to room.v.
func (t *tiled) loadInput(room *tileRoom, x []float32, images int) {
	c, row := t.in.channels, t.framedRow()
	inner := room.framed[t.pad*row+t.pad*c:]
	place := stride(images*t.rows*t.cols, c)
	for i := range images {
		copyRows(inner, row, x[i*t.in.size():], t.in.width*c, t.in.height, t.in.width*c)
		t.eachTile(row, c, func(tile, at int) {
			v := room.v[(i*t.rows*t.cols+tile)*c:]
			tensor.Input.Do(&room.transform, c, v, tensor.Tile*place, place, room.framed[at:], row, c)
		})
	}
}

// copyRows copies so many rows of a width.
func copyRows(dst []float32, dRow int, src []float32, sRow, rows, width int) {
	for y := range rows {
		copy(dst[y*dRow:][:width], src[y*sRow:])
	}
}

// forward computes the output y of images x. Weights that are settled are not
// going to change and are transformed once.
func (t *tiled) forward(p *pass, y, x, weights []float32, settled bool) {
	if !t.settled || !settled {
		t.transformWeights(p, &t.there, weights, t.in.channels, t.out.channels)
		t.settled = settled
	}
	p.over(p.images, t.imagesAtOnce(), func(lo, hi int) {
		room := t.rooms.Get().(*tileRoom)
		defer t.rooms.Put(room)
		t.loadInput(room, x[lo*t.in.size():], hi-lo)
		t.products(room.m, room.v, t.there, (hi-lo)*t.rows*t.cols, t.in.channels, t.out.channels)
		t.storeOutput(room, y[lo*t.out.size():], hi-lo)
	})
}

func (t *tiled) storeOutput(room *tileRoom, y []float32, images int) {
	c, row := t.out.channels, t.wholeRow()
	place := stride(images*t.rows*t.cols, c)
	for i := range images {
		t.eachTile(row, c, func(tile, at int) {
			m := room.m[(i*t.rows*t.cols+tile)*c:]
			t.output.Do(&room.transform, c, room.y[at:], row, c, m, tensor.Tile*place, place)
		})
		copyRows(y[i*t.out.size():], t.out.width*c, room.y, row, t.out.height, t.out.width*c)
	}
}

// backward computes the parts' gradients of the weights from the input x and
// the gradient g of the output, and the gradient dx of the input.
func (t *tiled) backward(p *pass, partial, dx, x, g, transposed []float32) {
	in, out := t.in.channels, t.out.channels
	t.transformWeights(p, &t.back, transposed, out, in)
	place, tap := stride(tensor.Panel, in), tensor.Panel*in
	size := t.patch() * out
	p.eachPart(func(part, lo, hi int) {
		room := t.rooms.Get().(*tileRoom)
		defer t.rooms.Put(room)
		grow(&room.weights, out/tensor.Panel*places*place)
		for from := lo; from < hi; from += t.imagesAtOnce() {
			images := min(t.imagesAtOnce(), hi-from)
			t.loadInput(room, x[from*t.in.size():], images)
			t.loadGradient(room, g[from*t.out.size():], images)
			t.weightProducts(room, images*t.rows*t.cols, from > lo)
			t.products(room.v, room.m, t.back, images*t.rows*t.cols, out, in)
			t.storeGradient(room, dx[from*t.in.size():], images)
		}
		for panel := range out / tensor.Panel {
			t.kernelAdjoint.Do(&room.transform, tap, partial[part*size+panel*t.kernel*t.kernel*tap:], t.kernel*tap, tap,
				room.weights[panel*places*place:], tensor.Tile*place, place)
		}
	})
}

// loadGradient transforms the gradient of the output to room.m.
func (t *tiled) loadGradient(room *tileRoom, g []float32, images int) {
	c, row := t.out.channels, t.wholeRow()
	place := stride(images*t.rows*t.cols, c)
	for i := range images {
		copyRows(room.g, row, g[i*t.out.size():], t.out.width*c, t.out.height, t.out.width*c)
		t.eachTile(row, c, func(tile, at int) {
			m := room.m[(i*t.rows*t.cols+tile)*c:]
			t.outputAdjoint.Do(&room.transform, c, m, tensor.Tile*place, place, room.g[at:], row, c)
		})
	}
}

// storeGradient adds the tiles of the input's gradient up where they overlap.
func (t *tiled) storeGradient(room *tileRoom, dx []float32, images int) {
	c, row := t.in.channels, t.framedRow()
	inner := room.sum[t.pad*row+t.pad*c:]
	place := stride(images*t.rows*t.cols, c)
	for i := range images {
		clear(room.sum)
		t.eachTile(row, c, func(tile, at int) {
			v := room.v[(i*t.rows*t.cols+tile)*c:]
			tensor.InputAdjoint.Do(&room.transform, c, room.sum[at:], row, c, v, tensor.Tile*place, place)
		})
		copyRows(dx[i*t.in.size():], t.in.width*c, inner, row, t.in.height, t.in.width*c)
	}
}
