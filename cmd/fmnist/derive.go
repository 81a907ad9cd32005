package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/derive"
)

func newDerive(a *app) *cobra.Command {
	var out string
	var seed uint64
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "derive NAME|DIR STEP...",
		Short:   "Make a data set of another: subsets, corruptions, permuted pixels, label noise",
		Long:    deriveHelp(),
		Example: "  fmnist derive fashion rotate/severity=2\n  fmnist bench --data fashion,fashion-rotate-2",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var steps []derive.Step
			for _, text := range args[1:] {
				s, err := derive.ParseStep(text)
				if err != nil {
					return usage{err}
				}
				steps = append(steps, s)
			}
			d, err := dataset.Resolve(cmd.Context(), args[0], a.dataDir)
			if err != nil {
				return err
			}
			warn(cmd, d)
			made, err := derive.Make(cmd.Context(), d, steps, seed)
			if err != nil {
				return err
			}
			if made, err = a.writeSet(made, out); err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(made.Describe())
			}
			printMade(cmd, made)
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "folder to make (default: one in the folder of the data sets, so that its name is enough from then on)")
	cmd.Flags().Uint64Var(&seed, "seed", 0, "seed of all randomness")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object, as info does")
	return cmd
}

// writeSet writes a data set into the folder given, else under its name into the
// folder of the data sets, and opens it there. Where it is already, that is all.
func (a *app) writeSet(made *dataset.Dataset, out string) (*dataset.Dataset, error) {
	if out == "" {
		root, err := dataset.DataDir(a.dataDir)
		if err != nil {
			return nil, err
		}
		out = filepath.Join(root, made.Name)
	}
	err := made.Write(out)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	there, openErr := dataset.Open(out)
	switch {
	case err == nil:
		return there, openErr
	case openErr == nil && there.Digest == made.Digest:
		return there, nil
	}
	return nil, err
}

// printMade tells of a data set that was written.
func printMade(cmd *cobra.Command, d *dataset.Dataset) {
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n  images  %d train + %d test, %dx%d\n  digest  %s\n  path    %s\n",
		d.Name, d.Train.Len(), d.Test.Len(), d.Rows, d.Cols, d.Digest, d.Dir)
}

// deriveHelp lists the kinds of steps.
func deriveHelp() string {
	var b strings.Builder
	b.WriteString("Makes a data set of another, by one step or several in their order. The same data, steps and seed\n" +
		"make the same data set. A card beside its files, provenance.json, says how it was made.\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, k := range derive.Kinds() {
		text := k.Name
		if k.Parameter != "" {
			text += "/" + k.Parameter + "=..."
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", text, k.Split, k.About)
	}
	w.Flush()
	b.WriteString("\nThe second column is the split that a step changes. subset and the corruptions take /split=train, test or\n" +
		"both behind the rest. Severities are 1 to 5; their p is:\n\n")
	for _, c := range derive.Corruptions {
		fmt.Fprintf(w, "  %s", c.Name)
		for _, p := range c.Parameters {
			fmt.Fprintf(w, "\t%v", p)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return b.String()
}
