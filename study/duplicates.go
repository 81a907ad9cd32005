package study

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// planted is how many copies the study hides from itself, to see whether it
// finds them.
const planted = 100

// relations are how two images can stand to each other.
var relations = []string{"within train", "within test", "across"}

// Twin is two images that are equal or nearly so.
type Twin struct {
	Split1     string  `json:"split_1"`
	Index1     int     `json:"index_1"`
	Label1     string  `json:"label_1"`
	Split2     string  `json:"split_2"`
	Index2     int     `json:"index_2"`
	Label2     string  `json:"label_2"`
	Distance   float64 `json:"squared_distance"` // Euclidean, of bytes
	Difference float64 `json:"difference"`       // see difference

	i, j int
}

// DuplicateSet is what was found in one data set.
type DuplicateSet struct {
	Dataset string `json:"dataset"`
	Digest  string `json:"dataset_digest"`
	Exact   []Twin `json:"exact"`
	Near    []Twin `json:"near"`
}

// Duplicates looks for images that occur twice, and for what that does to the
// ranking of contestants: results are all that there are, none where there are
// none. It finds equal images by their content and near ones by comparing every
// image with every other.
func Duplicates(ctx context.Context, sets []*dataset.Dataset, comparisons *Comparisons, results []bench.Summary) (*Page, error) {
	if err := checkSets(ctx, sets); err != nil {
		return nil, err
	}
	p := newPage("duplicates", "Duplicates",
		"Exact duplicates are images of equal bytes, found by content. Near duplicates are found by comparing every image with every other one, training and test images together, with exact distances: "+
			"two images are near where their difference, the squared Euclidean distance as a share of the sum of their squared lengths, is not above the limit (0: equal; 1: no pixel in common). "+
			"As a check, copies of random images are put in the place of others and searched for in the same way. "+
			"The effect on the ranking is that of leaving out every test image that is equal or near to a training image or to an earlier test image; models are not fitted again.")
	p.about(sets)
	p.set("limit", comparisons.Limit)
	p.set("planted", planted)
	var all []DuplicateSet
	for _, d := range sets {
		m, err := comparisons.of(ctx, d)
		if err != nil {
			return nil, err
		}
		found := DuplicateSet{Dataset: d.Name, Digest: d.Digest, Exact: m.twins(d, equalPairs(m.images)), Near: m.twins(d, m.near)}
		found.Near = slices.DeleteFunc(found.Near, func(t Twin) bool { return t.Distance == 0 })
		all = append(all, found)
		p.duplicateFigures(d, m, found)
		p.set(d.Name+".planted_found", plantAndFind(m.images))
		closest := m.closest(d, galleryPairs)
		p.Tables = append(p.Tables, twinTable(d, found))
		heading := title(d) + ": the closest pairs of images"
		p.Pictures = append(p.Pictures, Picture{Name: d.Name, Title: heading,
			Caption: fmt.Sprintf("%s: the closest pairs among those that are each other's nearest image, with their difference. Where the labels differ, the frame is orange.", title(d)),
			draw:    func(with theme) image.Image { return drawTwins(with, heading, d, m, closest) }})
		if err := p.withoutTwins(d, m, found, results); err != nil {
			return nil, err
		}
	}
	p.Data = all
	p.Tables = append([]Table{p.duplicateCounts(sets)}, p.Tables...)
	p.duplicateSentences(sets)
	return p, nil
}

// equalPairs are all pairs of equal images.
func equalPairs(x learn.Images) (pairs []near) {
	groups := map[[sha256.Size]byte][]int{}
	for i := range x.Len() {
		digest := sha256.Sum256(x.Row(i))
		for _, j := range groups[digest] {
			pairs = append(pairs, near{I: j, J: i})
		}
		groups[digest] = append(groups[digest], i)
	}
	slices.SortFunc(pairs, func(p, q near) int { return cmp.Or(cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J)) })
	return pairs
}

