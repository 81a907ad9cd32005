package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
)

func newInfo(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "info NAME|DIR",
		Short: "Show counts, classes, digests, pixel statistics and provenance of a data set",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := dataset.Resolve(cmd.Context(), args[0], a.dataDir)
			if err != nil {
				return err
			}
			warn(cmd, d)
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(d.Describe())
			}
			return printInfo(cmd.OutOrStdout(), d.Describe())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return cmd
}

// printInfo prints a description as aligned lines.
func printInfo(out io.Writer, d dataset.Description) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, fmt.Sprintf(format, args...))
	}
	row("name", "%s", d.Name)
	if d.Title != "" {
		row("title", "%s", d.Title)
	}
	row("path", "%s", d.Path)
	row("digest", "%s", d.Digest)
	row("images", "%d train + %d test, %dx%d", d.Train.Images, d.Test.Images, d.Rows, d.Cols)
	row("pixels", "train mean %.4f std %.4f, test mean %.4f std %.4f (0 to 255)",
		d.Train.Mean, d.Train.Std, d.Test.Mean, d.Test.Std)
	row("source", "%s", d.Source)
	if d.Obtained != nil {
		row("obtained", "%s", d.Obtained.Format("2006-01-02 15:04:05 MST"))
	}
	row("licence", "%s", d.Licence)
	row("citation", "%s", d.Citation)
	fmt.Fprintln(w)
	fmt.Fprintln(w, "label\tclass\ttrain\ttest")
	for i, class := range d.Classes {
		fmt.Fprintf(w, "%d\t%s\t%d\t%d\n", i, class, d.Train.PerClass[i], d.Test.PerClass[i])
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, "bytes\tSHA-256 of the content\tfile")
	for _, f := range d.Files {
		fmt.Fprintf(w, "%d\t%s\t%s\n", f.Bytes, f.SHA256, f.Path)
	}
	return w.Flush()
}
