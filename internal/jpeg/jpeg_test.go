package jpeg

import (
	"bytes"
	"image"
	standard "image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// known are the files in testdata that Open knows.
var known = []string{"444.jpg", "422.jpg", "440.jpg", "420.jpg", "gray.jpg", "finest.jpg", "coarse.jpg", "restart.jpg", "restart-3.jpg"}

func readTestFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustOpen(t testing.TB, file []byte) *Image {
	t.Helper()
	m, ok := Open(file)
	if !ok {
		t.Fatal("the file is not known")
	}
	return m
}

// planes are the samples of an image of the standard library, each with its width,
// without what lies outside of it.
func planes(img image.Image) (all [][]uint8, widths []int) {
	add := func(pix []uint8, stride, width, height int) {
		var rows []uint8
		for y := range height {
			rows = append(rows, pix[y*stride:][:width]...)
		}
		all, widths = append(all, rows), append(widths, width)
	}
	switch img := img.(type) {
	case *image.Gray:
		add(img.Pix, img.Stride, img.Rect.Dx(), img.Rect.Dy())
	case *image.YCbCr:
		last := img.Rect.Max.Sub(image.Pt(1, 1))
		end := img.COffset(last.X, last.Y)
		add(img.Y, img.YStride, img.Rect.Dx(), img.Rect.Dy())
		add(img.Cb, img.CStride, end%img.CStride+1, end/img.CStride+1)
		add(img.Cr, img.CStride, end%img.CStride+1, end/img.CStride+1)
	}
	return all, widths
}

// planes are the samples of all components, each with its width.
func (m *Image) planes() (all [][]uint8, widths []int) {
	for i := range m.components {
		c := &m.components[i]
		var rows []uint8
		for y := range c.height {
			for x := range c.width {
				rows = append(rows, m.sample(c, x, y))
			}
		}
		all, widths = append(all, rows), append(widths, c.width)
	}
	return all, widths
}

// The standard library's transform rounds in another way.
func TestSamplesAreThoseOfTheStandardLibraryOrNextToThem(t *testing.T) {
	for _, name := range known {
		file := readTestFile(t, name)
		img, err := standard.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		m := mustOpen(t, file)
		want, _ := planes(img)
		got, _ := m.planes()
		if m.Rect != img.Bounds() || len(got) != len(want) {
			t.Fatalf("%s: %v and %d planes, want %v and %d", name, m.Rect, len(got), img.Bounds(), len(want))
		}
		for i := range want {
			others := 0
			for j := range want[i] {
				d := int(want[i][j]) - int(got[i][j])
				if d < -1 || d > 1 {
					t.Fatalf("%s: plane %d, sample %d is %d, want %d", name, i, j, got[i][j], want[i][j])
				}
				others += d * d
			}
			if others > len(want[i])/20 {
				t.Errorf("%s: %d of %d samples of plane %d differ", name, others, len(want[i]), i)
			}
		}
	}
}

func TestOthersAreLeftToOthers(t *testing.T) {
	for _, name := range []string{"411.jpg", "arithmetic.jpg", "progressive.jpg", "rgb.jpg", "scans.jpg"} {
		if _, ok := Open(readTestFile(t, name)); ok {
			t.Errorf("%s: is said to be known", name)
		}
	}
}

func TestOrderOfLookingDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range known {
		file := readTestFile(t, name)
		m := mustOpen(t, file)
		want, widths := mustOpen(t, file).planes()
		for range 2000 {
			x, y := r.IntN(61), r.IntN(45)
			if got := m.Luma(x, y); got != want[0][y*widths[0]+x] {
				t.Fatalf("%s: luma at %d, %d is %d, want %d", name, x, y, got, want[0][y*widths[0]+x])
			}
			cb, cr := m.Chroma(x/2, y/2)
			if len(want) == 1 {
				if cb != 128 || cr != 128 {
					t.Fatalf("%s: chroma %d, %d", name, cb, cr)
				}
			} else if at := y/2*widths[1] + x/2; cb != want[1][at] || cr != want[2][at] {
				t.Fatalf("%s: chroma at %d, %d is %d, %d, want %d, %d", name, x/2, y/2, cb, cr, want[1][at], want[2][at])
			}
		}
	}
}

func TestNearIsWhatTheSamplesSay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	yes := 0
	for _, name := range known {
		file := readTestFile(t, name)
		m := mustOpen(t, file)
		for range 300 {
			min := image.Pt(r.IntN(61), r.IntN(45))
			rect := image.Rectangle{min, min.Add(image.Pt(1+r.IntN(20), 1+r.IntN(20)))}.Intersect(m.Rect)
			var values [3]uint8
			reach := [3]int{5 + r.IntN(80), 5 + r.IntN(80), 5 + r.IntN(80)}
			want := true
			for i := range m.components {
				c := &m.components[i]
				s := c.under(rect)
				values[i] = m.sample(c, s.Min.X, s.Min.Y)
				for y := s.Min.Y; y < s.Max.Y; y++ {
					for x := s.Min.X; x < s.Max.X; x++ {
						d := int(m.sample(c, x, y)) - int(values[i])
						want = want && d <= reach[i] && d >= -reach[i]
					}
				}
			}
			if got := mustOpen(t, file).Near(rect, values, reach); got != want {
				t.Fatalf("%s: %v near %v by %v: %v, want %v", name, rect, values, reach, got, want)
			}
			if want {
				yes++
			}
		}
	}
	if yes < 100 || yes > 300*len(known)-100 {
		t.Errorf("%d cases were near: the test says little", yes)
	}
}

