package embed

import (
	"context"
	"math"

	"github.com/fmnist/fmnist/internal/parallel"
)

const (
	// spacing is the distance of the grid's nodes where the plane is large, in
	// units of the kernel's width. Where many points are near, the forces are
	// then off by about 1%.
	spacing = 0.5
	// fewestCells is how many cells there are at least across the plane: in a
	// small one the nodes stand closer.
	fewestCells = 48
	// mostCells bounds memory: in a plane that is larger the nodes stand apart.
	mostCells = 1500
	// spreaders is how many grids are filled side by side, on every machine.
	spreaders = 8
)

// repulsion computes what t-SNE's points do to each other,
//
//	F_i = sum over j of (y_i - y_j) / (1 + |y_i - y_j|^2)^2
//	Z   = sum over i, j with i != j of 1 / (1 + |y_i - y_j|^2),
//
// in time proportional to points and area, as FIt-SNE does (Linderman, Rachh,
// Hoskins, Steinerberger, Kluger, "Fast interpolation-based t-SNE for improved
// visualization of single-cell RNA-seq data", Nature Methods 16, 2019): the
// points are spread to the nodes of a grid, the sum over nodes is a convolution
// and done by Fourier transform, and its result is interpolated at the points.
//
// Two things are done otherwise than there. Interpolation is cubic, by the four
// nodes around a point in each direction. And it is the force itself that is
// convolved, both its directions as real and imaginary part of one transform;
// then Z is a sum over the transformed charges (Parseval's theorem). So an
// evaluation takes one transform there and one back instead of four.
type repulsion struct {
	size    int     // of the transform: twice the nodes a side
	step    float64 // distance of nodes
	fourier *fourier
	// The transforms of the kernels, divided by the number of nodes, column
	// after column.
	force []complex128
	bell  []float64

	charges [spreaders][]float64 // nodes x nodes each
	plane   []complex128         // nodes x size
	parts   []float64            // of Z, one a column
	cells   []cell
}

// cell is where a point is: its first node, and how much each of four nodes a
// direction counts.
type cell struct {
	node int
	x, y [4]float32
}

// evaluate sets force and returns Z.
func (r *repulsion) evaluate(ctx context.Context, points []Point, force []Point) (z float64, err error) {
	x0, y0 := r.fit(points)
	if err := r.spread(ctx, points, x0, y0); err != nil {
		return 0, err
	}
	if err := r.convolve(ctx); err != nil {
		return 0, err
	}
	for _, part := range r.parts[:r.size] {
		z += part
	}
	nodes := r.size / 2
	err = each(ctx, len(points), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			c := &r.cells[i]
			var fx, fy float64
			for b, wy := range c.y {
				row := r.plane[c.node/nodes*r.size+b*r.size+c.node%nodes:][:4]
				for a, v := range row {
					w := float64(wy * c.x[a])
					fx += w * real(v)
					fy -= w * imag(v)
				}
			}
			force[i] = Point{float32(fx), float32(fy)}
		}
	})
	return z - float64(len(points)), err
}

// fit chooses the grid, and returns the place of its first node.
func (r *repulsion) fit(points []Point) (x0, y0 float64) {
	low, high := bounds(points)
	span := max(float64(high.X)-float64(low.X), float64(high.Y)-float64(low.Y), 1e-30)
	step := spacing
	for span/step < fewestCells {
		step /= 2
	}
	for span/step > mostCells {
		step *= 2
	}
	size := fourierLength(2 * (int(span/step) + 5))
	if size != r.size || step != r.step {
		r.prepare(size, step)
	}
	middle := float64(size/2-1) / 2 * step
	return (float64(low.X)+float64(high.X))/2 - middle, (float64(low.Y)+float64(high.Y))/2 - middle
}

