package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/convert"
	"github.com/fmnist/fmnist/dataset"
)

func newExport(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:     "export FORMAT NAME|DIR",
		Short:   "Write a data set in the form of another tool: " + formatNames(false),
		Long:    "Writes a data set in the form of another tool.\n\n" + formatHelp(false),
		Example: "  fmnist export npz fashion --out fashion.npz\n  fmnist export idx fashion --out data/fashion",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := convert.Lookup(args[0])
			if err != nil {
				return usage{err}
			}
			if out == "" {
				return usagef("--out says where to write to")
			}
			d, err := dataset.Resolve(cmd.Context(), args[1], a.dataDir)
			if err != nil {
				return err
			}
			warn(cmd, d)
			warnings, err := format.Export(cmd.Context(), d, out)
			for _, w := range warnings {
				fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: export: warning: %s\n", w)
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n  images  %d train + %d test, %dx%d\n  path    %s\n",
				d.Name, d.Train.Len(), d.Test.Len(), d.Rows, d.Cols, out)
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file (npz) or new folder (all others) to write")
	return cmd
}

// formatNames lists the formats: all, or those that can be imported.
func formatNames(reads bool) string {
	var names []string
	for _, f := range convert.Formats {
		if f.Reads() || !reads {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

func formatHelp(reads bool) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, f := range convert.Formats {
		if f.Reads() || !reads {
			fmt.Fprintf(w, "  %s\t%s\n", f.Name, f.About)
		}
	}
	w.Flush()
	return b.String()
}
