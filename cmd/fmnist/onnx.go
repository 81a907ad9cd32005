package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/model"
	"github.com/fmnist/fmnist/onnx"
)

func newModelONNX() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "onnx MODEL",
		Short: "Write a model as an ONNX graph, for other languages and runtimes",
		Long: `Write a model as an ONNX graph of standard operators. Its input is pixels
(float, N x 784, 0 to 255, preprocessing is inside), its outputs are label (int64)
and, where the family gives them, probabilities.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := model.Load(args[0])
			if err != nil {
				return err
			}
			f, err := idx.Create(path)
			if err != nil {
				return err
			}
			defer f.Discard()
			if err := onnx.Export(f, m); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return f.Commit()
		},
	}
	cmd.Flags().StringVar(&path, "out", "", "file to write")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err) // there is no such flag
	}
	return cmd
}
