package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/web"
)

func newSite(a *app) *cobra.Command {
	var db, studies string
	var data, embeddings []string
	cmd := &cobra.Command{
		Use:   "site DIR",
		Short: "Write results and data as a site of files",
		Long: `Write results and data as a site of files, for any web server or to be opened
from the folder: DIR/index.html. It is what fmnist serve shows, without the
news. DIR must be new, empty, or a site of an earlier run, which is replaced.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			results, err := readResults(cmd, db)
			if err != nil {
				return err
			}
			sets, err := shownSets(cmd, a, data, embeddings)
			if err != nil {
				return err
			}
			site, err := web.New(results, sets, web.Options{Version: version(), Made: time.Now(), Studies: studies})
			if err != nil {
				return err
			}
			var files atomic.Int64
			if err := site.Write(cmd.Context(), args[0], func(string) { files.Add(1) }); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d files in %s\n", files.Load(), args[0])
			return nil
		},
	}
	cmd.Flags().StringVar(&db, "db", defaultDB, "database of the results")
	cmd.Flags().StringSliceVar(&data, "data", []string{"fashion", "mnist"}, shownData)
	cmd.Flags().StringArrayVar(&embeddings, "embedding", nil, shownEmbeddings)
	cmd.Flags().StringVar(&studies, "studies", defaultStudies, shownStudies)
	return cmd
}
