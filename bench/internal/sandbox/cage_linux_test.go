package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// publicDir is a folder that every user can read.
func publicDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sandbox-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// newCage is a cage for the test binary, with folders of its own in dir.
func newCage(t *testing.T, apart bool) Cage {
	t.Helper()
	base := publicDir(t)
	c := Cage{
		Dir: filepath.Join(base, "program"), Tmp: filepath.Join(base, "tmp"), Root: filepath.Join(base, "root"),
		Writable: []string{filepath.Join(base, "out")}, User: Unprivileged(os.Getpid()), Apart: apart,
	}
	for _, dir := range append([]string{c.Dir, c.Tmp, c.Root}, c.Writable...) {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range append([]string{c.Tmp}, c.Writable...) {
		if err := os.Chown(dir, ownerOf(c), ownerOf(c)); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Dir, "program"), text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ownerOf(c Cage) int {
	if c.User == 0 {
		return os.Getuid()
	}
	return c.User
}

// runBehaviour runs a behaviour of the test binary in the cage.
func (c Cage) runBehaviour(t *testing.T, limits Limits, args ...string) (Exit, string, error) {
	t.Helper()
	if args != nil {
		c.Args = append([]string{filepath.Join(c.Dir, "program")}, args...)
	}
	input, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	_, err = Run(t.Context(), Spec{
		Args: []string{"/proc/self/exe", "supervise"}, Input: append(input, '\n'),
		Stdout: &stdout, Stderr: &stderr, Supervisor: true, Apart: c.Apart, Limits: limits,
	})
	var exit Exit
	if err == nil {
		err = json.Unmarshal(stdout.Bytes(), &exit)
	}
	return exit, stderr.String(), err
}

// cages runs a test in a cage that is Apart, and in one that is not.
func cages(t *testing.T, test func(t *testing.T, c Cage)) {
	t.Run("apart", func(t *testing.T) {
		c := newCage(t, true)
		if _, complaint, err := c.runBehaviour(t, Limits{}); err != nil {
			t.Skipf("the kernel does not allow it: %v: %s", err, complaint)
		}
		test(t, c)
	})
	t.Run("plain", func(t *testing.T) { test(t, newCage(t, false)) })
}

func TestCageReportsTheEnd(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		exit, out, err := c.runBehaviour(t, Limits{}, "cores")
		if err != nil || exit.Code != 0 || exit.Signal != "" || exit.Seconds <= 0 || !strings.HasPrefix(out, "[") {
			t.Errorf("exit %+v, output %q, error %v", exit, out, err)
		}
		exit, out, err = c.runBehaviour(t, Limits{}, "map", "/no/such/file", "0")
		if err != nil || exit.Code != 2 || !strings.Contains(out, "no such file") {
			t.Errorf("exit %+v, output %q, error %v", exit, out, err)
		}
		if exit, _, err = c.runBehaviour(t, Limits{Timeout: 300 * time.Millisecond}, "hang"); err == nil {
			t.Errorf("exit %+v of a program that hangs", exit)
		}
		c.Args = []string{"no-such-program"}
		if _, out, err = c.runBehaviour(t, Limits{}); err == nil || !strings.Contains(out, exec.ErrNotFound.Error()) {
			t.Errorf("a program that is not installed: error %v, output %q", err, out)
		}
	})
}

// What the program may read and write, and what not.
func TestCageHidesFiles(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		secrets := t.TempDir() // for us only
		given := publicDir(t)
		for _, dir := range []string{secrets, given} {
			if err := os.WriteFile(filepath.Join(dir, "labels"), []byte("1"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		c.Readable = []string{given}
		paths := []string{secrets, secrets + "/labels", given, given + "/labels", c.Dir, c.Writable[0], c.Tmp, "/etc/passwd", "/proc/1/environ", "/usr"}
		if c.Apart {
			paths = append(paths, "/root", "/home", "/var", "/tmp/labels")
			c.Hidden = []string{"/usr/share"}
			paths = append(paths, "/usr/share/doc")
		}
		_, out, err := c.runBehaviour(t, Limits{}, append([]string{"look"}, paths...)...)
		if err != nil {
			t.Fatal(err, out)
		}
		for _, path := range paths {
			want := map[string]bool{given: true, given + "/labels": true, c.Dir: true, c.Writable[0]: true, c.Tmp: true, "/etc/passwd": true, "/usr": true}
			if have := strings.Contains(out, "readable "+path+"\n"); have != want[path] && (c.Apart || c.User != 0) {
				t.Errorf("%s: readable is %v, want %v", path, have, want[path])
			}
			writable := path == c.Writable[0] || path == c.Tmp
			if have := strings.Contains(out, "writable "+path+"\n"); have != writable && (c.Apart || c.User != 0) {
				t.Errorf("%s: writable is %v, want %v", path, have, writable)
			}
		}
	})
}

func TestCageHasNoNetwork(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer listener.Close()
	cages(t, func(t *testing.T, c Cage) {
		exit, out, err := c.runBehaviour(t, Limits{}, "connect", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if reached := exit.Code == 0; reached == c.Apart {
			t.Errorf("reached is %v, apart %v: %s", reached, c.Apart, out)
		}
	})
}

func TestCageHasNoPrivileges(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		_, out, err := c.runBehaviour(t, Limits{}, "identify")
		if err != nil {
			t.Fatal(err, out)
		}
		for _, want := range []string{"CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "NoNewPrivs:\t1", fmt.Sprintf("user %d", ownerOf(c))} {
			if !strings.Contains(out, want) {
				t.Errorf("lacks %q:\n%s", want, out)
			}
		}
		if c.Apart && !strings.Contains(out, "sees 2 processes") {
			t.Errorf("it sees other processes than its own and the supervisor:\n%s", out)
		}
	})
}

