package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The test binary is the program that it runs: its first argument says how it
// behaves.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && behaviours[os.Args[1]] != nil {
		behaviours[os.Args[1]](os.Args[2:])
		return
	}
	os.Exit(m.Run())
}

var behaviours map[string]func(args []string)

func init() {
	behaviours = map[string]func([]string){
		"supervise": supervise,
		"run":       runAndReport,
		"hang":      func([]string) { time.Sleep(time.Hour) },
		"burn": func([]string) {
			//lint:ignore SA5002 burning a core is what it is for
			for {
			}
		},
		"eat":      eat,
		"map":      mapShared,
		"spawn":    spawn,
		"bomb":     bomb,
		"fill":     fill,
		"cores":    func([]string) { fmt.Print(Cores()) },
		"look":     look,
		"connect":  connect,
		"identify": identify,
	}
}

// supervise runs the cage that it reads.
func supervise([]string) {
	var c Cage
	ctx, cancel := context.WithCancel(context.Background())
	d := json.NewDecoder(os.Stdin)
	if err := d.Decode(&c); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		new(bytes.Buffer).ReadFrom(os.Stdin)
		cancel()
	}()
	exit, err := c.Run(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(exit)
}

// eat holds the given number of megabytes.
func eat(args []string) {
	megabytes, _ := strconv.Atoi(args[0])
	held := bytes.Repeat([]byte{1}, megabytes<<20)
	time.Sleep(time.Hour)
	fmt.Print(len(held))
}

// mapShared holds a file in memory, which all that do so share.
func mapShared(args []string) {
	f, err := os.Open(args[0])
	if err != nil {
		panic(err)
	}
	info, _ := f.Stat()
	memory, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED|unix.MAP_POPULATE)
	if err != nil {
		panic(err)
	}
	seconds, _ := strconv.ParseFloat(args[1], 64)
	time.Sleep(time.Duration(seconds * float64(time.Second)))
	unix.Munmap(memory)
}

// spawn starts the same program several times, in sessions of their own: how
// often; whether to wait for them, to leave them or to hold on for ever; and
// their arguments.
func spawn(args []string) {
	n, _ := strconv.Atoi(args[0])
	var all []*exec.Cmd
	for range n {
		cmd := exec.Command("/proc/self/exe", args[2:]...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		all = append(all, cmd)
	}
	for _, cmd := range all {
		if args[1] == "wait" {
			cmd.Wait()
		}
	}
	if args[1] == "hold" {
		time.Sleep(time.Hour)
	}
}

// bomb starts processes that start processes, as fast as it can.
func bomb(args []string) {
	for {
		cmd := exec.Command("/proc/self/exe", append([]string{"bomb"}, args...)...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		cmd.Start()
	}
}

func fill(args []string) {
	f, err := os.Create(args[0])
	if err != nil {
		panic(err)
	}
	for {
		if _, err := f.Write(make([]byte, 1<<20)); err != nil {
			panic(err)
		}
	}
}

// look says of each path whether it can be read, and written if it is a folder.
func look(args []string) {
	for _, path := range args {
		_, err := os.ReadFile(path)
		if errors.Is(err, unix.EISDIR) {
			_, err = os.ReadDir(path)
			if os.WriteFile(filepath.Join(path, "written"), nil, 0o600) == nil {
				fmt.Fprintf(os.Stderr, "writable %s\n", path)
			}
		}
		if err == nil {
			fmt.Fprintf(os.Stderr, "readable %s\n", path)
		}
	}
}

func connect(args []string) {
	if _, err := net.DialTimeout("tcp", args[0], 2*time.Second); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "connected")
}

// identify says who it is and what it may do.
func identify([]string) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		for _, name := range []string{"Uid:", "CapEff:", "CapPrm:", "NoNewPrivs:"} {
			if strings.HasPrefix(line, name) {
				fmt.Fprint(os.Stderr, line)
			}
		}
	}
	processes, _ := filepath.Glob("/proc/[0-9]*")
	fmt.Fprintf(os.Stderr, "sees %d processes\nuser %d\n", len(processes), os.Getuid())
}

// runAndReport is a parent of its own, to be killed.
func runAndReport(args []string) {
	var spec Spec
	if err := json.Unmarshal([]byte(args[0]), &spec); err != nil {
		panic(err)
	}
	spec.Stderr = os.Stderr
	_, err := Run(context.Background(), spec)
	fmt.Println(err)
}

// self is the test binary under a behaviour, with a mark to be found by.
func self(mark string, args ...string) []string {
	return append(append([]string{os.Args[0]}, args...), mark)
}

func newMark(t *testing.T) string { return fmt.Sprintf("mark-%s-%d", t.Name(), time.Now().UnixNano()) }

