package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
)

func newVerify(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [NAME|DIR]...",
		Short: "Check digests, shapes and labels; one line a fault (default: all known data sets)",
		RunE: func(cmd *cobra.Command, args []string) error {
			return verify(cmd, a.dataDir, args)
		},
	}
}

func verify(cmd *cobra.Command, dataDir string, args []string) error {
	if len(args) == 0 {
		args = dataset.Names()
	}
	var err error
	for _, arg := range args {
		d, faults := dataset.Verify(cmd.Context(), arg, dataDir)
		for _, fault := range faults {
			fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: verify: %s: %v\n", arg, fault)
			err = errReported
		}
		if len(faults) > 0 {
			continue
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s: ok: %s, %d + %d images of %dx%d, digest %s\n",
			arg, d.Name, d.Train.Len(), d.Test.Len(), d.Rows, d.Cols, d.Digest)
	}
	return err
}
