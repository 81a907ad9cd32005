package bench

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// confidence is that of every interval and, as 1-confidence, the level at which
// a difference counts as one.
const confidence = 0.95

// normalQuantile is the two-sided quantile of the normal distribution.
var normalQuantile = distuv.UnitNormal.Quantile((1 + confidence) / 2)

// Wilson is the 95% score interval of a proportion of n trials (Wilson,
// "Probable inference, the law of succession, and statistical inference", JASA
// 1927): what the accuracy of a contestant on endlessly many such test images
// is likely to be. Repeats do not narrow it, they see the same test images.
func Wilson(share float64, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	z := normalQuantile
	trials := float64(n)
	centre := share + z*z/(2*trials)
	spread := z * math.Sqrt(share*(1-share)/trials+z*z/(4*trials*trials))
	scale := 1 + z*z/trials
	return max(0, (centre-spread)/scale), min(1, (centre+spread)/scale)
}

// McNemar is the test of two contestants on the same test images (McNemar,
// "Note on the sampling error of the difference between correlated proportions
// or percentages", Psychometrika 1947). Only images on which exactly one of
// them is right tell the two apart; under the hypothesis that both are equally
// good, each of them is right on half of those.
type McNemar struct {
	OnlyA      int     `json:"only_a"`       // images that A alone labels right
	OnlyB      int     `json:"only_b"`       // images that B alone labels right
	P          float64 `json:"p_exact"`      // two-sided, of the binomial distribution: what decisions are made on
	ChiSquare  float64 `json:"chi_square"`   // with the continuity correction of Edwards (Psychometrika 1948)
	PChiSquare float64 `json:"p_chi_square"` // of one degree of freedom: what other programs print
}

// NewMcNemar computes both forms of the test:
//
//	exact: p = min(1, 2 P(X <= min(a, b))), X binomial of a+b trials of 1/2
//	chi square = (|a - b| - 1)^2 / (a + b)
//
// Contestants that are right on the same images have p 1 and chi square 0.
func NewMcNemar(onlyA, onlyB int) McNemar {
	m := McNemar{OnlyA: onlyA, OnlyB: onlyB, P: 1, PChiSquare: 1}
	n := float64(onlyA + onlyB)
	if n == 0 {
		return m
	}
	m.P = min(1, 2*distuv.Binomial{N: n, P: 0.5}.CDF(float64(min(onlyA, onlyB))))
	m.ChiSquare = math.Pow(math.Abs(float64(onlyA-onlyB))-1, 2) / n
	m.PChiSquare = distuv.ChiSquared{K: 1}.Survival(m.ChiSquare)
	return m
}

// Holm adjusts p-values for their number (Holm, "A simple sequentially
// rejective multiple test procedure", Scandinavian Journal of Statistics 1979):
// of the adjusted ones, those below 0.05 are all right with a probability of
// 95%. The i-th smallest of m is multiplied by m-i+1, and made no smaller than
// the one before it.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	adjusted := make([]float64, len(p))
	least := 0.0
	for rank, i := range order {
		least = max(least, min(1, p[i]*float64(len(p)-rank)))
		adjusted[i] = least
	}
	return adjusted
}

const (
	resamples       = 20_000
	bootstrapStream = 0x626f6f74 // sets its random numbers apart from others of the seed
)

// BootstrapMean is the 95% percentile interval of the mean of values over
// resampled sets of them (Efron, "Bootstrap methods: another look at the
// jackknife", Annals of Statistics 1979). Given the differences between two
// contestants on each image, it is the paired bootstrap of their difference in
// accuracy.
//
// Values are few and repeat, so a resample is drawn by how often each distinct
// value occurs in it, a multinomial draw, which is the same distribution.
func BootstrapMean(values []float64, seed uint64) (low, high float64) {
	if len(values) == 0 {
		return 0, 0
	}
	distinct, counts := tally(values)
	random := rand.NewPCG(seed, bootstrapStream)
	means := make([]float64, resamples)
	for i := range means {
		means[i] = resampledMean(distinct, counts, len(values), random)
	}
	slices.Sort(means)
	tail := (1 - confidence) / 2
	return stat.Quantile(tail, stat.LinInterp, means, nil), stat.Quantile(1-tail, stat.LinInterp, means, nil)
}

// tally counts the distinct values, in ascending order.
func tally(values []float64) (distinct []float64, counts []int) {
	for _, v := range slices.Sorted(slices.Values(values)) {
		if len(distinct) == 0 || distinct[len(distinct)-1] != v {
			distinct, counts = append(distinct, v), append(counts, 0)
		}
		counts[len(counts)-1]++
	}
	return distinct, counts
}

// resampledMean draws n values and takes their mean: how many are the first
// value is binomial, how many of the rest are the second again, and so on.
func resampledMean(distinct []float64, counts []int, n int, random rand.Source) float64 {
	sum, draws, pool := 0.0, n, n
	for i, v := range distinct {
		drawn := draws
		if pool > counts[i] && draws > 0 {
			share := float64(counts[i]) / float64(pool)
			drawn = int(distuv.Binomial{N: float64(draws), P: share, Src: random}.Rand())
		}
		sum += v * float64(drawn)
		draws, pool = draws-drawn, pool-counts[i]
	}
	return sum / float64(n)
}

