package study

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"

	"golang.org/x/image/font/gofont/goregular"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/fmnist/fmnist/dataset"
	colours "github.com/fmnist/fmnist/draw"
)

// sideBySide draws plots beside each other, their frames aligned.
func sideBySide(plots []*plot.Plot, width, height vg.Length) image.Image {
	to := vgimg.NewWith(vgimg.UseWH(width*vg.Length(len(plots)), height), vgimg.UseDPI(96))
	tiles := draw.Tiles{Rows: 1, Cols: len(plots), PadX: 18, PadTop: 6, PadBottom: 6, PadLeft: 6, PadRight: 12}
	for i, at := range plot.Align([][]*plot.Plot{plots}, tiles, draw.New(to))[0] {
		plots[i].Draw(at)
	}
	return to.Image()
}

const goTypeface = "Go"

// goFont writes with the font of all other pictures.
var goFont = text.Plain{Fonts: font.NewCache(font.Collection{{Font: font.Font{Typeface: goTypeface}, Face: parsed(goregular.TTF)}})}

func newPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding, p.Legend.YPosition = 6, draw.PosCenter
	p.Legend.Padding, p.X.Padding, p.Y.Padding = 1, 8, 8
	for _, style := range []*text.Style{&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label, &p.Legend.TextStyle} {
		style.Handler = goFont
		style.Font.Typeface, style.Font.Variant, style.Color = goTypeface, "", ink
	}
	p.Legend.TextStyle.Font.Size = 9
	p.Add(plotter.NewGrid())
	return p
}

// drawTransfer draws accuracies on two data sets against each other, of all and
// of the top quartile.
func drawTransfer(a, b Field, top []int) image.Image {
	all := scatterOf(a, b, count(len(a.Standings)), "All contestants")
	all.Legend.Top, all.Legend.Left = true, true
	return sideBySide([]*plot.Plot{all, scatterOf(a, b, top, "Top quartile of "+a.Title)}, 400, 400)
}

func scatterOf(a, b Field, of []int, title string) *plot.Plot {
	p := newPlot(title, "accuracy on "+a.Title, "accuracy on "+b.Title)
	var families []string
	points := map[string]plotter.XYs{}
	for i, s := range a.Standings {
		if points[s.Family] == nil {
			families = append(families, s.Family)
			points[s.Family] = plotter.XYs{}
		}
		if slices.Contains(of, i) {
			points[s.Family] = append(points[s.Family], plotter.XY{X: s.Accuracy, Y: b.Standings[i].Accuracy})
		}
	}
	slices.Sort(families)
	shapes := []draw.GlyphDrawer{draw.CircleGlyph{}, draw.TriangleGlyph{}, draw.SquareGlyph{}}
	for k, f := range families {
		s, err := plotter.NewScatter(points[f])
		if err != nil {
			continue // a family without a point in this part
		}
		s.GlyphStyle = draw.GlyphStyle{Color: colours.ClassColour(k), Radius: 2.8, Shape: shapes[k/10%len(shapes)]}
		p.Add(s)
		p.Legend.Add(f, s)
	}
	if len(of) < len(a.Standings) {
		p.Legend = plot.NewLegend()
	}
	return p
}

// powersOfTen labels the decades of a logarithmic axis, and what lies between.
type powersOfTen struct{ format func(float64) string }

func (t powersOfTen) Ticks(low, high float64) (ticks []plot.Tick) {
	for decade := math.Pow(10, math.Floor(math.Log10(low))); decade <= high; decade *= 10 {
		for m := 1.0; m < 10; m++ {
			v := m * decade
			if v < low*0.999 || v > high*1.001 {
				continue
			}
			tick := plot.Tick{Value: v}
			if m == 1 || m == 2 || m == 5 {
				tick.Label = t.format(v)
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// drawCurves draws the learning curves of each data set, on the same scales.
func drawCurves(sets []*dataset.Dataset, all []DifficultySet) image.Image {
	plots := make([]*plot.Plot, len(sets))
	lowX, highX, lowY, highY := math.Inf(1), 0.0, math.Inf(1), 0.0
	for k, d := range sets {
		p := newPlot(title(d), "training images", "test error")
		p.Legend.Left = true
		p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
		p.X.Tick.Marker = powersOfTen{func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }}
		p.Y.Tick.Marker = powersOfTen{func(v float64) string { return fmt.Sprintf("%g%%", math.Round(1e4*v)/100) }}
		for i, c := range all[k].Curves {
			addCurve(p, c, i)
			for _, x := range c.Points {
				lowX, highX = min(lowX, float64(x.Images)), max(highX, float64(x.Images))
				if x.Error > 0 {
					lowY, highY = min(lowY, x.Error), max(highY, x.Error)
				}
			}
		}
		plots[k] = p
		if k > 0 {
			p.Legend = plot.NewLegend() // one is enough, where the curves are highest
		}
	}
	if highY == 0 {
		lowY, highY = 0.001, 1 // no model errs
	}
	for _, p := range plots {
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = lowX/1.1, highX*1.1, lowY/1.1, highY*1.1
	}
	return sideBySide(plots, 400, 400)
}

// addCurve adds the points and the fitted line. An error of 0 has no place on a
// logarithmic scale.
func addCurve(p *plot.Plot, c Curve, i int) {
	var points, fitted plotter.XYs
	for _, x := range c.Points {
		if x.Error > 0 {
			points = append(points, plotter.XY{X: float64(x.Images), Y: x.Error})
			if c.Scale > 0 {
				fitted = append(fitted, plotter.XY{X: float64(x.Images), Y: c.Scale * math.Pow(float64(x.Images), -c.Exponent)})
			}
		}
	}
	s, err := plotter.NewScatter(points)
	if err != nil {
		return // no point has an error
	}
	s.GlyphStyle = draw.GlyphStyle{Color: colours.ClassColour(i), Radius: 2.8, Shape: draw.CircleGlyph{}}
	p.Add(s)
	p.Legend.Add(curveNames[c.family], s)
	if line, err := plotter.NewLine(fitted); err == nil {
		line.Color, line.Width = colours.ClassColour(i), 1
		p.Add(line)
	}
}