func TestCageStopsAForkBomb(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		if !c.Apart {
			t.Skip("without a PID namespace a bomb whose processes leave their session can outrun the sweep")
		}
		mark := newMark(t)
		c.Processes = 100
		begin := time.Now()
		_, out, err := c.runBehaviour(t, Limits{Timeout: 10 * time.Second, Processes: 100}, "bomb", mark)
		if err == nil || !strings.Contains(err.Error(), "100 processes") {
			t.Errorf("error %v: %.200s", err, out)
		}
		if took := time.Since(begin); took > 12*time.Second {
			t.Errorf("it took %v", took)
		}
		wantGone(t, mark)
	})
}

func TestCageLimitsFiles(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		c.FileSize = 10 << 20
		exit, _, err := c.runBehaviour(t, Limits{}, "fill", filepath.Join(c.Writable[0], "file"))
		if err != nil || exit.Code == 0 {
			t.Errorf("exit %+v, error %v", exit, err)
		}
		if info, err := os.Stat(filepath.Join(c.Writable[0], "file")); err != nil || info.Size() > c.FileSize {
			t.Errorf("the file has %d bytes, error %v", info.Size(), err)
		}
	})
}

// Whatever is left when the program ends goes, in whatever session it is.
func TestCageSweeps(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		mark := newMark(t)
		exit, out, err := c.runBehaviour(t, Limits{}, "spawn", "3", "leave", "spawn", "2", "leave", "hang", mark)
		if err != nil || exit.Code != 0 {
			t.Errorf("exit %+v, error %v: %s", exit, err, out)
		}
		wantGone(t, mark)
	})
}

// A parent that is killed leaves nothing, whatever its programs have started.
func TestKilledParentLeavesNothing(t *testing.T) {
	cages(t, func(t *testing.T, c Cage) {
		mark := newMark(t)
		c.Args = []string{filepath.Join(c.Dir, "program"), "spawn", "3", "hold", "spawn", "2", "leave", "hang", mark}
		input, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		spec, err := json.Marshal(Spec{Args: []string{"/proc/self/exe", "supervise"}, Input: input, Supervisor: true, Apart: c.Apart})
		if err != nil {
			t.Fatal(err)
		}
		parent := exec.CommandContext(t.Context(), "/proc/self/exe", "run", string(spec))
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, mark, 6)
		parent.Process.Kill()
		parent.Wait()
		wantGone(t, mark)
	})
}

// waitFor waits until so many processes have the mark.
func waitFor(t *testing.T, mark string, n int) {
	t.Helper()
	for range 500 {
		found := 0
		lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, line := range lines {
			if text, err := os.ReadFile(line); err == nil && bytes.Contains(text, []byte("hang\x00"+mark)) {
				found++
			}
		}
		if found >= n {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("there are not %d processes", n)
}

// The same tests as a user without privileges: what they need of the kernel is
// there or not, and is told.
func TestUnprivileged(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("the other tests are of a user without privileges already")
	}
	dir := publicDir(t)
	text, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "test"), text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "test"), "-test.run", "Cage|Parent|Context", "-test.v")
	cmd.Dir, cmd.Env = "/", []string{"PATH=/usr/bin:/bin"}
	user := uint32(Unprivileged(os.Getpid() + 1))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "does not allow") {
			t.Log(strings.TrimSpace(line))
		}
	}
}
