// Command fmnist is the whole Fashion-MNIST system: the data, the benchmark
// against MNIST and its results.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Stdin, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	os.Exit(status)
}

// run is the program: it returns the exit status, 0 when everything went well,
// 2 when the command line is wrong and 1 for every other failure.
func run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer, args []string) int {
	out := &output{Writer: stdout}
	root := newRoot()
	root.SetArgs(append([]string{}, args...)) // cobra takes nil for os.Args
	root.SetIn(stdin)
	root.SetOut(out)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil && out.err != nil {
		err = failure{out.err}
	}
	return report(stderr, cmd, err)
}

// output remembers that something could not be printed, so that no verb has to
// look after each line.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		o.err = err
	}
	return n, err
}
