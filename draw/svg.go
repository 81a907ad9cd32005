package draw

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"strings"
)

// WriteSVG writes the picture as SVG, which needs nothing beside it: a viewer
// that has not Go's fonts takes another, narrower one.
func (p *Picture) WriteSVG(w io.Writer) error {
	s := &svgWriter{Writer: bufio.NewWriter(w)}
	s.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %[1]g %[2]g"`+
		` font-family="Go, 'Liberation Sans', Arial, Helvetica, sans-serif">`+"\n", p.Width, p.Height)
	for _, shape := range p.shapes {
		shape.svg(s)
	}
	s.printf("</svg>\n")
	if s.err != nil {
		return s.err
	}
	return s.Flush()
}

// svgWriter keeps the first error.
type svgWriter struct {
	*bufio.Writer
	err error
}

func (s *svgWriter) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(s.Writer, format, args...); err != nil && s.err == nil {
		s.err = err
	}
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func (b box) svg(w *svgWriter) {
	w.printf(`<rect x="%.6g" y="%.6g" width="%.6g" height="%.6g" fill="%s"/>`+"\n", b.x, b.y, b.width, b.height, hex(b.fill))
}

func (l label) svg(w *svgWriter) {
	w.printf(`<text x="%.6g" y="%.6g" font-size="%.6g" fill="%s"`, l.x, l.y, l.size, hex(l.fill))
	if l.bold {
		w.printf(` font-weight="bold"`)
	}
	if l.anchor != start {
		w.printf(` text-anchor="%s"`, [...]string{"start", "middle", "end"}[l.anchor])
	}
	if l.halo > 0 {
		w.printf(` stroke="#ffffff" stroke-width="%.6g" stroke-linejoin="round" paint-order="stroke"`, 2*l.halo)
	}
	var text bytes.Buffer
	if err := xml.EscapeText(&text, []byte(l.text)); err != nil && w.err == nil {
		w.err = err
	}
	w.printf(">%s</text>\n", text.Bytes())
}

func (r raster) svg(w *svgWriter) {
	var b bytes.Buffer
	if err := png.Encode(&b, r.image); err != nil && w.err == nil {
		w.err = err
	}
	w.printf(`<image x="%.6g" y="%.6g" width="%.6g" height="%.6g" style="image-rendering:pixelated" href="data:image/png;base64,%s"/>`+"\n",
		r.x, r.y, r.width, r.height, base64.StdEncoding.EncodeToString(b.Bytes()))
}

// svg writes a path of points for every class of a layer: that is a fifth of
// what circles take. Layers keep a class from covering the others.
func (d dots) svg(w *svgWriter) {
	const layer = 10000
	w.printf(`<g fill="none" stroke-linecap="round" stroke-width="%.6g" stroke-opacity="%.6g">`+"\n", 2*d.radius, d.opacity)
	for from := 0; from < len(d.at); from += layer {
		var paths [256]strings.Builder
		for i := from; i < min(len(d.at), from+layer); i++ {
			fmt.Fprintf(&paths[d.class[i]], "M%.1f %.1fh0", d.at[i].x, d.at[i].y)
		}
		for class := range paths {
			if paths[class].Len() > 0 {
				w.printf(`<path stroke="%s" d="%s"/>`+"\n", hex(ClassColour(class)), paths[class].String())
			}
		}
	}
	w.printf("</g>\n")
}
