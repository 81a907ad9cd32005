package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
)

// app is what the verbs share: the flags of the root.
type app struct {
	dataDir string // as dataset.DataDir takes it
}

// newRoot is the command line: one verb a file.
func newRoot() *cobra.Command {
	a := new(app)
	root := &cobra.Command{
		Use:           "fmnist",
		Short:         "Fashion-MNIST: the data, the benchmark against MNIST, the results",
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVar(&a.dataDir, "data-dir", "",
		"folder of the data sets (default $FMNIST_DATA, else fmnist in the user's cache folder)")
	root.AddCommand(newGet(a), newVerify(a), newInfo(a), newBench(a), newJob(), newWorker(a), newStatus(), newSubmit(a), newResults(), newCompare(a), newContestant(), newServe(a), newSite(a), newDerive(a), newExport(a), newImport(a), newDraw(a), newStudy(a), newVersion())
	root.AddCommand(newFit(a), newPredict(), newModel(), newBuild())
	markFailures(root)
	return root
}

// failure is an error of a verb that ran, as opposed to one of the command line.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// usagef is an error of the command line that only the verb itself can see.
func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

type usage struct{ error }

// markFailures tells the errors of the verb and of those below it from those
// that cobra finds before.
func markFailures(c *cobra.Command) {
	for _, sub := range c.Commands() {
		markFailures(sub)
	}
	verb := c.RunE
	if verb == nil {
		return
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		err := verb(cmd, args)
		if err == nil || errors.As(err, new(usage)) {
			return err
		}
		return failure{err}
	}
}

// errReported is returned by a verb that has told every failure already.
var errReported = errors.New("reported")

// report prints an error as "fmnist: what: why" and returns the exit status.
func report(stderr io.Writer, cmd *cobra.Command, err error) int {
	if err == nil {
		return 0
	}
	what := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "fmnist"))
	if what == "" {
		what = "usage"
	}
	var f failure
	ran := errors.As(err, &f)
	if ran {
		err = f.error
	}
	switch {
	case errors.Is(err, errReported):
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "fmnist: %s: interrupted\n", what)
	default:
		for _, fault := range dataset.Faults(err) {
			fmt.Fprintf(stderr, "fmnist: %s: %v\n", what, fault)
		}
	}
	if ran {
		return 1
	}
	fmt.Fprintf(stderr, "Run '%s --help' for usage.\n", cmd.CommandPath())
	return 2
}

// warn prints the warnings of a data set.
func warn(cmd *cobra.Command, d *dataset.Dataset) {
	for _, w := range d.Warnings {
		fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: %s: warning: %s\n", cmd.Name(), w)
	}
}
