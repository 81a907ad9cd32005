package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
	var all, attempts, submitted bool
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
			if attempts {
				return writeAttempts(cmd, db, keep)
			}
			if submitted {
				return writeSubmissions(cmd, db, format, keep)
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
	cmd.Flags().StringVar(&db, "db", defaultDB, "database of the results: a file, or postgres://user@host/name")
	cmd.Flags().StringVar(&format, "format", "table", "one of "+strings.Join(bench.Formats(), ", "))
	cmd.Flags().StringVar(&only, "only", "", "regular expression of the contestants and data sets to show")
	cmd.Flags().BoolVar(&all, "all", false, "show the results of older code of a contestant as well")
	cmd.Flags().BoolVar(&attempts, "attempts", false, "show every run that was begun as a line of JSON, also those that were run again or interrupted")
	cmd.Flags().BoolVar(&submitted, "submitted", false, "show results from elsewhere, which nothing here has reproduced, as table, md or json: submitted ones, and those that the original repository lists")
	cmd.MarkFlagsMutuallyExclusive("attempts", "format")
	cmd.MarkFlagsMutuallyExclusive("attempts", "submitted")
	return cmd
}

// writeAttempts writes all that was begun, one JSON object a line.
func writeAttempts(cmd *cobra.Command, db string, keep *regexp.Regexp) error {
	store, err := queue.OpenExisting(cmd.Context(), db)
	if err != nil {
		return err
	}
	defer store.Close()
	attempts, err := store.Attempts(cmd.Context())
	if err != nil {
		return err
	}
	lines := json.NewEncoder(cmd.OutOrStdout())
	lines.SetEscapeHTML(false)
	for _, r := range attempts {
		if !keep.MatchString(r.Series()) {
			continue
		}
		if err := lines.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// writeSubmissions writes the results from elsewhere. The cited ones are there
// without a database.
func writeSubmissions(cmd *cobra.Command, db, format string, keep *regexp.Regexp) error {
	if !slices.Contains([]string{"table", "md", "json"}, format) {
		return usagef("--format %q: with --submitted want table, md or json", format)
	}
	submissions, err := readSubmissions(cmd, db)
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || cmd.Flags().Changed("db")) {
		return err
	}
	shown := keepIf(slices.Concat(submissions, bench.Cited()), func(s bench.Submission) bool { return keep.MatchString(s.Key()) })
	return bench.WriteSubmissions(cmd.OutOrStdout(), format, shown)
}

func readSubmissions(cmd *cobra.Command, db string) ([]bench.Submission, error) {
	store, err := queue.OpenExisting(cmd.Context(), db)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	return store.Submissions(cmd.Context())
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
