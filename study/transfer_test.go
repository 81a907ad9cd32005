package study

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// field is made of contestants that are right with the given chances on 1000 images.
func field(name string, seed uint64, chances ...float64) Field {
	random := rand.New(rand.NewPCG(seed, 5))
	f := Field{Dataset: name, Title: strings.ToUpper(name), Digest: name, Images: 1000}
	for i, chance := range chances {
		s := Standing{Contestant: fmt.Sprintf("C%d/n=1", i), Family: fmt.Sprintf("C%d", i/2), truth: make([]uint8, 1000), predicted: make([]uint8, 1000)}
		for k := range s.predicted {
			s.predicted[k] = uint8(boolInt(random.Float64() > chance))
		}
		s.Accuracy = s.accuracyOn(nil)
		f.Standings = append(f.Standings, s)
	}
	return f
}

func TestTransfer(t *testing.T) {
	// The best five are alike on the first data set, and far apart on the other.
	easy := field("mnist", 1, 0.97, 0.97, 0.97, 0.97, 0.97, 0.8, 0.7, 0.6, 0.5, 0.4)
	hard := field("other", 2, 0.9, 0.8, 0.7, 0.6, 0.5, 0.45, 0.4, 0.3, 0.2, 0.1)
	p, err := Transfer(context.Background(), []Field{hard, easy}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for figure, want := range map[string]float64{
		"other.all.contestants": 10, "other.families.contestants": 5, "other.top.contestants": 3,
		"other.pairs": 45, "other.best_from": 5, "other.best_pairs": 10, "other.best_to": 1,
	} {
		if got := p.number(figure); got != want {
			t.Errorf("%s = %v, want %v", figure, got, want)
		}
	}
	if n := p.number("other.best_apart_to"); n < 9 {
		t.Errorf("%v of ten pairs are apart on the other data set", n)
	}
	low, tau, high := p.number("other.all.kendall_low"), p.number("other.all.kendall"), p.number("other.all.kendall_high")
	if !(low < tau && tau < high && high <= 1) {
		t.Errorf("tau %v, %v to %v", tau, low, high)
	}
}

func TestTransferRefuses(t *testing.T) {
	one := field("a", 1, 0.5, 0.6)
	for _, fields := range [][]Field{nil, {one}, {one, one}} {
		if _, err := Transfer(context.Background(), fields, 0); err == nil {
			t.Errorf("no error for %d fields", len(fields))
		}
	}
}

func TestReadFields(t *testing.T) {
	text := `{"name":"GaussianNB","parameter":{"a":1},"mean_accuracy":0.5,"dataset":"mnist","dataset_digest":"","status":"ok"}
{"name":"GaussianNB","parameter":{"a":1},"mean_accuracy":0.4,"dataset":"x","dataset_digest":"d","status":"ok"}
{"name":"SVC","parameter":{},"mean_accuracy":null,"dataset":"x","dataset_digest":"d","status":"timeout"}
`
	fields, err := ReadFields(strings.NewReader(text), "f")
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) != 2 || len(fields[0].Standings) != 1 || len(fields[1].Standings) != 1 || fields[0].Images != 10_000 || fields[1].Images != 0 {
		t.Errorf("%+v", fields)
	}
	for _, wrong := range []string{"{", `{"name":"A","mean_accuracy":7,"dataset":"x"}`} {
		if _, err := ReadFields(strings.NewReader(wrong), "f"); err == nil || !strings.Contains(err.Error(), "f: line 1") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// TestTwoShares compares with the textbook's example: 0.5 and 0.6 of 100.
func TestTwoShares(t *testing.T) {
	if p := twoShares(0.5, 0.6, 100); math.Abs(p-0.1556) > 1e-3 {
		t.Errorf("p = %v", p)
	}
	if p := twoShares(0.5, 0.5, 100); p != 1 {
		t.Errorf("p of equal shares %v", p)
	}
}

func TestRanks(t *testing.T) {
	if diff := cmp.Diff([]float64{2.5, 1, 2.5, 4}, ranks([]float64{0.5, 0.9, 0.5, 0.1}), cmpopts.EquateApprox(0, 0)); diff != "" {
		t.Error(diff)
	}
}
