package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/queue"
)

func newStatus() *cobra.Command {
	var db string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the workers of a database, what waits in its queues, and the rate of results",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := queue.OpenExisting(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer store.Close()
			st, err := store.Status(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), st)
			}
			return writeStatus(cmd.OutOrStdout(), st)
		},
	}
	cmd.Flags().StringVar(&db, "db", defaultDB, "database: a file, or postgres://user@host/name")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func writeStatus(out io.Writer, st queue.Status) error {
	workers, queues := table.NewWriter(), table.NewWriter()
	workers.SetStyle(table.StyleLight)
	queues.SetStyle(table.StyleLight)
	workers.AppendHeader(table.Row{"worker", "machine", "version", "since", "heard of", "runs", "state"})
	for _, w := range st.Workers {
		workers.AppendRow(table.Row{
			fmt.Sprintf("%s %d", w.Name, w.Process), w.Machine, short(w.Version), ago(w.Since), ago(w.Silent),
			strings.Join(w.Running, "\n"), workerState(w),
		})
	}
	queues.AppendHeader(table.Row{"queue", "waiting", "running", "data", "contestants"})
	for _, q := range st.Queues {
		queues.AppendRow(table.Row{
			q.Queue, q.Waiting, q.Running,
			strings.Join(slices.Sorted(maps.Values(q.Needs.Data)), ", "),
			len(q.Needs.Programs),
		})
	}
	_, err := fmt.Fprintf(out, "%s\n%s\n%d results, %d attempts without one; %d results in the last minute, %d in the last hour\n",
		workers.Render(), queues.Render(), st.Results, st.Attempts, st.Minute, st.Hour)
	return err
}

// workerState says in words what is not as it should be, and else what it does.
func workerState(w queue.WorkerStatus) string {
	var lines []string
	switch {
	case w.Lost:
		lines = append(lines, "lost: others have its runs")
	case w.State != "":
		lines = append(lines, w.State)
	case len(w.Running) > 0:
		lines = append(lines, "works")
	case w.Jobs == 0:
		lines = append(lines, "waits for others") // a benchmark
	default:
		lines = append(lines, "idle")
	}
	for _, q := range slices.Sorted(maps.Keys(w.Refuses)) {
		lines = append(lines, fmt.Sprintf("takes none of %s: %s", q, w.Refuses[q]))
	}
	return strings.Join(lines, "\n")
}

// short is as much of a commit as a reader needs.
func short(version string) string { return version[:min(12, len(version))] }

func ago(seconds float64) string {
	return time.Duration(seconds * float64(time.Second)).Round(time.Second).String()
}
