package photo

import (
	"image"
	"math"
	"slices"

	"github.com/fmnist/fmnist/internal/jpeg"
)

// Hash is a perceptual hash of a trimmed photograph: 64 bits of which few change
// when a picture is compressed anew, made smaller or brighter (Zauner,
// Implementation and benchmarking of perceptual image hash functions, 2010,
// 3.2.1). The luma of 32 x 32 cells, each the mean of 4 x 4 samples, goes through
// a cosine transform; a bit says whether one of the 8 x 8 lowest frequencies
// beyond the constant is above their median.
//
// Luma is that of ITU-R BT.601, which most photographs are stored with. Where a cell
// is as large as a JPEG's block or larger, a sample is the mean of the block it is in:
// of the frequencies that count, this leaves nearly all.
func Hash(p *Photo) uint64 {
	low := transform(cells(p))
	sorted := slices.Clone(low[:])
	slices.Sort(sorted)
	median := (sorted[31] + sorted[32]) / 2
	var hash uint64
	for i, v := range low {
		if v > median {
			hash |= 1 << i
		}
	}
	return hash
}

const (
	hashCells   = 32 // to an edge
	hashSamples = 4  // to the edge of a cell
	hashLow     = 8  // frequencies to an edge
)

// cells are the mean lumas of hashCells x hashCells parts.
func cells(p *Photo) (luma [hashCells][hashCells]float64) {
	const n = hashCells * hashSamples
	sample := p.luma
	if min(p.Width(), p.Height()) >= 8*hashCells {
		sample = p.blocks()
	}
	for y := range n {
		row := under(y, p.Height(), n)
		for x := range n {
			luma[y/hashSamples][x/hashSamples] += sample(under(x, p.Width(), n), row)
		}
	}
	return luma
}

// parts is the file that the photograph is decoded from as it is needed, if it is.
func (p *Photo) parts() *jpeg.Image {
	if s, ok := p.src.(*ycbcr); ok {
		file, _ := s.planes.(*jpeg.Image)
		return file
	}
	return nil
}

// blocks finds the mean luma of the block of 8x8 stored pixels that a pixel of the
// view is in. A JPEG file has these means; of others they are computed, so that the
// same picture has nearly the same in every format.
func (p *Photo) blocks() func(x, y int) float64 {
	if file := p.parts(); file != nil {
		return func(x, y int) float64 { return float64(file.Mean(p.stored(x, y))) }
	}
	means := map[image.Point]float64{}
	return func(x, y int) float64 {
		x, y = p.stored(x, y)
		at := image.Pt(x/8*8, y/8*8)
		mean, known := means[at]
		if !known {
			block := image.Rect(at.X, at.Y, min(at.X+8, p.width), min(at.Y+8, p.height))
			for y := block.Min.Y; y < block.Max.Y; y++ {
				for x := block.Min.X; x < block.Max.X; x++ {
					mean += p.storedLuma(x, y)
				}
			}
			mean /= float64(block.Dx() * block.Dy())
			means[at] = mean
		}
		return mean
	}
}

// luma is that of column x and row y of the view, 0 to 255.
func (p *Photo) luma(x, y int) float64 { return p.storedLuma(p.stored(x, y)) }

func (p *Photo) storedLuma(x, y int) float64 {
	if s, ok := p.src.(*ycbcr); ok {
		return s.luma(x, y)
	}
	c := p.src.rgb(x, y)
	return (float64(0.299*float64(c[0])) + float64(0.587*float64(c[1])) + float64(0.114*float64(c[2]))) / 257
}

// transform is the cosine transform at frequencies 1 to hashLow of both edges.
func transform(luma [hashCells][hashCells]float64) (low [hashLow * hashLow]float64) {
	var rows [hashCells][hashLow]float64
	for y := range luma {
		for u := range hashLow {
			for x, v := range luma[y] {
				rows[y][u] += float64(v * cosines[u][x]) // not fused: the same on every machine
			}
		}
	}
	for v := range hashLow {
		for u := range hashLow {
			for y := range rows {
				low[v*hashLow+u] += float64(rows[y][u] * cosines[v][y])
			}
		}
	}
	return low
}

// cosines are cos((2x+1) u pi / 2n) for u from 1.
var cosines = func() (c [hashLow][hashCells]float64) {
	for u := range c {
		for x := range c[u] {
			c[u][x] = math.Cos(float64((2*x+1)*(u+1)) * math.Pi / (2 * hashCells))
		}
	}
	return c
}()
