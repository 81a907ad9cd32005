package onnx

import (
	"errors"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/features"
)

// pca is the components, quantized.
func (g *graph) pca(s learn.State, x value) (value, error) {
	var faults []error
	axes := get[[]float32](s, "axes", &faults)
	scale, shift := get[[]float32](s, "scale", &faults), get[[]float32](s, "shift", &faults)
	if err := errors.Join(faults...); err != nil {
		return "", err
	}
	d := len(scale)
	x = g.add(g.mul(x, g.constant(tensorOf(scale))), g.constant(tensorOf(shift)))
	return g.quantize(s, g.matmul(x, g.transpose(g.constant(tensorOf(axes, len(axes)/d, d)), 1, 0)))
}

// quantize is what package features makes of features: bytes, here as floats.
func (g *graph) quantize(s learn.State, x value) (value, error) {
	var faults []error
	low, high := get[[]float64](s, "low", &faults), get[[]float64](s, "high", &faults)
	if err := errors.Join(faults...); err != nil {
		return "", err
	}
	zero, inverse := make([]float32, len(low)), make([]float32, len(low))
	for j := range low {
		zero[j] = float32(low[j])
		if high[j] > low[j] {
			inverse[j] = float32(255 / (high[j] - low[j]))
		}
	}
	x = g.mul(g.sub(x, g.constant(tensorOf(zero))), g.constant(tensorOf(inverse)))
	x = g.add(x, scalar(g, float32(0.5)))
	return g.op("Floor", []value{g.op("Clip", []value{x, scalar(g, float32(0)), scalar(g, float32(255))})}), nil
}

// hog is features.HOG: see there for what it computes.
func (g *graph) hog(h *features.HOG, s learn.State, x value) (value, error) {
	pixels, err := learn.Get[[]int32](s, "pixels", 1)
	if err != nil {
		return "", err
	}
	side := int(math.Round(math.Sqrt(float64(pixels[0]))))
	across := [2]int{side / h.PixelsPerCell[0], side / h.PixelsPerCell[1]}
	down, beside := across[0]-h.CellsPerBlock[0]+1, across[1]-h.CellsPerBlock[1]+1
	if side*side != int(pixels[0]) || down < 1 || beside < 1 {
		return "", fmt.Errorf("images of %d pixels", pixels[0])
	}
	votes := g.orientations(g.cast(x, elemDouble), side, h.Orientations)
	cells := g.matmul(votes, g.constant(cellShares(side, h.PixelsPerCell, across))) // N x bins x cells
	var members []int64
	for y := range down {
		for x := range beside {
			for r := range h.CellsPerBlock[0] {
				for c := range h.CellsPerBlock[1] {
					members = append(members, int64((y+r)*across[1]+x+c))
				}
			}
		}
	}
	size := h.CellsPerBlock[0] * h.CellsPerBlock[1] * h.Orientations
	blocks := g.gather(g.transpose(cells, 0, 2, 1), g.constant(tensorOf(members)), 1)
	blocks = g.normalise(g.reshape(blocks, -1, int64(down*beside), int64(size)))
	blocks = g.normalise(g.op("Min", []value{blocks, scalar(g, 0.2)}))
	return g.quantize(s, g.cast(g.reshape(blocks, -1, int64(down*beside*size)), elemFloat))
}

// orientations are the votes of every pixel's gradient, N x bins x pixels: its
// length, shared between the two bins that are nearest to its direction.
func (g *graph) orientations(x value, side, bins int) value {
	image := g.reshape(x, -1, int64(side), int64(side))
	dx, dy := g.difference(image, side, 2), g.difference(image, side, 1)
	zero, most := scalar(g, 0.0), scalar(g, 255.0)
	place := g.add(g.mul(g.add(dx, most), scalar(g, 511.0)), g.add(dy, most))
	at := g.gather(g.constant(directions(bins)), g.cast(place, elemInt64), 0)
	length := g.op("Sqrt", []value{g.add(g.mul(dx, dx), g.mul(dy, dy))})
	at, length = g.reshape(at, -1, 1, int64(side*side)), g.reshape(length, -1, 1, int64(side*side))
	if bins == 1 {
		return length
	}
	centres := make([]float64, bins)
	for b := range centres {
		centres[b] = float64(b)
	}
	off := g.op("Abs", []value{g.sub(at, g.constant(tensorOf(centres, bins, 1)))})
	off = g.op("Min", []value{off, g.op("Abs", []value{g.sub(off, scalar(g, float64(bins)))})})
	return g.mul(g.op("Max", []value{g.sub(scalar(g, 1.0), off), zero}), length)
}

// directions are those of all gradients of bytes, (dx+255)*511 + dy+255, in bins
// from the centre of the first one: -1/2 to bins-1/2. Runtimes have no
// arctangent of doubles.
func directions(bins int) tensor {
	table := make([]float64, 0, 511*511)
	for dx := -255; dx <= 255; dx++ {
		for dy := -255; dy <= 255; dy++ {
			at := math.Atan2(float64(dy), float64(dx))/math.Pi*float64(bins) - 0.5
			if at < -0.5 {
				at += float64(bins)
			}
			table = append(table, at)
		}
	}
	return tensorOf(table)
}

// difference is each pixel's next neighbour along the axis less the one before
// it, the border repeated.
func (g *graph) difference(image value, side int, axis int64) value {
	next, last := make([]int64, side), make([]int64, side)
	for i := range side {
		next[i], last[i] = int64(min(side-1, i+1)), int64(max(0, i-1))
	}
	return g.sub(g.gather(image, g.constant(tensorOf(next)), axis), g.gather(image, g.constant(tensorOf(last)), axis))
}

// cellShares is by how much each pixel votes in each cell, pixels x cells.
func cellShares(side int, pixelsPerCell, across [2]int) tensor {
	rows, columns := axisShares(side, pixelsPerCell[0], across[0]), axisShares(side, pixelsPerCell[1], across[1])
	cells := across[0] * across[1]
	m := make([]float64, side*side*cells)
	for y := range side {
		for x := range side {
			for r := range across[0] {
				for c := range across[1] {
					m[(y*side+x)*cells+r*across[1]+c] = rows[y*across[0]+r] * columns[x*across[1]+c]
				}
			}
		}
	}
	return tensorOf(m, side*side, cells)
}

// axisShares is the same along one axis, by linear interpolation between the
// centres of cells. What falls beyond the cells is lost.
func axisShares(side, pixels, cells int) []float64 {
	m := make([]float64, side*cells)
	for i := range side {
		at := (float64(i)+0.5)/float64(pixels) - 0.5
		first := math.Floor(at)
		for k, share := range [2]float64{1 - (at - first), at - first} {
			if c := int(first) + k; c >= 0 && c < cells {
				m[i*cells+c] = share
			}
		}
	}
	return m
}

// normalise scales the last axis to length 1.
func (g *graph) normalise(v value) value {
	squares := g.reduceSum(g.mul(v, v), 2, 1)
	return g.div(v, g.op("Sqrt", []value{g.add(squares, scalar(g, 1e-10))}))
}
