package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/queue"
)

// benchFlags are the flags of `fmnist bench`.
type benchFlags struct {
	suite, only, scaling, memory, db string
	data, contestants                []string
	repeats, jobs, threads           int
	timeout                          time.Duration
	seed                             uint64
	retry, dryRun                    bool
}

func newBench(a *app) *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Run a suite of classifiers on data sets side by side",
		Long: `Run a suite of classifiers on data sets side by side, each run in a process of
its own. Results are kept in the database as they come in; what is there already
is not run again, so the same command goes on after an interruption.

A run follows the original benchmark: pixels standardised by the training set,
the training set shuffled with the seed, fit, score on the test images. Repeats
use the next seeds; they end early when the first two scores differ by less
than 0.001.

With --db postgres://... the runs are enqueued for all workers that have joined
the database (fmnist worker), and this process is one of them with --jobs runs at
the same time, 0 for none. It shows all results as they come in and ends when the
last is there. After an interruption the workers go on with what is enqueued.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runBench(cmd, a, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.suite, "suite", "quick", "quick, classic (the original's 143 combinations), modern, deep, none, or a file in the original's format")
	flags.StringSliceVar(&f.data, "data", []string{"fashion", "mnist"}, "data sets: names or folders")
	flags.StringArrayVar(&f.contestants, "contestant", nil, "folder of an external contestant to run as well, see docs/contestants.md; may be repeated")
	flags.StringVar(&f.only, "only", "", "regular expression of the contestants to run")
	flags.StringVar(&f.scaling, "scaling", learn.StandardScaling, "preprocessing of the pixels: standard, none or minmax")
	flags.IntVar(&f.repeats, "repeats", 2, "runs of each contestant, at most")
	flags.IntVar(&f.jobs, "jobs", 1, "runs at the same time; the cores are shared out among them; with postgres:// 0 leaves all to the workers")
	flags.IntVar(&f.threads, "threads", 0, "processor cores of a run, also of one on a worker; 0 shares out what there is here among the jobs")
	flags.DurationVar(&f.timeout, "timeout", 2*time.Hour, "time limit of a run; 0 for none")
	flags.StringVar(&f.memory, "memory", "0", "memory limit of a run, such as 3GB; 0 for none")
	flags.StringVar(&f.db, "db", defaultDB, "database of the results: a file, or postgres://user@host/name")
	flags.Uint64Var(&f.seed, "seed", 0, "seed of the first repeat")
	flags.BoolVar(&f.retry, "retry", false, "run again what did not end well before")
	flags.BoolVar(&f.dryRun, "dry-run", false, "only say what would run, and how long that takes going by earlier results")
	return cmd
}

func runBench(cmd *cobra.Command, a *app, f benchFlags) error {
	suite, runner, err := f.parse()
	if err != nil {
		return err
	}
	defer runner.Close()
	data, err := acquire(cmd, a, f.data, f.dryRun)
	if err != nil {
		return err
	}
	if f.dryRun {
		return f.estimate(cmd, f.plan(suite, data, runner), runner)
	}
	store, err := queue.Open(cmd.Context(), f.db)
	if err != nil {
		return err
	}
	defer store.Close()
	runner.Output = store.Output
	if runner.Checkpoints, err = checkpointsOf(a, f.db); err != nil {
		return err
	}
	plan := f.plan(suite, data, runner)
	if err := store.Forget(cmd.Context(), seriesOf(plan), f.again(runner)); err != nil {
		return err
	}
	missing, err := store.Missing(cmd.Context(), plan)
	if err != nil {
		return err
	}
	progress := newRunProgress(cmd, plan, missing)
	plan.Started, plan.Stored, plan.Tell = progress.started, progress.stored, progress.tell
	runner.Epoch = progress.epoch
	err = store.Work(cmd.Context(), plan)
	progress.close()
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d results are kept in %s; the same command goes on from there\n", progress.done, store.Path())
	}
	if err != nil {
		return err
	}
	return reportBench(cmd, store, plan)
}

// again says which results that did not end well are to be run again: those
// that may end otherwise, and with --retry all.
func (f benchFlags) again(runner *bench.Runner) func(bench.Result) bool {
	return func(r bench.Result) bool {
		return f.retry || r.Status == bench.Skipped || r.WithinLimits(runner.Timeout, runner.Memory)
	}
}

// parse checks the flags before anything is fetched or written.
func (f benchFlags) parse() (suite bench.Suite, runner *bench.Runner, err error) {
	if suite, err = bench.LoadSuite(f.suite); err != nil {
		return suite, runner, err
	}
	for _, dir := range f.contestants {
		e, err := bench.LoadExternal(dir)
		if err == nil {
			err = suite.Add(e)
		}
		if err != nil {
			return suite, runner, err
		}
	}
	only, err := regexp.Compile(f.only)
	if err != nil {
		return suite, runner, usagef("--only: %w", err)
	}
	if suite = suite.Only(only); len(suite.Contestants) == 0 {
		return suite, runner, usagef("--only %q matches no contestant of the suite %s", f.only, f.suite)
	}
	if f.repeats < 1 || f.jobs < 0 || f.timeout < 0 || f.threads < 0 {
		return suite, runner, usagef("--repeats must be 1 or more, --jobs, --timeout and --threads 0 or more")
	}
	if f.jobs == 0 && !queue.IsShared(f.db) {
		return suite, runner, usagef("--jobs 0 leaves the runs to workers, and none can join %s", f.db)
	}
	if _, err := learn.NewScaling(f.scaling, learn.Images{}); err != nil {
		return suite, runner, usagef("--scaling: %w", err)
	}
	memory, err := humanize.ParseBytes(f.memory)
	if err != nil {
		return suite, runner, usagef("--memory %q: want a size such as 3GB", f.memory)
	}
	runner, err = newRunner(f.jobs, suite.Externals)
	if err == nil {
		runner.Limits = bench.Limits{Timeout: f.timeout, Memory: int64(memory)}
	}
	return suite, runner, err
}

// newRunner has the program itself for its children.
func newRunner(jobs int, externals map[string]*bench.External) (*bench.Runner, error) {
	self, err := os.Executable()
	return &bench.Runner{
		Command: []string{self, "job"}, Jobs: jobs, Externals: externals,
		Version: version(), Machine: bench.DescribeMachine(),
	}, err
}

// checkpointsOf is the folder of checkpoints of runs that this machine executes
// for a database: beside its file, or else among the data sets.
func checkpointsOf(a *app, db string) (string, error) {
	if !queue.IsShared(db) {
		return db + ".checkpoints", nil
	}
	dir, err := dataset.DataDir(a.dataDir)
	return filepath.Join(dir, "checkpoints"), err
}

// estimate says what is to be run, and changes nothing.
func (f benchFlags) estimate(cmd *cobra.Command, plan queue.Plan, runner *bench.Runner) error {
	results, err := readResults(cmd, f.db)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	done, again := bench.Outcomes{}, f.again(runner)
	for _, r := range results {
		if r.Status == bench.OK || !again(r) {
			done.Add(r.Series(), r.Seed, r.Status, r.Accuracy)
		}
	}
	estimator := bench.NewEstimator(results, runner.Machine)
	var estimates []bench.Estimate
	for _, run := range done.Missing(plan.Series, f.repeats) {
		left := f.repeats - int(run.Seed-f.seed)
		estimates = append(estimates, estimator.Estimate(run, left))
	}
	return bench.WriteEstimates(cmd.OutOrStdout(), estimates, max(1, f.jobs))
}

// acquire reads the data sets, fetches those that are known and not there unless
// it may not, and says what each of them is by its content.
func acquire(cmd *cobra.Command, a *app, names []string, onlyCached bool) ([]*dataset.Dataset, error) {
	bars := newBars(cmd)
	defer bars.clear()
	var sets []*dataset.Dataset
	for _, name := range names {
		var d *dataset.Dataset
		var err error
		if entry := dataset.Lookup(name); entry != nil && !onlyCached {
			d, err = dataset.Getter{DataDir: a.dataDir, Progress: bars.step}.Get(cmd.Context(), entry)
		} else {
			d, err = dataset.Resolve(cmd.Context(), name, a.dataDir)
		}
		bars.clear()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		warn(cmd, d)
		if i := slices.IndexFunc(sets, func(s *dataset.Dataset) bool { return s.Digest == d.Digest }); i >= 0 {
			return nil, fmt.Errorf("%s and %s hold the same data, %s with digest %s", sets[i].Dir, d.Dir, d.Name, d.Digest)
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d + %d images, content digest %s, in %s\n", d.Name, d.Train.Len(), d.Test.Len(), d.Digest, d.Dir)
		sets = append(sets, d)
	}
	return sets, nil
}

// plan is the suite on every data set, a contestant's data sets one after the
// other, so that rows of the table fill as it runs.
func (f benchFlags) plan(suite bench.Suite, sets []*dataset.Dataset, runner *bench.Runner) queue.Plan {
	plan := queue.Plan{
		Repeats: f.repeats, Jobs: f.jobs, Limits: runner.Limits,
		Worker: queue.WorkerInfo{Version: runner.Version, Machine: runner.Machine},
	}
	threads := f.threads
	if threads == 0 {
		threads = max(1, runtime.NumCPU()/max(1, f.jobs))
	}
	byDigest := map[string]*dataset.Dataset{}
	for _, c := range suite.Contestants {
		for _, d := range sets {
			byDigest[d.Digest] = d
			plan.Series = append(plan.Series, suite.Series(c, d, f.scaling, threads, f.seed))
		}
	}
	plan.Execute = func(ctx context.Context, run bench.Run, limits bench.Limits) (bench.Result, error) {
		return runner.RunWithin(ctx, limits, run, byDigest[run.Digest])
	}
	return plan
}

func seriesOf(plan queue.Plan) []string {
	keys := make([]string, len(plan.Series))
	for i, run := range plan.Series {
		keys[i] = run.Series()
	}
	return keys
}

// reportBench prints the side-by-side table of the plan and where the results
// are. That a row is not ok is the command's failure.
func reportBench(cmd *cobra.Command, store *queue.Store, plan queue.Plan) error {
	results, err := store.Results(cmd.Context())
	if err != nil {
		return err
	}
	order := map[string]int{}
	for i, key := range seriesOf(plan) {
		order[key] = i
	}
	results = keepIf(results, func(r bench.Result) bool { _, planned := order[r.Series()]; return planned })
	slices.SortStableFunc(results, func(a, b bench.Result) int { return order[a.Series()] - order[b.Series()] })
	summaries := bench.Summarize(results)
	if err := bench.WriteReport(cmd.OutOrStdout(), "table", summaries); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "results: %s (fmnist results --db %s shows them in other forms)\n", store.Path(), store.Path())
	bad := keepIf(summaries, func(s bench.Summary) bool { return s.Status != bench.OK })
	if len(bad) > 0 {
		return fmt.Errorf("%d of %d contestants did not end well, the table says why", len(bad), len(summaries))
	}
	return nil
}
