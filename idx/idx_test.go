package idx_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/fmnist/fmnist/idx"
)

// plain is a file of 2x3 bytes.
var plain = []byte{0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6}

// packed is gzip of b, by the standard library rather than by what idx uses.
func packed(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func parse[T idx.Element](b []byte) (idx.Array[T], error) {
	r, err := idx.NewReader(bytes.NewReader(b))
	if err != nil {
		return idx.Array[T]{}, err
	}
	data, err := idx.ReadAll[T](r)
	return idx.Array[T]{Dims: r.Header().Dims, Data: data}, err
}

func encode[T idx.Element](t require, a idx.Array[T]) []byte {
	var b bytes.Buffer
	w, err := idx.NewWriter(&b, a.Header())
	if err != nil {
		t.Fatal(err)
	}
	if err := idx.Encode(w, a.Data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type require interface{ Fatal(...any) }

// golden compares bytes written by hand with the values that they stand for,
// in both directions.
func golden[T idx.Element](t *testing.T, file []byte, dims []int, data ...T) {
	t.Helper()
	want := idx.Array[T]{Dims: dims, Data: data}
	for name, b := range map[string][]byte{"plain": file, "gzip": packed(file)} {
		got, err := parse[T](b)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v: %v\n%s", name, want.Header(), err, diff)
		}
	}
	if b := encode(t, want); !bytes.Equal(b, file) {
		t.Errorf("encoded % x, want % x", b, file)
	}
}

func TestElementTypes(t *testing.T) {
	golden(t, plain, []int{2, 3}, uint8(1), 2, 3, 4, 5, 6)
	golden(t, []byte{0, 0, 9, 1, 0, 0, 0, 3, 0x80, 0xff, 0x7f}, []int{3}, int8(-128), -1, 127)
	golden(t, []byte{0, 0, 0xb, 1, 0, 0, 0, 2, 0x80, 0, 1, 2}, []int{2}, int16(-32768), 258)
	golden(t, []byte{0, 0, 0xc, 1, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xfe, 1, 2, 3, 4}, []int{2}, int32(-2), 0x01020304)
	golden(t, []byte{0, 0, 0xd, 1, 0, 0, 0, 2, 0x3f, 0xc0, 0, 0, 0xff, 0x80, 0, 0}, []int{2}, float32(1.5), float32(math.Inf(-1)))
	golden(t, []byte{0, 0, 0xe, 1, 0, 0, 0, 1, 0xc0, 4, 0, 0, 0, 0, 0, 0}, []int{1}, float64(-2.5))
	golden(t, []byte{0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 7}, []int{0, 7}, []uint8{}...)
}

// roundTrip is the property that what was written is read again, and that
// writing it again gives the same bytes.
func roundTrip[T idx.Element](t *rapid.T, element *rapid.Generator[T]) {
	dims := rapid.OneOf(
		rapid.SliceOfN(rapid.IntRange(0, 9), 1, 4),
		rapid.SliceOfN(rapid.Just(1), 1, 255),
		rapid.SliceOfN(rapid.IntRange(40000, 70000), 1, 1),
	).Draw(t, "dims")
	a := idx.Array[T]{Dims: dims}
	a.Data = make([]T, a.Header().Elements())
	some := rapid.SliceOfN(element, 1, 50).Draw(t, "elements")
	for i := range a.Data {
		a.Data[i] = some[i%len(some)]
	}
	file := encode(t, a)
	if int64(len(file)) != int64(a.Header().Len())+a.Header().DataSize() {
		t.Fatalf("%d bytes for %v", len(file), a.Header())
	}
	stored := file
	if rapid.Bool().Draw(t, "gzip") {
		stored = packed(file)
	}
	readers := map[string]io.Reader{
		"memory":   bytes.NewReader(stored),
		"pipe":     io.MultiReader(bytes.NewReader(stored)),
		"dribble":  iotest.HalfReader(bytes.NewReader(stored)),
		"with EOF": iotest.DataErrReader(bytes.NewReader(stored)),
	}
	for name, src := range readers {
		r, err := idx.NewReader(src)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		data, err := idx.ReadAll[T](r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again := encode(t, idx.Array[T]{Dims: r.Header().Dims, Data: data}); !bytes.Equal(again, file) {
			t.Fatalf("%s: not the same bytes", name)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	t.Run("uint8", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Uint8()) }))
	t.Run("int8", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Int8()) }))
	t.Run("int16", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Int16()) }))
	t.Run("int32", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Int32()) }))
	t.Run("float32", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Float32()) }))
	t.Run("float64", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, rapid.Float64()) }))
}

