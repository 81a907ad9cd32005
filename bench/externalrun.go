package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fmnist/fmnist/bench/internal/sandbox"
	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
)

// externals is what a Runner has of the external contestants.
type externals struct {
	once    sync.Once
	err     error
	scratch *scratch
	apart   error // why programs cannot be set apart here, nil where they are

	mu      sync.Mutex
	warmUps map[string]*warmUp // by program
	number  int                // of runs begun
}

// warmUp is the one time that a contestant's warm-up runs.
type warmUp struct {
	once sync.Once
	dir  string // FMNIST_WORK
	err  error
}

// Limits of external contestants that have no flag.
const (
	maxDisk    = 16 << 30 // bytes of files that a run may have in its folders; at most half of what is free
	maxOutput  = 64 << 20 // bytes to standard output and error
	maxReport  = 64 << 10 // bytes of the report
	skipStatus = 77       // the exit status of a program that cannot run here, as automake's tests have it
)

// maxProcesses is how many processes and threads a program may have: enough for
// a virtual machine and several pools of threads, and few enough that a machine
// full of them can still stop them.
func maxProcesses(threads int) int { return 112 + 16*threads }

// diskLimit leaves room for the results and for others.
func diskLimit(dir string) int64 {
	if free := sandbox.FreeSpace(dir); free > 0 {
		return min(maxDisk, free/2)
	}
	return maxDisk
}

// Close removes what the Runner has on the disk.
func (r *Runner) Close() error {
	if r.ext.scratch == nil {
		return nil
	}
	return r.ext.scratch.close()
}

// prepare makes the scratch folder and finds out whether programs can be set
// apart. Its error is not any contestant's.
func (r *Runner) prepare(ctx context.Context) error {
	r.ext.once.Do(func() {
		r.ext.warmUps = map[string]*warmUp{}
		if r.ext.scratch, r.ext.err = newScratch(); r.ext.err != nil {
			return
		}
		r.ext.apart = r.tryApart(ctx)
	})
	return r.ext.err
}

// tryApart builds a cage with nothing in it.
func (r *Runner) tryApart(ctx context.Context) error {
	cage, dir, err := r.newCage("")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cage.Dir, cage.Apart = dir, true
	o, err := r.child(ctx, request{Cage: &cage}, sandbox.Spec{
		Supervisor: true, Apart: true, Env: supervisorEnvironment, Limits: sandbox.Limits{Timeout: 10 * time.Second},
	})
	if err == nil && o.Error != "" {
		err = errors.New(o.Error)
	}
	return err
}

// Apart returns nil where external contestants are kept from the network, from
// other processes and from all files but those they are given, else why not.
func (r *Runner) Apart(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	return r.ext.apart
}

// newCage makes the folders of one run of a program: for its view of the
// system, for temporary files and for what it is to write.
func (r *Runner) newCage(name string) (sandbox.Cage, string, error) {
	r.ext.mu.Lock()
	r.ext.number++
	number := r.ext.number
	r.ext.mu.Unlock()
	dir := filepath.Join(r.ext.scratch.dir, fmt.Sprintf("run-%d%s", number, name))
	cage := sandbox.Cage{
		Root: filepath.Join(dir, "root"), Tmp: filepath.Join(dir, "tmp"), Writable: []string{filepath.Join(dir, "out")},
		User: sandbox.Unprivileged(os.Getpid()<<8 + number), FileSize: diskLimit(r.ext.scratch.dir),
	}
	for _, sub := range []string{dir, cage.Root, cage.Tmp, cage.Writable[0]} {
		if err := os.Mkdir(sub, 0o755); err != nil {
			return cage, dir, err
		}
	}
	return cage, dir, errors.Join(cage.Own(cage.Tmp), cage.Own(cage.Writable[0]))
}

// external runs a contestant's program. Its second error is not the
// contestant's: the result is not known.
func (r *Runner) external(ctx context.Context, e *External, run Run, data *dataset.Dataset, given allowance) (o outcome, err, fault error) {
	if fault = r.prepare(ctx); fault != nil {
		return o, nil, fault
	}
	v, fault := r.ext.scratch.view(data, run.Seed)
	if fault != nil {
		return o, nil, fault
	}
	defer r.ext.scratch.release(v)
	cage, dir, fault := r.newCage("")
	if fault != nil {
		return o, nil, fault
	}
	defer os.RemoveAll(dir)
	task := task{External: e, run: run, view: v, cage: cage, dir: dir, given: given, data: data}
	if task.work, err = r.warm(ctx, task); err != nil {
		return o, fmt.Errorf("warm-up: %w", err), nil
	}
	o, err = r.program(ctx, task, e.Command)
	if err != nil {
		return o, err, nil
	}
	if err = o.readReport(task.reportPath()); err != nil {
		return o, err, nil
	}
	o.Predictions, err = readPredictions(task.predictionsPath(), len(data.Test.Labels))
	if reason := r.ext.apart; reason != nil {
		o.Warnings = append(o.Warnings, "the program was not set apart from test labels and network: "+reason.Error())
	}
	return o, err, nil
}

