package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/queue"
	"github.com/fmnist/fmnist/web"
)

// shownData is the help of --data where it names what a site shows.
const shownData = "data sets to show: names or folders; a known one that is not here is left out"

// shownEmbeddings is the help of --embedding.
const shownEmbeddings = "file of fmnist draw with the places of a set's images (CSV: split, index, label, x, y); may be repeated; a set without one is placed by PCA"

// shownStudies is the help of --studies.
const shownStudies = "folder of studies to show, as fmnist study writes it"

func newServe(a *app) *cobra.Command {
	var address, db, token, studies string
	var data, embeddings []string
	var served servedModel
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show results and data in a browser, live while a benchmark runs",
		Long: `Show results and data in a browser, live while a benchmark runs.

Who can reach the address can read everything. To cancel a run, or to have one run
again that did not end well, a token is needed: the second address that is printed
has it. FMNIST_TOKEN gives another one, which is not printed.

With --model, POST /v1/predict labels images: docs/models.md. Figures for
Prometheus are at /metrics.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := queue.Open(cmd.Context(), db)
			if err != nil {
				return err
			}
			defer store.Close()
			sets, err := shownSets(cmd, a, data, embeddings)
			if err != nil {
				return err
			}
			root, err := dataset.DataDir(a.dataDir)
			if err != nil {
				return err
			}
			given, err := givenToken(token)
			if err != nil {
				return err
			}
			options := web.Options{Version: version(), Source: store.Path(), Token: cmp.Or(given, rand.Text()),
				Mirror: filepath.Join(root, ".mirror"), Studies: studies}
			server, err := web.NewServer(cmd.Context(), shownStore{store}, sets, options)
			if err != nil {
				return err
			}
			if err := served.handle(cmd.Context(), server); err != nil {
				return err
			}
			return serve(cmd, server, address, func(url string) {
				fmt.Fprintln(cmd.OutOrStdout(), url)
				if given == "" {
					fmt.Fprintf(cmd.OutOrStdout(), "to cancel and retry runs: %s#/live?token=%s\n", url, options.Token)
				}
			})
		},
	}
	cmd.Flags().StringVar(&address, "addr", "127.0.0.1:8080", "address to serve on; other than of this machine itself, everybody who reaches it can read the results")
	cmd.Flags().StringVar(&db, "db", defaultDB, "database of the results; made where there is none")
	cmd.Flags().StringVar(&token, "token", "", "token of who may cancel and retry runs (default $FMNIST_TOKEN, else a new one that is printed)")
	cmd.Flags().StringSliceVar(&data, "data", []string{"fashion", "mnist"}, shownData)
	served.flags(cmd.Flags())
	cmd.Flags().StringArrayVar(&embeddings, "embedding", nil, shownEmbeddings)
	cmd.Flags().StringVar(&studies, "studies", defaultStudies, shownStudies)
	return cmd
}

// shortestToken is how long a token must be that nobody guesses.
const shortestToken = 16

// givenToken is the token of the flag or of the environment, "" for none.
func givenToken(flag string) (string, error) {
	token := cmp.Or(flag, os.Getenv("FMNIST_TOKEN"))
	if token != "" && len(token) < shortestToken {
		return "", usagef("a token needs %d characters or more", shortestToken)
	}
	return token, nil
}

// shownJobs is how many of the runs that run, and of those that wait, are shown.
const shownJobs = 50

// shownStore tells what goes on in a store as pages show it.
type shownStore struct{ *queue.Store }

func (s shownStore) Activity(ctx context.Context) (web.Activity, error) {
	st, err := s.Status(ctx)
	if err != nil {
		return web.Activity{}, err
	}
	running, waiting, err := s.Jobs(ctx, shownJobs)
	a := web.Activity{Minute: st.Minute, Hour: st.Hour}
	names := map[string]string{}
	for _, w := range st.Workers {
		names[w.ID] = fmt.Sprintf("%s %d", w.Name, w.Process)
		a.Workers = append(a.Workers, web.Worker{Name: names[w.ID], Machine: w.Machine, State: workerState(w), Running: len(w.Running)})
	}
	for _, j := range running {
		a.Running = append(a.Running, web.Job{Run: j.Key, Worker: cmp.Or(names[j.Worker], j.Worker), Begun: j.Begun, Attempt: j.Attempt})
	}
	for _, j := range waiting {
		a.Next = append(a.Next, j.Key)
	}
	for _, q := range st.Queues {
		a.Waiting += q.Waiting
	}
	return a, err
}

func (s shownStore) Log(ctx context.Context, run string) (web.Log, error) {
	l, err := s.Store.Log(ctx, run)
	shown := web.Log{Output: l.Output}
	for _, e := range l.Events {
		shown.Events = append(shown.Events, web.Event(e))
	}
	return shown, err
}

func (s shownStore) Cancel(ctx context.Context, run string) error {
	return s.Store.Cancel(ctx, run, "on the results site")
}

// serve serves until it is interrupted, which is not a failure. told is called with
// the address when the server can be reached.
func serve(cmd *cobra.Command, server *web.Server, address string, told func(url string)) error {
	listener, err := new(net.ListenConfig).Listen(cmd.Context(), "tcp", address)
	if err != nil {
		return err
	}
	told(fmt.Sprintf("http://%s/", listener.Addr()))
	if err := server.Serve(cmd.Context(), listener); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// shownSets reads the data sets. One of the catalogue that is not in the cache is
// no fault: the site does without its images.
func shownSets(cmd *cobra.Command, a *app, names, embeddings []string) ([]*web.Images, error) {
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
	for _, path := range embeddings {
		if err := web.AddEmbedding(path, sets); err != nil {
			return nil, err
		}
	}
	return sets, nil
}
