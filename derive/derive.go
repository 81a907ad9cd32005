// Package derive makes data sets of data sets: subsets, corrupted images,
// permuted pixels, noisy labels. What comes out is a data set like any other,
// so that robustness is one more column of the benchmark. It depends on the
// data, the steps and the seed alone, not on the number of cores.
package derive

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist/dataset"
)

// Step is one change of a data set. Its text, such as
//
//	gaussian_noise/severity=3/split=both
//
// names its kind, its parameter, and the split unless it is the kind's own.
type Step struct {
	Kind      string  // see Kinds
	Parameter string  // of the kind, empty where it has none
	Value     float64 // of the parameter
	Split     string  // Train, Test or Both
}

// The splits that a step may change.
const (
	Train = "train"
	Test  = "test"
	Both  = "both"
)

// Kind is a kind of step.
type Kind struct {
	Name      string
	Parameter string // empty where it has none
	About     string // what it does, in a line
	Split     string // what it changes unless the step says otherwise
	AnySplit  bool   // whether a step may say otherwise
	check     func(value float64) error
	apply     func(ctx context.Context, t task) (dataset.Split, error)
}

// task is a step at work on one split.
type task struct {
	stream
	split               dataset.Split
	value               float64
	classes, rows, cols int
}

// Kinds are all kinds of steps.
func Kinds() []Kind {
	kinds := []Kind{
		{"subset", "per_class", "so many images of each class", Train, true, atLeastOne, perClassSubset},
		{"subset", "size", "so many images in all, the classes in the proportions that they have", Train, true, atLeastOne, sizeSubset},
		{"label_noise", "rate", "this share of the training labels becomes another class, each as likely", Train, false, shareOf, noisyLabels},
		{"permuted_pixels", "", "all images get their pixels in one and the same random order", Both, false, nil, permutedPixels},
	}
	for _, c := range Corruptions {
		kinds = append(kinds, Kind{c.Name, "severity", c.About, Test, true, oneToFive, c.corrupt})
	}
	return kinds
}

// ParseStep reads the text of a step.
func ParseStep(text string) (Step, error) {
	parts := strings.Split(text, "/")
	s := Step{Kind: parts[0]}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			return s, fmt.Errorf("%s: %q: want name=value", text, part)
		case name == "split":
			s.Split = value
		case s.Parameter != "":
			return s, fmt.Errorf("%s: both %s and %s", text, s.Parameter, name)
		default:
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return s, fmt.Errorf("%s: %s: %q is not a number", text, name, value)
			}
			s.Parameter, s.Value = name, v
		}
	}
	k, err := s.kind()
	if err == nil && s.Split == "" {
		s.Split = k.Split
	}
	return s, err
}

// String is the text of the step.
func (s Step) String() string {
	text := s.Kind
	if s.Parameter != "" {
		text += "/" + s.Parameter + "=" + strconv.FormatFloat(s.Value, 'f', -1, 64)
	}
	if k, err := s.kind(); err != nil || s.Split != "" && s.Split != k.Split {
		text += "/split=" + s.Split
	}
	return text
}

// kind finds the kind of a step and checks the step against it.
func (s Step) kind() (Kind, error) {
	var of []string // the parameters of that kind
	for _, k := range Kinds() {
		if k.Name != s.Kind {
			continue
		}
		if k.Parameter != s.Parameter {
			of = append(of, k.Name+"/"+k.Parameter+"=...")
			continue
		}
		if k.check != nil {
			if err := k.check(s.Value); err != nil {
				return k, fmt.Errorf("%s/%s=%v: %w", s.Kind, s.Parameter, s.Value, err)
			}
		}
		return k, k.checkSplit(s.Split)
	}
	if of != nil {
		return Kind{}, fmt.Errorf("%s: the parameter is missing or another one: %s", s.Kind, strings.TrimSuffix(strings.Join(of, " or "), "/=..."))
	}
	return Kind{}, fmt.Errorf("%s: no such step (known: %s)", s.Kind, strings.Join(kindNames(), ", "))
}

func (k Kind) checkSplit(split string) error {
	switch split {
	case "", k.Split:
		return nil
	case Train, Test, Both:
		if k.AnySplit {
			return nil
		}
		return fmt.Errorf("%s: the split is always %s", k.Name, k.Split)
	}
	return fmt.Errorf("%s: split %q: want %s, %s or %s", k.Name, split, Train, Test, Both)
}

