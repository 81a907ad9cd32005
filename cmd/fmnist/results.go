package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/queue"
)

// defaultDB is where results are kept unless --db says otherwise.
const defaultDB = "fmnist.db"

func newResults() *cobra.Command {
	var db, format, only string
	var all bool
	cmd := &cobra.Command{
		Use:   "results",
		Short: "Show the results of all benchmarks that are in the database",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keep, err := regexp.Compile(only)
			if err != nil {
				return usagef("--only: %w", err)
			}
			if !slices.Contains(bench.Formats(), format) {
				return usagef("--format %q: want one of %s", format, strings.Join(bench.Formats(), ", "))
			}
			results, err := readResults(cmd, db)
			if err != nil {
				return err
			}
			kept := keepIf(results, func(r bench.Result) bool { return keep.MatchString(r.Series()) })
			if len(kept) == 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "no results in %s\n", db)
			}
			summaries := bench.Summarize(kept)
			if !all {
				summaries = bench.Newest(summaries)
			}
			return bench.WriteReport(cmd.OutOrStdout(), format, summaries)
		},
	}
	cmd.Flags().StringVar(&db, "db", defaultDB, "database of the results")
	cmd.Flags().StringVar(&format, "format", "table", "one of "+strings.Join(bench.Formats(), ", "))
	cmd.Flags().StringVar(&only, "only", "", "regular expression of the contestants and data sets to show")
	cmd.Flags().BoolVar(&all, "all", false, "show the results of older code of a contestant as well")
	return cmd
}

// readResults are all results of a database that is there.
func readResults(cmd *cobra.Command, db string) ([]bench.Result, error) {
	store, err := queue.OpenExisting(cmd.Context(), db)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	return store.Results(cmd.Context())
}

// keepIf is the elements for which keep holds.
func keepIf[T any](all []T, keep func(T) bool) []T {
	var kept []T
	for _, v := range all {
		if keep(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
