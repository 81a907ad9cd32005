package photo

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/internal/jpeg"
)

var update = flag.Bool("update", false, "make the .gray files and pixels.sha256 in testdata anew with ImageMagick")

// TestGolden compares with what ImageMagick made of the pictures in testdata. Its
// results are met exactly but for WebP and JPEG files that image/jpeg decodes, where
// decoders differ by a step of 255, which may move an edge by a pixel.
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
		exact := decodeFile(t, file).parts() != nil || strings.HasSuffix(file, ".png") || strings.HasSuffix(file, ".gif")
		if exact && d != 0 || d > 6 {
			t.Errorf("%s: mean absolute difference %.3f of 255", file, d)
		}
		sum += d
		n++
	}
	if n < 24 || sum/float64(n) > 0.5 {
		t.Errorf("%d pictures with a mean absolute difference of %.3f of 255, want 24 or more below 0.5", n, sum/float64(n))
	}
}

// TestPixels compares the colours of all pixels of JPEG files with those that
// ImageMagick decodes, as digests.
func TestPixels(t *testing.T) {
	const list = "testdata/pixels.sha256"
	lines := strings.Fields(string(readTestFile(t, list)))
	if *update {
		lines = updatedPixels(t, list)
	}
	if len(lines) < 2*16 {
		t.Errorf("%s lists %d files", list, len(lines)/2)
	}
	for i := 0; i < len(lines); i += 2 {
		p := decodeFile(t, lines[i+1])
		if p.parts() == nil {
			t.Errorf("%s is decoded as a whole", lines[i+1])
		}
		sum := sha256.New()
		for y := range p.Height() {
			for x := range p.Width() {
				c := p.RGB(x, y)
				sum.Write([]byte{byte(c[0] >> 8), byte(c[1] >> 8), byte(c[2] >> 8)})
			}
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != lines[i] {
			t.Errorf("%s has other pixels than ImageMagick's", lines[i+1])
		}
	}
}

// updatedPixels writes the list anew.
func updatedPixels(t *testing.T, list string) []string {
	convert := imageMagick(t)
	mine, _ := filepath.Glob("testdata/[0-9]*.jpg")
	decoders, _ := filepath.Glob("../internal/jpeg/testdata/*.jpg")
	text := ""
	for _, file := range append(mine, decoders...) {
		if _, ok := jpeg.Open(readTestFile(t, file)); !ok {
			continue
		}
		out, err := exec.CommandContext(t.Context(), convert, file, "-depth", "8", "rgb:-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%x  %s\n", sha256.Sum256(out), file)
	}
	if err := os.WriteFile(list, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return strings.Fields(text)
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
