package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/study"
)

// defaultStudies is the folder that studies are written into, and shown from,
// unless a flag says otherwise.
const defaultStudies = "studies"

// studyFlags are the flags of `fmnist study`.
type studyFlags struct {
	data       []string
	out        string
	asJSON     bool
	db         string
	results    []string
	near       float64
	labels     study.LabelOptions
	seed       uint64
	parameters string
}

// studyRun is what the studies of one command share.
type studyRun struct {
	studyFlags
	cmd         *cobra.Command
	sets        []*dataset.Dataset
	comparisons study.Comparisons
	progress    study.Progress
}

// studies are the verbs below `fmnist study`, in the order of the report.
var studies = []struct {
	name, short string
	flags       []string // beside those of all
	run         func(context.Context, *studyRun) (*study.Page, error)
}{
	{"onepixel", "How well does one pixel tell two classes apart?", nil, func(ctx context.Context, r *studyRun) (*study.Page, error) {
		return study.OnePixel(ctx, r.sets, r.progress)
	}},
	{"transfer", "Does the order of contestants on MNIST carry over?", []string{"db", "results", "seed"}, func(ctx context.Context, r *studyRun) (*study.Page, error) {
		fields, err := r.fields()
		if err != nil {
			return nil, err
		}
		return study.Transfer(ctx, fields, r.seed)
	}},
	{"duplicates", "Which images occur twice, exactly or nearly?", []string{"db", "near"}, func(ctx context.Context, r *studyRun) (*study.Page, error) {
		summaries, err := r.summaries()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return study.Duplicates(ctx, r.sets, &r.comparisons, summaries)
	}},
	{"labels", "Which labels may be wrong, by confident learning?", []string{"family", "parameters", "scaling", "folds", "flip", "seed"}, func(ctx context.Context, r *studyRun) (*study.Page, error) {
		o := r.labels
		o.Seed, o.Progress = r.seed, r.progress
		return study.Labels(ctx, r.sets, o)
	}},
	{"difficulty", "In what sense is one data set harder than another?", []string{"near", "seed"}, func(ctx context.Context, r *studyRun) (*study.Page, error) {
		return study.Difficulty(ctx, r.sets, &r.comparisons, r.seed, r.progress)
	}},
}

