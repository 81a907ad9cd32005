package main

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
)

func newContestant() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "contestant",
		Short: "Work on contestants in other languages, see docs/contestants.md",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newContestantCheck())
	return cmd
}

func newContestantCheck() *cobra.Command {
	var timeout time.Duration
	var memory string
	var threads int
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "Check that the contestant in a folder keeps the protocol",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			bytes, err := humanize.ParseBytes(memory)
			if err != nil {
				return usagef("--memory %q: want a size such as 3GB", memory)
			}
			if timeout <= 0 || threads < 1 {
				return usagef("--timeout and --threads must be above 0")
			}
			runner, err := newRunner(1, nil)
			if err != nil {
				return err
			}
			runner.Limits = bench.Limits{Timeout: timeout, Memory: int64(bytes)}
			defer runner.Close()
			return checkContestant(cmd, runner, args[0], threads)
		},
	}
	cmd.Flags().DurationVar(&timeout, "timeout", time.Minute, "time limit of each run on the small data of the check")
	cmd.Flags().StringVar(&memory, "memory", "0", "memory limit of each run, such as 3GB; 0 for none")
	cmd.Flags().IntVar(&threads, "threads", 1, "processor cores of each run")
	return cmd
}

func checkContestant(cmd *cobra.Command, runner *bench.Runner, dir string, threads int) error {
	e, err := bench.LoadExternal(dir)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s in %s, program %s, protocol %d\n", e.Name, e.Dir, e.Program, e.Protocol)
	if reason := runner.Apart(cmd.Context()); reason != nil {
		fmt.Fprintf(out, "NOT set apart here from test labels, network and other processes: %v\n", reason)
	} else {
		fmt.Fprintln(out, "set apart here from test labels, network and other processes")
	}
	err = runner.Conform(cmd.Context(), e, threads, func(f bench.Finding) {
		verdict := "ok   "
		if f.Err != nil {
			verdict = "FAIL "
		}
		fmt.Fprintln(out, verdict, f.What)
		for _, note := range f.Notes {
			fmt.Fprintln(out, "note  ", note)
		}
	})
	if err == nil {
		fmt.Fprintf(out, "%s keeps the protocol\n", e.Name)
	}
	return err
}
