package tensor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var allTransforms = map[string]*Transform{
	"Input": Input, "InputAdjoint": InputAdjoint,
	"Kernel3": Kernel3, "Kernel3Adjoint": Kernel3Adjoint, "Output3": Output3, "Output3Adjoint": Output3Adjoint,
	"Kernel5": Kernel5, "Kernel5Adjoint": Kernel5Adjoint, "Output5": Output5, "Output5Adjoint": Output5Adjoint,
}

// TestTransforms holds every transform against M X M' in float64.
func TestTransforms(t *testing.T) {
	forAll(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 3))
		for name, f := range allTransforms {
			for _, n := range []int{16, 48} {
				dCol, dRow, sCol, sRow := n+3, 7*(n+3), n+5, 7*(n+5)
				src, _ := fenced(normals(r, (f.from-1)*(sRow+sCol)+n))
				before := normals(r, (f.to-1)*(dRow+dCol)+n)
				dst, check := fenced(before)
				f.Do(new(TransformRoom), n, dst, dRow, dCol, src, sRow, sCol)
				check(t)
				for i, got := range dst {
					row, column, v := i/dRow, i%dRow/dCol, i%dRow%dCol
					want, size := float64(before[i]), 0.0
					if column < f.to && v < n {
						if !f.add {
							want = 0
						}
						for a := range f.from {
							for b := range f.from {
								term := float64(f.matrix[row][a]) * float64(f.matrix[column][b]) * float64(src[a*sRow+b*sCol+v])
								want, size = want+term, size+math.Abs(term)
							}
						}
					}
					if !near(float64(got), want, size) {
						t.Fatalf("%s of %d: row %d, column %d, element %d is %v, want %v", name, n, row, column, v, got, want)
					}
				}
			}
		}
	})
}

// TestWinograd convolves tiles by their transforms and directly.
func TestWinograd(t *testing.T) {
	for _, c := range []struct {
		taps           int
		kernel, output *Transform
	}{
		{3, Kernel3, Output3},
		{5, Kernel5, Output5},
	} {
		t.Run(fmt.Sprint(c.taps), func(t *testing.T) {
			forAll(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(4, 4))
				out := Tile - c.taps + 1
				d, g := normals(r, Tile*Tile*Panel), normals(r, c.taps*c.taps*Panel)
				u, v, y := make([]float32, len(d)), make([]float32, len(d)), make([]float32, out*out*Panel)
				Input.Do(new(TransformRoom), Panel, v, Tile*Panel, Panel, d, Tile*Panel, Panel)
				c.kernel.Do(new(TransformRoom), Panel, u, Tile*Panel, Panel, g, c.taps*Panel, Panel)
				for i := range u {
					v[i] *= u[i]
				}
				c.output.Do(new(TransformRoom), Panel, y, out*Panel, Panel, v, Tile*Panel, Panel)
				for i, got := range y {
					want := 0.0
					for tap := range c.taps * c.taps {
						row, column := i/Panel/out+tap/c.taps, i/Panel%out+tap%c.taps
						want += float64(g[tap*Panel+i%Panel]) * float64(d[(row*Tile+column)*Panel+i%Panel])
					}
					if !near(float64(got), want, 10) {
						t.Fatalf("element %d is %v, want %v", i, got, want)
					}
				}
			})
		})
	}
}

// TestTransformShapes wants a panic where slices are too short.
func TestTransformShapes(t *testing.T) {
	x := make([]float32, 36*Panel)
	for name, call := range map[string]func(){
		"source":      func() { Input.Do(new(TransformRoom), Panel, x, 6*Panel, Panel, x[1:], 6*Panel, Panel) },
		"destination": func() { Input.Do(new(TransformRoom), Panel, x[:35*Panel], 6*Panel, Panel, x, 6*Panel, Panel) },
		"panel":       func() { Output3.Do(new(TransformRoom), 8, x, 6*Panel, Panel, x, 6*Panel, Panel) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}