func bounds(points []Point) (low, high Point) {
	low, high = points[0], points[0]
	for _, p := range points {
		low = Point{min(low.X, p.X), min(low.Y, p.Y)}
		high = Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	return low, high
}

// prepare transforms the kernels for a grid.
func (r *repulsion) prepare(size int, step float64) {
	if size != r.size {
		r.fourier = newFourier(size)
		nodes := size / 2
		for i := range r.charges {
			r.charges[i] = make([]float64, nodes*nodes)
		}
		r.plane = make([]complex128, nodes*size)
		r.parts = make([]float64, size)
	}
	r.size, r.step = size, step
	bell := make([]complex128, size*size)
	r.force = make([]complex128, size*size)
	scale := 1 / float64(size*size)
	for i := range bell {
		x, y := r.offset(i/size), r.offset(i%size)
		w := 1 / (1 + x*x + y*y)
		bell[i] = complex(w*scale, 0)
		r.force[i] = complex(x*w*w*scale, y*w*w*scale)
	}
	r.square(bell)
	r.square(r.force)
	r.bell = make([]float64, size*size)
	for i, v := range bell {
		r.bell[i] = real(v)
	}
}

// offset is how far node i is from node 0 on the circle of nodes.
func (r *repulsion) offset(i int) float64 {
	if i > r.size/2 {
		i -= r.size
	}
	return float64(i) * r.step
}

// square transforms size x size numbers in both directions.
func (r *repulsion) square(x []complex128) {
	n := r.size
	column, work := make([]complex128, n), make([]complex128, n)
	for i := range n {
		r.fourier.transform(x[i*n:(i+1)*n], work)
	}
	for j := range n {
		for i := range n {
			column[i] = x[i*n+j]
		}
		r.fourier.transform(column, work)
		for i := range n {
			x[i*n+j] = column[i]
		}
	}
}

// spread gives each point's unit of charge to the nodes around it.
func (r *repulsion) spread(ctx context.Context, points []Point, x0, y0 float64) error {
	if len(r.cells) < len(points) {
		r.cells = make([]cell, len(points))
	}
	nodes, n := r.size/2, len(points)
	err := parallel.For(ctx, spreaders, 1, func(s, _ int) {
		charges := r.charges[s]
		clear(charges)
		for i := s * n / spreaders; i < (s+1)*n/spreaders; i++ {
			c := &r.cells[i]
			var row, column int
			column, c.x = cubic((float64(points[i].X) - x0) / r.step)
			row, c.y = cubic((float64(points[i].Y) - y0) / r.step)
			c.node = row*nodes + column
			for b, wy := range c.y {
				to := charges[c.node+b*nodes:][:4]
				for a, wx := range c.x {
					to[a] += float64(wx * wy)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	const rows = 16
	return parallel.For(ctx, nodes, rows, func(lo, hi int) {
		for _, charges := range r.charges[1:] {
			for i, v := range charges[lo*nodes : hi*nodes] {
				r.charges[0][lo*nodes+i] += v
			}
		}
	})
}

// cubic is the first of the four nodes around u, and Lagrange's weights of
// the four.
func cubic(u float64) (first int, weights [4]float32) {
	floor := math.Floor(u)
	t := float32(u - floor)
	return int(floor) - 1, [4]float32{
		-t * (t - 1) * (t - 2) / 6,
		(t + 1) * (t - 1) * (t - 2) / 2,
		-(t + 1) * t * (t - 2) / 2,
		(t + 1) * t * (t - 1) / 6,
	}
}

// convolve sets plane to the complex conjugate of the force at each node. Half
// the rows are empty on the way there and not wanted on the way back.
//
// The way back is a transform too, between two conjugations.
func (r *repulsion) convolve(ctx context.Context) error {
	nodes, size := r.size/2, r.size
	const rows = 8
	err := parallel.Workers(ctx, nodes, rows, func() func(lo, hi int) {
		work := make([]complex128, size)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				row := r.plane[i*size : (i+1)*size]
				clear(row[nodes:])
				for j, v := range r.charges[0][i*nodes : (i+1)*nodes] {
					row[j] = complex(v, 0)
				}
				r.fourier.transform(row, work)
			}
		}
	})
	if err != nil {
		return err
	}
	if err := r.columns(ctx); err != nil {
		return err
	}
	return parallel.Workers(ctx, nodes, rows, func() func(lo, hi int) {
		work := make([]complex128, size)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				r.fourier.transform(r.plane[i*size:(i+1)*size], work)
			}
		}
	})
}

// columns transforms the columns, multiplies them by the kernel's transform,
// and transforms them back, some side by side, as they lie in memory.
func (r *repulsion) columns(ctx context.Context) error {
	const together = 4
	nodes, size := r.size/2, r.size
	return parallel.Workers(ctx, size, together, func() func(lo, hi int) {
		columns, work := make([]complex128, together*size), make([]complex128, size)
		return func(lo, hi int) {
			clear(columns)
			for i := range nodes {
				for c, v := range r.plane[i*size+lo : i*size+hi] {
					columns[c*size+i] = v
				}
			}
			for c := range hi - lo {
				column := columns[c*size : (c+1)*size]
				r.fourier.transform(column, work)
				r.parts[lo+c] = r.multiply(column, lo+c)
				r.fourier.transform(column, work)
			}
			for i := range nodes {
				to := r.plane[i*size+lo : i*size+hi]
				for c := range to {
					to[c] = columns[c*size+i]
				}
			}
		}
	})
}

// multiply multiplies a column by the kernel, conjugates it, and returns its
// part of Z.
func (r *repulsion) multiply(column []complex128, number int) (part float64) {
	from := number * r.size
	force, bell := r.force[from:from+r.size], r.bell[from:from+r.size]
	for i, v := range column {
		part += (real(v)*real(v) + imag(v)*imag(v)) * bell[i]
		v *= force[i]
		column[i] = complex(real(v), -imag(v))
	}
	return part
}
