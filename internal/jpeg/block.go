package jpeg

import "slices"

// natural is where in a block the coefficients are that come in zigzag order (T.81,
// figure A.6), row by row.
var natural = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// decode computes the samples of a block that has its codes.
func (m *Image) decode(c *component, b *block) {
	x := c.coefficients(m.codes, b)
	n := len(m.samples)
	m.samples = slices.Grow(m.samples, 64)[:n+64]
	inverse(&x, (*[64]uint8)(m.samples[n:]))
	b.at = decoded + uint32(n)
}

// coefficients are those of a block that has its codes, row by row.
func (c *component) coefficients(codes []byte, b *block) [64]int32 {
	x := [64]int32{b.dc * c.quant[0]}
	at := b.at
	for k := 1; k < 64; {
		bits := peek(codes, at)
		e := c.ac.find(bits)
		at += uint32(e.bits)
		k += int(e.advance)
		if e.size > 0 {
			x[natural[k-1]] = e.number(bits) * c.quant[k-1]
		}
	}
	return x
}

// flat is the sample of a block that has no coefficient but the given first.
func flat(dc int32) uint8 { return sample((dc + 4) >> 3) }

// sample shifts the level of a sample and limits it to 8 bits (A.3.1).
func sample(v int32) uint8 { return uint8(min(255, max(0, v+128))) }

// inverse is the inverse cosine transform (A.3.3) of coefficients, to eight rows of
// samples. It is exact to 13 bits behind the point in each direction, with 2 of
// them kept between columns and rows, so that samples are those of libjpeg's
// integer transform ("islow").
func inverse(x *[64]int32, samples *[64]uint8) {
	const kept = 2
	for i := range 8 {
		c := x[i:]
		_ = c[56]
		if c[8]|c[16]|c[24]|c[32]|c[40]|c[48]|c[56] == 0 {
			v := c[0] << kept
			c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = v, v, v, v, v, v, v, v
			continue
		}
		v0, v1, v2, v3, v4, v5, v6, v7 := inverse8(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56], 1<<(point-kept-1))
		const down = point - kept
		c[0], c[8], c[16], c[24] = v0>>down, v1>>down, v2>>down, v3>>down
		c[32], c[40], c[48], c[56] = v4>>down, v5>>down, v6>>down, v7>>down
	}
	for i := range 8 {
		r := x[8*i : 8*i+8 : 8*i+8]
		v0, v1, v2, v3, v4, v5, v6, v7 := inverse8(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], 1<<(point+kept+2))
		const down = point + kept + 3 // each direction makes the values sqrt(8) times as large
		p := samples[8*i : 8*i+8 : 8*i+8]
		p[0], p[1], p[2], p[3] = sample(v0>>down), sample(v1>>down), sample(v2>>down), sample(v3>>down)
		p[4], p[5], p[6], p[7] = sample(v4>>down), sample(v5>>down), sample(v6>>down), sample(v7>>down)
	}
}

// point is how many bits inverse8 has behind the point.
const point = 13

// Cosines and sines of multiples of pi/16, times sqrt(2), with point bits behind the
// point, in the sums by which the rotations of Loeffler, Ligtenberg and Moschytz
// need three products each.
const (
	cos6          = 4433  // 0.541196100
	cos2MinusCos6 = 6270  // 0.765366865
	cos2PlusCos6  = 15137 // 1.847759065
	cos3          = 9633  // 1.175875602
	odd7          = 2446  // 0.298631336
	odd5          = 16819 // 2.053119869
	odd3          = 25172 // 3.072711026
	odd1          = 12299 // 1.501321110
	odd71         = 7373  // 0.899976223
	odd53         = 20995 // 2.562915447
	odd73         = 16069 // 1.961570560
	odd51         = 3196  // 0.390180644
)

// inverse8 is the inverse cosine transform of eight values, times sqrt(8) and 2 to
// the power of point, plus round: the eleven multiplications and one of Loeffler,
// Ligtenberg and Moschytz, Practical fast 1-D DCT algorithms with 11
// multiplications, ICASSP 1989, figure 1 read from right to left.
func inverse8(x0, x1, x2, x3, x4, x5, x6, x7, round int32) (y0, y1, y2, y3, y4, y5, y6, y7 int32) {
	r := (x2 + x6) * cos6
	low, high := r+x2*cos2MinusCos6, r-x6*cos2PlusCos6
	sum, difference := (x0+x4)<<point+round, (x0-x4)<<point+round
	e0, e3 := sum+low, sum-low
	e1, e2 := difference+high, difference-high

	a, b := x7+x3, x5+x1
	r = (a + b) * cos3
	a, b = r-a*odd73, r-b*odd51
	c, d := (x7+x1)*odd71, (x5+x3)*odd53
	o3, o2 := x7*odd7-c+a, x5*odd5-d+b
	o1, o0 := x3*odd3-d+a, x1*odd1-c+b
	return e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0
}