// TestStream decodes in pieces, with the raw bytes as the reference.
func TestStream(t *testing.T) {
	a := idx.Array[int32]{Dims: []int{1000, 33}, Data: make([]int32, 33000)}
	for i := range a.Data {
		a.Data[i] = int32(i * 65537)
	}
	file := encode(t, a)
	r, err := idx.NewReader(iotest.OneByteReader(bytes.NewReader(packed(file))))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(raw, file[12:]) {
		t.Fatalf("%d raw bytes, %v; want %d", len(raw), err, len(file)-12)
	}
	if r, err = idx.NewReader(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	var got []int32
	for step := make([]int32, 77); ; {
		n, err := idx.Decode(r, step)
		got = append(got, step[:n]...)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(a.Data, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadFiles(t *testing.T) {
	gz := packed(plain)
	damaged := bytes.Clone(gz)
	damaged[len(damaged)-6] ^= 1 // in the checksum
	with := func(at int, b ...byte) []byte {
		c := bytes.Clone(plain)
		copy(c[at:], b)
		return c
	}
	huge := bytes.Repeat([]byte{0xff}, 4*255)
	for name, c := range map[string]struct {
		file   []byte
		want   error
		offset int64
		gzip   bool
	}{
		"empty":                  {nil, idx.ErrHeader, 0, false},
		"three bytes":            {plain[:3], idx.ErrHeader, 3, false},
		"four bytes":             {plain[:4], idx.ErrHeader, 4, false},
		"inside the dimensions":  {plain[:11], idx.ErrHeader, 11, false},
		"gzip of four bytes":     {packed(plain[:4]), idx.ErrHeader, 4, false},
		"gzip of nothing":        {packed(nil), idx.ErrHeader, 0, false},
		"text":                   {[]byte("hello, world"), idx.ErrMagic, 0, false},
		"little-endian":          {[]byte{2, 8, 0, 0, 1, 0, 0, 0}, idx.ErrMagic, 0, false},
		"type 0x0A":              {with(2, 0x0a), idx.ErrType, 2, false},
		"no dimensions":          {[]byte{0, 0, 8, 0}, idx.ErrDimensions, 2, false},
		"2^31 images":            {with(4, 0x80), idx.ErrShort, 4, false},
		"one too few":            {plain[:17], idx.ErrShort, 4, false},
		"gzip, one too few":      {packed(plain[:17]), idx.ErrShort, 17, false},
		"gzip of 2^31 images":    {packed(with(4, 0x80)), idx.ErrShort, 4, false},
		"more than 2^63":         {append([]byte{0, 0, 8, 255}, huge...), idx.ErrTooLarge, 2, false},
		"trailing byte":          {append(bytes.Clone(plain), 0), idx.ErrTrailing, 18, false},
		"gzip, trailing byte":    {packed(append(bytes.Clone(plain), 0)), idx.ErrTrailing, 18, false},
		"gzip magic only":        {gz[:2], idx.ErrTruncatedGzip, 2, true},
		"gzip cut in the middle": {gz[:len(gz)/2], idx.ErrTruncatedGzip, int64(len(gz) / 2), true},
		"gzip without its end":   {gz[:len(gz)-1], idx.ErrTruncatedGzip, int64(len(gz) - 1), true},
		"gzip checksum":          {damaged, idx.ErrCorruptGzip, int64(len(gz)), true},
		"junk after gzip":        {append(bytes.Clone(gz), "junk and more junk"...), idx.ErrCorruptGzip, int64(len(gz) + 10), true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, c.file, 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := idx.ReadFile[uint8](path)
			var at *idx.Error
			if !errors.Is(err, c.want) || !errors.As(err, &at) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if at.File != path || at.Offset != c.offset || at.Gzip != c.gzip {
				t.Errorf("%+v, want offset %d, gzip %v", *at, c.offset, c.gzip)
			}
			if !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("%q does not begin with the file", err)
			}
		})
	}
}

// TestWrongType asks for other elements than there are.
func TestWrongType(t *testing.T) {
	if _, err := parse[int16](plain); !errors.Is(err, idx.ErrElement) {
		t.Errorf("ReadAll: %v, want %v", err, idx.ErrElement)
	}
	r, err := idx.NewReader(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := idx.Decode(r, make([]int8, 6)); !errors.Is(err, idx.ErrElement) {
		t.Errorf("Decode: %v, want %v", err, idx.ErrElement)
	}
}

// TestEveryCut cuts a file, plain and gzipped, after each of its bytes.
func TestEveryCut(t *testing.T) {
	for cut := range plain {
		_, err := parse[uint8](plain[:cut])
		if !errors.Is(err, idx.ErrHeader) && !errors.Is(err, idx.ErrShort) {
			t.Errorf("plain cut to %d: %v", cut, err)
		}
	}
	gz := packed(plain)
	for cut := 2; cut < len(gz); cut++ {
		for _, src := range []io.Reader{bytes.NewReader(gz[:cut]), io.MultiReader(bytes.NewReader(gz[:cut]))} {
			r, err := idx.NewReader(src)
			if err == nil {
				_, err = idx.ReadAll[uint8](r)
			}
			if !errors.Is(err, idx.ErrTruncatedGzip) {
				t.Errorf("gzip cut to %d: %v", cut, err)
			}
		}
	}
}

// TestEveryFlippedBit damages a gzip file: the content is right or there is an
// error.
func TestEveryFlippedBit(t *testing.T) {
	gz := packed(plain)
	for bit := 16; bit < 8*len(gz); bit++ {
		bad := bytes.Clone(gz)
		bad[bit/8] ^= 1 << (bit % 8)
		a, err := parse[uint8](bad)
		if err == nil && !bytes.Equal(a.Data, plain[12:]) {
			t.Errorf("bit %d: wrong content without an error", bit)
		}
	}
}

// TestClaims has headers that claim far more than there is. None may cost the
// memory that it claims.
func TestClaims(t *testing.T) {
	images := []byte{0, 0, 8, 3, 0, 2, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28} // 131,072 of them, 103 MB
	forged := packed(images)
	copy(forged[len(forged)-4:], []byte{16, 0, 0, 0x62}) // in the trailer too
	roomy := packed(append(bytes.Clone(images), make([]byte, 1<<20)...))
	for name, src := range map[string]func() io.Reader{
		"plain":              func() io.Reader { return bytes.NewReader(images) },
		"pipe":               func() io.Reader { return io.MultiReader(bytes.NewReader(images)) },
		"gzip":               func() io.Reader { return bytes.NewReader(packed(images)) },
		"gzip pipe":          func() io.Reader { return io.MultiReader(bytes.NewReader(packed(images))) },
		"forged trailer":     func() io.Reader { return bytes.NewReader(forged) },
		"a hundredth exists": func() io.Reader { return io.MultiReader(bytes.NewReader(roomy)) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := idx.NewReader(src())
		if err == nil {
			_, err = idx.ReadAll[uint8](r)
		}
		runtime.ReadMemStats(&after)
		if !errors.Is(err, idx.ErrShort) {
			t.Errorf("%s: %v, want %v", name, err, idx.ErrShort)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s: allocated %d bytes", name, used)
		}
	}
}

// TestMembers reads a gzip file of several members, as gzip does.
func TestMembers(t *testing.T) {
	file := append(packed(plain[:7]), packed(plain[7:])...)
	a, err := parse[uint8](file)
	if err != nil || !bytes.Equal(a.Data, plain[12:]) {
		t.Errorf("%v %v", a, err)
	}
}

// TestReadError passes on what the file itself says, with the place.
func TestReadError(t *testing.T) {
	broken := errors.New("the disk is broken")
	for _, cut := range []int{0, 2, 6, 15} {
		src := io.MultiReader(bytes.NewReader(plain[:cut]), iotest.ErrReader(broken))
		r, err := idx.NewReader(src)
		if err == nil {
			_, err = idx.ReadAll[uint8](r)
		}
		var at *idx.Error
		if !errors.Is(err, broken) || !errors.As(err, &at) || at.Offset != int64(cut) {
			t.Errorf("after %d bytes: %v", cut, err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	if _, err := idx.Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := idx.ReadFile[uint8](t.TempDir()); err == nil {
		t.Error("a folder was read as a file")
	}
}
