package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

// compareFlags are the flags of `fmnist compare`.
type compareFlags struct {
	db     string
	data   []string
	asJSON bool
}

func newCompare(a *app) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare [A B]",
		Short: "Test whether one contestant is better than another, or rank them all",
		Long: `Test whether contestant A is better than contestant B on the same test images:
McNemar's test, the bootstrap interval of the difference, precision, recall and
F1 of each class, confusion matrices. A and B are identities, such as
KNeighborsClassifier/n_neighbors=5/p=2/weights=uniform, or regular expressions
that match one each.

Without A and B: rank all contestants of each data set, ties where a difference
may be noise, and say how well the order on one data set tells that on another.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 0 && len(args) != 2 {
				return errors.New("want two contestants, or none to rank them all")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return runCompare(cmd, a, f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.db, "db", defaultDB, "database of the results: a file, or postgres://user@host/name")
	flags.StringSliceVar(&f.data, "data", []string{"fashion", "mnist"}, "data sets to compare on: names or folders; their test labels are needed")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	return cmd
}

func runCompare(cmd *cobra.Command, a *app, f compareFlags, args []string) error {
	summaries, err := readSummaries(cmd, f.db)
	if err != nil {
		return err
	}
	var sides [][]bench.Summary
	for _, arg := range args {
		side, err := oneContestant(summaries, arg)
		if err != nil {
			return err
		}
		sides = append(sides, side)
	}
	sets, err := comparedData(cmd, a, f, summaries)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return rankAll(cmd.OutOrStdout(), f, summaries, sets)
	}
	return compareSides(cmd.OutOrStdout(), f, sides[0], sides[1], sets)
}

// readSummaries are those of the newest code of each contestant.
func readSummaries(cmd *cobra.Command, db string) ([]bench.Summary, error) {
	results, err := readResults(cmd, db)
	return bench.Newest(bench.Summarize(results)), err
}

// oneContestant are the summaries of the one contestant that the argument
// names: by its identity, with or without the conditions behind the parameters,
// or else as a regular expression that fits no other.
func oneContestant(summaries []bench.Summary, arg string) ([]bench.Summary, error) {
	named := keepIf(summaries, func(s bench.Summary) bool { return arg == s.Contestant().String() || arg == s.Identity() })
	if len(named) == 0 {
		pattern, err := regexp.Compile(arg)
		if err != nil {
			return nil, usagef("%w", err)
		}
		named = keepIf(summaries, func(s bench.Summary) bool { return pattern.MatchString(s.Identity()) })
	}
	var identities []string
	for _, s := range named {
		if !slices.Contains(identities, s.Identity()) {
			identities = append(identities, s.Identity())
		}
	}
	switch len(identities) {
	case 0:
		return nil, fmt.Errorf("%q names no contestant that has results", arg)
	case 1:
		return named, nil
	default:
		return nil, fmt.Errorf("%q names %d contestants, want one:\n  %s", arg, len(identities), strings.Join(identities, "\n  "))
	}
}

// comparedData reads the data sets that the results are of. One of the default
// ones that is neither in the results nor here is no fault.
func comparedData(cmd *cobra.Command, a *app, f compareFlags, summaries []bench.Summary) ([]*dataset.Dataset, error) {
	var sets []*dataset.Dataset
	for _, name := range f.data {
		d, err := dataset.Resolve(cmd.Context(), name, a.dataDir)
		used := slices.ContainsFunc(summaries, func(s bench.Summary) bool {
			return d != nil && s.Digest == d.Digest || d == nil && s.Dataset == name
		})
		switch {
		case !used && !cmd.Flags().Changed("data"):
		case err != nil:
			return nil, err
		case !used:
			return nil, fmt.Errorf("%s has no results of the data in %s, digest %s", f.db, d.Dir, bench.ShortDigest(d.Digest))
		default:
			warn(cmd, d)
			sets = append(sets, d)
		}
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("%s has no results of %s; --data names the data sets", f.db, strings.Join(f.data, ", "))
	}
	return sets, nil
}

func compareSides(out io.Writer, f compareFlags, a, b []bench.Summary, sets []*dataset.Dataset) error {
	var comparisons []bench.Comparison
	for _, d := range sets {
		of := func(s bench.Summary) bool { return s.Digest == d.Digest }
		i, j := slices.IndexFunc(a, of), slices.IndexFunc(b, of)
		if i < 0 || j < 0 {
			continue
		}
		c, err := bench.Compare(a[i], b[j], d)
		if err != nil {
			return err
		}
		comparisons = append(comparisons, c)
	}
	if len(comparisons) == 0 {
		return fmt.Errorf("%s and %s have results on no data set in common", a[0].Contestant(), b[0].Contestant())
	}
	if f.asJSON {
		return printJSON(out, comparisons)
	}
	for _, c := range comparisons {
		if err := bench.WriteComparison(out, c); err != nil {
			return err
		}
	}
	return nil
}

func rankAll(out io.Writer, f compareFlags, summaries []bench.Summary, sets []*dataset.Dataset) error {
	rankings := make([]bench.Ranking, len(sets))
	for i, d := range sets {
		rankings[i] = bench.Rank(summaries, d)
	}
	if !f.asJSON {
		return bench.WriteRankings(out, rankings)
	}
	type pair struct {
		A string `json:"a"`
		B string `json:"b"`
		bench.Correlation
	}
	pairs := []pair{}
	for i, r := range rankings {
		for _, s := range rankings[i+1:] {
			pairs = append(pairs, pair{r.Dataset, s.Dataset, bench.CorrelateRankings(r, s)})
		}
	}
	return printJSON(out, map[string]any{"rankings": rankings, "correlations": pairs})
}

func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
