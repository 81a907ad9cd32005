package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/fmnist/fmnist/build"
	"github.com/fmnist/fmnist/photo"
)

func newBuild() *cobra.Command {
	var o build.Options
	var order, resize string
	cmd := &cobra.Command{
		Use:   "build PHOTOS --out DIR",
		Short: "Make a data set of photographs, as Fashion-MNIST was made",
		Long: `Make a data set of photographs, as Fashion-MNIST was made: edges trimmed, longest
edge 28 pixels, sharpened, centred, negated, grey; split 7 to 1 within each class.
What comes out are the four files of Fashion-MNIST, which every loader of it reads,
with a card (README.md), a sprite, the photograph of each image (examples.jsonl) and
what was left out and why (rejected.jsonl).

PHOTOS is a folder with a folder of photographs for each class, or a manifest: CSV
with the columns path, label and, where photographs of one product shall stay on one
side of the split, group; or JSON lines with these keys. Paths count from the
manifest's folder. A file classes.txt in the folder, or beside the manifest, gives
the classes in label order.

The result is the same for the same photographs and seed, on any number of cores.
After an interruption the same command goes on where it stopped; what it knows is in
DIR.building until then.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Photos, o.Shuffled, o.Resize = args[0], order == "shuffled", photo.Resize(resize)
			if order != "sorted" && order != "shuffled" {
				return usagef("--order %q: want sorted or shuffled", order)
			}
			if err := o.Resize.Check(); err != nil {
				return usagef("--%w", err)
			}
			o.Command = fmt.Sprintf("fmnist build %s --out DIR --seed %d --order %s --resize %s", quoted(o.Photos), o.Seed, order, resize)
			return runBuild(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Out, "out", "", "folder to make")
	flags.Uint64Var(&o.Seed, "seed", 0, "seed of the split and of the order")
	flags.StringVar(&order, "order", "sorted", "order of the images: sorted (by label) or shuffled")
	flags.StringVar(&resize, "resize", string(photo.BySamples), "how the longest edge becomes 28: sample (as the original), area or lanczos")
	cobra.CheckErr(cmd.MarkFlagRequired("out"))
	return cmd
}

// quoted is an argument as a shell takes it.
func quoted(arg string) string {
	if strings.ContainsFunc(arg, func(r rune) bool { return strings.ContainsRune(" \t\n'\"\\$`*?[]&;|<>()#~!{}", r) }) {
		return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return arg
}

func runBuild(cmd *cobra.Command, o build.Options) error {
	// Little is alive at a time, but much is made for each photograph: with the
	// default, a sixth of the time would go into collecting it.
	debug.SetGCPercent(500)
	bar := &countBar{bars: newBars(cmd)}
	o.Progress = bar.step
	s, err := build.Build(cmd.Context(), o)
	bar.clear()
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d photographs are converted; the same command goes on from there\n", bar.done, bar.total)
	}
	if err != nil {
		return err
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(cmd.ErrOrStderr(), "fmnist: build: warning: %s\n", w)
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s: %d + %d images of %d classes, content digest %s\n", o.Out, s.Train, s.Test, len(s.Classes), s.Digest)
	for _, r := range build.Reasons {
		if n := s.Rejected[r]; n > 0 {
			fmt.Fprintf(out, "left out: %s: %d\n", r, n)
		}
	}
	return nil
}

// countBar shows how many photographs are done, on a terminal.
type countBar struct {
	*bars
	done, total int // of the conversion
}

func (b *countBar) step(step string, done, total int) {
	if step == "convert" {
		b.done, b.total = done, total
	}
	if b.out == nil {
		return
	}
	if step != b.title || b.p == nil {
		b.clear()
		b.title = step
		b.p = mpb.New(mpb.WithOutput(b.out), mpb.WithWidth(40))
		b.bar = newCountBar(b.p, step, total)
	}
	b.bar.SetCurrent(int64(done))
}

// newCountBar is a bar of things, or a count where their number is not known.
func newCountBar(p *mpb.Progress, title string, total int) *mpb.Bar {
	name := mpb.PrependDecorators(decor.Name(title + " "))
	if total == 0 {
		return p.New(0, mpb.SpinnerStyle(), mpb.BarWidth(1), name, mpb.AppendDecorators(decor.CurrentNoUnit("%d")))
	}
	return p.AddBar(int64(total), mpb.BarRemoveOnComplete(), name,
		mpb.AppendDecorators(decor.CountersNoUnit("%d / %d"), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)))
}
