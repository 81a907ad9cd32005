package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/queue"
	"github.com/fmnist/fmnist/web"
)

// shownData is the help of --data where it names what a site shows.
const shownData = "data sets to show: names or folders; a known one that is not here is left out"

func newServe(a *app) *cobra.Command {
	var address, db string
	var data []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show results and data in a browser, live while a benchmark runs",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := queue.Open(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer store.Close()
			sets, err := shownSets(cmd, a, data)
			if err != nil {
				return err
			}
			server, err := web.NewServer(cmd.Context(), shownStore{store}, sets, web.Options{Version: version(), Source: store.Path()})
			if err != nil {
				return err
			}
			return serve(cmd, server, address)
		},
	}
	cmd.Flags().StringVar(&address, "addr", "127.0.0.1:8080", "address to serve on; other than of this machine itself, everybody who reaches it can read the results")
	cmd.Flags().StringVar(&db, "db", defaultDB, "database of the results; made where there is none")
	cmd.Flags().StringSliceVar(&data, "data", []string{"fashion", "mnist"}, shownData)
	return cmd
}

// shownStore tells what goes on in a store as pages show it.
type shownStore struct{ *queue.Store }

func (s shownStore) Activity(ctx context.Context) (web.Activity, error) {
	st, err := s.Status(ctx)
	a := web.Activity{Minute: st.Minute, Hour: st.Hour}
	for _, w := range st.Workers {
		a.Workers = append(a.Workers, web.Worker{
			Name: fmt.Sprintf("%s %d", w.Name, w.Process), Machine: w.Machine, State: workerState(w), Running: w.Running,
		})
	}
	for _, q := range st.Queues {
		a.Waiting += q.Waiting
	}
	return a, err
}

// serve serves until it is interrupted, which is not a failure.
func serve(cmd *cobra.Command, server *web.Server, address string) error {
	listener, err := new(net.ListenConfig).Listen(cmd.Context(), "tcp", address)
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "http://%s/\n", listener.Addr())
	if err := server.Serve(cmd.Context(), listener); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// shownSets reads the data sets. One of the catalogue that is not in the cache is
// no fault: the site does without its images.
func shownSets(cmd *cobra.Command, a *app, names []string) ([]*web.Images, error) {
	var sets []*web.Images
	for _, name := range names {
		d, err := dataset.Resolve(cmd.Context(), name, a.dataDir)
		if errors.Is(err, dataset.ErrNotCached) {
			fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: %s: without images: %v\n", cmd.Name(), err)
			continue
		}
		if err != nil {
			return nil, err
		}
		warn(cmd, d)
		sets = append(sets, web.NewImages(d))
	}
	return sets, nil
}
