package build

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
)

// usage is the most that a build used of the memory in a step, bytes.
type usage struct{ heap, resident int }

// usages builds and measures what is in use whenever the build tells of its progress.
func usages(t testing.TB, o Options) map[string]usage {
	steps := map[string]usage{}
	o.Progress = func(step string, _, _ int) {
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most := steps[step]
		steps[step] = usage{max(most.heap, int(m.HeapAlloc)), max(most.resident, resident(t))}
	}
	s := mustBuild(t, o)
	t.Logf("%d + %d images, %v", s.Train, s.Test, s.Rejected)
	return steps
}

// resident is the process's memory, with the files that are mapped into it.
func resident(t testing.TB) int {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Error(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(statm))[1])
	if err != nil {
		t.Error(err)
	}
	return pages * os.Getpagesize()
}

// crowd is a folder with many small photographs, in two classes. Of ten of them, one is
// nearly and one is exactly the same as an earlier one.
func crowd(t testing.TB, n int) string {
	dir := t.TempDir()
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		if i%10 > 7 {
			r = rand.New(rand.NewPCG(uint64(i/10), 3))
		}
		img := image.NewGray(image.Rect(0, 0, 40, 40))
		for j := range img.Pix {
			img.Pix[j] = 0xfd
		}
		var cells [8]byte
		for y := range 32 {
			if y%8 == 0 {
				binary.LittleEndian.PutUint64(cells[:], r.Uint64())
			}
			for x := range 32 {
				img.Pix[40*(y+4)+x+4] = cells[x/4] / 2
			}
		}
		if i%10 == 8 {
			for x := range 32 {
				img.Pix[40*20+x+4] ^= 16
			}
		}
		var file bytes.Buffer
		if err := bmp.Encode(&file, img); err != nil {
			t.Fatal(err)
		}
		saveBytes(t, filepath.Join(dir, strconv.Itoa(i/10%2), fmt.Sprintf("%d.bmp", i)), file.Bytes())
	}
	return dir
}

// TestMemoryDoesNotGrow builds of few photographs and of many. Sixteen bytes kept for
// each would be seen in the heap, and files mapped into memory in what is resident.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("converts 10,000 photographs")
	}
	o := Options{Photos: crowd(t, 1000), Out: filepath.Join(t.TempDir(), "out")}
	usages(t, o) // the program itself comes into memory
	o.Out = filepath.Join(t.TempDir(), "out")
	few := usages(t, o)
	many := usages(t, Options{Photos: crowd(t, 10_000), Out: filepath.Join(t.TempDir(), "out")})
	for step, after := range many {
		before := few[step]
		t.Logf("%s: heap %d kB and %d kB, resident %d kB and %d kB", step, before.heap>>10, after.heap>>10, before.resident>>10, after.resident>>10)
		margin := 128 << 10
		if step == "convert" {
			margin = 2 << 20 // photographs that are being converted
		}
		if grown := after.heap - before.heap; grown > margin {
			t.Errorf("%s: the heap grew by %d kB", step, grown>>10)
		}
		if grown := after.resident - before.resident; grown > 4<<20 {
			t.Errorf("%s: the memory grew by %d kB", step, grown>>10)
		}
	}
}