// Correlation is how well the order of contestants on one data set tells their
// order on another.
type Correlation struct {
	Contestants   int       `json:"contestants"`
	Kendall       float64   `json:"kendall_tau_b"`
	KendallRange  *Interval `json:"kendall_interval"` // nil where there is none
	Spearman      float64   `json:"spearman_rho"`
	SpearmanRange *Interval `json:"spearman_interval"`
}

// Interval is a 95% confidence interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Correlate compares two lists of scores of the same contestants.
//
//	Kendall's tau-b = (C - D) / sqrt((n0 - n1)(n0 - n2)), C concordant and D discordant of the
//	n0 pairs, n1 tied in the first and n2 in the second list (Kendall, "The treatment of ties in
//	ranking problems", Biometrika 1945)
//	Spearman's rho = Pearson's correlation of the ranks, ties at their mean rank
//
// The intervals are Fisher's, tanh(atanh(r) +- 1.96 s), with the variance
// s^2 = 0.437/(n-4) for tau (Fieller, Hartley, Pearson, "Tests for rank
// correlation coefficients", Biometrika 1957) and (1+rho^2/2)/(n-3) for rho
// (Bonett, Wright, "Sample size requirements for estimating Pearson, Kendall and
// Spearman correlations", Psychometrika 2000). There is none of fewer than five
// contestants, nor of a correlation of one, which the transformation does not
// reach. A list without order correlates with nothing: 0.
func Correlate(first, second []float64) Correlation {
	if len(first) != len(second) {
		panic("bench: lists of scores of different length")
	}
	n := float64(len(first))
	c := Correlation{Contestants: len(first), Kendall: kendall(first, second)}
	if !constant(first) && !constant(second) {
		c.Spearman = stat.Correlation(midRanks(first), midRanks(second), nil)
	}
	c.KendallRange = fisher(c.Kendall, 0.437/(n-4), len(first))
	c.SpearmanRange = fisher(c.Spearman, (1+c.Spearman*c.Spearman/2)/(n-3), len(first))
	return c
}

func fisher(r, variance float64, n int) *Interval {
	const almostOne = 1 - 1e-12
	if n < 5 || math.Abs(r) > almostOne {
		return nil
	}
	spread := normalQuantile * math.Sqrt(variance)
	return &Interval{math.Tanh(math.Atanh(r) - spread), math.Tanh(math.Atanh(r) + spread)}
}

func kendall(x, y []float64) float64 {
	var concordance, untiedX, untiedY int
	for i := range x {
		for j := range i {
			a, b := cmp.Compare(x[i], x[j]), cmp.Compare(y[i], y[j])
			concordance += a * b
			untiedX += a * a
			untiedY += b * b
		}
	}
	if untiedX == 0 || untiedY == 0 {
		return 0
	}
	return float64(concordance) / math.Sqrt(float64(untiedX)*float64(untiedY))
}

func constant(values []float64) bool {
	return len(values) == 0 || slices.Min(values) == slices.Max(values)
}

// midRanks are the ranks of the values from 1, ties at their mean.
func midRanks(values []float64) []float64 {
	distinct, counts := tally(values)
	rank := map[float64]float64{}
	below := 0
	for i, v := range distinct {
		rank[v] = float64(below) + float64(counts[i]+1)/2
		below += counts[i]
	}
	ranks := make([]float64, len(values))
	for i, v := range values {
		ranks[i] = rank[v]
	}
	return ranks
}

// ClassScores are how well one class is told from the others.
type ClassScores struct {
	Class     string  `json:"class"`
	Support   int     `json:"support"`   // test images of the class
	Precision float64 `json:"precision"` // right among those given the label, 0 where none was
	Recall    float64 `json:"recall"`    // right among those of the class, 0 where there is none
	F1        float64 `json:"f1"`        // harmonic mean of the two, 0 where both are
}

// Confusion counts test images by true class, then by predicted class.
func Confusion(truth, predicted []uint8, classes int) [][]int {
	matrix := make([][]int, classes)
	for i := range matrix {
		matrix[i] = make([]int, classes)
	}
	for i, y := range truth {
		matrix[y][predicted[i]]++
	}
	return matrix
}

// Misses counts, for each image, how many of the predictions are wrong.
func Misses(truth []uint8, predictions [][]uint8) []int {
	misses := make([]int, len(truth))
	for _, predicted := range predictions {
		for i, y := range truth {
			if predicted[i] != y {
				misses[i]++
			}
		}
	}
	return misses
}

// Scores takes precision, recall and F1 of each class from a confusion matrix.
func Scores(confusion [][]int, classes []string) []ClassScores {
	scores := make([]ClassScores, len(classes))
	for c := range scores {
		right, given, support := confusion[c][c], 0, 0
		for other := range classes {
			given += confusion[other][c]
			support += confusion[c][other]
		}
		scores[c] = ClassScores{
			Class: classes[c], Support: support, Precision: ratio(right, given),
			Recall: ratio(right, support), F1: ratio(2*right, given+support),
		}
	}
	return scores
}

// ratio is 0 where there is nothing to take a share of.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// median of at least one value.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