func kindNames() []string {
	var names []string
	for _, k := range Kinds() {
		if len(names) == 0 || names[len(names)-1] != k.Name {
			names = append(names, k.Name)
		}
	}
	return names
}

func atLeastOne(v float64) error { return whole(v, 1, 1<<40) }
func oneToFive(v float64) error  { return whole(v, 1, 5) }

func whole(v, low, high float64) error {
	if v != float64(int64(v)) || v < low || v > high {
		return fmt.Errorf("want a whole number from %.0f to %.0f", low, high)
	}
	return nil
}

func shareOf(v float64) error {
	if !(v >= 0 && v <= 1) {
		return fmt.Errorf("want a number from 0 to 1")
	}
	return nil
}

// Make applies the steps, one after the other, to a copy of a data set. The
// origin of what it returns says how it was made.
func Make(ctx context.Context, d *dataset.Dataset, steps []Step, seed uint64) (*dataset.Dataset, error) {
	splits := map[string]dataset.Split{Train: d.Train, Test: d.Test}
	rounds := map[string]uint8{}
	for _, s := range steps {
		k, err := s.kind()
		if err != nil {
			return nil, err
		}
		for i, name := range []string{Train, Test} {
			if on := stepSplit(s, k); on != name && on != Both {
				continue
			}
			random := stream{kind: s.Kind, seed: seed, round: rounds[s.Kind], split: uint8(i)}
			splits[name], err = k.apply(ctx, task{random, splits[name], s.Value, len(d.Classes), d.Rows, d.Cols})
			if err != nil {
				return nil, fmt.Errorf("%v: %s: %w", s, name, err)
			}
		}
		rounds[s.Kind]++
	}
	made, err := dataset.New(Name(d.Name, steps, seed), d.Classes, d.Rows, d.Cols, splits[Train], splits[Test])
	if err != nil {
		return nil, err
	}
	made.Origin = origin(d, made, steps, seed)
	return made, nil
}

func stepSplit(s Step, k Kind) string {
	if s.Split == "" {
		return k.Split
	}
	return s.Split
}

// Name is the name of what Make makes of the data set called from: a folder's
// name, such as fashion-rotate-2 or mnist-subset-1000-label_noise-0.2-seed1.
func Name(from string, steps []Step, seed uint64) string {
	name := from
	for _, s := range steps {
		for _, part := range strings.Split(s.String(), "/") {
			_, value, ok := strings.Cut(part, "=")
			if !ok {
				value = part
			}
			if s.Parameter == "per_class" && ok && !strings.HasPrefix(part, "split=") {
				value += "_per_class" // the other subsets are named by their size
			}
			name += "-" + value
		}
	}
	if seed != 0 {
		name += "-seed" + strconv.FormatUint(seed, 10)
	}
	return name
}

// origin is the card of a data set made of another.
func origin(d, made *dataset.Dataset, steps []Step, seed uint64) *dataset.Provenance {
	texts := make([]string, len(steps))
	for i, s := range steps {
		texts[i] = s.String()
	}
	p := &dataset.Provenance{
		Name: made.Name, Digest: made.Digest,
		Source: fmt.Sprintf("derived from %s (digest %s): %s, seed %d", d.Name, d.Digest, strings.Join(texts, ", then "), seed),
		Derived: &dataset.Derivation{From: d.Name, FromDigest: d.Digest, Steps: texts, Seed: seed,
			Command: fmt.Sprintf("fmnist derive %s %s --seed %d", d.Name, strings.Join(texts, " "), seed)},
	}
	switch {
	case d.Entry != nil:
		p.Licence, p.Citation = d.Entry.Licence, d.Entry.Citation
	case d.Origin != nil:
		p.Licence, p.Citation = d.Origin.Licence, d.Origin.Citation
	}
	return p
}

// stream is the randomness of one step on one split. Each image has a generator
// of its own, so that the order of the work does not matter, and neither do the
// other images.
type stream struct {
	kind  string // at most 14 bytes
	seed  uint64
	round uint8 // how many steps of this kind came before
	split uint8
}

func (s stream) at(index int) *rand.Rand {
	var b [32]byte
	binary.LittleEndian.PutUint64(b[:], s.seed)
	binary.LittleEndian.PutUint64(b[8:], uint64(index))
	copy(b[16:30], s.kind)
	b[30], b[31] = s.round, s.split
	return rand.New(rand.NewChaCha8(b))
}
