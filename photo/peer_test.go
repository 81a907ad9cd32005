package photo

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var peerPictures = flag.Int("peer-pictures", 0, "pictures of installed packages to convert with ImageMagick as well; 0 skips that")

// imageMagick is the path of ImageMagick 6, or the test is skipped.
func imageMagick(t testing.TB) string {
	for _, name := range []string{"convert-im6.q16", "convert"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if out, _ := exec.Command(path, "-version").Output(); bytes.Contains(out, []byte("ImageMagick 6")) {
			return path
		}
	}
	t.Skip("ImageMagick 6 is not installed (Debian: imagemagick)")
	return ""
}

// peer converts a file with ImageMagick as the documentation of the package says.
func peer(t testing.TB, convert, path string) []byte {
	t.Helper()
	cmd := exec.Command(convert, path+"[0]", "-auto-orient", "-background", "#fdfdfd", "-alpha", "remove", "-alpha", "off",
		"-fuzz", "5%", "-trim", "+repage", "-sample", "28x28", "-adaptive-sharpen", "1x1",
		"-background", "white", "-gravity", "center", "-extent", "28x28", "-negate", "-colorspace", "Gray", "-depth", "8", "gray:-")
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil || len(out) != Size*Size {
		t.Fatalf("%v: %v, %d bytes: %s", cmd, err, len(out), &faults)
	}
	return out
}

// packages have pictures that are installed with them: Debian's openclipart-png,
// gnome-icon-theme and oxygen-icon-theme.
var packages = []string{"/usr/share/openclipart/png", "/usr/share/icons/gnome/256x256", "/usr/share/icons/oxygen/base/256x256"}

// installedPictures are n files, evenly from all packages.
func installedPictures(t testing.TB, n int) []string {
	var all []string
	for _, root := range packages {
		filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && strings.HasSuffix(path, ".png") {
				all = append(all, path)
			}
			return nil
		})
	}
	if len(all) < n {
		t.Skipf("%d pictures are installed, want %d (Debian: openclipart-png gnome-icon-theme oxygen-icon-theme)", len(all), n)
	}
	picked := make([]string, n)
	for i := range picked {
		picked[i] = all[i*len(all)/n]
	}
	return picked
}

// renderings are the forms in which each picture is compared: as it is, and as
// the shop's photographs are, on a ground of 762 x 1000.
var renderings = map[string][]string{
	"png":        nil,
	"jpeg":       {"-resize", "640x840", "-background", "#fdfdfd", "-alpha", "remove", "-gravity", "center", "-extent", "762x1000", "-quality", "88"},
	"jpeg 4:4:4": {"-resize", "640x840", "-background", "#fdfdfd", "-alpha", "remove", "-gravity", "center", "-extent", "762x1000", "-sampling-factor", "1x1", "-quality", "95"},
	"jpeg 4:2:2": {"-resize", "640x840", "-background", "#fdfdfd", "-alpha", "remove", "-gravity", "center", "-extent", "761x999", "-sampling-factor", "2x1", "-quality", "80"},
	"webp":       {"-resize", "640x840", "-quality", "85"},
}

// TestImageMagick converts pictures of installed packages here and there and
// compares the mean absolute difference of a pixel, of 255.
func TestImageMagick(t *testing.T) {
	if *peerPictures == 0 {
		t.Skip("-peer-pictures is 0")
	}
	convert := imageMagick(t)
	forms := []string{"png", "jpeg", "jpeg 4:2:2", "jpeg 4:4:4", "webp"}
	sums, counts := map[string]float64{}, map[string]int{}
	for i, path := range installedPictures(t, *peerPictures) {
		for _, form := range []string{"png", forms[1+i%(len(forms)-1)]} {
			file := path
			if args := renderings[form]; args != nil {
				file = filepath.Join(t.TempDir(), "picture."+strings.Fields(form)[0])
				if out, err := exec.Command(convert, slices.Concat([]string{path}, args, []string{file})...).CombinedOutput(); err != nil {
					t.Fatalf("%s: %v: %s", path, err, out)
				}
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := Decode(data, Ground)
			if err == nil {
				p, err = Trim(p)
			}
			if err != nil {
				t.Logf("%s: %s: %v", path, form, err)
				continue
			}
			d := meanDifference(Convert(p, BySamples).Pix, peer(t, convert, file))
			if d > 2 {
				t.Logf("%s: %s: differs by %.2f", path, form, d)
			}
			sums[form] += d
			counts[form]++
		}
	}
	for _, form := range forms {
		mean := sums[form] / float64(counts[form])
		fmt.Printf("%s: %d pictures, mean absolute difference %.4f of 255\n", form, counts[form], mean)
		if !(mean < 2) {
			t.Errorf("%s: mean absolute difference %.4f, want below 2", form, mean)
		}
	}
}

func meanDifference(a, b []uint8) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(len(a))
}
