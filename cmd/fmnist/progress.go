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
		b.p = mpb.New(mpb.WithOutput(b.out), mpb.WithWidth(40))
		b.bar = newBar(b.p, title, s.Total)
	}
	b.bar.SetCurrent(s.Done)
}

// newBar is a bar of bytes, or a spinner where their number is not known.
func newBar(p *mpb.Progress, title string, total int64) *mpb.Bar {
	name := mpb.PrependDecorators(decor.Name(title + " "))
	if total == 0 {
		return p.New(0, mpb.SpinnerStyle(), mpb.BarWidth(1), name, mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
	}
	return p.AddBar(total, mpb.BarRemoveOnComplete(), name, mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f")))
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
