package queue

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/bench"
)

// Another program that holds the database is waited for, and then named.
func TestDatabaseHeldByAnother(t *testing.T) {
	before := busyTimeout
	busyTimeout = 200 * time.Millisecond
	defer func() { busyTimeout = before }()
	store := openTemp(t)
	if err := store.Work(t.Context(), newPlan(3, 1).plan()); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	err = store.Work(t.Context(), newPlan(5, 1).plan())
	if err == nil || !strings.Contains(err.Error(), "locked") || !strings.Contains(err.Error(), store.Path()) {
		t.Errorf("error %v, want one about a lock that names the file", err)
	}
	if got := keys(t, store); len(got) != 3 {
		t.Errorf("%d results can be read while another writes, want 3", len(got))
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	p := newPlan(5, 1)
	if err := store.Work(t.Context(), p.plan()); err != nil || len(p.executed) != 2 {
		t.Errorf("afterwards %d runs, want 2, error %v", len(p.executed), err)
	}
}

// The lock comes in the middle of the work: nothing stands still.
func TestDatabaseTakenWhileWorking(t *testing.T) {
	before := busyTimeout
	busyTimeout = 200 * time.Millisecond
	defer func() { busyTimeout = before }()
	store := openTemp(t)
	other, err := sql.Open("sqlite", store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	plan := newPlan(50, 1).plan()
	taken := false
	plan.Stored = func(bench.Result, bool) {
		if !taken {
			taken = true
			if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
				t.Error(err)
			}
		}
	}
	plan.Jobs = 1
	done := make(chan error, 1)
	go func() { done <- store.Work(t.Context(), plan) }()
	select {
	case err := <-done:
		if err == nil || !strings.Contains(err.Error(), "locked") {
			t.Errorf("error %v, want one about a lock", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the work stands still")
	}
}

// A damaged database is told before anything is written to it.
func TestDamagedDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.db")
	store, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Work(t.Context(), newPlan(300, 1).plan()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	damage(t, path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	store, err = Open(t.Context(), path)
	if err == nil {
		defer store.Close()
		err = store.Work(t.Context(), newPlan(301, 1).plan())
	}
	if err == nil || !strings.Contains(err.Error(), "damaged") && !strings.Contains(err.Error(), "malformed") || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one about damage that names the file", err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error("the damaged file was written to")
	}
}

// damage overwrites some pages in the middle of the file.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for at := info.Size() / 2 / page * page; at < info.Size()*3/4; at += page {
		if _, err := f.WriteAt([]byte(strings.Repeat("damage", page/6)), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
}
