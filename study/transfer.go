package study

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/internal/parallel"
)

const transferResamples = 2000

// Interval is a 95% bootstrap interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// RankAgreement is how well the order of contestants on one data set tells their
// order on another; the intervals are over resampled contestants (Efron,
// "Bootstrap methods: another look at the jackknife", Annals of Statistics 1979).
type RankAgreement struct {
	Contestants   int      `json:"contestants"`
	Kendall       float64  `json:"kendall_tau_b"`
	KendallRange  Interval `json:"kendall_interval"`
	Spearman      float64  `json:"spearman_rho"`
	SpearmanRange Interval `json:"spearman_interval"`
}

// Move is a contestant's place on two data sets.
type Move struct {
	Contestant string  `json:"contestant"`
	From       float64 `json:"from"` // place on the first data set, ties at their mean
	To         float64 `json:"to"`
	AccuracyA  float64 `json:"accuracy_from"`
	AccuracyB  float64 `json:"accuracy_to"`
}

// TransferPair is the comparison of two data sets.
type TransferPair struct {
	From     string        `json:"from"`
	To       string        `json:"to"`
	All      RankAgreement `json:"all"`
	Quartile RankAgreement `json:"top_quartile"` // of the first data set
	Families RankAgreement `json:"families"`     // the best contestant of each
	Moves    []Move        `json:"moves"`        // the furthest first
}

// Transfer compares the order of contestants on the first data set, MNIST where
// there is a choice, with that on each other one.
func Transfer(ctx context.Context, fields []Field, seed uint64) (*Page, error) {
	if len(fields) < 2 {
		return nil, fmt.Errorf("study: results of %d data sets, want two to compare", len(fields))
	}
	fields = slices.Clone(fields)
	slices.SortStableFunc(fields, func(a, b Field) int {
		return cmp.Compare(boolInt(b.Dataset == "mnist"), boolInt(a.Dataset == "mnist"))
	})
	p := newPage("transfer", "Does the ranking carry over?",
		fmt.Sprintf("All contestants that have a result on both data sets, in the order of their accuracy. Kendall's tau-b and Spearman's rho with 95%% percentile intervals from %d resamples of the contestants. "+
			"The top quartile is that of the first data set. Two contestants are apart where the exact McNemar test of their predictions says so at 5%% after Holm's correction for all pairs; "+
			"where only accuracies are known it is the test of two independent shares, which tells fewer apart.", transferResamples),
		`F. Chollet, 2017: many good ideas do not work on MNIST, and many bad ones do and do not transfer`,
		`I. Goodfellow, 2017: move on from MNIST`,
		`M. Kendall, "The treatment of ties in ranking problems", Biometrika 1945`)
	for _, f := range fields {
		p.DataSets = append(p.DataSets, Subject{f.Dataset, f.Title, f.Digest})
		p.set(f.Dataset+".name", f.Title)
	}
	var all []TransferPair
	for _, to := range fields[1:] {
		pair, err := p.transfer(ctx, fields[0], to, seed)
		if err != nil {
			return nil, err
		}
		all = append(all, pair)
	}
	p.Data = all
	return p, nil
}

// transfer compares two data sets.
func (p *Page) transfer(ctx context.Context, from, to Field, seed uint64) (TransferPair, error) {
	a, b := common(from, to)
	n := len(a.Standings)
	if n < 8 {
		return TransferPair{}, fmt.Errorf("study: %d contestants have results on both %s and %s, want 8 or more", n, from.Title, to.Title)
	}
	pair := TransferPair{From: from.Dataset, To: to.Dataset}
	x, y := a.accuracies(), b.accuracies()
	top := topQuartile(a)
	best := bestOfFamilies(a)
	for _, part := range []struct {
		into    *RankAgreement
		of      []int
		figures string
	}{{&pair.All, count(n), "all"}, {&pair.Quartile, top, "top"}, {&pair.Families, best, "families"}} {
		agreement, err := agree(ctx, pick(x, part.of), pick(y, part.of), seed)
		if err != nil {
			return pair, err
		}
		*part.into = agreement
		p.agreementFigures(to.Dataset+"."+part.figures, agreement)
	}
	pair.Moves = moves(a, b)
	p.transferFigures(a, b, top, pair)
	p.Tables = append(p.Tables, agreementTable(from, to, pair), moveTable(from, to, pair.Moves))
	p.Pictures = append(p.Pictures, Picture{Name: to.Dataset, Title: fmt.Sprintf("Test errors on %s and %s", from.Title, to.Title),
		Caption: fmt.Sprintf("Test error on %s against that on %s: all contestants, on logarithmic scales, and the top quartile of %s.", from.Title, to.Title, from.Title),
		draw:    func(with theme) image.Image { return drawTransfer(with, a, b, top) }})
	p.transferSentences(from.Dataset, to.Dataset)
	return pair, nil
}

