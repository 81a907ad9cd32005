package sandbox

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// Cage is a program that is not trusted, and what it may reach. A process that
// was started by Run as a Supervisor runs it.
type Cage struct {
	Args     []string `json:"args"`
	Env      []string `json:"env"`
	Dir      string   `json:"dir"`      // where it starts; it may read all below
	Readable []string `json:"readable"` // what else it may read, beside the system's folders
	Writable []string `json:"writable"` // folders it may write to
	Hidden   []string `json:"hidden"`   // folders that are empty to it, wherever they are
	Tmp      string   `json:"tmp"`      // its /tmp, a folder it may write to
	Root     string   `json:"root"`     // an empty folder in which its view of the system is built

	User      int   `json:"user"`      // runs as this user and group; 0: as who we are
	Processes int   `json:"processes"` // processes and threads at the same time
	FileSize  int64 `json:"file_size"` // bytes of any one file

	Apart bool `json:"apart"` // with a view of its own: no network, no other process, no other file
}

// Exit is how a caged program ended.
type Exit struct {
	Code    int     `json:"code"`              // its exit status, -1 where a signal ended it
	Signal  string  `json:"signal,omitempty"`  // that ended it
	Seconds float64 `json:"seconds"`           // from its start to its end
	CPU     float64 `json:"cpu"`               // seconds of it and of all it started and waited for
	Peak    int64   `json:"peak_memory_bytes"` // resident, of the largest of its processes; 0 where not known
}

// Unprivileged is a user and group that nobody else has, for a cage of root's:
// 0, which changes nothing, for who is not root. The numbers are those that
// systemd leaves unused (UIDS-GIDS.md of systemd).
func Unprivileged(number int) int {
	const first, count = 1_879_048_192, 1 << 20
	if os.Geteuid() != 0 {
		return 0
	}
	return first + number%count
}

// Own gives a file or folder to the user that the cage's program runs as.
func (c Cage) Own(path string) error {
	if c.User == 0 {
		return nil
	}
	return os.Chown(path, c.User, c.User)
}

// Run runs the program to its end and stops what it leaves behind. Without a
// program it only finds out whether the cage can be built. Output of the program
// goes to standard error. A program that is not installed is exec.ErrNotFound.
//
// It takes over the process: when ctx is done, because the parent is gone, it
// stops the program and exits.
func (c Cage) Run(ctx context.Context) (Exit, error) {
	stop := context.AfterFunc(ctx, func() {
		stopBelow()
		os.Exit(1)
	})
	defer stop()
	return c.run()
}

// find is the program's file: looked up in the cage's own PATH where its name
// has no slash.
func (c Cage) find() (string, error) {
	for _, entry := range c.Env {
		if path, ok := strings.CutPrefix(entry, "PATH="); ok {
			if err := os.Setenv("PATH", path); err != nil {
				return "", err
			}
		}
	}
	return exec.LookPath(c.Args[0])
}
