package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/fmnist/fmnist/dataset"
)

// bars shows steps as progress bars on a terminal, one at a time, and nothing
// elsewhere.
type bars struct {
	out   io.Writer // nil where it is not a terminal
	p     *mpb.Progress
	bar   *mpb.Bar
	title string
}

func newBars(cmd *cobra.Command) *bars {
	f, ok := cmd.ErrOrStderr().(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &bars{}
	}
	return &bars{out: f}
}

// step shows how far a step of the work on the named data set has come.
func (b *bars) step(name string, s dataset.Step) {
	if b.out == nil {
		return
	}
	if title := name + ": " + s.Title; title != b.title || b.p == nil {
		b.clear()
		b.title = title
		b.p = mpb.New(mpb.WithOutput(b.out), mpb.WithWidth(64))
		b.bar = b.p.AddBar(s.Total,
			mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(title+" ")),
			mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f ")))
	}
	b.bar.SetTotal(s.Total, false)
	b.bar.SetCurrent(s.Done)
}

// clear removes the bar.
func (b *bars) clear() {
	if b.p == nil {
		return
	}
	b.bar.Abort(true)
	b.p.Wait()
	b.p = nil
}