func count(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func pick(values []float64, of []int) []float64 {
	picked := make([]float64, len(of))
	for k, i := range of {
		picked[k] = values[i]
	}
	return picked
}

// topQuartile are the best quarter of the contestants.
func topQuartile(f Field) []int {
	order := count(len(f.Standings))
	slices.SortStableFunc(order, func(i, j int) int {
		return compareDescending(f.Standings[i].Accuracy, f.Standings[j].Accuracy)
	})
	return order[:(len(order)+3)/4]
}

// bestOfFamilies is the best contestant of every family.
func bestOfFamilies(f Field) []int {
	best := map[string]int{}
	for i, s := range f.Standings {
		if j, ok := best[s.Family]; !ok || s.Accuracy > f.Standings[j].Accuracy {
			best[s.Family] = i
		}
	}
	var all []int
	for _, i := range best {
		all = append(all, i)
	}
	slices.Sort(all)
	return all
}

// agree correlates two lists of accuracies.
func agree(ctx context.Context, x, y []float64, seed uint64) (RankAgreement, error) {
	c := bench.Correlate(x, y)
	a := RankAgreement{Contestants: len(x), Kendall: c.Kendall, Spearman: c.Spearman}
	taus, rhos := make([]float64, transferResamples), make([]float64, transferResamples)
	err := parallel.For(ctx, transferResamples, 50, func(lo, hi int) {
		rx, ry := make([]float64, len(x)), make([]float64, len(x))
		for k := lo; k < hi; k++ {
			random := rand.New(rand.NewPCG(seed, 0x7472616e73+uint64(k)))
			for i := range rx {
				j := random.IntN(len(x))
				rx[i], ry[i] = x[j], y[j]
			}
			c := bench.Correlate(rx, ry)
			taus[k], rhos[k] = c.Kendall, c.Spearman
		}
	})
	a.KendallRange = Interval{quantile(0.025, taus), quantile(0.975, taus)}
	a.SpearmanRange = Interval{quantile(0.025, rhos), quantile(0.975, rhos)}
	return a, err
}

func moves(a, b Field) []Move {
	from, to := ranks(a.accuracies()), ranks(b.accuracies())
	all := make([]Move, len(from))
	for i := range all {
		all[i] = Move{a.Standings[i].Contestant, from[i], to[i], a.Standings[i].Accuracy, b.Standings[i].Accuracy}
	}
	slices.SortStableFunc(all, func(m, n Move) int { return compareDescending(m.distance(), n.distance()) })
	return all
}

func (m Move) distance() float64 { return max(m.From-m.To, m.To-m.From) }

func (p *Page) agreementFigures(name string, a RankAgreement) {
	p.set(name+".contestants", a.Contestants)
	p.set(name+".kendall", a.Kendall)
	p.set(name+".kendall_low", a.KendallRange.Low)
	p.set(name+".kendall_high", a.KendallRange.High)
	p.set(name+".spearman", a.Spearman)
	p.set(name+".spearman_low", a.SpearmanRange.Low)
	p.set(name+".spearman_high", a.SpearmanRange.High)
}

// transferFigures records what the sentences need beside the correlations.
func (p *Page) transferFigures(a, b Field, top []int, pair TransferPair) {
	name := b.Dataset + "."
	x, y := a.accuracies(), b.accuracies()
	p.set(name+"same_order", sameOrder(x, y))
	p.set(name+"top_same_order", sameOrder(pick(x, top), pick(y, top)))
	p.set(name+"top_spread_from", spread(pick(x, top)))
	p.set(name+"top_spread_to", spread(pick(y, top)))
	furthest := pair.Moves[0]
	p.set(name+"furthest", furthest.Contestant)
	p.set(name+"furthest_from", furthest.From)
	p.set(name+"furthest_to", furthest.To)

	apartA, apartB := a.apart(), b.apart()
	p.set(name+"pairs", len(x)*(len(x)-1)/2)
	p.set(name+"pairs_apart_from", pairsWhere(count(len(x)), func(i, j int) bool { return apartA[i][j] }))
	p.set(name+"pairs_apart_to", pairsWhere(count(len(x)), func(i, j int) bool { return apartB[i][j] }))
	p.set(name+"top_pairs", len(top)*(len(top)-1)/2)
	p.set(name+"top_apart_from", pairsWhere(top, func(i, j int) bool { return apartA[i][j] }))
	p.set(name+"top_apart_to", pairsWhere(top, func(i, j int) bool { return apartB[i][j] }))
	p.set(name+"hidden", pairsWhere(count(len(x)), func(i, j int) bool { return !apartA[i][j] && apartB[i][j] }))
	p.set(name+"reversed", pairsWhere(count(len(x)), func(i, j int) bool {
		return apartA[i][j] && apartB[i][j] && (x[i]-x[j])*(y[i]-y[j]) < 0
	}))
	best := a.best(apartA)
	p.set(name+"best_from", len(best))
	p.set(name+"best_pairs", len(best)*(len(best)-1)/2)
	p.set(name+"best_apart_to", pairsWhere(best, func(i, j int) bool { return apartB[i][j] }))
	p.set(name+"best_to", len(b.best(apartB)))
	p.set(name+"test", "McNemar's exact test")
	if !a.paired() || !b.paired() {
		p.set(name+"test", "the test of two independent shares")
	}
}

func pairsWhere(of []int, holds func(i, j int) bool) int {
	n := 0
	for k, i := range of {
		for _, j := range of[:k] {
			n += boolInt(holds(i, j))
		}
	}
	return n
}

// sameOrder is the share of pairs, without ties, that both lists order alike.
func sameOrder(x, y []float64) float64 {
	same, all := 0, 0
	for i := range x {
		for j := range i {
			if product := (x[i] - x[j]) * (y[i] - y[j]); product != 0 {
				all++
				same += boolInt(product > 0)
			}
		}
	}
	return ratio(float64(same), all, 0)
}

func spread(values []float64) float64 { return slices.Max(values) - slices.Min(values) }

func agreementTable(from, to Field, pair TransferPair) Table {
	t := Table{Name: to.Dataset + "-agreement", Caption: fmt.Sprintf("Rank correlation of accuracies, %s and %s, with 95%% bootstrap intervals", from.Title, to.Title),
		Header: []string{"of", "contestants", "Kendall's tau-b", "tau from", "tau to", "Spearman's rho", "rho from", "rho to"}}
	for _, row := range []struct {
		name string
		of   RankAgreement
	}{{"all contestants", pair.All}, {"top quartile of " + from.Title, pair.Quartile}, {"the best of each family", pair.Families}} {
		a := row.of
		cells := []string{row.name, fmt.Sprint(a.Contestants)}
		for _, v := range []float64{a.Kendall, a.KendallRange.Low, a.KendallRange.High, a.Spearman, a.SpearmanRange.Low, a.SpearmanRange.High} {
			cells = append(cells, fmt.Sprintf("%.3f", v))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func moveTable(from, to Field, all []Move) Table {
	t := Table{Name: to.Dataset + "-moves", Caption: fmt.Sprintf("Places on %s and %s, those that move furthest first", from.Title, to.Title), Shown: 12,
		Header: []string{"contestant", "place on " + from.Title, "place on " + to.Title, "accuracy on " + from.Title, "accuracy on " + to.Title}}
	for _, m := range all {
		t.Rows = append(t.Rows, []string{m.Contestant, fmt.Sprintf("%g", m.From), fmt.Sprintf("%g", m.To), fmt.Sprintf("%.4f", m.AccuracyA), fmt.Sprintf("%.4f", m.AccuracyB)})
	}
	return t
}

func (p *Page) transferSentences(from, to string) {
	say := func(template string) { p.say(fmt.Sprintf(template, from, to)) }
	say("Of {%[2]s.all.contestants} contestants, the better of two on {%[1]s.name} is the better one on {%[2]s.name} too for {%[2]s.same_order|1%%} of the pairs: Kendall's tau is {%[2]s.all.kendall|3} ({%[2]s.all.kendall_low|3} to {%[2]s.all.kendall_high|3}), Spearman's rho {%[2]s.all.spearman|3} ({%[2]s.all.spearman_low|3} to {%[2]s.all.spearman_high|3}).")
	say("Within the top quartile of {%[1]s.name}, {%[2]s.top.contestants} contestants, that holds for {%[2]s.top_same_order|1%%} of the pairs, and tau is {%[2]s.top.kendall|3} ({%[2]s.top.kendall_low|3} to {%[2]s.top.kendall_high|3}).")
	say("That quartile spans {%[2]s.top_spread_from|4} in accuracy on {%[1]s.name} and {%[2]s.top_spread_to|4} on {%[2]s.name}.")
	say("Of the best of each family, {%[2]s.families.contestants} contestants, tau is {%[2]s.families.kendall|3} ({%[2]s.families.kendall_low|3} to {%[2]s.families.kendall_high|3}).")
	say("By {%[2]s.test}, {%[2]s.pairs_apart_from} of all {%[2]s.pairs} pairs are apart on {%[1]s.name} and {%[2]s.pairs_apart_to} on {%[2]s.name}; {%[2]s.hidden} are apart on {%[2]s.name} only, and {%[2]s.reversed} are apart on both in opposite order.")
	say("Of the {%[2]s.top_pairs} pairs of the top quartile {%[2]s.top_apart_from} are apart on {%[1]s.name} and {%[2]s.top_apart_to} on {%[2]s.name}.")
	if p.number(to+".best_pairs") > 0 {
		say("No contestant is better than any of {%[2]s.best_from} at the top of {%[1]s.name}; of their {%[2]s.best_pairs} pairs {%[2]s.best_apart_to} are apart on {%[2]s.name}, at whose top {%[2]s.best_to} cannot be told apart from the best.")
	} else {
		say("At the top of {%[1]s.name} {%[2]s.best_from} contestant stands alone, at that of {%[2]s.name} {%[2]s.best_to}.")
	}
	say("The contestant that moves furthest is {%[2]s.furthest}, from place {%[2]s.furthest_from|1} to {%[2]s.furthest_to|1}.")
}
