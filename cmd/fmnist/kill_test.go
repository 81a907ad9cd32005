package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fmnist/fmnist/queue"
)

var rounds = flag.Int("rounds", 6, "how often TestKills kills")

// killing is a benchmark that is killed again and again.
type killing struct {
	t       *testing.T
	random  *rand.Rand
	program string // a copy of the program, so that its processes are known by its path
	script  string // the folder of a contestant that starts processes of its own, known by their names
	suite   string
	data    string
	db      string
	tmp     string            // the folder for temporary files
	stored  map[string]string // records by key, as they were after the last round

	results, lost, twice, orphans int
	kinds                         map[string]int
}

// SIGKILL at any moment, of the benchmark, of a child, or of all of its processes
// at once, loses no stored result, repeats none and leaves no process.
func TestKills(t *testing.T) {
	if _, err := os.Stat("/proc/self/task"); err != nil {
		t.Skip("processes are found by /proc")
	}
	k := newKilling(t)
	for k.kills() < *rounds {
		if k.round() {
			k.db = filepath.Join(t.TempDir(), "results.db") // all was done: begin anew
			k.results += len(k.stored)
			k.stored = map[string]string{}
		}
		if t.Failed() {
			t.Fatalf("after %d kills", k.kills())
		}
	}
	k.results += len(k.stored)
	t.Logf("%d rounds, killed %v: %d results, %d lost, %d run twice, %d orphans", k.kills(), k.kinds, k.results, k.lost, k.twice, k.orphans)
	if folders, err := os.ReadDir(k.tmp); err != nil || len(folders) > 1 {
		t.Errorf("error %v, and more than the last killed benchmark's temporary files are left: %v", err, folders)
	}
	if k.results == 0 || k.lost+k.twice+k.orphans > 0 {
		t.Error("want results, and none of the others")
	}
}

func newKilling(t *testing.T) *killing {
	t.Helper()
	built, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	k := &killing{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), program: filepath.Join(publicDir(t), "fmnist-killed"),
		data: smallData(t, "one", 1), db: filepath.Join(t.TempDir(), "results.db"), tmp: publicDir(t),
		stored: map[string]string{}, kinds: map[string]int{},
	}
	text, err := os.ReadFile(built)
	if err == nil {
		err = os.WriteFile(k.program, text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	k.script = writeContestant(t, "spawner", `setsid sh -c "sleep 1000; : $0" "$PWD" &
(setsid sh -c "sleep 1000; : $0" "$PWD" &)
`+labelsNothing)
	k.suite = filepath.Join(filepath.Dir(k.script), "suite.json")
	var values []string
	for i := range 40 {
		values = append(values, strconv.Itoa(i))
	}
	suite := fmt.Sprintf(`{"classifiers": {"GaussianNB": [{"var_smoothing": [%s]}]}, "contestants": {"spawner": [{"i": [%s]}]}}`,
		strings.Join(values[:20], ", "), strings.Join(values, ", "))
	if err := os.WriteFile(k.suite, []byte(suite), 0o644); err != nil {
		t.Fatal(err)
	}
	return k
}

// round runs the benchmark, kills once, and counts what that did. It returns
// whether the benchmark came to its end.
func (k *killing) round() (ended bool) {
	cmd := exec.Command(k.program, "bench", "--suite", k.suite, "--data", k.data, "--db", k.db, "--jobs", "2", "--repeats", "2", "--threads", "1")
	cmd.Env = append(os.Environ(), "TMPDIR="+k.tmp)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
		if !strings.Contains(stdout.String(), "results: ") {
			k.t.Fatalf("the benchmark ended before its end: %s", &stderr)
		}
	case <-time.After(time.Duration(k.random.IntN(1200)) * time.Millisecond):
		k.kill(cmd.Process.Pid)
		<-done
	}
	k.countOrphans()
	k.countResults(stderr.String())
	return strings.Contains(stdout.String(), "results: ")
}

// kill kills the benchmark, all of it, or only a child, in which case the
// benchmark goes on for a moment and is killed then.
func (k *killing) kill(runner int) {
	kinds := []string{"the benchmark", "a child", "all at once"}
	kind := kinds[k.random.IntN(len(kinds))]
	k.kinds[kind]++
	all := k.processes()
	if kind == "a child" {
		for _, pid := range all {
			if pid != runner {
				syscall.Kill(pid, syscall.SIGKILL)
				break
			}
		}
		time.Sleep(time.Duration(k.random.IntN(300)) * time.Millisecond)
	}
	if kind == "all at once" {
		for _, pid := range all {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	syscall.Kill(runner, syscall.SIGKILL)
}

// kills are how many there were of all kinds.
func (k *killing) kills() int {
	all := 0
	for _, n := range k.kinds {
		all += n
	}
	return all
}

// processes are those of the program and of its contestants.
func (k *killing) processes() []int {
	var pids []int
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, line := range lines {
		text, err := os.ReadFile(line)
		if err == nil && (bytes.Contains(text, []byte(k.program)) || bytes.Contains(text, []byte(k.script))) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(line)))
			pids = append(pids, pid)
		}
	}
	return pids
}

func (k *killing) countOrphans() {
	var left []int
	for range 250 {
		if left = k.processes(); len(left) == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	k.orphans += len(left)
	k.t.Errorf("processes %v are left", left)
	for _, pid := range left {
		syscall.Kill(pid, syscall.SIGKILL)
	}
}

// told is a line of progress: a run whose result was stored.
var told = regexp.MustCompile(`(?m)^\[\d+/\d+\] (\S+#\d+ on \S+): `)

// countResults compares the database with what it had before and with what the
// benchmark has told.
func (k *killing) countResults(progress string) {
	if _, err := os.Stat(k.db); err != nil {
		return // killed before it was made
	}
	store, err := queue.OpenExisting(k.t.Context(), k.db)
	if err != nil {
		k.t.Fatal(err)
	}
	defer store.Close()
	results, err := store.Results(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	now := map[string]string{}
	for _, r := range results {
		record, err := json.Marshal(r)
		if err != nil {
			k.t.Fatal(err)
		}
		now[fmt.Sprintf("%s#%d on %s", r.Contestant, r.Seed, r.Dataset)] = string(record)
	}
	for key, record := range k.stored {
		if now[key] != record {
			k.lost++
			k.t.Errorf("%s was stored, and is lost or another", key)
		}
	}
	for _, line := range told.FindAllStringSubmatch(progress, -1) {
		if _, before := k.stored[line[1]]; before {
			k.twice++
			k.t.Errorf("%s ran again", line[1])
		}
		if now[line[1]] == "" {
			k.lost++
			k.t.Errorf("%s was told to be stored, and is not", line[1])
		}
	}
	k.stored = now
}
