package bench

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/learn/families"
)

// Protocol is the version of the protocol between the benchmark and the
// programs of external contestants that this program speaks: docs/contestants.md.
const Protocol = 1

// External is a contestant in any language: a folder with a program and its
// description. A program is trusted with nothing, see Runner.
type External struct {
	Dir     string // absolute
	Program string // digest of all files of the folder, as it stands in a run's key
	Manifest
}

// Manifest is the description, contestant.json.
type Manifest struct {
	Protocol    int               `json:"protocol"`
	Name        string            `json:"name"`
	Command     []string          `json:"command"`
	Parameters  Parameters        `json:"parameters"`  // with the values they have where a suite does not say
	Environment map[string]string `json:"environment"` // variables of the program's environment
	WarmUp      []string          `json:"warm_up"`     // a command that runs once before the first timed run
	Read        []string          `json:"read"`        // files and folders of the system that the program needs to read
}

const manifestName = "contestant.json"

// externalName keeps names apart from parameters and the rest of a key.
var externalName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,79}$`)

var parameterName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// LoadExternal reads and checks the description in the folder.
func LoadExternal(dir string) (*External, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("bench: contestant: %w", err)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, fmt.Errorf("bench: contestant: %w", err)
	}
	path := filepath.Join(dir, manifestName)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("bench: contestant: %w", err)
	}
	e := &External{Dir: dir}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&e.Manifest); err != nil {
		return nil, fmt.Errorf("bench: %s: %w", path, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("bench: %s: text after the end of the object", path)
	}
	if err := e.Manifest.check(); err != nil {
		return nil, fmt.Errorf("bench: %s: %w", path, err)
	}
	if e.Program, err = folderDigest(dir); err != nil {
		return nil, fmt.Errorf("bench: contestant: %w", err)
	}
	return e, nil
}

func (m Manifest) check() error {
	switch {
	case m.Protocol == 0:
		return fmt.Errorf("protocol is missing, want %d", Protocol)
	case m.Protocol != Protocol:
		return fmt.Errorf("protocol %d, this program speaks %d", m.Protocol, Protocol)
	case !externalName.MatchString(m.Name):
		return fmt.Errorf("name %q, want a letter, then up to 79 letters, digits and any of . _ -", m.Name)
	case slices.Contains(families.Names(), m.Name):
		return fmt.Errorf("name %q is that of a family of this program", m.Name)
	case len(m.Command) == 0 || m.Command[0] == "":
		return errors.New("command is missing")
	case m.WarmUp != nil && (len(m.WarmUp) == 0 || m.WarmUp[0] == ""):
		return errors.New("warm_up is empty")
	}
	for name := range m.Parameters {
		if !parameterName.MatchString(name) {
			return fmt.Errorf("parameter %q, want letters, digits and _", name)
		}
	}
	for name := range m.Environment {
		if name == "" || strings.ContainsAny(name, "=\x00") || strings.HasPrefix(name, "FMNIST_") {
			return fmt.Errorf("environment: %q cannot be set", name)
		}
	}
	for _, path := range m.Read {
		if !filepath.IsAbs(path) {
			return fmt.Errorf("read: %q is not an absolute path", path)
		}
	}
	return nil
}

// Contestant is the program with parameters, those that are not given at their
// defaults. One that the description does not have is an error.
func (e *External) Contestant(given Parameters) (Contestant, error) {
	parameters := maps.Clone(e.Parameters)
	for name, value := range given {
		if _, known := e.Parameters[name]; !known {
			return Contestant{}, fmt.Errorf("bench: contestant %s has no parameter %q", e.Name, name)
		}
		parameters[name] = value
	}
	return Contestant{e.Name, parameters}, nil
}

// folderDigest is the digest of the names and contents of all files of a
// folder, and of which of them are programs. What tools leave behind does not
// count: hidden files, __pycache__, backups of editors.
func folderDigest(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if path != dir && (strings.HasPrefix(name, ".") || name == "__pycache__" || strings.HasSuffix(name, "~")) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return hashFile(h, filepath.ToSlash(relative), path)
	})
	return hex.EncodeToString(h.Sum(nil))[:programDigits], err
}

func hashFile(h io.Writer, name, path string) error {
	info, err := os.Stat(path) // of what a link points to
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither a file nor a folder", path)
	}
	if os.Geteuid() == 0 && info.Mode()&0o004 == 0 {
		return fmt.Errorf("%s can be read by its owner only, and contestants do not run as root", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintf(h, "%q %d %v\n", name, info.Size(), info.Mode()&0o111 != 0)
	_, err = io.Copy(h, f)
	return err
}
