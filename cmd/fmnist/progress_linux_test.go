package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/fmnist/fmnist/dataset"
)

// terminal is a new pseudo-terminal of 100 columns: what the program sees, and
// what the user's side of it sees.
func terminal(t *testing.T) (program, user *os.File) {
	t.Helper()
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { user.Close() })
	fd := int(user.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { program.Close() })
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 25, Col: 100}); err != nil {
		t.Fatal(err)
	}
	return program, user
}

// TestBars shows a spinner, then a bar, on a terminal.
func TestBars(t *testing.T) {
	program, user := terminal(t)
	shown := make(chan string)
	go func() {
		var all strings.Builder
		for b := make([]byte, 4096); !strings.Contains(all.String(), "END"); {
			n, err := user.Read(b)
			if err != nil {
				break
			}
			all.Write(b[:n])
		}
		shown <- all.String()
	}()
	cmd := new(cobra.Command)
	cmd.SetErr(program)
	b := newBars(cmd)
	b.step("pets", dataset.Step{Title: "unpack"})
	time.Sleep(400 * time.Millisecond) // longer than from one picture to the next
	b.step("pets", dataset.Step{Title: "copy", Done: 1 << 20, Total: 2 << 20})
	time.Sleep(400 * time.Millisecond)
	b.clear()
	b.clear()
	fmt.Fprint(program, "END")
	got := <-shown
	for _, want := range []string{"pets: unpack", "pets: copy", "1.0 MiB / 2.0 MiB"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not show %q", got, want)
		}
	}
	if strings.Contains(got[strings.LastIndex(got, "\r"):], "pets") {
		t.Errorf("the bar was left on the screen: %q", got)
	}
}