func TestMeans(t *testing.T) {
	compared := 0
	for _, name := range known {
		m := mustOpen(t, readTestFile(t, name))
		for y := range 5 {
			for x := range 7 {
				sum, limited := 0, false
				for i := range 64 {
					v := m.Luma(8*x+i%8, 8*y+i/8)
					sum += int(v)
					limited = limited || v == 0 || v == 255
				}
				if limited {
					continue
				}
				compared++
				if got := m.Mean(8*x+3, 8*y+5); math.Abs(float64(sum)/64-float64(got)) > 1 {
					t.Errorf("%s: block %d, %d has the mean %d, its samples %.1f", name, x, y, got, float64(sum)/64)
				}
			}
		}
	}
	if compared < 60 {
		t.Errorf("%d blocks were compared", compared)
	}
}

// inverseBySum is A.3.3 as it stands.
func inverseBySum(x *[64]int32) (samples [64]float64) {
	scale := func(u int) float64 {
		if u == 0 {
			return math.Sqrt2 / 4
		}
		return 0.5
	}
	for i := range samples {
		for k, v := range x {
			u, w := k%8, k/8
			samples[i] += float64(v) * scale(u) * scale(w) * math.Cos(float64((2*(i%8)+1)*u)*math.Pi/16) * math.Cos(float64((2*(i/8)+1)*w)*math.Pi/16)
		}
	}
	return samples
}

func TestInverseRoundsTheSum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for trial := range 600 {
		var x [64]int32
		x[0] = int32(r.IntN(2048) - 1024)
		for range trial % 40 {
			x[r.IntN(64)] = int32(r.IntN(401) - 200)
		}
		want := inverseBySum(&x)
		var got [64]uint8
		inverse(&x, &got)
		for i := range got {
			if exact := min(255, max(0, want[i]+128)); math.Abs(float64(got[i])-exact) > 0.6 {
				t.Fatalf("sample %d is %d, want %.3f", i, got[i], exact)
			}
		}
	}
	for dc := int32(-3000); dc < 3000; dc++ {
		var got [64]uint8
		inverse(&[64]int32{dc}, &got)
		if got[0] != flat(dc) || got[63] != flat(dc) {
			t.Fatalf("a block of %d is %d, want %d", dc, got[0], flat(dc))
		}
	}
}

func TestFaultsAreLeftToOthers(t *testing.T) {
	for _, name := range known {
		file := readTestFile(t, name)
		for n := range file {
			if _, ok := Open(file[:n]); ok {
				t.Fatalf("%s: the first %d of %d bytes are said to be known", name, n, len(file))
			}
		}
	}
	// A scan of 65,500 x 65,500 pixels with hardly a code.
	file := slices.Clone(readTestFile(t, "gray.jpg"))
	frame := bytes.Index(file, []byte{marker, sof0})
	copy(file[frame+5:], []byte{0xff, 0xdc, 0xff, 0xdc})
	if n := testing.AllocsPerRun(1, func() { Open(file) }); n > 100 {
		t.Errorf("%.0f allocations", n)
	}
	if _, ok := Open(file); ok {
		t.Error("an image without codes is said to be known")
	}
}

// FuzzOpen holds that image/jpeg takes every file that Open knows, and makes the
// same of it, as far as its transform does not overflow.
func FuzzOpen(f *testing.F) {
	for _, name := range known {
		f.Add(readTestFile(f, name))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		m, ok := Open(file)
		if !ok || m.Rect.Dx()*m.Rect.Dy() > 1<<16 {
			return
		}
		img, err := standard.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("image/jpeg says %v", err)
		}
		if m.Rect != img.Bounds() {
			t.Fatalf("%v, want %v", m.Rect, img.Bounds())
		}
		tame := m.tameBlocks()
		got, _ := m.planes()
		want, widths := planes(img)
		if len(got) != len(want) {
			t.Fatalf("%d planes, want %d", len(got), len(want))
		}
		for i := range want {
			for j := range want[i] {
				x, y := j%widths[i], j/widths[i]
				d := int(want[i][j]) - int(got[i][j])
				if (d < -2 || d > 2) && tame[i][y/8*m.components[i].columns+x/8] {
					t.Fatalf("plane %d at %d, %d is %d, want %d", i, x, y, got[i][j], want[i][j])
				}
			}
		}
	})
}

// tameBlocks says of each component's blocks whether its coefficients are no larger
// than those of an image.
func (m *Image) tameBlocks() (all [3][]bool) {
	for i := range m.components {
		c := &m.components[i]
		for j := range c.blocks {
			b := &c.blocks[j]
			x := [64]int32{b.dc * c.quant[0]}
			if b.at != empty {
				x = c.coefficients(m.codes, b)
			}
			sum := int64(0)
			for _, v := range x {
				sum += max(int64(v), -int64(v))
			}
			all[i] = append(all[i], sum < 1<<11)
		}
	}
	return all
}
