package bench

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/fmnist/fmnist/learn"
)

// WriteComparison writes a comparison for people to read.
func WriteComparison(w io.Writer, c Comparison) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, content digest %s\n", c.Dataset, c.Digest)
	for _, s := range []struct {
		letter string
		Side
	}{{"A", c.A}, {"B", c.B}} {
		fmt.Fprintf(&b, "  %s  %s: accuracy %s, 95%% Wilson interval %.4f to %.4f, %d repeats\n",
			s.letter, withScaling(s.Contestant, s.Scaling), fourDigits(s.Accuracy), s.AccuracyLow, s.AccuracyHigh, s.Repeats)
	}
	fmt.Fprintf(&b, "  A - B  %+.4f, 95%% interval %+.4f to %+.4f by the paired bootstrap over test images\n",
		c.Difference, c.DifferenceRange.Low, c.DifferenceRange.High)
	m := c.McNemar
	fmt.Fprintf(&b, "  McNemar's test: A alone is right on %d images, B alone on %d: exact binomial p = %.3g (chi square with continuity correction %.4g, p = %.3g)\n",
		m.OnlyA, m.OnlyB, m.P, m.ChiSquare, m.PChiSquare)
	fmt.Fprintf(&b, "  %s\n", verdictText(c.Verdict))
	if c.Times.Refused != "" {
		fmt.Fprintf(&b, "  times are not compared: %s\n", c.Times.Refused)
	} else {
		fmt.Fprintf(&b, "  A takes %.3g times as long as B to fit, %.3g times to predict\n", c.Times.Fit, c.Times.Predict)
	}
	for _, doubt := range c.Times.Doubts {
		fmt.Fprintf(&b, "  these times are in doubt, %s\n", doubt)
	}
	fmt.Fprintf(&b, "\n%s\n\nconfusion of A, true class by predicted label\n%s\n\nconfusion of B\n%s\n",
		classTable(c), confusionTable(c.A), confusionTable(c.B))
	_, err := io.WriteString(w, b.String())
	return err
}

func fourDigits(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }

func verdictText(verdict string) string {
	if verdict == "~" {
		return "~ the difference may be noise"
	}
	return strings.ToUpper(verdict) + " is better, and that is not noise (p < 0.05)"
}

// withScaling names the preprocessing where it is not the original's.
func withScaling(contestant, scaling string) string {
	if scaling == learn.StandardScaling || scaling == ownScaling {
		return contestant
	}
	return contestant + " scaling=" + scaling
}

func classTable(c Comparison) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"class", "images", "precision A", "B", "recall A", "B", "F1 A", "B"})
	t.SetColumnConfigs(rightAligned(2, 7))
	for i, a := range c.A.Classes {
		b := c.B.Classes[i]
		t.AppendRow(table.Row{a.Class, a.Support, fourDigits(a.Precision), fourDigits(b.Precision),
			fourDigits(a.Recall), fourDigits(b.Recall), fourDigits(a.F1), fourDigits(b.F1)})
	}
	return t.Render()
}

func confusionTable(s Side) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	header := table.Row{"class"}
	for label := range s.Confusion {
		header = append(header, label)
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(rightAligned(2, len(s.Confusion)))
	for label, counts := range s.Confusion {
		row := table.Row{fmt.Sprintf("%d %s", label, s.Classes[label].Class)}
		for _, n := range counts {
			row = append(row, n)
		}
		t.AppendRow(row)
	}
	return t.Render()
}

// WriteRankings writes rankings and what they say of each other.
func WriteRankings(w io.Writer, rankings []Ranking) error {
	var b strings.Builder
	for _, r := range rankings {
		fmt.Fprintf(&b, "%s, content digest %s\n%s\n\n", r.Dataset, r.Digest, rankingTable(r))
	}
	b.WriteString("rank: the ranks a contestant may have with 95% confidence (exact McNemar tests of all pairs on the\n" +
		"test images, Holm's correction); contestants whose ranks begin with the same number are tied\n")
	for i, r := range rankings {
		for _, s := range rankings[i+1:] {
			c := CorrelateRankings(r, s)
			fmt.Fprintf(&b, "order on %s and on %s, %d contestants: Kendall's tau-b %.3f%s, Spearman's rho %.3f%s\n",
				r.Dataset, s.Dataset, c.Contestants, c.Kendall, rangeText(c.KendallRange), c.Spearman, rangeText(c.SpearmanRange))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func rangeText(i *Interval) string {
	if i == nil {
		return ""
	}
	return fmt.Sprintf(" (95%% %.3f to %.3f)", i.Low, i.High)
}

func rankingTable(r Ranking) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"rank", "contestant", "accuracy"})
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 1, Align: text.AlignRight}})
	for _, row := range r.Rows {
		rank := strconv.Itoa(row.Best)
		if row.Worst != row.Best {
			rank += "-" + strconv.Itoa(row.Worst)
		}
		t.AppendRow(table.Row{rank, withScaling(row.Contestant, row.Scaling),
			fmt.Sprintf("%.4f ± %.4f", row.Accuracy, (row.AccuracyHigh-row.AccuracyLow)/2)})
	}
	return t.Render()
}
