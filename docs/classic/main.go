// Command classic writes the tables of docs/classic.md: every combination of the
// suite classic beside the paper's and scikit-learn's accuracies. Run it with
// `make docs`. The text of the page is written by hand; a table is what stands
// between <!-- begin FAMILY --> and <!-- end FAMILY -->.
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/fmnist/fmnist/bench"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "classic:", err)
		os.Exit(1)
	}
}

// run brings the page below the module's root up to date.
func run(root string) error {
	name := filepath.Join(root, "docs", "classic.md")
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	page, err := update(root, string(old))
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(page), 0o644)
}

// row is an accuracy that someone measured. Parameters are texts; those left out
// had their defaults.
type row struct {
	name, dataset string
	parameters    map[string]string
	accuracy      float64
	status        bench.Status
}

// sources are the rows of each column.
type sources struct{ ours, paper, sklearn []row }

func read(root string) (s sources, err error) {
	data := filepath.Join(root, "docs", "data")
	if s.paper, err = readPaper(filepath.Join(data, "paper-table3.csv")); err != nil {
		return s, err
	}
	if s.sklearn, err = readLines(filepath.Join(data, "sklearn-1.2.1.jsonl")); err != nil {
		return s, err
	}
	files, err := filepath.Glob(filepath.Join(root, "results", "classic-*.jsonl"))
	if err != nil || len(files) == 0 {
		return s, err
	}
	s.ours, err = readLines(files[0]) // accuracies are the same on every machine
	return s, err
}

func readPaper(name string) (rows []row, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, line := range lines[1:] {
		parameters := map[string]string{}
		for _, p := range strings.Fields(line[1]) {
			key, value, _ := strings.Cut(p, "=")
			parameters[key] = value
		}
		for i, dataset := range []string{"fashion", "mnist"} {
			r := row{name: line[0], dataset: dataset, parameters: parameters, status: bench.OK}
			if _, err := fmt.Sscan(line[2+i], &r.accuracy); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, line, err)
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// readLines reads `fmnist results --format jsonl`, or lines with accuracy in the
// place of mean_accuracy and status.
func readLines(name string) (rows []row, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var line struct {
			bench.Contestant
			Dataset  string
			Mean     *float64 `json:"mean_accuracy"`
			Accuracy *float64
			Status   bench.Status
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, len(rows)+1, err)
		}
		r := row{name: line.Name, dataset: line.Dataset, parameters: texts(line.Parameters), status: line.Status}
		for _, a := range []*float64{line.Mean, line.Accuracy} {
			if a != nil {
				r.accuracy, r.status = *a, bench.OK
			}
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// texts are the values of parameters as text.
func texts(p bench.Parameters) map[string]string {
	t := map[string]string{}
	for name, value := range p {
		t[name] = strings.TrimPrefix(bench.Parameters{name: value}.String(), name+"=")
	}
	return t
}

// defaults are what the rows that leave a parameter out had, by family and
// parameter: scikit-learn's.
var defaults = map[string]string{
	"DecisionTreeClassifier/splitter": "best", "ExtraTreeClassifier/splitter": "random",
	"GradientBoostingClassifier/loss": "deviance", "KNeighborsClassifier/weights": "uniform",
	"LinearSVC/loss": "squared_hinge", "LinearSVC/multi_class": "ovr", "LinearSVC/penalty": "l2",
	"LogisticRegression/penalty": "l2", "MLPClassifier/activation": "relu",
}

// find is the row of a contestant on a data set, nil if there is none.
func find(rows []row, c bench.Contestant, dataset string) *row {
	wanted := texts(c.Parameters)
	for i, r := range rows {
		match := r.name == c.Name && r.dataset == dataset
		for name, value := range wanted {
			have, ok := r.parameters[name]
			if !ok {
				have = defaults[c.Name+"/"+name]
			}
			match = match && have == value
		}
		if match {
			return &rows[i]
		}
	}
	return nil
}

var table = regexp.MustCompile(`(?s)(<!-- begin (\w+) -->\n).*?(<!-- end (\w+) -->)`)

// update is the page with all tables made anew.
func update(root, page string) (string, error) {
	s, err := read(root)
	if err != nil {
		return "", err
	}
	suite, err := bench.LoadSuite("classic")
	if err != nil {
		return "", err
	}
	families := map[string][]bench.Contestant{}
	for _, c := range suite.Contestants {
		families[c.Name] = append(families[c.Name], c)
	}
	page = table.ReplaceAllStringFunc(page, func(old string) string {
		m := table.FindStringSubmatch(old)
		contestants := families[m[2]]
		if delete(families, m[2]); m[2] != m[4] || contestants == nil {
			err = errors.Join(err, fmt.Errorf("docs/classic.md: a table from %q to %q", m[2], m[4]))
		}
		return m[1] + s.table(contestants) + m[3]
	})
	for name := range families {
		err = errors.Join(err, fmt.Errorf("docs/classic.md: no table of %s: %w", name, fs.ErrNotExist))
	}
	return page, err
}

// table is one family's.
func (s sources) table(contestants []bench.Contestant) string {
	var b strings.Builder
	b.WriteString("\n| parameters | Fashion-MNIST | paper | | scikit-learn | | MNIST | paper | | scikit-learn | |\n")
	b.WriteString("|---" + strings.Repeat("|--:", 10) + "|\n")
	for _, c := range contestants {
		fmt.Fprintf(&b, "| %s |", strings.ReplaceAll(c.Parameters.String(), "/", " "))
		for _, dataset := range []string{"fashion", "mnist"} {
			ours := find(s.ours, c, dataset)
			b.WriteString(accuracy(ours, "%.4f"))
			b.WriteString(beside(ours, find(s.paper, c, dataset), "%.3f"))
			b.WriteString(beside(ours, find(s.sklearn, c, dataset), "%.4f"))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	return b.String()
}

func accuracy(r *row, format string) string {
	switch {
	case r == nil:
		return " |"
	case r.status != bench.OK:
		return fmt.Sprintf(" %s |", r.status)
	}
	return fmt.Sprintf(" "+format+" |", r.accuracy)
}

// visible is a difference, in points, that one would ask about.
const visible = 1.0

// beside is another's accuracy and by how many points ours is above it, in bold
// where that is visible.
func beside(ours, other *row, format string) string {
	cells := accuracy(other, format)
	if ours == nil || other == nil || ours.status != bench.OK {
		return cells + " |"
	}
	points := 100 * (ours.accuracy - other.accuracy)
	if points >= visible || points <= -visible {
		return fmt.Sprintf("%s **%+.1f** |", cells, points)
	}
	return fmt.Sprintf("%s %+.1f |", cells, points)
}