// wantGone fails unless no process with the mark is left.
func wantGone(t *testing.T, mark string) {
	t.Helper()
	var left []string
	for range 100 {
		left = nil
		lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, line := range lines {
			if text, err := os.ReadFile(line); err == nil && bytes.Contains(text, []byte(mark)) {
				left = append(left, line)
			}
		}
		if left == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d processes are left: %v", len(left), left)
}

// both runs a test with PID namespaces and as if there were none.
func both(t *testing.T, test func(t *testing.T)) {
	t.Run("contained", func(t *testing.T) {
		if noNamespaces.Load() {
			t.Skip("the kernel makes no namespaces for us")
		}
		test(t)
	})
	t.Run("plain", func(t *testing.T) {
		before := noNamespaces.Swap(true)
		defer noNamespaces.Store(before)
		test(t)
	})
}

func TestRunStopsAtLimits(t *testing.T) {
	dir := t.TempDir()
	shared := filepath.Join(dir, "shared")
	if err := os.WriteFile(shared, make([]byte, 60<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	const shortly, enough = 200 * time.Millisecond, 100 << 20
	for _, c := range []struct {
		name   string
		args   []string
		limits Limits
		want   Limit
		cpu    time.Duration // used at least
		peak   int64         // the same
	}{
		{"time", []string{"hang"}, Limits{Timeout: shortly}, Time, 0, 1 << 20},
		{"time of a session", []string{"spawn", "2", "wait", "burn"}, Limits{Timeout: 5 * shortly}, Time, shortly, 2 << 20},
		{"memory", []string{"eat", "200"}, Limits{Memory: enough}, Memory, 0, enough},
		{"memory together", []string{"spawn", "3", "wait", "eat", "60"}, Limits{Memory: 150 << 20}, Memory, 0, 150 << 20},
		{"memory that is shared", []string{"spawn", "3", "wait", "map", shared, "0.5"}, Limits{Memory: 150 << 20}, "", 0, 60 << 20},
		{"processes", []string{"spawn", "50", "wait", "hang"}, Limits{Processes: 100}, Processes, 0, 1 << 20},
		{"disk", []string{"fill", filepath.Join(dir, "file")}, Limits{Folder: dir, Disk: enough}, Disk, 0, 1 << 20},
		{"none", []string{"cores"}, Limits{Timeout: time.Minute, Memory: 1 << 30, Processes: 100}, "", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T) {
				mark := newMark(t)
				c.limits.Timeout = cmp.Or(c.limits.Timeout, 20*time.Second)
				used, err := Run(t.Context(), Spec{Args: self(mark, c.args...), Env: os.Environ(), Limits: c.limits})
				var over *Exceeded
				if errors.As(err, &over); over == nil && (c.want != "" || err != nil) || over != nil && over.Limit != c.want {
					t.Errorf("error %v, want limit %q", err, c.want)
				}
				if used.CPU < c.cpu || used.Peak < c.peak {
					t.Errorf("used %v of processor time and %d bytes, want that of all, %v and %d", used.CPU, used.Peak, c.cpu, c.peak)
				}
				wantGone(t, mark)
			})
		})
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	both(t, func(t *testing.T) {
		mark := newMark(t)
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, err := Run(ctx, Spec{Args: self(mark, "spawn", "2", "wait", "hang")})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the context's", err)
		}
		wantGone(t, mark)
	})
}

func TestRunPins(t *testing.T) {
	cores := Cores()
	last := cores[len(cores)-1:]
	var out bytes.Buffer
	if _, err := Run(t.Context(), Spec{Args: self("", "cores"), Stdout: &out, Limits: Limits{Cores: last}}); err != nil {
		t.Fatal(err)
	}
	if out.String() != fmt.Sprint(last) {
		t.Errorf("it runs on %s, want %v", &out, last)
	}
	if after := Cores(); !slices.Equal(after, cores) {
		t.Errorf("we run on %v now, before on %v", after, cores)
	}
}

func TestSlotsAreDisjoint(t *testing.T) {
	cores := Cores()
	for jobs := 1; jobs <= len(cores); jobs++ {
		slots := Slots(jobs)
		all := slices.Sorted(slices.Values(slices.Concat(slots...)))
		if len(slots) != jobs || !slices.Equal(all, cores) {
			t.Errorf("%d jobs get %v of %v", jobs, slots, cores)
		}
	}
	if slots := Slots(len(cores) + 3); len(slots) != len(cores)+3 || len(slots[0]) != 1 {
		t.Errorf("more jobs than cores get %v", slots)
	}
}

// A clock tells the program's own time from that of others.
func TestClockSeesOthers(t *testing.T) {
	core := Cores()[:1]
	clock := StartClock(core)
	used, _ := Run(t.Context(), Spec{Args: self("", "burn"), Limits: Limits{Cores: core, Timeout: 500 * time.Millisecond}})
	seconds, others := clock.Stop(0)
	if others < 0.7 || seconds < 0.5 {
		t.Errorf("%.2f s, others used %.2f, want nearly all: nothing of it was our own", seconds, others)
	}
	if _, rest := clock.Stop(used.CPU); rest >= others {
		t.Errorf("its own time counts as others': %.2f and %.2f", rest, others)
	}
}
