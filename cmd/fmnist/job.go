package main

import (
	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
)

// newJob is the child process of a benchmark. It is not for people: what it
// reads and writes may change with every version.
func newJob() *cobra.Command {
	return &cobra.Command{
		Use:    "job",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return bench.Serve(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
