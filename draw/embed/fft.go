package embed

import (
	"math"
	"math/cmplx"
)

// fourier transforms sequences of one length, a power of two or three times
// one: y_k = sum over j of x_j e^(-2 pi i jk/n). It is Stockham's method in
// steps of four, two and three, which needs no reordering of its input (Van
// Loan, "Computational Frameworks for the Fast Fourier Transform", 1992,
// section 1.7). It may be used by several goroutines at once.
//
// Gonum's transform, of any length, takes 3.5 times as long at length 768, and
// most of t-SNE's time is spent here.
type fourier struct {
	roots []complex128 // e^(-2 pi i k/n)
}

func newFourier(n int) *fourier {
	f := &fourier{make([]complex128, n)}
	for k := range f.roots {
		f.roots[k] = cmplx.Exp(complex(0, -2*math.Pi*float64(k)/float64(n)))
	}
	return f
}

// transform sets x to its transform; work is as long.
func (f *fourier) transform(x, work []complex128) {
	n := len(f.roots)
	from, to := x[:n], work[:n]
	for length, stride := n, 1; length > 1; from, to = to, from {
		var radix int
		switch {
		case length%4 == 0:
			radix = 4
			f.four(from, to, length/4, stride)
		case length%2 == 0:
			radix = 2
			f.two(from, to, length/2, stride)
		default:
			radix = 3
			f.three(from, to, length/3, stride)
		}
		length, stride = length/radix, stride*radix
	}
	if &from[0] != &x[0] {
		copy(x, from)
	}
}

func (f *fourier) two(x, y []complex128, m, s int) {
	for p := range m {
		w := f.roots[p*s]
		a, b := x[s*p:][:s], x[s*(p+m):][:s]
		even, odd := y[s*2*p:][:s], y[s*(2*p+1):][:s]
		for q, u := range a {
			v := b[q]
			even[q], odd[q] = u+v, (u-v)*w
		}
	}
}

func (f *fourier) three(x, y []complex128, m, s int) {
	const sine = 0.86602540378443864676 // of a third of a turn
	for p := range m {
		w1, w2 := f.roots[p*s], f.roots[2*p*s]
		a, b, c := x[s*p:][:s], x[s*(p+m):][:s], x[s*(p+2*m):][:s]
		y0, y1, y2 := y[s*3*p:][:s], y[s*(3*p+1):][:s], y[s*(3*p+2):][:s]
		for q, u := range a {
			sum, difference := b[q]+c[q], b[q]-c[q]
			middle := u - complex(real(sum)/2, imag(sum)/2)
			side := complex(sine*imag(difference), -sine*real(difference))
			y0[q], y1[q], y2[q] = u+sum, (middle+side)*w1, (middle-side)*w2
		}
	}
}

func (f *fourier) four(x, y []complex128, m, s int) {
	for p := range m {
		w1, w2, w3 := f.roots[p*s], f.roots[2*p*s], f.roots[3*p*s]
		a, b, c, d := x[s*p:][:s], x[s*(p+m):][:s], x[s*(p+2*m):][:s], x[s*(p+3*m):][:s]
		y0, y1, y2, y3 := y[s*4*p:][:s], y[s*(4*p+1):][:s], y[s*(4*p+2):][:s], y[s*(4*p+3):][:s]
		for q, u := range a {
			v, w, z := b[q], c[q], d[q]
			sum, difference := u+w, u-w
			other, turned := v+z, v-z
			turned = complex(imag(turned), -real(turned))
			y0[q] = sum + other
			y1[q] = (difference + turned) * w1
			y2[q] = (sum - other) * w2
			y3[q] = (difference - turned) * w3
		}
	}
}

// fourierLength is the least length that a fourier takes and that is not below n.
func fourierLength(n int) int {
	length := 4
	for length < n {
		length *= 2
	}
	if 3*length/4 >= n && length >= 16 {
		return 3 * length / 4
	}
	return length
}
