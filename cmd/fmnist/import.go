package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/convert"
	"github.com/fmnist/fmnist/dataset"
)

func newImport(a *app) *cobra.Command {
	var out, shape, classes string
	cmd := &cobra.Command{
		Use:   "import FORMAT PATH",
		Short: "Make a data set of another tool's files: " + formatNames(true),
		Long: "Makes a data set of another tool's files: a file for npz, a folder for the others.\n\n" + formatHelp(true) +
			"\nThe files of csv and parquet are told apart by train and test in their names.",
		Example: "  fmnist import csv downloads/fashion --out mine",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := convert.Lookup(args[0])
			if err == nil && !format.Reads() {
				err = fmt.Errorf("%s: it is only written (can be imported: %s)", format.Name, formatNames(true))
			}
			if err != nil {
				return usage{err}
			}
			o, err := importOptions(args[1], out, shape, classes)
			if err != nil {
				return err
			}
			d, err := format.Import(cmd.Context(), args[1], o)
			if err != nil {
				return err
			}
			if d, err = a.writeSet(d, out); err != nil {
				return err
			}
			printMade(cmd, d)
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "folder to make (default: one in the folder of the data sets, called like PATH)")
	cmd.Flags().StringVar(&shape, "shape", "", "rows x columns of an image, such as 28x28, where the format does not tell and it is not square")
	cmd.Flags().StringVar(&classes, "classes", "", "file with the names of the classes, one a line, where the format does not tell them")
	return cmd
}

// importOptions reads what the flags say. The data set is called like the folder
// to be written, else like the file or folder it is read from.
func importOptions(path, out, shape, classes string) (o convert.Options, err error) {
	o.Name = out
	if out == "" {
		o.Name = strings.TrimSuffix(path, filepath.Ext(path))
	}
	if o.Name, err = filepath.Abs(o.Name); err != nil {
		return o, err
	}
	o.Name = filepath.Base(o.Name)
	if shape != "" {
		var rest string
		n, _ := fmt.Sscanf(shape+" ", "%dx%d%s", &o.Rows, &o.Cols, &rest)
		if n != 2 || o.Rows < 1 || o.Cols < 1 {
			return o, usagef("--shape %s: want ROWSxCOLUMNS", shape)
		}
	}
	if classes != "" {
		o.Classes, err = dataset.ReadClasses(classes)
	}
	return o, err
}
