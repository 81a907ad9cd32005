package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// provenanceFile stands beside the four files in the cache.
const provenanceFile = "provenance.json"

// Provenance is how a data set came to be where it is: fetched into the cache,
// or made of another.
type Provenance struct {
	Name     string      `json:"name"`
	Digest   string      `json:"digest"` // ContentDigest
	Source   string      `json:"source"`
	Obtained time.Time   `json:"obtained,omitzero"` // zero for what can be made again at any time
	Derived  *Derivation `json:"derived,omitempty"`
	Licence  string      `json:"licence,omitempty"` // where the catalogue does not have the content
	Citation string      `json:"citation,omitempty"`
}

// Derivation says how a data set was made of another one.
type Derivation struct {
	From       string   `json:"from"`        // the name of that
	FromDigest string   `json:"from_digest"` // its ContentDigest
	Steps      []string `json:"steps"`
	Seed       uint64   `json:"seed"`
	Command    string   `json:"command"` // that makes it again
}

// readOrigin reads the provenance where there is one. A record of another
// content is worth a warning, not an error: the data are what they are.
func (d *Dataset) readOrigin() {
	path := filepath.Join(d.Dir, provenanceFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	p := new(Provenance)
	if err == nil {
		err = json.Unmarshal(b, p)
	}
	switch {
	case err != nil:
		d.Warnings = append(d.Warnings, fmt.Sprintf("the provenance cannot be read: %s: %v", path, err))
	case p.Digest != d.Digest:
		d.Warnings = append(d.Warnings, fmt.Sprintf("%s is about other content", path))
	default:
		d.Origin = p
	}
}

// write records the provenance in a folder, atomically.
func (p Provenance) write(dir string) error {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, provenanceFile), append(b, '\n'))
}
