package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fmnist/fmnist/dataset"
)

var (
	docBlock  = regexp.MustCompile("(?ms)^```(sh|python)\n(.*?)^```")
	docImport = regexp.MustCompile(`(?m)^(?:import|from) ([a-z_]+)`)
)

// TestFormatsPage runs the examples of docs/formats.md one after the other, with
// a small data set, clothes, in the place of Fashion-MNIST.
func TestFormatsPage(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short")
	}
	page, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	path, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	cache, dir := t.TempDir(), t.TempDir()
	d, err := dataset.Open(smallData(t, "clothes", 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(filepath.Join(cache, "clothes")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(path)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("FMNIST_DATA", cache)
	blocks := docBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 6 {
		t.Fatalf("%d examples", len(blocks))
	}
	var said string
	for _, b := range blocks {
		script := strings.ReplaceAll(b[2], "fashion", "clothes")
		cmd := exec.CommandContext(t.Context(), "sh", "-euc", script)
		if b[1] == "python" {
			python := pythonWith(t, docImport.FindAllStringSubmatch(b[2], -1))
			if python == "" {
				continue
			}
			cmd = exec.CommandContext(t.Context(), python, "-c", script)
		}
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s\n%v\n%s", script, err, out)
		}
		said += string(out)
	}
	for _, f := range d.Files { // each import gave the same files again
		if n := strings.Count(said, f.SHA256+"  from-"); n != 4 {
			t.Errorf("%s came back %d times, want 4", filepath.Base(f.Path), n)
		}
	}
	if !strings.Contains(said, "clothes-rotate-2") || !strings.Contains(said, "label_noise/rate=0.2") {
		t.Error(said)
	}
}

// pythonWith is a Python that has the modules which an example imports, or empty.
func pythonWith(t *testing.T, imports [][]string) string {
	t.Helper()
	var names []string
	for _, m := range imports {
		names = append(names, m[1])
	}
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		script := "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in sys.argv[1:]))"
		if exec.CommandContext(t.Context(), name, append([]string{"-c", script}, names...)...).Run() == nil {
			return name
		}
	}
	t.Logf("an example is left out: no python3 here has %v", names)
	return ""
}
