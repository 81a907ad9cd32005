package bench

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/dataset"
)

// Suite is a list of contestants.
type Suite struct {
	Name        string
	Contestants []Contestant
	Externals   map[string]*External // those of the contestants that are programs of others, by name
}

// The suites that come with the program. baselines.json is the original's
// file, unmodified (benchmark/baselines.json of the Fashion-MNIST repository,
// MIT): 143 combinations of 14 families.
//
//go:embed suites
var suiteFiles embed.FS

var builtinSuites = map[string]string{
	"quick":   "suites/quick.json",
	"classic": "suites/baselines.json",
	"modern":  "suites/modern.json",
	"deep":    "suites/deep.json",
}

// LoadSuite returns the built-in suite of that name, or the suite in the file;
// "none" is empty.
func LoadSuite(nameOrFile string) (Suite, error) {
	if nameOrFile == "none" {
		return Suite{Name: nameOrFile}, nil
	}
	if path, ok := builtinSuites[nameOrFile]; ok {
		text, err := suiteFiles.ReadFile(path)
		if err != nil {
			return Suite{}, err
		}
		return ParseSuite(nameOrFile, text)
	}
	text, err := os.ReadFile(nameOrFile)
	if errors.Is(err, os.ErrNotExist) && !strings.ContainsAny(nameOrFile, "./") {
		return Suite{}, fmt.Errorf("bench: no suite %q: want %s or a file", nameOrFile, strings.Join(slices.Sorted(maps.Keys(builtinSuites)), ", "))
	}
	if err != nil {
		return Suite{}, fmt.Errorf("bench: suite: %w", err)
	}
	return ParseSuite(nameOrFile, text)
}

