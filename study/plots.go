package study

import (
	"fmt"
	"image"
	"image/color"
	"maps"
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
func sideBySide(with theme, plots []*plot.Plot, width, height vg.Length) image.Image {
	to := vgimg.NewWith(vgimg.UseWH(width*vg.Length(len(plots)), height), vgimg.UseDPI(96), vgimg.UseBackgroundColor(with.ground))
	tiles := draw.Tiles{Rows: 1, Cols: len(plots), PadX: 18, PadTop: 6, PadBottom: 6, PadLeft: 6, PadRight: 12}
	for i, at := range plot.Align([][]*plot.Plot{plots}, tiles, draw.New(to))[0] {
		plots[i].Draw(at)
	}
	return to.Image()
}

const goTypeface = "Go"

// goFont writes with the font of all other pictures.
var goFont = text.Plain{Fonts: font.NewCache(font.Collection{{Font: font.Font{Typeface: goTypeface}, Face: parsed(goregular.TTF)}})}

func newPlot(with theme, title, x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = with.ground
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding, p.Legend.YPosition = 6, draw.PosCenter
	p.Legend.Padding, p.X.Padding, p.Y.Padding = 1, 8, 8
	for _, style := range []*text.Style{&p.Title.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label, &p.Legend.TextStyle} {
		style.Handler = goFont
		style.Font.Typeface, style.Font.Variant, style.Color = goTypeface, "", with.ink
	}
	for _, style := range []*draw.LineStyle{&p.X.LineStyle, &p.Y.LineStyle, &p.X.Tick.LineStyle, &p.Y.Tick.LineStyle} {
		style.Color = with.faint
	}
	p.Legend.TextStyle.Font.Size = 9
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = with.line, with.line
	p.Add(grid)
	return p
}

// glyph is the mark of the k-th of several things.
func (t theme) glyph(k int) draw.GlyphStyle {
	shapes := [...]draw.GlyphDrawer{draw.CircleGlyph{}, draw.PyramidGlyph{}, draw.BoxGlyph{}}
	return draw.GlyphStyle{Color: t.colour(k), Radius: 3, Shape: shapes[k/len(t.series)%len(shapes)]}
}

func (t theme) colour(k int) color.RGBA { return colours.ClassColour(t.series[k%len(t.series)]) }

// drawTransfer draws test errors on two data sets against each other, of all and
// of the top quartile.
func drawTransfer(with theme, a, b Field, top []int) image.Image {
	all := scatterOf(with, a, b, count(len(a.Standings)), "All contestants")
	all.X.Scale, all.Y.Scale = plot.LogScale{}, plot.LogScale{}
	all.X.Tick.Marker, all.Y.Tick.Marker = powersOfTen{percent}, powersOfTen{percent}
	for _, axis := range []*plot.Axis{&all.X, &all.Y} {
		axis.Min, axis.Max = max(axis.Min, leastError)/1.15, axis.Max*1.15
	}
	best := scatterOf(with, a, b, top, "Top quartile of "+a.Title)
	best.Legend = plot.NewLegend() // one is enough
	for _, axis := range []*plot.Axis{&best.X, &best.Y} {
		room := max(axis.Max-axis.Min, leastError) / 15
		axis.Min, axis.Max = axis.Min-room, axis.Max+room
		axis.Tick.Marker = evenly{percent}
	}
	return sideBySide(with, []*plot.Plot{all, best}, 400, 400)
}

// leastError stands for no error at all where there is no place for that.
const leastError = 1e-4

// scatterOf has every family in the legend, so that each has the same mark in all
// plots.
func scatterOf(with theme, a, b Field, of []int, title string) *plot.Plot {
	p := newPlot(with, title, "test error on "+a.Title, "test error on "+b.Title)
	points := map[string]plotter.XYs{}
	for _, s := range a.Standings {
		points[s.Family] = nil
	}
	for _, i := range of {
		f := a.Standings[i].Family
		points[f] = append(points[f], plotter.XY{X: max(leastError, 1-a.Standings[i].Accuracy), Y: max(leastError, 1-b.Standings[i].Accuracy)})
	}
	for k, f := range slices.Sorted(maps.Keys(points)) {
		s, err := plotter.NewScatter(points[f])
		if err != nil {
			continue // a family without a point in this part
		}
		s.GlyphStyle = with.glyph(k)
		p.Add(s)
		p.Legend.Add(f, s)
	}
	return p
}

func percent(share float64) string { return fmt.Sprintf("%g%%", math.Round(1e4*share)/100) }

// evenly labels four places or more of an axis, one, two or five units apart.
type evenly struct{ format func(float64) string }

func (t evenly) Ticks(low, high float64) (ticks []plot.Tick) {
	step := math.Pow(10, math.Floor(math.Log10(high-low)))
	for _, part := range []float64{1, 2, 5, 10} {
		if (high-low)*part/step >= 4 {
			step /= part
			break
		}
	}
	for k := math.Ceil(low / step); k*step <= high; k++ {
		ticks = append(ticks, plot.Tick{Value: k * step, Label: t.format(k * step)})
	}
	return ticks
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
			if m == 1 || m == 2 || m == 5 || m == 3 && high < 10*low {
				tick.Label = t.format(v)
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// drawCurves draws the learning curves of each data set, on the same scales.
func drawCurves(with theme, sets []*dataset.Dataset, all []DifficultySet) image.Image {
	plots := make([]*plot.Plot, len(sets))
	lowX, highX, lowY, highY := math.Inf(1), 0.0, math.Inf(1), 0.0
	for k, d := range sets {
		p := newPlot(with, title(d), "training images", "test error")
		p.Legend.Left = true
		p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
		p.X.Tick.Marker = powersOfTen{func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }}
		p.Y.Tick.Marker = powersOfTen{percent}
		for i, c := range all[k].Curves {
			addCurve(p, with, c, i)
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
	return sideBySide(with, plots, 400, 400)
}

// addCurve adds the points and the fitted line. An error of 0 has no place on a
// logarithmic scale.
func addCurve(p *plot.Plot, with theme, c Curve, i int) {
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
	s.GlyphStyle = with.glyph(i)
	p.Add(s)
	p.Legend.Add(curveNames[c.family], s)
	if line, err := plotter.NewLine(fitted); err == nil {
		line.Color, line.Width = with.colour(i), 1
		p.Add(line)
	}
}
