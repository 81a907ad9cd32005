// Package postgrestest starts PostgreSQL servers for tests: each in a temporary
// folder of its own, as a user without rights.
package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a running PostgreSQL server.
type Server struct {
	Port int

	t         testing.TB
	bin, data string
	as        *syscall.Credential // nil: as ourselves
	listen    []string
	process   *exec.Cmd
	databases int
}

// Start starts a server on 127.0.0.1 and the other addresses, until the end of
// the test. The test is skipped where PostgreSQL is not installed.
func Start(t testing.TB, listen ...string) *Server {
	t.Helper()
	s := &Server{t: t, bin: installed(t), listen: append([]string{"127.0.0.1"}, listen...)}
	dir, err := os.MkdirTemp("", "fmnist-postgres-") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if os.Geteuid() == 0 {
		s.as = unprivileged(t)
		if err := os.Chown(dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	s.data = filepath.Join(dir, "data")
	s.Port = freePort(t)
	s.run("initdb", "--pgdata", s.data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
	s.allow()
	s.Start()
	t.Cleanup(func() { s.Stop(syscall.SIGQUIT) })
	return s
}

// installed is the folder of the newest version's programs.
func installed(t testing.TB) string {
	t.Helper()
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // as Debian has them
	if len(all) == 0 {
		path, err := exec.LookPath("initdb")
		if err != nil {
			t.Skip("PostgreSQL is not installed: make test installs it where apt-get is there")
		}
		return filepath.Dir(path)
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	return filepath.Dir(slices.MaxFunc(all, func(a, b string) int { return version(a) - version(b) }))
}

// unprivileged is a user that the server may run as: it refuses to run as root.
func unprivileged(t testing.TB) *syscall.Credential {
	t.Helper()
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	t.Skip("no user postgres or nobody to run PostgreSQL as")
	return nil
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Pdeathsig: syscall.SIGQUIT}
	return cmd
}

func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	if text, err := s.command(program, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, text)
	}
}

// allow lets the addresses of the test's own networks in.
func (s *Server) allow() {
	s.t.Helper()
	f, err := os.OpenFile(filepath.Join(s.data, "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString("host all all samenet trust\n")
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// Start starts the server again, and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	s.process = s.command("postgres", "-D", s.data, "-p", strconv.Itoa(s.Port), "-k", filepath.Dir(s.data),
		"-c", "listen_addresses="+strings.Join(s.listen, ","), "-c", "max_connections=200")
	log := new(bytes.Buffer)
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 300 {
		if conn, err := s.connect(); err == nil {
			conn.Close(context.Background())
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.process.Process.Kill()
	s.process.Wait()
	s.t.Fatalf("PostgreSQL does not answer:\n%s", log)
}

// Stop stops the server: SIGTERM when all connections are closed, SIGINT at once
// and in order, SIGQUIT as in a crash.
func (s *Server) Stop(signal syscall.Signal) {
	s.process.Process.Signal(signal)
	s.process.Wait()
}

func (s *Server) connect() (*pgx.Conn, error) {
	return pgx.Connect(context.Background(), s.URL("postgres"))
}

// URL is that of a database as we know it.
func (s *Server) URL(database string) string { return urlOf("127.0.0.1", s.Port, database) }

func urlOf(host string, port int, database string) string {
	return fmt.Sprintf("postgres://postgres@%s/%s?sslmode=disable", net.JoinHostPort(host, strconv.Itoa(port)), database)
}

// NewDatabase makes an empty database and returns its name, for URL.
func (s *Server) NewDatabase() string {
	s.t.Helper()
	conn, err := s.connect()
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	s.databases++
	name := fmt.Sprintf("test%d", s.databases)
	if _, err := conn.Exec(context.Background(), "CREATE DATABASE "+name); err != nil {
		s.t.Fatal(err)
	}
	return name
}

// CPU is the processor time that the server has used since it was started.
func (s *Server) CPU() time.Duration {
	parent := s.process.Process.Pid
	ticks := cpuTicks(parent, true)
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		pid, _ := strconv.Atoi(strings.Split(path, "/")[2])
		if fields := statFields(pid); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			ticks += cpuTicks(pid, false)
		}
	}
	return time.Duration(ticks) * time.Second / 100
}

// cpuTicks is what a process has used, in hundredths of a second, with that of
// its children that have ended.
func cpuTicks(pid int, withChildren bool) int {
	fields := statFields(pid)
	if len(fields) < 15 {
		return 0
	}
	if !withChildren {
		fields = fields[:13]
	}
	sum := 0
	for _, field := range fields[11:min(15, len(fields))] {
		n, _ := strconv.Atoi(field)
		sum += n
	}
	return sum
}

// statFields are those of /proc/PID/stat from the state on.
func statFields(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
}
