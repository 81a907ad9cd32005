package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/queue"
)

func newSubmit(a *app) *cobra.Command {
	var db, data string
	var s bench.Submission
	cmd := &cobra.Command{
		Use:   "submit FILE",
		Short: "Score predictions that were made elsewhere and add them to the results, as not reproduced",
		Long: `Score a file of predictions for the test images that were made elsewhere, and add
the result to the database, marked as not reproduced: what trained on what is only
known to who made it. The file has one label (0, 1, ...) a line in the order of the
test images, or is an IDX file of bytes. fmnist results --submitted shows them.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := dataset.Resolve(cmd.Context(), data, a.dataDir)
			if err != nil {
				return err
			}
			warn(cmd, d)
			predictions, err := bench.LoadPredictions(args[0], d.Test.Len())
			if err != nil {
				return err
			}
			s.Submitted = time.Now().UTC().Truncate(time.Second)
			scored, err := s.Score(d, predictions)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			store, err := queue.Open(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer store.Close()
			if err := store.Submit(cmd.Context(), scored); err != nil {
				return err
			}
			return bench.WriteSubmissions(cmd.OutOrStdout(), "table", []bench.Submission{scored})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.Name, "name", "", "what made the predictions")
	flags.StringVar(&s.Code, "code", "", "address of its code")
	flags.StringVar(&s.By, "by", "", "who made it")
	flags.StringVar(&s.Preprocessing, "preprocessing", "", "what was done to the images before, augmentation included")
	flags.StringVar(&data, "data", "fashion", "data set: a name or a folder")
	flags.StringVar(&db, "db", defaultDB, "database of the results: a file, or postgres://user@host/name")
	cmd.MarkFlagRequired("name")
	cmd.MarkFlagRequired("code")
	return cmd
}
