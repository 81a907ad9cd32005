package dataset

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debianOf is the source of a Debian package that has the files of a folder. In
// place of apt-get stands a script that only knows this package, and that only
// after an update of lists of its own.
func debianOf(t *testing.T, folder string) Source {
	t.Helper()
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	script(t, dir, "build", `set -e
mkdir -p p/DEBIAN p/usr/share/datasets/pets p/usr/share/doc/pets
printf 'Package: pets\nVersion: 1\nArchitecture: all\nMaintainer: me\nDescription: x\n' > p/DEBIAN/control
cp "$1"/*-ubyte* p/usr/share/datasets/pets
echo hello > p/usr/share/doc/pets/README
dpkg-deb -b p pets_1_all.deb`)
	cmd := exec.Command(filepath.Join(dir, "build"), folder)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	bin := filepath.Join(dir, "bin")
	script(t, bin, "apt-get", `case "$*" in
*Dir::State::Lists=*" update") touch updated ;;
*" download pets") test -e updated || { echo "E: Unable to locate package pets" >&2; exit 100; }
	cp "`+dir+`/pets_1_all.deb" . ;;
*) echo "E: unexpected: $*" >&2; exit 100 ;;
esac`)
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return DebianPackage("pets")
}

func script(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestDebianPackage(t *testing.T) {
	s := newSet(1)
	source := debianOf(t, s.write(t, t.TempDir(), ".gz"))
	e := s.enter(t, "pets", source)
	t.Chdir(t.TempDir())
	d, err := Getter{DataDir: "cache"}.Get(t.Context(), e) // a relative path
	if err != nil || d.Origin.Source != "Debian package pets" {
		t.Errorf("%v %v", d, err)
	}
}

func TestDebianPackageFails(t *testing.T) {
	s := newSet(1)
	folder := s.write(t, t.TempDir(), ".gz")
	if err := os.Remove(filepath.Join(folder, FileNames[testLabels]+".gz")); err != nil {
		t.Fatal(err)
	}
	aptGet := func(text string) func(t *testing.T) {
		return func(t *testing.T) {
			dir := t.TempDir()
			script(t, dir, "apt-get", text)
			t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
		}
	}
	for want, prepare := range map[string]func(t *testing.T){
		"it has 3 of the four files":                  func(t *testing.T) { debianOf(t, folder) },
		"E: Unable to locate package pets":            aptGet("echo E: Unable to locate package pets >&2; exit 100"),
		"apt-get left 0 packages, want 1":             aptGet("exit 0"),
		"apt-get: executable file not found in $PATH": func(t *testing.T) { t.Setenv("PATH", t.TempDir()) },
		"not a Debian format archive":                 aptGet("echo no package > pets_1_all.deb"),
	} {
		t.Run(want, func(t *testing.T) {
			prepare(t)
			root := t.TempDir()
			_, err := Getter{DataDir: root}.Get(t.Context(), s.enter(t, "pets", DebianPackage("pets")))
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v\nwant %s", err, want)
			}
			if left := tree(t, root); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestGoModule downloads a module from a proxy that is a folder.
func TestGoModule(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	s := newSet(1)
	proxy, cache := t.TempDir(), t.TempDir()
	t.Cleanup(func() { exec.Command("chmod", "-R", "u+w", cache).Run() })
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(proxy))
	t.Setenv("GONOSUMDB", "*")
	t.Setenv("GOMODCACHE", cache)
	t.Setenv("GOFLAGS", "-mod=vendor")
	versions := filepath.Join(proxy, "example.org", "pets", "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"v1.0.0.info": `{"Version": "v1.0.0"}`, "v1.0.0.mod": "module example.org/pets\n", "list": "v1.0.0\n",
	} {
		if err := os.WriteFile(filepath.Join(versions, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Create(filepath.Join(versions, "v1.0.0.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for i, name := range FileNames {
		w, err := z.Create("example.org/pets@v1.0.0/data/" + name + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		w.Write(gzipOf(s.content(i)))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	e := s.enter(t, "pets", GoModule("example.org/pets@v1.0.0", "data"))
	d, err := Getter{DataDir: t.TempDir()}.Get(t.Context(), e)
	if err != nil || d.Origin.Source != "Go module example.org/pets@v1.0.0" {
		t.Fatalf("%v %v", d, err)
	}
	for want, source := range map[string]Source{
		"example.org/none":     GoModule("example.org/none@v1.0.0", "data"),
		"the file is missing":  GoModule("example.org/pets@v1.0.0", "."),
		"v2.0.0.info: no such": GoModule("example.org/pets@v2.0.0", "data"),
	} {
		e.Sources = []Source{source}
		if _, err := (Getter{DataDir: t.TempDir()}).Get(t.Context(), e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := (Getter{DataDir: t.TempDir()}).Get(t.Context(), e); err == nil || !strings.Contains(err.Error(), "go: executable file not found") {
		t.Errorf("without the go command: %v", err)
	}
}
