package draw

import (
	"cmp"
	"errors"
	"fmt"
	"image/gif"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

const (
	tourWidth  = 800.
	tourRows   = 18 // in sight
	rowHeight  = 21.
	tourTop    = 96.
	tourBottom = tourTop + tourRows*rowHeight
	barWidth   = 112.
	barLeft    = tourWidth - margin - 2*(barWidth+52)
)

// entry is a contestant of the tour.
type entry struct {
	name, parameters string
	accuracy         [2]float64
	rank             [2]int // by each data set, the best is 0
}

// ResultsFilm is a tour of the results table: all contestants with a result on
// both of two data sets, mnist and fashion where there are others too, first
// sorted by the one, then by the other.
func ResultsFilm(summaries []bench.Summary) (*gif.GIF, error) {
	sets, err := tourSets(summaries)
	if err != nil {
		return nil, err
	}
	entries := tourEntries(summaries, sets)
	if len(entries) == 0 {
		return nil, fmt.Errorf("draw: no contestant has a result on both %s and %s", sets[0], sets[1])
	}
	t := &tour{sets: sets, entries: entries, quantizer: quantizer{}}
	t.hold(0, 0, 120)
	t.scroll(0)
	t.hold(0, t.depth(), 60)
	t.hold(0, 0, 60)
	const steps = 16
	for i := 1; i < steps; i++ {
		t.scene(smooth(float64(i)/steps), 0, 7)
	}
	t.hold(1, 0, 150)
	t.scroll(1)
	t.hold(1, t.depth(), 250)
	return &t.film, nil
}

// smooth goes from 0 to 1, slowly at both ends.
func smooth(t float64) float64 { return t * t * (3 - 2*t) }

// tourSets are the names of the two data sets.
func tourSets(summaries []bench.Summary) (sets [2]string, err error) {
	var names []string
	for _, s := range summaries {
		if s.Status == bench.OK && !slices.Contains(names, s.Dataset) {
			names = append(names, s.Dataset)
		}
	}
	usual := []string{"mnist", "fashion"}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(uint(slices.Index(usual, a)), uint(slices.Index(usual, b)))
	})
	if len(names) < 2 {
		return sets, errors.New("draw: the tour needs results on two data sets")
	}
	return [2]string(names[:2]), nil
}

// tourEntries are the contestants that have a result on both, the best one where
// there are several, ranked.
func tourEntries(summaries []bench.Summary, sets [2]string) (entries []*entry) {
	found := map[string]*entry{}
	for _, s := range summaries {
		which := slices.Index(sets[:], s.Dataset)
		if s.Status != bench.OK || which < 0 {
			continue
		}
		key := s.Contestant().String()
		if found[key] == nil {
			found[key] = &entry{name: s.Name, parameters: strings.ReplaceAll(s.Parameters.String(), "/", " ")}
			entries = append(entries, found[key])
		}
		found[key].accuracy[which] = max(found[key].accuracy[which], s.Accuracy)
	}
	entries = slices.DeleteFunc(entries, func(e *entry) bool { return e.accuracy[0] == 0 || e.accuracy[1] == 0 })
	for which := range sets {
		slices.SortStableFunc(entries, func(a, b *entry) int { return cmp.Compare(b.accuracy[which], a.accuracy[which]) })
		for i, e := range entries {
			e.rank[which] = i
		}
	}
	return entries
}

// tour is the film of a table.
type tour struct {
	reel
	sets      [2]string
	entries   []*entry
	quantizer quantizer
}

// depth is the number of the first row in sight at the end.
func (t *tour) depth() float64 { return float64(max(0, len(t.entries)-tourRows)) }

func (t *tour) hold(order int, from float64, hundredths int) {
	t.scene(float64(order), from, hundredths)
}

// scroll goes down all the table.
func (t *tour) scroll(order int) {
	steps := min(26, int(t.depth()/2))
	for i := 1; i < steps; i++ {
		t.scene(float64(order), t.depth()*smooth(float64(i)/float64(steps)), 10)
	}
}

// scene shows the table sorted by the first data set for order 0, by the second
// for 1, and between the two on the way, from a row on.
func (t *tour) scene(order, from float64, hundredths int) {
	p := newPicture(tourWidth, tourBottom+30)
	for _, e := range t.entries {
		rank := float64(e.rank[0])*(1-order) + float64(e.rank[1])*order
		if y := tourTop + (rank-from)*rowHeight; y > tourTop-rowHeight && y < tourBottom {
			t.row(p, e, y, rank)
		}
	}
	t.heading(p, order)
	p.add(box{0, tourBottom, tourWidth, p.Height - tourBottom, white})
	p.source([]string{fmt.Sprintf("Accuracy on the 10,000 test images, %d classifiers. Data: %s and %s. Drawn by fmnist.", len(t.entries), setTitle(t.sets[0]), setTitle(t.sets[1]))})
	t.show(t.quantizer.paletted(p.image(1)), hundredths)
}

func (t *tour) heading(p *Picture, order float64) {
	p.add(box{0, 0, tourWidth, tourTop, white})
	p.add(label{x: margin, y: 34, size: titleSize, text: "The benchmark, side by side", fill: ink, bold: true})
	which := t.sets[0]
	if order >= 0.5 {
		which = t.sets[1]
	}
	p.add(label{x: margin, y: 55, size: 12, text: "sorted by accuracy on " + setTitle(which), fill: muted})
	for i, name := range t.sets {
		p.add(label{x: barLeft + float64(i)*(barWidth+52), y: tourTop - 10, size: labelSize, text: setTitle(name), fill: ink, bold: true})
	}
	p.add(box{margin, tourTop - 4, tourWidth - 2*margin, 1, line})
}

func setTitle(name string) string {
	if e := dataset.Lookup(name); e != nil {
		return e.Title
	}
	return name
}

// row covers what it passes on its way.
func (t *tour) row(p *Picture, e *entry, y, rank float64) {
	base := y + 15
	p.add(box{0, y, tourWidth, rowHeight, white})
	p.add(label{x: margin + 24, y: base, size: 12, text: fmt.Sprint(int(rank + 1.5)), fill: muted, anchor: end})
	p.add(label{x: margin + 32, y: base, size: 12, text: e.name, fill: ink, bold: true})
	used := margin + 32 + textWidth(e.name, 12, true) + 8
	if room := barLeft - 12 - used; room > 30 {
		p.add(label{x: used, y: base, size: smallSize, text: shortened(e.parameters, smallSize, room, false), fill: muted})
	}
	for i, a := range e.accuracy {
		x := barLeft + float64(i)*(barWidth+52)
		p.add(box{x, y + 4, barWidth * a, rowHeight - 8, ClassColour([...]int{7, 0}[i])})
		p.add(label{x: x + barWidth + 6, y: base, size: 12, text: fmt.Sprintf("%.4f", a), fill: ink})
	}
}