// plantAndFind puts copies of random images in the place of others, and is how
// many of them are found.
func plantAndFind(x learn.Images) int {
	n := min(planted, x.Len()/2)
	order := rand.New(rand.NewPCG(0, 0x706c616e74)).Perm(x.Len())
	copied := learn.Images{Features: x.Features, Pixels: slices.Clone(x.Pixels)}
	twin := map[int]int{}
	for k := range n {
		from, to := order[2*k], order[2*k+1]
		copy(copied.Row(to), x.Row(from))
		twin[min(from, to)] = max(from, to)
	}
	found := 0
	for _, pair := range equalPairs(copied) {
		if to, ok := twin[pair.I]; ok && to == pair.J {
			found++
		}
	}
	return found
}

func (m *comparison) twins(d *dataset.Dataset, pairs []near) []Twin {
	all := make([]Twin, len(pairs))
	zero := make([]uint8, m.images.Features)
	for k, p := range pairs {
		t := Twin{Distance: float64(p.Squared), i: p.I, j: p.J}
		t.Split1, t.Index1 = m.place(p.I)
		t.Split2, t.Index2 = m.place(p.J)
		t.Label1, t.Label2 = d.Classes[m.labels[p.I]], d.Classes[m.labels[p.J]]
		t.Difference = difference(p.Squared, simd.SquaredL2U8(m.images.Row(p.I), zero), simd.SquaredL2U8(m.images.Row(p.J), zero))
		all[k] = t
	}
	return all
}

// closest are pairs that are each other's nearest image, the least different first.
func (m *comparison) closest(d *dataset.Dataset, most int) []Twin {
	var mutual []near
	for i, n := range m.nearest {
		if j := n[0].Index; i < j && m.nearest[j][0].Index == i {
			mutual = append(mutual, near{i, j, n[0].Squared})
		}
	}
	twins := m.twins(d, mutual)
	slices.SortStableFunc(twins, func(a, b Twin) int { return cmp.Compare(a.Difference, b.Difference) })
	return twins[:min(most, len(twins))]
}

// leastDifference is that of the closest pair that is not equal, as far as that
// is each other's nearest image.
func (m *comparison) leastDifference(d *dataset.Dataset) float64 {
	for _, t := range m.closest(d, m.images.Len()) {
		if t.Distance > 0 {
			return t.Difference
		}
	}
	return 0
}

func (p *Page) duplicateFigures(d *dataset.Dataset, m *comparison, found DuplicateSet) {
	name := d.Name + "."
	p.set(name+"name", title(d))
	p.set(name+"images", m.images.Len())
	for kind, twins := range map[string][]Twin{"exact": found.Exact, "near": found.Near} {
		p.set(name+kind, len(twins))
		counts, conflicts := map[string]int{}, 0
		for _, t := range twins {
			counts[m.between(t.i, t.j)]++
			conflicts += boolInt(t.Label1 != t.Label2)
		}
		for _, r := range relations {
			p.set(name+kind+" "+r, counts[r])
		}
		p.set(name+kind+"_conflicts", conflicts)
	}
	p.set(name+"left_out", len(m.leftOut(found)))
	p.set(name+"least_difference", m.leastDifference(d))
}

// leftOut are the test images, by their index in the test set, that have a twin
// in the training set or earlier in the test set.
func (m *comparison) leftOut(found DuplicateSet) map[int]bool {
	out := map[int]bool{}
	for _, twins := range [][]Twin{found.Exact, found.Near} {
		for _, t := range twins {
			if last := max(t.i, t.j); last >= m.train {
				out[last-m.train] = true
			}
		}
	}
	return out
}

func (p *Page) duplicateCounts(sets []*dataset.Dataset) Table {
	t := Table{Name: "counts", Caption: "Pairs of images", Header: []string{"data set", "kind", "within train", "within test", "across", "with different labels"}}
	for _, d := range sets {
		for _, kind := range []string{"exact", "near"} {
			row := []string{title(d), kind}
			for _, r := range relations {
				row = append(row, show(p.Figures[d.Name+"."+kind+" "+r], ""))
			}
			t.Rows = append(t.Rows, append(row, show(p.Figures[d.Name+"."+kind+"_conflicts"], "")))
		}
	}
	return t
}

