package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/bench"
)

// harness runs rows: ours, theirs, ours, theirs.
type harness struct {
	rounds   int // of each row; 0: as the row says
	progress io.Writer
	dir      string // for what is prepared on the way
	data     *store
	ours     bench.Runner
	worker   *worker                         // of the last row that needed one
	told     []string                        // what the peers measured say of themselves
	python   func(library) ([]string, error) // the command that starts a worker; nil: findPython
}

// task is one fit on one side.
type task struct {
	row  row
	data *prepared
	seed uint64
}

// measurement is what one side made of a task.
type measurement struct {
	Accuracy       float64
	FitSeconds     float64
	PredictSeconds float64
	PeakBytes      int64   // 0: not measured
	Objective      float64 // dual objective, summed over the problems; 0: not told
	Warnings       []string
}

func (m measurement) seconds() float64 { return m.FitSeconds + m.PredictSeconds }

// side does a task in a way of its own.
type side func(context.Context, task) (measurement, error)

// errSkip is why a row is not run, which is nobody's fault.
type errSkip struct {
	status status
	reason string
}

func (e errSkip) Error() string { return e.reason }

// runAll runs the rows in order. It ends early only with ctx, with the rows
// done until then.
func (h *harness) runAll(ctx context.Context, rows []row) ([]outcome, error) {
	var outcomes []outcome
	for i, r := range rows {
		if r.leftOut != "" {
			outcomes = append(outcomes, ended(r, errSkip{leftOut, r.leftOut}))
			continue
		}
		fmt.Fprintf(h.progress, "[%d/%d] %s\n", i+1, len(rows), r)
		o := h.run(ctx, r)
		if ctx.Err() != nil {
			return outcomes, ctx.Err()
		}
		if o.Status != passed {
			fmt.Fprintf(h.progress, "    %s\n", o.result())
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}

// run does one row. Whatever goes wrong is the outcome.
func (h *harness) run(ctx context.Context, r row) outcome {
	if r.Peer == "openblas" {
		return h.runProduct(ctx, r)
	}
	theirs, err := h.peer(ctx, r.Peer)
	if err != nil {
		return ended(r, err)
	}
	data, err := h.data.prepare(r.Train)
	if err != nil {
		return ended(r, err)
	}
	rounds := h.rounds
	if rounds == 0 {
		rounds = r.roundsOf()
	}
	var mine, other []measurement
	for seed := range uint64(rounds) {
		t := task{row: r, data: data, seed: seed}
		m, err := h.runOurs(ctx, t)
		if err != nil {
			return ended(r, err)
		}
		o, err := theirs(ctx, t)
		if err != nil {
			return ended(r, fmt.Errorf("%s: %w", r.Peer, err))
		}
		mine, other = append(mine, m), append(other, o)
		fmt.Fprintf(h.progress, "    seed %d: fmnist %.3f s, accuracy %.4f; %s %.3f s, accuracy %.4f\n",
			seed, m.seconds(), m.Accuracy, r.Peer, o.seconds(), o.Accuracy)
	}
	return judge(r, data.images(), mine, other)
}

// runOurs does a task in a child process, as `fmnist bench` does.
func (h *harness) runOurs(ctx context.Context, t task) (measurement, error) {
	result, err := h.ours.Run(ctx, bench.Run{
		Contestant: t.row.Contestant,
		Dataset:    t.data.Name,
		Digest:     t.data.Digest,
		Scaling:    scaling,
		Threads:    runtime.NumCPU(),
		Seed:       t.seed,
	}, t.data.Dataset)
	switch {
	case err != nil:
		return measurement{}, err
	case result.Status == bench.Skipped:
		return measurement{}, errSkip{status: notThere}
	case result.Status != bench.OK:
		return measurement{}, fmt.Errorf("fmnist: %s: %s", result.Status, result.Reason)
	}
	return measurement{
		Accuracy:       result.Accuracy,
		FitSeconds:     result.FitSeconds,
		PredictSeconds: result.PredictSeconds,
		PeakBytes:      result.PeakMemoryBytes,
		Objective:      result.Figures["dual_objective"],
		Warnings:       append(result.Warnings, result.TimingDoubts...),
	}, nil
}

// peer is the other side; its error says why there is none.
func (h *harness) peer(ctx context.Context, name string) (side, error) {
	if t, ok := tools[name]; ok {
		return t.find()
	}
	if h.worker != nil && h.worker.alive && h.worker.library == name {
		return h.worker.measure, nil
	}
	h.close()
	find := h.python
	if find == nil {
		find = func(l library) ([]string, error) { return findPython(ctx, l, h.dir) }
	}
	command, err := find(libraries[name])
	if err != nil {
		return nil, err
	}
	h.worker, err = startWorker(ctx, name, command, h.progress)
	if err != nil {
		return nil, err
	}
	h.tell(h.worker.version)
	return h.worker.measure, nil
}

// close stops what the harness started.
func (h *harness) close() {
	if h.worker != nil {
		h.worker.stop()
	}
}

// tell notes a version once.
func (h *harness) tell(version string) {
	if !slices.Contains(h.told, version) {
		h.told = append(h.told, version)
	}
}

// versions are those of the peers, as far as they tell them.
func (h *harness) versions() string { return strings.Join(h.told, "; ") }

// status is what became of a row.
type status string

const (
	passed   status = "ok"            // both sides ran, and no bar was missed
	missed   status = "MISSED"        // both sides ran, and a bar was missed
	failed   status = "FAILED"        // a side did not do its work
	skipped  status = "skipped"       // the peer is not installed
	notThere status = "not there yet" // fmnist has no such family
	leftOut  status = "left out"      // the command line did not ask for it
)

// outcome is a row with its results.
type outcome struct {
	row
	Status        status   `json:"status"`
	Reason        string   `json:"reason,omitempty"` // why the status is not ok
	Images        int      `json:"train_images,omitempty"`
	Rounds        int      `json:"rounds,omitempty"`
	Accuracy      float64  `json:"accuracy,omitempty"` // mean over the rounds, as is the peer's
	PeerAccuracy  float64  `json:"peer_accuracy,omitempty"`
	Fit           float64  `json:"fit_seconds,omitempty"` // medians, as are the peer's
	Predict       float64  `json:"predict_seconds,omitempty"`
	Seconds       float64  `json:"seconds,omitempty"` // median of fit + predict
	PeerFit       float64  `json:"peer_fit_seconds,omitempty"`
	PeerPredict   float64  `json:"peer_predict_seconds,omitempty"`
	PeerSeconds   float64  `json:"peer_seconds,omitempty"`
	Ratio         float64  `json:"ratio,omitempty"` // the peer's seconds over ours
	PredictRatio  float64  `json:"predict_ratio,omitempty"`
	PeakBytes     int64    `json:"peak_memory_bytes,omitempty"`
	Objective     float64  `json:"dual_objective,omitempty"` // of the first round, as is the peer's
	PeerObjective float64  `json:"peer_dual_objective,omitempty"`
	Warnings      []string `json:"warnings,omitempty"`
	PeerWarnings  []string `json:"peer_warnings,omitempty"`
}

// ended is a row that has no results, and why.
func ended(r row, err error) outcome {
	o := outcome{row: r, Status: failed, Reason: err.Error()}
	var skip errSkip
	if errors.As(err, &skip) {
		o.Status = skip.status
	}
	return o
}

// result is the status, and why.
func (o outcome) result() string {
	if o.Reason == "" {
		return string(o.Status)
	}
	return string(o.Status) + ": " + o.Reason
}

// judge sums up the rounds and holds them against the bar.
func judge(r row, images int, ours, theirs []measurement) outcome {
	o := outcome{
		row: r, Images: images, Rounds: len(ours),
		Accuracy:     mean(each(ours, measurement.accuracy)),
		PeerAccuracy: mean(each(theirs, measurement.accuracy)),
		Fit:          median(each(ours, measurement.fit)),
		Predict:      median(each(ours, measurement.predict)),
		Seconds:      median(each(ours, measurement.seconds)),
		PeerFit:      median(each(theirs, measurement.fit)),
		PeerPredict:  median(each(theirs, measurement.predict)),
		PeerSeconds:  median(each(theirs, measurement.seconds)),
		Objective:    ours[0].Objective, PeerObjective: theirs[0].Objective,
		Warnings: warnings(ours), PeerWarnings: warnings(theirs),
	}
	o.Ratio = o.PeerSeconds / o.Seconds
	if o.Predict > 0 {
		o.PredictRatio = o.PeerPredict / o.Predict
	}
	for _, m := range ours {
		o.PeakBytes = max(o.PeakBytes, m.PeakBytes)
	}
	o.hold(standardError(each(ours, measurement.accuracy), each(theirs, measurement.accuracy)))
	return o
}

// hold sets status and reason by the bar. Accuracies may be further apart by
// the standard error of the difference of their means. Where the seed matters
// fewer than three rounds say nothing about accuracy.
func (o *outcome) hold(standardError float64) {
	var faults []string
	if b := o.Bar.Ratio; o.Ratio < b {
		faults = append(faults, fmt.Sprintf("%.2fx, want %gx", o.Ratio, b))
	}
	if b := o.Bar.PredictRatio; o.PredictRatio < b {
		faults = append(faults, fmt.Sprintf("predict %.2fx, want %gx", o.PredictRatio, b))
	}
	below := 100 * (o.PeerAccuracy - o.Accuracy - standardError)
	if b := o.Bar.Points; b > 0 && below > b+1e-9 && !(o.Seeded && o.Rounds < 3) {
		faults = append(faults, fmt.Sprintf("accuracy %.2f points below (%.2f of standard error apart), want %g", below, 100*standardError, b))
	}
	if b := o.Bar.MemoryMB; b > 0 && o.megabytes() > b {
		faults = append(faults, fmt.Sprintf("%.0f MB, want %g", o.megabytes(), b))
	}
	if b := o.Bar.ObjectivePercent; b > 0 {
		if apart := o.objectivePercent(); !(apart <= b) {
			faults = append(faults, fmt.Sprintf("dual objective %.3f%% apart, want %g%%", apart, b))
		}
	}
	o.Status, o.Reason = passed, strings.Join(faults, "; ")
	if len(faults) > 0 {
		o.Status = missed
	}
}

// objectivePercent is how far the dual objective is from the peer's.
func (o outcome) objectivePercent() float64 {
	return 100 * math.Abs(o.Objective-o.PeerObjective) / math.Abs(o.PeerObjective)
}

func (o outcome) megabytes() float64 { return float64(o.PeakBytes) / 1e6 }

func (m measurement) accuracy() float64 { return m.Accuracy }
func (m measurement) fit() float64      { return m.FitSeconds }
func (m measurement) predict() float64  { return m.PredictSeconds }

func each(all []measurement, of func(measurement) float64) []float64 {
	values := make([]float64, len(all))
	for i, m := range all {
		values[i] = of(m)
	}
	return values
}

// warnings are those of all rounds, each once.
func warnings(all []measurement) []string {
	var texts []string
	for _, m := range all {
		texts = append(texts, m.Warnings...)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