// warm runs the contestant's warm-up if it has not run yet, and returns its
// folder.
func (r *Runner) warm(ctx context.Context, t task) (dir string, err error) {
	r.ext.mu.Lock()
	w := r.ext.warmUps[t.Program]
	if w == nil {
		w = new(warmUp)
		r.ext.warmUps[t.Program] = w
	}
	r.ext.mu.Unlock()
	w.once.Do(func() { w.err = r.runWarmUp(ctx, t, w) })
	return w.dir, w.err
}

func (r *Runner) runWarmUp(ctx context.Context, t task, w *warmUp) error {
	cage, dir, err := r.newCage("-warm-up-" + t.Name)
	if err != nil {
		return err
	}
	w.dir = cage.Writable[0]
	if t.WarmUp == nil {
		return nil
	}
	t.cage, t.dir, t.work = cage, dir, w.dir
	_, err = r.program(ctx, t, t.WarmUp)
	return err
}

// task is one start of a contestant's program.
type task struct {
	*External
	run   Run
	view  *view
	cage  sandbox.Cage
	dir   string // of its own
	work  string // FMNIST_WORK
	given allowance
	data  *dataset.Dataset
}

func (t task) predictionsPath() string { return filepath.Join(t.cage.Writable[0], "predictions") }
func (t task) reportPath() string      { return filepath.Join(t.cage.Writable[0], "report.json") }

// environment is what docs/contestants.md promises, and nothing of ours beside.
func (t task) environment() []string {
	variables := map[string]string{
		"PATH": standardPath(), "HOME": t.cage.Tmp, "TMPDIR": t.cage.Tmp, "USER": "contestant", "LANG": "C.UTF-8",
		"FMNIST_PROTOCOL":     strconv.Itoa(Protocol),
		"FMNIST_TRAIN_IMAGES": t.view.trainImages(),
		"FMNIST_TRAIN_LABELS": t.view.trainLabels(),
		"FMNIST_TEST_IMAGES":  t.view.testImages(),
		"FMNIST_PREDICTIONS":  t.predictionsPath(),
		"FMNIST_REPORT":       t.reportPath(),
		"FMNIST_WORK":         t.work,
		"FMNIST_CLASSES":      strconv.Itoa(len(t.data.Classes)),
		"FMNIST_SEED":         strconv.FormatUint(t.run.Seed, 10),
		"FMNIST_THREADS":      strconv.Itoa(t.run.Threads),
		"FMNIST_PARAMETERS":   t.run.Parameters.JSON(),
	}
	for _, name := range []string{"OMP", "OPENBLAS", "MKL", "NUMEXPR", "JULIA", "RAYON"} {
		variables[name+"_NUM_THREADS"] = strconv.Itoa(t.run.Threads)
	}
	variables["GOMAXPROCS"] = strconv.Itoa(t.run.Threads)
	for name := range t.run.Parameters {
		variables["FMNIST_PARAMETER_"+name] = t.run.Parameters.text(name)
	}
	for name, value := range t.Environment {
		variables[name] = value
	}
	environment := make([]string, 0, len(variables))
	for name, value := range variables {
		environment = append(environment, name+"="+value)
	}
	slices.Sort(environment)
	return environment
}

// standardPath is where programs are. The user's own would not be found by a
// program that is set apart, and would tie the result to this account.
func standardPath() string {
	if os.PathSeparator == '/' {
		return "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/bin"
	}
	return os.Getenv("PATH")
}

// debianFolder is where Debian's packages of data sets have their labels.
const debianFolder = "/usr/share/datasets"

// supervisorEnvironment is all that the process between us and the program has.
var supervisorEnvironment = []string{"GOMAXPROCS=1"}

// program runs one command of a contestant. Its error says what became of it.
func (r *Runner) program(ctx context.Context, t task, command []string) (outcome, error) {
	t.cage.Args, t.cage.Env, t.cage.Dir = slices.Clone(command), t.environment(), t.Dir
	if strings.Contains(command[0], "/") && !filepath.IsAbs(command[0]) {
		t.cage.Args[0] = filepath.Join(t.Dir, command[0])
	}
	t.cage.Apart, t.cage.Processes = r.ext.apart == nil, maxProcesses(t.run.Threads)
	t.cage.Readable = append([]string{t.view.dir}, t.Read...)
	if t.work != t.cage.Writable[0] {
		t.cage.Readable = append(t.cage.Readable, t.work)
	}
	t.cage.Hidden = []string{debianFolder}
	if dir, err := filepath.Abs(t.data.Dir); err == nil && t.data.Dir != "" {
		t.cage.Hidden = append(t.cage.Hidden, dir)
	}
	output := &tail{limit: maxOutput}
	o, err := r.child(ctx, request{Cage: &t.cage}, sandbox.Spec{
		Supervisor: true, Apart: t.cage.Apart, Env: supervisorEnvironment, Stderr: r.copied(t.run, output),
		Limits: sandbox.Limits{
			Timeout: t.given.Timeout, Memory: t.given.Memory, Processes: t.cage.Processes, Folder: t.dir, Disk: t.cage.FileSize, Cores: t.given.cores,
		},
	})
	o.used.CPU = max(o.used.CPU, time.Duration(o.Exit.CPU*float64(time.Second)))
	o.used.Peak = max(o.used.Peak, o.Exit.Peak)
	o.output = string(output.kept)
	return o, o.programError(output, err)
}

