package photo

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the .gray files in testdata anew with ImageMagick")

// TestGolden compares with what ImageMagick made of the pictures in testdata. Its
// results are met exactly where the format is lossless. JPEG and WebP decoders
// differ by a step of 255, which may move an edge by a pixel.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/[0-9]*.*")
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0
	for _, file := range files {
		if strings.HasSuffix(file, ".gray") {
			continue
		}
		if *update {
			if err := os.WriteFile(file+".gray", peer(t, imageMagick(t), file), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		d := meanDifference(convertFile(t, file), readTestFile(t, file+".gray"))
		lossless := strings.HasSuffix(file, ".png") || strings.HasSuffix(file, ".gif")
		if lossless && d != 0 || d > 6 {
			t.Errorf("%s: mean absolute difference %.3f of 255", file, d)
		}
		sum += d
		n++
	}
	if n < 24 || sum/float64(n) > 0.5 {
		t.Errorf("%d pictures with a mean absolute difference of %.3f of 255, want 24 or more below 0.5", n, sum/float64(n))
	}
}

func readTestFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decodeFile(t testing.TB, name string) *Photo {
	t.Helper()
	p, err := Decode(readTestFile(t, name), Ground)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

func convertFile(t testing.TB, name string) []uint8 {
	t.Helper()
	trimmed, err := Trim(decodeFile(t, name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return Convert(trimmed, BySamples).Pix
}