func newStudy(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "study",
		Short: "Ask data sets and results what they are worth as a benchmark",
		Long: `Ask data sets and results what they are worth as a benchmark. Every study prints
what it found, and writes it into a folder: its figures as JSON, its tables as
CSV, its pictures as PNG, and report.md of all studies that the folder has. The
folder's studies are pages of fmnist serve and fmnist site. Every sentence is
made from figures of the data file.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var every []string
	for i, s := range studies {
		every = append(every, s.flags...)
		cmd.AddCommand(newStudyOf(a, s.name, s.short, s.flags, i, i+1))
	}
	cmd.AddCommand(newStudyOf(a, "all", "All studies, as a report", every, 0, len(studies)), newStudyCorrect(a))
	return cmd
}

// newStudyOf is the verb that runs the studies lo to hi-1.
func newStudyOf(a *app, name, short string, flags []string, lo, hi int) *cobra.Command {
	f := studyFlags{labels: study.DefaultLabelOptions()}
	cmd := &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runStudies(cmd, a, f, lo, hi) },
	}
	cmd.Flags().StringSliceVar(&f.data, "data", []string{"fashion", "mnist"}, "data sets to study: names or folders")
	cmd.Flags().StringVar(&f.out, "out", defaultStudies, "folder that they are written into, with what it has of others")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print the data files instead of text")
	for _, flag := range flags {
		if cmd.Flags().Lookup(flag) == nil {
			f.add(cmd, flag)
		}
	}
	return cmd
}

// add adds one of the flags that some studies have.
func (f *studyFlags) add(cmd *cobra.Command, flag string) {
	flags := cmd.Flags()
	switch flag {
	case "db":
		flags.StringVar(&f.db, flag, defaultDB, "database of the results: a file, or postgres://user@host/name")
	case "results":
		flags.StringSliceVar(&f.results, flag, nil, "files of results as fmnist results --format jsonl writes them, in place of a database (default results/classic-*.jsonl where there is no database)")
	case "near":
		flags.Float64Var(&f.near, flag, study.NearLimit, "difference up to which images are near duplicates: squared distance as a share of the sum of squared lengths")
	case "family":
		flags.StringVar(&f.labels.Model.Family, flag, f.labels.Model.Family, "family that judges the labels; it must give probabilities")
	case "parameters":
		flags.StringVar(&f.parameters, flag, "", "its parameters, a JSON object (default those of HOG and LogisticRegression)")
	case "scaling":
		flags.StringVar(&f.labels.Model.Scaling, flag, f.labels.Model.Scaling, "preprocessing: standard, minmax or none")
	case "folds":
		flags.IntVar(&f.labels.Folds, flag, f.labels.Folds, "folds of the cross-validation")
	case "flip":
		flags.Float64Var(&f.labels.Flip, flag, f.labels.Flip, "share of labels to flip on purpose and look for; 0 leaves that out")
	case "seed":
		flags.Uint64Var(&f.seed, flag, 0, "seed of all random choices")
	}
}

func runStudies(cmd *cobra.Command, a *app, f studyFlags, lo, hi int) error {
	if cmd.Flags().Changed("family") || f.parameters != "" {
		f.labels.Model.Parameters = f.parameters
	}
	sets, err := acquire(cmd, a, f.data, false)
	if err != nil {
		return err
	}
	progress := newBars(cmd)
	defer progress.clear()
	r := &studyRun{studyFlags: f, cmd: cmd, sets: sets}
	r.progress = func(what string) { progress.step("study", dataset.Step{Title: what}) }
	r.comparisons = study.Comparisons{Limit: f.near, Progress: r.progress}
	for _, s := range studies[lo:hi] {
		start := time.Now()
		page, err := s.run(cmd.Context(), r)
		progress.clear()
		if hi-lo > 1 && errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: study: without %s: %v\n", s.name, err)
			continue
		}
		if err != nil {
			return err
		}
		if err := page.Write(f.out); err != nil {
			return err
		}
		if err := r.print(page, time.Since(start)); err != nil {
			return err
		}
	}
	return r.tellWhere()
}

// tellWhere says what has become of the studies.
func (r *studyRun) tellWhere() error {
	if r.asJSON {
		return nil
	}
	serve := "fmnist serve"
	if r.out != defaultStudies {
		serve += " --studies " + r.out
	}
	_, err := fmt.Fprintf(r.cmd.OutOrStdout(), "report: %s\npages: %s, then Studies\n", filepath.Join(r.out, study.ReportFile), serve)
	return err
}

func (r *studyRun) print(p *study.Page, took time.Duration) error {
	out := r.cmd.OutOrStdout()
	if r.asJSON {
		return printJSON(out, p)
	}
	if err := p.WriteText(out); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%s in %.1f s\n\n", filepath.Join(r.out, p.FileNames()[0]), took.Seconds())
	return err
}

// summaries are the results of the database.
func (r *studyRun) summaries() ([]bench.Summary, error) { return readSummaries(r.cmd, r.db) }

// fields are the results of the files given, of the database, or of the files
// that a checkout of the project has.
func (r *studyRun) fields() ([]study.Field, error) {
	files := r.results
	if len(files) == 0 {
		summaries, err := r.summaries()
		if err == nil {
			return r.fieldsOf(summaries), nil
		}
		if files, _ = filepath.Glob(filepath.Join("results", "classic-*.jsonl")); len(files) == 0 || r.cmd.Flags().Changed("db") {
			return nil, err
		}
	}
	var all []study.Field
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		fields, err := study.ReadFields(f, name)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, fields...)
	}
	return all, nil
}

func (r *studyRun) fieldsOf(summaries []bench.Summary) []study.Field {
	var all []study.Field
	for _, d := range r.sets {
		if f := study.FieldOf(summaries, d); len(f.Standings) > 0 {
			all = append(all, f)
		}
	}
	return all
}

func newStudyCorrect(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "correct CORRECTIONS NAME|DIR --out DIR",
		Short: "Write a copy of a data set with the labels of a corrections file",
		Long: `Write a copy of a data set with the labels of a corrections file, such as
fmnist study labels writes for you to edit. The file names the content that it is
about by its digest, and every image by its own; what does not fit is an error.
The data set itself stays what it is.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			corrections, err := dataset.ReadCorrections(args[0])
			if err != nil {
				return err
			}
			d, err := dataset.Resolve(cmd.Context(), args[1], a.dataDir)
			if err != nil {
				return err
			}
			warn(cmd, d)
			corrected, err := corrections.Apply(d)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			corrected.Origin.Derived.Command = strings.Join([]string{"fmnist study correct", args[0], args[1], "--out", out}, " ")
			if err := corrected.Write(out); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s with %d labels corrected, digest %s\n", out, d.Name, len(corrections.Corrections), corrected.Digest)
			return err
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "folder to write; it must not be there")
	cmd.MarkFlagRequired("out")
	return cmd
}
