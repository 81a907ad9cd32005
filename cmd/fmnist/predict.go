package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/model"
)

// Limits of `fmnist predict`.
const (
	mostFileBytes  = 1 << 30
	mostFileImages = 1 << 20
)

func newPredict() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "predict MODEL IMAGE...",
		Short: "Label images with a model that fit has made",
		Long: `Label images with a model that fit has made. An image is a picture of the
model's size, light on dark (PNG, JPEG, WebP, GIF, BMP, TIFF); a photograph of
an article on a light ground, which is converted as the paper does it; or an
IDX file of any number of images, gzipped or not. "-" is standard input.

One line an image: file (and number, of an IDX file), label, class and, where
the family gives them, the probability of that class.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := model.Load(args[0])
			if err != nil {
				return err
			}
			return predictFiles(cmd, m, args[1:], asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array, with the probabilities of all classes")
	return cmd
}

// predicted is one image's prediction as JSON.
type predicted struct {
	File  string `json:"file"`
	Index int    `json:"index"` // of the image in its file
	model.Prediction
}

// predictFiles labels the images of all files before it prints anything: an
// error leaves no half of an answer.
func predictFiles(cmd *cobra.Command, m *model.Model, paths []string, asJSON bool) error {
	all := []predicted{}
	var faults []error
	for _, path := range paths {
		own, err := predictFile(cmd, m, path)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", path, err))
		}
		all = append(all, own...)
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(all)
	}
	return printPredicted(cmd.OutOrStdout(), all)
}

func predictFile(cmd *cobra.Command, m *model.Model, path string) ([]predicted, error) {
	file, err := readInput(cmd, path)
	if err != nil {
		return nil, err
	}
	images, err := m.DecodeImages(file, mostFileImages)
	if err != nil {
		return nil, err
	}
	predictions, err := m.Predict(cmd.Context(), images)
	if err != nil {
		return nil, err
	}
	all := make([]predicted, len(predictions))
	for i, p := range predictions {
		all[i] = predicted{path, i, p}
	}
	return all, nil
}

// readInput reads a file, or standard input where it is called "-".
func readInput(cmd *cobra.Command, path string) ([]byte, error) {
	in := cmd.InOrStdin()
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	file, err := io.ReadAll(io.LimitReader(in, mostFileBytes+1))
	if err == nil && len(file) > mostFileBytes {
		err = fmt.Errorf("more than %d bytes", mostFileBytes)
	}
	return file, err
}

func printPredicted(out io.Writer, all []predicted) error {
	for i, p := range all {
		name := p.File
		if p.Index > 0 || i+1 < len(all) && all[i+1].Index > 0 {
			name = fmt.Sprintf("%s[%d]", p.File, p.Index)
		}
		line := fmt.Sprintf("%s\t%d\t%s", name, p.Label, p.Class)
		if p.Probabilities != nil {
			line += fmt.Sprintf("\t%.4f", p.Probabilities[p.Label])
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}
