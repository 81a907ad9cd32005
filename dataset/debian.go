package dataset

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// debianPackage is a Debian package that carries the files.
type debianPackage string

// DebianPackage is the source that downloads a package with apt-get, which
// checks it against the archive's signature, and unpacks it. It neither
// installs anything nor touches the system's own package lists.
func DebianPackage(name string) Source { return debianPackage(name) }

func (p debianPackage) String() string { return "Debian package " + string(p) }

func (p debianPackage) Fetch(ctx context.Context, _ *Entry, scratch string, progress Progress) (string, error) {
	progress(Step{Title: "apt-get download"})
	deb, err := p.download(ctx, scratch)
	if err != nil {
		return "", err
	}
	progress(Step{Title: "unpack"})
	return scratch, unpack(ctx, deb, scratch)
}

// download leaves the package in scratch. Where the system's lists do not have
// it (they are empty in many containers), it fetches lists of its own.
func (p debianPackage) download(ctx context.Context, scratch string) (string, error) {
	_, err := output(ctx, scratch, "apt-get", "-q", "download", string(p))
	if err != nil && !errors.Is(err, exec.ErrNotFound) && ctx.Err() == nil {
		err = p.downloadWithOwnLists(ctx, scratch)
	}
	if err != nil {
		return "", err
	}
	debs, err := filepath.Glob(filepath.Join(scratch, string(p)+"_*.deb"))
	if err != nil || len(debs) != 1 {
		return "", fmt.Errorf("apt-get left %d packages, want 1: %v", len(debs), err)
	}
	return debs[0], nil
}

func (p debianPackage) downloadWithOwnLists(ctx context.Context, scratch string) error {
	state := filepath.Join(scratch, "apt")
	for _, dir := range []string{"lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(state, dir), 0o755); err != nil {
			return cacheError{err}
		}
	}
	own := []string{"-q", "-o", "Dir::State::Lists=" + state + "/lists", "-o", "Dir::Cache=" + state + "/cache",
		"-o", "APT::Sandbox::User=root", "-o", "APT::Update::Error-Mode=any"}
	if _, err := output(ctx, scratch, "apt-get", append(own, "update")...); err != nil {
		return err
	}
	_, err := output(ctx, scratch, "apt-get", append(own, "download", string(p))...)
	return err
}

// unpack takes the four files out of a package, whatever folder they are in.
func unpack(ctx context.Context, deb, dir string) error {
	cmd, stderr := command(ctx, dir, "dpkg-deb", "--fsys-tarfile", deb)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return explain(ctx, "dpkg-deb", err, stderr)
	}
	found, err := extract(tar.NewReader(out), dir)
	if err == nil {
		io.Copy(io.Discard, out) // the padding, so that dpkg-deb can write it
	}
	out.Close()
	err = errors.Join(err, explain(ctx, "dpkg-deb", cmd.Wait(), stderr))
	if err == nil && found != numFiles {
		err = fmt.Errorf("it has %d of the four files", found)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(deb), err)
	}
	return nil
}

func extract(t *tar.Reader, dir string) (found int, err error) {
	for {
		h, err := t.Next()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		name := path.Base(h.Name)
		if h.Typeflag != tar.TypeReg || !slices.Contains(FileNames[:], strings.TrimSuffix(name, ".gz")) {
			continue
		}
		if err := save(filepath.Join(dir, name), t); err != nil {
			return found, err
		}
		found++
	}
}

func save(path string, r io.Reader) error {
	f, err := os.Create(path)
	if err != nil {
		return cacheError{err}
	}
	_, err = io.Copy(cacheWriter{f}, r)
	return errors.Join(err, f.Close())
}