// ParseSuite reads the original's format:
//
//	{"common": {parameters for all},
//	 "classifiers": {NAME: [{parameter: [value, ...], ...}, ...], ...},
//	 "contestants": {FOLDER: [{parameter: [value, ...], ...}, ...], ...}}
//
// A family's combinations are the product of all the lists in all its objects,
// the first varying slowest; "common" is laid over each. A string that begins
// with "(" is a Python tuple. Two things the original does not have: the list of
// objects may be a list of such lists, for recipes that are no product, one
// after the other; and "contestants" are external ones, whose folders are
// relative to the suite's.
func ParseSuite(name string, text []byte) (Suite, error) {
	suite := Suite{Name: name}
	var file struct {
		Common      Parameters     `json:"common"`
		Classifiers orderedMembers `json:"classifiers"`
		Contestants orderedMembers `json:"contestants"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return suite, fmt.Errorf("bench: suite %s: %w", name, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return suite, fmt.Errorf("bench: suite %s: text after the end of the object", name)
	}
	for _, family := range file.Classifiers {
		combinations, err := combine(family.value)
		if err != nil {
			return suite, fmt.Errorf("bench: suite %s: %s: %w", name, family.name, err)
		}
		for _, parameters := range combinations {
			maps.Copy(parameters, file.Common)
			suite.Contestants = append(suite.Contestants, Contestant{family.name, parameters})
		}
	}
	for _, folder := range file.Contestants {
		if err := suite.addFolder(name, folder); err != nil {
			return suite, fmt.Errorf("bench: suite %s: %s: %w", name, folder.name, err)
		}
	}
	return suite, suite.checkDistinct()
}

func (s *Suite) addFolder(suiteFile string, folder member) error {
	dir := filepath.FromSlash(folder.name)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(filepath.Dir(suiteFile), dir)
	}
	e, err := LoadExternal(dir)
	if err != nil {
		return err
	}
	combinations, err := combine(folder.value)
	if err != nil {
		return err
	}
	return s.Add(e, combinations...)
}

// Add adds an external contestant with each of the parameters, or with its
// defaults where none are given.
func (s *Suite) Add(e *External, parameters ...Parameters) error {
	if other := s.Externals[e.Name]; other != nil && other.Dir != e.Dir {
		return fmt.Errorf("bench: contestants in %s and %s are both called %s", other.Dir, e.Dir, e.Name)
	}
	if s.Externals == nil {
		s.Externals = map[string]*External{}
	}
	s.Externals[e.Name] = e
	if len(parameters) == 0 {
		parameters = []Parameters{{}}
	}
	for _, p := range parameters {
		c, err := e.Contestant(p)
		if err != nil {
			return err
		}
		s.Contestants = append(s.Contestants, c)
	}
	return s.checkDistinct()
}

func (s Suite) checkDistinct() error {
	seen := map[string]bool{}
	for _, c := range s.Contestants {
		if seen[c.String()] {
			return fmt.Errorf("bench: suite %s: %s is listed twice", s.Name, c)
		}
		seen[c.String()] = true
	}
	return nil
}

// ownScaling is the preprocessing of external contestants: their own.
const ownScaling = "own"

// Series is a contestant of the suite on a data set, with the code it has now;
// seed is that of its first repeat. External contestants get the pixels as they
// are, whatever the scaling: preprocessing is part of their programs.
func (s Suite) Series(c Contestant, data *dataset.Dataset, scaling string, threads int, seed uint64) Run {
	run := Run{Contestant: c, Dataset: data.Name, Digest: data.Digest, Scaling: scaling, Threads: threads, Seed: seed}
	if e := s.Externals[c.Name]; e != nil {
		run.Scaling, run.Program = ownScaling, e.Program
	} else {
		run.Program = FamilyProgram(c)
	}
	return run
}

// Only keeps the contestants whose identity matches.
func (s Suite) Only(pattern *regexp.Regexp) Suite {
	kept := Suite{Name: s.Name, Externals: s.Externals}
	for _, c := range s.Contestants {
		if pattern.MatchString(c.String()) {
			kept.Contestants = append(kept.Contestants, c)
		}
	}
	return kept
}

// combine is every combination that a family's list of objects, or each of its
// lists of objects, stands for.
func combine(text json.RawMessage) ([]Parameters, error) {
	var recipes [][]orderedMembers
	if json.Unmarshal(text, &recipes) != nil || len(recipes) == 0 {
		recipes = make([][]orderedMembers, 1)
		if err := json.Unmarshal(text, &recipes[0]); err != nil {
			return nil, err
		}
	}
	var combinations []Parameters
	for _, objects := range recipes {
		more, err := product(objects)
		if err != nil {
			return nil, err
		}
		combinations = append(combinations, more...)
	}
	return combinations, nil
}

// product is every combination of the objects' parameter lists.
func product(objects []orderedMembers) ([]Parameters, error) {
	combinations := []Parameters{{}}
	for _, parameter := range slices.Concat(objects...) {
		var values []any
		if err := json.Unmarshal(parameter.value, &values); err != nil {
			return nil, fmt.Errorf("%s: %w", parameter.name, err)
		}
		var grown []Parameters
		for _, c := range combinations {
			if _, twice := c[parameter.name]; twice {
				return nil, fmt.Errorf("%s is given twice", parameter.name)
			}
			for _, v := range values {
				v, err := parseTuple(v)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", parameter.name, err)
				}
				longer := maps.Clone(c)
				longer[parameter.name] = v
				grown = append(grown, longer)
			}
		}
		combinations = grown
	}
	return combinations, nil
}

var trailingComma = regexp.MustCompile(`,\s*\]`)

// parseTuple turns "(100, 10,)" into [100, 10] and leaves other values alone.
func parseTuple(v any) (any, error) {
	text, ok := v.(string)
	if !ok || !strings.HasPrefix(text, "(") {
		return v, nil
	}
	list := strings.NewReplacer("(", "[", ")", "]").Replace(text)
	var values []any
	if err := json.Unmarshal([]byte(trailingComma.ReplaceAllString(list, "]")), &values); err != nil {
		return nil, fmt.Errorf("%q is not a tuple of numbers", text)
	}
	return values, nil
}

// orderedMembers is a JSON object whose members keep their order, which is the
// order of the product and so of the table.
type orderedMembers []member

type member struct {
	name  string
	value json.RawMessage
}

func (o *orderedMembers) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("want an object, have %.20s", text)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		m := member{name: name.(string)} // the decoder allows nothing else here
		if err := d.Decode(&m.value); err != nil {
			return err
		}
		*o = append(*o, m)
	}
	return nil
}

func sortedKeys(p Parameters) []string { return slices.Sorted(maps.Keys(p)) }