func twinTable(d *dataset.Dataset, found DuplicateSet) Table {
	t := Table{Name: d.Name, Caption: title(d) + ": equal and near pairs, the least different first", Shown: 20, Images: []int{1, 4}, DataSet: d.Digest,
		Header: []string{"split A", "image A", "label A", "split B", "image B", "label B", "squared distance", "difference"}}
	for _, twins := range [][]Twin{found.Exact, found.Near} {
		for _, x := range twins {
			t.Rows = append(t.Rows, []string{x.Split1, strconv.Itoa(x.Index1), x.Label1, x.Split2, strconv.Itoa(x.Index2), x.Label2,
				strconv.FormatFloat(x.Distance, 'f', 0, 64), fmt.Sprintf("%.5f", x.Difference)})
		}
	}
	return t
}

// withoutTwins records what leaving out the test images that have twins does to
// the contestants' accuracies, where there are results of the data set.
func (p *Page) withoutTwins(d *dataset.Dataset, m *comparison, found DuplicateSet, results []bench.Summary) error {
	field := standings(results, d)
	out := m.leftOut(found)
	if len(field) < 2 || len(out) == 0 || len(out) == d.Test.Len() {
		return nil
	}
	keep := make([]bool, d.Test.Len())
	for i := range keep {
		keep[i] = !out[i]
	}
	before, after := make([]float64, len(field)), make([]float64, len(field))
	least, most := 1.0, -1.0
	t := Table{Name: d.Name + "-ranking", Caption: title(d) + ": accuracy without the test images that have a twin", Shown: 10,
		Header: []string{"contestant", "accuracy", "without twins", "change"}}
	for i, s := range field {
		before[i], after[i] = s.accuracyOn(nil), s.accuracyOn(keep)
		least, most = min(least, after[i]-before[i]), max(most, after[i]-before[i])
		t.Rows = append(t.Rows, []string{s.Contestant, fmt.Sprintf("%.4f", before[i]), fmt.Sprintf("%.4f", after[i]), fmt.Sprintf("%+.4f", after[i]-before[i])})
	}
	p.Tables = append(p.Tables, t)
	name := d.Name + "."
	p.set(name+"contestants", len(field))
	p.set(name+"least_change", least)
	p.set(name+"most_change", most)
	p.set(name+"kendall_without", bench.Correlate(before, after).Kendall)
	moved := 0
	ranksBefore, ranksAfter := ranks(before), ranks(after)
	for i := range field {
		moved = max(moved, int(max(ranksBefore[i]-ranksAfter[i], ranksAfter[i]-ranksBefore[i])))
	}
	p.set(name+"most_moved", moved)
	return nil
}

func (p *Page) duplicateSentences(sets []*dataset.Dataset) {
	for _, d := range sets {
		n := d.Name
		if p.number(n+".exact") == 0 {
			p.say(fmt.Sprintf("{%[1]s.name} has {%[1]s.exact} exact duplicates among its {%[1]s.images} images, neither within the training or test set nor across them; of {planted} copies planted on purpose the search finds {%[1]s.planted_found}.", n))
		} else {
			p.say(fmt.Sprintf("{%[1]s.name} has {%[1]s.exact} pairs of equal images among its {%[1]s.images}: {%[1]s.exact within train} within the training set, {%[1]s.exact within test} within the test set, {%[1]s.exact across} across them; "+
				"{%[1]s.exact_conflicts} of them have different labels. Of {planted} copies planted on purpose the search finds {%[1]s.planted_found}.", n))
		}
		p.say(fmt.Sprintf("{%[1]s.near} pairs of {%[1]s.name} are near duplicates, at a difference of at most {limit|3}: {%[1]s.near within train} within the training set, {%[1]s.near within test} within the test set, {%[1]s.near across} across them; {%[1]s.near_conflicts} have different labels. The closest two images that are not equal differ by {%[1]s.least_difference|5}.", n))
		if _, ok := p.Figures[n+".kendall_without"]; ok {
			p.say(fmt.Sprintf("Without the {%[1]s.left_out} test images of {%[1]s.name} that have a twin, the accuracies of {%[1]s.contestants} contestants change by {%[1]s.least_change|4} to {%[1]s.most_change|4}; Kendall's tau between the orders before and after is {%[1]s.kendall_without|3}, and no contestant moves by more than {%[1]s.most_moved} places.", n))
		} else {
			p.say(fmt.Sprintf("{%[1]s.left_out} test images of {%[1]s.name} have a twin in the training set or earlier in the test set.", n))
		}
	}
}
