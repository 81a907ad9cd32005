package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/learn/course"
	"github.com/fmnist/fmnist/model"
)

// newJob is the child process of a benchmark. It is not for people: what it
// reads and writes may change with every version.
func newJob() *cobra.Command {
	var checkpoint string
	cmd := &cobra.Command{
		Use:    "job",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			a := &jobAttendant{out: out, Checkpoint: model.Checkpoint{
				Path:   checkpoint, // which the parent names after the run
				Failed: func(err error) { fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: job: warning: %v\n", err) },
			}}
			return bench.Serve(course.With(cmd.Context(), a), cmd.InOrStdin(), out)
		},
	}
	cmd.Flags().StringVar(&checkpoint, "checkpoint", "", "file in which the fit keeps how far it is")
	return cmd
}

// jobAttendant tells the benchmark of epochs.
type jobAttendant struct {
	model.Checkpoint
	out io.Writer
}

func (a *jobAttendant) EpochEnded(e course.Epoch) {
	if err := bench.TellEpoch(a.out, e); err != nil {
		a.Failed(err)
	}
}
