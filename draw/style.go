// Package draw makes pictures of data sets and of results: sprites, embeddings
// in the plane, films.
//
// They share one style: the class colours below, which differ also for
// who does not see red, green or blue, classes by their names, a title, and a
// last line that says where the data are from. Every picture is a function that
// returns a [Picture], which is an image in pixels and in SVG, or a film.
package draw

import (
	"image/color"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"

	"github.com/fmnist/fmnist/dataset"
)

// classColours are the eight of Okabe and Ito ("Color universal design", 2008),
// and an indigo and a wine red of Tol ("Colour schemes", 2021). A test computes
// how far apart they are for the colour-blind.
var classColours = [10]color.RGBA{
	rgb(0x0072b2), rgb(0xf0e442), rgb(0x009e73), rgb(0xd55e00), rgb(0xcc79a7),
	rgb(0x56b4e9), rgb(0x332288), rgb(0xe69f00), rgb(0x111111), rgb(0x882255),
}

var (
	white = rgb(0xffffff)
	ink   = rgb(0x1f242a)
	muted = rgb(0x57626e)
	line  = rgb(0xd5dbe1)
)

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

// ClassColour is the colour of a class, and of whatever else a picture tells
// apart; of more than ten things they repeat.
func ClassColour(class int) color.RGBA { return classColours[class%len(classColours)] }

const (
	margin       = 16.
	titleSize    = 22.
	labelSize    = 13.
	smallSize    = 11.
	lineDistance = 1.35 // of lines of text, in sizes
)

// titleOf is the data set's name in full.
func titleOf(d *dataset.Dataset) string {
	if d.Entry != nil {
		return d.Entry.Title
	}
	return d.Name
}

// sourceOf is the source line.
func sourceOf(d *dataset.Dataset) string {
	if d.Entry == nil {
		return "Data: " + d.Name + ", content " + d.Digest[:12] + ". Drawn by fmnist."
	}
	return "Data: " + d.Entry.Citation + " Licence: " + d.Entry.Licence + ". Drawn by fmnist."
}

// fonts are Go's, which the program carries in itself.
var fonts = sync.OnceValue(func() (f struct{ regular, bold *opentype.Font }) {
	var err error
	if f.regular, err = opentype.Parse(goregular.TTF); err == nil {
		f.bold, err = opentype.Parse(gobold.TTF)
	}
	if err != nil {
		panic("draw: the built-in fonts: " + err.Error())
	}
	return f
})

// face is a font in a size of pixels. It must stay with one goroutine.
func face(size float64, bold bool) font.Face {
	f := fonts().regular
	if bold {
		f = fonts().bold
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic("draw: the built-in fonts: " + err.Error())
	}
	return face
}

// measures keeps the faces that widths are measured with.
var measures = struct {
	sync.Mutex
	faces map[faceKey]font.Face
}{faces: map[faceKey]font.Face{}}

type faceKey struct {
	size float64
	bold bool
}

// textWidth is how wide a text is, in the units of its size.
func textWidth(s string, size float64, bold bool) float64 {
	measures.Lock()
	defer measures.Unlock()
	key := faceKey{size, bold}
	if measures.faces[key] == nil {
		measures.faces[key] = face(size, bold)
	}
	return float64(font.MeasureString(measures.faces[key], s)) / 64
}

// wrapped breaks a text into lines that are no wider than width, where they can
// be broken.
func wrapped(s string, size, width float64) (lines []string) {
	last := ""
	for _, word := range strings.Fields(s) {
		switch longer := last + " " + word; {
		case last == "":
			last = word
		case textWidth(longer, size, false) <= width:
			last = longer
		default:
			lines, last = append(lines, last), word
		}
	}
	return append(lines, last)
}

// shortened cuts a text off, with an ellipsis, where it is wider than width.
func shortened(s string, size, width float64, bold bool) string {
	if textWidth(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && textWidth(string(runes)+"…", size, bold) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
