package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
)

func newGet(a *app) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "get [NAME...]",
		Short: "Acquire data sets into the cache and verify them (default: all that are known)",
		RunE: func(cmd *cobra.Command, args []string) error {
			return get(cmd, dataset.Getter{DataDir: a.dataDir, From: from}, args)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "folder to try first: it has the four files, or a folder NAME that has")
	return cmd
}

func get(cmd *cobra.Command, g dataset.Getter, names []string) error {
	if len(names) == 0 {
		names = dataset.Names()
	}
	entries := make([]*dataset.Entry, len(names))
	for i, name := range names {
		if entries[i] = dataset.Lookup(name); entries[i] == nil {
			return usagef("%s: %w", name, dataset.ErrUnknown)
		}
	}
	bars := newBars(cmd)
	g.Progress = bars.step
	var faults []error
	for _, e := range entries {
		d, err := g.Get(cmd.Context(), e)
		bars.clear()
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", e.Name, err))
			if cmd.Context().Err() != nil {
				break
			}
			continue
		}
		warn(cmd, d)
		source := "unknown"
		if d.Origin != nil {
			source = d.Origin.Source
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n  source  %s\n  digest  %s\n  path    %s\n", d.Name, source, d.Digest, d.Dir)
	}
	return errors.Join(faults...)
}
