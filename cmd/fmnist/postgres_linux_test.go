package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/postgrestest"
	"github.com/fmnist/fmnist/queue"
)

var quickSuite = flag.Bool("quick-suite", false, "TestSameOnPostgres runs the whole suite quick on both data sets")

// startProgram starts the program on a host, until the end of the test.
func startProgram(t *testing.T, host postgrestest.Host, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	path, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	cmd, stderr = host.Command(path, args...), new(bytes.Buffer)
	cmd.Stderr = stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd, stderr
}

// predictionsIn are those of the database by the keys of the runs.
func predictionsIn(t *testing.T, db string) map[string][]byte {
	t.Helper()
	store, err := queue.OpenExisting(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	results, err := store.Results(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, r := range results {
		all[r.Key()] = r.Predictions
	}
	return all
}

const someFamilies = `{"classifiers": {
	"GaussianNB": [{"var_smoothing": [1e-9, 0.1]}],
	"KNeighborsClassifier": [{"n_neighbors": [1, 5]}],
	"RandomForestClassifier": [{"n_estimators": [5]}],
	"SGDClassifier": [{"loss": ["hinge"]}],
	"MLPClassifier": [{"hidden_layer_sizes": ["(10,)"], "max_iter": [3]}]},
	"contestants": {%q: [{"i": [0, 1, 2, 3]}]}}`

// The same benchmark on SQLite alone and on PostgreSQL with three workers gives
// the same predictions, byte for byte.
func TestSameOnPostgres(t *testing.T) {
	server, hosts := postgrestest.Networks(t, 3)
	name := server.NewDatabase()
	// The families are done before a worker that looks every second has seen them;
	// these take long enough that each worker gets some.
	sleeper := writeContestant(t, "sleeper", "sleep 0.5\n"+labelsNothing)
	given := []string{"--contestant", sleeper}
	suite, data := writeSuite(t, fmt.Sprintf(someFamilies, sleeper)), smallData(t, "one", 1)+","+smallData(t, "two", 2)
	if *quickSuite {
		originals(t)
		suite, data, given = "quick", "fashion,mnist", nil
	}
	args := []string{"bench", "--suite", suite, "--data", data, "--threads", "1"}
	file := filepath.Join(t.TempDir(), "results.db")
	if o := finish(t, program(t, append(args, "--db", file)...)); o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	worker := func(host postgrestest.Host, more ...string) (*exec.Cmd, *bytes.Buffer) {
		return startProgram(t, host, append([]string{"worker", "--db", host.URL(name)}, more...)...)
	}
	var workers []*exec.Cmd
	var logs []*bytes.Buffer
	for _, host := range hosts {
		more := given
		if !*quickSuite {
			more = append([]string{"--data", data}, given...)
		}
		cmd, log := worker(host, more...)
		workers, logs = append(workers, cmd), append(logs, log)
	}
	bare, bareLog := worker(hosts[0], append([]string{"--data-dir", t.TempDir()}, given...)...)
	o := finish(t, program(t, append(args, "--db", server.URL(name), "--jobs", "0")...))
	if o.code != 0 || !strings.Contains(o.stdout, "results: postgres://") {
		t.Fatalf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	want, got := predictionsIn(t, file), predictionsIn(t, server.URL(name))
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 14 {
		t.Errorf("%d results on SQLite; PostgreSQL (-want +got):\n%s", len(want), diff)
	}
	t.Logf("%d results with the same predictions", len(got))
	shown := finish(t, program(t, "status", "--db", server.URL(name)))
	if shown.code != 0 || !strings.Contains(shown.stdout, fmt.Sprintf("%d results", len(want))) || strings.Count(shown.stdout, "idle") != 4 {
		t.Errorf("exit %d: %s%s", shown.code, shown.stdout, shown.stderr)
	}
	for i, cmd := range append(workers, bare) {
		cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("worker %d: %v", i, err)
		}
	}
	for i, log := range logs {
		if !strings.Contains(log.String(), "stored ") {
			t.Errorf("worker %d has stored nothing:\n%s", i, log)
		}
	}
	if !*quickSuite && (!strings.Contains(bareLog.String(), "takes no jobs of queue") || strings.Contains(bareLog.String(), "begins")) {
		t.Errorf("the worker without the data:\n%s", bareLog)
	}
}

// Wrong uses of the verbs for many machines.
func TestSharedUsage(t *testing.T) {
	db := filepath.Join(t.TempDir(), "r.db")
	for _, args := range [][]string{
		{"worker"}, {"worker", "--db", db}, {"worker", "--db", "postgres://127.0.0.1/x", "--jobs", "0"},
		{"bench", "--db", db, "--jobs", "0"}, {"status", "extra"},
	} {
		if o := finish(t, program(t, args...)); o.code != 2 || o.stderr == "" {
			t.Errorf("%v: exit %d, want 2: %s", args, o.code, o.stderr)
		}
	}
	server := postgrestest.Start(t)
	o := finish(t, program(t, "status", "--db", server.URL(server.NewDatabase())))
	if o.code != 1 || !strings.Contains(o.stderr, "no tables of fmnist") {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
	secret := strings.Replace(server.URL("none"), "postgres@", "postgres:secret@", 1)
	o = finish(t, program(t, "results", "--db", secret))
	if o.code != 1 || strings.Contains(o.stderr, "secret") || !strings.Contains(o.stderr, `"none" does not exist`) {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
}

// The pages are there beside PostgreSQL while workers come and go.
func TestServeOnPostgres(t *testing.T) {
	server, hosts := postgrestest.Networks(t, 1)
	name := server.NewDatabase()
	pages := program(t, "serve", "--db", server.URL(name), "--addr", "127.0.0.1:0")
	out, err := pages.StdoutPipe()
	if err == nil {
		err = pages.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	shown := func(text string) bool {
		response, err := http.Get(strings.TrimSpace(address) + "data/results.js")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return err == nil && response.StatusCode == http.StatusOK && strings.Contains(string(body), text)
	}
	data := smallData(t, "one", 1)
	worker, _ := startProgram(t, hosts[0], "worker", "--db", hosts[0].URL(name), "--data", data)
	o := finish(t, program(t, "bench", "--suite", writeSuite(t, `{"classifiers": {"GaussianNB": []}}`), "--data", data, "--db", server.URL(name), "--jobs", "0"))
	if o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	worker.Process.Kill()
	worker.Wait()
	server.Stop(syscall.SIGINT)
	server.Start()
	for range 100 {
		if shown("GaussianNB") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the pages do not show the result")
}