// programError is what was wrong with the end of a program, nil where nothing.
func (o outcome) programError(output *tail, err error) error {
	last := output.lastLines()
	switch {
	case output.written > maxOutput:
		return fmt.Errorf("wrote more than %d MB to standard output and error", maxOutput>>20)
	case errors.As(err, new(*sandbox.Exceeded)):
		return err
	case err != nil:
		return fmt.Errorf("%w%s", err, last)
	case o.Unknown:
		return errSkipped(o.Error)
	case o.Error != "":
		return errors.New(o.Error)
	case o.Exit.Signal != "":
		return fmt.Errorf("signal: %s%s", o.Exit.Signal, last)
	case o.Exit.Code == skipStatus:
		return errSkipped(fmt.Sprintf("exit status %d%s", skipStatus, last))
	case o.Exit.Code != 0:
		return fmt.Errorf("exit status %d%s", o.Exit.Code, last)
	}
	return nil
}

// tail counts what is written to it and keeps the end. After the limit it
// refuses: the writer's pipe breaks.
type tail struct {
	limit, written int64
	kept           []byte
}

const tailBytes = 4 << 10

var errTooMuch = errors.New("too much output")

func (t *tail) Write(p []byte) (int, error) {
	t.written += int64(len(p))
	t.kept = append(t.kept, p...)
	t.kept = t.kept[max(0, len(t.kept)-tailBytes):]
	if t.written > t.limit {
		return 0, errTooMuch
	}
	return len(p), nil
}

// lastLines are the last two lines that were written, where most languages say
// what went wrong.
func (t *tail) lastLines() string {
	lines := strings.Split(strings.TrimSpace(strings.ToValidUTF8(string(t.kept), "?")), "\n")
	text := strings.TrimSpace(strings.Join(lines[max(0, len(lines)-2):], " | "))
	if text == "" {
		return ""
	}
	return ": " + text[max(0, len(text)-300):]
}

// readReport takes the program's own account of its times. They cannot be more
// than the time it took.
func (o *outcome) readReport(path string) error {
	var report struct {
		Fit      *float64 `json:"fit_seconds"`
		Predict  *float64 `json:"predict_seconds"`
		Warnings []string `json:"warnings"`
	}
	text, err := readRegular(path, maxReport)
	if errors.Is(err, fs.ErrNotExist) {
		o.FitSeconds = o.Exit.Seconds
		o.Warnings = append(o.Warnings, "the program does not report its times: fit is its whole time")
		return nil
	}
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	switch {
	case err != nil:
		return fmt.Errorf("report: %w", err)
	case report.Fit == nil || report.Predict == nil:
		return errors.New("report: fit_seconds or predict_seconds is missing")
	case *report.Fit < 0 || *report.Predict < 0 || *report.Fit+*report.Predict > 1.01*o.Exit.Seconds+0.01:
		return fmt.Errorf("report: fit_seconds %v and predict_seconds %v of a program that took %.3f s", *report.Fit, *report.Predict, o.Exit.Seconds)
	}
	o.FitSeconds, o.PredictSeconds, o.Warnings = *report.Fit, *report.Predict, report.Warnings
	return nil
}

// readRegular reads a small file that a contestant wrote, and nothing else that
// may be in its place: a link, a pipe.
func readRegular(path string, limit int64) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", filepath.Base(path))
	case info.Size() > limit:
		return nil, fmt.Errorf("%s has %d bytes, want at most %d", filepath.Base(path), info.Size(), limit)
	}
	return os.ReadFile(path)
}

// readPredictions reads an IDX file of n labels.
func readPredictions(path string, n int) ([]byte, error) {
	text, err := readRegular(path, int64(n)<<4+1<<10) // room for other types, to name them
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no predictions were written")
	}
	if err != nil {
		return nil, fmt.Errorf("predictions: %w", err)
	}
	r, err := idx.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("predictions: %w", err)
	}
	header := r.Header()
	if header.Type != idx.Uint8 || len(header.Dims) != 1 {
		return nil, fmt.Errorf("predictions: %v in dimensions %v, want uint8 in one", header.Type, header.Dims)
	}
	if header.Dims[0] != n {
		return nil, fmt.Errorf("%d predictions for %d test images", header.Dims[0], n)
	}
	labels, err := idx.ReadAll[uint8](r)
	if err != nil {
		return nil, fmt.Errorf("predictions: %w", err)
	}
	return labels, nil
}
