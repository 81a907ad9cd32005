package simd

import (
	"math/rand/v2"
	"runtime/debug"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// fence returns a page of memory followed by one that must not be touched.
func fence(t *testing.T) []byte {
	t.Helper()
	page := unix.Getpagesize()
	both, err := unix.Mmap(-1, 0, 2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(both) })
	if err := unix.Mprotect(both[page:], unix.PROT_NONE); err != nil {
		t.Skip(err)
	}
	return both[:page:page]
}

// TestFences runs every kernel on slices that end where memory does: reading
// or writing one element too many is a fault.
func TestFences(t *testing.T) {
	const longest = 440 // for the largest tile
	var pages [6][]byte
	for i := range pages {
		pages[i] = fence(t)
	}
	r := rand.New(rand.NewPCG(9, 10))
	for _, c := range kernelCases {
		t.Run(c.name, func(t *testing.T) {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // of this goroutine
			n := 0
			defer func() {
				if e := recover(); e != nil {
					t.Fatalf("length %d: %v", n, e)
				}
			}()
			for ; n < longest; n++ {
				v := newVectors(r, n)
				for i, s := range []*[]float32{&v.x, &v.y, &v.w, &v.dst} {
					*s = atEndFloats(pages[i], *s)
				}
				for i, s := range []*[]uint8{&v.a, &v.b} {
					*s = atEnd(pages[4+i], *s)
				}
				c.run(&active, v)
			}
		})
	}
}

// atEnd copies x to the end of page.
func atEnd(page, x []uint8) []uint8 {
	end := page[len(page)-len(x):]
	copy(end, x)
	return end
}

func atEndFloats(page []uint8, x []float32) []float32 {
	if len(x) == 0 {
		return nil
	}
	first := unsafe.Pointer(&page[len(page)-4*len(x)])
	end := unsafe.Slice((*float32)(first), len(x))
	copy(end, x)
	return end
}
