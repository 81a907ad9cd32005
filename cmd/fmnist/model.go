package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/model"
)

func newModel() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Look into a model that fit has made",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newModelInfo(), newModelONNX())
	return cmd
}

func newModelInfo() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "info MODEL",
		Short: "Show what a model is, what it learnt from and which arrays it has; its checksum is checked",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := model.Open(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(describeModel(f))
			}
			return printModel(cmd.OutOrStdout(), f)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return cmd
}

// modelInfo is a model file as JSON.
type modelInfo struct {
	model.Header
	Bytes  int64       `json:"bytes"`
	SHA256 string      `json:"sha256"`
	Arrays []arrayInfo `json:"arrays"`
}

type arrayInfo struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Length int    `json:"length"`
}

func describeModel(f *model.File) modelInfo {
	info := modelInfo{Header: f.Header, Bytes: f.Bytes, SHA256: f.SHA256}
	for _, name := range slices.Sorted(maps.Keys(f.State)) {
		kind, length := f.Describe(name)
		info.Arrays = append(info.Arrays, arrayInfo{name, kind, length})
	}
	return info
}

// printModel prints a model's description as aligned lines.
func printModel(out io.Writer, f *model.File) error {
	info := describeModel(f)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, fmt.Sprintf(format, args...))
	}
	row("family", "%s", f.Family)
	row("parameters", "%s", f.Parameters)
	row("seed", "%d", f.Seed)
	row("images", "%dx%d", f.Rows, f.Cols)
	row("classes", "%s", strings.Join(f.Classes, ", "))
	row("scaling", "%s", f.Scaling)
	row("data", "%s, digest %s", f.Data, f.Digest)
	if f.Accuracy > 0 {
		row("accuracy", "%.4f on its test images", f.Accuracy)
	}
	for _, warning := range f.Warnings {
		row("warning", "%s", warning)
	}
	row("program", "%s", f.Version)
	row("file", "%d bytes, SHA-256 %s", f.Bytes, f.SHA256)
	fmt.Fprintln(w)
	fmt.Fprintln(w, "array\ttype\telements")
	for _, a := range info.Arrays {
		fmt.Fprintf(w, "%s\t%s\t%d\n", a.Name, a.Type, a.Length)
	}
	return w.Flush()
}
