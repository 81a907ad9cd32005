// Command peers runs fmnist and its peers, scikit-learn first of all, in turn
// on the same data and prints accuracies, times and ratios side by side:
//
//	go run ./peers [--only REGEXP] [--quick] [--all] [--format table|md|json]
//
// Both sides get the same images in the same order under the same
// standardisation, and all cores. Of scikit-learn, PyTorch and fmnist only fit
// and predict are timed; LIBSVM's and LIBLINEAR's programs are timed whole, reading
// their text files included, because that is how they are used.
//
// rows.json lists what is compared, how the peer is called at its best, and
// the bar that fmnist has to reach. A row whose peer is not installed is
// skipped with the reason. The exit status is 1 when a row failed or missed its
// bar, 2 when the command line is wrong.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/fmnist/fmnist/bench"
	"github.com/fmnist/fmnist/dataset"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	os.Exit(status)
}

// run is the program: it returns the exit status.
func run(ctx context.Context, stdout, stderr io.Writer, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "peers:", err)
	if errors.As(err, new(failure)) {
		return 1
	}
	return 2
}

// failure is an error of the work, as opposed to one of the command line.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// flags are those of the command.
type flags struct {
	selection
	rounds        int
	data, dataDir string
	format        string
}

func newRoot() *cobra.Command {
	var f flags
	var only string
	cmd := &cobra.Command{
		Use:           "peers",
		Short:         "Compare fmnist with scikit-learn, PyTorch, LIBSVM and LIBLINEAR on this machine",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if f.only, err = regexp.Compile(only); err != nil {
				return fmt.Errorf("--only: %w", err)
			}
			if f.rounds < 0 || f.train < 0 {
				return errors.New("--rounds and --train must be 0 or more")
			}
			write, ok := formats[f.format]
			if !ok {
				return fmt.Errorf("--format %q, want table, md or json", f.format)
			}
			if err := peers(cmd, f, write); err != nil {
				return failure{err}
			}
			return nil
		},
	}
	set := cmd.Flags()
	set.StringVar(&only, "only", "", "regular expression of the rows to run, such as '^SVC.*sklearn'")
	set.IntVar(&f.rounds, "rounds", 0, "rounds of each row; 0: three where the peer takes under 10 s, else one")
	set.StringVar(&f.data, "data", "fashion", "data set: a name or a folder")
	set.StringVar(&f.dataDir, "data-dir", "", "folder of the data sets (default $FMNIST_DATA, else fmnist in the user's cache folder)")
	set.BoolVar(&f.quick, "quick", false, fmt.Sprintf("only rows whose peer takes under %d s", quickSeconds))
	set.BoolVar(&f.all, "all", false, fmt.Sprintf("also the rows whose peer takes over %d s", slowSeconds))
	set.IntVar(&f.train, "train", 0, "use only this many of the first training images, on both sides; bars of speed and memory are not judged")
	set.StringVar(&f.format, "format", "table", "table, md or json")
	return cmd
}

// peers runs the rows and reports them, those done when it is interrupted too.
func peers(cmd *cobra.Command, f flags, write func(io.Writer, report) error) error {
	rows, err := loadRows(rowsFile)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "fmnist-peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	h, version, err := newHarness(cmd.Context(), f, dir, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer h.close()
	outcomes, interrupted := h.runAll(cmd.Context(), f.choose(rows, h.data.total()))
	r := newReport(outcomes, h.data.whole)
	r.Version, r.Peers = version, h.versions()
	if err := write(cmd.OutOrStdout(), r); err != nil {
		return err
	}
	if interrupted != nil {
		return fmt.Errorf("interrupted after %d rows: %w", len(outcomes), interrupted)
	}
	return r.verdict()
}

// newHarness acquires the data and builds fmnist into dir.
func newHarness(ctx context.Context, f flags, dir string, progress io.Writer) (h *harness, version string, err error) {
	d, err := acquire(ctx, f.data, f.dataDir)
	if err != nil {
		return nil, "", err
	}
	for _, w := range d.Warnings {
		fmt.Fprintln(progress, "peers: warning:", w)
	}
	program := filepath.Join(dir, "fmnist")
	if err := build(ctx, program, "cmd/fmnist"); err != nil {
		return nil, "", err
	}
	text, err := exec.CommandContext(ctx, program, "version").Output()
	if err != nil {
		return nil, "", fmt.Errorf("fmnist version: %w", err)
	}
	h = &harness{
		rounds:   f.rounds,
		progress: progress,
		dir:      dir,
		data:     newStore(dir, d),
		ours:     bench.Runner{Command: []string{program, "job"}},
	}
	return h, strings.TrimSpace(string(text)), nil
}

func acquire(ctx context.Context, name, dataDir string) (*dataset.Dataset, error) {
	if entry := dataset.Lookup(name); entry != nil {
		return dataset.Getter{DataDir: dataDir}.Get(ctx, entry)
	}
	return dataset.Resolve(ctx, name, dataDir)
}

// build compiles a command of this module.
func build(ctx context.Context, program, pkg string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=auto", "-o", program, "github.com/fmnist/fmnist/"+pkg)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./%s: %w\n%s", pkg, err, out)
	}
	return nil
}
