package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/course"
	"github.com/fmnist/fmnist/model"
)

// fitFlags are the flags of `fmnist fit`.
type fitFlags struct {
	set           []string
	data, scaling string
	seed          uint64
	out           string
}

func newFit(a *app) *cobra.Command {
	var f fitFlags
	cmd := &cobra.Command{
		Use:   "fit FAMILY",
		Short: "Fit a classifier and keep it as a file, for predict and serve",
		Long: `Fit a classifier and keep it as a file. With the same data, preprocessing,
parameters and seed it is the classifier whose results fmnist bench shows.
A value of --set is JSON, or else text:

  fmnist fit SVC --set C=10 --set kernel=rbf --out svc.fmnist
  fmnist fit MLPClassifier --set hidden_layer_sizes=[100,50] --out mlp.fmnist
  fmnist fit Pipeline --set 'steps=[{"HOG":{"pixels_per_cell":[4,4]}},{"SVC":{"C":5}}]' --out hog.fmnist

The fit of a network keeps how far it is in a file beside the model to be,
cnn.fmnist.checkpoint for cnn.fmnist: killed at any moment, the same command goes
on from there and makes the same model. The file goes away at the end.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			parameters, err := parseSettings(f.set)
			if err != nil {
				return usage{err}
			}
			return runFit(cmd, a, f, args[0], parameters)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.set, "set", nil, "a parameter under scikit-learn's name, as name=value; may be repeated")
	flags.StringVar(&f.data, "data", "fashion", "data set to learn from: a name or a folder")
	flags.StringVar(&f.scaling, "scaling", learn.StandardScaling, "preprocessing: standard, none or minmax")
	flags.Uint64Var(&f.seed, "seed", 0, "seed of all randomness")
	flags.StringVar(&f.out, "out", "", "file to write")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err) // there is no such flag
	}
	return cmd
}

// parseSettings makes a JSON object of name=value, where a value that is not
// JSON stands for itself as text.
func parseSettings(settings []string) ([]byte, error) {
	object := map[string]json.RawMessage{}
	for _, s := range settings {
		name, value, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--set %q, want name=value", s)
		}
		if _, twice := object[name]; twice {
			return nil, fmt.Errorf("--set %s is given twice", name)
		}
		text := json.RawMessage(value)
		if !json.Valid(text) {
			quoted, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			text = quoted
		}
		object[name] = text
	}
	return json.Marshal(object)
}

func runFit(cmd *cobra.Command, a *app, f fitFlags, family string, parameters []byte) error {
	d, err := dataset.Resolve(cmd.Context(), f.data, a.dataDir)
	if err != nil {
		return err
	}
	warn(cmd, d)
	train, err := bench.TrainingSet(d, f.scaling, f.seed)
	if err != nil {
		return err
	}
	start := time.Now()
	attendant, err := newFitAttendant(cmd, f, family, parameters, d)
	if err != nil {
		return err
	}
	m, err := model.Fit(course.With(cmd.Context(), attendant), family, parameters, train, f.seed)
	if err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	m.Classes, m.Rows, m.Cols = d.Classes, d.Rows, d.Cols
	m.Scaling, m.Data, m.Digest, m.Version = f.scaling, d.Name, d.Digest, version()
	if m.Accuracy, err = testAccuracy(cmd.Context(), m, d); err != nil {
		return err
	}
	if err := m.Save(f.out); err != nil {
		return err
	}
	if err := attendant.Remove(); err != nil {
		return err
	}
	for _, w := range m.Warnings {
		fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: %s: warning: %s\n", cmd.Name(), w)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, fitted on %d images of %s in %.1f s, accuracy %.4f on %d test images\n",
		f.out, family, train.Len(), d.Name, seconds, m.Accuracy, d.Test.Len())
	return nil
}

// fitAttendant tells of epochs, and keeps the fit beside the model to be.
type fitAttendant struct {
	model.Checkpoint
	cmd   *cobra.Command
	begun time.Time
}

func newFitAttendant(cmd *cobra.Command, f fitFlags, family string, parameters []byte, d *dataset.Dataset) (*fitAttendant, error) {
	c := bench.Contestant{Name: family}
	if err := json.Unmarshal(parameters, &c.Parameters); err != nil {
		return nil, err
	}
	run := bench.Run{
		Contestant: c, Dataset: d.Name, Digest: d.Digest, Scaling: f.scaling, Program: bench.FamilyProgram(c), Seed: f.seed,
	}
	a := &fitAttendant{cmd: cmd, begun: time.Now()}
	a.Checkpoint = model.Checkpoint{Path: f.out + ".checkpoint", Fit: run.Key(), Failed: func(err error) {
		a.say("warning: " + err.Error())
	}}
	return a, nil
}

func (a *fitAttendant) say(text string) {
	fmt.Fprintf(a.cmd.ErrOrStderr(), "fmnist: %s: %s\n", a.cmd.Name(), text)
}

func (a *fitAttendant) EpochEnded(e course.Epoch) {
	a.say(fmt.Sprintf("%v, %v", e, time.Since(a.begun).Round(time.Second)))
}

func (a *fitAttendant) Kept() learn.State {
	s := a.Checkpoint.Kept()
	if s != nil {
		a.say("goes on from " + a.Path)
	}
	return s
}

// testAccuracy is the share of the test images that the model labels right.
func testAccuracy(ctx context.Context, m *model.Model, d *dataset.Dataset) (float64, error) {
	if d.Test.Len() == 0 {
		return 0, nil
	}
	labels := make([]uint8, d.Test.Len())
	err := m.Classifier.Predict(ctx, learn.Images{Pixels: d.Test.Images, Features: m.Features()}, labels)
	return learn.Accuracy(labels, d.Test.Labels), err
}
